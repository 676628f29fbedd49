import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flush } from '../../src/keyspace/flush.ts';
import type { Keyspace } from '../../src/keyspace/keyspace.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import { dataBytes, get, put } from '../support/stored-keys.ts';

/** More keys than are freed at once. */
const MANY = 3000;

function fill(keyspace: Keyspace, db: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = i % 500 === 0 ? 'v'.repeat(100_000) : String(i);
    put(keyspace, `key:${i}`, value, { db, ...(i % 3 === 0 ? { expiresMs: HARNESS_NOW_MS + i } : {}) });
  }
}

/** Frees in slices of about `limit` keys; answers how many slices it took. */
function drain(keyspace: Keyspace, limit: number): number {
  let slices = 1;
  while (keyspace.lazyFree.step(limit)) slices++;
  return slices;
}

describe('flush', () => {
  it('gives all memory back at once when nothing else holds a key', () => {
    const { keyspace, effects } = createHarness();
    fill(keyspace, 0, MANY);
    flush(keyspace, [keyspace.databases[0]]);
    expect(dataBytes(keyspace)).toBe(0);
    expect(keyspace.arena.reserved).toBe(0);
    expect(keyspace.usedMemory).toBe(0);
    expect([keyspace.lazyFree.pending, keyspace.lazyFree.freed]).toEqual([0, MANY]);
    expect(effects.dirty).toBe(MANY);
    put(keyspace, 'a', 'again', { expiresMs: HARNESS_NOW_MS + 5 });
    expect(get(keyspace, 'a')).toBe('again');
    expect(keyspace.databases[0].entries.expires.size).toBe(1);
  });

  it('frees many keys in slices while others stay', () => {
    const { keyspace } = createHarness();
    put(keyspace, 'stays', 'value', { db: 1 });
    const before = dataBytes(keyspace);
    fill(keyspace, 0, MANY);
    flush(keyspace, [keyspace.databases[0]]);
    expect(keyspace.databases[0].size).toBe(0);
    expect(keyspace.lazyFree.pending).toBe(MANY);
    expect(dataBytes(keyspace)).toBeGreaterThan(before);
    expect(keyspace.lazyFree.step(100)).toBe(true);
    expect(keyspace.lazyFree.pending).toBeLessThanOrEqual(MANY - 100);
    expect(keyspace.lazyFree.pending).toBeGreaterThan(MANY - 200);
    put(keyspace, 'key:1', 'new');
    expect(drain(keyspace, 100)).toBeGreaterThan(10);
    expect([keyspace.lazyFree.pending, keyspace.lazyFree.memory, keyspace.lazyFree.freed]).toEqual([0, 0, MANY]);
    expect(get(keyspace, 'key:1')).toBe('new');
    expect(get(keyspace, 'stays', 1)).toBe('value');
    flush(keyspace, keyspace.databases);
    expect(dataBytes(keyspace)).toBe(0);
  });

  it('takes what is still to be freed along when all memory is given back', () => {
    const { keyspace } = createHarness();
    put(keyspace, 'stays', 'value', { db: 1 });
    fill(keyspace, 0, MANY);
    flush(keyspace, [keyspace.databases[0]]);
    keyspace.lazyFree.step(100);
    fill(keyspace, 2, MANY);
    flush(keyspace, keyspace.databases);
    expect([keyspace.lazyFree.pending, keyspace.lazyFree.freed]).toEqual([0, MANY + MANY + 1]);
    expect(keyspace.lazyFree.step(100)).toBe(false);
    expect(keyspace.usedMemory).toBe(0);
  });

  it('counts nothing as freed behind the scenes where the client did not ask for that', () => {
    const { keyspace } = createHarness();
    put(keyspace, 'stays', 'value', { db: 1 });
    for (const count of [10, MANY]) {
      fill(keyspace, 0, count);
      flush(keyspace, [keyspace.databases[0]], false);
      expect([keyspace.lazyFree.pending, keyspace.lazyFree.freed]).toEqual([0, 0]);
    }
    expect(keyspace.lazyFree.isWaiting).toBe(true);
    fill(keyspace, 0, MANY);
    flush(keyspace, [keyspace.databases[0]]);
    expect(keyspace.lazyFree.pending).toBe(MANY);
    drain(keyspace, 1000);
    expect([keyspace.lazyFree.pending, keyspace.lazyFree.freed, keyspace.databases[0].size]).toEqual([0, MANY, 0]);
    flush(keyspace, keyspace.databases, false);
    expect([keyspace.usedMemory, keyspace.lazyFree.freed]).toEqual([0, MANY]);
  });

  it('keeps the epoch of a database, by which snapshots know what they have seen', () => {
    const { keyspace } = createHarness();
    put(keyspace, 'stays', 'value', { db: 1 });
    keyspace.databases[0].entries.epoch = 7;
    fill(keyspace, 0, MANY);
    flush(keyspace, [keyspace.databases[0]]);
    expect(keyspace.databases[0].entries.epoch).toBe(7);
  });

  it('leaks no byte in any order of filling, flushing and freeing', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('fill' as const), db: fc.nat(2), count: fc.constantFrom(1, 50, 1500) }),
      fc.record({ kind: fc.constant('flush' as const), databases: fc.subarray([0, 1, 2], { minLength: 1 }) }),
      fc.record({ kind: fc.constant('free' as const), limit: fc.integer({ min: 1, max: 2000 }) }),
      fc.record({ kind: fc.constant('swap' as const), db: fc.nat(2) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        const { keyspace } = createHarness({ databases: 3 });
        for (const action of steps) {
          if (action.kind === 'fill') fill(keyspace, action.db, action.count);
          else if (action.kind === 'free') keyspace.lazyFree.step(action.limit);
          else if (action.kind === 'swap') keyspace.swap(0, action.db);
          else
            flush(
              keyspace,
              action.databases.map((index) => keyspace.databases[index]),
            );
        }
        for (const database of keyspace.databases) flush(keyspace, [database]);
        drain(keyspace, 1000);
        expect(dataBytes(keyspace)).toBe(0);
        expect(keyspace.usedMemory).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});
