import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/execution/client.ts';
import type { CommandEntry } from '../../src/execution/command-entry.ts';
import { Waiter } from '../../src/execution/waiter.ts';
import { WaitingKeys } from '../../src/execution/waiting-keys.ts';
import { TYPE_LIST, TYPE_STREAM, TYPE_ZSET } from '../../src/datatypes/value.ts';
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

  test('tells what is ready, each key once, in the order of the changes', () => {
    const { client, keyspace } = createHarness();
    const [first, second] = keyspace.databases;
    const table = new WaitingKeys();
    let calls = 0;
    table.onReady = () => calls++;
    for (const name of ['a', 'b', 'd']) table.add(waiterFor(client, TYPE_LIST, false), keyNamed(name));
    table.changed(first, keyNamed('d'), 'rpush');
    table.changed(second, keyNamed('a'), 'rpush');
    table.changed(first, keyNamed('c'), 'rpush');
    table.created(first, keyNamed('a'));
    table.changed(first, keyNamed('d'), 'rpush');
    expect([table.hasReady, calls]).toEqual([true, 1]);
    expect(table.takeReady().map(({ name }) => name.latin1())).toEqual(['d', 'a']);
    expect([table.hasReady, table.takeReady()]).toEqual([false, []]);
    table.flushed(second);
    expect(table.hasReady).toBe(false);
    table.flushed(first);
    expect(table.takeReady()).toHaveLength(1);
  });

  test('of streams hears of new entries and ended groups, and of keys that go where somebody cares', () => {
    const { client, keyspace } = createHarness();
    const [db] = keyspace.databases;
    const table = new WaitingKeys();
    const ready = (): string[] =>
      table.takeReady().map((key) => {
        key.isReady = false;
        return key.name.latin1();
      });
    table.add(waiterFor(client, TYPE_STREAM, true), keyNamed('s'));
    table.add(waiterFor(client, TYPE_STREAM, false), keyNamed('t'));
    for (const event of ['xtrim', 'xdel', 'xsetid', 'xgroup-create', 'xgroup-createconsumer']) {
      table.changed(db, keyNamed('s'), event);
    }
    expect(ready()).toEqual([]);
    table.changed(db, keyNamed('t'), 'xadd');
    table.changed(db, keyNamed('s'), 'xgroup-destroy');
    expect(ready()).toEqual(['t', 's']);
    table.removed(db, keyNamed('t'));
    table.removed(db, keyNamed('s'));
    table.removed(db, keyNamed('u'));
    expect(ready()).toEqual(['s']);
  });
});

function compare(table: WaitingKeys, model: readonly Modelled[], databases: readonly Database[]): void {
  let keys = 0;
  let whenGone = 0;
  for (const database of databases) {
    for (const name of NAMES) {
      const queue = model.filter((one) => one.database === database && one.names.includes(name));
      table.changed(database, keyNamed(name), 'rpush');
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
