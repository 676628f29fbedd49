import { describe, expect, test } from 'vitest';
import type { Harness } from '../../support/command-harness.ts';
import { array, ask, bulk, entries, streamHarness, withEntries } from './harness.ts';

/** An entry as it was added: its ID, and fields and values. */
const entry = (id: string, ...words: string[]): string => array(bulk(id), array(...words.map(bulk)));

/** The same with the exact line ends. */
const exactly = (id: string, ...words: string[]): string =>
  `*2\r\n$${id.length}\r\n${id}\r\n*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** Adds an entry of these fields and values to `s`. */
function add({ run }: Harness, id: string, ...words: string[]): void {
  expect(run('XADD', 's', id, ...words)).toBe(`$${id.length}\r\n${id}\r\n`);
}

const range = (server: Harness): string => ask(server, 'XRANGE s - +');

describe('the elements of an entry', () => {
  const short = ['', 'a', 'x'.repeat(62), 'x'.repeat(63)];
  const long = ['x'.repeat(64), 'y'.repeat(4095), 'y'.repeat(4096), 'z'.repeat(70_000)];
  const numbers = ['0', '7', '127', '128', '-1', '-4096', '4095', '32767', '-32769', '8388608', '2147483648'];
  const largest = ['9223372036854775807', '-9223372036854775808', '9223372036854775808'];
  const almostNumbers = ['007', '-0', '+1', '1.0', '1e3'];
  const binary = ['\0', '\xff\xfe', '\x80'];

  test.each([...short, ...long, ...numbers, ...largest, ...almostNumbers, ...binary])(
    'are replied byte for byte, as field and as value: %j',
    (word) => {
      const server = streamHarness();
      add(server, '1-1', word, 'v');
      add(server, '2-1', 'f', word, word, word);
      const [first, second] = [exactly('1-1', word, 'v'), exactly('2-1', 'f', word, word, word)];
      expect(server.run('XRANGE', 's', '-', '+')).toBe(`*2\r\n${first}${second}`);
      expect(server.run('XREVRANGE', 's', '+', '-', 'COUNT', '1')).toBe(`*1\r\n${second}`);
    },
  );

  test('are those of an entry with the first one’s fields, with others, and with more of them', () => {
    const server = streamHarness();
    add(server, '1-0', 'a', '1', 'b', '2');
    add(server, '2-0', 'a', '3', 'b', '4');
    add(server, '3-0', 'b', '5', 'a', '6');
    add(server, '4-0', 'a', '7');
    add(server, '5-0', 'a', '8', 'b', '9', 'c', '10');
    add(server, '6-0', 'a', '11', 'b', '12');
    const all = [
      entry('1-0', 'a', '1', 'b', '2'),
      entry('2-0', 'a', '3', 'b', '4'),
      entry('3-0', 'b', '5', 'a', '6'),
      entry('4-0', 'a', '7'),
      entry('5-0', 'a', '8', 'b', '9', 'c', '10'),
      entry('6-0', 'a', '11', 'b', '12'),
    ];
    expect(range(server)).toBe(array(...all));
    expect(ask(server, 'XREVRANGE s + -')).toBe(array(...all.reverse()));
  });

  test.each([2, 3] as const)('make one flat array: RESP%i', (protocol) => {
    const server = streamHarness({ protocol });
    add(server, '1-0', 'a', '1', 'b', '2');
    expect(range(server)).toBe('*1 *2 $3 1-0 *4 $1 a $1 1 $1 b $1 2');
  });
});

describe('a range of entries', () => {
  /** Entries 1-0 to 9-0 on nodes of two, without 1-0, 4-0, 5-0 and 9-0. */
  function withGaps(): Harness {
    const server = streamHarness();
    server.keyspace.packing.streamNodeEntries = 2;
    for (let i = 1; i <= 9; i++) add(server, `${i}-0`, 'f', 'v');
    ask(server, 'XDEL s 1 4 5 9');
    return server;
  }

  test.each([
    ['XRANGE s - +', ['2-0', '3-0', '6-0', '7-0', '8-0']],
    ['XRANGE s - + COUNT 3', ['2-0', '3-0', '6-0']],
    ['XRANGE s 3 7', ['3-0', '6-0', '7-0']],
    ['XRANGE s 4 5', []],
    ['XRANGE s 7 3', []],
    ['XRANGE s (3 (7', ['6-0', '7-0']],
    ['XREVRANGE s + -', ['8-0', '7-0', '6-0', '3-0', '2-0']],
    ['XREVRANGE s + - COUNT 3', ['8-0', '7-0', '6-0']],
    ['XREVRANGE s 5 3', ['3-0']],
    ['XREVRANGE s 1 -', []],
    ['XREVRANGE s + 9', []],
  ])('%s', (line, ids) => {
    expect(ask(withGaps(), line)).toBe(entries(...ids));
  });

  test('has the first and the last entry that there still is', () => {
    const reply = ask(withGaps(), 'XINFO STREAM s');
    const [first, last] = [entry('2-0', 'f', 'v'), entry('8-0', 'f', 'v')];
    expect(reply).toContain(`${bulk('first-entry')} ${first} ${bulk('last-entry')} ${last}`);
  });
});

describe('an empty stream', () => {
  test.each([
    [2, '$-1'],
    [3, '_'],
  ] as const)('has neither a first nor a last entry: RESP%i', (protocol, none) => {
    const server = withEntries(2, { protocol });
    ask(server, 'XDEL s 1 2');
    expect(ask(server, 'XINFO STREAM s')).toContain(`${bulk('first-entry')} ${none} ${bulk('last-entry')} ${none}`);
    expect([range(server), ask(server, 'XREVRANGE s + -')]).toEqual(['*0', '*0']);
  });
});

describe('one entry by its ID', () => {
  test('is what a claim answers, from wherever in the stream', () => {
    const server = withEntries(3);
    add(server, '4-2', 'other', '5');
    ask(server, 'XGROUP CREATE s g 0', 'XREADGROUP GROUP g a STREAMS s >', 'XDEL s 2');
    const claimed = array(entry('4-2', 'other', '5'), entry('1-0', 'f', 'v'));
    expect(ask(server, 'XCLAIM s g b 0 4-2 2 1')).toBe(claimed);
  });
});
