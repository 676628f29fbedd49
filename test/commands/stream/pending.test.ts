import { describe, expect, test } from 'vitest';
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
  SYNTAX,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

const GREATEST = '18446744073709551615-18446744073709551615';

/** 1-0 and 3-0 were delivered to `bob` 900 ms ago, 2-0 to `alice` 500 ms ago, 4-0 again to `bob` now. */
function delivered(options: HarnessOptions = {}): Harness {
  const server = withEntries(5, options);
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g bob COUNT 4 STREAMS s >');
  server.clock.advance(400);
  ask(server, 'XCLAIM s g alice 0 2-0 JUSTID');
  server.clock.advance(500);
  ask(server, 'XCLAIM s g bob 0 4-0', 'XGROUP CREATECONSUMER s g carl');
  forget(server);
  return server;
}

const RECORDS = {
  1: `*4 ${bulk('1-0')} ${bulk('bob')} :900 :1`,
  2: `*4 ${bulk('2-0')} ${bulk('alice')} :500 :1`,
  3: `*4 ${bulk('3-0')} ${bulk('bob')} :900 :1`,
  4: `*4 ${bulk('4-0')} ${bulk('bob')} :0 :2`,
};
type Record = keyof typeof RECORDS;

const records = (...ids: Record[]): string => array(...ids.map((id) => RECORDS[id]));

describe('XPENDING', () => {
  test('sums up who has how many, in the order of their names', () => {
    const server = delivered();
    const owners = '*2 *2 $5 alice $1 1 *2 $3 bob $1 3';
    expect(ask(server, 'XPENDING s g')).toBe(`*4 :4 $3 1-0 $3 4-0 ${owners}`);
    ask(server, 'XACK s g 1 2');
    expect(ask(server, 'XPENDING s g')).toBe('*4 :2 $3 3-0 $3 4-0 *1 *2 $3 bob $1 2');
  });

  test.each([
    [2, '*4 :0 $-1 $-1 *-1'],
    [3, '*4 :0 _ _ _'],
  ] as const)('sums up nothing in RESP%i', (protocol, reply) => {
    const server = delivered({ protocol });
    ask(server, 'XACK s g 1 2 3 4');
    expect([ask(server, 'XPENDING s g'), ask(server, 'XPENDING s g - + 9')]).toEqual([reply, '*0']);
  });

  test.each<[string, Record[]]>([
    ['- + 10', [1, 2, 3, 4]],
    ['- + 2', [1, 2]],
    ['- + 0', []],
    ['- + -1', []],
    ['2 3 10', [2, 3]],
    ['2-0 2-0 10', [2]],
    ['(1 (4-0 10', [2, 3]],
    ['(1 (4 10', [2, 3, 4]],
    ['3 + 1', [3]],
    ['+ - 10', []],
    ['5 + 10', []],
    ['- + 10 bob', [1, 3, 4]],
    ['(1 + 10 bob', [3, 4]],
    ['- + 2 bob', [1, 3]],
    ['- + 2 bob ignored', [1, 3]],
    ['- + 10 alice', [2]],
    ['- + 10 carl', []],
    ['- + 10 nobody', []],
    ['IDLE 0 - + 10', [1, 2, 3, 4]],
    ['IDLE 300 - + 10', [1, 2, 3]],
    ['idle 600 - + 10', [1, 3]],
    ['IDLE 600 - + 1', [1]],
    ['IDLE 600 2 + 1', [3]],
    ['IDLE 300 - + 1 alice', [2]],
    ['IDLE 300 - + 10 bob', [1, 3]],
    ['IDLE 9999 - + 10', []],
    ['IDLE -5 - + 10', [1, 2, 3, 4]],
  ])('lists %s', (rest, ids) => {
    expect(ask(delivered(), `XPENDING s g ${rest}`)).toBe(records(...ids));
  });

  test('counts from when an entry was delivered, exactly', () => {
    const server = delivered();
    expect(ask(server, 'XPENDING s g IDLE 900 - + 9')).toBe(records(1, 3));
    expect(ask(server, 'XPENDING s g IDLE 901 - + 9')).toBe('*0');
  });

  test('tells of entries that were deleted', () => {
    const server = delivered();
    ask(server, 'XDEL s 1', 'XTRIM s MAXLEN 0');
    expect(ask(server, 'XPENDING s g - 3 10')).toBe(records(1, 2, 3));
  });

  test('tells of no time below zero when the clock was set back', () => {
    const server = delivered();
    server.clock.advance(-600);
    const [first, second] = ['*4 $3 1-0 $3 bob :300 :1', '*4 $3 2-0 $5 alice :0 :1'];
    expect(ask(server, 'XPENDING s g - 2 10')).toBe(array(first, second));
  });

  test('has the same shape in RESP3', () => {
    const server = delivered({ protocol: 3 });
    expect(ask(server, 'XPENDING s g')).toBe('*4 :4 $3 1-0 $3 4-0 *2 *2 $5 alice $1 1 *2 $3 bob $1 3');
    expect(ask(server, 'XPENDING s g - + 2')).toBe(records(1, 2));
  });

  test('makes no consumer and tells nobody', () => {
    const server = delivered();
    const before = ask(server, 'XINFO STREAM s FULL');
    ask(server, 'XPENDING s g', 'XPENDING s g IDLE 1 - + 10 nobody');
    expect([ask(server, 'XINFO STREAM s FULL'), sent(server), told(server)]).toEqual([before, [], []]);
  });
});

const noGroup = (key: string, group: string): string => `-NOGROUP No such key '${key}' or consumer group '${group}'`;

test.each([
  ['nokey g', noGroup('nokey', 'g')],
  ['s other', noGroup('s', 'other')],
  ['s other - + 1', noGroup('s', 'other')],
  ['nokey g - + 1 bob', noGroup('nokey', 'g')],
  ['text g', WRONG_TYPE],
  ['text g - + 1', WRONG_TYPE],
  ['s', "-ERR wrong number of arguments for 'xpending' command"],
  ['s g -', SYNTAX],
  ['s g - +', SYNTAX],
  ['s g IDLE 1 - + 1 bob x', SYNTAX],
  ['s g IDLE 1 - +', SYNTAX],
  ['s g IDLE x - + 1', NOT_AN_INTEGER],
  ['s g IDLE x - +', NOT_AN_INTEGER],
  ['s g - + x', NOT_AN_INTEGER],
  ['s g x + x', NOT_AN_INTEGER],
  ['s g x + 1', INVALID_ID],
  ['s g - $ 1', INVALID_ID],
  ['s g (- + 1', INVALID_ID],
  [`s g (${GREATEST} + 1`, '-ERR invalid start ID for the interval'],
  ['s g - (0-0 1', '-ERR invalid end ID for the interval'],
  ['nokey g x + 1', INVALID_ID],
  ['text g - + x', NOT_AN_INTEGER],
])('XPENDING %s is refused', (rest, error) => {
  expect(refusal(delivered(), `XPENDING ${rest}`)).toBe(error);
});
