import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IdRules } from '../../src/structures/stream-id.ts';
import {
  addDifference,
  differenceOf,
  ID_GIVEN,
  ID_INVALID,
  ID_WITHOUT_SEQUENCE,
  MAX_ID_LENGTH,
  parseStreamId,
  StreamId,
} from '../../src/structures/stream-id.ts';
import { idOf, valueOf } from './stream-ids.ts';

const GREATEST = (1n << 128n) - 1n;
/** Near the edges of every word, too. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: GREATEST }),
  fc
    .tuple(
      fc.constantFrom(0n, 1n << 32n, 1n << 53n, 1n << 64n, 1n << 96n, 1n << 117n, GREATEST),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([edge, offset]) => BigInt.asUintN(128, edge + BigInt(offset))),
);
const PLAIN: IdRules = { bounds: false, openSequence: false, lastOfTime: false };

function parse(text: string, rules: Partial<IdRules> = {}): [number, string] {
  const bytes = Buffer.from(`<${text}>`, 'latin1');
  const id = new StreamId();
  const found = parseStreamId(bytes, 1, bytes.length - 1, { ...PLAIN, ...rules }, id);
  return [found, id.toString()];
}

describe('an ID', () => {
  test('is ordered, counted and written as the number of 128 bits that it is', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const left = idOf(a);
        expect(Math.sign(left.compare(idOf(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect([left.isLeast, left.isGreatest]).toEqual([a === 0n, a === GREATEST]);
        expect(left.sameTime(idOf(b))).toBe(a >> 64n === b >> 64n);
        const text = `${a >> 64n}-${BigInt.asUintN(64, a)}`;
        expect(left.toString()).toBe(text);
        const bytes = new Uint8Array(MAX_ID_LENGTH);
        expect(Buffer.from(bytes.subarray(0, left.format(bytes, 0))).toString()).toBe(text);
        expect(parse(text)).toEqual([ID_GIVEN, text]);
        expect([left.increment(), valueOf(left)]).toEqual([a !== GREATEST, BigInt.asUintN(128, a + 1n)]);
        expect([left.decrement(), valueOf(left)]).toEqual([a !== GREATEST, a]);
        expect([left.decrement(), valueOf(left)]).toEqual([a !== 0n, BigInt.asUintN(128, a - 1n)]);
      }),
    );
  });

  test('is found again by its difference to another', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [id, base, found] = [idOf(a), idOf(b), new StreamId()];
        const ms = differenceOf(id.msHi, id.msLo, base.msHi, base.msLo);
        const seq = differenceOf(id.seqHi, id.seqLo, base.seqHi, base.seqLo);
        expect(BigInt(ms)).toBe(BigInt.asIntN(64, (a >> 64n) - (b >> 64n)));
        expect(typeof ms === 'bigint' || Number.isSafeInteger(ms)).toBe(true);
        addDifference(base, ms, seq, found);
        expect(valueOf(found)).toBe(a);
      }),
    );
  });

  test('is written as it is, whether or not the one before was of the same time', () => {
    const bytes = new Uint8Array(50);
    const texts = ['5-0', '5-1', '0-7', '18446744073709551615-3', '18446744073709551615-4', '5-12', '50-1', '5-2'];
    for (const text of texts) {
      const [ms, seq] = text.split('-').map(BigInt);
      const id = new StreamId().set(Number(ms >> 32n), Number(ms & 0xffffffffn), 0, Number(seq));
      expect(Buffer.from(bytes.subarray(3, id.format(bytes, 3))).toString()).toBe(text);
    }
  });

  test('of a time has the sequence 0', () => {
    expect(new StreamId().setTime(1_700_000_000_123).toString()).toBe('1700000000123-0');
  });
});

describe('an ID is read', () => {
  const max = '18446744073709551615';
  test.each([
    ['5', '5-0'],
    ['5-7', '5-7'],
    [`${max}-${max}`, `${max}-${max}`],
    ['007-01', '7-1'],
    [' 7-+2', '7-2'],
    ['1- -1', `1-${max}`],
    ['5\0-9', '5-0'],
    ['5-9\0x', '5-9'],
  ])('%j', (text, id) => expect(parse(text)).toEqual([ID_GIVEN, id]));

  test.each([
    '',
    '-',
    '+',
    '-5',
    '5-',
    '5--1',
    'x',
    '5-x',
    '1.5',
    '5-*',
    '*',
    `${max}0`,
    '18446744073709551616-0',
    '1-1-1',
  ])('%j is none', (text) => expect(parse(text)[0]).toBe(ID_INVALID));

  test('in no more characters than Redis takes', () => {
    expect(parse(`5-${'0'.repeat(124)}7`)).toEqual([ID_GIVEN, '5-7']);
    expect(parse(`5-${'0'.repeat(125)}7`)[0]).toBe(ID_INVALID);
  });

  test('with bounds, an open sequence, and the last of a time, where the rules have them', () => {
    expect(parse('-', { bounds: true })).toEqual([ID_GIVEN, '0-0']);
    expect(parse('+\0', { bounds: true })).toEqual([ID_GIVEN, `${max}-${max}`]);
    expect(parse('5-*', { openSequence: true })).toEqual([ID_WITHOUT_SEQUENCE, '5-0']);
    expect(parse('5-*1', { openSequence: true })[0]).toBe(ID_INVALID);
    expect(parse('5', { lastOfTime: true })).toEqual([ID_GIVEN, `5-${max}`]);
  });
});
