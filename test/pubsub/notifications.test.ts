import { describe, expect, test } from 'vitest';
import { genericCommands } from '../../src/commands/generic/index.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import type { ClientConnection } from '../../src/execution/client.ts';
import { Client } from '../../src/execution/client.ts';
import { Pushes } from '../../src/execution/pushes.ts';
import { ActiveExpiry } from '../../src/keyspace/expiry.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { OutputSink } from '../../src/memory/output.ts';
import { KeyspaceNotifications } from '../../src/pubsub/notifications.ts';
import { PubSub } from '../../src/pubsub/pubsub.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS, plantList } from '../support/command-harness.ts';

interface Listening extends Harness {
  readonly notifications: KeyspaceNotifications;
  /** What came since it was asked last, as `channel text`. */
  heard(): string[];
}

function listening(classes: string, hears = true): Listening {
  const harness = createHarness({ commands: [...stringCommands, ...genericCommands] });
  const { effects, keyspace, reply } = harness;
  const pubsub = new PubSub(new Pushes(reply.out), keyspace.hashKey0, keyspace.hashKey1);
  const notifications = new KeyspaceNotifications(effects, pubsub);
  notifications.setClasses(classes);
  let texts: string[] = [];
  const sink: OutputSink = {
    held: 0,
    take: (bytes, start, end) => texts.push(bytes.latin1(start, end)),
    borrow: () => undefined,
    cutTo: () => undefined,
  };
  const client = new Client(99, { sink } as unknown as ClientConnection, keyspace.databases[0], 0);
  const everything = Bytes.fromString('*');
  if (hears) pubsub.subscribe(client, 'patterns', everything, 0, 1);
  const heard = (): string[] => {
    const all = texts.map((text) => text.split('\r\n').filter((_, line) => line === 6 || line === 8));
    texts = [];
    return all.map(([channel, text]) => `${channel} ${text}`);
  };
  return { ...harness, notifications, heard };
}

describe('keyspace notifications', () => {
  test('tell the event in the channel of the key, then the key in the channel of the event', () => {
    const { run, heard } = listening('KE$');
    run('SET', 'k\xff', 'v');
    expect(heard()).toEqual(['__keyspace@0__:k\xff set', '__keyevent@0__:set k\xff']);
  });

  test.each([
    ['K$', ['__keyspace@0__:k set']],
    ['E$', ['__keyevent@0__:set k']],
    ['KEg', []],
    ['$', []],
    ['KE', []],
    ['', []],
  ])('%s tells of SET: %j', (classes, expected) => {
    const { run, heard } = listening(classes);
    run('SET', 'k', 'v');
    expect(heard()).toEqual(expected);
  });

  test.each(['', 'KE', 'g$lshzxetdnmoc'])('with %j the effects do not know of them', (classes) => {
    const { effects, notifications } = listening('KEg$m');
    expect([effects.observed, effects.notices]).toEqual([true, true]);
    notifications.setClasses(classes);
    expect([effects.observed, effects.notices]).toEqual([false, false]);
  });

  test('notices are asked for only where they are wanted', () => {
    const { effects, notifications } = listening('KEg$lshzxetd');
    expect(effects.notices).toBe(false);
    for (const letter of 'nmoc') {
      notifications.setClasses(`K${letter}`);
      expect(effects.notices).toBe(true);
    }
  });

  test('name the database', () => {
    const { run, heard } = listening('KEg');
    run('SET', 'k', 'v');
    run('MOVE', 'k', '12');
    expect(heard()).toEqual([
      '__keyspace@0__:k move_from',
      '__keyevent@0__:move_from k',
      '__keyspace@12__:k move_to',
      '__keyevent@12__:move_to k',
    ]);
  });

  test('of a key that is longer than anything kept', () => {
    const { run, heard } = listening('KE$');
    const key = 'k'.repeat(100_000);
    run('SET', key, 'v');
    run('SET', 'short', 'v');
    expect(heard()).toEqual([
      ...[`__keyspace@0__:${key} set`, `__keyevent@0__:set ${key}`],
      ...['__keyspace@0__:short set', '__keyevent@0__:set short'],
    ]);
  });

  test('of keys that are new, missed, overwritten, and of another type', () => {
    const harness = listening('Knmoc$');
    const { run, heard } = harness;
    run('GET', 'k');
    run('SET', 'k', '1');
    run('SET', 'k', '2');
    run('INCR', 'k');
    expect(heard()).toEqual([
      ...['__keyspace@0__:k keymiss', '__keyspace@0__:k new', '__keyspace@0__:k set'],
      ...['__keyspace@0__:k overwritten', '__keyspace@0__:k set', '__keyspace@0__:k incrby'],
    ]);
    plantList(harness, 'list');
    run('SET', 'list', 'v');
    expect(heard()).toEqual([
      ...['__keyspace@0__:list overwritten', '__keyspace@0__:list type_changed', '__keyspace@0__:list set'],
    ]);
  });

  test('RENAME and COPY over a key of another type', () => {
    const harness = listening('Kgnoc');
    const { run, heard } = harness;
    run('SET', 'k', '1');
    plantList(harness, 'list');
    heard();
    run('COPY', 'k', 'list', 'REPLACE');
    expect(heard().map((text) => text.split(' ')[1])).toEqual(['new', 'copy_to', 'overwritten', 'type_changed']);
    run('RENAME', 'k', 'list');
    expect(heard().map((text) => text.split(' ')[1])).toEqual(['new', 'rename_from', 'rename_to', 'overwritten']);
  });

  test('OBJECT misses nothing', () => {
    const { run, heard } = listening('Km');
    run('OBJECT', 'ENCODING', 'none');
    expect(heard()).toEqual([]);
    run('EXISTS', 'none');
    expect(heard()).toEqual(['__keyspace@0__:none keymiss']);
  });

  test('of a key whose time came, found by a command or by the cycle', () => {
    const { run, heard, clock, keyspace, effects } = listening('KEx');
    run('SET', 'a', 'v', 'PX', '10');
    run('SET', 'b', 'v', 'PX', '10');
    clock.advance(100);
    run('GET', 'a');
    expect(heard()).toEqual(['__keyspace@0__:a expired', '__keyevent@0__:expired a']);
    keyspace.setTime(HARNESS_NOW_MS + 100);
    new ActiveExpiry(keyspace, clock, () => effects.settleOutsideCommands()).cycle();
    expect(heard()).toEqual(['__keyspace@0__:b expired', '__keyevent@0__:expired b']);
  });

  test('a key evicted', () => {
    const { effects, keyspace, heard } = listening('KEe');
    const [database] = keyspace.databases;
    const name = Bytes.fromString('k');
    effects.removed(database, database.keyOver(name, 0, 1), 'evicted');
    effects.settleOutsideCommands();
    expect(heard()).toEqual(['__keyspace@0__:k evicted', '__keyevent@0__:evicted k']);
  });
});
