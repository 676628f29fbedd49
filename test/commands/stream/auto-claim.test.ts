import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import {
  array,
  ask,
  bulk,
  entries,
  forget,
  INVALID_ID,
  lookups,
  refusal,
  sent,
  SYNTAX,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

/** `count` entries of `s`, all pending for a minute in group `g` with consumer `a`; there is a consumer `b`. */
function claimable(count = 4, options: HarnessOptions = {}): Harness {
  const server = withEntries(count, { nowMs: HARNESS_NOW_MS - 60_000, ...options });
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >', 'XGROUP CREATECONSUMER s g b');
  server.clock.advance(60_000);
  forget(server);
  return server;
}

/** The IDs that a consumer of `g` has pending, each with how often it was delivered. */
function pendingOf(server: Harness, consumer: string): string[] {
  const reply = ask(server, `XPENDING s g - + 1000 ${consumer}`);
  return [...reply.matchAll(/(\d+-\d+) \$1 \w :\d+ :(\d+)/g)].map(([, id, deliveries]) => `${id} ${deliveries}`);
}

/** Where to go on, what was claimed, and which entries are no more. */
const reply = (cursor: string, claimed: string, ...gone: string[]): string =>
  array(bulk(cursor), claimed, array(...gone.map(bulk)));

const record = (id: string, deliveries: number, consumer = 'b', time = HARNESS_NOW_MS): string =>
  `XCLAIM s g ${consumer} 0 ${id} TIME ${time} RETRYCOUNT ${deliveries} FORCE JUSTID LASTID 4-0`;

describe('XAUTOCLAIM', () => {
  test('counts as a read, also where the options are wrong, of which it tells before the type', () => {
    const server = claimable();
    expect(lookups(server, 'XAUTOCLAIM s g b 0 0')).toEqual([1, 0]);
    expect(lookups(server, 'XAUTOCLAIM s g b 0 wrong')).toEqual([1, 0]);
    expect(lookups(server, 'XAUTOCLAIM nokey g b 0 0 WRONG')).toEqual([0, 1]);
    expect(ask(server, 'XAUTOCLAIM text g b 0 0 WRONG')).toBe(SYNTAX);
    expect(ask(server, 'XAUTOCLAIM text g b 0 0')).toBe(WRONG_TYPE);
  });

  test.each([2, 3] as const)('claims what is pending for long, from an ID on: RESP%i', (protocol) => {
    const server = claimable(4, { protocol });
    ask(server, 'XCLAIM s g a 0 3');
    forget(server);
    expect(ask(server, 'XAUTOCLAIM s g b 60000 2')).toBe(reply('0-0', entries('2-0', '4-0')));
    expect([pendingOf(server, 'a'), pendingOf(server, 'b')]).toEqual([
      ['1-0 1', '3-0 2'],
      ['2-0 2', '4-0 2'],
    ]);
    expect([sent(server), told(server)]).toEqual([[record('2-0', 2), record('4-0', 2)], []]);
  });

  test.each([
    ['-', '1-0', '2-0'],
    ['0', '1-0', '2-0'],
    ['(1', '2-0', '3-0'],
    ['2-1', '3-0', '4-0'],
    ['(3-0', '4-0', '0-0'],
  ])('begins at %s', (start, first, next) => {
    const justOne = reply(next, array(bulk(first)));
    expect(ask(claimable(), `XAUTOCLAIM s g b 0 ${start} COUNT 1 JUSTID`)).toBe(justOne);
  });

  test('finds nothing behind the last, and nothing that is idle for long enough', () => {
    const server = claimable();
    expect(ask(server, 'XAUTOCLAIM s g b 0 +')).toBe(reply('0-0', '*0'));
    expect(ask(server, 'XAUTOCLAIM s g b 60001 -')).toBe(reply('0-0', '*0'));
    expect([sent(server), told(server), pendingOf(server, 'b')]).toEqual([[], [], []]);
    expect(ask(server, 'XAUTOCLAIM s g b -5 (3')).toBe(reply('0-0', entries('4-0')));
  });

  test('takes out what is pending for entries that are no more, and tells their IDs', () => {
    const server = claimable();
    ask(server, 'XDEL s 1 3');
    forget(server);
    expect(ask(server, 'XAUTOCLAIM s g b 100000 -')).toBe(reply('0-0', '*0', '1-0', '3-0'));
    expect([pendingOf(server, 'a'), told(server)]).toEqual([['2-0 1', '4-0 1'], []]);
    const delivered = HARNESS_NOW_MS - 60_000;
    expect(sent(server)).toEqual([record('1-0', 1, 'a', delivered), record('3-0', 1, 'a', delivered)]);
  });
});

describe('COUNT', () => {
  test('says how many, and the cursor where to go on', () => {
    const server = claimable();
    expect(ask(server, 'XAUTOCLAIM s g b 0 - COUNT 2')).toBe(reply('3-0', entries('1-0', '2-0')));
    expect(ask(server, 'XAUTOCLAIM s g b 0 3-0 count 2')).toBe(reply('0-0', entries('3-0', '4-0')));
  });

  test('counts entries that are no more too', () => {
    const server = claimable();
    ask(server, 'XDEL s 1');
    expect(ask(server, 'XAUTOCLAIM s g b 0 - COUNT 2')).toBe(reply('3-0', entries('2-0'), '1-0'));
  });

  test('is 100 by default', () => {
    const server = claimable(101);
    expect(ask(server, 'XAUTOCLAIM s g b 0 - JUSTID')).toMatch(/^\*3 \$5 101-0 \*100 /);
  });

  test('bounds what is looked at: ten for each that is wanted', () => {
    const server = claimable(21);
    ask(server, 'XCLAIM s g a 0 ' + Array.from({ length: 20 }, (_, i) => i + 1).join(' '));
    expect(ask(server, 'XAUTOCLAIM s g b 1000 - COUNT 1')).toBe(reply('11-0', '*0'));
    expect(ask(server, 'XAUTOCLAIM s g b 1000 11 COUNT 1')).toBe(reply('21-0', '*0'));
    expect(ask(server, 'XAUTOCLAIM s g b 1000 21 COUNT 1')).toBe(reply('0-0', entries('21-0')));
  });
});

describe('JUSTID', () => {
  test('answers the IDs, and counts no delivery', () => {
    const server = claimable();
    expect(ask(server, 'XAUTOCLAIM s g b 0 - COUNT 2 JUSTID')).toBe(reply('3-0', array(bulk('1-0'), bulk('2-0'))));
    expect(pendingOf(server, 'b')).toEqual(['1-0 1', '2-0 1']);
    expect(sent(server)).toEqual([record('1-0', 1), record('2-0', 1)]);
  });

  test('may stand before COUNT', () => {
    expect(ask(claimable(), 'XAUTOCLAIM s g b 0 - justid COUNT 1')).toBe(reply('2-0', array(bulk('1-0'))));
  });
});

describe('what XAUTOCLAIM refuses', () => {
  const COUNT_TOO_LOW = '-ERR COUNT must be > 0';

  test.each([
    ['XAUTOCLAIM s other new 0 -', "-NOGROUP No such key 's' or consumer group 'other'"],
    ['XAUTOCLAIM nokey g new 0 -', "-NOGROUP No such key 'nokey' or consumer group 'g'"],
    ['XAUTOCLAIM nokey g new x -', '-ERR Invalid min-idle-time argument for XAUTOCLAIM'],
    ['XAUTOCLAIM s g new x y', '-ERR Invalid min-idle-time argument for XAUTOCLAIM'],
    ['XAUTOCLAIM s g new 0 x', INVALID_ID],
    ['XAUTOCLAIM s g new 0 (-', INVALID_ID],
    ['XAUTOCLAIM s g new 0 (18446744073709551615-18446744073709551615', '-ERR invalid start ID for the interval'],
    ['XAUTOCLAIM s g new 0 - COUNT 0', COUNT_TOO_LOW],
    ['XAUTOCLAIM s g new 0 - COUNT -1', COUNT_TOO_LOW],
    ['XAUTOCLAIM s g new 0 - COUNT x', COUNT_TOO_LOW],
    ['XAUTOCLAIM s g new 0 - COUNT 576460752303423488', COUNT_TOO_LOW],
    ['XAUTOCLAIM s g new 0 - COUNT', SYNTAX],
    ['XAUTOCLAIM s g new 0 - JUSTID 1', SYNTAX],
    ['XAUTOCLAIM s g new 0 - FORCE', SYNTAX],
    ['XAUTOCLAIM text g new 0 -', WRONG_TYPE],
    ['XAUTOCLAIM s g new 0', "-ERR wrong number of arguments for 'xautoclaim' command"],
  ])('%s', (line, error) => {
    expect(refusal(claimable(), line)).toBe(error);
  });

  test('a count that needs more memory than there is, once it knows the group', () => {
    const error = '-ERR Insufficient memory, failed allocating transient memory, COUNT too high.';
    const count = 'COUNT 576460752303423487';
    expect(refusal(claimable(), `XAUTOCLAIM s g new 0 - ${count}`)).toBe(error);
    expect(refusal(claimable(), `XAUTOCLAIM s other new 0 - ${count}`)).toMatch(/^-NOGROUP/);
  });
});
