import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatDouble, formatPreciseDouble, formatShortDouble, parseDouble } from '../../src/util/double.ts';

/** Reads a range of a larger buffer, whose other bytes must not count. */
function parse(text: string): number {
  const bytes = Buffer.from(`9${text}9`, 'latin1');
  return parseDouble(bytes, 1, bytes.length - 1);
}

// Scores that Redis 8.0.2 read with ZADD, and refused.
const VALID: [text: string, value: number][] = [
  ['1', 1],
  ['+1', 1],
  ['00012', 12],
  ['-0', -0],
  ['-0.0', -0],
  ['.5', 0.5],
  ['5.', 5],
  ['-.5', -0.5],
  ['1.e3', 1000],
  ['1E5', 100000],
  ['1e+05', 100000],
  ['1e0000000005', 100000],
  ['0e99999999999999999999', 0],
  ['5e-324', 5e-324],
  ['2.4703282292062328e-324', 5e-324],
  ['1.7976931348623157e308', Number.MAX_VALUE],
  ['999999999999999', 999999999999999],
  ['9007199254740993', 9007199254740992],
  ['0.30000000000000004', 0.30000000000000004],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-INF', -Infinity],
  ['Infinity', Infinity],
  ['-infinity', -Infinity],
  ['0x10', 16],
  ['+0X1p-3', 0.125],
  ['-0x.8', -0.5],
  ['0x1.8p1', 3],
  ['0x1.p3', 8],
  ['0xep1', 28],
  ['0x0p99999', 0],
  ['0x1p-1074', 5e-324],
  ['0x1.0000001p-1075', 5e-324],
  ['0x1p1023', 2 ** 1023],
  ['0x1.fffffffffffff7p0', 1.9999999999999998],
  ['0x1.fffffffffffff8p0', 2],
  ['0x123456789012345678901234567890', 9.452287968736547e34],
];
const INVALID = [
  ...[
    '',
    '-',
    '+',
    '.',
    '-.',
    '..',
    '1.2.3',
    '1e',
    '1e+',
    '.e3',
    '1.5e',
    'nan',
    '-nan',
    'nan(1)',
    'inf(',
    'infinit',
    'i',
  ],
  ...[' 1', '1 ', '\t1', '1\n', '1\0', '1\x002', '1_0', '1,5', '1e 5', '-+1', '--1', '1f', '1L', '1e1.5'],
  ...['1e400', '-1e400', '1.7976931348623159e308', '1e-400', '-1e-400', '2e-324', '1e99999999999999999999'],
  ...['1e-99999999999999999999', '2.4703282292062327e-324'],
  ...['0x', '0x.', '0x1p', '0x1g', '0xinf', '0x1 ', '0x1\0', '0x1p1024', '0x1p-1075', '0x1p-1100', '0x1p99999999999'],
];

