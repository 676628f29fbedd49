import { describe, expect, test } from 'vitest';
import type { Harness } from '../../support/command-harness.ts';
import { ask, forget, INVALID_ID, refusal, sent, told, withEntries, WRONG_TYPE } from './harness.ts';

const ids = (server: Harness): string[] => ask(server, 'XRANGE s - +').match(/\d+-\d+/g) ?? [];
const pendingCount = (server: Harness): string => ask(server, 'XPENDING s g').split(' ')[1];

/** Entries 1-0 to 4-0 of `s`: group `g` has acknowledged 1-0, has 2-0 and 3-0 pending, and has not read 4-0. */
function referenced(): Harness {
  const server = withEntries(4);
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g c COUNT 3 STREAMS s >', 'XACK s g 1');
  forget(server);
  return server;
}

describe('XDEL', () => {
  test.each([2, 3] as const)('answers how many entries there were: RESP%i', (protocol) => {
    const server = withEntries(4, { protocol });
    const before = server.keyspace.changes.dirty;
    expect(ask(server, 'XDEL s 2 3-0 2 9 3-1')).toBe(':2');
    expect(ids(server)).toEqual(['1-0', '4-0']);
    expect(server.keyspace.changes.dirty - before).toBe(2);
    expect([sent(server), told(server)]).toEqual([['XDEL s 2 3-0 2 9 3-1'], ['xdel s']]);
  });

  test('tells nobody where there was none', () => {
    const server = withEntries(2);
    expect([ask(server, 'XDEL s 9 1-1'), ask(server, 'XDEL nokey 1')]).toEqual([':0', ':0']);
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test('leaves an empty stream, its last ID and what is pending', () => {
    const server = referenced();
    expect(ask(server, 'XDEL s 1 2 3 4')).toBe(':4');
    expect([ask(server, 'XLEN s'), pendingCount(server)]).toEqual([':0', ':2']);
    expect(ask(server, 'XINFO STREAM s')).toMatch(
      /last-generated-id \$3 4-0 \$20 max-deleted-entry-id \$3 4-0 \$13 entries-added :4 /,
    );
    expect(ask(server, 'XADD s 4-* f v')).toBe('$3 4-1');
  });

  test('reads no ID without the key', () => {
    expect(ask(withEntries(1), 'XDEL nokey x')).toBe(':0');
  });

  test.each([
    ['XDEL s 1 x', INVALID_ID],
    ['XDEL s 1 +', INVALID_ID],
    ['XDEL s 1 2-*', INVALID_ID],
    ['XDEL text 1', WRONG_TYPE],
    ['XDEL s', "-ERR wrong number of arguments for 'xdel' command"],
  ])('refuses %s', (line, error) => {
    expect(refusal(withEntries(2), line)).toBe(error);
  });
});

describe('XDELEX', () => {
  test.each([
    ['', '*5 :1 :1 :-1 :1 :-1', ['4-0'], ':2'],
    ['KEEPREF ', '*5 :1 :1 :-1 :1 :-1', ['4-0'], ':2'],
    ['DELREF ', '*5 :1 :1 :-1 :1 :-1', ['4-0'], ':0'],
    ['ACKED ', '*5 :1 :2 :2 :2 :-1', ['2-0', '3-0', '4-0'], ':2'],
  ])('%sanswers for each ID what became of it', (policy, reply, left, pending) => {
    const server = referenced();
    const line = `XDELEX s ${policy}IDS 5 1 2 2 3 9`;
    expect(ask(server, line)).toBe(reply);
    expect([ids(server), pendingCount(server)]).toEqual([left, pending]);
    expect([sent(server), told(server)]).toEqual([[line], ['xdel s']]);
  });

  test('counts one change for each entry', () => {
    const server = referenced();
    const before = server.keyspace.changes.dirty;
    ask(server, 'XDELEX s IDS 3 1 2 9');
    expect(server.keyspace.changes.dirty - before).toBe(2);
  });

  test('ACKED keeps what a group has yet to read', () => {
    const server = referenced();
    expect(ask(server, 'XDELEX s ACKED IDS 1 4')).toBe('*1 :2');
    expect([ids(server).length, sent(server), told(server)]).toEqual([4, [], []]);
    ask(server, 'XGROUP DESTROY s g');
    expect(ask(server, 'XDELEX s ACKED IDS 2 2 4')).toBe('*2 :1 :1');
  });

  test('DELREF takes away references to an entry that is no more, of which no event tells', () => {
    const server = referenced();
    ask(server, 'XDEL s 2');
    forget(server);
    expect(ask(server, 'XDELEX s DELREF IDS 1 2')).toBe('*1 :-1');
    expect([pendingCount(server), sent(server), told(server)]).toEqual([':1', ['XDELEX s DELREF IDS 1 2'], []]);
    expect(ask(server, 'XDELEX s DELREF IDS 1 2')).toBe('*1 :-1');
    expect(sent(server)).toEqual([]);
  });

  test('ACKED says of an entry that is no more, but still pending, that there is none', () => {
    const server = referenced();
    ask(server, 'XDEL s 2');
    expect([ask(server, 'XDELEX s ACKED IDS 1 2'), pendingCount(server)]).toEqual(['*1 :-1', ':2']);
  });

  test('finds nothing without the key', () => {
    const server = withEntries(1);
    expect(ask(server, 'XDELEX nokey IDS 2 1 2')).toBe('*2 :-1 :-1');
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test.each([
    ['XDELEX s IDS 2 1 x', INVALID_ID],
    ['XDELEX nokey IDS 1 x', INVALID_ID],
    ['XDELEX text IDS 1 1', WRONG_TYPE],
    ['XDELEX s IDS 1', "-ERR wrong number of arguments for 'xdelex' command"],
  ])('refuses %s', (line, error) => {
    expect(refusal(referenced(), line)).toBe(error);
  });
});
