import fc from 'fast-check';
import { expect, test } from 'vitest';

import { grisu2 } from '../../src/util/grisu2.ts';

test.each([
  [1, '1', 0],
  [0.1, '1', -1],
  [123.456, '123456', -3],
  [5e-324, '5', -324],
  [2 ** -1022, '22250738585072014', -324],
  [2 ** 70, '11805916207174113', 5],
  [Number.MAX_VALUE, '17976931348623157', 292],
  // Not the shortest: 1e23 would do.
  [1e23, '9999999999999999', 7],
])('%d', (value, digits, exponent) => {
  expect({ ...grisu2(value) }).toEqual({ digits, exponent });
});

test('digits without leading zeros that read back as the value', () => {
  const positive = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true });
  fc.assert(
    fc.property(positive, (value) => {
      const { digits, exponent } = grisu2(value);
      expect(digits).toMatch(/^[1-9]\d{0,16}$/);
      expect(Number(`${digits}e${exponent}`)).toBe(value);
    }),
    { numRuns: 5000 },
  );
});

test('powers of two, whose neighbour below is nearer', () => {
  for (let power = -1074; power < 1024; power++) {
    const { digits, exponent } = grisu2(2 ** power);
    expect(Number(`${digits}e${exponent}`)).toBe(2 ** power);
  }
});
