import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { decode } from '../../support/resp-frames.ts';
import { array, ask, bulk, forget, refusal, sent, streamHarness, told, withEntries, WRONG_TYPE } from './harness.ts';

/** The names and values of a map, as both protocols send them behind its length. */
const pairs = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${bulk(name)} ${value}`)
    .join(' ');

/** A field of the reply, or of the first map in it. */
function field({ run }: Harness, line: string, name: string): unknown {
  const reply = decode(Buffer.from(run(...line.split(' ')), 'latin1')) as unknown[];
  const map = Array.isArray(reply[0]) ? (reply[0] as unknown[]) : reply;
  return map[map.indexOf(name) + 1];
}

/** Entries 1-0 to 4-0; group `g` has given 1-0 and 2-0 to `a` 250 ms ago, `b` has asked for nothing yet. */
function grouped(options: HarnessOptions = {}): Harness {
  const server = withEntries(4, options);
  ask(server, 'XGROUP CREATE s g 0', 'XGROUP CREATE s h 4', 'XREADGROUP GROUP g a COUNT 2 STREAMS s >');
  server.clock.advance(250);
  ask(server, 'XGROUP CREATECONSUMER s g b');
  server.clock.advance(30);
  forget(server);
  return server;
}

const entry = (ms: number): string => array(bulk(`${ms}-0`), array(bulk('f'), bulk('v')));

describe.each([
  [2, (size: number) => `*${2 * size}`, '$-1'],
  [3, (size: number) => `%${size}`, '_'],
] as const)('in RESP%i', (protocol, map, none) => {
  test('XINFO STREAM tells all about a stream', () => {
    const head = {
      'radix-tree-keys': ':1',
      'radix-tree-nodes': ':2',
      'last-generated-id': bulk('4-0'),
      'max-deleted-entry-id': bulk('3-0'),
      'entries-added': ':4',
    };
    const server = grouped({ protocol });
    ask(server, 'XDEL s 1 3');
    expect(ask(server, 'XINFO STREAM s')).toBe(
      `${map(10)} ${pairs({ length: ':2', ...head, 'recorded-first-entry-id': bulk('2-0'), groups: ':2' })} ` +
        pairs({ 'first-entry': entry(2), 'last-entry': entry(4) }),
    );
    ask(server, 'XTRIM s MAXLEN 0');
    const empty = { ...head, 'radix-tree-keys': ':0', 'radix-tree-nodes': ':1' };
    expect(ask(server, 'XINFO STREAM s')).toBe(
      `${map(10)} ${pairs({ length: ':0', ...empty, 'recorded-first-entry-id': bulk('0-0'), groups: ':2' })} ` +
        pairs({ 'first-entry': none, 'last-entry': none }),
    );
  });

  test('XINFO GROUPS tells of each group', () => {
    const g = { name: bulk('g'), consumers: ':2', pending: ':2', 'last-delivered-id': bulk('2-0') };
    const h = { name: bulk('h'), consumers: ':0', pending: ':0', 'last-delivered-id': bulk('4-0') };
    expect(ask(grouped({ protocol }), 'XINFO GROUPS s')).toBe(
      array(
        `${map(6)} ${pairs({ ...g, 'entries-read': ':2', lag: ':2' })}`,
        `${map(6)} ${pairs({ ...h, 'entries-read': none, lag: ':0' })}`,
      ),
    );
  });

  test('XINFO CONSUMERS tells of each consumer', () => {
    const server = grouped({ protocol });
    const a = { name: bulk('a'), pending: ':2', idle: ':280', inactive: ':280' };
    const b = { name: bulk('b'), pending: ':0', idle: ':30', inactive: ':-1' };
    expect(ask(server, 'XINFO CONSUMERS s g')).toBe(array(`${map(4)} ${pairs(a)}`, `${map(4)} ${pairs(b)}`));
    expect([ask(server, 'XINFO CONSUMERS s h'), ask(withEntries(1), 'XINFO GROUPS s')]).toEqual(['*0', '*0']);
  });
});

test.each<[ids: string[], keys: number, nodes: number]>([
  [[], 0, 1],
  [['1-0', '2-0'], 1, 2],
  [['1-0', '2-0', '3-0'], 2, 6],
  [['1-0', '1-1', '256-0', '256-1', '65536-0'], 3, 9],
  [['1-0', '1-1', '1-2', '1-3', '9007199254740993-0', '18446744073709551615-1'], 3, 8],
  [Array.from({ length: 12 }, (_, i) => `${i + 1}-0`), 6, 14],
])('XINFO STREAM counts the nodes of the tree in which Redis would keep %j', (ids, keys, nodes) => {
  const server = streamHarness();
  server.keyspace.packing.streamNodeEntries = 2;
  ask(server, 'XGROUP CREATE s g 0 MKSTREAM', ...ids.map((id) => `XADD s ${id} f v`));
  const counts = ['radix-tree-keys', 'radix-tree-nodes'].map((name) => field(server, 'XINFO STREAM s', name));
  expect(counts).toEqual([keys, nodes]);
});

describe('how far a group has read', () => {
  test.each<[lines: string[], read: number | null, lag: number | null]>([
    [['XGROUP CREATE s g 0'], null, 4],
    [['XGROUP CREATE s g $'], null, 0],
    [['XGROUP CREATE s g 9'], null, null],
    [['XGROUP CREATE s g 1'], null, 3],
    [['XGROUP CREATE s g 2'], null, null],
    [['XGROUP CREATE s g 2 ENTRIESREAD 2'], 2, 2],
    [['XGROUP CREATE s g 0', 'XDEL s 1'], null, 3],
    [['XGROUP CREATE s g 0', 'XDEL s 3'], null, null],
    [['XGROUP CREATE s g 0', 'XTRIM s MAXLEN 1'], null, 1],
    [['XGROUP CREATE s g 0', 'XTRIM s MAXLEN 0'], null, 0],
    [['XGROUP CREATE s g 0', 'XREADGROUP GROUP g c COUNT 3 STREAMS s >'], 3, 1],
    [['XGROUP CREATE s g 0', 'XREADGROUP GROUP g c COUNT 1 STREAMS s >', 'XDEL s 3'], 1, null],
    [['XGROUP CREATE s g 0', 'XDEL s 3', 'XREADGROUP GROUP g c STREAMS s >'], 4, 0],
    [['XGROUP CREATE s g 1', 'XSETID s 4 ENTRIESADDED 9007199254740993'], null, 3],
  ])('after %j', (lines, read, lag) => {
    const server = withEntries(4);
    ask(server, ...lines);
    const told = ['entries-read', 'lag'].map((name) => field(server, 'XINFO GROUPS s', name));
    expect(told).toEqual([read, lag]);
  });
});

test('XINFO tells the client and nobody else', () => {
  const server = grouped();
  ask(server, 'XINFO STREAM s', 'XINFO GROUPS s', 'XINFO CONSUMERS s g', 'XINFO STREAM s FULL');
  expect([sent(server), told(server)]).toEqual([[], []]);
});

test('XINFO HELP names the subcommands', () => {
  const lines = ask(streamHarness(), 'XINFO HELP').split(/ \+/);
  expect(lines).toEqual([
    '*9',
    'XINFO <subcommand> [<arg> [value] [opt] ...]. Subcommands are:',
    ...['CONSUMERS <key> <groupname>', '    Show consumers of <groupname>.'],
    ...['GROUPS <key>', '    Show the stream consumer groups.'],
    ...['STREAM <key> [FULL [COUNT <count>]', '    Show information about the stream.'],
    ...['HELP', '    Print this help.'],
  ]);
});

const unknown = (word: string): string =>
  `-ERR unknown subcommand or wrong number of arguments for '${word}'. Try XINFO HELP.`;

test.each([
  ['STREAM nokey', '-ERR no such key'],
  ['STREAM nokey FOO', '-ERR no such key'],
  ['STREAM text', WRONG_TYPE],
  ['STREAM text FULL COUNT x', WRONG_TYPE],
  ['STREAM s FOO', unknown('STREAM')],
  ['stream s FULL COUNT', unknown('stream')],
  ['STREAM s FULL LIMIT 1', unknown('STREAM')],
  ['STREAM s FULL COUNT 1 2', unknown('STREAM')],
  ['STREAM s COUNT 1', unknown('STREAM')],
  ['STREAM s FULL COUNT x', '-ERR value is not an integer or out of range'],
  ['STREAM', "-ERR wrong number of arguments for 'xinfo|stream' command"],
  ['GROUPS nokey', '-ERR no such key'],
  ['GROUPS text', WRONG_TYPE],
  ['GROUPS s g', "-ERR wrong number of arguments for 'xinfo|groups' command"],
  ['CONSUMERS nokey g', '-ERR no such key'],
  ['CONSUMERS text g', WRONG_TYPE],
  ['CONSUMERS s other', "-NOGROUP No such consumer group 'other' for key name 's'"],
  ['CONSUMERS s', "-ERR wrong number of arguments for 'xinfo|consumers' command"],
  ['FOO s', "-ERR unknown subcommand 'FOO'. Try XINFO HELP."],
  ['HELP s', "-ERR wrong number of arguments for 'xinfo|help' command"],
])('XINFO %s is refused', (rest, error) => {
  expect(refusal(withEntries(2), `XINFO ${rest}`)).toBe(error);
});
