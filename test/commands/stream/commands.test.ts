import { describe, expect, test } from 'vitest';
import { streamCommands } from '../../../src/commands/stream/index.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';

function harness(): Harness {
  return createHarness({ commands: streamCommands, propagates: true, listens: true });
}

/** Runs commands, each as a line of words. Answers the last reply, without its line ends. */
function runAll({ run }: Harness, ...lines: string[]): string {
  let reply = '';
  for (const line of lines) reply = run(...line.split(' '));
  return reply.replace(/\r\n/g, ' ').trim();
}

/** What went out since this was asked last. */
function sent({ propagated }: Harness): string[] {
  return propagated.splice(0).map((words) => words.join(' '));
}

describe('XADD', () => {
  test('tells others the ID that it chose', () => {
    const server = harness();
    expect(runAll(server, 'XADD s * f v')).toBe(`$15 ${HARNESS_NOW_MS}-0`);
    expect(runAll(server, `XADD s ${HARNESS_NOW_MS}-* f v`)).toBe(`$15 ${HARNESS_NOW_MS}-1`);
    runAll(server, 'XADD s 9999999999999-5 f v');
    expect(sent(server)).toEqual([
      `XADD s ${HARNESS_NOW_MS}-0 f v`,
      `XADD s ${HARNESS_NOW_MS}-1 f v`,
      'XADD s 9999999999999-5 f v',
    ]);
    expect(server.events).toEqual(['xadd s', 'xadd s', 'xadd s']);
  });

  test('tells them what an approximate trimming has left', () => {
    const server = harness();
    server.keyspace.packing.streamNodeEntries = 2;
    for (let i = 1; i <= 5; i++) runAll(server, `XADD s ${i} f v`);
    sent(server);
    runAll(server, 'XADD s MAXLEN ~ 3 LIMIT 10 6 f v', 'XADD s MINID ~ 6 7 f v', 'XTRIM s MAXLEN ~ 1');
    expect(sent(server)).toEqual([
      'XADD s MAXLEN = 4 LIMIT 10 6 f v',
      'XADD s MINID = 5-0 7 f v',
      'XTRIM s MAXLEN = 1',
    ]);
    expect(server.events.slice(5)).toEqual(['xadd s', 'xtrim s', 'xadd s', 'xtrim s', 'xtrim s']);
  });

  test('changes nothing where it fails', () => {
    const server = harness();
    runAll(server, 'XADD s 5-5 f v');
    sent(server);
    for (const line of [
      'XADD s 5-5 f v',
      'XADD s 0-0 f v',
      'XADD t f v',
      'XADD t 1 f',
      'XADD t MAXLEN -1 1 f v',
      'XADD t x f v',
    ]) {
      expect(runAll(server, line)).toMatch(/^-ERR/);
    }
    expect([server.propagated, runAll(server, 'XLEN s'), runAll(server, 'XLEN t')]).toEqual([[], ':1', ':0']);
    expect(runAll(server, 'XADD t NOMKSTREAM 1 f v')).toBe('$-1');
  });

  test('goes up to the greatest ID, and no further', () => {
    const server = harness();
    const max = '18446744073709551615';
    expect(runAll(server, `XADD s ${max}-* f v`)).toBe(`$22 ${max}-0`);
    expect(runAll(server, `XADD s ${max}-${max} f v`)).toBe(`$41 ${max}-${max}`);
    expect(runAll(server, 'XADD s * f v')).toMatch(/^-ERR The stream has exhausted/);
    expect(runAll(server, `XRANGE s ${max}-1 +`)).toContain(`${max}-${max}`);
  });
});

describe('a group', () => {
  test('is told to others as what reading has done to it', () => {
    const server = harness();
    runAll(server, 'XADD s 1 f v', 'XADD s 2 f v', 'XGROUP CREATE s g 0');
    sent(server);
    runAll(server, 'XREADGROUP GROUP g alice COUNT 1 STREAMS s >', 'XREADGROUP GROUP g bob NOACK STREAMS s >');
    const claim = `XCLAIM s g alice 0 1-0 TIME ${HARNESS_NOW_MS} RETRYCOUNT 1 FORCE JUSTID LASTID 1-0`;
    expect(sent(server)).toEqual([
      ...[claim, 'XGROUP SETID s g 1-0 ENTRIESREAD 1'],
      ...['XGROUP CREATECONSUMER s g bob', 'XGROUP SETID s g 2-0 ENTRIESREAD 2'],
    ]);
    runAll(server, 'XREADGROUP GROUP g alice STREAMS s 0', 'XREADGROUP GROUP g alice STREAMS s >', 'XPENDING s g');
    expect(sent(server)).toEqual([]);
    runAll(server, 'XACK s g 1-0 7-7', 'XACK s g 1-0');
    expect(sent(server)).toEqual(['XACK s g 1-0 7-7']);
    expect(server.events.slice(2)).toEqual(['xgroup-create s', 'xgroup-createconsumer s', 'xgroup-createconsumer s']);
  });

  test('is told to others as what claiming has done to it', () => {
    const server = harness();
    runAll(
      server,
      'XADD s 1 f v',
      'XADD s 2 f v',
      'XGROUP CREATE s g 0',
      'XREADGROUP GROUP g alice STREAMS s >',
      'XDEL s 1',
    );
    sent(server);
    runAll(server, 'XAUTOCLAIM s g bob 0 - JUSTID', 'XCLAIM s g bob 100 2', 'XCLAIM s g carl 0 2 LASTID 3');
    const at = `TIME ${HARNESS_NOW_MS} RETRYCOUNT`;
    expect(sent(server)).toEqual([
      `XCLAIM s g alice 0 1-0 ${at} 1 FORCE JUSTID LASTID 2-0`,
      `XCLAIM s g bob 0 2-0 ${at} 1 FORCE JUSTID LASTID 2-0`,
      `XCLAIM s g carl 0 2-0 ${at} 2 FORCE JUSTID LASTID 3-0`,
    ]);
    runAll(server, 'XCLAIM s g carl 100000 2 LASTID 5', 'XCLAIM s g carl 100000 2 LASTID 5');
    expect(sent(server)).toEqual(['XGROUP SETID s g 5-0 ENTRIESREAD 2']);
  });

  test('reads new entries once for each stream named twice', () => {
    const server = harness();
    runAll(server, 'XADD s 1 f v', 'XADD s 2 f v', 'XADD s 3 f v', 'XGROUP CREATE s g 0');
    const read = 'XREADGROUP GROUP g c COUNT 2 STREAMS s s s > > >';
    const entry = (id: string): string => `*2 $3 ${id} *2 $1 f $1 v`;
    const first = `*2 $1 s *2 ${entry('1-0')} ${entry('2-0')}`;
    expect(runAll(server, read)).toBe(`*2 ${first} *2 $1 s *1 ${entry('3-0')}`);
    expect(runAll(server, read)).toBe('*-1');
  });
});

