import { describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import type { PropagatedCommand } from '../../src/execution/effects.ts';
import { Effects } from '../../src/execution/effects.ts';
import { WatchTable } from '../../src/execution/watch.ts';
import { EMPTY_BYTES } from '../../src/memory/bytes.ts';
import { NO_SUCH_KEY } from '../../src/resp/reply-errors.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import { Key } from '../../src/structures/key.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags: [] } as const;

const commands: readonly CommandSpec[] = [
  command({
    ...common,
    name: 'PUT',
    handler({ args, db, reply }) {
      while (args.remaining > 0) {
        const key = args.key();
        db.setString(key, key.bytes, key.at, key.length);
        db.changed(key, 'put');
      }
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'LOOK',
    handler: ({ args, db, reply }) => reply.integer(db.peek(args.key()) === 0 ? 0 : 1),
  }),
  command({
    ...common,
    name: 'DUE',
    handler({ args, db, reply, propagateAs }) {
      const key = args.key();
      const ms = args.integer();
      db.setExpiry(key, ms);
      db.changed(key, 'expire');
      propagateAs('PEXPIREAT', key, ms);
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'TWICE',
    handler({ args, db, reply, propagateAs }) {
      const key = args.key();
      db.changed(key, 'twice');
      propagateAs('FIRST', key);
      propagateAs('SECOND', 'a text \xe9', 12n);
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'SECRET',
    handler({ args, db, reply, propagateAs, preventPropagation }) {
      db.changed(args.key(), 'secret');
      propagateAs('FIRST');
      preventPropagation();
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'HALF',
    handler({ args, db }) {
      db.changed(args.key(), 'half');
      throw NO_SUCH_KEY;
    },
  }),
  command({
    ...common,
    name: 'FLUSH',
    handler({ db, reply, keyspace }) {
      keyspace.changes.flushed(db);
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'SELECT',
    handler({ args, client, keyspace, reply }) {
      client.db = keyspace.databases[args.integer()];
      reply.ok();
    },
  }),
];

/** The units in which commands come to a sink. */
function units(harness: Harness): PropagatedCommand[][] {
  const seen: PropagatedCommand[][] = [];
  harness.effects.addSink({ propagate: (unit) => void seen.push([...unit]) });
  return seen;
}

function shown(unit: readonly PropagatedCommand[]): string[] {
  return unit.map(({ db, argv }) => [db, ...argv.map((argument) => argument.latin1())].join(' '));
}

describe('Effects', () => {
  test('with nobody looking only the changes are counted', () => {
    const { run, effects } = createHarness({ commands });
    expect(effects.observed).toBe(false);
    run('PUT', 'a', 'b', 'c');
    run('TWICE', 'a');
    expect(effects.dirty).toBe(4);
  });

  test('each change is told, in order, once the command has ended', () => {
    const { run, effects, events } = createHarness({ commands, listens: true });
    const during: number[] = [];
    effects.addListener({
      keyChanged: () => void during.push(effects.dirty),
      keyRemoved: () => undefined,
      databaseFlushed: () => undefined,
    });
    run('PUT', 'a', 'b');
    expect(events).toEqual(['put a', 'put b']);
    expect(during).toEqual([2, 2]);
    run('HALF', 'x');
    run('FLUSH');
    expect(events.slice(2)).toEqual(['half x', 'flushed 0']);
  });

  test('of more keys than the arguments’ ring holds each is told by its own name', () => {
    const { run, events } = createHarness({ commands, listens: true });
    const names = Array.from({ length: 40 }, (_, i) => `key:${i}`);
    run('PUT', ...names);
    expect(events).toEqual(names.map((name) => `put ${name}`));
  });

  test('what changed something is replayed as it came', () => {
    const { run, propagated } = createHarness({ commands, propagates: true });
    run('PUT', 'a', '\xff\0');
    run('LOOK', 'a');
    run('FOO', 'a');
    expect(propagated).toEqual([['PUT', 'a', '\xff\0']]);
  });

  test('or as its handler says, or not at all', () => {
    const { run, propagated } = createHarness({ commands, propagates: true });
    run('TWICE', 'k');
    run('SECRET', 'k');
    run('LOOK', 'k');
    run('PUT', 'b');
    expect(propagated).toEqual([
      ['FIRST', 'k'],
      ['SECOND', 'a text \xe9', '12'],
      ['PUT', 'b'],
    ]);
  });

  test('the commands of a unit come together, with their database', () => {
    const harness = createHarness({ commands });
    const seen = units(harness);
    harness.run('SELECT', '3');
    harness.run('TWICE', 'k');
    expect(seen.map(shown)).toEqual([['3 FIRST k', '3 SECOND a text \xe9 12']]);
    expect(harness.effects.propagates).toBe(true);
  });

  test('every sink and every listener is served', () => {
    const harness = createHarness({ commands, propagates: true, listens: true });
    const seen = units(harness);
    harness.run('PUT', 'a');
    expect(seen.length).toBe(1);
    expect(harness.propagated.length).toBe(1);
    expect(harness.events).toEqual(['put a']);
  });

  test('a key that was due is told and replayed as deleted, before the command that found it', () => {
    const harness = createHarness({ commands, listens: true });
    const seen = units(harness);
    harness.run('PUT', 'a');
    harness.run('DUE', 'a', String(HARNESS_NOW_MS));
    harness.clock.advance(1);
    harness.run('LOOK', 'a');
    expect(seen.map(shown)).toEqual([['0 PUT a'], [`0 PEXPIREAT a ${HARNESS_NOW_MS}`], ['0 DEL a']]);
    harness.run('PUT', 'a');
    harness.run('DUE', 'a', String(HARNESS_NOW_MS));
    harness.run('PUT', 'a');
    expect(seen.at(-1)?.map((one) => shown([one])[0])).toEqual(['0 DEL a', '0 PUT a']);
    expect(harness.events).toEqual(['put a', 'expire a', 'expired a', 'put a', 'expire a', 'expired a', 'put a']);
    // Deletions by time are no changes of the command's own.
    expect(harness.effects.dirty).toBe(5);
  });

  test('work outside commands is told and replayed once it has settled', () => {
    const harness = createHarness({ commands, listens: true });
    const seen = units(harness);
    harness.run('PUT', 'a', 'b');
    const { keyspace, effects } = harness;
    const [db] = keyspace.databases;
    for (const address of [...db.entries.dict]) db.expire(address, db.entries.readKey(address, new Key()));
    expect(harness.events.length).toBe(2);
    effects.settleOutsideCommands();
    expect(harness.events.slice(2).sort()).toEqual(['expired a', 'expired b']);
    expect(seen.slice(1).map((unit) => shown(unit).sort())).toEqual([['0 DEL a', '0 DEL b']]);
  });

  test('notices go to who asked for them, and break no transaction', () => {
    const { effects, watch, client, keyspace, run } = createHarness({ commands });
    const [db] = keyspace.databases;
    const told: string[] = [];
    const listener = {
      keyChanged: (_database: unknown, key: Key, event: string) => void told.push(`${event} ${key.latin1()}`),
      keyRemoved: () => undefined,
      databaseFlushed: () => undefined,
      noticed: (_database: unknown, key: Key, notice: string) => void told.push(`${notice} ${key.latin1()}`),
    };
    effects.addListener(listener);
    expect(effects.notices).toBe(false);
    run('PUT', 'a');
    effects.removeListener(listener);
    run('PUT', 'b');
    effects.addListener(listener, true);
    expect(effects.notices).toBe(true);
    run('PUT', 'c');
    expect(told).toEqual(['put a', 'new c', 'put c']);
    effects.removeListener(listener);
    expect([effects.observed, effects.notices]).toEqual([false, false]);

    effects.addListener(listener, true);
    watch.add(client, db.keyOver(EMPTY_BYTES, 0, 0));
    effects.noticed(db, db.keyOver(EMPTY_BYTES, 0, 0), 'keymiss');
    effects.settleOutsideCommands();
    expect(client.watchBroken).toBe(false);
  });

  test('pushes know whether a command is under way', () => {
    const pushes = { waiting: false, inCommand: true, sendKept: () => undefined };
    const effects = new Effects(new WatchTable(), pushes);
    const { keyspace } = createHarness({ commands });
    const seen: boolean[] = [];
    effects.addListener({
      keyChanged: () => void seen.push(pushes.inCommand),
      keyRemoved: () => void seen.push(pushes.inCommand),
      databaseFlushed: () => undefined,
    });
    const [db] = keyspace.databases;
    const key = db.keyOver(EMPTY_BYTES, 0, 0);
    effects.changed(db, key, 'put');
    effects.settle(db, new ArgumentVector());
    effects.removed(db, key, 'evicted');
    effects.settleOutsideCommands();
    expect([...seen, pushes.inCommand]).toEqual([true, false, true]);
  });

  test('looks again only while somebody watches', () => {
    const { effects, watch, client, keyspace } = createHarness({ commands });
    const [db] = keyspace.databases;
    watch.add(client, db.keyOver(EMPTY_BYTES, 0, 0));
    expect(effects.observed).toBe(true);
    watch.removeAll(client);
    expect(effects.observed).toBe(false);
  });
});
