import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Eviction } from '../../src/keyspace/eviction.ts';
import { flush } from '../../src/keyspace/flush.ts';
import type { Keyspace } from '../../src/keyspace/keyspace.ts';
import type { EvictionPolicy } from '../../src/keyspace/victims.ts';
import type { Clock } from '../../src/util/clock.ts';
import type { HarnessOptions } from '../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import { get, put } from '../support/stored-keys.ts';

/** Passes by the same time at every look. */
class TickingClock implements Clock {
  private us = 1000;
  usPerLook = 0;

  wallMs(): number {
    return HARNESS_NOW_MS;
  }

  wallUs(): number {
    return HARNESS_NOW_MS * 1000;
  }

  monotonicUs(): number {
    this.us += this.usPerLook;
    return this.us;
  }
}

interface Bench {
  readonly keyspace: Keyspace;
  readonly eviction: Eviction;
  readonly clock: TickingClock;
  readonly counts: { settled: number; goneOn: number };
  readonly events: string[];
  readonly propagated: string[][];
}

function setUp(policy: EvictionPolicy, options: HarnessOptions = {}): Bench {
  const { keyspace, effects, events, propagated } = createHarness({ databases: 3, ...options });
  const clock = new TickingClock();
  const counts = { settled: 0, goneOn: 0 };
  const settle = (): void => {
    counts.settled++;
    effects.settleOutsideCommands();
  };
  const eviction = new Eviction(keyspace, clock, settle, () => counts.goneOn++);
  eviction.setPolicy(policy);
  return { keyspace, eviction, clock, counts, events, propagated };
}

function fill(keyspace: Keyspace, count: number, options = {}): void {
  for (let i = 0; i < count; i++) put(keyspace, `key:${i}`, 'v'.repeat(30), options);
}

