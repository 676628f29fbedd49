import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORM_STRING_RAW, StringValue } from '../../src/datatypes/string-value.ts';
import { TYPE_LIST } from '../../src/datatypes/value.ts';
import type { Database } from '../../src/keyspace/database.ts';
import { ListValue } from '../../src/datatypes/list-value.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { WRONG_TYPE } from '../../src/resp/reply-errors.ts';
import type { Key } from '../../src/structures/key.ts';
import { Random } from '../../src/util/random.ts';
import { accessesOf, countEveryAccess } from '../support/access-counts.ts';
import { Recorder } from './recorder.ts';

const NOW = 1_700_000_000_000;

interface SetUp {
  readonly recorder: Recorder;
  readonly keyspace: Keyspace;
  readonly db: Database;
}

function setUp(): SetUp {
  const recorder = new Recorder();
  const keyspace = new Keyspace(2, new Random(5), NOW, recorder);
  return { recorder, keyspace, db: keyspace.databases[0] };
}

function keyIn(db: Database, name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return db.keyOver(bytes, 0, bytes.length);
}

function set(db: Database, name: string, value: string, keepTtl = false): void {
  const bytes = Bytes.fromString(value, 'latin1');
  db.setString(keyIn(db, name), bytes, 0, bytes.length, undefined, keepTtl);
}

function get(db: Database, name: string): string | undefined {
  const view = db.lookupRead(keyIn(db, name), StringValue);
  return view?.bytes.latin1(view.at, view.at + view.length);
}

