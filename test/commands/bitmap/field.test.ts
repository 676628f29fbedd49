import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { extractKeys } from '../../../src/execution/key-extraction.ts';
import { bitfield } from '../../../src/commands/bitmap/field.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness, encodingOf, plantList, vectorOf } from '../../support/command-harness.ts';

const commands = [...stringCommands, ...bitmapCommands];
const harnessWith = (options: HarnessOptions = {}): Harness => createHarness({ ...options, commands });

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const replies = (...values: (number | bigint | null)[]): string =>
  `*${values.length}\r\n${values.map((value) => (value === null ? '$-1\r\n' : `:${value}\r\n`)).join('')}`;

const words = (line: string): string[] => line.split(' ');

describe('BITFIELD', () => {
  it('reads and writes in order, each operation seeing the ones before', () => {
    const { run } = harnessWith();
    expect(run(...words('BITFIELD k SET u8 0 200 GET u8 0 GET i8 0 INCRBY u4 4 2 GET u8 0'))).toBe(
      replies(0, 200, -56, 10, 202),
    );
  });

  it('numbers fields of the same width with #', () => {
    const { run } = harnessWith();
    run('SET', 'k', 'abc');
    expect(run(...words('BITFIELD k GET u8 #0 GET u8 #2 GET u4 #1 GET u8 #3'))).toBe(replies(97, 99, 1, 0));
  });

  it('does nothing without an operation, and reads without making a key', () => {
    const { run } = harnessWith();
    expect([run('BITFIELD', 'k'), run(...words('BITFIELD k GET u8 0'))]).toEqual([replies(), replies(0)]);
    expect(run('GET', 'k')).toBe('$-1\r\n');
  });

  it('makes an integer a raw string of the length that its operations reach', () => {
    const harness = harnessWith();
    harness.run('SET', 'k', '1');
    expect(harness.run(...words('BITFIELD k SET u1 20 1 SET u1 3 1'))).toBe(replies(0, 1));
    expect([harness.run('GET', 'k'), encodingOf(harness, 'k')]).toEqual(['$3\r\n1\x00\x08\r\n', 'raw']);
  });

  it('counts each change, and tells of them once', () => {
    const { run, events, effects } = harnessWith({ listens: true });
    run(...words('BITFIELD k SET u8 0 0 SET u8 0 1 GET u8 0'));
    expect(effects.dirty).toBe(2);
    run(...words('BITFIELD k SET u8 0 1 INCRBY u8 0 0'));
    run(...words('BITFIELD k OVERFLOW FAIL SET u8 0 256'));
    expect(effects.dirty).toBe(2);
    run(...words('BITFIELD k INCRBY u8 0 1'));
    expect(events.filter((event) => event.startsWith('setbit'))).toEqual(['setbit k', 'setbit k']);
  });

  it('saturates a field with a sign at its top where the value lies too far below it, as Redis does', () => {
    const { run } = harnessWith();
    const set = (value: string): string => run(...words(`BITFIELD k OVERFLOW SAT SET i8 0 ${value} GET i8 0`));
    expect(set('-9223372036854775808')).toBe(replies(0, 127));
    expect(set('-9223372036854775681')).toBe(replies(127, 127));
    expect(set('-9223372036854775680')).toBe(replies(127, -128));
    expect(run(...words('BITFIELD k OVERFLOW SAT SET i64 0 -9223372036854775808 GET i64 0'))).toBe(
      replies(-(2n ** 63n), -(2n ** 63n)),
    );
    expect(run(...words('BITFIELD k OVERFLOW SAT INCRBY i8 0 -9223372036854775808'))).toBe(replies(-128));
    expect(run(...words('BITFIELD k OVERFLOW FAIL SET i8 0 -9223372036854775808'))).toBe(replies(null));
    expect(run(...words('BITFIELD k SET i8 0 -9223372036854775807 GET i8 0'))).toBe(replies(-128, 1));
  });

  it('refuses all operations for one that is wrong', () => {
    const { run } = harnessWith();
    expect(run(...words('BITFIELD k SET u8 0 1 GET u8'))).toBe(SYNTAX);
    expect(run(...words('BITFIELD k SET u8 0 1 bogus'))).toBe(SYNTAX);
    expect(run('GET', 'k')).toBe('$-1\r\n');
  });

  it('refuses another type after it has read its arguments', () => {
    const harness = harnessWith();
    plantList(harness, 'list');
    const { run } = harness;
    expect(run(...words('BITFIELD list SET u8 0'))).toBe(SYNTAX);
    expect(run(...words('BITFIELD list SET u8 0 1'))).toBe(WRONG_TYPE);
    expect(run(...words('BITFIELD list GET u8 0'))).toBe(WRONG_TYPE);
  });

  it.each([
    ['GET u8 0', ['RO', 'access']],
    ['OVERFLOW SAT GET u8 0', ['RO', 'access']],
    ['', ['RO', 'access']],
    ['GET u8 0 set u8 0 1', ['RW', 'access', 'update']],
    ['INCRBY u8 0 1', ['RW', 'access', 'update']],
    ['GET u8', ['RW', 'access', 'update']],
    ['bogus', ['RW', 'access', 'update']],
  ])('with %j uses its key as %j', (operations, flags) => {
    const request = vectorOf(words(`BITFIELD k ${operations}`.trim()));
    expect(extractKeys(bitfield, request)).toEqual([{ index: 1, flags }]);
  });
});

describe('BITFIELD_RO', () => {
  it('reads', () => {
    const { run } = harnessWith();
    run('SET', 'k', 'a');
    expect(run(...words('BITFIELD_RO k GET u8 0 GET i4 4'))).toBe(replies(97, 1));
    expect(run(...words('BITFIELD_RO nokey GET u63 9'))).toBe(replies(0));
  });

  it('refuses to write, whatever the type of the key', () => {
    const harness = harnessWith();
    plantList(harness, 'list');
    const refusal = '-ERR BITFIELD_RO only supports the GET subcommand\r\n';
    expect(harness.run(...words('BITFIELD_RO list GET u8 0 SET u8 0 1'))).toBe(refusal);
    expect(harness.run(...words('BITFIELD_RO list SET u8 0 x'))).toBe(
      '-ERR value is not an integer or out of range\r\n',
    );
    expect(harness.run(...words('BITFIELD_RO list GET u8 0'))).toBe(WRONG_TYPE);
  });
});
