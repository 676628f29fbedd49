import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  addLongDouble,
  ceilLongDouble,
  formatLongDouble,
  isFiniteLongDouble,
  longDoubleFromInteger,
  parseLongDouble,
  scaleLongDouble,
} from '../../src/util/long-double.ts';
import type { LongDouble } from '../../src/util/long-double.ts';

/** Reads a range of a larger buffer, whose other bytes must not count. */
function tryParse(text: string): LongDouble | undefined {
  const bytes = Buffer.from(`9${text}9`, 'latin1');
  return parseLongDouble(bytes, 1, bytes.length - 1);
}

function parse(text: string): LongDouble {
  const value = tryParse(text);
  if (value === undefined) throw new Error(`${text} is not a number`);
  return value;
}

const sum = (a: string, b: string) => formatLongDouble(addLongDouble(parse(a), parse(b)));

// What INCRBYFLOAT of Redis 8.0.2 (x86-64) makes of a value and an increment.
const SUMS: [value: string, increment: string, result: string][] = [
  ['10.50', '0.1', '10.6'],
  ['3.0e3', '5.0e3', '8000'],
  ['5.0e3', '2.0e2', '5200'],
  ['0', '-0', '0'],
  ['-0', '-0', '0'],
  ['1.5', '-1.5', '0'],
  ['0', '-1e-20', '0'],
  ['0', '5e-18', '0'],
  ['0', '4.9e-18', '0'],
  ['0', '1.5e-17', '0.00000000000000002'],
  ['0', '2.5e-17', '0.00000000000000002'],
  ['0', '-5.1e-18', '-0.00000000000000001'],
  ['1', '1e-17', '1.00000000000000001'],
  ['1', '1e-19', '1'],
  ['3', '1.1', '4.1'],
  ['0.1', '0.2', '0.3'],
  ['100.1', '0.1', '100.2'],
  ['3000.1', '0.1', '3000.20000000000000018'],
  ['123456789.123456789', '0.000000001', '123456789.12345678999554366'],
  ['9223372036854775807', '1', '9223372036854775808'],
  ['18446744073709551615', '1', '18446744073709551616'],
  ['18446744073709551617', '1', '18446744073709551616'],
  ['-9223372036854775808', '-1.5', '-9223372036854775810'],
  ['1e30', '1', '1000000000000000000024696061952'],
  ['1e30', '1e15', '1000000000000001000030521524224'],
  ['99999999999999999999999999', '0.5', '100000000000000000000000000'],
  ['0.12345678901234567890123', '0', '0.12345678901234568'],
  ['0.99999999999999999', '0.00000000000000001', '1'],
  ['0.999999999999999999', '0', '1'],
  ['5', '5.000000000000000001', '10'],
  ['17179869184', '1.5', '17179869185.5'],
  ['12345678901234567', '0.25', '12345678901234567.25'],
  ['1234567890123456789', '0.1', '1234567890123456789.125'],
  ['0x10', '0X1.8p-1', '16.75'],
  ['+5', '+.5', '5.5'],
  ['5.', '1', '6'],
  ['7', '.1e1', '8'],
  ['-3.0', '1e0', '-2'],
  ['0x1p-60', '0', '0'],
  ['1e-4940', '0', '0'],
];

