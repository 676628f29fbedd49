import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexOf, orderOf } from './ordered-blocks.ts';

describe('BalancedTree', () => {
  test('what is added in order at the end leaves full nodes behind', () => {
    const ascending = indexOf(Array.from({ length: 6400 }, (_, i) => i));
    const backwards = indexOf(Array.from({ length: 6400 }, (_, i) => -i));
    for (const { index } of [ascending, backwards]) {
      index.check();
      expect(index.memory / 6400).toBeLessThan(13);
    }
  });

  test('an element that keeps its place gets its score there; one that does not, moves', () => {
    const { index, addresses } = indexOf(Array.from({ length: 500 }, (_, i) => i));
    index.update(addresses[100], 100, 100.5);
    expect(index.rankOf(100.5, addresses[100])).toBe(100);
    index.update(addresses[100], 100.5, 400.5);
    expect(index.rankOf(400.5, addresses[100])).toBe(400);
    index.update(addresses[0], 0, 1000);
    expect(index.rankOf(1000, addresses[0])).toBe(499);
    index.check();
  });

  test('an element between two of its own score is found by its name', () => {
    const { index, addresses } = indexOf(Array.from({ length: 300 }, () => 1));
    index.update(addresses[150], 1, 2);
    index.update(addresses[150], 2, 1);
    expect(index.rankOf(1, addresses[150])).toBe(150);
    index.check();
  });

  test('a block that is not there is a mistake of the caller', () => {
    const { index, addresses } = indexOf([1, 2, 3]);
    expect(() => {
      index.remove(7, addresses[0]);
    }).toThrow('not in the index');
  });

  test('holds its invariants while it grows and shrinks to nothing', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 4000, size: 'max' });
    fc.assert(
      fc.property(scores, fc.nat(), fc.boolean(), (all, seed, byRank) => {
        const { index, addresses } = indexOf(all);
        index.check();
        const order = orderOf(all);
        for (let step = seed; order.length > 0; step += 7919) {
          const rank = step % order.length;
          const [place] = order.splice(rank, 1);
          if (byRank) {
            index.seekRank(rank);
            expect(index.removeSought()).toBe(addresses[place]);
          } else index.remove(all[place], addresses[place]);
          if (order.length % 64 === 0) index.check();
        }
        expect([index.size, index.memory]).toEqual([0, 0]);
      }),
      { numRuns: 20 },
    );
  });
});
