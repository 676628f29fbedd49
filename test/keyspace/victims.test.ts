import { beforeEach, describe, expect, test } from 'vitest';
import type { Keyspace } from '../../src/keyspace/keyspace.ts';
import type { EvictionPolicy } from '../../src/keyspace/victims.ts';
import { Victims } from '../../src/keyspace/victims.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import { keyNamed, put } from '../support/stored-keys.ts';

const SECOND = 1000;
const MINUTE = 60_000;

describe('Victims', () => {
  let harness: Harness;
  let keyspace: Keyspace;
  let victims: Victims;

  beforeEach(() => {
    harness = createHarness({ databases: 4 });
    ({ keyspace } = harness);
    victims = new Victims(keyspace);
  });

  function use(policy: EvictionPolicy): void {
    victims.setPolicy(policy);
    keyspace.access.lfu = policy.endsWith('lfu');
    keyspace.refreshAccess();
  }

  function at(ms: number): void {
    keyspace.setTime(HARNESS_NOW_MS + ms);
  }

  /** `database:key` of the next victim, which goes; undefined when there is none. */
  function next(): string | undefined {
    if (!victims.choose()) return undefined;
    const name = `${victims.database.index}:${victims.key.latin1()}`;
    victims.database.evict(victims.address, victims.key);
    return name;
  }

  function touch(name: string, db = 0): void {
    keyspace.databases[db].findRead(keyNamed(keyspace.databases[db], name));
  }

  test('nobody goes by noeviction, nor from an empty keyspace', () => {
    use('allkeys-lru');
    expect(next()).toBeUndefined();
    put(keyspace, 'a', '1');
    use('noeviction');
    expect([victims.any, next()]).toEqual([false, undefined]);
    use('allkeys-random');
    expect([victims.any, next(), next()]).toEqual([true, '0:a', undefined]);
  });

  test.each<EvictionPolicy>(['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'])(
    '%s takes only what expires',
    (policy) => {
      use(policy);
      for (let i = 0; i < 50; i++) put(keyspace, `stays:${i}`, 'x', { db: i % 4 });
      for (let i = 0; i < 50; i++) put(keyspace, `goes:${i}`, 'x', { db: i % 4, expiresMs: HARNESS_NOW_MS + MINUTE });
      const gone = new Set<string | undefined>();
      for (let i = 0; i < 50; i++) gone.add(next());
      expect(gone.size).toBe(50);
      for (const name of gone) expect(name).toMatch(/goes/);
      expect(next()).toBeUndefined();
      expect(keyspace.databases.map(({ size }) => size)).toEqual([13, 13, 12, 12]);
    },
  );

  test('with as many samples as keys, lru takes the one that was not used for longest', () => {
    use('allkeys-lru');
    victims.samples = 64;
    for (let i = 0; i < 40; i++) {
      at(i * SECOND);
      put(keyspace, `key:${i}`, 'x', { db: i % 2 });
    }
    at(100 * SECOND);
    touch('key:0');
    touch('key:7', 1);
    const gone = Array.from({ length: 40 }, () => next());
    const expected = Array.from({ length: 40 }, (_, i) => i).filter((i) => i !== 0 && i !== 7);
    expect(gone.slice(0, 38)).toEqual(expected.map((i) => `${i % 2}:key:${i}`));
    expect(gone.slice(38).sort()).toEqual(['0:key:0', '1:key:7']);
  });

  test('a candidate that was used after its sample was taken stays', () => {
    use('allkeys-lru');
    victims.samples = 64;
    for (let i = 0; i < 16; i++) put(keyspace, `key:${i}`, 'x');
    at(10 * SECOND);
    // All are in the pool now but the one that went.
    const first = next();
    at(20 * SECOND);
    const used = ['key:3', 'key:4', 'key:5'].filter((name) => `0:${name}` !== first);
    for (const name of used) touch(name);
    const gone = Array.from({ length: 15 - used.length }, () => next());
    for (const name of used) expect(gone).not.toContain(`0:${name}`);
  });

  test('a candidate whose place was given to another key is not mistaken for it', () => {
    use('allkeys-lru');
    victims.samples = 64;
    for (let i = 0; i < 16; i++) put(keyspace, `key:${i}`, 'x');
    at(10 * SECOND);
    const first = next();
    const [db] = keyspace.databases;
    for (let i = 0; i < 16; i++) db.delete(keyNamed(db, `key:${i}`));
    // The very blocks of those that went, and the same bucket; but not idle.
    for (let i = 0; i < 15; i++) put(keyspace, `new:${i}`, 'x');
    expect(first).toMatch(/key/);
    expect(next()).toMatch(/new/);
    expect(db.size).toBe(14);
  });

  test('with as many samples as keys, lfu takes the one that was used least', () => {
    use('allkeys-lfu');
    victims.samples = 64;
    keyspace.access.lfuLogFactor = 0;
    for (let i = 0; i < 20; i++) {
      put(keyspace, `key:${i}`, 'x');
      for (let n = 0; n < (i * 7) % 20; n++) touch(`key:${i}`);
    }
    const uses = (name: string | undefined): number => (Number(name?.slice('0:key:'.length)) * 7) % 20;
    const gone = Array.from({ length: 20 }, () => uses(next()));
    expect(gone).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('what was used often long ago goes before what is used now', () => {
    use('allkeys-lfu');
    victims.samples = 64;
    keyspace.access.lfuLogFactor = 0;
    put(keyspace, 'old', 'x');
    for (let n = 0; n < 30; n++) touch('old');
    at(40 * MINUTE);
    put(keyspace, 'new', 'x');
    expect([next(), next()]).toEqual(['0:old', '0:new']);
  });

  test('with enough samples, ttl takes what would go next by itself, to the millisecond', () => {
    use('volatile-ttl');
    victims.samples = 64;
    for (let i = 0; i < 16; i++)
      put(keyspace, `key:${i}`, 'x', { expiresMs: HARNESS_NOW_MS + MINUTE + ((i * 5) % 16) });
    // Drawn with replacement: after some rounds the pool has seen all.
    const gone = Array.from({ length: 16 }, () => next());
    const times = gone.map((name) => (Number(name?.slice('0:key:'.length)) * 5) % 16);
    expect(times).toEqual(Array.from({ length: 16 }, (_, i) => i));
  });

  test('a key whose expiry went, or moved away, is no candidate for it any more', () => {
    use('volatile-ttl');
    victims.samples = 64;
    for (let i = 0; i < 16; i++) put(keyspace, `key:${i}`, 'x', { expiresMs: HARNESS_NOW_MS + MINUTE + i });
    expect(next()).toBe('0:key:0');
    const [db] = keyspace.databases;
    db.persist(keyNamed(db, 'key:1'));
    db.setExpiry(keyNamed(db, 'key:2'), HARNESS_NOW_MS + 60 * MINUTE);
    const gone = Array.from({ length: 14 }, () => next());
    expect(gone[13]).toBe('0:key:2');
    expect([next(), db.size]).toEqual([undefined, 1]);
  });

  test('random takes from one database after the other', () => {
    use('allkeys-random');
    for (let i = 0; i < 8; i++) put(keyspace, `key:${i}`, 'x', { db: i % 2 === 0 ? 1 : 3 });
    const databases = Array.from({ length: 8 }, () => next()?.[0]);
    expect(databases).toEqual(['1', '3', '1', '3', '1', '3', '1', '3']);
  });

  test('few samples do nearly as well as many: most of what goes is among the oldest', () => {
    use('allkeys-lru');
    const count = 4000;
    for (let i = 0; i < count; i++) {
      if (i % 10 === 0) at(i * 100);
      put(keyspace, `key:${i}`, 'x');
    }
    at(count * 100);
    let old = 0;
    for (let i = 0; i < count / 4; i++) if (Number(next()?.slice('0:key:'.length)) < count / 2) old++;
    expect(old / (count / 4)).toBeGreaterThan(0.95);
  });
});
