import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { OrderedIndex } from '../../src/structures/ordered-index.ts';
import { BASE, keyedBlock } from './keyed-blocks.ts';

/** An index over blocks named by numbers of four digits, each with the score of its place in `scores`. */
function indexOf(scores: readonly number[]): { index: OrderedIndex; addresses: number[]; arena: Arena } {
  const arena = new Arena();
  const index = new OrderedIndex(arena, BASE);
  const addresses = scores.map((_, i) => keyedBlock(arena, Buffer.from(String(i).padStart(4, '0'))));
  for (const [i, address] of addresses.entries()) index.insert(scores[i], address);
  return { index, addresses, arena };
}

describe('OrderedIndex', () => {
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
        const wanted = all
          .map((value, i) => ({ value, address: addresses[i] }))
          .filter(({ value }) => value >= minimum && value < maximum)
          .sort((a, b) => a.value - b.value || addresses.indexOf(a.address) - addresses.indexOf(b.address));
        expect(met).toEqual(wanted.slice(0, most + 1).map(({ address }) => address));
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

  test('a block that is not there is a mistake of the caller', () => {
    const { index, addresses } = indexOf([1, 2, 3]);
    expect(() => {
      index.remove(7, addresses[0]);
    }).toThrow('not in the index');
  });

  test('its check notices what is wrong', () => {
    const { index, addresses, arena } = indexOf(Array.from({ length: 100 }, (_, i) => i));
    index.size = 99;
    expect(() => {
      index.check();
    }).toThrow('counted');
    index.size = 100;
    while (index.size > 0) {
      index.drain(30, (address) => {
        arena.free(address);
      });
    }
    expect([arena.used, index.memory, addresses.length]).toEqual([0, 0, 100]);
  });
});
