import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, plantList } from '../../support/command-harness.ts';

const harnessWith = (): Harness => createHarness({ commands: [...stringCommands, ...bitmapCommands] });

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';

const bitsOf = (text: string): string =>
  [...text].map((character) => character.charCodeAt(0).toString(2).padStart(8, '0')).join('');

describe('BITPOS', () => {
  it('finds the first such bit of a part, in bytes or bits, from either end', () => {
    const text = fc.string({ unit: fc.constantFrom('\x00', '\xff', '\x10'), minLength: 1, maxLength: 12 });
    const place = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(text, fc.constantFrom('0', '1'), place, place, fc.boolean(), (value, bit, start, end, inBits) => {
        const { run } = harnessWith();
        run('SET', 'k', value);
        const bits = bitsOf(value);
        const scale = inBits ? 1 : 8;
        const total = bits.length / scale;
        const from = (start < 0 ? Math.max(0, total + start) : start) * scale;
        const to = ((end < 0 ? Math.max(0, total + end) : end) + 1) * scale;
        const found = from < to ? bits.slice(0, to).indexOf(bit, from) : -1;
        const unit = inBits ? ['BIT'] : ['BYTE'];
        expect(run('BITPOS', 'k', bit, String(start), String(end), ...unit)).toBe(`:${found}\r\n`);
      }),
    );
  });

  it('takes the string for one that zeros follow, unless the range has an end', () => {
    const { run } = harnessWith();
    run('SET', 'k', '\xff\xff');
    expect([run('BITPOS', 'k', '0'), run('BITPOS', 'k', '0', '1')]).toEqual([':16\r\n', ':16\r\n']);
    expect([run('BITPOS', 'k', '0', '0', '-1'), run('BITPOS', 'k', '0', '2')]).toEqual([':-1\r\n', ':-1\r\n']);
    run('SET', 'k', '\x00\x00');
    expect([run('BITPOS', 'k', '1'), run('BITPOS', 'k', '1', '0', '-1')]).toEqual([':-1\r\n', ':-1\r\n']);
  });

  it('takes a missing key for zeros without end, but an empty string for nothing', () => {
    const { run } = harnessWith();
    run('SET', 'empty', '');
    expect([run('BITPOS', 'nokey', '0'), run('BITPOS', 'nokey', '0', '5', '6')]).toEqual([':0\r\n', ':0\r\n']);
    expect(run('BITPOS', 'nokey', '1')).toBe(':-1\r\n');
    expect([run('BITPOS', 'empty', '0'), run('BITPOS', 'empty', '0', '0')]).toEqual([':-1\r\n', ':-1\r\n']);
  });

  it('finds a bit far inside of a large value', () => {
    const { run } = harnessWith();
    run('SET', 'k', '\xff'.repeat(200_000));
    run('SETBIT', 'k', '1234567', '0');
    expect(run('BITPOS', 'k', '0')).toBe(':1234567\r\n');
    expect(run('BITPOS', 'k', '0', '1234568', '-1', 'BIT')).toBe(':-1\r\n');
  });

  it('refuses what it cannot read, the unit before the end', () => {
    const harness = harnessWith();
    plantList(harness, 'list');
    const wrong = '-ERR The bit argument must be 1 or 0.\r\n';
    expect([harness.run('BITPOS', 'list', '2'), harness.run('BITPOS', 'list', '-1')]).toEqual([wrong, wrong]);
    expect(harness.run('BITPOS', 'list', 'x')).toBe(NOT_AN_INTEGER);
    expect(harness.run('BITPOS', 'list', '1', 'x', '0', 'bogus')).toBe(NOT_AN_INTEGER);
    expect(harness.run('BITPOS', 'list', '1', '0', 'x', 'bogus')).toBe(SYNTAX);
    expect(harness.run('BITPOS', 'list', '1', '0', 'x', 'BIT')).toBe(NOT_AN_INTEGER);
    expect(harness.run('BITPOS', 'list', '1', '0', '0', 'BIT', 'x')).toBe(SYNTAX);
    expect(harness.run('BITPOS', 'list', '1', '0', '0', 'BIT')).toBe(WRONG_TYPE);
  });
});
