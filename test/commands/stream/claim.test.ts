import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { ask, entries, forget, INVALID_ID, lookups, refusal, sent, told, withEntries, WRONG_TYPE } from './harness.ts';

/** Entries 1-0 to 4-0 of `s`: in group `g`, consumer `a` has 1-0 to 3-0 pending for a minute; 4-0 is unread. */
function claimable(options: HarnessOptions = {}): Harness {
  const server = withEntries(4, { nowMs: HARNESS_NOW_MS - 60_000, ...options });
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a COUNT 3 STREAMS s >', 'XGROUP CREATECONSUMER s g b');
  server.clock.advance(60_000);
  forget(server);
  return server;
}

/** The pending entries of `g`, each as its ID, its consumer, how long it has been pending and how often delivered. */
function pending(server: Harness): string[] {
  const words = ask(server, 'XPENDING s g - + 100').split(' ').slice(1);
  const records: string[] = [];
  for (let i = 0; i < words.length; i += 7) records.push([2, 4, 5, 6].map((at) => words[i + at]).join(' '));
  return records;
}

const lastRead = (server: Harness): string | undefined =>
  /last-delivered-id \$\d+ (\S+)/.exec(ask(server, 'XINFO GROUPS s'))?.[1];

/** How a claimed record goes out. */
const record = (id: string, deliveries: number, { time = HARNESS_NOW_MS, consumer = 'b', last = '3-0' } = {}): string =>
  `XCLAIM s g ${consumer} 0 ${id} TIME ${time} RETRYCOUNT ${deliveries} FORCE JUSTID LASTID ${last}`;

