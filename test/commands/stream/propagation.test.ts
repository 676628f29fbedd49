import { describe, expect, test } from 'vitest';
import { argumentsOf, rangeOf } from '../../../src/commands/stream/propagation.ts';
import { xtrim } from '../../../src/commands/stream/trim.ts';
import { command } from '../../../src/execution/command.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { ask, forget, sent, streamHarness, withEntries } from './harness.ts';

const NOW = HARNESS_NOW_MS;
const GREATEST = '18446744073709551615-18446744073709551615';

/** Entries 1-0 to 3-0 of `s`, of which group `g` has read none. */
function grouped(): Harness {
  const server = withEntries(3);
  ask(server, 'XGROUP CREATE s g 0');
  forget(server);
  return server;
}

describe('arguments that go out again', () => {
  const names = ['xtrim', '\xff\x00key', '', 'a\r\nb'];

  test('are the bytes that came, the name first, and may be replaced', () => {
    const probe = command({
      ...xtrim,
      handler(context) {
        const [, ...rest] = argumentsOf(context);
        rest[1] = 12345678901234567890n;
        context.propagateAs('PROBE', ...rest, rangeOf(context.args, 0), 0.5);
        context.keyspace.changes.dirty++;
        context.reply.ok();
      },
    });
    const server = createHarness({ commands: [probe], propagates: true });
    expect(server.run(...names)).toBe('+OK\r\n');
    expect(server.propagated).toEqual([['PROBE', '\xff\x00key', '12345678901234567890', 'a\r\nb', 'xtrim', '0.5']]);
  });
});

describe('a record that a group has made', () => {
  test('goes out as a claim that makes the same one', () => {
    const server = grouped();
    ask(server, 'XREADGROUP GROUP g alice COUNT 2 STREAMS s >');
    expect(sent(server)).toEqual([
      `XCLAIM s g alice 0 1-0 TIME ${NOW} RETRYCOUNT 1 FORCE JUSTID LASTID 1-0`,
      `XCLAIM s g alice 0 2-0 TIME ${NOW} RETRYCOUNT 1 FORCE JUSTID LASTID 2-0`,
      'XGROUP SETID s g 2-0 ENTRIESREAD 2',
    ]);
    server.clock.advance(5);
    ask(server, 'XCLAIM s g bob 0 1 IDLE 3', 'XCLAIM s g bob 0 2 TIME 17 RETRYCOUNT 9 JUSTID');
    expect(sent(server)).toEqual([
      `XCLAIM s g bob 0 1-0 TIME ${NOW + 2} RETRYCOUNT 2 FORCE JUSTID LASTID 2-0`,
      'XCLAIM s g bob 0 2-0 TIME 17 RETRYCOUNT 9 FORCE JUSTID LASTID 2-0',
    ]);
  });

  test('has names of any bytes', () => {
    const server = streamHarness();
    const [key, group] = ['\xff\x00', 'a b'];
    server.run('XADD', key, '1', 'f', 'v');
    server.run('XGROUP', 'CREATE', key, group, '0');
    forget(server);
    server.run('XREADGROUP', 'GROUP', group, '', 'STREAMS', key, '>');
    server.run('XREADGROUP', 'GROUP', group, '\xfe\r\n', 'NOACK', 'STREAMS', key, '>');
    expect(server.propagated).toEqual([
      ['XCLAIM', key, group, '', '0', '1-0', 'TIME', `${NOW}`, ...'RETRYCOUNT 1 FORCE JUSTID LASTID 1-0'.split(' ')],
      ['XGROUP', 'SETID', key, group, '1-0', 'ENTRIESREAD', '1'],
      ['XGROUP', 'CREATECONSUMER', key, group, '\xfe\r\n'],
    ]);
  });

  test('has numbers as great as they may be', () => {
    const server = grouped();
    ask(server, `XADD s ${GREATEST} f v`, 'XGROUP SETID s g 3');
    forget(server);
    ask(server, 'XREADGROUP GROUP g c STREAMS s >');
    ask(server, `XCLAIM s g c 0 ${GREATEST} RETRYCOUNT 9223372036854775807 JUSTID`);
    expect(sent(server)).toEqual([
      `XCLAIM s g c 0 ${GREATEST} TIME ${NOW} RETRYCOUNT 1 FORCE JUSTID LASTID ${GREATEST}`,
      `XGROUP SETID s g ${GREATEST} ENTRIESREAD 4`,
      `XCLAIM s g c 0 ${GREATEST} TIME ${NOW} RETRYCOUNT 9223372036854775807 FORCE JUSTID LASTID ${GREATEST}`,
    ]);
  });
});

