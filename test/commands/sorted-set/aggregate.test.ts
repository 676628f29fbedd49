import { describe, expect, test } from 'vitest';
import { elements, sortedSets } from './encodings.ts';

describe('infinities', () => {
  const { run } = sortedSets('listpack');
  run('ZADD', 'x', 'inf', 'm');
  run('ZADD', 'y', '-inf', 'm');

  test.each([
    ['ZUNION 2 x y WITHSCORES', '0'],
    ['ZINTER 2 x y WITHSCORES', '0'],
    ['ZUNION 1 x WEIGHTS 0 WITHSCORES', '0'],
    ['ZINTER 2 x x WEIGHTS 1 0 AGGREGATE MAX WITHSCORES', 'inf'],
    ['ZUNION 2 x y AGGREGATE MIN WITHSCORES', '-inf'],
  ])('%s', (line, score) => {
    expect(elements(run(...line.split(' ')))).toEqual(['m', score]);
  });
});

test.each([
  ['ZUNION 1 x WEIGHTS y', 'weight value is not a float'],
  ['ZUNION 1 x AGGREGATE y', 'syntax error'],
  ['ZUNION 1 x WEIGHTS', 'syntax error'],
  ['ZDIFF 1 x WEIGHTS 1', 'syntax error'],
  ['ZUNIONSTORE d 1 x WITHSCORES', 'syntax error'],
  ['ZINTERCARD 1 x LIMIT -1', "LIMIT can't be negative"],
])('%s', (line, error) => {
  expect(sortedSets('listpack').run(...line.split(' '))).toBe(`-ERR ${error}\r\n`);
});