describe('Eviction', () => {
  test('without a limit, and below it, nothing goes', () => {
    const { keyspace, eviction, counts } = setUp('allkeys-lru');
    fill(keyspace, 100);
    expect(eviction.makeRoom()).toBe(true);
    eviction.options.limit = keyspace.usedMemory;
    expect(eviction.makeRoom()).toBe(true);
    eviction.endOfTurn();
    expect([keyspace.databases[0].size, keyspace.stats.evicted, counts.goneOn]).toEqual([100, 0, 0]);
  });

  test('above the limit keys go until memory is within, and no more', () => {
    const { keyspace, eviction } = setUp('allkeys-random');
    fill(keyspace, 100);
    const limit = keyspace.usedMemory - 1;
    eviction.options.limit = limit;
    expect(eviction.makeRoom()).toBe(true);
    expect([keyspace.databases[0].size, keyspace.stats.evicted]).toEqual([99, 1]);
    eviction.options.limit = Math.floor(limit / 2);
    expect(eviction.makeRoom()).toBe(true);
    expect(keyspace.usedMemory).toBeLessThanOrEqual(limit / 2);
    expect(keyspace.usedMemory).toBeGreaterThan(limit / 2 - 200);
    expect(keyspace.stats.evicted).toBe(100 - keyspace.databases[0].size);
  });

  test('memory that clients take pushes keys out too', () => {
    const { keyspace, eviction } = setUp('allkeys-lru');
    fill(keyspace, 100);
    eviction.options.limit = keyspace.usedMemory + 500;
    keyspace.clientBytes = 1000;
    eviction.endOfTurn();
    expect(keyspace.usedMemory).toBeLessThanOrEqual(eviction.options.limit);
    expect(keyspace.databases[0].size).toBeLessThan(100);
  });

  test('with noeviction, or with nothing left that may go, there is no room', () => {
    const { keyspace, eviction, counts } = setUp('noeviction');
    fill(keyspace, 10);
    eviction.options.limit = 1;
    expect(eviction.makeRoom()).toBe(false);
    expect(keyspace.databases[0].size).toBe(10);
    eviction.setPolicy('volatile-lru');
    put(keyspace, 'expires', 'x', { expiresMs: HARNESS_NOW_MS + 1000 });
    expect(eviction.makeRoom()).toBe(false);
    expect(keyspace.databases[0].size).toBe(10);
    eviction.setPolicy('allkeys-lru');
    expect(eviction.makeRoom()).toBe(true);
    expect(keyspace.usedMemory).toBe(0);
    keyspace.clientBytes = 2;
    expect(eviction.makeRoom()).toBe(false);
    // Who has nothing to do must not be called again and again.
    eviction.endOfTurn();
    expect(counts.goneOn).toBe(0);
  });

  test('while keys must not go it is as if there were room', () => {
    const { keyspace, eviction } = setUp('allkeys-lru');
    fill(keyspace, 10);
    eviction.options.limit = 1;
    keyspace.evictsKeys = false;
    expect(eviction.makeRoom()).toBe(true);
    expect([keyspace.databases[0].size, keyspace.stats.overLimitSinceUs]).toEqual([10, 0]);
  });

  test.each([
    [0, 16],
    [1, 32],
    [10, 176],
    [20, 672],
  ])('tenacity %i: a slice ends after so much time, and the rest is left to the next turns', (tenacity, keys) => {
    const { keyspace, eviction, clock, counts } = setUp('allkeys-random');
    fill(keyspace, 3000);
    eviction.options.limit = 1;
    eviction.options.tenacity = tenacity;
    clock.usPerLook = 50;
    expect(eviction.makeRoom()).toBe(true);
    expect([keyspace.stats.evicted, counts.goneOn]).toEqual([keys, 1]);
    for (let turns = 0; keyspace.databases[0].size > 0; turns++) {
      const { goneOn } = counts;
      eviction.endOfTurn();
      if (keyspace.databases[0].size > 0) expect(counts.goneOn).toBeGreaterThan(goneOn);
      expect(turns).toBeLessThan(3000 / 16);
    }
  });

  test('the greatest tenacity ends only when memory is within the limit', () => {
    const { keyspace, eviction, clock } = setUp('allkeys-random');
    fill(keyspace, 3000);
    eviction.options.limit = 1;
    eviction.options.tenacity = 100;
    clock.usPerLook = 1e9;
    expect(eviction.makeRoom()).toBe(true);
    expect(keyspace.usedMemory).toBe(0);
  });

  test('slices take only so much of one turn; then each command frees a little more than it adds', () => {
    const { keyspace, eviction, clock } = setUp('allkeys-random');
    fill(keyspace, 3000);
    eviction.options.limit = 1;
    clock.usPerLook = 250;
    const freed: number[] = [];
    for (let command = 0; command < 10; command++) {
      const before = keyspace.stats.evicted;
      expect(eviction.makeRoom()).toBe(true);
      freed.push(keyspace.stats.evicted - before);
    }
    expect(freed).toEqual([48, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
    eviction.endOfTurn();
    expect(eviction.makeRoom()).toBe(true);
    expect(keyspace.stats.evicted).toBe(48 + 9 * 2 + 48 + 2);
  });

  test('keys of a flushed database are freed before any other goes', () => {
    const { keyspace, eviction } = setUp('allkeys-random');
    put(keyspace, 'stays', 'x', { db: 1 });
    fill(keyspace, 3000);
    eviction.options.limit = keyspace.usedMemory;
    flush(keyspace, [keyspace.databases[0]]);
    put(keyspace, 'more', 'x'.repeat(2000), { db: 1 });
    expect(keyspace.usedMemory).toBeGreaterThan(eviction.options.limit);
    expect(eviction.makeRoom()).toBe(true);
    expect(keyspace.usedMemory).toBeLessThanOrEqual(eviction.options.limit);
    expect([keyspace.stats.evicted, get(keyspace, 'stays', 1)]).toEqual([0, 'x']);
  });

  test('each key that goes is reported, and is a unit of its own', () => {
    const { keyspace, eviction, counts, events, propagated } = setUp('allkeys-random', {
      listens: true,
      propagates: true,
    });
    fill(keyspace, 5, { db: 2 });
    eviction.options.limit = 1;
    expect(eviction.makeRoom()).toBe(true);
    expect(counts.settled).toBe(5);
    const names = Array.from({ length: 5 }, (_, i) => `key:${i}`);
    expect([...events].sort()).toEqual(names.map((name) => `evicted ${name}`));
    expect([...propagated].sort()).toEqual(names.map((name) => ['DEL', name]));
  });

  test('the time above the limit is counted', () => {
    const { keyspace, eviction, clock } = setUp('noeviction');
    fill(keyspace, 10);
    clock.usPerLook = 10;
    eviction.options.limit = 1;
    expect(eviction.makeRoom()).toBe(false);
    const { stats } = keyspace;
    const since = stats.overLimitSinceUs;
    expect(since).toBeGreaterThan(0);
    expect(eviction.makeRoom()).toBe(false);
    expect(stats.overLimitSinceUs).toBe(since);
    eviction.options.limit = 0;
    expect(eviction.makeRoom()).toBe(true);
    expect([stats.overLimitSinceUs, stats.overLimitUs]).toEqual([0, 10]);
  });

  test('whatever comes, memory is within the limit before each write, unless there is no room', () => {
    const policies: EvictionPolicy[] = [
      ...(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'allkeys-random'] as const),
      ...(['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'] as const),
    ];
    const write = fc.record({
      key: fc.nat(60),
      db: fc.nat(2),
      length: fc.oneof(fc.nat(300), fc.constantFrom(0, 254, 255, 5000, 70_000)),
      ttl: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        fc.constantFrom(2000, 20_000, 100_000),
        fc.array(write, { maxLength: 150, size: 'max' }),
        (policy, limit, writes) => {
          const { keyspace, eviction } = setUp(policy);
          eviction.options.limit = limit;
          eviction.options.tenacity = 100;
          for (const { key, db, length, ttl } of writes) {
            const keysBefore = keyspace.databases.map(({ size }) => size);
            const wasWithin = keyspace.usedMemory <= limit;
            if (eviction.makeRoom()) {
              expect(keyspace.usedMemory).toBeLessThanOrEqual(limit);
              if (wasWithin) expect(keyspace.databases.map(({ size }) => size)).toEqual(keysBefore);
              const expiry = ttl === undefined ? {} : { expiresMs: HARNESS_NOW_MS + ttl };
              put(keyspace, `key:${key}`, 'x'.repeat(length), { db, ...expiry });
            } else {
              expect(keyspace.usedMemory).toBeGreaterThan(limit);
              const left = keyspace.databases.some(({ entries }) =>
                policy.startsWith('volatile') ? entries.expires.size > 0 : entries.dict.size > 0,
              );
              if (policy === 'noeviction') expect(keyspace.databases.map(({ size }) => size)).toEqual(keysBefore);
              else expect(left).toBe(false);
              for (const database of keyspace.databases) flush(keyspace, [database]);
            }
          }
          for (const database of keyspace.databases) flush(keyspace, [database]);
          expect(keyspace.usedMemory).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
