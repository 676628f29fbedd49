import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { createHarness } from '../../support/command-harness.ts';

const BAD_OFFSET = '-ERR bit offset is not an integer or out of range\r\n';
const commands = [...stringCommands, ...bitmapCommands];

/** Where a field's offset leads: how long the string is that a write there makes. */
function lengthAfter(encoding: string, offset: string, limit?: number): string {
  const { run, keyspace } = createHarness({ commands });
  if (limit !== undefined) keyspace.limits.maxStringLength = limit;
  const reply = run('BITFIELD', 'k', 'SET', encoding, offset, '0');
  return reply.startsWith('-') ? reply : run('STRLEN', 'k');
}

describe('the offset of a field', () => {
  it.each([
    ['u8', '0', 1],
    ['u8', '1', 2],
    ['u8', '#3', 4],
    ['i5', '#3', 3],
    ['u1', '#9', 2],
    // 2^62 fields of 4 bits are 2^64 bits, which is 0 in C.
    ['u4', '#4611686018427387904', 1],
  ])('%s %s', (encoding, offset, length) => {
    expect(lengthAfter(encoding, offset)).toBe(`:${length}\r\n`);
  });

  it.each(['', '#', '#x', '-1', '#-1', '01', '#01', '1.5', '##1', '9223372036854775808', '#9223372036854775807'])(
    'may not be %j',
    (offset) => {
      expect(lengthAfter('u8', offset)).toBe(BAD_OFFSET);
    },
  );

  it('lies within the longest string, though the field may reach out of it', () => {
    expect(lengthAfter('u8', '23', 3)).toBe(':4\r\n');
    expect(lengthAfter('u8', '24', 3)).toBe(BAD_OFFSET);
    expect(lengthAfter('u8', '#3', 3)).toBe(BAD_OFFSET);
  });
});

describe('the unit of a range', () => {
  it('is BYTE or BIT in any case', () => {
    const { run } = createHarness({ commands });
    run('SET', 'k', '\xff\xff');
    const counted = ['BYTE', 'byte', 'BIT', 'Bit', 'bits', ''].map((unit) => run('BITCOUNT', 'k', '0', '0', unit));
    expect(counted).toEqual([
      ...[':8\r\n', ':8\r\n', ':1\r\n', ':1\r\n'],
      ...['-ERR syntax error\r\n', '-ERR syntax error\r\n'],
    ]);
  });
});
