import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { createHarness } from '../../support/command-harness.ts';

const commands = [...stringCommands, ...bitmapCommands];

/** What the operation leaves in a field, and what it replies; null where the field may not overflow. */
function model(old: bigint, action: string, type: string, bits: number, operand: bigint, overflow: string) {
  const isSigned = type === 'i';
  const span = 1n << BigInt(bits);
  const minimum = isSigned ? -span / 2n : 0n;
  const maximum = minimum + span - 1n;
  // To an unsigned field, what is set is unsigned too.
  const set = !isSigned && operand < 0n ? operand + 2n ** 64n : operand;
  const wanted = action === 'SET' ? set : old + operand;
  let value = wanted;
  // Redis takes the distance up to the maximum for negative where it does not fit into 64 bits.
  const isFarBelow = isSigned && bits < 64 && action === 'SET' && maximum - wanted >= 2n ** 63n;
  if (wanted < minimum || wanted > maximum) {
    if (overflow === 'FAIL') return { value: old, reply: null };
    const wrapped = (((wanted - minimum) % span) + span) % span;
    value = overflow === 'SAT' ? (wanted < minimum && !isFarBelow ? minimum : maximum) : minimum + wrapped;
  }
  return { value, reply: action === 'SET' ? old : value };
}

const operation = fc.record({
  action: fc.constantFrom('SET', 'INCRBY'),
  overflow: fc.constantFrom('WRAP', 'SAT', 'FAIL'),
  operand: fc.oneof(
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    fc.bigInt(-300n, 300n),
    fc.constantFrom(2n ** 52n, 2n ** 52n + 1n, 2n ** 53n, -(2n ** 52n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)),
  ),
});

const field = fc.oneof(
  fc.record({ type: fc.constant('i'), bits: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ type: fc.constant('u'), bits: fc.integer({ min: 1, max: 63 }) }),
);

describe('a field', () => {
  it('holds what the model holds, through any sequence of SET and INCRBY', () => {
    fc.assert(
      fc.property(field, fc.nat(70), fc.array(operation, { maxLength: 12 }), ({ type, bits }, offset, operations) => {
        const { run } = createHarness({ commands });
        const encoding = `${type}${bits}`;
        const place = String(offset);
        let value = 0n;
        for (const { action, overflow, operand } of operations) {
          const after = model(value, action, type, bits, operand, overflow);
          expect(run('BITFIELD', 'k', 'OVERFLOW', overflow, action, encoding, place, String(operand))).toBe(
            after.reply === null ? '*1\r\n$-1\r\n' : `*1\r\n:${after.reply}\r\n`,
          );
          ({ value } = after);
          expect(run('BITFIELD', 'k', 'GET', encoding, place)).toBe(`*1\r\n:${value}\r\n`);
        }
      }),
    );
  });

  it('reads zeros where there is no key', () => {
    const { run } = createHarness({ commands });
    expect(run('BITFIELD', 'k', 'GET', 'i64', '3', 'GET', 'u7', '9')).toBe('*2\r\n:0\r\n:0\r\n');
  });

  it('is null in RESP3 where it may not overflow', () => {
    const { run } = createHarness({ commands, protocol: 3 });
    expect(run('BITFIELD', 'k', 'OVERFLOW', 'FAIL', 'INCRBY', 'i8', '0', '128')).toBe('*1\r\n_\r\n');
    expect(run('BITFIELD', 'k', 'OVERFLOW', 'FAIL', 'INCRBY', 'i64', '0', '0')).toBe('*1\r\n:0\r\n');
  });
});
