import { describe, expect, test } from 'vitest';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import type { Harness } from '../../support/command-harness.ts';
import {
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

const MAX = '18446744073709551615';
const NOT_GREATER = '-ERR The ID specified in XADD is equal or smaller than the target stream top item';
const EXHAUSTED = '-ERR The stream has exhausted the last possible ID, unable to add more items';
const WRONG_ARITY = "-ERR wrong number of arguments for 'xadd' command";
const LIMIT_ALONE = '-ERR syntax error, LIMIT cannot be used without specifying a trimming strategy';
const LIMIT_EXACT = '-ERR syntax error, LIMIT cannot be used without the special ~ option';

const ids = (server: Harness): string[] => ask(server, 'XRANGE s - +').match(/\d+-\d+/g) ?? [];

describe('the ID of a new entry', () => {
  test('is the time, where the stream may choose, and never goes back', () => {
    const server = streamHarness();
    expect(ask(server, 'XADD s * f v')).toBe(bulk(`${HARNESS_NOW_MS}-0`));
    expect(ask(server, 'XADD s * f v')).toBe(bulk(`${HARNESS_NOW_MS}-1`));
    server.clock.advance(5);
    expect(ask(server, 'XADD s * f v')).toBe(bulk(`${HARNESS_NOW_MS + 5}-0`));
    ask(server, 'XADD s 9000000000000-7 f v');
    expect(ask(server, 'XADD s * f v')).toBe(bulk('9000000000000-8'));
  });

  test.each([
    ['5', '5-0'],
    ['5-3', '5-3'],
    ['0-1', '0-1'],
    ['5-*', '5-0'],
    ['0-*', '0-1'],
    [`${MAX}-${MAX}`, `${MAX}-${MAX}`],
  ])('given as %s is %s', (given, id) => {
    const server = streamHarness();
    expect(ask(server, `XADD s ${given} f v`)).toBe(bulk(id));
    expect(ids(server)).toEqual([id]);
    expect(sent(server)).toEqual([`XADD s ${given.endsWith('*') ? id : given} f v`]);
  });

  test('has the next sequence where only the time is given', () => {
    const server = streamHarness();
    ask(server, 'XADD s 5-7 f v');
    expect(ask(server, 'XADD s 5-* f v')).toBe(bulk('5-8'));
    expect(ask(server, 'XADD s 6-* f v')).toBe(bulk('6-0'));
    ask(server, `XADD s 7-${MAX} f v`);
    expect(refusal(server, 'XADD s 7-* f v')).toBe(NOT_GREATER);
    expect(ask(server, 'XADD s 8-* f v')).toBe(bulk('8-0'));
  });

  test('is found behind the last sequence of a time', () => {
    const server = streamHarness();
    ask(server, `XADD s 9000000000000-${MAX} f v`);
    expect(ask(server, 'XADD s * f v')).toBe(bulk('9000000000001-0'));
    ask(server, `XADD s ${MAX}-${MAX} f v`);
    expect(refusal(server, 'XADD s * f v')).toBe(EXHAUSTED);
    expect(refusal(server, `XADD s ${MAX}-* f v`)).toBe(EXHAUSTED);
    expect(refusal(server, 'XADD s 1-1 f v')).toBe(EXHAUSTED);
  });

  test('is greater than every one there ever was', () => {
    const server = withEntries(2);
    ask(server, 'XDEL s 1 2');
    expect(refusal(server, 'XADD s 2-0 f v')).toBe(NOT_GREATER);
    expect(refusal(server, 'XADD s 1-* f v')).toBe(NOT_GREATER);
    expect(ask(server, 'XADD s 2-* f v')).toBe(bulk('2-1'));
  });
});

describe('NOMKSTREAM', () => {
  test.each([
    [2, '$-1'],
    [3, '_'],
  ] as const)('adds to a stream there is, and else to none: RESP%i', (protocol, none) => {
    const server = streamHarness({ protocol });
    expect(ask(server, 'XADD s NOMKSTREAM 1 f v')).toBe(none);
    expect([ask(server, 'XLEN s'), sent(server), told(server)]).toEqual([':0', [], []]);
    ask(server, 'XADD s 1 f v');
    forget(server);
    expect(ask(server, 'XADD s nomkstream * f v')).toBe(bulk(`${HARNESS_NOW_MS}-0`));
    expect(sent(server)).toEqual([`XADD s nomkstream ${HARNESS_NOW_MS}-0 f v`]);
    expect(told(server)).toEqual(['xadd s']);
  });

  test('may stand among the options, before and behind', () => {
    const server = withEntries(3);
    ask(server, 'XADD s NOMKSTREAM MAXLEN 2 4 f v', 'XADD s MAXLEN = 2 NOMKSTREAM 5 f v');
    expect(ids(server)).toEqual(['4-0', '5-0']);
    expect(ask(server, 'XADD nokey MAXLEN 1 NOMKSTREAM 5 f v')).toBe('$-1');
  });
});

describe('trimming', () => {
  test.each([
    ['MAXLEN 2', ['3-0', '4-0']],
    ['MAXLEN = 2', ['3-0', '4-0']],
    ['MAXLEN 0', []],
    ['MAXLEN 9', ['1-0', '2-0', '3-0', '4-0']],
    ['MINID 3', ['3-0', '4-0']],
    ['MINID = 2-1', ['3-0', '4-0']],
    ['MINID 9', []],
    ['MAXLEN ~ 1', ['1-0', '2-0', '3-0', '4-0']],
    ['MINID ~ 3', ['1-0', '2-0', '3-0', '4-0']],
    ['MAXLEN ~ 1 LIMIT 1', ['1-0', '2-0', '3-0', '4-0']],
  ])('%s, with the new entry counted', (options, left) => {
    const server = withEntries(3);
    const before = server.keyspace.changes.dirty;
    expect(ask(server, `XADD s ${options} 4 f v`)).toBe(bulk('4-0'));
    expect(server.keyspace.changes.dirty - before).toBe(1);
    expect(ids(server)).toEqual(left);
    expect(told(server)).toEqual(left.length < 4 ? ['xadd s', 'xtrim s'] : ['xadd s']);
  });

  test('takes whole nodes where it is approximate, and tells others what it has left', () => {
    const server = streamHarness();
    server.keyspace.packing.streamNodeEntries = 2;
    for (let i = 1; i <= 6; i++) ask(server, `XADD s ${i} f v`);
    forget(server);
    ask(server, 'XADD s MAXLEN ~ 4 7 f v');
    expect([ids(server)[0], sent(server)]).toEqual(['3-0', ['XADD s MAXLEN = 5 7 f v']]);
    ask(server, 'XADD s MINID ~ 6 LIMIT 2 8 f v');
    expect([ids(server)[0], sent(server)]).toEqual(['5-0', ['XADD s MINID = 5-0 LIMIT 2 8 f v']]);
  });

  test('is told to others as it came where it is exact', () => {
    const server = withEntries(3);
    ask(server, 'XADD s MAXLEN 1 4 f v', 'XADD s MINID 5 5-* f v');
    expect(sent(server)).toEqual(['XADD s MAXLEN 1 4 f v', 'XADD s MINID 5 5-0 f v']);
  });
});

describe('fields', () => {
  test('are kept in order, with names given twice, and with any bytes', () => {
    const server = streamHarness();
    server.run('XADD', 's', '1', 'f', '\0\r\n\xff', 'f', '', '', '007');
    expect(server.run('XRANGE', 's', '-', '+')).toBe(
      '*1\r\n*2\r\n$3\r\n1-0\r\n*6\r\n$1\r\nf\r\n$4\r\n\0\r\n\xff\r\n$1\r\nf\r\n$0\r\n\r\n$0\r\n\r\n$3\r\n007\r\n',
    );
  });

  test('may be named as an option is, behind the ID', () => {
    const server = withEntries(2);
    ask(server, 'XADD s 3 MAXLEN 1');
    expect(ask(server, 'XRANGE s 3 3')).toBe('*1 *2 $3 3-0 *2 $6 MAXLEN $1 1');
  });
});

describe('what XADD refuses', () => {
  test.each([
    ['XADD s 2-0 f v', NOT_GREATER],
    ['XADD s 1-9 f v', NOT_GREATER],
    ['XADD s 0-0 f v', '-ERR The ID specified in XADD must be greater than 0-0'],
    ['XADD s 0 f v', '-ERR The ID specified in XADD must be greater than 0-0'],
    ['XADD s x f v', INVALID_ID],
    ['XADD s - f v', INVALID_ID],
    ['XADD s *-1 f v', INVALID_ID],
    ['XADD s 5-x f v', INVALID_ID],
    ['XADD s 18446744073709551616 f v', INVALID_ID],
    ['XADD s 5 f', WRONG_ARITY],
    ['XADD s 5 f v g', WRONG_ARITY],
    ['XADD s * f v g', WRONG_ARITY],
    ['XADD s MAXLEN 1 5', WRONG_ARITY],
    ['XADD s NOMKSTREAM 5 f', WRONG_ARITY],
    ['XADD s MAXLEN x 5 f v', NOT_AN_INTEGER],
    ['XADD s MAXLEN -1 5 f v', '-ERR The MAXLEN argument must be >= 0.'],
    ['XADD s MINID x 5 f v', INVALID_ID],
    [
      'XADD s MAXLEN 1 MINID 1 5 f v',
      '-ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
    ],
    ['XADD s LIMIT 1 5 f v', LIMIT_ALONE],
    ['XADD s MAXLEN 1 LIMIT 1 5 f v', LIMIT_EXACT],
    ['XADD s MAXLEN ~ 1 LIMIT -1 5 f v', '-ERR The LIMIT argument must be >= 0.'],
    ['XADD s MAXLEN ~ 1 LIMIT x 5 f v', NOT_AN_INTEGER],
    ['XADD text 5 f v', WRONG_TYPE],
    ['XADD text NOMKSTREAM 5 f v', WRONG_TYPE],
  ])('%s', (line, error) => {
    expect(refusal(withEntries(2), line)).toBe(error);
  });

  test('makes no key', () => {
    const server = streamHarness();
    for (const line of ['XADD t x f v', 'XADD t 0-0 f v', 'XADD t 1 f', 'XADD t MAXLEN x 1 f v']) {
      expect(ask(server, line)).toMatch(/^-ERR/);
    }
    expect([ask(server, 'SET t v'), ask(server, 'GET t')]).toEqual(['+OK', '$1 v']);
    expect(server.keyspace.databases[0].size).toBe(1);
  });
});
