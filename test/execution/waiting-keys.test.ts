import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/execution/client.ts';
import type { CommandEntry } from '../../src/execution/command-entry.ts';
import { Waiter } from '../../src/execution/waiter.ts';
import type { WaitingKey } from '../../src/execution/waiting-keys.ts';
import { WaitingKeys } from '../../src/execution/waiting-keys.ts';
import { StreamValue } from '../../src/datatypes/stream-value.ts';
import { TYPE_LIST, TYPE_STREAM, TYPE_STRING, TYPE_ZSET } from '../../src/datatypes/value.ts';
import type { Database } from '../../src/keyspace/database.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { createHarness, vectorOf } from '../support/command-harness.ts';

/** Names whose hashes are all the same, but for every third. */
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

function keyNamed(name: string): Key {
  const bytes = Bytes.fromString(name);
  return new Key().setHashed(bytes, 0, bytes.length, name.charCodeAt(0) % 3 === 0 ? 7 : -7);
}

function waiterFor(client: Client, type: number, whenGone: boolean): Waiter {
  return new Waiter(client, {} as CommandEntry, vectorOf(['WAIT']), { type, timeoutMs: 0, whenGone }, Infinity);
}

interface Modelled {
  readonly waiter: Waiter;
  readonly database: Database;
  readonly names: readonly string[];
}

describe('the table of waiting clients', () => {
  test('keeps the queue of every key, whoever comes and goes', () => {
    const names = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 });
    const step = fc.oneof(
      fc.record({ database: fc.nat(1), names, type: fc.constantFrom(TYPE_LIST, TYPE_ZSET), whenGone: fc.boolean() }),
      fc.record({ leaves: fc.nat() }),
    );
    const { client, keyspace } = createHarness({ databases: 2 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new WaitingKeys();
        const told: boolean[] = [];
        table.onWaiting = () => told.push(table.size > 0);
        const model: Modelled[] = [];
        for (const what of steps) {
          if ('leaves' in what) {
            const [gone] = model.splice(what.leaves % Math.max(1, model.length), 1) as (Modelled | undefined)[];
            if (gone !== undefined) table.remove(gone.waiter);
            expect(gone?.waiter.places ?? []).toEqual([]);
          } else {
            client.db = keyspace.databases[what.database];
            const waiter = waiterFor(client, what.type, what.whenGone);
            for (const name of what.names) table.add(waiter, keyNamed(name));
            model.push({ waiter, database: client.db, names: what.names });
          }
          compare(table, model, keyspace.databases);
        }
        expect(told).toEqual(told.map((_, i) => i % 2 === 0));
      }),
      { numRuns: 200 },
    );
  });

  test('tells what is ready, each key once, in the order in which they came to be', () => {
    const { client, keyspace } = createHarness();
    const [first, second] = keyspace.databases;
    const table = new WaitingKeys();
    let calls = 0;
    table.onReady = () => calls++;
    for (const name of ['a', 'b', 'd']) table.add(waiterFor(client, TYPE_STRING, false), keyIn(first, name));
    const create = (db: Database, name: string): void => {
      set(db, name);
      table.created(db, keyIn(db, name));
    };
    create(first, 'd');
    create(second, 'a');
    create(first, 'c');
    create(first, 'a');
    create(first, 'd');
    expect([table.hasReady, calls]).toEqual([true, 1]);
    expect(namesOf(table.takeReady())).toEqual(['d', 'a']);
    expect([table.hasReady, table.takeReady()]).toEqual([false, []]);
  });

  test('does not hear of a type that nobody waits for', () => {
    const { client, keyspace } = createHarness();
    const [db] = keyspace.databases;
    const table = new WaitingKeys();
    set(db, 'a');
    const lists = waiterFor(client, TYPE_LIST, false);
    table.add(lists, keyIn(db, 'a'));
    table.created(db, keyIn(db, 'a'));
    expect(table.hasReady).toBe(false);
    const strings = waiterFor(client, TYPE_STRING, false);
    table.add(strings, keyIn(db, 'b'));
    table.created(db, keyIn(db, 'a'));
    expect(namesOf(table.takeReady())).toEqual(['a']);
    table.remove(strings);
    table.created(db, keyIn(db, 'a'));
    expect(table.hasReady).toBe(false);
  });

  test('hears of a database that loses its keys, or gets others, where they matter to somebody', () => {
    const { client, keyspace } = createHarness();
    const [first, second] = keyspace.databases;
    const table = new WaitingKeys();
    for (const name of ['a', 'b', 'c']) table.add(waiterFor(client, TYPE_STRING, name === 'c'), keyIn(first, name));
    for (const [db, name] of [[second, 'b'] as const, [first, 'c'] as const, [second, 'c'] as const]) set(db, name);
    table.flushed(second, first);
    expect(table.hasReady).toBe(false);
    table.flushed(first, second);
    expect(namesOf(table.takeReady())).toEqual(['b', 'c']);
    table.flushed(first, undefined);
    expect(namesOf(table.takeReady())).toEqual(['c']);
  });

  test('of streams hears of new entries and ended groups, and of keys that go where somebody cares', () => {
    const { client, keyspace } = createHarness();
    const [db] = keyspace.databases;
    const table = new WaitingKeys();
    const streams = [keyIn(db, 's'), keyIn(db, 't')];
    for (const key of streams) db.lookupOrCreate(key, StreamValue);
    table.add(waiterFor(client, TYPE_STREAM, true), streams[0]);
    table.add(waiterFor(client, TYPE_STREAM, false), streams[1]);
    for (const event of ['xtrim', 'xdel', 'xsetid', 'xgroup-create', 'xgroup-createconsumer', 'expire', 'persist']) {
      for (const key of streams) table.changed(db, key, event);
    }
    expect(table.hasReady).toBe(false);
    table.changed(db, streams[1], 'xadd');
    table.changed(db, streams[0], 'xgroup-destroy');
    expect(namesOf(table.takeReady())).toEqual(['t', 's']);
    for (const name of ['t', 's', 'u']) table.removed(db, keyIn(db, name));
    expect(namesOf(table.takeReady())).toEqual(['s']);
    for (const name of ['s', 't']) {
      set(db, name);
      table.changed(db, keyIn(db, name), 'set');
    }
    expect(namesOf(table.takeReady())).toEqual(['s']);
  });
});

