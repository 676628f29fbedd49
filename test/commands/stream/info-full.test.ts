import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { decode } from '../../support/resp-frames.ts';
import { array, ask, bulk, entries, withEntries } from './harness.ts';

const READ_MS = HARNESS_NOW_MS;
const CLAIMED_MS = HARNESS_NOW_MS + 40;

/** The names and values of a map, as both protocols send them behind its length. */
const pairs = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${bulk(name)} ${value}`)
    .join(' ');

/** Entries 1-0 to 3-0; of `g`, `b` has 1-0 and 3-0, and `a` has claimed 2-0 later; `h` has read nothing. */
function grouped(options: HarnessOptions = {}): Harness {
  const server = withEntries(3, options);
  ask(server, 'XGROUP CREATE s g 0', 'XGROUP CREATE s h 9', 'XREADGROUP GROUP g b STREAMS s >');
  server.clock.advance(40);
  ask(server, 'XCLAIM s g a 0 2-0', 'XGROUP CREATECONSUMER s g idle');
  return server;
}

const NUMBERS = {
  'radix-tree-keys': ':1',
  'radix-tree-nodes': ':2',
  'last-generated-id': bulk('3-0'),
  'max-deleted-entry-id': bulk('0-0'),
  'entries-added': ':3',
  'recorded-first-entry-id': bulk('1-0'),
};

/** A record, with the consumer's name where the list is that of a group. */
function record(id: string, ms: number, deliveries: number, consumer?: string): string {
  const owner = consumer === undefined ? [] : [bulk(consumer)];
  return array(bulk(id), ...owner, `:${ms}`, `:${deliveries}`);
}

describe.each([
  [2, (size: number) => `*${2 * size}`, '$-1'],
  [3, (size: number) => `%${size}`, '_'],
] as const)('XINFO STREAM FULL in RESP%i', (protocol, map, none) => {
  function consumer(name: string, seen: number, active: number, ...pending: string[]): string {
    const times = { 'seen-time': `:${seen}`, 'active-time': `:${active}` };
    const list = { 'pel-count': `:${pending.length}`, pending: array(...pending) };
    return `${map(5)} ${pairs({ name: bulk(name), ...times, ...list })}`;
  }

  test('tells of entries, groups, consumers and what is pending', () => {
    const consumers = array(
      consumer('a', CLAIMED_MS, CLAIMED_MS, record('2-0', CLAIMED_MS, 2)),
      consumer('b', READ_MS, READ_MS, record('1-0', READ_MS, 1), record('3-0', READ_MS, 1)),
      consumer('idle', CLAIMED_MS, -1),
    );
    const pending = array(
      record('1-0', READ_MS, 1, 'b'),
      record('2-0', CLAIMED_MS, 2, 'a'),
      record('3-0', READ_MS, 1, 'b'),
    );
    const g = { name: bulk('g'), 'last-delivered-id': bulk('3-0'), 'entries-read': ':3', lag: ':0' };
    const h = { name: bulk('h'), 'last-delivered-id': bulk('9-0'), 'entries-read': none, lag: none };
    const groups = array(
      `${map(7)} ${pairs({ ...g, 'pel-count': ':3', pending, consumers })}`,
      `${map(7)} ${pairs({ ...h, 'pel-count': ':0', pending: '*0', consumers: '*0' })}`,
    );
    const list = entries('1-0', '2-0', '3-0');
    expect(ask(grouped({ protocol }), 'XINFO STREAM s FULL')).toBe(
      `${map(9)} ${pairs({ length: ':3', ...NUMBERS, entries: list, groups })}`,
    );
  });

  test('tells of a stream without entries and groups', () => {
    const server = withEntries(1, { protocol });
    ask(server, 'XTRIM s MAXLEN 0');
    const empty = { 'radix-tree-keys': ':0', 'radix-tree-nodes': ':1', 'last-generated-id': bulk('1-0') };
    const rest = { 'entries-added': ':1', 'recorded-first-entry-id': bulk('0-0'), entries: '*0', groups: '*0' };
    expect(ask(server, 'xinfo stream s full')).toBe(
      `${map(9)} ${pairs({ length: ':0', ...empty, 'max-deleted-entry-id': bulk('0-0'), ...rest })}`,
    );
  });
});

interface Listed {
  readonly entries: number;
  readonly pending: number;
  readonly ofConsumer: number;
  readonly count: unknown;
}

/** How long the lists in a reply are, and how many records there are in all. */
function listed({ run }: Harness, line: string): Listed {
  const text = run(...line.split(' '));
  const full = decode(Buffer.from(text, 'latin1')) as Map<string, unknown>;
  const [group] = full.get('groups') as Map<string, unknown>[];
  const [consumer] = group.get('consumers') as Map<string, unknown[]>[];
  return {
    entries: (full.get('entries') as unknown[]).length,
    pending: (group.get('pending') as unknown[]).length,
    ofConsumer: (consumer.get('pending') as unknown[]).length,
    count: group.get('pel-count'),
  };
}

describe('a list', () => {
  test.each([
    ['', 10],
    [' COUNT 10', 10],
    [' count 1', 1],
    [' COUNT 12', 12],
    [' COUNT 13', 12],
    [' COUNT 0', 12],
    [' COUNT -1', 10],
    [' COUNT 9223372036854775807', 12],
  ])('is cut off as FULL%s says', (count, length) => {
    const server = withEntries(12, { protocol: 3 });
    server.keyspace.packing.streamNodeEntries = 5;
    ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >');
    const lists = { entries: length, pending: length, ofConsumer: length, count: 12 };
    expect(listed(server, `XINFO STREAM s FULL${count}`)).toEqual(lists);
  });

  test('has records of entries that are no more, and no entries that were deleted', () => {
    const server = withEntries(4, { protocol: 3 });
    ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >', 'XDEL s 1 3', 'XACK s g 4');
    expect(listed(server, 'XINFO STREAM s FULL')).toEqual({ entries: 2, pending: 3, ofConsumer: 3, count: 3 });
  });
});
