import { describe, expect, test } from 'vitest';
import { takePolicy, TrimOptions } from '../../../src/commands/stream/trim-options.ts';
import { StreamValue } from '../../../src/datatypes/stream-value.ts';
import { Args } from '../../../src/execution/args.ts';
import type { PropagatedArgument } from '../../../src/execution/context.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { ACKNOWLEDGED_ONLY, DELETE_REFERENCES, KEEP_REFERENCES } from '../../../src/structures/stream-trim.ts';
import type { Stream } from '../../../src/structures/stream.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, vectorOf } from '../../support/command-harness.ts';
import { ask, withEntries } from './harness.ts';

/** The words of a line behind the command's name and the key. */
function argsOf(line: string): Args {
  const args = new Args(0, 0);
  args.bind(vectorOf(['XTRIM', 's', ...line.split(' ')]), 2);
  return args;
}

/** Reads a line up to what is no option. Answers what is left of it. */
function read(options: TrimOptions, line: string): number {
  const args = argsOf(line);
  options.clear();
  while (args.remaining > 0 && options.take(args));
  return args.remaining;
}

function finish(options: TrimOptions, required: boolean, nodeEntries = 100): void {
  const { packing } = createHarness().keyspace;
  packing.streamNodeEntries = nodeEntries;
  options.finish(packing, required);
}

const CLEAR = { given: false, approximate: false, limit: 0, references: KEEP_REFERENCES };

describe('take', () => {
  test.each([
    ['MAXLEN 5', { given: true, byLength: true, maxLength: 5, approximate: false }],
    ['maxlen = 6', { given: true, byLength: true, maxLength: 6, approximate: false }],
    ['MAXLEN ~ 7', { given: true, byLength: true, maxLength: 7, approximate: true }],
    ['MAXLEN ~ 7 LIMIT 8', { given: true, maxLength: 7, approximate: true, limit: 8 }],
    ['LIMIT 8 LIMIT 9 MAXLEN ~ 7', { given: true, maxLength: 7, approximate: true, limit: 9 }],
    ['MINID = 3', { given: true, byLength: false, approximate: false }],
    ['MINID ~ 3-4 ACKED', { given: true, byLength: false, approximate: true, references: ACKNOWLEDGED_ONLY }],
    ['DELREF MAXLEN 1', { given: true, references: DELETE_REFERENCES }],
    ['delref', { given: false, references: DELETE_REFERENCES }],
    ['KEEPREF', { given: false, references: KEEP_REFERENCES }],
  ])('%s', (line, expected) => {
    const options = new TrimOptions();
    expect(read(options, line)).toBe(0);
    expect(options).toMatchObject({ ...CLEAR, ...expected });
  });

  test.each([
    ['MINID 3', '3-0'],
    ['MINID 3-4', '3-4'],
    ['MINID ~ 18446744073709551615-18446744073709551615', '18446744073709551615-18446744073709551615'],
  ])('%s is an ID, the first of its time where that is not said', (line, id) => {
    const options = new TrimOptions();
    read(options, line);
    expect(options.minId.toString()).toBe(id);
  });

  test.each([
    ['MAXLEN', 1],
    ['MINID', 1],
    ['LIMIT', 1],
    ['NOMKSTREAM 1', 2],
    ['* f v', 3],
    ['MAXLEN 5 LIMIT', 1],
    ['ACKED KEEPREF', 1],
    ['ACKED ACKED', 1],
    ['MAXLEN ~ 5 DELREF 6-0 f v', 3],
  ])('leaves of %s what is no option: %i words', (line, left) => {
    expect(read(new TrimOptions(), line)).toBe(left);
  });

  test.each([
    ['MAXLEN x', 'ERR value is not an integer or out of range'],
    ['MAXLEN ~', 'ERR value is not an integer or out of range'],
    ['MAXLEN -1', 'ERR The MAXLEN argument must be >= 0.'],
    ['MAXLEN ~ -1', 'ERR The MAXLEN argument must be >= 0.'],
    ['LIMIT x', 'ERR value is not an integer or out of range'],
    ['LIMIT -1', 'ERR The LIMIT argument must be >= 0.'],
    ['MINID =', 'ERR Invalid stream ID specified as stream command argument'],
    ['MINID -', 'ERR Invalid stream ID specified as stream command argument'],
    ['MINID 1 MAXLEN x', 'ERR syntax error, MAXLEN and MINID options at the same time are not compatible'],
    ['MINID 1 MINID 2', 'ERR syntax error, MAXLEN and MINID options at the same time are not compatible'],
  ])('refuses %s', (line, error) => {
    expect(() => read(new TrimOptions(), line)).toThrow(error);
  });
});

