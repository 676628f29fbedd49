import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('several sorted sets, each a %s', (encoding) => {
  const { run, keyspace } = sortedSets(encoding);
  run('ZADD', 'x', '1', 'a', '2', 'b', '3', 'c');
  run('ZADD', 'y', '10', 'b', '20', 'c', '30', 'd');
  run('SADD', 's', 'c', 'd', 'e');

  test.each([
    ['ZUNION 2 x y WITHSCORES', 'a 1 b 12 c 23 d 30'],
    ['ZUNION 2 x s WITHSCORES', 'a 1 d 1 e 1 b 2 c 4'],
    ['ZUNION 2 x none', 'a b c'],
    ['ZUNION 2 x y WEIGHTS 2 -1 WITHSCORES', 'd -30 c -14 b -6 a 2'],
    ['ZUNION 2 x y AGGREGATE MIN WITHSCORES', 'a 1 b 2 c 3 d 30'],
    ['ZINTER 2 x y AGGREGATE MAX WITHSCORES', 'b 10 c 20'],
    ['ZINTER 3 x y s WITHSCORES', 'c 24'],
    ['ZINTER 2 x none', ''],
    ['ZINTER 2 x x WITHSCORES', 'a 2 b 4 c 6'],
    ['ZDIFF 2 x y WITHSCORES', 'a 1'],
    ['ZDIFF 2 x s', 'a b'],
    ['ZDIFF 2 none x', ''],
  ])('%s', (line, expected) => {
    expect(elements(run(...line.split(' '))).join(' ')).toBe(expected);
  });

  test.each([
    ['ZINTERCARD 2 x y', 2],
    ['ZINTERCARD 2 x y LIMIT 1', 1],
    ['ZINTERCARD 2 x y LIMIT 0', 2],
    ['ZINTERCARD 2 x none', 0],
  ])('%s', (line, count) => {
    expect(run(...line.split(' '))).toBe(`:${count}\r\n`);
  });

  test('computing leaves no memory behind', () => {
    const { arena } = keyspace.databases[0].entries;
    const before = [arena.used, arena.tableBytes];
    run('ZUNION', '2', 'x', 'y');
    run('ZDIFF', '1', 'none');
    expect([arena.used, arena.tableBytes]).toEqual(before);
  });
});
