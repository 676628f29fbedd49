import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/structures/hyperloglog-estimate.ts';
import { REGISTERS } from '../../src/structures/hyperloglog.ts';

/** Of all registers, these hold that run; the rest hold 0. */
function histogram(...counts: [run: number, count: number][]): Int32Array {
  const all = new Int32Array(64);
  all[0] = REGISTERS;
  for (const [run, count] of counts) {
    all[run] += count;
    all[0] -= count;
  }
  return all;
}

describe('the estimated cardinality', () => {
  test('of no element is 0, of one is 1', () => {
    expect(estimate(histogram())).toBe(0);
    for (const run of [1, 2, 17, 50, 51]) expect(estimate(histogram([run, 1]))).toBe(1);
  });

  // What Redis 8.0.2 answers to PFCOUNT of dense values with these registers.
  test.each([
    [[[1, 2]], 2],
    [
      [
        [1, 5000],
        [2, 2500],
      ],
      9607,
    ],
    [[[3, REGISTERS]], 94_548],
    [[[51, 1000]], 1034],
    [
      [
        [1, REGISTERS - 1],
        [51, 1],
      ],
      23_639,
    ],
    [[[40, REGISTERS]], 12_994_641_697_113_596],
  ] as [[number, number][], number][])('of registers %j is %d', (counts, cardinality) => {
    expect(Number(estimate(histogram(...counts)))).toBe(cardinality);
  });

  test('of registers that allow none is the least 64-bit integer', () => {
    expect(estimate(histogram([51, REGISTERS]))).toBe(-(2n ** 63n));
    expect(estimate(histogram([63, REGISTERS]))).toBe(-(2n ** 63n));
    expect(estimate(histogram([50, 1], [51, REGISTERS - 1]))).toBe(-(2n ** 63n));
  });

  test('beyond 2^53 is a bigint', () => {
    expect(typeof estimate(histogram([40, REGISTERS]))).toBe('bigint');
  });
});
