import { describe, expect, test } from 'vitest';
import type { Args as Arguments } from '../../../src/execution/args.ts';
import { Args } from '../../../src/execution/args.ts';
import * as ids from '../../../src/commands/stream/ids.ts';
import { INVALID_END_ID, INVALID_START_ID, INVALID_STREAM_ID } from '../../../src/resp/reply-errors.ts';
import { ID_GIVEN, ID_WITHOUT_SEQUENCE, StreamId } from '../../../src/structures/stream-id.ts';
import { createHarness, vectorOf } from '../../support/command-harness.ts';
import { ask, withEntries } from './harness.ts';

const MAX = '18446744073709551615';
const GREATEST = `${MAX}-${MAX}`;
/** What no command takes for an ID. */
const NO_IDS = ['', 'x', '1-', '-1', '1--1', '1-x', '1 ', '1-1-1', ' -1', '1.0', '0x1', `${MAX}0`, `1-${MAX}0`, '*'];

function argsOf(...words: string[]): Arguments {
  const args = new Args(1, 2);
  args.bind(vectorOf(['COMMAND', ...words]), 1);
  return args;
}

type Reader = (args: Arguments, index: number, into: StreamId) => unknown;

/** What a reader makes of one argument, behind another of which it must know nothing. */
function readWith(reader: Reader, word: string): string {
  const id = new StreamId().set(9, 9, 9, 9);
  reader(argsOf('7-7', word, '8'), 2, id);
  return id.toString();
}

/** One row for each text: the ID that each reader makes of it, `!` where it throws INVALID_STREAM_ID. */
const READERS: [name: string, reader: Reader][] = [
  ['readId', ids.readId],
  ['readIdOrBound', ids.readIdOrBound],
  ['readNewId', ids.readNewId],
  ['readStart', ids.readStart],
  ['readEnd', ids.readEnd],
];

describe('an ID among the arguments', () => {
  test.each([
    ['5-3', '5-3', '5-3', '5-3', '5-3', '5-3'],
    ['0-0', '0-0', '0-0', '0-0', '0-0', '0-0'],
    [GREATEST, GREATEST, GREATEST, GREATEST, GREATEST, GREATEST],
    ['5', '5-0', '5-0', '5-0', '5-0', `5-${MAX}`],
    [' 5-+3', '5-3', '5-3', '5-3', '5-3', '5-3'],
    ['+05', '5-0', '5-0', '5-0', '5-0', `5-${MAX}`],
    ['-', '!', '0-0', '!', '0-0', '0-0'],
    ['+', '!', GREATEST, '!', GREATEST, GREATEST],
    ['5-*', '!', '!', '5-0', '!', '!'],
    ['(5-3', '!', '!', '!', '5-4', '5-2'],
    ['(5', '!', '!', '!', '5-1', `5-${BigInt(MAX) - 1n}`],
    [`(5-${MAX}`, '!', '!', '!', '6-0', `5-${BigInt(MAX) - 1n}`],
    ['(5-0', '!', '!', '!', '5-1', `4-${MAX}`],
    ['(', '!', '!', '!', '!', '!'],
    ['(-', '!', '!', '!', '!', '!'],
    ['(+', '!', '!', '!', '!', '!'],
    ['((5', '!', '!', '!', '!', '!'],
  ])('%s', (word, ...expected) => {
    READERS.forEach(([name, reader], i) => {
      const read = (): string => readWith(reader, word);
      if (expected[i] === '!') expect(read, name).toThrow(INVALID_STREAM_ID);
      else expect(read(), name).toBe(expected[i]);
    });
  });

  test.each(NO_IDS)('%j is none for any reader', (word) => {
    for (const [name, reader] of READERS) expect(() => readWith(reader, word), name).toThrow(INVALID_STREAM_ID);
    expect(ids.tryId(argsOf(word), 1, new StreamId())).toBe(false);
  });

  test('is tried without an error', () => {
    const id = new StreamId();
    expect([ids.tryId(argsOf('5-3'), 1, id), id.toString()]).toEqual([true, '5-3']);
    for (const word of ['-', '+', '(5', '5-*', 'JUSTID']) expect(ids.tryId(argsOf(word), 1, id)).toBe(false);
  });

  test('of a new entry may leave the sequence open, which its reader tells', () => {
    const kindOf = (word: string): number => ids.readNewId(argsOf(word), 1, new StreamId());
    expect([kindOf('5-*'), kindOf('5-0'), kindOf('5')]).toEqual([ID_WITHOUT_SEQUENCE, ID_GIVEN, ID_GIVEN]);
  });

  test('has nothing behind the greatest and nothing before the least', () => {
    expect(() => readWith(ids.readStart, `(${GREATEST}`)).toThrow(INVALID_START_ID);
    expect(() => readWith(ids.readEnd, '(0-0')).toThrow(INVALID_END_ID);
    const server = withEntries(1);
    expect(ask(server, `XRANGE s (${GREATEST} +`)).toBe('-ERR invalid start ID for the interval');
    expect(ask(server, 'XRANGE s - (0-0')).toBe('-ERR invalid end ID for the interval');
  });
});

describe('IdList', () => {
  test('reads as many as are asked for, from an index on', () => {
    const list = new ids.IdList();
    const read = list.read(argsOf('x', '1', '2-2', '3', 'y'), 2, 3);
    expect(read.slice(0, 3).map(String)).toEqual(['1-0', '2-2', '3-0']);
    expect(() => list.read(argsOf('1', 'x', '3'), 1, 3)).toThrow(INVALID_STREAM_ID);
  });

  test('uses its places again, and gives back those above 1024', () => {
    const list = new ids.IdList();
    const [first] = list.read(argsOf('1'), 1, 1);
    list.read(argsOf(...Array.from({ length: 2000 }, (_, i) => String(i))), 1, 2000);
    expect([list.ids.length, list.ids[1999].toString()]).toEqual([2000, '1999-0']);
    list.read(argsOf('5'), 1, 1);
    expect([list.ids.length, list.ids[0] === first, first.toString()]).toEqual([1024, true, '5-0']);
  });
});

describe('an ID in a reply', () => {
  test.each(['0-0', '5-3', '1700000000000-12', '4294967296-4294967295', GREATEST])('%s', (word) => {
    const server = createHarness();
    const id = ids.readId(argsOf(word), 1, new StreamId());
    const taken: string[] = [];
    const { out } = server.reply;
    out.open({
      held: 0,
      take: (bytes, start, end) => void taken.push(bytes.latin1(start, end)),
      borrow: (bytes, start, end, lender) => {
        taken.push(bytes.latin1(start, end));
        lender.unpin(bytes);
      },
      cutTo: () => undefined,
    });
    ids.replyId(server.reply, id);
    out.close();
    expect(taken.join('')).toBe(`$${word.length}\r\n${word}\r\n`);
  });
});
