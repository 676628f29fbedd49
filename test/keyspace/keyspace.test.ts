import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/keyspace/database.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Random } from '../../src/util/random.ts';
import { Recorder } from './recorder.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

function setUp(): { keyspace: Keyspace; recorder: Recorder } {
  const recorder = new Recorder();
  return { keyspace: new Keyspace(3, new Random(5), NOW, recorder), recorder };
}

function set(db: Database, name: string, length = 1): number {
  const bytes = Bytes.fromString(name);
  const key = db.keyOver(bytes, 0, bytes.length);
  db.setString(key, Bytes.zeroed(length), 0, length);
  return db.entries.find(key);
}

/** As a command finds it. */
function touch(db: Database, name: string): void {
  const bytes = Bytes.fromString(name);
  db.findRead(db.keyOver(bytes, 0, bytes.length));
}

describe('Keyspace', () => {
  test('the secret of the hash comes from the seed', () => {
    const secret = (seed: number): number[] => {
      const { hashKey0, hashKey1 } = new Keyspace(1, new Random(seed), NOW, new Recorder());
      return [hashKey0, hashKey1];
    };
    expect(secret(5)).toEqual(secret(5));
    expect(secret(5)).not.toEqual(secret(6));
  });

  test('used memory is blocks, large values and tables, and returns to where it began', () => {
    const { keyspace } = setUp();
    const [db] = keyspace.databases;
    expect(keyspace.usedMemory).toBe(0);
    const address = set(db, 'k'.repeat(16), 16);
    expect(keyspace.usedMemory).toBe(40 + db.entries.dict.memory);
    set(db, 'large', 100_000);
    expect(keyspace.usedMemory).toBe(40 + 24 + 100_000 + db.entries.dict.memory);
    db.entries.remove(address, db.entries.hashOf(address));
    const large = [...db.entries.dict][0];
    db.entries.remove(large, db.entries.hashOf(large));
    expect(keyspace.usedMemory).toBe(0);
    keyspace.clientBytes = 1234;
    expect(keyspace.usedMemory).toBe(1234);
  });

  test('LRU: seconds since the last access, from the first moment on', () => {
    const { keyspace } = setUp();
    const [db] = keyspace.databases;
    const address = set(db, 'a');
    const idle = (): number => keyspace.idleSeconds(db.entries.access(address));
    expect(idle()).toBe(0);
    keyspace.setTime(NOW + 90_000);
    expect(idle()).toBe(90);
    touch(db, 'a');
    expect(idle()).toBe(0);
    // The clock of 24 bits wraps around; Redis loses a second there.
    keyspace.setTime(NOW + 90_000 + 2 ** 24 * 1000 - 5_000);
    expect(idle()).toBe(2 ** 24 - 6);
  });

  test('accesses of a client that must not touch leave no trace', () => {
    const { keyspace } = setUp();
    const [db] = keyspace.databases;
    const address = set(db, 'a');
    keyspace.touches = false;
    keyspace.setTime(NOW + 10_000);
    touch(db, 'a');
    expect(keyspace.idleSeconds(db.entries.access(address))).toBe(10);
    // TOUCH is for just that.
    keyspace.noteAccess(db.entries, address);
    expect(keyspace.idleSeconds(db.entries.access(address))).toBe(0);
  });

  test('LFU: the counter begins at 5, grows ever more rarely, and decays with the minutes', () => {
    const { keyspace } = setUp();
    const [db] = keyspace.databases;
    keyspace.access.lfu = true;
    keyspace.refreshAccess();
    const address = set(db, 'a');
    const counter = (): number => keyspace.lfuCounter(db.entries.access(address));
    expect(counter()).toBe(5);
    touch(db, 'a');
    expect(counter()).toBe(6);
    for (let n = 0; n < 100; n++) touch(db, 'a');
    const often = counter();
    expect(often).toBeGreaterThan(7);
    expect(often).toBeLessThan(20);
    keyspace.setTime(NOW + 3 * MINUTE);
    expect(counter()).toBe(often - 3);
    keyspace.setTime(NOW + 300 * MINUTE);
    expect(counter()).toBe(0);
    keyspace.access.lfuDecayMinutes = 0;
    expect(counter()).toBe(often);
    keyspace.access.lfuLogFactor = 0;
    for (let n = 0; n < 300; n++) touch(db, 'a');
    expect(counter()).toBe(255);
  });

  test('swap exchanges the contents; everybody learns of both before', () => {
    const { keyspace, recorder } = setUp();
    const [first, , third] = keyspace.databases;
    set(first, 'a');
    keyspace.swap(0, 2);
    expect([first.size, third.size]).toEqual([0, 1]);
    expect([first.index, third.index]).toEqual([0, 2]);
    expect(recorder.log).toEqual(['flushed 0 by 2', 'flushed 2 by 0']);
    expect(recorder.dirty).toBe(1);
    keyspace.swap(1, 1);
    expect(recorder.log.length).toBe(2);
    expect(recorder.dirty).toBe(2);
  });

  test('release gives all memory back', () => {
    const { keyspace } = setUp();
    for (const db of keyspace.databases) for (let n = 0; n < 100; n++) set(db, `key:${n}`, n * 1000);
    keyspace.release();
    expect(keyspace.usedMemory).toBe(0);
    expect(keyspace.arena.reserved).toBe(0);
    expect(keyspace.databases.map(({ size }) => size)).toEqual([0, 0, 0]);
  });
});
