import { describe, expect, test } from 'vitest';
import {
  array,
  ask,
  bulk,
  entries,
  INVALID_ID,
  lookups,
  received,
  refusal,
  send,
  sent,
  streamEngine,
  streamHarness,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

const of = (key: string, ...ids: string[]): string => array(bulk(key), entries(...ids));

describe('XREAD', () => {
  test('looks all streams up, then all once more', () => {
    const server = withEntries(1);
    expect(lookups(server, 'XREAD STREAMS s 0')).toEqual([2, 0]);
    expect(lookups(server, 'XREAD STREAMS x s y 0 0 0')).toEqual([2, 4]);
    expect(lookups(server, 'XREAD STREAMS s s 0 wrong')).toEqual([2, 0]);
  });

  test.each([
    ['STREAMS s 0', array(of('s', '1-0', '2-0', '3-0'))],
    ['STREAMS s 1', array(of('s', '2-0', '3-0'))],
    ['STREAMS s 1-18446744073709551615', array(of('s', '2-0', '3-0'))],
    ['STREAMS s 3', '*-1'],
    ['STREAMS s 9-9', '*-1'],
    ['STREAMS s 18446744073709551615-18446744073709551615', '*-1'],
    ['STREAMS s $', '*-1'],
    ['STREAMS s +', array(of('s', '3-0'))],
    ['COUNT 2 STREAMS s 0', array(of('s', '1-0', '2-0'))],
    ['COUNT 0 STREAMS s 1', array(of('s', '2-0', '3-0'))],
    ['COUNT -1 STREAMS s 1', array(of('s', '2-0', '3-0'))],
    ['COUNT 1 STREAMS s t 0 0', array(of('s', '1-0'), of('t', '5-0'))],
    ['STREAMS t nokey s 0 0 2', array(of('t', '5-0'), of('s', '3-0'))],
    ['STREAMS s t 3 0', array(of('t', '5-0'))],
    ['STREAMS s s 1 2', array(of('s', '2-0', '3-0'), of('s', '3-0'))],
    ['STREAMS nokey $', '*-1'],
    ['STREAMS nokey +', '*-1'],
    ['STREAMS nokey 0-0', '*-1'],
    ['COUNT 1 STREAMS s t + +', array(of('s', '3-0'), of('t', '5-0'))],
  ])('%s', (options, reply) => {
    const server = withEntries(3);
    ask(server, 'XADD t 5 f v');
    expect(ask(server, `XREAD ${options}`)).toBe(reply);
  });

  test('answers a map in RESP3, and null where there is nothing', () => {
    const server = withEntries(2, { protocol: 3 });
    ask(server, 'XADD t 5 f v');
    expect(ask(server, 'XREAD STREAMS s nokey t 1 0 0')).toBe(
      `%2 ${bulk('s')} ${entries('2-0')} ${bulk('t')} ${entries('5-0')}`,
    );
    expect(ask(server, 'XREAD STREAMS s 2')).toBe('_');
  });

  test('takes the last entry for +, not the last ID', () => {
    const server = withEntries(3);
    ask(server, 'XDEL s 3');
    expect(ask(server, 'XREAD STREAMS s +')).toBe(array(of('s', '2-0')));
    expect(ask(server, 'XREAD STREAMS s 2')).toBe('*-1');
    ask(server, 'XDEL s 1 2');
    expect(ask(server, 'XREAD STREAMS s +')).toBe('*-1');
  });

  test('reads more streams than it keeps room for', () => {
    const server = streamHarness();
    const keys = Array.from({ length: 200 }, (_, i) => `k${i}`);
    for (const key of keys) ask(server, `XADD ${key} 1 f v`);
    const ids = keys.map((_, i) => (i % 2 === 0 ? '0' : '1')).join(' ');
    const served = keys.filter((_, i) => i % 2 === 0).map((key) => of(key, '1-0'));
    expect(ask(server, `XREAD STREAMS ${keys.join(' ')} ${ids}`)).toBe(array(...served));
  });

  test('tells nobody', () => {
    const server = withEntries(2);
    ask(server, 'XREAD STREAMS s 0');
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test.each([
    [
      'STREAMS s >',
      '-ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
    ],
    ['STREAMS s x', INVALID_ID],
    ['STREAMS s -', INVALID_ID],
    ['STREAMS s *', INVALID_ID],
    ['STREAMS s (1', INVALID_ID],
    ['STREAMS s nokey 0 x', INVALID_ID],
    ['STREAMS s text 0 0', WRONG_TYPE],
    ['STREAMS text $', WRONG_TYPE],
    ['STREAMS text s 0 x', WRONG_TYPE],
  ])('%s is refused', (options, error) => {
    expect(refusal(withEntries(2), `XREAD ${options}`)).toBe(error);
  });
});

describe('XREAD BLOCK', () => {
  test('does not wait where there are entries', () => {
    const { waiter, other } = streamEngine();
    send(other, 'XADD s 1 f v');
    expect(send(waiter, 'XREAD BLOCK 0 STREAMS s 0')).toContain('1-0');
    expect(waiter.client.blocked).toBeUndefined();
  });

  test.each(['$', '+', '0', '7'])('from %s waits for what comes behind', (id) => {
    const { waiter, other } = streamEngine();
    expect(send(waiter, `XREAD BLOCK 0 STREAMS s t ${id} ${id}`)).toBe('');
    send(other, 'XADD t 8 f v');
    expect(received(waiter)).toBe(array(of('t', '8-0')));
    expect(waiter.client.blocked).toBeUndefined();
  });

  test('knows what $ was when it began to wait', () => {
    const { waiter, other } = streamEngine();
    send(other, 'XADD s 5 f v');
    send(waiter, 'XREAD BLOCK 0 STREAMS s $');
    send(other, 'DEL s');
    send(other, 'XADD s 4 f v');
    expect(received(waiter)).toBe('');
    send(other, 'XADD s 6 f v');
    expect(received(waiter)).toBe(array(of('s', '6-0')));
  });

  test('answers all that one transaction has added, no more than COUNT', () => {
    const { waiter, other, connect } = streamEngine();
    const limited = connect();
    send(waiter, 'XREAD BLOCK 0 STREAMS s $');
    send(limited, 'XREAD COUNT 1 BLOCK 0 STREAMS s $');
    for (const line of ['MULTI', 'XADD s 1 f v', 'XADD s 2 f v', 'EXEC']) send(other, line);
    expect([received(waiter), received(limited)]).toEqual([array(of('s', '1-0', '2-0')), array(of('s', '1-0'))]);
  });

  test('answers a map to a client of RESP3', () => {
    const { waiter, other } = streamEngine();
    waiter.client.protocol = 3;
    send(waiter, 'XREAD BLOCK 0 STREAMS s $');
    send(other, 'XADD s 1 f v');
    expect(received(waiter)).toBe(`%1 ${bulk('s')} ${entries('1-0')}`);
  });

  test.each([
    [2, '*-1'],
    [3, '_'],
  ] as const)('answers null in RESP%i when time is up', (protocol, reply) => {
    const { waiter, clock, dispatcher } = streamEngine();
    waiter.client.protocol = protocol;
    send(waiter, 'XREAD BLOCK 100 STREAMS s $');
    clock.advance(99);
    dispatcher().blocking.expire();
    expect(received(waiter)).toBe('');
    clock.advance(1);
    dispatcher().blocking.expire();
    expect([received(waiter), waiter.client.blocked]).toEqual([reply, undefined]);
  });

  test('does not wait in a transaction', () => {
    const { waiter } = streamEngine();
    send(waiter, 'MULTI');
    send(waiter, 'XREAD BLOCK 0 STREAMS s $');
    expect(send(waiter, 'EXEC')).toBe('*1\r\n*-1\r\n');
  });

  test.each(['SET s v', 'XGROUP CREATE s g $ MKSTREAM'])('is not woken by %s', (line) => {
    const { waiter, other } = streamEngine();
    send(waiter, 'XREAD BLOCK 0 STREAMS s 0');
    send(other, line);
    expect([received(waiter), waiter.client.blocked === undefined]).toEqual(['', false]);
  });

  test('goes on to wait when the key is gone', () => {
    const { waiter, other } = streamEngine();
    send(other, 'XADD s 1 f v');
    send(waiter, 'XREAD BLOCK 0 STREAMS s 1');
    send(other, 'DEL s');
    expect([received(waiter), waiter.client.blocked === undefined]).toEqual(['', false]);
  });

  test('is served by a stream that is renamed to the key', () => {
    const { waiter, other } = streamEngine();
    send(other, 'XADD full 3 f v');
    send(waiter, 'XREAD BLOCK 0 STREAMS s 2');
    send(other, 'RENAME full s');
    expect(received(waiter)).toBe(array(of('s', '3-0')));
  });
});
