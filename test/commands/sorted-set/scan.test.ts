import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('ZSCAN of a %s', (encoding) => {
  const { run } = sortedSets(encoding);
  const members = Array.from({ length: 100 }, (_, i) => `m${i}`);
  run('ZADD', 'z', ...members.flatMap((name, i) => [String(i), name]));
  run('ZADD', 'tenth', '0.1', 'm');

  test('shows every member once, with its score', () => {
    const found = new Map<string, string>();
    let cursor = '0';
    do {
      const [next, ...pairs] = elements(run('ZSCAN', 'z', cursor, 'COUNT', '7'));
      for (let i = 0; i < pairs.length; i += 2) found.set(pairs[i], pairs[i + 1]);
      cursor = next;
    } while (cursor !== '0');
    expect(found).toEqual(new Map(members.map((name, i) => [name, String(i)])));
  });

  test('MATCH and NOSCORES', () => {
    const [, ...found] = elements(run('ZSCAN', 'z', '0', 'MATCH', 'm9?', 'COUNT', '1000', 'NOSCORES'));
    expect(found.sort()).toEqual(members.slice(90));
  });

  test('prints fractions as Redis does, which is in two ways', () => {
    const [, , score] = elements(run('ZSCAN', 'tenth', '0'));
    expect(score).toBe(encoding === 'listpack' ? '0.1' : '0.10000000000000001');
  });

  test('a key that is not there has no wrong options', () => {
    expect(run('ZSCAN', 'none', '0', 'bogus')).toBe('*2\r\n$1\r\n0\r\n*0\r\n');
    expect(run('ZSCAN', 'none', 'x')).toBe('-ERR invalid cursor\r\n');
    expect(run('ZSCAN', 'z', '0', 'COUNT', '0')).toBe('-ERR syntax error\r\n');
  });
});
