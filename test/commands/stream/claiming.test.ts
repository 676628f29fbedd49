import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/commands/stream/claiming.ts';
import { StreamId } from '../../../src/structures/stream-id.ts';
import type { Harness } from '../../support/command-harness.ts';
import { HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { ask, entries, forget, sent, told, withEntries } from './harness.ts';

/** Entries 1-0 to 3-0 of `s`, all pending in group `g` with consumer `a`. */
function delivered(): Harness {
  const server = withEntries(3);
  ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >');
  forget(server);
  return server;
}

/** The consumers of `g`: each one's name, how much it has pending, and how long ago it was seen and was active. */
function consumers(server: Harness): string[] {
  const reply = ask(server, 'XINFO CONSUMERS s g');
  return [...reply.matchAll(/\$4 name \$\d+ (\w+) .*?pending :(\d+) .*?idle :(\d+) .*?inactive :(-?\d+)/g)].map(
    ([, ...words]) => words.join(' '),
  );
}

/** Both ways to claim, with the same effect. */
const CLAIMS = [
  ['XCLAIM', (consumer: string, idle = 0) => `XCLAIM s g ${consumer} ${idle} 1 2 3`],
  ['XAUTOCLAIM', (consumer: string, idle = 0) => `XAUTOCLAIM s g ${consumer} ${idle} -`],
] as const;

describe.each(CLAIMS)('the consumer of %s', (_, claim) => {
  test('is made where the group has none of that name, be there something to claim or not', () => {
    const server = delivered();
    const before = server.keyspace.changes.dirty;
    ask(server, claim('new', 100_000));
    expect(consumers(server)).toEqual(['a 3 0 0', 'new 0 0 -1']);
    expect([sent(server), told(server)]).toEqual([[], ['xgroup-createconsumer s']]);
    expect(server.keyspace.changes.dirty - before).toBe(1);
    ask(server, claim('new', 100_000));
    expect([sent(server), told(server)]).toEqual([[], []]);
  });

  test('was seen by then, and active where it got something', () => {
    const server = delivered();
    ask(server, claim('b', 100_000));
    server.clock.advance(500);
    ask(server, claim('b', 100_000));
    expect(consumers(server)).toEqual(['a 3 500 500', 'b 0 0 -1']);
    ask(server, claim('b'));
    server.clock.advance(200);
    expect(consumers(server)).toEqual(['a 0 700 700', 'b 3 200 200']);
  });

  test('brings one change for each entry', () => {
    const server = delivered();
    ask(server, claim('b', 100_000));
    const before = server.keyspace.changes.dirty;
    ask(server, claim('b'));
    expect(server.keyspace.changes.dirty - before).toBe(3);
  });
});

describe.each(CLAIMS)('an entry that is no more, with %s', (_, claim) => {
  test('is pending no longer, whatever its idle time, and goes out as the record that stood there', () => {
    const server = delivered();
    ask(server, 'XGROUP CREATECONSUMER s g b', 'XDEL s 2');
    forget(server);
    const before = server.keyspace.changes.dirty;
    ask(server, claim('b', 100_000));
    expect(consumers(server)).toEqual(['a 2 0 0', 'b 0 0 -1']);
    expect([sent(server), told(server), server.keyspace.changes.dirty - before]).toEqual([
      [`XCLAIM s g a 0 2-0 TIME ${HARNESS_NOW_MS} RETRYCOUNT 1 FORCE JUSTID LASTID 3-0`],
      [],
      1,
    ]);
  });

  test('is left out of the reply', () => {
    const server = delivered();
    ask(server, 'XDEL s 2');
    expect(ask(server, claim('b'))).toContain(entries('1-0', '3-0'));
  });
});

describe('what was collected', () => {
  test('is a copy of each ID, in places that are used again', () => {
    collect.claimed = 0;
    const id = new StreamId().set(0, 5, 0, 1);
    collect.add(id);
    collect.add(id.set(0, 6, 0, 0));
    id.setLeast();
    expect(collect.ids.slice(0, collect.claimed).map(String)).toEqual(['5-1', '6-0']);
    const [first] = collect.ids;
    collect.claimed = 0;
    collect.add(id.set(0, 7, 0, 0));
    expect([collect.ids[0] === first, collect.claimed, String(first)]).toEqual([true, 1, '7-0']);
  });

  test('keeps no more than 1024 places from one command to the next', () => {
    const server = withEntries(1100);
    ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >');
    expect(ask(server, 'XAUTOCLAIM s g b 0 - COUNT 1100 JUSTID')).toMatch(/^\*3 \$3 0-0 \*1100 .* \$6 1100-0 \*0$/);
    expect(collect.ids.length).toBe(1024);
  });
});
