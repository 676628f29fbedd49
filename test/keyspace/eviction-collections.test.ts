import { describe, expect, test } from 'vitest';
import { Eviction } from '../../src/keyspace/eviction.ts';
import type { EvictionPolicy } from '../../src/keyspace/victims.ts';
import { ManualClock } from '../../src/util/clock.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness } from '../support/command-harness.ts';
import { SAMPLE_VALUES, TYPE_COMMANDS } from '../support/every-type.ts';
import { dataBytes } from '../support/stored-keys.ts';

function setUp(policy: EvictionPolicy): { harness: Harness; eviction: Eviction } {
  const harness = createHarness({ commands: TYPE_COMMANDS });
  const { keyspace } = harness;
  const eviction = new Eviction(
    keyspace,
    new ManualClock(keyspace.nowMs),
    () => undefined,
    () => undefined,
  );
  eviction.setPolicy(policy);
  return { harness, eviction };
}

const members = (count: number): string[] => Array.from({ length: count }, (_, i) => `member:${i}`);

describe('eviction of collections', () => {
  test.each(['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-ttl'] as const)(
    '%s takes values of every type until memory is within its limit, and all of them for the least',
    (policy) => {
      const { harness, eviction } = setUp(policy);
      const { keyspace, run } = harness;
      for (let copy = 0; copy < 3; copy++) {
        for (const [i, sample] of SAMPLE_VALUES.entries()) {
          for (const words of sample.make(`${copy}:${i}`)) run(...words);
          run('EXPIRE', `${copy}:${i}`, String(1000 + i));
        }
      }
      const keys = keyspace.databases[0].size;
      eviction.options.limit = Math.floor(keyspace.usedMemory / 2);
      expect(eviction.makeRoom()).toBe(true);
      expect(keyspace.usedMemory).toBeLessThanOrEqual(eviction.options.limit);
      expect(keyspace.stats.evicted).toBe(keys - keyspace.databases[0].size);
      expect(keyspace.databases[0].size).toBeGreaterThan(0);
      eviction.options.limit = 1;
      eviction.makeRoom();
      while (keyspace.lazyFree.step(1000));
      expect([keyspace.databases[0].size, dataBytes(keyspace)]).toEqual([0, 0]);
    },
  );

  test('one that was let go is freed before others must go, under every policy', () => {
    for (const policy of ['allkeys-lru', 'noeviction'] as const) {
      const { harness, eviction } = setUp(policy);
      const { keyspace, run } = harness;
      run('SADD', 'stays', ...members(1000));
      const limit = keyspace.usedMemory + 20_000;
      run('SADD', 'goes', ...members(5000));
      run('UNLINK', 'goes');
      eviction.options.limit = limit;
      expect(keyspace.usedMemory).toBeGreaterThan(limit);
      expect(eviction.makeRoom()).toBe(true);
      expect([run('SCARD', 'stays'), keyspace.stats.evicted]).toEqual([':1000\r\n', 0]);
      expect(keyspace.usedMemory).toBeLessThanOrEqual(limit);
    }
  });

  test('lazyfree-lazy-eviction makes them count as freed behind the scenes', () => {
    const { harness, eviction } = setUp('allkeys-random');
    const { keyspace, run } = harness;
    for (const isLazy of [false, true]) {
      keyspace.lazyFree.options.eviction = isLazy;
      run('SADD', 'goes', ...members(1000));
      eviction.options.limit = 1;
      eviction.makeRoom();
      while (keyspace.lazyFree.step(1000));
      expect(keyspace.lazyFree.freed).toBe(isLazy ? 1 : 0);
      eviction.options.limit = 0;
    }
  });
});
