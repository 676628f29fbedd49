import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { indexOf, orderOf } from './ordered-blocks.ts';

describe('OrderedTree', () => {
  const scores = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 900, size: 'max' });

  test('finds each element by its rank, and its rank', () => {
    fc.assert(
      fc.property(scores, (all) => {
        const { index, addresses } = indexOf(all);
        for (const [rank, place] of orderOf(all).entries()) {
          expect([index.seekRank(rank), index.address, index.score]).toEqual([
            addresses[place],
            addresses[place],
            all[place],
          ]);
          expect(index.rankOf(all[place], addresses[place])).toBe(rank);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('reads a leaf from either end of it', () => {
    const { index, addresses } = indexOf(Array.from({ length: 230 }, (_, i) => i));
    const into = new Uint32Array(8);
    const fromEnd = (rank: number): number[] => {
      index.seekRank(rank);
      return [...into.subarray(0, index.readFromEnd(into))];
    };
    expect(fromEnd(0)).toEqual(addresses.slice(0, 8));
    expect(fromEnd(229)).toEqual(addresses.slice(-8).reverse());
    expect(fromEnd(1)).toEqual([]);
    const three = indexOf([1, 2, 3]);
    three.index.seekRank(0);
    expect([three.index.readFromEnd(into), into[0], into[1], into[2]]).toEqual([3, ...three.addresses]);
  });

  test('counts what has a lower score', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: -10, max: 10, noNaN: true }), (all, score) => {
        const { index } = indexOf(all);
        for (const bound of [score, Math.round(score)]) {
          expect(index.countBelow(bound, false)).toBe(all.filter((other) => other < bound).length);
          expect(index.countBelow(bound, true)).toBe(all.filter((other) => other <= bound).length);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('counts what has a lower name, where all scores are the same', () => {
    const { index } = indexOf(Array.from({ length: 3000 }, () => 1));
    const count = (name: string, orEqual: boolean): number =>
      index.countBefore(Bytes.fromString(name), 0, name.length, orEqual);
    expect([count('0000', false), count('0000', true), count('1234', false), count('1234', true)]).toEqual([
      0, 1, 1234, 1235,
    ]);
    expect([count('', true), count('12345', false), count('9', false)]).toEqual([0, 1235, 3000]);
  });

  test('its check notices what is wrong', () => {
    const { index } = indexOf(Array.from({ length: 100 }, (_, i) => i));
    index.check();
    index.size = 99;
    expect(() => {
      index.check();
    }).toThrow('counted');
    index.size = 0;
    expect(() => {
      index.check();
    }).toThrow('root');
  });
});
