import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/keyspace/database.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import type { Key } from '../../../src/structures/key.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import {
  array,
  ask,
  bulk,
  forget,
  INVALID_ID,
  NOT_AN_INTEGER,
  refusal,
  sent,
  streamHarness,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

const WITHOUT_KEY =
  '-ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option ' +
  'to create an empty stream automatically.';
const NO_GROUP = "-NOGROUP No such consumer group 'other' for key name 's'";
const NEGATIVE_READS = '-ERR value for ENTRIESREAD must be positive or -1';

const unknown = (word: string): string =>
  `-ERR unknown subcommand or wrong number of arguments for '${word}'. Try XGROUP HELP.`;
const wrongArity = (name: string): string => `-ERR wrong number of arguments for 'xgroup|${name}' command`;

function keyIn(db: Database, name: string): Key {
  const bytes = Bytes.fromString(name);
  return db.keyOver(bytes, 0, bytes.length);
}

/** Entries 1-0 to 3-0 of `s`: in group `g`, which has read 1-0, consumer `a` has that pending. */
function grouped(options: HarnessOptions = {}): Harness {
  const server = withEntries(3, options);
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a COUNT 1 STREAMS s >');
  forget(server);
  return server;
}

/** XINFO GROUPS in RESP2. */
function groups(
  ...all: [name: string, consumers: number, pending: number, last: string, read: string, lag: string][]
): string {
  const replies = all.map(([name, consumers, pending, last, read, lag]) =>
    array(
      ...[bulk('name'), bulk(name), bulk('consumers'), `:${consumers}`, bulk('pending'), `:${pending}`],
      ...[bulk('last-delivered-id'), bulk(last), bulk('entries-read'), read, bulk('lag'), lag],
    ),
  );
  return array(...replies);
}

describe('a watched stream', () => {
  test.each([
    ['XGROUP CREATE s h 0', false],
    ['XGROUP CREATE s h 0 MKSTREAM', false],
    ['XGROUP CREATE new h 0 MKSTREAM', true],
    ['XGROUP SETID s g 0', false],
    ['XGROUP CREATECONSUMER s g z', false],
    ['XGROUP DELCONSUMER s g a', false],
    ['XGROUP DESTROY s g', false],
    ['XSETID s 9-0', false],
    ['XREADGROUP GROUP g z STREAMS s >', false],
    ['XCLAIM s g z 0 1', false],
    ['XAUTOCLAIM s g z 0 0', false],
    ['XACK s g 1', false],
    ['XDEL s 1', true],
    ['XADD s 9 f v', true],
  ])('has changed by what changes its entries, or makes it: %s', (line, changes) => {
    const server = grouped();
    const { watch, client } = server;
    for (const name of ['s', 'new']) watch.add(client, keyIn(client.db, name));
    ask(server, line);
    expect([client.watchBroken, told(server).length > 0 || line.startsWith('XACK')]).toEqual([changes, true]);
  });
});

describe('XGROUP CREATE', () => {
  test.each([
    ['0', '0-0', '$-1', ':3'],
    ['2', '2-0', '$-1', '$-1'],
    ['2-5', '2-5', '$-1', '$-1'],
    ['$', '3-0', '$-1', ':0'],
    ['9', '9-0', '$-1', '$-1'],
    ['2 ENTRIESREAD 2', '2-0', ':2', ':1'],
    ['0 entriesread -1', '0-0', '$-1', ':3'],
    ['1 MKSTREAM ENTRIESREAD 1', '1-0', ':1', ':2'],
  ])('begins at %s', (options, last, read, lag) => {
    const server = withEntries(3);
    const line = `XGROUP CREATE s g ${options}`;
    expect(ask(server, line)).toBe('+OK');
    expect([sent(server), told(server)]).toEqual([[line], ['xgroup-create s']]);
    expect(ask(server, 'XINFO GROUPS s')).toBe(groups(['g', 0, 0, last, read, lag]));
  });

  test.each([
    ['$', '0-0'],
    ['7', '7-0'],
  ])('makes an empty stream where MKSTREAM says so: %s', (given, last) => {
    const server = streamHarness();
    expect(ask(server, `XGROUP CREATE s g ${given} mkstream`)).toBe('+OK');
    expect([sent(server), told(server)]).toEqual([[`XGROUP CREATE s g ${given} mkstream`], ['xgroup-create s']]);
    expect(ask(server, 'XLEN s')).toBe(':0');
    expect(ask(server, 'XINFO GROUPS s')).toContain(`$17 last-delivered-id $3 ${last} `);
  });

  test('makes no key where it fails', () => {
    const server = streamHarness();
    expect(ask(server, 'XGROUP CREATE s g 0')).toBe(WITHOUT_KEY);
    expect(ask(server, 'XGROUP CREATE s g x MKSTREAM')).toBe(INVALID_ID);
    expect(server.keyspace.databases[0].size).toBe(0);
    expect([sent(server), told(server)]).toEqual([[], []]);
  });
});