describe('parseLongDouble', () => {
  test.each([
    ...['', '-', '.', '1e', 'e5', '0x', '0x.', 'nan', '-nan', 'nan(1)', 'infi', ' 1', '1 ', '\n1', '1\0', '1_0', '1,0'],
    ...['1e4933', '1.2e4932', '0x1p16384', '0x1.ffffffffffffffffp16383', '1e-4952', '1.8e-4951', '0x1p-16446'],
    ...['1e99999999999999999999', '1e-99999999999999999999', '1'.repeat(5120)],
  ])('refuses %j', (text) => {
    expect(tryParse(text)).toBeUndefined();
  });

  test('takes the smallest and the largest number', () => {
    expect(parse('1.9e-4951')).toEqual({ mantissa: 1n, exponent: -16445, finite: true });
    expect(parse('-0x1.8p-16446')).toEqual({ mantissa: -1n, exponent: -16445, finite: true });
    const largest = parse('1.18973149535723176502e4932');
    expect(largest).toEqual(parse('0x1.fffffffffffffffep16383'));
    expect(formatLongDouble(largest)).toMatch(/^1189731495357231765\d{4914}$/);
  });

  test('takes 5119 characters', () => {
    expect(formatLongDouble(parse('0'.repeat(5118) + '7'))).toBe('7');
    expect(tryParse('0'.repeat(5119) + '7')).toBeUndefined();
  });

  test('zero may have any exponent', () => {
    expect(formatLongDouble(parse('-0e99999'))).toBe('0');
    expect(formatLongDouble(parse('0x0p99999'))).toBe('0');
  });

  test('infinity is a number that is not finite', () => {
    for (const text of ['inf', '-inf', '+Infinity']) expect(isFiniteLongDouble(parse(text))).toBe(false);
    expect(isFiniteLongDouble(parse('1e4932'))).toBe(true);
  });
});

describe('sums', () => {
  test.each(SUMS)('%s + %s', (a, b, result) => {
    expect(sum(a, b)).toBe(result);
  });

  test('overflow and infinity are not finite', () => {
    const isFiniteSum = (a: string, b: string) => isFiniteLongDouble(addLongDouble(parse(a), parse(b)));
    expect(isFiniteSum('1e4932', '1e4932')).toBe(false);
    expect(isFiniteSum('1e4932', '-1e4932')).toBe(true);
    expect(isFiniteSum('inf', '-inf')).toBe(false);
    expect(isFiniteSum('1', 'inf')).toBe(false);
  });

  test('are exact for integers below 2^63', () => {
    const int = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    fc.assert(
      fc.property(int, int, (a, b) => {
        expect(sum(String(a), String(b))).toBe(String(a + b));
        expect(formatLongDouble(addLongDouble(longDoubleFromInteger(a), longDoubleFromInteger(b)))).toBe(String(a + b));
      }),
    );
  });

  test('are exact for short binary fractions', () => {
    const eighths = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    fc.assert(
      fc.property(eighths, eighths, (a, b) => {
        expect(sum(String(a / 8), String(b / 8))).toBe(String((a + b) / 8));
      }),
    );
  });

  test('commute, and zero changes nothing', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -4960, max: 4900 }))
      .map(([digits, exponent]) => tryParse(`${digits}e${exponent}`))
      .filter((value) => value !== undefined);
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(formatLongDouble(addLongDouble(a, b))).toBe(formatLongDouble(addLongDouble(b, a)));
        expect(formatLongDouble(addLongDouble(a, parse('0')))).toBe(formatLongDouble(a));
      }),
    );
  });
});

describe('formatLongDouble', () => {
  test('never prints an exponent, a trailing zero or a negative zero', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatLongDouble(parse(String(value)));
        expect(text).toMatch(/^(0|-?(?!0\d)\d+(\.\d{0,16}[1-9])?)$/);
        expect(text).not.toBe('-0');
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-17 + Math.abs(value) * 2 ** -52);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a product with an integer', () => {
  const thousandfold = (text: string): string => formatLongDouble(scaleLongDouble(parse(text), 1000n));

  test.each([
    ['0.001', '1'],
    ['-1.5', '-1500'],
    ['0', '0'],
    // 64 bits of mantissa: the last digits are rounded.
    ['18446744073709551615', '18446744073709551614976'],
  ])('%s x 1000 is %s', (text, product) => {
    expect(thousandfold(text)).toBe(product);
  });

  test('may be too large for the format', () => {
    expect(scaleLongDouble(parse('1e4932'), 1000n).finite).toBe(false);
    expect(scaleLongDouble(parse('-inf'), 1000n).finite).toBe(false);
  });
});

test.each([
  ['0', 0n],
  ['2', 2n],
  ['0.0001', 1n],
  ['1e-4900', 1n],
  ['7.5', 8n],
  ['-7.5', -7n],
  ['-0.9', 0n],
  ['-1', -1n],
  ['1e30', 1000000000000000000024696061952n],
])('%s is at most %d', (text, integer) => {
  expect(ceilLongDouble(parse(text))).toBe(integer);
});