describe('XCLAIM', () => {
  test.each([2, 3] as const)('gives entries to another consumer, and counts the delivery: RESP%i', (protocol) => {
    const server = claimable({ protocol });
    expect(ask(server, 'XCLAIM s g b 60000 1 3-0')).toBe(entries('1-0', '3-0'));
    expect(pending(server)).toEqual(['1-0 b :0 :2', '2-0 a :60000 :1', '3-0 b :0 :2']);
    expect([sent(server), told(server)]).toEqual([[record('1-0', 2), record('3-0', 2)], []]);
  });

  test('counts as a read, though it changes what it has read', () => {
    const server = claimable();
    expect(lookups(server, 'XCLAIM s g b 0 1')).toEqual([1, 0]);
    expect(lookups(server, 'XCLAIM s g b wrong 1')).toEqual([1, 0]);
    expect(lookups(server, 'XCLAIM nokey g b 0 1')).toEqual([0, 1]);
  });

  test('leaves what was delivered too recently, and what is not pending', () => {
    const server = claimable();
    expect(ask(server, 'XCLAIM s g b 60001 1')).toBe('*0');
    expect(ask(server, 'XCLAIM s g b 0 4 9')).toBe('*0');
    expect(pending(server)[0]).toBe('1-0 a :60000 :1');
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test('takes an idle time below 0 for 0', () => {
    expect(ask(claimable(), 'XCLAIM s g b -1 1')).toBe(entries('1-0'));
  });

  test('claims an ID given twice twice, where no idle time hinders', () => {
    const server = claimable();
    expect(ask(server, 'XCLAIM s g b 0 1 1')).toBe(entries('1-0', '1-0'));
    expect(ask(server, 'XCLAIM s g a 10 1 2 2')).toBe(entries('2-0'));
    expect(pending(server)).toEqual(['1-0 b :0 :3', '2-0 a :0 :2', '3-0 a :60000 :1']);
  });

  test('claims from the consumer itself', () => {
    const server = claimable();
    expect(ask(server, 'XCLAIM s g a 0 1')).toBe(entries('1-0'));
    expect(sent(server)).toEqual([record('1-0', 2, { consumer: 'a' })]);
  });
});

describe('its options', () => {
  test.each([
    ['IDLE 5000', '1-0 b :5000 :2', record('1-0', 2, { time: HARNESS_NOW_MS - 5000 })],
    ['IDLE 0', '1-0 b :0 :2', record('1-0', 2)],
    ['IDLE -5', '1-0 b :0 :2', record('1-0', 2)],
    ['IDLE 9000000000000000', '1-0 b :0 :2', record('1-0', 2)],
    [`TIME ${HARNESS_NOW_MS - 7000}`, '1-0 b :7000 :2', record('1-0', 2, { time: HARNESS_NOW_MS - 7000 })],
    [`TIME ${HARNESS_NOW_MS + 7000}`, '1-0 b :0 :2', record('1-0', 2)],
    ['TIME -1', '1-0 b :0 :2', record('1-0', 2)],
    ['RETRYCOUNT 9', '1-0 b :0 :9', record('1-0', 9)],
    ['RETRYCOUNT 0', '1-0 b :0 :0', record('1-0', 0)],
    ['RETRYCOUNT -1', '1-0 b :0 :2', record('1-0', 2)],
    ['FORCE', '1-0 b :0 :2', record('1-0', 2)],
    ['LASTID 2', '1-0 b :0 :2', record('1-0', 2)],
    ['LASTID 9-1', '1-0 b :0 :2', record('1-0', 2, { last: '9-1' })],
    ['IDLE 5000 IDLE 6000', '1-0 b :6000 :2', record('1-0', 2, { time: HARNESS_NOW_MS - 6000 })],
    ['idle 5000 retrycount 3 force', '1-0 b :5000 :3', record('1-0', 3, { time: HARNESS_NOW_MS - 5000 })],
  ])('%s', (options, left, out) => {
    const server = claimable();
    expect(ask(server, `XCLAIM s g b 0 1 ${options}`)).toBe(entries('1-0'));
    expect(pending(server)[0]).toBe(left);
    expect([sent(server), told(server)]).toEqual([[out], []]);
  });

  test('JUSTID answers the IDs, and counts no delivery but the one that RETRYCOUNT says', () => {
    const server = claimable();
    expect(ask(server, 'XCLAIM s g b 0 1 3 JUSTID')).toBe('*2 $3 1-0 $3 3-0');
    ask(server, 'XCLAIM s g b 0 3 JUSTID RETRYCOUNT 6');
    expect(pending(server)).toEqual(['1-0 b :0 :1', '2-0 a :60000 :1', '3-0 b :0 :6']);
    expect(sent(server)).toEqual([record('1-0', 1), record('3-0', 1), record('3-0', 6)]);
  });

  test('FORCE makes what is not pending so, where there is an entry', () => {
    const server = claimable();
    expect(ask(server, 'XCLAIM s g b 1000 4 9 FORCE')).toBe(entries('4-0'));
    expect(ask(server, 'XACK s g 4', 'XCLAIM s g b 0 4 FORCE JUSTID')).toBe('*1 $3 4-0');
    expect(pending(server)[3]).toBe('4-0 b :0 :1');
    expect(sent(server)).toEqual([record('4-0', 2), 'XACK s g 4', record('4-0', 1)]);
  });

  test('LASTID takes the group forwards only, and goes out by itself where nothing is claimed', () => {
    const server = claimable();
    ask(server, 'XCLAIM s g b 0 9 LASTID 2');
    expect([lastRead(server), sent(server)]).toEqual(['3-0', []]);
    ask(server, 'XCLAIM s g b 0 9 LASTID 4-0');
    expect([lastRead(server), sent(server)]).toEqual(['4-0', ['XGROUP SETID s g 4-0 ENTRIESREAD 3']]);
    expect(told(server)).toEqual([]);
  });
});

describe('what XCLAIM refuses', () => {
  const noGroup = (key: string, group: string): string => `-NOGROUP No such key '${key}' or consumer group '${group}'`;

  test.each([
    ['XCLAIM s other b 0 1', noGroup('s', 'other')],
    ['XCLAIM nokey g b x 1', noGroup('nokey', 'g')],
    ['XCLAIM s g b x 1', '-ERR Invalid min-idle-time argument for XCLAIM'],
    ['XCLAIM s g new 0 x', "-ERR Unrecognized XCLAIM option 'x'"],
    ['XCLAIM s g new 0 1 x 2', "-ERR Unrecognized XCLAIM option 'x'"],
    ['XCLAIM s g new 0 1 JUSTID 2', "-ERR Unrecognized XCLAIM option '2'"],
    ['XCLAIM s g new 0 1 IDLE', "-ERR Unrecognized XCLAIM option 'IDLE'"],
    ['XCLAIM s g new 0 1 lastid', "-ERR Unrecognized XCLAIM option 'lastid'"],
    ['XCLAIM s g new 0 1 IDLE x', '-ERR Invalid IDLE option argument for XCLAIM'],
    ['XCLAIM s g new 0 1 TIME x', '-ERR Invalid TIME option argument for XCLAIM'],
    ['XCLAIM s g new 0 1 RETRYCOUNT x', '-ERR Invalid RETRYCOUNT option argument for XCLAIM'],
    ['XCLAIM s g new 0 1 LASTID x', INVALID_ID],
    ['XCLAIM s g new 0 1 LASTID 9 IDLE x', '-ERR Invalid IDLE option argument for XCLAIM'],
    ['XCLAIM text g b 0 1', WRONG_TYPE],
    ['XCLAIM s g b 0', "-ERR wrong number of arguments for 'xclaim' command"],
  ])('%s', (line, error) => {
    expect(refusal(claimable(), line)).toBe(error);
  });
});
