import { expect, test } from 'vitest';
import { sortedSets } from './encodings.ts';

test.each([
  ['ZUNION 0 z', "ERR at least 1 input key is needed for 'zunion' command"],
  ['ZDIFFSTORE d 0 z', "ERR at least 1 input key is needed for 'zdiffstore' command"],
  ['ZUNION 2 z', 'ERR syntax error'],
  ['ZUNION x z', 'ERR value is not an integer or out of range'],
  ['ZUNION 1 text bogus', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
])('%s', (line, error) => {
  const { run } = sortedSets('listpack');
  run('SET', 'text', 'x');
  expect(run(...line.split(' '))).toBe(`-${error}\r\n`);
});

test('more inputs than any command before had', () => {
  const { run } = sortedSets('listpack');
  const keys = Array.from({ length: 40 }, (_, i) => `z${i}`);
  for (const key of keys) run('ZADD', key, '1', 'm');
  expect(run('ZINTER', '40', ...keys, 'WITHSCORES')).toBe('*2\r\n$1\r\nm\r\n$2\r\n40\r\n');
});
