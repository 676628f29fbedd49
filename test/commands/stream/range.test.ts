import { describe, expect, test } from 'vitest';
import {
  array,
  ask,
  bulk,
  entries,
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

describe.each([100, 2])('an interval, in nodes of %i entries', (nodeEntries) => {
  test.each([
    ['- +', ['1-1', '1-2', '2-0', '3-0', '3-7']],
    ['1 1', ['1-1', '1-2']],
    ['1-2 3', ['1-2', '2-0', '3-0', '3-7']],
    ['1-2 3-0', ['1-2', '2-0', '3-0']],
    ['(1-2 3', ['2-0', '3-0', '3-7']],
    ['(1 (3-7', ['1-1', '1-2', '2-0', '3-0']],
    ['- (3', ['1-1', '1-2', '2-0', '3-0', '3-7']],
    ['2-0 2-0', ['2-0']],
    ['2-1 2-9', []],
    ['3 1', []],
    ['+ -', []],
    ['- - COUNT 1', []],
    ['+ +', []],
    ['4 +', []],
    ['- + COUNT 2', ['1-1', '1-2']],
    ['2 + COUNT 99', ['2-0', '3-0', '3-7']],
    ['- + COUNT 4 count 1', ['1-1']],
  ])('%s', (interval, ids) => {
    const server = withEntries(0);
    server.keyspace.packing.streamNodeEntries = nodeEntries;
    for (const id of ['1-1', '1-2', '2-0', '3-0', '3-7']) ask(server, `XADD s ${id} f v`);
    expect(ask(server, `XRANGE s ${interval}`)).toBe(entries(...ids));
  });

  test.each([
    ['+ -', ['3-7', '3-0', '2-0', '1-2', '1-1']],
    ['1 1', ['1-2', '1-1']],
    ['3 2', ['3-7', '3-0', '2-0']],
    ['(3-7 (1-1', ['3-0', '2-0', '1-2']],
    ['- +', []],
    ['+ - COUNT 2', ['3-7', '3-0']],
    ['2 - COUNT 2', ['2-0', '1-2']],
  ])('backwards %s', (interval, ids) => {
    const server = withEntries(0);
    server.keyspace.packing.streamNodeEntries = nodeEntries;
    for (const id of ['1-1', '1-2', '2-0', '3-0', '3-7']) ask(server, `XADD s ${id} f v`);
    expect(ask(server, `XREVRANGE s ${interval}`)).toBe(entries(...ids));
  });

  test('is without the entries that were deleted', () => {
    const server = withEntries(0);
    server.keyspace.packing.streamNodeEntries = nodeEntries;
    for (let i = 1; i <= 6; i++) ask(server, `XADD s ${i} f v`);
    ask(server, 'XDEL s 1 3 4 6');
    expect(ask(server, 'XRANGE s - +')).toBe(entries('2-0', '5-0'));
    expect(ask(server, 'XRANGE s 3 + COUNT 1')).toBe(entries('5-0'));
    expect(ask(server, 'XREVRANGE s + -')).toBe(entries('5-0', '2-0'));
    expect(ask(server, 'XREVRANGE s 4 - COUNT 1')).toBe(entries('2-0'));
  });
});

test('an entry has its fields as they were added, whatever they are', () => {
  const server = streamHarness();
  server.run('XADD', 's', '1', 'f', '', '', '-12', 'f', 'a\r\nb', '\xff\x00', 'x'.repeat(300));
  ask(server, 'XADD s 2 f 5000000000');
  const first = array(
    ...['f', '', '', '-12', 'f', 'a\r\nb', '\xff\x00', 'x'.repeat(300)].map((text) => `$${text.length}\r\n${text}`),
  ).replace(/ \$/g, '\r\n$');
  expect(server.run('XRANGE', 's', '1', '1')).toBe(`*1\r\n*2\r\n$3\r\n1-0\r\n${first}\r\n`);
  expect(ask(server, 'XREVRANGE s 2 2')).toBe(array(array(bulk('2-0'), array(bulk('f'), bulk('5000000000')))));
});

describe.each(['XRANGE s - +', 'XREVRANGE s + -'])('%s', (line) => {
  test('of no more than no entries is null, where there is a key', () => {
    const server = withEntries(2);
    expect([ask(server, `${line} COUNT 0`), ask(server, `${line} COUNT -5`)]).toEqual(['*-1', '*-1']);
    ask(server, 'XDEL s 1 2');
    expect([ask(server, line), ask(server, `${line} COUNT 0`)]).toEqual(['*0', '*-1']);
    expect(ask(streamHarness(), `${line} COUNT 0`)).toBe('*0');
    expect(ask(withEntries(2, { protocol: 3 }), `${line} COUNT 0`)).toBe('_');
  });

  test('has the same shape in RESP3', () => {
    const two = withEntries(2, { protocol: 3 });
    expect(ask(two, line)).toBe(line.includes('REV') ? entries('2-0', '1-0') : entries('1-0', '2-0'));
    expect(ask(streamHarness({ protocol: 3 }), line)).toBe('*0');
  });

  test('tells nobody', () => {
    const server = withEntries(2);
    ask(server, line, 'XLEN s');
    expect([sent(server), told(server), server.keyspace.changes.dirty]).toEqual([[], [], 3]);
  });
});

test.each([
  ['XRANGE s x +', INVALID_ID],
  ['XRANGE s - 1-x', INVALID_ID],
  ['XRANGE s -1 +', INVALID_ID],
  ['XRANGE s 1-* +', INVALID_ID],
  ['XRANGE s $ +', INVALID_ID],
  ['XRANGE s 18446744073709551616 +', INVALID_ID],
  ['XRANGE s (- +', INVALID_ID],
  ['XRANGE s - (+', INVALID_ID],
  ['XRANGE s ( +', INVALID_ID],
  [`XRANGE s (${GREATEST} +`, '-ERR invalid start ID for the interval'],
  ['XRANGE s - (0-0', '-ERR invalid end ID for the interval'],
  [`XREVRANGE s + (${GREATEST}`, '-ERR invalid start ID for the interval'],
  ['XREVRANGE s (0-0 -', '-ERR invalid end ID for the interval'],
  ['XREVRANGE s + x', INVALID_ID],
  ['XRANGE s - + COUNT', SYNTAX],
  ['XRANGE s - + LIMIT 1', SYNTAX],
  ['XRANGE s - + COUNT 1 2', SYNTAX],
  ['XRANGE s - + COUNT x', NOT_AN_INTEGER],
  ['XRANGE s - + COUNT 9223372036854775808', NOT_AN_INTEGER],
  ['XRANGE text x +', INVALID_ID],
  ['XRANGE text - + COUNT x', NOT_AN_INTEGER],
  ['XRANGE text - +', WRONG_TYPE],
  ['XREVRANGE text + - COUNT 0', WRONG_TYPE],
  ['XRANGE s -', "-ERR wrong number of arguments for 'xrange' command"],
  ['XREVRANGE s', "-ERR wrong number of arguments for 'xrevrange' command"],
  ['XLEN text', WRONG_TYPE],
  ['XLEN s t', "-ERR wrong number of arguments for 'xlen' command"],
])('%s is refused', (line, error) => {
  expect(refusal(withEntries(2), line)).toBe(error);
});

test('XLEN counts what is left', () => {
  const server = withEntries(3);
  expect([ask(server, 'XLEN s'), ask(server, 'XLEN nokey')]).toEqual([':3', ':0']);
  expect(ask(server, 'XDEL s 2', 'XLEN s')).toBe(':2');
  expect(ask(server, 'XTRIM s MAXLEN 0', 'XLEN s')).toBe(':0');
});
