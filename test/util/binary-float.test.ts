import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  bitLength,
  isInfinityText,
  readDecimal,
  readHexadecimal,
  roundDecimal,
  roundInto,
  shiftRightRounding,
} from '../../src/util/binary-float.ts';
import type { BinaryFloat } from '../../src/util/binary-float.ts';

const BINARY64 = { precision: 53, minExponent: -1074, maxExponent: 1024 };
const natural = fc.bigInt({ min: 0n, max: 2n ** 200n });

const toDouble = (value: BinaryFloat | undefined) =>
  value === undefined ? Infinity : Number(value.mantissa) * 2 ** value.exponent;

test('bitLength is the length of the binary form', () => {
  expect(bitLength(0n)).toBe(0);
  fc.assert(
    fc.property(natural, (value) => {
      expect(bitLength(value + 1n)).toBe((value + 1n).toString(2).length);
    }),
  );
});

test.each([
  [0b100n, 2, false, 1n],
  [0b101n, 2, false, 1n],
  [0b110n, 2, false, 2n],
  [0b1010n, 2, false, 2n],
  [0b1010n, 2, true, 3n],
  [0b1001n, 2, true, 2n],
  [0b111n, 2, false, 2n],
  [1n, 5, true, 0n],
])('shiftRightRounding(%d, %d, %s) is %d', (value, bits, sticky, expected) => {
  expect(shiftRightRounding(value, bits, sticky)).toBe(expected);
});

describe('into doubles', () => {
  test('integers, as JavaScript converts them', () => {
    fc.assert(
      fc.property(natural, (value) => {
        expect(toDouble(roundInto(BINARY64, value, 0, false))).toBe(Number(value));
      }),
    );
  });

  test('decimals, as JavaScript reads them, to and beyond both ends of the range', () => {
    const exponents = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 25n }), exponents, (digits, exponent) => {
        expect(toDouble(roundDecimal(BINARY64, digits, -exponent))).toBe(Number(`${digits}e${exponent}`));
      }),
      { numRuns: 2000 },
    );
  });

  test('a tie at the smallest subnormal goes to zero, whatever is above it does not', () => {
    expect(toDouble(roundInto(BINARY64, 1n, -1075, false))).toBe(0);
    expect(toDouble(roundInto(BINARY64, 3n, -1076, false))).toBe(5e-324);
    expect(toDouble(roundInto(BINARY64, 1n, -1076, false))).toBe(0);
  });

  test('rounding up to the next power of two may overflow', () => {
    expect(roundInto(BINARY64, 2n ** 54n - 1n, 970, false)).toBeUndefined();
    expect(toDouble(roundInto(BINARY64, 2n ** 55n - 3n, 969, false))).toBe(Number.MAX_VALUE);
    expect(roundInto(BINARY64, 1n, 2 ** 40, false)).toBeUndefined();
  });
});

describe('syntax', () => {
  test.each([
    ['007', { digits: '7', decimals: 0 }],
    ['-1.50', { digits: '150', decimals: 2 }],
    ['.05e1', { digits: '5', decimals: 1 }],
    ['12.E-3', { digits: '12', decimals: 3 }],
    ['0.00', { digits: '', decimals: 2 }],
    ['1e99999999999999999999', { digits: '1', decimals: -(2 ** 40) }],
  ])('decimal %s', (text, parts) => {
    expect(readDecimal(text)).toEqual(parts);
  });

  test.each(['', '.', 'e1', '1e', '1 ', '0x1', 'inf', '1..', '+-1'])('not decimal: %j', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });

  test.each([
    ['0xFf', { mantissa: 255n, exponent: 0 }],
    ['-0X1.8p-3', { mantissa: 24n, exponent: -7 }],
    ['0x.1', { mantissa: 1n, exponent: -4 }],
  ])('hexadecimal %s', (text, parts) => {
    expect(readHexadecimal(text)).toEqual(parts);
  });

  test.each(['0x', '0x.', '0x1p', 'x1', '10', '0x1p+-1', '0x1.2.3'])('not hexadecimal: %j', (text) => {
    expect(readHexadecimal(text)).toBeUndefined();
  });

  test('infinity', () => {
    expect(['inf', '+INF', '-Infinity'].every(isInfinityText)).toBe(true);
    expect(['in', 'infi', 'infinityx', 'nan', '++inf'].some(isInfinityText)).toBe(false);
  });
});
