import { describe, expect, test } from 'vitest';
import { Client } from '../../src/execution/client.ts';
import type { Database } from '../../src/keyspace/database.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Key } from '../../src/structures/key.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';

interface SetUp extends Harness {
  readonly first: Database;
  readonly second: Database;
  another(): Client;
}

function setUp(): SetUp {
  const harness = createHarness();
  const [first, second] = harness.keyspace.databases;
  let id = harness.client.id;
  return {
    ...harness,
    first,
    second,
    another: () => new Client(++id, harness.client.connection, first, HARNESS_NOW_MS),
  };
}

function keyIn(db: Database, name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return db.keyOver(bytes, 0, bytes.length);
}

/** Another client's SET, with what settles after it. */
function set(harness: SetUp, db: Database, name: string, expiresMs?: number): void {
  db.setString(keyIn(db, name), Bytes.fromString('x'), 0, 1);
  if (expiresMs !== undefined) db.setExpiry(keyIn(db, name), expiresMs);
  db.changed(keyIn(db, name), 'set');
  harness.effects.settleOutsideCommands();
}

function look(harness: SetUp, db: Database, name: string): void {
  db.findRead(keyIn(db, name));
  harness.effects.settleOutsideCommands();
}

describe('WatchTable', () => {
  test('a change breaks the transactions of all who watch the key, and of nobody else', () => {
    const harness = setUp();
    const { watch, client, first, second, another } = harness;
    const [other, elsewhere, idle] = [another(), another(), another()];
    elsewhere.db = second;
    watch.add(client, keyIn(first, 'a'));
    watch.add(client, keyIn(first, 'b'));
    watch.add(other, keyIn(first, 'a'));
    watch.add(elsewhere, keyIn(second, 'a'));
    watch.add(idle, keyIn(first, 'c'));
    expect(watch.size).toBe(4);
    set(harness, first, 'a');
    expect([client, other, elsewhere, idle].map(({ watchBroken }) => watchBroken)).toEqual([true, true, false, false]);
  });

  test('a client whose transaction is broken watches nothing any more', () => {
    const harness = setUp();
    const { watch, client, first, another } = harness;
    const other = another();
    set(harness, first, 'b');
    for (const name of ['a', 'b']) watch.add(client, keyIn(first, name));
    watch.add(other, keyIn(first, 'b'));
    set(harness, first, 'a');
    expect([client.watchBroken, client.watched, watch.size]).toEqual([true, undefined, 1]);
    expect(other.watchBroken).toBe(false);
    harness.effects.flushed(first);
    expect([other.watchBroken, other.watched, watch.size]).toEqual([true, undefined, 0]);
  });

  test('a client that stops watching is as new', () => {
    const harness = setUp();
    const { watch, client, first, another } = harness;
    const other = another();
    watch.add(client, keyIn(first, 'a'));
    watch.add(client, keyIn(first, 'a'));
    watch.add(other, keyIn(first, 'a'));
    expect(client.watched?.length).toBe(1);
    set(harness, first, 'a');
    watch.removeAll(client);
    expect([client.watchBroken, client.watched, other.watchBroken, watch.size]).toEqual([false, undefined, true, 0]);
    watch.add(client, keyIn(first, 'b'));
    watch.removeAll(client);
    for (const name of ['a', 'b']) set(harness, first, name);
    expect(client.watchBroken).toBe(false);
    watch.removeAll(other);
    watch.removeAll(other);
    expect([other.watchBroken, watch.size]).toEqual([false, 0]);
  });

  test('tells when the first begins and when the last has stopped', () => {
    const { watch, client, first, another } = setUp();
    const sizes: number[] = [];
    watch.onWatching = () => void sizes.push(watch.size);
    const other = another();
    watch.add(client, keyIn(first, 'a'));
    watch.add(other, keyIn(first, 'b'));
    watch.removeAll(client);
    watch.removeAll(other);
    expect(sizes).toEqual([1, 0]);
  });

  test('a key that falls due after WATCH breaks, gone or still standing', () => {
    const harness = setUp();
    const { watch, client, first, keyspace, another } = harness;
    const other = another();
    set(harness, first, 'a', HARNESS_NOW_MS + 10);
    watch.add(client, keyIn(first, 'a'));
    watch.add(other, keyIn(first, 'a'));
    expect(watch.hasExpired(client)).toBe(false);
    keyspace.setTime(HARNESS_NOW_MS + 11);
    expect(watch.hasExpired(client)).toBe(true);
    look(harness, first, 'a');
    expect(watch.hasExpired(other)).toBe(false);
    expect(other.watchBroken).toBe(true);
  });

  test('a key that was due already when WATCH came may go, but not come back', () => {
    const harness = setUp();
    const { watch, client, first } = harness;
    set(harness, first, 'a', HARNESS_NOW_MS - 1);
    watch.add(client, keyIn(first, 'a'));
    expect(watch.hasExpired(client)).toBe(false);
    look(harness, first, 'a');
    expect(first.size).toBe(0);
    expect([client.watchBroken, watch.hasExpired(client)]).toEqual([false, false]);
    set(harness, first, 'a');
    expect(client.watchBroken).toBe(true);
  });

  test('what happens around a value breaks nothing', () => {
    const harness = setUp();
    const { watch, client, first, keyspace } = harness;
    set(harness, first, 'a');
    watch.add(client, keyIn(first, 'a'));
    first.changedAround(keyIn(first, 'a'), 'xsetid');
    harness.effects.settleOutsideCommands();
    expect([client.watchBroken, keyspace.changes.dirty]).toEqual([false, 2]);
  });

  test('a due key that is written at once has changed', () => {
    const harness = setUp();
    const { watch, client, first } = harness;
    set(harness, first, 'a', HARNESS_NOW_MS - 1);
    watch.add(client, keyIn(first, 'a'));
    set(harness, first, 'a');
    expect(client.watchBroken).toBe(true);
  });

  test.each([
    // Before the flush, and whether EXEC will fail after it.
    ['a key that is there', undefined, true],
    ['a key that was due', HARNESS_NOW_MS - 1, false],
  ])('a flush takes %s', (_name, expiresMs, breaks) => {
    const harness = setUp();
    const { watch, client, first, another } = harness;
    const other = another();
    set(harness, first, 'a', expiresMs);
    watch.add(client, keyIn(first, 'a'));
    watch.add(other, keyIn(first, 'missing'));
    watch.touchAll(first, undefined);
    expect([client.watchBroken, other.watchBroken]).toEqual([breaks, false]);
  });

  const DUE = HARNESS_NOW_MS - 1;
  const NOT_DUE = HARNESS_NOW_MS + 1;
  test.each<[here: number | undefined, there: number | undefined, breaks: boolean]>([
    [NOT_DUE, NOT_DUE, true],
    [NOT_DUE, DUE, true],
    [NOT_DUE, undefined, true],
    [DUE, NOT_DUE, true],
    [DUE, DUE, false],
    [DUE, undefined, false],
    [undefined, NOT_DUE, true],
    [undefined, DUE, false],
    [undefined, undefined, false],
  ])('a swap from expiry %s to %s breaks: %s', (here, there, breaks) => {
    const harness = setUp();
    const { watch, client, first, second, keyspace } = harness;
    if (here !== undefined) set(harness, first, 'a', here);
    if (there !== undefined) set(harness, second, 'a', there);
    watch.add(client, keyIn(first, 'a'));
    keyspace.swap(0, 1);
    expect(client.watchBroken || watch.hasExpired(client)).toBe(breaks);
    if (breaks) return;
    look(harness, first, 'a');
    expect(client.watchBroken).toBe(false);
    set(harness, first, 'a');
    expect(client.watchBroken).toBe(true);
  });
});
