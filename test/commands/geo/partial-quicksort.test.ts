import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialQuicksort } from '../../../src/commands/geo/partial-quicksort.ts';

describe('partialQuicksort', () => {
  it('chooses the first few, in order', () => {
    const values = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300, size: 'max' }),
      fc.array(fc.integer(), { maxLength: 300, size: 'max' }),
    );
    fc.assert(
      fc.property(values, fc.nat(300), (all, nat) => {
        const wanted = Math.min(nat, all.length);
        const order = partialQuicksort(all.length, wanted, (a, b) => all[a] - all[b]);
        const sorted = all.toSorted((a, b) => a - b);
        expect([...order].map((index) => all[index])).toEqual(sorted.slice(0, wanted));
        expect(new Set(order).size).toBe(wanted);
      }),
    );
  });

  // What Redis 8.0 answers to GEOSEARCH … COUNT for so many members at one place.
  it.each([
    [6, [0, 1, 2]],
    [10, [9, 1, 2]],
    [50, [49, 1, 2]],
  ])('moves what is equal as Redis does: %i of them', (count, first) => {
    expect([...partialQuicksort(count, 3, () => 0)]).toEqual(first);
  });

  it('does not order what is not wanted', () => {
    let calls = 0;
    const order = partialQuicksort(10_000, 3, (a, b) => {
      calls++;
      return ((a * 7919) % 10_007) - ((b * 7919) % 10_007);
    });
    expect([...order].map((index) => (index * 7919) % 10_007)).toEqual([0, 1, 2]);
    expect(calls).toBeLessThan(50_000);
  });

  it('takes what is in order already, or all the same, in no more steps', () => {
    for (const compare of [(a: number, b: number): number => a - b, (a: number, b: number): number => b - a, () => 0]) {
      let calls = 0;
      partialQuicksort(100_000, 100_000, (a, b) => {
        calls++;
        return compare(a, b);
      });
      expect(calls).toBeLessThan(3_000_000);
    }
  });
});
