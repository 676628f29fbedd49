import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EvictionPool } from '../../src/keyspace/eviction-pool.ts';

const PLACES = 16;

/** The candidate at a place: score, hash, address, database. */
function at({ scores, hashes, addresses, databases }: EvictionPool, place: number): number[] {
  return [scores[place], hashes[place], addresses[place], databases[place]];
}

function offer(pool: EvictionPool, score: number, id: number): boolean {
  if (!pool.wants(score)) return false;
  pool.add(score, 1000 + id, id, id % 16);
  return true;
}

describe('EvictionPool', () => {
  test('over any sequence it holds the best of what it was offered since, in order', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ score: fc.integer({ min: -3, max: 40 }) }) },
      { weight: 1, arbitrary: fc.constant('take' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (sequence) => {
        const pool = new EvictionPool();
        let model: { score: number; id: number }[] = [];
        for (const [id, action] of sequence.entries()) {
          if (action === 'take') {
            if (model.length === 0) continue;
            const { score, id: best } = model.splice(-1)[0];
            expect(at(pool, pool.takeBest())).toEqual([score, 1000 + best, best, best % 16]);
          } else {
            const { score } = action;
            const takes = model.length < PLACES || score > model[0].score;
            expect(offer(pool, score, id)).toBe(takes);
            if (!takes) continue;
            // Among equals the newest comes first, and so goes last.
            const place = model.findIndex((other) => other.score >= score);
            model.splice(place < 0 ? model.length : place, 0, { score, id });
            model = model.slice(-PLACES);
          }
          expect(pool.count).toBe(model.length);
          expect(model.map((_, place) => at(pool, place)[2])).toEqual(model.map((candidate) => candidate.id));
        }
      }),
    );
  });

  test('is empty once cleared', () => {
    const pool = new EvictionPool();
    for (let id = 0; id < 20; id++) offer(pool, id, id);
    expect(pool.wants(0)).toBe(false);
    pool.clear();
    expect([pool.count, pool.wants(-5)]).toEqual([0, true]);
  });
});
