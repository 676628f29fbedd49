import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexOf, orderOf } from './ordered-blocks.ts';

describe('OrderedIndex', () => {
  test('walks the scores between two, until it is told to stop', () => {
    const score = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, min: -6, max: 6 }));
    const scores = fc.array(score, { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(scores, score, score, fc.nat(400), (all, minimum, maximum, most) => {
        const { index, addresses } = indexOf(all);
        const met: number[] = [];
        index.walkScores(minimum, maximum, (address, value) => {
          expect(value).toBe(all[addresses.indexOf(address)]);
          return met.push(address) > most;
        });
        const wanted = orderOf(all).filter((place) => all[place] >= minimum && all[place] < maximum);
        expect(met).toEqual(wanted.slice(0, most + 1).map((place) => addresses[place]));
      }),
      { numRuns: 100 },
    );
  });

  test('walks any range in both directions', () => {
    const { index, addresses } = indexOf(Array.from({ length: 1000 }, (_, i) => i));
    for (const [from, to] of [
      [0, 1000],
      [63, 65],
      [500, 500],
      [10, 700],
      [999, 1000],
    ]) {
      const forwards: number[] = [];
      const backwards: number[] = [];
      index.walk(from, to, false, (address) => forwards.push(address));
      index.walk(from, to, true, (address) => backwards.push(address));
      expect(forwards).toEqual(addresses.slice(from, to));
      expect(backwards).toEqual(addresses.slice(from, to).reverse());
    }
  });

  test('is drained from the end on, and gives all its nodes back', () => {
    const { index, addresses, arena } = indexOf(Array.from({ length: 5000 }, (_, i) => i));
    const freed = new Set<number>();
    for (let left = index.size; left > 0; left = index.size) {
      index.drain(30, (address) => {
        freed.add(address);
        arena.free(address);
      });
      expect(index.size).toBeLessThanOrEqual(left - 30 > 0 ? left - 30 : 0);
      expect(freed.size + index.size).toBe(5000);
      expect(addresses.slice(index.size).every((address) => freed.has(address))).toBe(true);
    }
    expect([arena.used, index.memory, freed.size]).toEqual([0, 0, 5000]);
  });

  test('takes the new addresses of blocks that move', () => {
    const { index, addresses } = indexOf(Array.from({ length: 3000 }, (_, i) => i));
    const places = new Map(addresses.map((address, place) => [address, place]));
    // Each block changes places with one that stands as far from the other end.
    for (let rank = 0; rank < index.size;) rank += index.defragment(rank, (address) => swapped(address));
    function swapped(address: number): number {
      return addresses[addresses.length - 1 - (places.get(address) ?? 0)];
    }
    const met: number[] = [];
    index.walk(0, index.size, false, (address) => met.push(address));
    expect(met).toEqual([...addresses].reverse());
    index.check();
  });
});
