import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/util/random.ts';

function take(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.uint32());
}

describe('Random', () => {
  test('replays from its seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(take(new Random(seed), 50)).toEqual(take(new Random(seed), 50));
      }),
    );
  });

  test('seeds that differ by one have nothing in common', () => {
    const seen = new Set([0, 1, 2, 3, -1].flatMap((seed) => take(new Random(seed), 100)));
    expect(seen.size).toBe(500);
  });

  test('without a seed no two are the same', () => {
    expect(take(new Random(), 4)).not.toEqual(take(new Random(), 4));
  });

  test('numbers stay within their limits', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, limit) => {
        const random = new Random(seed);
        for (let i = 0; i < 20; i++) {
          const below = random.below(limit);
          expect(Number.isInteger(below) && below >= 0 && below < limit).toBe(true);
          const unit = random.unit();
          expect(unit >= 0 && unit < 1).toBe(true);
        }
      }),
    );
  });

  test('every number below the limit is as likely as any other', () => {
    const random = new Random(11);
    const counts = new Array<number>(50).fill(0);
    for (let i = 0; i < 50_000; i++) counts[random.below(50)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 49 degrees of freedom: 0.1 percent of fair runs lie above.
    expect(chiSquare).toBeLessThan(85.4);
  });

  test('hex gives as many digits as were asked for', () => {
    for (const length of [0, 1, 8, 9, 40])
      expect(new Random(1).hex(length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
    expect(new Random(1).hex(40)).toBe(new Random(1).hex(40));
  });
});