const names = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 }).map((n) => `key:${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(70_000)) },
);
const values = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 20, unit: 'binary-ascii' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(0, 1, 254, 255, 256, 60_000, 65_480, 65_510, 65_536, 66_000, 1_048_576)
      .map((n) => 'v'.repeat(n)),
  },
);
const step = fc.record({
  action: fc.constantFrom(
    'set',
    'set',
    'set',
    'keepTtl',
    'get',
    'delete',
    'expire',
    'expire',
    'persist',
    'time',
    'random',
    'peek',
  ),
  name: names,
  value: values,
  ms: fc.integer({ min: -20, max: 300 }),
});

/** A key of the model is there until its time has passed. */
interface Expected {
  value: string;
  expiresMs: number | undefined;
}

describe('Database', () => {
  test('over any sequence it agrees with a plain model of keys, values and times', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (sequence) => {
        const { keyspace, db } = setUp();
        const model = new Map<string, Expected>();
        let nowMs = NOW;
        const living = (name: string): Expected | undefined => {
          const entry = model.get(name);
          if (entry?.expiresMs === undefined || entry.expiresMs >= nowMs) return entry;
          model.delete(name);
          return undefined;
        };
        for (const { action, name, value, ms } of sequence) {
          const before = living(name);
          if (action === 'set') {
            set(db, name, value);
            model.set(name, { value, expiresMs: undefined });
          } else if (action === 'keepTtl') {
            set(db, name, value, true);
            model.set(name, { value, expiresMs: before?.expiresMs });
          } else if (action === 'get') {
            expect(get(db, name) === before?.value).toBe(true);
          } else if (action === 'delete') {
            expect(db.deleteLiving(keyIn(db, name))).toBe(before !== undefined);
            model.delete(name);
          } else if (action === 'expire') {
            if (db.peek(keyIn(db, name)) !== 0) db.setExpiry(keyIn(db, name), nowMs + ms);
            if (before !== undefined) before.expiresMs = nowMs + ms;
          } else if (action === 'persist') {
            const persisted = db.peek(keyIn(db, name)) !== 0 && db.persist(keyIn(db, name));
            expect(persisted).toBe(before?.expiresMs !== undefined);
            if (before !== undefined) before.expiresMs = undefined;
          } else if (action === 'time') {
            nowMs += Math.max(0, ms);
            keyspace.setTime(nowMs);
          } else if (action === 'random') {
            const picked = db.randomKey()?.latin1();
            for (const other of [...model.keys()]) living(other);
            expect(picked === undefined ? model.size === 0 : model.has(picked)).toBe(true);
          }
          const address = db.peek(keyIn(db, name));
          const after = living(name);
          expect(address !== 0).toBe(after !== undefined);
          if (address !== 0) expect(db.expiryOf(address)).toBe(after?.expiresMs ?? -1);
        }
        for (const name of [...model.keys()]) {
          expect(get(db, name) === living(name)?.value).toBe(true);
          db.delete(keyIn(db, name));
        }
        keyspace.setTime(nowMs + 1_000_000);
        expect(db.randomKey()).toBeUndefined();
        expect(db.size).toBe(0);
        expect([keyspace.arena.used, keyspace.arena.blocks, keyspace.large.used]).toEqual([0, 0, 0]);
        expect(db.entries.expires.size).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('reads count hits and misses, writes and peeks do not', () => {
    const { keyspace, db } = setUp();
    set(db, 'a', '1');
    get(db, 'a');
    get(db, 'b');
    db.lookupWrite(keyIn(db, 'a'), StringValue);
    db.peek(keyIn(db, 'a'));
    expect(keyspace.stats).toMatchObject({ hits: 1, misses: 1 });
  });

  test('an update counts as a read, and takes a before-image', () => {
    const { keyspace, db } = setUp();
    const captured: number[] = [];
    keyspace.beforeImages = { capture: (_database, address) => void captured.push(address) };
    set(db, 'a', '1');
    db.entries.epoch = 1;
    expect(db.lookupUpdate(keyIn(db, 'b'), StringValue)).toBeUndefined();
    db.lookupRead(keyIn(db, 'a'), StringValue);
    expect(captured).toEqual([]);
    const view = db.lookupUpdate(keyIn(db, 'a'), StringValue);
    expect([view?.bytes.latin1(view.at, view.at + view.length), captured]).toEqual(['1', [db.peek(keyIn(db, 'a'))]]);
    expect(() => db.lookupUpdate(keyIn(db, 'a'), { ...StringValue, code: TYPE_LIST })).toThrow(WRONG_TYPE);
    expect(keyspace.stats).toMatchObject({ hits: 3, misses: 1 });
  });

  test('a due key is gone for whoever comes first, counted and reported once', () => {
    for (const find of [
      (db: Database, key: Key) => db.findRead(key),
      (db: Database, key: Key) => db.findWrite(key),
      (db: Database, key: Key) => db.peek(key),
    ]) {
      const { keyspace, db, recorder } = setUp();
      set(db, 'a', '1');
      db.setExpiry(keyIn(db, 'a'), NOW);
      expect(find(db, keyIn(db, 'a'))).not.toBe(0);
      keyspace.setTime(NOW + 1);
      expect(find(db, keyIn(db, 'a'))).toBe(0);
      expect(find(db, keyIn(db, 'a'))).toBe(0);
      expect(recorder.log).toEqual(['expired 0 a']);
      expect(keyspace.stats.expired).toBe(1);
      expect(db.size).toBe(0);
    }
  });

  test('a due key is deleted as it stands, or expires', () => {
    const { keyspace, db, recorder } = setUp();
    for (const name of ['a', 'b']) {
      set(db, name, '1');
      db.setExpiry(keyIn(db, name), NOW - 1);
    }
    expect(db.delete(keyIn(db, 'a'))).toBe(true);
    expect([db.size, keyspace.stats.expired, recorder.log.length]).toEqual([1, 0, 0]);
    expect(db.deleteLiving(keyIn(db, 'b'))).toBe(false);
    expect([db.size, keyspace.stats.expired, recorder.log]).toEqual([0, 1, ['expired 0 b']]);
  });

  test('a value that takes the place of another keeps what is known of accesses', () => {
    const { keyspace, db } = setUp();
    countEveryAccess(keyspace);
    set(db, 'a', '1');
    get(db, 'a');
    db.makeCollection(keyIn(db, 'a'), ListValue);
    expect(accessesOf(keyspace, 'a')).toBe(2);
    keyspace.touches = false;
    keyspace.refreshAccess();
    db.makeCollection(keyIn(db, 'a'), ListValue);
    db.countAgain(keyIn(db, 'a'));
    expect(accessesOf(keyspace, 'a')).toBe(2);
  });

  test('to change the expiry of a key that was looked up is no other access', () => {
    const { keyspace, db } = setUp();
    countEveryAccess(keyspace);
    set(db, 'a', '1');
    db.setExpiry(keyIn(db, 'a'), NOW + 1);
    db.persist(keyIn(db, 'a'));
    expect(accessesOf(keyspace, 'a')).toBe(0);
    db.countAgain(keyIn(db, 'a'));
    db.countAgain(keyIn(db, 'none'));
    expect(accessesOf(keyspace, 'a')).toBe(1);
  });

  test('a replica hides a due key and keeps it', () => {
    const { keyspace, db, recorder } = setUp();
    keyspace.expiresKeys = false;
    set(db, 'a', '1');
    db.setExpiry(keyIn(db, 'a'), NOW - 1);
    expect(get(db, 'a')).toBeUndefined();
    expect(db.deleteLiving(keyIn(db, 'a'))).toBe(false);
    expect(db.size).toBe(1);
    expect(db.randomKey()?.latin1()).toBe('a');
    expect(recorder.log).toEqual([]);
    expect(keyspace.stats).toMatchObject({ misses: 1, expired: 0 });
  });

  test('another type is refused, to be read or written, but replaced by setString', () => {
    const { db } = setUp();
    const key = keyIn(db, 'list');
    db.entries.create(key, TYPE_LIST, 3, 0);
    expect(() => db.lookupRead(key, StringValue)).toThrow(WRONG_TYPE);
    expect(() => db.lookupWrite(key, StringValue)).toThrow(WRONG_TYPE);
    set(db, 'list', 'abc');
    expect(get(db, 'list')).toBe('abc');
  });

  test('setString gives the form it is told to', () => {
    const { db } = setUp();
    const bytes = Bytes.fromString('5');
    db.setString(keyIn(db, 'a'), bytes, 0, 1, FORM_STRING_RAW);
    expect(db.lookupRead(keyIn(db, 'a'), StringValue)?.encoding).toBe('raw');
    set(db, 'a', '5');
    expect(db.lookupRead(keyIn(db, 'a'), StringValue)?.encoding).toBe('int');
  });

  test.each([0, 2, 300, 70_000])('makeString of %i bytes keeps what it is told to and drops the expiry', (length) => {
    const { db } = setUp();
    const keep = Math.min(3, length);
    for (const former of [undefined, 'abc', 'abc'.repeat(50_000)]) {
      const key = keyIn(db, `k${former?.length}`);
      if (former !== undefined) set(db, `k${former.length}`, former);
      db.setExpiry(key, NOW + 1000);
      const view = db.makeString(key, length, FORM_STRING_RAW, former === undefined ? 0 : keep);
      expect([view.length, view.encoding, db.expiryOf(db.peek(key))]).toEqual([length, 'raw', -1]);
      if (former !== undefined) expect(view.bytes.latin1(view.at, view.at + keep)).toBe('abc'.slice(0, keep));
    }
  });

  test('the write door shows an entry of an older epoch before it changes, the others do not', () => {
    const { keyspace, db } = setUp();
    const captured: string[] = [];
    set(db, 'a', 'old');
    set(db, 'b', 'old');
    db.entries.epoch = 1;
    keyspace.beforeImages = {
      capture: (database, address) => {
        database.entries.value(address);
        const { valueBytes, valueAt, valueLength } = database.entries;
        captured.push(valueBytes.latin1(valueAt, valueAt + valueLength));
        database.entries.setEpoch(address, 1);
      },
    };
    get(db, 'a');
    db.peek(keyIn(db, 'a'));
    expect(captured).toEqual([]);
    set(db, 'a', 'new');
    set(db, 'a', 'newer');
    set(db, 'c', 'new');
    set(db, 'c', 'newer');
    expect(captured).toEqual(['old']);
    db.delete(keyIn(db, 'b'));
    expect(captured).toEqual(['old', 'old']);
  });

  test('changes count always, and are reported while somebody looks', () => {
    const { db, recorder } = setUp();
    db.changed(keyIn(db, 'a'), 'set');
    recorder.observed = false;
    db.changed(keyIn(db, 'a'), 'del', 3);
    expect(recorder.dirty).toBe(4);
    expect(recorder.log).toEqual(['set 0 a']);
  });

  test('the random key is never one that is due, and those on the way are removed', () => {
    const { keyspace, db } = setUp();
    for (let n = 0; n < 50; n++) {
      set(db, `due:${n}`, 'x');
      db.setExpiry(keyIn(db, `due:${n}`), NOW - 1);
    }
    set(db, 'living', 'x');
    for (let n = 0; n < 20; n++) expect(db.randomKey()?.latin1()).toBe('living');
    expect(keyspace.stats.expired).toBeGreaterThan(0);
    db.delete(keyIn(db, 'living'));
    expect(db.randomKey()).toBeUndefined();
    expect(db.size).toBe(0);
  });
});
