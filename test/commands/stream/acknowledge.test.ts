import { describe, expect, test } from 'vitest';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { ask, forget, INVALID_ID, lookups, refusal, sent, told, withEntries, WRONG_TYPE } from './harness.ts';

/** Entries 1-0 to 4-0 of `s`: in group `g`, consumer `a` has 1-0 and 2-0 pending, `b` has 3-0, and 4-0 is unread. */
function pendingEntries(options: HarnessOptions = {}): Harness {
  const server = withEntries(4, options);
  ask(server, 'XGROUP CREATE s g 0');
  ask(server, 'XREADGROUP GROUP g a COUNT 2 STREAMS s >', 'XREADGROUP GROUP g b COUNT 1 STREAMS s >');
  forget(server);
  return server;
}

const pendingCount = (server: Harness, group = 'g'): string => ask(server, `XPENDING s ${group}`).split(' ')[1];
const range = (server: Harness): string[] => ask(server, 'XRANGE s - +').match(/\d+-\d+/g) ?? [];

describe('XACK', () => {
  test.each([2, 3] as const)('answers how many were pending, whoever had them: RESP%i', (protocol) => {
    const server = pendingEntries({ protocol });
    expect(ask(server, 'XACK s g 1 3-0')).toBe(':2');
    expect(ask(server, 'XPENDING s g')).toBe('*4 :1 $3 2-0 $3 2-0 *1 *2 $1 a $1 1');
    expect(range(server)).toEqual(['1-0', '2-0', '3-0', '4-0']);
  });

  test('counts as a read, though it changes what it has read', () => {
    const server = pendingEntries();
    expect(lookups(server, 'XACK s g 1')).toEqual([1, 0]);
    expect(lookups(server, 'XACK text g 1')).toEqual([1, 0]);
    expect(lookups(server, 'XACK nokey g wrong')).toEqual([0, 1]);
  });

  test('counts an ID once, and none that is unread or done with', () => {
    const server = pendingEntries();
    expect(ask(server, 'XACK s g 1 1 4 9-9')).toBe(':1');
    expect(ask(server, 'XACK s g 1')).toBe(':0');
  });

  test('takes away what is pending for an entry that is no more', () => {
    const server = pendingEntries();
    ask(server, 'XDEL s 1');
    expect([ask(server, 'XACK s g 1'), pendingCount(server)]).toEqual([':1', ':2']);
  });

  test('goes out as it came, one change for each ID, and no event tells of it', () => {
    const server = pendingEntries();
    const before = server.keyspace.changes.dirty;
    ask(server, 'xack s g 2 9 1');
    expect(server.keyspace.changes.dirty - before).toBe(2);
    expect([sent(server), told(server)]).toEqual([['xack s g 2 9 1'], []]);
  });

  test('answers 0 without the key or the group, before it reads an ID', () => {
    const server = pendingEntries();
    expect([ask(server, 'XACK nokey g x'), ask(server, 'XACK s other x')]).toEqual([':0', ':0']);
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test.each([
    ['XACK s g 1 x', INVALID_ID],
    ['XACK s g 1 -', INVALID_ID],
    ['XACK text g 1', WRONG_TYPE],
    ['XACK s g', "-ERR wrong number of arguments for 'xack' command"],
  ])('refuses %s', (line, error) => {
    expect(refusal(pendingEntries(), line)).toBe(error);
  });
});

describe('XACKDEL', () => {
  test.each([
    ['', '*3 :1 :1 :-1', ['3-0', '4-0'], ':1'],
    ['KEEPREF ', '*3 :1 :1 :-1', ['3-0', '4-0'], ':1'],
    ['DELREF ', '*3 :1 :1 :-1', ['3-0', '4-0'], ':1'],
    ['ACKED ', '*3 :1 :1 :-1', ['3-0', '4-0'], ':1'],
  ])('deletes what it acknowledges where no other group has a part in it: %s', (policy, reply, left, pending) => {
    const server = pendingEntries();
    expect(ask(server, `XACKDEL s g ${policy}IDS 3 1 2 4`)).toBe(reply);
    expect([range(server), pendingCount(server)]).toEqual([left, pending]);
    expect([sent(server), told(server)]).toEqual([[`XACKDEL s g ${policy}IDS 3 1 2 4`], ['xdel s']]);
  });

  test.each([
    ['KEEPREF', '*1 :1', ['2-0', '3-0', '4-0'], ':4'],
    ['DELREF', '*1 :1', ['2-0', '3-0', '4-0'], ':3'],
    ['ACKED', '*1 :2', ['1-0', '2-0', '3-0', '4-0'], ':4'],
  ])('%s, where another group has the entry pending', (policy, reply, left, pendingElsewhere) => {
    const server = pendingEntries();
    ask(server, 'XGROUP CREATE s other 0', 'XREADGROUP GROUP other c STREAMS s >');
    expect(ask(server, `XACKDEL s g ${policy} IDS 1 1`)).toBe(reply);
    expect([range(server), pendingCount(server)]).toEqual([left, ':2']);
    expect(pendingCount(server, 'other')).toBe(pendingElsewhere);
  });

  test('tells nobody of a deletion where there was only an acknowledgement', () => {
    const server = pendingEntries();
    ask(server, 'XGROUP CREATE s other 0');
    forget(server);
    expect(ask(server, 'XACKDEL s g ACKED IDS 1 1')).toBe('*1 :2');
    expect([sent(server), told(server)]).toEqual([['XACKDEL s g ACKED IDS 1 1'], []]);
    expect(ask(server, 'XACKDEL s g ACKED IDS 1 1')).toBe('*1 :-1');
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test('says of an entry that is no more, but was pending, that it is deleted', () => {
    const server = pendingEntries();
    ask(server, 'XDEL s 1');
    forget(server);
    expect(ask(server, 'XACKDEL s g IDS 1 1')).toBe('*1 :1');
    expect([pendingCount(server), sent(server), told(server)]).toEqual([':2', ['XACKDEL s g IDS 1 1'], []]);
  });

  test('finds nothing without the key or the group', () => {
    const server = pendingEntries();
    expect(ask(server, 'XACKDEL nokey g IDS 2 1 2')).toBe('*2 :-1 :-1');
    expect(ask(server, 'XACKDEL s other IDS 1 1')).toBe('*1 :-1');
    expect([sent(server), told(server), range(server).length]).toEqual([[], [], 4]);
  });

  test.each([
    ['XACKDEL s g IDS 2 1 x', INVALID_ID],
    ['XACKDEL nokey g IDS 1 x', INVALID_ID],
    ['XACKDEL text g IDS 1 1', WRONG_TYPE],
    ['XACKDEL s g IDS 1', "-ERR wrong number of arguments for 'xackdel' command"],
  ])('refuses %s', (line, error) => {
    expect(refusal(pendingEntries(), line)).toBe(error);
  });
});
