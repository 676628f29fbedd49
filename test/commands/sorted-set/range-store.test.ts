import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

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