describe('XGROUP SETID', () => {
  test.each([
    ['0', '0-0', '$-1', ':3'],
    ['2-0', '2-0', '$-1', '$-1'],
    ['$', '3-0', '$-1', ':0'],
    ['-', '0-0', '$-1', ':3'],
    ['+', '18446744073709551615-18446744073709551615', '$-1', '$-1'],
    ['2 ENTRIESREAD 2', '2-0', ':2', ':1'],
  ])('goes to %s, forwards or back, and leaves what is pending', (options, last, read, lag) => {
    const server = grouped();
    const line = `XGROUP SETID s g ${options}`;
    expect(ask(server, line)).toBe('+OK');
    expect([sent(server), told(server)]).toEqual([[line], ['xgroup-setid s']]);
    expect(ask(server, 'XINFO GROUPS s')).toBe(groups(['g', 1, 1, last, read, lag]));
  });
});

describe('XGROUP DESTROY', () => {
  test('takes the group with all that is pending, and answers whether there was one', () => {
    const server = grouped();
    ask(server, 'XGROUP CREATE s h 0');
    forget(server);
    expect(ask(server, 'XGROUP DESTROY s g')).toBe(':1');
    expect([sent(server), told(server)]).toEqual([['XGROUP DESTROY s g'], ['xgroup-destroy s']]);
    expect(ask(server, 'XINFO GROUPS s')).toBe(groups(['h', 0, 0, '0-0', '$-1', ':3']));
    forget(server);
    expect(ask(server, 'XGROUP DESTROY s g')).toBe(':0');
    expect([sent(server), told(server), ask(server, 'XLEN s')]).toEqual([[], [], ':3']);
  });
});

describe('XGROUP CREATECONSUMER', () => {
  test.each([2, 3] as const)('answers whether the consumer is new: RESP%i', (protocol) => {
    const server = grouped({ protocol });
    const create = 'XGROUP CREATECONSUMER s g b';
    expect(ask(server, create)).toBe(':1');
    expect([sent(server), told(server)]).toEqual([[create], ['xgroup-createconsumer s']]);
    expect([ask(server, create), ask(server, 'XGROUP CREATECONSUMER s g a')]).toEqual([':0', ':0']);
    expect([sent(server), told(server)]).toEqual([[], []]);
    expect(ask(server, 'XINFO GROUPS s')).toContain('$9 consumers :2 ');
  });
});

describe('XGROUP DELCONSUMER', () => {
  test('answers how much the consumer had pending, which is so no longer', () => {
    const server = grouped();
    ask(server, 'XREADGROUP GROUP g a STREAMS s >', 'XGROUP CREATECONSUMER s g idle');
    forget(server);
    expect(ask(server, 'XGROUP DELCONSUMER s g a')).toBe(':3');
    expect([sent(server), told(server)]).toEqual([['XGROUP DELCONSUMER s g a'], ['xgroup-delconsumer s']]);
    expect(ask(server, 'XPENDING s g')).toBe('*4 :0 $-1 $-1 *-1');
    expect(ask(server, 'XGROUP DELCONSUMER s g idle')).toBe(':0');
    expect([sent(server), told(server)]).toEqual([['XGROUP DELCONSUMER s g idle'], ['xgroup-delconsumer s']]);
    expect(ask(server, 'XGROUP DELCONSUMER s g a')).toBe(':0');
    expect([sent(server), told(server)]).toEqual([[], []]);
    expect(ask(server, 'XINFO GROUPS s')).toBe(groups(['g', 0, 0, '3-0', ':3', ':0']));
  });
});

