import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import type { StreamEngine } from './harness.ts';
import {
  array,
  ask,
  bulk,
  entries,
  forget,
  INVALID_ID,
  lookups,
  received,
  refusal,
  send,
  sent,
  streamEngine,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

const of = (key: string, ...ids: string[]): string => array(bulk(key), entries(...ids));
const noGroup = (key: string, group: string): string =>
  `-NOGROUP No such key '${key}' or consumer group '${group}' in XREADGROUP with GROUP option`;

/** Entries 1-0 to 4-0 of `s`, of which group `g` has read none. */
function grouped(options: HarnessOptions = {}): Harness {
  const server = withEntries(4, options);
  ask(server, 'XGROUP CREATE s g 0');
  forget(server);
  return server;
}

const GREATEST = '18446744073709551615-18446744073709551615';
const read = (server: Harness, rest: string): string => ask(server, `XREADGROUP GROUP g ${rest}`);

/** The pending entries of `g`, each as its ID, its consumer, how long it has been pending and how often delivered. */
function pending(server: Harness): string[] {
  const words = ask(server, 'XPENDING s g - + 100').split(' ').slice(1);
  const records: string[] = [];
  for (let i = 0; i < words.length; i += 7) records.push([2, 4, 5, 6].map((at) => words[i + at]).join(' '));
  return records;
}

test('XREADGROUP looks every stream up twice, as a read', () => {
  const server = grouped();
  expect(lookups(server, 'XREADGROUP GROUP g a STREAMS s >')).toEqual([2, 0]);
  expect(lookups(server, 'XREADGROUP GROUP g a STREAMS s s > 0')).toEqual([4, 0]);
  expect(lookups(server, 'XREADGROUP GROUP g a STREAMS s text > >')).toEqual([2, 0]);
  expect(lookups(server, 'XREADGROUP GROUP g a STREAMS s nokey > >')).toEqual([1, 1]);
});

describe('new entries', () => {
  test('go to one consumer each, and are pending from then on', () => {
    const server = grouped();
    expect(read(server, 'a COUNT 1 STREAMS s >')).toBe(array(of('s', '1-0')));
    expect(read(server, `b COUNT 2 STREAMS s ${GREATEST}`)).toBe(array(of('s', '2-0', '3-0')));
    expect(read(server, 'a STREAMS s >')).toBe(array(of('s', '4-0')));
    expect(read(server, 'b STREAMS s >')).toBe('*-1');
    expect(pending(server)).toEqual(['1-0 a :0 :1', '2-0 b :0 :1', '3-0 b :0 :1', '4-0 a :0 :1']);
  });

  test('come from several streams, those without any left out', () => {
    const server = grouped();
    ask(server, 'XADD t 5 f v', 'XGROUP CREATE t g 0', 'XGROUP CREATE empty g 0 MKSTREAM');
    expect(read(server, 'a COUNT 1 STREAMS t empty s > > >')).toBe(array(of('t', '5-0'), of('s', '1-0')));
    expect(read(server, 'a COUNT 1 STREAMS t empty s > > >')).toBe(array(of('s', '2-0')));
  });

  test('are not noted with NOACK', () => {
    const server = grouped();
    expect(read(server, 'a NOACK COUNT 3 STREAMS s >')).toBe(array(of('s', '1-0', '2-0', '3-0')));
    expect(sent(server)).toEqual(['XGROUP CREATECONSUMER s g a', 'XGROUP SETID s g 3-0 ENTRIESREAD 3']);
    expect([read(server, 'a STREAMS s 0'), pending(server)]).toEqual([array(of('s')), []]);
    expect(read(server, 'a STREAMS s >')).toBe(array(of('s', '4-0')));
    expect(pending(server)).toEqual(['4-0 a :0 :1']);
  });

  test('that are pending from before change hands', () => {
    const server = grouped();
    read(server, 'a STREAMS s >');
    ask(server, 'XGROUP SETID s g 2');
    server.clock.advance(50);
    expect(read(server, 'b STREAMS s >')).toBe(array(of('s', '3-0', '4-0')));
    expect(pending(server)).toEqual(['1-0 a :50 :1', '2-0 a :50 :1', '3-0 b :0 :1', '4-0 b :0 :1']);
    expect(read(server, 'a STREAMS s 0')).toBe(array(of('s', '1-0', '2-0')));
  });

  test('are a map in RESP3, and null where there are none', () => {
    const server = grouped({ protocol: 3 });
    expect(read(server, 'a COUNT 1 STREAMS s >')).toBe(`%1 ${bulk('s')} ${entries('1-0')}`);
    read(server, 'a STREAMS s >');
    expect(read(server, 'a STREAMS s >')).toBe('_');
  });
});

test('new entries of a stream named twice come once', () => {
  const server = grouped();
  expect(read(server, 'a COUNT 3 STREAMS s s s > > >')).toBe(array(of('s', '1-0', '2-0', '3-0'), of('s', '4-0')));
});

describe('pending entries', () => {
  test('are read from an ID on, by the consumer that has them, and counted as delivered once more', () => {
    const server = grouped();
    read(server, 'a COUNT 3 STREAMS s >');
    read(server, 'b STREAMS s >');
    forget(server);
    server.clock.advance(70);
    expect(read(server, 'a COUNT 1 STREAMS s 1')).toBe(array(of('s', '2-0')));
    expect(read(server, 'a STREAMS s 1')).toBe(array(of('s', '2-0', '3-0')));
    expect(read(server, 'b STREAMS s 0-0')).toBe(array(of('s', '4-0')));
    expect(pending(server)).toEqual(['1-0 a :70 :1', '2-0 a :0 :3', '3-0 a :0 :2', '4-0 b :0 :2']);
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test('are none for a consumer that has none', () => {
    const server = grouped();
    expect(read(server, 'a STREAMS s 0')).toBe(array(of('s')));
    expect(read(server, 'a BLOCK 0 STREAMS s 0')).toBe(array(of('s')));
    read(server, 'a STREAMS s >');
    expect(read(server, 'a STREAMS s 4')).toBe(array(of('s')));
    ask(server, 'XACK s g 1 2 3');
    expect(read(server, 'a STREAMS s 0')).toBe(array(of('s', '4-0')));
  });

  test.each([
    [2, (rest: string) => `*1 *2 ${bulk('s')} ${rest}`, '*-1'],
    [3, (rest: string) => `%1 ${bulk('s')} ${rest}`, '_'],
  ] as const)('have no fields where they were deleted (RESP%i)', (protocol, shape, none) => {
    const server = grouped({ protocol });
    read(server, 'a COUNT 2 STREAMS s >');
    ask(server, 'XDEL s 1');
    const [, kept] = entries('2-0').split('*1 ');
    expect(read(server, 'a STREAMS s 0')).toBe(shape(`*2 *2 $3 1-0 ${none} ${kept}`));
    expect(pending(server)).toEqual(['1-0 a :0 :1', '2-0 a :0 :2']);
  });

  test('and new ones come in one reply', () => {
    const server = grouped();
    ask(server, 'XADD t 5 f v', 'XGROUP CREATE t g 0');
    read(server, 'a COUNT 1 STREAMS s >');
    expect(read(server, 'a STREAMS s t 0 >')).toBe(array(of('s', '1-0'), of('t', '5-0')));
    expect(read(server, 'a STREAMS t s > 0')).toBe(array(of('s', '1-0')));
  });
});

describe('a consumer', () => {
  test('is made by its first reading, whether it gets anything or not', () => {
    const server = grouped();
    read(server, 'a STREAMS s 0');
    expect([sent(server), told(server)]).toEqual([[], ['xgroup-createconsumer s']]);
    read(server, 'b NOACK STREAMS s 0');
    expect([sent(server), told(server)]).toEqual([['XGROUP CREATECONSUMER s g b'], ['xgroup-createconsumer s']]);
    read(server, 'b NOACK STREAMS s 0');
    expect([sent(server), told(server)]).toEqual([[], []]);
    expect(ask(server, 'XINFO GROUPS s')).toContain('consumers :2');
  });

  test('is seen at each reading, and active when it gets something new', () => {
    const server = grouped();
    const times = (): string => ask(server, 'XINFO CONSUMERS s g').replace(/^.* \$4 idle /, '');
    read(server, 'a STREAMS s 0');
    server.clock.advance(30);
    expect(times()).toBe(':30 $8 inactive :-1');
    read(server, 'a COUNT 1 STREAMS s >');
    server.clock.advance(40);
    read(server, 'a STREAMS s 0');
    expect(times()).toBe(':0 $8 inactive :40');
    read(server, 'a NOACK STREAMS s >');
    expect(times()).toBe(':0 $8 inactive :40');
  });
});

test('what was read goes out as what it did to each stream', () => {
  const server = grouped();
  ask(server, 'XADD t 5 f v', 'XGROUP CREATE t g 0');
  forget(server);
  read(server, 'a COUNT 1 STREAMS s t > >');
  const rest = `TIME ${HARNESS_NOW_MS} RETRYCOUNT 1 FORCE JUSTID LASTID`;
  expect(sent(server)).toEqual([
    ...[`XCLAIM s g a 0 1-0 ${rest} 1-0`, 'XGROUP SETID s g 1-0 ENTRIESREAD 1'],
    ...[`XCLAIM t g a 0 5-0 ${rest} 5-0`, 'XGROUP SETID t g 5-0 ENTRIESREAD 1'],
  ]);
});

const meaningless = (id: string): string =>
  `-ERR The ${id} ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by ` +
  `specifying a proper ID, or use the > ID to get new messages. The ${id} ID would just return an empty result set.`;

test.each([
  ['GROUP g a STREAMS nokey >', noGroup('nokey', 'g')],
  ['GROUP other a STREAMS s >', noGroup('s', 'other')],
  ['GROUP g a STREAMS s nokey > >', noGroup('nokey', 'g')],
  ['GROUP g a STREAMS s nokey > x', noGroup('nokey', 'g')],
  ['GROUP g a STREAMS s $', meaningless('$')],
  ['GROUP g a STREAMS s +', meaningless('+')],
  ['GROUP g a STREAMS s -', INVALID_ID],
  ['GROUP g a STREAMS s 1-x', INVALID_ID],
  ['GROUP g a STREAMS s s > x', INVALID_ID],
  ['GROUP g a STREAMS text >', WRONG_TYPE],
  ['GROUP g a STREAMS s text > >', WRONG_TYPE],
  ['GROUP g a BLOCK 0 STREAMS nokey >', noGroup('nokey', 'g')],
])('%s is refused, and makes no consumer', (rest, error) => {
  expect(refusal(grouped(), `XREADGROUP ${rest}`)).toBe(error);
});

function withGroup(): StreamEngine {
  const engine = streamEngine();
  send(engine.other, 'XGROUP CREATE s g 0 MKSTREAM');
  engine.units.length = 0;
  return engine;
}

describe('XREADGROUP BLOCK', () => {
  const line = 'XREADGROUP GROUP g a BLOCK 0 STREAMS s >';

  test('waits for an entry, which goes to the first that has come', () => {
    const { waiter, other, connect, units } = withGroup();
    const second = connect();
    second.client.protocol = 3;
    send(waiter, line);
    send(second, 'XREADGROUP GROUP g b BLOCK 0 STREAMS s >');
    send(other, 'XADD s 1 f v');
    expect([received(waiter), received(second)]).toEqual([array(of('s', '1-0')), '']);
    send(other, 'XADD s 2 f v');
    expect([received(waiter), received(second)]).toEqual(['', `%1 ${bulk('s')} ${entries('2-0')}`]);
    expect(units.filter((unit) => unit.startsWith('XCLAIM'))).toHaveLength(2);
    expect(units.at(-1)).toBe('XGROUP SETID s g 2-0 ENTRIESREAD 2');
  });

  test.each([
    ['DEL s', noGroup('s', 'g')],
    ['XGROUP DESTROY s g', noGroup('s', 'g')],
    ['SET s v', WRONG_TYPE],
    ['RENAME s t', noGroup('s', 'g')],
  ])('ends with an error when %s takes the group away', (change, error) => {
    const { waiter, other } = withGroup();
    send(waiter, line);
    send(other, change);
    expect([received(waiter), waiter.client.blocked]).toEqual([error, undefined]);
  });

  test('answers null when time is up, and in a transaction at once', () => {
    const { waiter, clock, dispatcher } = withGroup();
    send(waiter, 'XREADGROUP GROUP g a BLOCK 100 STREAMS s >');
    clock.advance(100);
    dispatcher().blocking.expire();
    expect(received(waiter)).toBe('*-1');
    send(waiter, 'MULTI');
    send(waiter, line);
    expect(send(waiter, 'EXEC')).toBe('*1\r\n*-1\r\n');
  });
});
