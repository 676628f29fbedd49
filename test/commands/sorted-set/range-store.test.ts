import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

/** What a sorted set of five members with the score -0, which `ZRANGESTORE d s` has copied, shows for those. */
function zerosAfter(limit: number, longest: number, ...range: string[]): string {
  const { keyspace, run } = sortedSets('skiplist');
  run('ZADD', 's', '-0', 'a', '-0', 'b', '-0', 'c', '-0', 'ddd', '-0', 'e');
  keyspace.packing.zsetMembers = limit;
  keyspace.packing.zsetMemberBytes = longest;
  run('ZRANGESTORE', 'd', 's', ...range);
  const scores = elements(run('ZRANGE', 'd', '0', '-1', 'WITHSCORES')).filter((_, i) => i % 2 === 1);
  return scores.join(' ');
}

test.each([
  [3, 64, '-inf +inf BYSCORE', '0 0 0 -0 -0'],
  [3, 64, '- + BYLEX', '0 0 0 -0 -0'],
  [3, 64, '+inf -inf BYSCORE REV', '-0 -0 0 0 0'],
  [3, 64, '0 -1', '-0 -0 -0 -0 -0'],
  [128, 2, '-inf +inf BYSCORE', '0 0 0 -0 -0'],
  [128, 2, '0 -1', '0 0 0 -0 -0'],
  [128, 2, '0 -1 REV', '-0 -0 -0 -0 0'],
  [128, 64, '0 -1', '0 0 0 0 0'],
])('a listpack of %i members of %i bytes forgets the sign of 0: ZRANGESTORE d s %s', (limit, longest, range, zeros) => {
  expect(zerosAfter(limit, longest, ...range.split(' '))).toBe(zeros);
});

describe.each(ENCODINGS)('ZRANGESTORE from a %s', (encoding) => {
  test.each([
    ['d z 1 2', 'b c'],
    ['d z 0 0 REV', 'd'],
    ['d z (1 +inf BYSCORE LIMIT 1 1', 'c'],
    ['z z 0 1', 'a b'],
    ['d z 5 9', ''],
  ])('%s', (line, members) => {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c', '4', 'd');
    run('SET', 'd', 'old');
    const names = members.split(' ').filter((name) => name !== '');
    expect(run('ZRANGESTORE', ...line.split(' '))).toBe(`:${names.length}\r\n`);
    expect(elements(run('ZRANGE', line[0], '0', '-1'))).toEqual(names);
  });

  test('from nothing, it deletes', () => {
    const { run, events } = sortedSets(encoding, { listens: true });
    run('SET', 'd', 'old');
    expect(run('ZRANGESTORE', 'd', 'none', '0', '-1')).toBe(':0\r\n');
    expect(events.at(-1)).toBe('del d');
    expect(run('ZRANGESTORE', 'd', 'none', '0', '-1')).toBe(':0\r\n');
  });
});