// As ZSCORE of Redis 8.0.2 prints them.
const FORMATS: [value: number, text: string][] = [
  [0, '0'],
  [0.1, '0.1'],
  [1.5, '1.5'],
  [-1.5, '-1.5'],
  [3.141592653589793, '3.141592653589793'],
  [0.30000000000000004, '0.30000000000000004'],
  [-12345.678, '-12345.678'],
  [0.001, '0.001'],
  [0.000001, '0.000001'],
  [1e-7, '1e-7'],
  [1.5e-7, '1.5e-7'],
  [0.00001234, '1.234e-5'],
  [0.000012345678901234568, '1.2345678901234568e-5'],
  [1e-10, '1e-10'],
  [1e15, '1000000000000000'],
  [1e18, '1000000000000000000'],
  [4611686018427387904, '4611686018427387904'],
  [-4611686018427387904, '-4611686018427387904'],
  [4611686018427389000, '4611686018427389000'],
  [9223372036854776000, '9223372036854776000'],
  [1e19, '1e+19'],
  [1e22, '1e+22'],
  [8.5e21, '8.5e+21'],
  [1.2345678901234568e22, '12345678901234568000000'],
  [123456789012345678901234, '123456789012345690000000'],
  [1.2345678901234566e25, '1.2345678901234566e+25'],
  [-1e100, '-1e+100'],
  [Number.MAX_VALUE, '1.7976931348623157e+308'],
  [2.2250738585072014e-308, '2.2250738585072014e-308'],
  [5e-324, '5e-324'],
  // Where Grisu2 misses the shortest digits, or the nearest.
  [1e23, '99999999999999990000000'],
  [83285225241879.38, '83285225241879.37'],
  [663072929537569.2, '663072929537569.3'],
  [92934336346919.88, '92934336346919.87'],
  [32857404702204.062, '32857404702204.063'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
  [NaN, 'nan'],
  [-0, '-0'],
];

const anyDouble = fc.double({ noNaN: true });

describe('parseDouble', () => {
  test.each(VALID)('%s', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  test.each(INVALID)('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  test('reads short decimals as JavaScript does', () => {
    const decimal = fc.tuple(fc.integer({ min: -99999999, max: 99999999 }), fc.nat({ max: 999999 }));
    fc.assert(
      fc.property(decimal, ([whole, fraction]) => {
        const text = `${whole}.${fraction}`;
        expect(parse(text)).toBe(Number(text));
      }),
    );
  });

  test('reads a long text in linear time', () => {
    expect(parse(`${'1'.repeat(1_000_000)}x`)).toBeNaN();
    expect(parse(`0.${'1'.repeat(1_000_000)}`)).toBe(1 / 9);
  });

  test('reads hexadecimal floats exactly', () => {
    const parts = fc.tuple(fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }), fc.integer({ min: -1074, max: 970 }));
    fc.assert(
      fc.property(parts, ([mantissa, exponent]) => {
        expect(parse(`0x${mantissa.toString(16)}p${exponent}`)).toBe(Number(mantissa) * 2 ** exponent);
      }),
    );
  });
});

describe('formatDouble', () => {
  test.each(FORMATS)('%d is %s', (value, text) => {
    expect(formatDouble(value)).toBe(text);
  });

  test('prints what reads back as the same number', () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        expect(parse(formatDouble(value))).toBe(value);
      }),
      { numRuns: 5000 },
    );
  });

  test('prints 17 significant digits at most', () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        fc.pre(Number.isFinite(value) && !(Number.isInteger(value) && Math.abs(value) <= 2 ** 62));
        const digits = formatDouble(value)
          .replace(/e.*|[-.]/g, '')
          .replace(/^0+|0+$/g, '');
        expect(digits.length).toBeLessThanOrEqual(17);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('formatShortDouble', () => {
  test.each([
    [1e7, '10000000'],
    [1e8, '1e+8'],
    [-3e10, '-3e+10'],
    [1e15, '1e+15'],
    [1234567000000, '1234567000000'],
    [2 ** 62, '4611686018427388000'],
    [0, '0'],
    [-0, '-0'],
    [NaN, 'nan'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
  ])('%d is %s', (value, text) => {
    expect(formatShortDouble(value)).toBe(text);
  });

  test('prints all but integers as formatDouble does', () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        fc.pre(!Number.isInteger(value));
        expect(formatShortDouble(value)).toBe(formatDouble(value));
      }),
    );
  });
});

// As glibc's %.17g prints them.
describe('formatPreciseDouble', () => {
  test.each([
    [0.1, '0.10000000000000001'],
    [-2.5, '-2.5'],
    [3, '3'],
    [0, '0'],
    [-0, '-0'],
    [1e16, '10000000000000000'],
    [1e17, '1e+17'],
    [1.5e-5, '1.5e-05'],
    [0.0001, '0.0001'],
    [123456789.125, '123456789.125'],
    [5e-324, '4.9406564584124654e-324'],
    [2 ** -25, '2.9802322387695312e-08'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ])('%d is %s', (value, text) => {
    expect(formatPreciseDouble(value)).toBe(text);
  });

  test('prints what reads back as the same number', () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        expect(parse(formatPreciseDouble(value))).toBe(value);
      }),
    );
  });
});
