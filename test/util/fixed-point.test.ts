import { describe, expect, it } from 'vitest';
import { formatSixPlaces, writeFourPlaces } from '../../src/util/fixed-point.ts';

function fourPlaces(value: number): string {
  const bytes = new Uint8Array(24);
  return Buffer.from(bytes.subarray(0, writeFourPlaces(bytes, 0, value))).toString();
}

describe('formatSixPlaces', () => {
  it.each([
    [200, '200.000000'],
    [-0.5, '-0.500000'],
    [99.123456789, '99.123457'],
    [0, '0.000000'],
    [-0, '-0.000000'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [1e22, '10000000000000000000000.000000'],
    [-1e21, '-1000000000000000000000.000000'],
  ])('%d', (value, text) => {
    expect(formatSixPlaces(value)).toBe(text);
  });

  it('rounds a tie to even', () => {
    expect(formatSixPlaces(200.0078125)).toBe('200.007812');
    expect(formatSixPlaces(200.0234375)).toBe('200.023438');
    expect(formatSixPlaces(-200.0078125)).toBe('-200.007812');
  });
});

describe('writeFourPlaces', () => {
  it.each([
    [0, '0.0000'],
    [0.0001, '0.0001'],
    [0.775, '0.7750'],
    [166274.15156960033, '166274.1516'],
    [20037508.342789244, '20037508.3428'],
    [3, '3.0000'],
    [0.99999, '1.0000'],
    [NaN, '-922337203685477.5808'],
  ])('%d', (value, text) => {
    expect(fourPlaces(value)).toBe(text);
  });

  it('rounds a tie to even', () => {
    expect(fourPlaces(0.03125)).toBe('0.0312');
    expect(fourPlaces(0.09375)).toBe('0.0938');
  });
});