/** Three entries: g has acknowledged 1-0, has 2-0 pending, and has not read 3-0. */
function referenced(): Harness {
  const server = harness();
  runAll(server, 'XADD s 1 f v', 'XADD s 2 f v', 'XADD s 3 f v', 'XGROUP CREATE s g 0');
  runAll(server, 'XREADGROUP GROUP g c COUNT 2 STREAMS s >', 'XACK s g 1');
  sent(server);
  server.events.length = 0;
  return server;
}

describe('entries that groups refer to', () => {
  test.each([
    ['KEEPREF', '*4 :1 :1 :1 :-1', ':0', ':1'],
    ['DELREF', '*4 :1 :1 :1 :-1', ':0', ':0'],
    ['ACKED', '*4 :1 :2 :2 :-1', ':2', ':1'],
  ])('XDELEX %s', (policy, reply, left, pending) => {
    const server = referenced();
    expect(runAll(server, `XDELEX s ${policy} IDS 4 1 2 3 4`)).toBe(reply);
    expect([runAll(server, 'XLEN s'), runAll(server, 'XPENDING s g').split(' ')[1]]).toEqual([left, pending]);
    expect([sent(server), server.events]).toEqual([[`XDELEX s ${policy} IDS 4 1 2 3 4`], ['xdel s']]);
  });

  test.each([
    ['XTRIM s MAXLEN 0', ':3', ':1'],
    ['XTRIM s MAXLEN 0 DELREF', ':3', ':0'],
    ['XTRIM s MAXLEN 0 ACKED', ':1', ':1'],
    ['XTRIM s ACKED MINID 3', ':1', ':1'],
    ['XTRIM s MINID 3 DELREF', ':2', ':0'],
  ])('%s', (line, trimmed, pending) => {
    const server = referenced();
    expect(runAll(server, line)).toBe(trimmed);
    expect(runAll(server, 'XPENDING s g').split(' ')[1]).toBe(pending);
  });

  test('XADD trims only what every group has acknowledged', () => {
    const server = referenced();
    runAll(server, 'XADD s MAXLEN = 1 ACKED 4 f v');
    expect(runAll(server, 'XLEN s')).toBe(':3');
  });

  test('XACKDEL acknowledges, and deletes where that may be', () => {
    const server = referenced();
    runAll(server, 'XGROUP CREATE s other 1');
    expect(runAll(server, 'XACKDEL s g ACKED IDS 3 1 2 3')).toBe('*3 :-1 :2 :-1');
    runAll(server, 'XREADGROUP GROUP g c STREAMS s >');
    expect(runAll(server, 'XACKDEL s g IDS 1 3')).toBe('*1 :1');
    expect([runAll(server, 'XLEN s'), runAll(server, 'XPENDING s g').split(' ')[1]]).toEqual([':2', ':0']);
    expect(runAll(server, 'XACKDEL nokey g IDS 2 1 2')).toBe('*2 :-1 :-1');
  });

  test.each([
    ['XDELEX s IDS 0 1', 'Number of IDs must be a positive integer'],
    ['XDELEX s IDS x 1', 'Number of IDs must be a positive integer'],
    ['XDELEX s IDS 3 1 2', 'The `numids` parameter must match the number of arguments'],
    ['XDELEX s IDS 1 1 2', 'syntax error'],
    ['XDELEX s ACKED DELREF IDS 1 1', 'syntax error'],
    ['XACKDEL s g KEEPREF IDS 1 x', 'Invalid stream ID specified as stream command argument'],
  ])('%s', (line, error) => {
    const server = referenced();
    expect(runAll(server, line)).toBe(`-ERR ${error}`);
    expect([sent(server), runAll(server, 'XLEN s')]).toEqual([[], ':3']);
  });
});
