import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialQuicksort, partInOrder } from '../../src/structures/partial-quicksort.ts';

const values = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300, size: 'max' }),
  fc.array(fc.integer(), { maxLength: 300, size: 'max' }),
);

describe('partialQuicksort', () => {
  it('chooses a range, in order', () => {
    fc.assert(
      fc.property(values, fc.nat(300), fc.nat(300), (all, from, count) => {
        const first = Math.min(from, all.length);
        const end = Math.min(first + count, all.length);
        const order = partialQuicksort(all.length, first, end, (a, b) => all[a] - all[b]);
        const sorted = all.toSorted((a, b) => a - b);
        expect([...order].map((index) => all[index])).toEqual(sorted.slice(first, end));
        expect(new Set(order).size).toBe(end - first);
      }),
    );
  });

  it('leaves what is equal in the same order, whatever the range', () => {
    fc.assert(
      fc.property(values, fc.nat(300), fc.nat(300), (all, from, count) => {
        const first = Math.min(from, all.length);
        const end = Math.min(first + count, all.length);
        const compare = (a: number, b: number): number => all[a] - all[b];
        const whole = partialQuicksort(all.length, 0, all.length, compare);
        expect(partialQuicksort(all.length, first, end, compare)).toEqual(whole.subarray(first, end));
      }),
    );
  });

  // What Redis 8.0 answers to GEOSEARCH … COUNT for so many members at one place.
  it.each([
    [6, [0, 1, 2]],
    [10, [9, 1, 2]],
    [50, [49, 1, 2]],
  ])('moves what is equal as Redis does: %i of them', (count, first) => {
    expect([...partialQuicksort(count, 0, 3, () => 0)]).toEqual(first);
  });

  it.each([0, 5000, 9997])('does not order what is not wanted: three from %i on', (first) => {
    let calls = 0;
    const valueOf = (index: number): number => (index * 7919) % 10_000;
    const order = partialQuicksort(10_000, first, first + 3, (a, b) => {
      calls++;
      return valueOf(a) - valueOf(b);
    });
    expect([...order].map(valueOf)).toEqual([first, first + 1, first + 2]);
    expect(calls).toBeLessThan(50_000);
  });

  it('takes what is in order already, or all the same, in no more steps', () => {
    for (const compare of [(a: number, b: number): number => a - b, (a: number, b: number): number => b - a, () => 0]) {
      let calls = 0;
      partialQuicksort(100_000, 0, 100_000, (a, b) => {
        calls++;
        return compare(a, b);
      });
      expect(calls).toBeLessThan(3_000_000);
    }
  });
});

describe('partInOrder', () => {
  it('answers what the quicksort does', () => {
    fc.assert(
      fc.property(values, fc.nat(300), fc.nat(30), (all, from, count) => {
        const first = Math.min(from, all.length);
        const end = Math.min(first + count, all.length);
        const compare = (a: number, b: number): number => all[a] - all[b];
        expect(partInOrder(all.length, first, end, compare)).toEqual(partialQuicksort(all.length, first, end, compare));
      }),
    );
  });

  it.each([8, 9, 10, 11, 12, 13])('and where just two are equal: those at the place %i and behind it', (place) => {
    for (const step of [3, 7, 21, 37, 63, 77, 121, 163]) {
      const valueOf = (index: number): number => ((index * step) % 200) - ((index * step) % 200 > place ? 1 : 0);
      const compare = (a: number, b: number): number => valueOf(a) - valueOf(b);
      expect(partInOrder(200, 10, 13, compare)).toEqual(partialQuicksort(200, 10, 13, compare));
    }
  });

  it('needs few comparisons for the first few', () => {
    let calls = 0;
    const order = partInOrder(10_000, 1, 4, (a, b) => {
      calls++;
      return b - a;
    });
    expect([...order]).toEqual([9998, 9997, 9996]);
    expect(calls).toBeLessThan(60_000);
  });
});
