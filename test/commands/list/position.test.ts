import { describe, expect, it } from 'vitest';
import { listHarness, NODE_SIZES, SYNTAX, WRONG_TYPE } from './harness.ts';

const integers = (...values: number[]): string => `*${values.length}\r\n${values.map((v) => `:${v}\r\n`).join('')}`;

describe.each(NODE_SIZES)('LPOS in a %s', (_, nodeSize) => {
  const elements = ['a', 'b', 'c', '1', '2', '3', 'c', 'c'];

  it.each([
    [['c'], ':2\r\n'],
    [['1'], ':3\r\n'],
    [['x'], '$-1\r\n'],
    [['c', 'RANK', '2'], ':6\r\n'],
    [['c', 'RANK', '-1'], ':7\r\n'],
    [['c', 'RANK', '-3'], ':2\r\n'],
    [['c', 'RANK', '4'], '$-1\r\n'],
    [['c', 'RANK', '9223372036854775807'], '$-1\r\n'],
    [['c', 'COUNT', '2'], integers(2, 6)],
    [['c', 'COUNT', '0'], integers(2, 6, 7)],
    [['c', 'count', '0', 'rank', '-2'], integers(6, 2)],
    [['c', 'COUNT', '0', 'MAXLEN', '3'], integers(2)],
    [['c', 'COUNT', '0', 'MAXLEN', '2'], integers()],
    [['c', 'COUNT', '0', 'MAXLEN', '7', 'RANK', '2'], integers(6)],
    [['c', 'MAXLEN', '2', 'RANK', '-2'], ':6\r\n'],
    [['c', 'MAXLEN', '0'], ':2\r\n'],
    [['c', 'MAXLEN', '2'], '$-1\r\n'],
    [['c', 'RANK', '1', 'RANK', '2', 'COUNT', '0', 'COUNT', '1'], integers(6)],
  ])('answers %j', (words, reply) => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', ...elements);
    expect(run('LPOS', 'k', ...words)).toBe(reply);
  });
});

describe('LPOS', () => {
  const zeroRank =
    "-ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list\r\n";

  it.each([
    [['missing', 'a'], '$-1\r\n'],
    [['missing', 'a', 'COUNT', '0'], '*0\r\n'],
    [['missing', 'a', 'RANK', '0'], zeroRank],
    [['k', 'a', 'RANK'], SYNTAX],
    [['k', 'a', 'bogus', '1'], SYNTAX],
    [['k', 'a', 'COUNT', '-1'], "-ERR COUNT can't be negative\r\n"],
    [['k', 'a', 'COUNT', 'x'], "-ERR COUNT can't be negative\r\n"],
    [['k', 'a', 'MAXLEN', '-1'], "-ERR MAXLEN can't be negative\r\n"],
    [['text', 'a'], WRONG_TYPE],
    [['text', 'a', 'RANK', '0'], zeroRank],
  ])('answers %j', (words, reply) => {
    const { run } = listHarness();
    run('RPUSH', 'k', 'a');
    run('SET', 'text', 'v');
    expect(run('LPOS', ...words)).toBe(reply);
  });
});