describe('how far a group has read', () => {
  test.each([
    ['XGROUP SETID s g 1 ENTRIESREAD 9007199254740993', 'XGROUP SETID s g 2-0 ENTRIESREAD 9007199254740994'],
    ['XGROUP SETID s g 1', 'XGROUP SETID s g 2-0 ENTRIESREAD -1'],
    ['XDEL s 1', 'XGROUP SETID s g 2-0 ENTRIESREAD 2'],
    ['XDEL s 3', 'XGROUP SETID s g 1-0 ENTRIESREAD -1'],
  ])('after %s', (line, propagated) => {
    const server = grouped();
    ask(server, line);
    forget(server);
    ask(server, 'XREADGROUP GROUP g c COUNT 1 STREAMS s >');
    expect(sent(server).at(-1)).toBe(propagated);
  });

  test('goes out with claims that raise it, and alone where they have claimed nothing', () => {
    const server = grouped();
    ask(server, 'XREADGROUP GROUP g c COUNT 1 STREAMS s >');
    forget(server);
    ask(server, 'XCLAIM s g c 1000 1 LASTID 2', 'XCLAIM s g c 1000 1 LASTID 1');
    expect(sent(server)).toEqual(['XGROUP SETID s g 2-0 ENTRIESREAD 1']);
  });
});

test('nothing goes out where nobody asks for it, and the groups are the same', () => {
  const [listened, alone] = [grouped(), streamHarness({ propagates: false, listens: false })];
  for (let i = 1; i <= 3; i++) ask(alone, `XADD s ${i} f v`);
  ask(alone, 'XGROUP CREATE s g 0');
  for (const server of [listened, alone]) {
    ask(server, 'XREADGROUP GROUP g a STREAMS s >', 'XCLAIM s g b 0 2', 'XREADGROUP GROUP g d NOACK STREAMS s >');
  }
  expect(alone.propagated).toEqual([]);
  expect(ask(alone, 'XINFO STREAM s FULL')).toBe(ask(listened, 'XINFO STREAM s FULL'));
});

test('whoever runs what went out has the same groups', () => {
  const server = streamHarness();
  for (let i = 1; i <= 6; i++) ask(server, `XADD s ${i} f v`);
  ask(
    server,
    ...['XGROUP CREATE s g 0', 'XGROUP CREATE s h 2', 'XREADGROUP GROUP g a COUNT 3 STREAMS s >', 'XDEL s 5'],
    ...['XREADGROUP GROUP h b NOACK STREAMS s >', 'XCLAIM s g b 0 2 3 RETRYCOUNT 7', 'XACK s g 1'],
    ...['XREADGROUP GROUP g b COUNT 1 STREAMS s >', 'XAUTOCLAIM s g a 0 3', 'XCLAIM s g a 99 1 LASTID 5-5'],
  );
  const other = streamHarness();
  for (const words of server.propagated) expect(other.run(...words)).not.toMatch(/^-/);
  for (const line of ['XINFO GROUPS s', 'XPENDING s g - + 9', 'XPENDING s h - + 9', 'XPENDING s g']) {
    expect(ask(other, line)).toBe(ask(server, line));
  }
});