function keyIn(db: Database, name: string): Key {
  const bytes = Bytes.fromString(name);
  return db.keyOver(bytes, 0, bytes.length);
}

function set(db: Database, name: string): void {
  db.setString(keyIn(db, name), Bytes.fromString('x'), 0, 1);
}

/** Takes keys that were ready. */
function namesOf(keys: readonly WaitingKey[]): string[] {
  return keys.map((key) => {
    key.isReady = false;
    return key.name.latin1();
  });
}

function compare(table: WaitingKeys, model: readonly Modelled[], databases: readonly Database[]): void {
  let keys = 0;
  let whenGone = 0;
  for (const database of databases) {
    for (const name of NAMES) {
      const queue = model.filter((one) => one.database === database && one.names.includes(name));
      table.changed(database, keyNamed(name), 'xadd');
      const [key] = table.takeReady();
      if (queue.length === 0) {
        expect(key).toBeUndefined();
        continue;
      }
      keys++;
      if (queue.some(({ waiter }) => waiter.options.whenGone)) whenGone++;
      key.isReady = false;
      expect(key.size).toBe(queue.length);
      const forwards: Waiter[] = [];
      for (let place = key.first; place !== undefined; place = place.next) {
        expect([place.key, place.next?.previous ?? place]).toEqual([key, place]);
        forwards.push(place.waiter);
      }
      expect(forwards.every((waiter, i) => waiter === queue[i].waiter)).toBe(true);
      expect(key.last?.waiter).toBe(forwards.at(-1));
      for (const type of [TYPE_LIST, TYPE_ZSET]) {
        const expected = queue.some(({ waiter }) => waiter.isServedBy(type));
        expect(key.serves(type)).toBe(expected);
      }
      expect(key.serves(-1)).toBe(queue.some(({ waiter }) => waiter.isServedBy(-1)));
    }
  }
  expect([table.size, table.countWhenGone()]).toEqual([keys, whenGone]);
}
