import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pexpireAt } from '../../src/commands/generic/expire.ts';
import { hashCommands } from '../../src/commands/hash/index.ts';
import { ActiveExpiry } from '../../src/keyspace/expiry.ts';
import type { Clock } from '../../src/util/clock.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import type { Harness } from '../support/command-harness.ts';
import { dataBytes, expiryOf, get, keyNamed, put } from '../support/stored-keys.ts';

const NOW = HARNESS_NOW_MS;
/** Nothing is found due later than this. */
const TICK_MS = 64;

/** A clock on which every look takes `us` microseconds, so that slices end. */
function busyClock(us: number): Clock {
  let now = 0;
  return { wallMs: () => NOW, wallUs: () => NOW * 1000, monotonicUs: () => (now += us) };
}

function expiryOver({ keyspace, effects }: Harness, clock: Clock = busyClock(1)): ActiveExpiry {
  return new ActiveExpiry(keyspace, clock, () => effects.close());
}

function fill({ keyspace }: Harness, count: number, expiresMs: (i: number) => number, db = 0): void {
  for (let i = 0; i < count; i++) put(keyspace, `key:${i}`, 'value', { db, expiresMs: expiresMs(i) });
}

describe('ActiveExpiry', () => {
  it('removes what is due, in every database, and nothing else', () => {
    const harness = createHarness({ propagates: true });
    const { keyspace } = harness;
    const expiry = expiryOver(harness);
    fill(harness, 100, (i) => NOW + (i % 2 === 0 ? 10 : 10_000));
    fill(harness, 10, () => NOW + 10, 7);
    put(keyspace, 'stays', 'value');
    expect(expiry.cycle()).toBe(false);
    expect(keyspace.stats.expired).toBe(0);
    keyspace.setTime(NOW + 10 + TICK_MS);
    expect(expiry.cycle()).toBe(false);
    expect(keyspace.stats.expired).toBe(60);
    expect(keyspace.databases[0].size).toBe(51);
    expect(keyspace.databases[7].size).toBe(0);
    expect(get(keyspace, 'key:1')).toBe('value');
    expect(harness.propagated.length).toBe(60);
    expect(harness.propagated).toContainEqual(['DEL', 'key:98']);
  });

  it.each([
    ['its last field', ['f', 'v'], ['hexpired h', 'del h']],
    ['one of its fields', ['f', 'v', 'stays', 'v'], ['hexpired h', 'expired h']],
  ])('removes fields first, of a hash that is due together with %s', (_name, fields, events) => {
    const harness = createHarness({ commands: [...hashCommands, pexpireAt], listens: true });
    const expiry = new ActiveExpiry(harness.keyspace, busyClock(1), () => harness.effects.settleOutsideCommands());
    const due = String(NOW + 10);
    harness.run('HSET', 'h', ...fields);
    harness.run('HPEXPIREAT', 'h', due, 'FIELDS', '1', 'f');
    harness.run('PEXPIREAT', 'h', due);
    harness.events.length = 0;
    harness.keyspace.setTime(NOW + 10 + TICK_MS);
    expiry.cycle();
    expect(harness.events).toEqual(events);
  });

  it('finds keys exactly as far as their time has come, whenever it looks', () => {
    const times = fc.array(fc.nat(2000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 12 }), (offsets, steps) => {
        const harness = createHarness();
        const expiry = expiryOver(harness);
        fill(harness, offsets.length, (i) => NOW + offsets[i]);
        let now = NOW;
        for (const step of [...steps, 3000]) {
          now += step;
          harness.keyspace.setTime(now);
          expiry.cycle();
          offsets.forEach((offset, i) => {
            const gone = get(harness.keyspace, `key:${i}`) === undefined;
            if (NOW + offset > now) expect(gone).toBe(false);
            if (NOW + offset + TICK_MS <= now) expect(gone).toBe(true);
          });
        }
        expect(dataBytes(harness.keyspace)).toBe(0);
      }),
    );
  });

  it('follows keys that come, go and change their time between its slices', () => {
    const step = fc.record({ key: fc.nat(400), kind: fc.constantFrom('put', 'keep', 'delete'), inMs: fc.nat(3000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (steps, every) => {
        const harness = createHarness();
        const { keyspace } = harness;
        const [database] = keyspace.databases;
        const expiry = expiryOver(harness, busyClock(1000));
        fill(harness, 400, (i) => NOW + i * 8);
        steps.forEach(({ key, kind, inMs }, i) => {
          const now = NOW + i * 10;
          keyspace.setTime(now);
          put(keyspace, `key:${key}`, 'other', kind === 'put' ? { expiresMs: now + inMs } : {});
          if (kind === 'delete') database.delete(keyNamed(database, `key:${key}`));
          if (i % every === 0) expiry.cycle();
        });
        const end = NOW + 10_000;
        keyspace.setTime(end);
        while (expiry.cycle() || expiry.fast());
        for (let i = 0; i < 10; i++) expiry.cycle();
        for (let i = 0; i < 400; i++) {
          if (get(keyspace, `key:${i}`) !== undefined) expect(expiryOf(keyspace, `key:${i}`)).toBe(-1);
        }
        expect(keyspace.databases[0].entries.expires.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('stops when its time is up, and goes on in fast slices while much is due', () => {
    const harness = createHarness();
    const { keyspace } = harness;
    const expiry = expiryOver(harness, busyClock(100));
    fill(harness, 5000, () => NOW + 10);
    keyspace.setTime(NOW + 1000);
    expect(expiry.fast()).toBe(false);
    expect(keyspace.stats.expired).toBe(0);
    expect(expiry.cycle()).toBe(true);
    const first = keyspace.stats.expired;
    expect(first).toBeGreaterThan(100);
    expect(first).toBeLessThan(1000);
    expect(expiry.timeCapReached).toBe(1);
    expect(expiry.fast()).toBe(true);
    expect(keyspace.stats.expired - first).toBeLessThan(first);
    while (expiry.fast());
    expect(keyspace.databases[0].size).toBe(0);
    expect(expiry.spentUs).toBeGreaterThan(0);
  });

  it('does not hurry when little of what it sees is due', () => {
    const harness = createHarness();
    const { keyspace } = harness;
    const expiry = expiryOver(harness, busyClock(2000));
    fill(harness, 20_000, (i) => NOW + (i % 100 === 0 ? 10 : 1_000_000));
    keyspace.setTime(NOW + 1000);
    expect(expiry.cycle()).toBe(false);
    const first = keyspace.stats.expired;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(200);
    for (let i = 0; i < 10; i++) expiry.cycle();
    expect(keyspace.stats.expired).toBe(200);
  });

  it('looks longer with more effort', () => {
    const expired = [1, 10].map((effort) => {
      const harness = createHarness();
      const expiry = expiryOver(harness, busyClock(100));
      expiry.options.effort = effort;
      fill(harness, 5000, () => NOW + 10);
      harness.keyspace.setTime(NOW + 1000);
      expiry.cycle();
      return harness.keyspace.stats.expired;
    });
    expect(expired[1]).toBeGreaterThan(expired[0] * 2);
  });

  it('leaves everything alone on a replica', () => {
    const harness = createHarness();
    const expiry = expiryOver(harness);
    fill(harness, 100, () => NOW + 10);
    harness.keyspace.setTime(NOW + 1000);
    harness.keyspace.expiresKeys = false;
    expect(expiry.cycle()).toBe(false);
    expect(expiry.fast()).toBe(false);
    expect(harness.keyspace.databases[0].size).toBe(100);
  });

  it('ends an execution unit after a slice that removed keys, and only then', () => {
    const harness = createHarness();
    let units = 0;
    const expiry = new ActiveExpiry(harness.keyspace, busyClock(1), () => units++);
    fill(harness, 100, () => NOW + 10);
    expiry.cycle();
    expect(units).toBe(0);
    harness.keyspace.setTime(NOW + 1000);
    expiry.cycle();
    expect(units).toBe(1);
  });

  it('estimates how much of what stays is stale', () => {
    const harness = createHarness();
    const expiry = expiryOver(harness);
    fill(harness, 100, (i) => NOW + (i < 50 ? 10 : 100_000));
    harness.keyspace.setTime(NOW + 1000);
    expiry.cycle();
    expect(harness.keyspace.stats.expiredStale).toBeCloseTo(2.5);
    expiry.cycle();
    expect(harness.keyspace.stats.expiredStale).toBeCloseTo(2.375);
  });

  it('does not look at tables in which nothing can be due', () => {
    const harness = createHarness();
    const expiry = expiryOver(harness);
    fill(harness, 100, () => NOW + 60_000);
    const { expires } = harness.keyspace.databases[0].entries;
    harness.keyspace.setTime(NOW + 30_000);
    expect(expires.mayHaveDue(expires.tickAt(NOW + 30_000))).toBe(false);
    harness.keyspace.databases[0].entries.expires.nextDue = () => {
      throw new Error('a table was walked');
    };
    expiry.cycle();
    harness.keyspace.setTime(NOW + 61_000);
    expect(() => expiry.cycle()).toThrow('a table was walked');
  });
});