describe('what XGROUP refuses', () => {
  test.each([
    ['XGROUP CREATE s g 0', '-BUSYGROUP Consumer Group name already exists'],
    ['XGROUP CREATE s g 0 MKSTREAM', '-BUSYGROUP Consumer Group name already exists'],
    ['XGROUP CREATE nokey g x', WITHOUT_KEY],
    ['XGROUP CREATE s h x', INVALID_ID],
    ['XGROUP CREATE s h -', INVALID_ID],
    ['XGROUP CREATE s h 0 ENTRIESREAD x', NOT_AN_INTEGER],
    ['XGROUP CREATE s h 0 ENTRIESREAD -2', NEGATIVE_READS],
    ['XGROUP CREATE nokey h 0 ENTRIESREAD -2', NEGATIVE_READS],
    ['XGROUP CREATE s h 0 ENTRIESREAD', unknown('CREATE')],
    ['XGROUP CREATE s h 0 NOMKSTREAM', unknown('CREATE')],
    ['XGROUP create nokey h 0 x', unknown('create')],
    ['XGROUP CREATE s h 0 MKSTREAM MKSTREAM ENTRIESREAD 1', unknown('CREATE')],
    ['XGROUP CREATE text h 0', WRONG_TYPE],
    ['XGROUP CREATE s h', wrongArity('create')],
    ['XGROUP SETID s other 0', NO_GROUP],
    ['XGROUP SETID nokey g 0', WITHOUT_KEY],
    ['XGROUP SETID s g x', INVALID_ID],
    ['XGROUP SETID s g 0 MKSTREAM', unknown('SETID')],
    ['XGROUP SETID s g 0 ENTRIESREAD 1 ENTRIESREAD 2', unknown('SETID')],
    ['XGROUP SETID s g 0 ENTRIESREAD -2', NEGATIVE_READS],
    ['XGROUP SETID text g 0', WRONG_TYPE],
    ['XGROUP SETID s g', wrongArity('setid')],
    ['XGROUP DESTROY nokey g', WITHOUT_KEY],
    ['XGROUP DESTROY text g', WRONG_TYPE],
    ['XGROUP DESTROY s g x', wrongArity('destroy')],
    ['XGROUP CREATECONSUMER s other c', NO_GROUP],
    ['XGROUP CREATECONSUMER nokey g c', WITHOUT_KEY],
    ['XGROUP CREATECONSUMER text g c', WRONG_TYPE],
    ['XGROUP CREATECONSUMER s g', wrongArity('createconsumer')],
    ['XGROUP DELCONSUMER s other c', NO_GROUP],
    ['XGROUP DELCONSUMER nokey g c', WITHOUT_KEY],
    ['XGROUP DELCONSUMER text g c', WRONG_TYPE],
    ['XGROUP DELCONSUMER s g c d', wrongArity('delconsumer')],
    ['XGROUP NONE s g', "-ERR unknown subcommand 'NONE'. Try XGROUP HELP."],
    ['XGROUP', "-ERR wrong number of arguments for 'xgroup' command"],
  ])('%s', (line, error) => {
    expect(refusal(grouped(), line)).toBe(error);
  });
});

test('XGROUP HELP tells of every subcommand', () => {
  const help = ask(streamHarness(), 'XGROUP HELP');
  expect(help).toMatch(/^\*17 \+XGROUP <subcommand> /);
  for (const name of ['CREATE', 'CREATECONSUMER', 'DELCONSUMER', 'DESTROY', 'SETID']) {
    expect(help).toContain(` +${name} <key> <groupname> `);
  }
});
