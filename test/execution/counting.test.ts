import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFloats, addToInteger, FLOAT_ZERO, readFloat, sumText, writeSum } from '../../src/execution/counting.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { HASH_VALUE_NOT_AN_INTEGER, NAN_OR_INFINITY, NOT_A_FLOAT, OVERFLOW } from '../../src/resp/reply-errors.ts';
import type { LongDouble } from '../../src/util/long-double.ts';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Adds to a text in the middle of others. */
function add(text: string, by: number | bigint): number | bigint {
  const bytes = new Uint8Array(Buffer.from(`7${text}7`, 'latin1'));
  return addToInteger(bytes, 1, 1 + text.length, by, HASH_VALUE_NOT_AN_INTEGER);
}

/** As an argument is read: a number where it is a safe one. */
function counted(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

const integers = fc.oneof(
  fc.bigInt({ min: -100n, max: 100n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: INT64_MIN, max: INT64_MAX }),
);

describe('a sum of integers', () => {
  test.each([
    ['0', 1, 1],
    ['5', -5, 0],
    ['-12', 2, -10],
    ['9007199254740990', 1, Number.MAX_SAFE_INTEGER],
    ['-9007199254740990', -1, Number.MIN_SAFE_INTEGER],
    ['9007199254740991', 1, 9007199254740992n],
    ['-9007199254740991', -2, -9007199254740993n],
    ['9007199254740992', -1, 9007199254740991n],
    ['1', 9007199254740992n, 9007199254740993n],
    ['9223372036854775806', 1, INT64_MAX],
    ['-1', -(2n ** 63n) + 1n, INT64_MIN],
    ['-9223372036854775808', INT64_MAX, -1n],
  ])('%s and %s is %s', (text, by, sum) => {
    expect(add(text, by)).toBe(sum);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '01',
    '-0',
    '-',
    '1.0',
    'abc',
    '1e3',
    '9223372036854775808',
    '-9223372036854775809',
  ])('refuses %j, whatever is added', (text) => {
    for (const by of [0, -1, INT64_MAX, INT64_MIN]) expect(() => add(text, by)).toThrow(HASH_VALUE_NOT_AN_INTEGER);
  });

  test.each([
    ['9223372036854775807', 1],
    ['-9223372036854775808', -1],
    ['1', INT64_MAX],
    ['-1', INT64_MIN],
    ['-9223372036854775808', INT64_MIN],
  ])('%s and %s is no integer of 64 bits', (text, by) => {
    expect(() => add(text, by)).toThrow(OVERFLOW);
  });

  test('is exact in all of 64 bits, and written as it is', () => {
    fc.assert(
      fc.property(integers, integers, (value, by) => {
        const exact = value + by;
        if (exact < INT64_MIN || exact > INT64_MAX) {
          expect(() => add(String(value), counted(by))).toThrow(OVERFLOW);
          return;
        }
        const sum = add(String(value), counted(by));
        expect(BigInt(sum)).toBe(exact);
        if (typeof sum === 'number') expect(sum).toSatisfy(Number.isSafeInteger);
        expect(sumText.latin1(0, writeSum(sum))).toBe(String(exact));
      }),
    );
  });

  test('of any length finds room in the text', () => {
    for (const value of [0, -1, 1234, Number.MIN_SAFE_INTEGER, INT64_MAX, INT64_MIN, 7n]) {
      expect(sumText.latin1(0, writeSum(value))).toBe(String(value));
    }
  });
});

describe('a sum of floating-point numbers', () => {
  const read = (text: string): LongDouble =>
    readFloat(Bytes.fromString(`7${text}7`, 'latin1'), 1, text.length, NOT_A_FLOAT);

  test.each([
    ['0.1', '0.2', '0.3'],
    ['10.50', '0.1', '10.6'],
    ['5.0e3', '2.0e2', '5200'],
    ['1.5', '-1.5', '0'],
    ['0x10', '1', '17'],
    ['9007199254740993', '0.5', '9007199254740993.5'],
  ])('%s and %s is %s', (a, b, sum) => {
    expect(addFloats(read(a), read(b))).toBe(sum);
    expect(addFloats(read(b), read(a))).toBe(sum);
  });

  test('begins at zero', () => {
    for (const text of ['3', '-0.5', '100000000000000001']) expect(addFloats(FLOAT_ZERO, read(text))).toBe(text);
  });

  test.each(['', 'abc', ' 1', '1 ', 'nan', '1e5000', '1.5.1'])('takes %j for no number', (text) => {
    expect(() => read(text)).toThrow(NOT_A_FLOAT);
  });

  test('is refused where it is not finite', () => {
    expect(() => addFloats(FLOAT_ZERO, read('inf'))).toThrow(NAN_OR_INFINITY);
    expect(() => addFloats(read('-inf'), read('1'))).toThrow(NAN_OR_INFINITY);
    expect(() => addFloats(read('1e4932'), read('1e4932'))).toThrow(NAN_OR_INFINITY);
  });
});
