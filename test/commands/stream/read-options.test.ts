import { describe, expect, test } from 'vitest';
import { ReadOptions } from '../../../src/commands/stream/read-options.ts';
import { xreadgroup } from '../../../src/commands/stream/read-group.ts';
import { xread } from '../../../src/commands/stream/read.ts';
import { command } from '../../../src/execution/command.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { ask, NOT_AN_INTEGER, refusal, SYNTAX, withEntries } from './harness.ts';

/** The options of a line, read after those of another line with the same object. */
function optionsOf(line: string): ReadOptions {
  const options = new ReadOptions();
  const probes = [xread, xreadgroup].map((spec) =>
    command({
      ...spec,
      handler(context) {
        options.read(context, spec === xreadgroup);
        context.preventPropagation();
        context.reply.ok();
      },
    }),
  );
  const server = createHarness({ commands: probes });
  ask(server, 'XREADGROUP GROUP other one COUNT 77 BLOCK 88 NOACK STREAMS a b c 1 2 3');
  expect(options).toMatchObject({ count: 77, timeoutMs: 88, noAck: true, groupAt: 2, streams: 3 });
  expect(ask(server, line)).toBe('+OK');
  return options;
}

describe('options', () => {
  test.each([
    ['XREAD STREAMS s 0', { count: Infinity, timeoutMs: -1, streams: 1, firstKey: 2 }],
    ['XREAD STREAMS s t 0 0', { streams: 2, firstKey: 2 }],
    ['XREAD COUNT 5 STREAMS s 0', { count: 5, firstKey: 4 }],
    ['XREAD COUNT 0 STREAMS s 0', { count: Infinity }],
    ['XREAD COUNT -3 STREAMS s 0', { count: Infinity }],
    ['XREAD COUNT 5 COUNT 6 STREAMS s 0', { count: 6 }],
    ['XREAD BLOCK 0 STREAMS s 0', { timeoutMs: 0 }],
    ['XREAD BLOCK 5 BLOCK 250 STREAMS s 0', { timeoutMs: 250 }],
    ['xread block 10 count 2 streams s 0', { timeoutMs: 10, count: 2, firstKey: 6 }],
    ['XREAD STREAMS COUNT STREAMS 1 2', { streams: 2, firstKey: 2, count: Infinity }],
  ])('of %s', (line, expected) => {
    expect(optionsOf(line)).toMatchObject({ noAck: false, groupAt: 0, ...expected });
  });

  test.each([
    ['XREADGROUP GROUP g c STREAMS s >', { groupAt: 2, consumerAt: 3, firstKey: 5, streams: 1, noAck: false }],
    ['XREADGROUP NOACK GROUP g c STREAMS s >', { groupAt: 3, consumerAt: 4, noAck: true, count: Infinity }],
    ['XREADGROUP COUNT 2 group g c noack BLOCK 7 STREAMS s >', { groupAt: 4, noAck: true, count: 2, timeoutMs: 7 }],
    ['XREADGROUP GROUP a b GROUP c d STREAMS s >', { groupAt: 5, consumerAt: 6 }],
    ['XREADGROUP GROUP GROUP NOACK STREAMS s >', { groupAt: 2, consumerAt: 3, noAck: false }],
  ])('of %s', (line, expected) => {
    expect(optionsOf(line)).toMatchObject(expected);
  });

  test('let a wait end at the last moment there is', () => {
    const longest = 2n ** 63n - 1n - BigInt(HARNESS_NOW_MS);
    expect(optionsOf(`XREAD BLOCK ${longest} STREAMS s 0`).timeoutMs).toBe(Number(longest));
  });
});

describe('without what they need', () => {
  const group = (rest: string): string => `XREADGROUP GROUP g c ${rest}`;
  const unbalanced = (name: string, what: string): string =>
    `-ERR Unbalanced '${name}' list of streams: for each stream key an ${what} must be specified.`;

  test.each([
    ['XREAD COUNT 1 BLOCK 0', SYNTAX],
    ['XREAD COUNT 1 STREAMS', SYNTAX],
    ['XREAD COUNT x STREAMS s 0', NOT_AN_INTEGER],
    ['XREAD COUNT 9223372036854775808 STREAMS s 0', NOT_AN_INTEGER],
    ['XREAD BLOCK x STREAMS s 0', '-ERR timeout is not an integer or out of range'],
    ['XREAD BLOCK 1.5 STREAMS s 0', '-ERR timeout is not an integer or out of range'],
    ['XREAD BLOCK -1 STREAMS s 0', '-ERR timeout is negative'],
    ['XREAD BLOCK 9223372036854775807 STREAMS s 0', '-ERR timeout is out of range'],
    ['XREAD LIMIT 1 STREAMS s 0', SYNTAX],
    ['XREAD STREAMS s 0 1', unbalanced('xread', "ID, '+', or '$'")],
    ['XREAD GROUP g c STREAMS s 0', '-ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.'],
    ['XREAD NOACK STREAMS s 0', '-ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.'],
    ['XREAD GROUP g STREAMS', '-ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.'],
    ['XREAD s 0 GROUP', SYNTAX],
    ['XREAD STREAMS s', "-ERR wrong number of arguments for 'xread' command"],
    ['XREADGROUP COUNT 1 NOACK STREAMS s >', '-ERR Missing GROUP option for XREADGROUP'],
    ['XREADGROUP COUNT 1 BLOCK 0 STREAMS s', unbalanced('xreadgroup', "ID or '>'")],
    ['XREADGROUP COUNT 1 BLOCK 0 NOACK NOACK', SYNTAX],
    [group('STREAMS s > >'), unbalanced('xreadgroup', "ID or '>'")],
    [group('BLOCK -1 STREAMS s >'), '-ERR timeout is negative'],
    [group('COUNT x STREAMS s >'), NOT_AN_INTEGER],
    [group('NOACK NOACK COUNT'), SYNTAX],
    ['XREADGROUP GROUP g c STREAMS s', "-ERR wrong number of arguments for 'xreadgroup' command"],
  ])('%s is refused', (line, error) => {
    const server = withEntries(1);
    ask(server, 'XGROUP CREATE s g 0');
    expect(refusal(server, line)).toBe(error);
  });
});
