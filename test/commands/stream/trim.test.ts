import { describe, expect, test } from 'vitest';
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
  SYNTAX,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

const GREATEST = '18446744073709551615-18446744073709551615';

/** Entries 1-0 to 10-0, in nodes of two. */
function tenInPairs(): Harness {
  const server = withEntries(0);
  server.keyspace.packing.streamNodeEntries = 2;
  for (let i = 1; i <= 10; i++) ask(server, `XADD s ${i} f v`);
  forget(server);
  return server;
}

/** The milliseconds of the IDs that are left. */
function left(server: Harness): number[] {
  return [...ask(server, 'XRANGE s - +').matchAll(/ (\d+)-0 /g)].map(([, ms]) => Number(ms));
}

const from = (first: number): number[] => Array.from({ length: 11 - first }, (_, i) => first + i);

describe('XTRIM', () => {
  test.each([
    ['MAXLEN 4', 7],
    ['MAXLEN = 3', 8],
    ['maxlen 1', 10],
    ['MAXLEN 0', 11],
    ['MINID 4', 4],
    ['MINID = 4-1', 5],
    ['minid 10', 10],
    [`MINID ${GREATEST}`, 11],
  ])('%s takes exactly what is beyond', (rest, first) => {
    const server = tenInPairs();
    expect(ask(server, `XTRIM s ${rest}`)).toBe(`:${first - 1}`);
    expect([left(server), ask(server, 'XLEN s')]).toEqual([from(first), `:${11 - first}`]);
    expect([sent(server), told(server)]).toEqual([[`XTRIM s ${rest}`], ['xtrim s']]);
  });

  test.each([
    ['MAXLEN ~ 5', 5, 'MAXLEN = 6'],
    ['MAXLEN ~ 6', 5, 'MAXLEN = 6'],
    ['MAXLEN ~ 0', 11, 'MAXLEN = 0'],
    ['MAXLEN ~ 0 LIMIT 0', 11, 'MAXLEN = 0 LIMIT 0'],
    ['MAXLEN ~ 0 LIMIT 5', 5, 'MAXLEN = 6 LIMIT 5'],
    ['LIMIT 4 MAXLEN ~ 3', 5, 'LIMIT 4 MAXLEN = 6'],
    ['MAXLEN ~ 0 LIMIT 1 LIMIT 2', 3, 'MAXLEN = 8 LIMIT 1 LIMIT 2'],
    ['MINID ~ 4', 3, 'MINID = 3-0'],
    ['MINID ~ 5', 5, 'MINID = 5-0'],
    ['MINID ~ 9 LIMIT 2', 3, 'MINID = 3-0 LIMIT 2'],
    ['MINID ~ 99', 11, `MINID = ${GREATEST}`],
  ])('%s takes whole nodes, and goes out as what it has left', (rest, first, propagated) => {
    const server = tenInPairs();
    expect(ask(server, `XTRIM s ${rest}`)).toBe(`:${first - 1}`);
    expect(left(server)).toEqual(from(first));
    expect([sent(server), told(server)]).toEqual([[`XTRIM s ${propagated}`], ['xtrim s']]);
  });

  test.each(['MAXLEN 10', 'MAXLEN 9223372036854775807', 'MINID 1', 'MINID 0', 'MAXLEN ~ 9', 'MINID ~ 2'])(
    '%s takes nothing, and tells nobody',
    (rest) => {
      const server = tenInPairs();
      expect(ask(server, `XTRIM s ${rest}`)).toBe(':0');
      expect([left(server), sent(server), told(server)]).toEqual([from(1), [], []]);
    },
  );

  test('approximately takes no more at once than a hundred nodes have room for', () => {
    const server = streamHarness();
    server.keyspace.packing.streamNodeEntries = 1;
    for (let i = 1; i <= 250; i++) ask(server, `XADD s ${i} f v`);
    expect([1, 2, 3].map(() => ask(server, 'XTRIM s MAXLEN ~ 0'))).toEqual([':100', ':100', ':50']);
  });

  test('makes no stream, and keeps the key of one that it has emptied', () => {
    const server = tenInPairs();
    expect(ask(server, 'XTRIM nokey MAXLEN 0')).toBe(':0');
    expect([sent(server), told(server)]).toEqual([[], []]);
    ask(server, 'XTRIM s MAXLEN 0');
    expect(ask(server, 'XINFO STREAM s')).toContain(`${bulk('last-generated-id')} $4 10-0`);
    expect(ask(server, 'XTRIM s MAXLEN 0')).toBe(':0');
  });

  test('passes entries by that were deleted before, and notes none as deleted', () => {
    const server = tenInPairs();
    ask(server, 'XDEL s 1 2 4 9');
    expect(ask(server, 'XTRIM s MAXLEN 3')).toBe(':3');
    expect(left(server)).toEqual([7, 8, 10]);
    ask(server, 'XTRIM s MINID 10');
    expect(ask(server, 'XINFO STREAM s')).toContain(`${bulk('max-deleted-entry-id')} $3 9-0`);
    expect(ask(server, 'XINFO STREAM s')).toContain(`${bulk('recorded-first-entry-id')} $4 10-0`);
  });

  test('leaves what groups have pending, but where DELREF is given', () => {
    const server = tenInPairs();
    ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g c COUNT 6 STREAMS s >', 'XACK s g 1');
    expect([ask(server, 'XTRIM s MINID 3 KEEPREF'), ask(server, 'XPENDING s g')]).toEqual([
      ':2',
      '*4 :5 $3 2-0 $3 6-0 *1 *2 $1 c $1 5',
    ]);
    expect([ask(server, 'XTRIM s MINID 5 ACKED'), left(server)]).toEqual([':0', from(3)]);
    expect([ask(server, 'XTRIM s DELREF MINID 5'), left(server)]).toEqual([':2', from(5)]);
    expect(ask(server, 'XPENDING s g')).toBe('*4 :3 $3 2-0 $3 6-0 *1 *2 $1 c $1 3');
  });

  test.each([
    ['s MAXLEN', "-ERR wrong number of arguments for 'xtrim' command"],
    ['s MAXLEN x', NOT_AN_INTEGER],
    ['s MAXLEN ~', NOT_AN_INTEGER],
    ['s MAXLEN ~ x', NOT_AN_INTEGER],
    ['s MAXLEN 9223372036854775808', NOT_AN_INTEGER],
    ['s MAXLEN -1', '-ERR The MAXLEN argument must be >= 0.'],
    ['s MAXLEN < 5', NOT_AN_INTEGER],
    ['s MAXLEN 5 6', SYNTAX],
    ['s MINID x', INVALID_ID],
    ['s MINID + 5', INVALID_ID],
    ['s MINID ~ -', INVALID_ID],
    ['s MAXLEN 5 MINID 4', '-ERR syntax error, MAXLEN and MINID options at the same time are not compatible'],
    ['s MAXLEN 5 MAXLEN 4', '-ERR syntax error, MAXLEN and MINID options at the same time are not compatible'],
    ['s MAXLEN 5 LIMIT 4', '-ERR syntax error, LIMIT cannot be used without the special ~ option'],
    ['s MAXLEN = 5 LIMIT 0', '-ERR syntax error, LIMIT cannot be used without the special ~ option'],
    ['s MAXLEN ~ 5 LIMIT -1', '-ERR The LIMIT argument must be >= 0.'],
    ['s MAXLEN ~ 5 LIMIT x', NOT_AN_INTEGER],
    ['s MAXLEN ~ 5 LIMIT', SYNTAX],
    ['s LIMIT 5', '-ERR syntax error, LIMIT cannot be used without specifying a trimming strategy'],
    ['s LIMIT 0', '-ERR syntax error, XTRIM must be called with a trimming strategy'],
    ['s NOMKSTREAM MAXLEN 1', SYNTAX],
    ['s DELREF MAXLEN 1 ACKED', SYNTAX],
    ['text MAXLEN x', NOT_AN_INTEGER],
    ['text MAXLEN 1', WRONG_TYPE],
  ])('%s is refused', (rest, error) => {
    expect(refusal(tenInPairs(), `XTRIM ${rest}`)).toBe(error);
  });
});
