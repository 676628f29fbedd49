import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../src/structures/latency-histogram.ts';

const durations = fc.array(
  fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(1_000_000_000), fc.constantFrom(0, 1, 255, 256, 1e9, 5e9)),
  { minLength: 1, maxLength: 60 },
);
const counted = (ns: number): number => Math.min(1e9, Math.max(1, ns));

function histogramOf(all: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ns of all) histogram.record(ns, 1);
  return histogram;
}

/** The highest duration that counts as the same as `ns`: what falls together is one part in 128. */
function highestLike(ns: number): number {
  let unit = 1;
  while (ns / unit >= 256) unit *= 2;
  return Math.floor(ns / unit) * unit + unit - 1;
}

describe('LatencyHistogram', () => {
  it('has the percentiles of a sorted list, each rounded up to two significant digits', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.001, max: 100, noNaN: true }), (all, percentile) => {
        const sorted = all.map(counted).sort((a, b) => a - b);
        const rank = Math.max(1, Math.floor((percentile / 100) * sorted.length + 0.5));
        expect(histogramOf(all).atPercentile(percentile)).toBe(highestLike(sorted[rank - 1]));
      }),
    );
  });

  it('counts by powers of two as a list does, and leaves out levels that add nothing', () => {
    fc.assert(
      fc.property(durations, (all) => {
        const model: { micros: number; count: number }[] = [];
        for (let level = 1024; level <= 2 ** 30; level *= 2) {
          const highest = level === 2 ** 30 ? level - 1 : highestLike(level);
          const count = all.filter((ns) => counted(ns) <= highest).length;
          if (count > (model.at(-1)?.count ?? 0)) model.push({ micros: Math.floor(highest / 1000), count });
        }
        expect([...histogramOf(all).cumulative()]).toEqual(model);
      }),
    );
  });

  it('notes many at once as one by one', () => {
    const [one, many] = [new LatencyHistogram(), new LatencyHistogram()];
    for (let i = 0; i < 7; i++) one.record(12_345, 1);
    many.record(12_345, 7);
    expect([...many.cumulative()]).toEqual([...one.cumulative()]);
    expect(many.total).toBe(7);
  });

  it('begins with the least that it may be at percentile 0, and has nothing to tell of nothing', () => {
    expect(histogramOf([300]).atPercentile(0)).toBe(300);
    expect(histogramOf([301]).atPercentile(0)).toBe(300);
    expect(new LatencyHistogram().atPercentile(50)).toBe(0);
    expect([...new LatencyHistogram().cumulative()]).toEqual([]);
  });

  it('takes memory for what it has seen, not for what it might see', () => {
    const histogram = histogramOf([100]);
    expect(histogram.memory).toBe(256 * 8);
    histogram.record(20_000, 1);
    expect(histogram.memory).toBeLessThanOrEqual(8 * 128 * 10);
  });
});
