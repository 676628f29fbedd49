import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { fromStart } from '../../../src/commands/bitmap/count.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, plantList } from '../../support/command-harness.ts';

const harnessWith = (): Harness => createHarness({ commands: [...stringCommands, ...bitmapCommands] });

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';

const bitsOf = (text: string): string =>
  [...text].map((character) => character.charCodeAt(0).toString(2).padStart(8, '0')).join('');
const onesIn = (bits: string): number => bits.replaceAll('0', '').length;

describe('BITCOUNT', () => {
  it('counts a part, in bytes or bits, from either end', () => {
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 });
    const place = fc.integer({ min: -330, max: 330 });
    fc.assert(
      fc.property(text, place, place, fc.boolean(), (value, start, end, inBits) => {
        const { run } = harnessWith();
        run('SET', 'k', value);
        const bits = bitsOf(value);
        const scale = inBits ? 1 : 8;
        const total = bits.length / scale;
        const from = start < 0 ? Math.max(0, total + start) : start;
        const to = end < 0 ? Math.max(0, total + end) : end;
        const crossed = start < 0 && end < 0 && start > end;
        const wanted = crossed ? 0 : onesIn(bits.slice(from * scale, (to + 1) * scale));
        const unit = inBits ? ['BIT'] : [];
        expect(run('BITCOUNT', 'k', String(start), String(end), ...unit)).toBe(`:${wanted}\r\n`);
      }),
    );
  });

  it('counts all without a range, and nothing where there is nothing', () => {
    const { run } = harnessWith();
    run('SET', 'k', 'foobar');
    run('SET', 'large', '\xff'.repeat(100_000));
    run('SET', 'empty', '');
    expect([run('BITCOUNT', 'k'), run('BITCOUNT', 'large')]).toEqual([':26\r\n', ':800000\r\n']);
    expect(run('BITCOUNT', 'large', '3', '799998', 'bit')).toBe(':799996\r\n');
    expect([run('BITCOUNT', 'nokey'), run('BITCOUNT', 'nokey', '0', '5')]).toEqual([':0\r\n', ':0\r\n']);
    expect([run('BITCOUNT', 'empty'), run('BITCOUNT', 'empty', '0', '-1', 'BIT')]).toEqual([':0\r\n', ':0\r\n']);
  });

  it('sees two far ends crossed that are the same double', () => {
    const { run } = harnessWith();
    run('SET', 'k', '\xff');
    const [lower, higher] = ['-9223372036854775808', '-9223372036854775807'];
    expect([run('BITCOUNT', 'k', higher, lower), run('BITCOUNT', 'k', lower, higher)]).toEqual([':0\r\n', ':8\r\n']);
  });

  it('refuses what is no range, before it looks at the key', () => {
    const harness = harnessWith();
    plantList(harness, 'list');
    expect(harness.run('BITCOUNT', 'list', '0')).toBe(SYNTAX);
    expect(harness.run('BITCOUNT', 'list', '0', '1', 'BYTE', 'x')).toBe(SYNTAX);
    expect(harness.run('BITCOUNT', 'list', '0', '1', 'bogus')).toBe(SYNTAX);
    expect(harness.run('BITCOUNT', 'list', '0', 'x', 'bogus')).toBe(NOT_AN_INTEGER);
    expect(harness.run('BITCOUNT', 'list', '0', '1')).toBe(WRONG_TYPE);
    expect(harness.run('BITCOUNT', 'list')).toBe(WRONG_TYPE);
  });
});

describe('fromStart', () => {
  it.each([
    [0, 0],
    [7, 7],
    [-1, 9],
    [-10, 0],
    [-11, 0],
    [-9223372036854775808n, 0],
    [9223372036854775807n, 2 ** 63],
  ])('%s of 10', (index, place) => {
    expect(fromStart(index, 10)).toBe(place);
  });
});