test('clear forgets what was read', () => {
  const options = new TrimOptions();
  read(options, 'MAXLEN ~ 7 LIMIT 8 ACKED');
  options.clear();
  expect(options).toMatchObject(CLEAR);
  expect(() => finish(options, false)).not.toThrow();
  expect(read(options, 'MINID 1 DELREF')).toBe(0);
  expect(options).toMatchObject({ given: true, byLength: false, references: DELETE_REFERENCES, limit: 0 });
});

describe('finish', () => {
  test.each([
    ['LIMIT 5', false, 'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy'],
    ['LIMIT 5', true, 'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy'],
    ['LIMIT 0', true, 'ERR syntax error, XTRIM must be called with a trimming strategy'],
    ['LIMIT 0', false, 'ERR syntax error, LIMIT cannot be used without the special ~ option'],
    ['ACKED', true, 'ERR syntax error, XTRIM must be called with a trimming strategy'],
    ['MAXLEN 1 LIMIT 5', true, 'ERR syntax error, LIMIT cannot be used without the special ~ option'],
    ['LIMIT 5 MINID = 1', false, 'ERR syntax error, LIMIT cannot be used without the special ~ option'],
  ])('refuses %s, required: %s', (line, required, error) => {
    const options = new TrimOptions();
    read(options, line);
    expect(() => finish(options, required)).toThrow(error);
  });

  test.each([
    ['MAXLEN ~ 1', 100, 10_000],
    ['MINID ~ 1', 7, 700],
    ['MAXLEN ~ 1', 0, 10_000],
    ['MAXLEN ~ 1', 20_000, 1_000_000],
    ['MAXLEN ~ 1 LIMIT 3', 100, 3],
    ['MAXLEN ~ 1 LIMIT 0', 100, 0],
    ['MAXLEN = 1', 100, 0],
    ['DELREF', 100, 0],
  ])('%s in nodes of %i takes %i at once', (line, nodeEntries, limit) => {
    const options = new TrimOptions();
    read(options, line);
    finish(options, false, nodeEntries);
    expect(options.limit).toBe(limit);
  });
});

function streamOf({ keyspace }: Harness): Stream {
  const [db] = keyspace.databases;
  const bytes = Bytes.fromString('s');
  const view = db.lookupRead(db.keyOver(bytes, 0, bytes.length), StreamValue);
  if (view === undefined) throw new Error('there is no stream s');
  return view.stream;
}

describe('replaceThreshold', () => {
  function rewritten(line: string, server: Harness): PropagatedArgument[] {
    const options = new TrimOptions();
    read(options, line);
    const words: PropagatedArgument[] = ['s', ...line.split(' ')];
    options.replaceThreshold(words, streamOf(server));
    return words;
  }

  test('names what is left, wherever the threshold stands', () => {
    const server = withEntries(3);
    expect(rewritten('MAXLEN ~ 1', server)).toEqual(['s', 'MAXLEN', '=', 3]);
    expect(rewritten('LIMIT 9 ACKED MINID ~ 7-7', server)).toEqual(['s', 'LIMIT', '9', 'ACKED', 'MINID', '=', '1-0']);
  });

  test('names the first place of the first node, and the greatest ID where there is none', () => {
    const server = withEntries(3);
    ask(server, 'XDEL s 1');
    expect(rewritten('MINID ~ 2', server).at(-1)).toBe('1-0');
    ask(server, 'XTRIM s MAXLEN 0');
    expect(rewritten('MINID ~ 2', server).at(-1)).toBe('18446744073709551615-18446744073709551615');
    expect(rewritten('MAXLEN ~ 2', server).at(-1)).toBe(0);
  });
});

test.each([
  ['KEEPREF', KEEP_REFERENCES, 0],
  ['delref', DELETE_REFERENCES, 0],
  ['Acked', ACKNOWLEDGED_ONLY, 0],
  ['KEEP', undefined, 1],
  ['MAXLEN 1', undefined, 2],
])('takePolicy reads %s', (line, policy, left) => {
  const args = argsOf(line);
  expect([takePolicy(args), args.remaining]).toEqual([policy, left]);
});
