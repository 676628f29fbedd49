import { describe, expect, test } from 'vitest';
import { ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('reading a %s', (encoding) => {
  test('ZCARD, ZSCORE and ZMSCORE', () => {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '1', 'a', '2.5', 'b', '-inf', 'c');
    expect(run('ZCARD', 'z')).toBe(':3\r\n');
    expect(run('ZCARD', 'none')).toBe(':0\r\n');
    expect(run('ZSCORE', 'z', 'b')).toBe('$3\r\n2.5\r\n');
    expect(run('ZSCORE', 'z', 'x')).toBe('$-1\r\n');
    expect(run('ZMSCORE', 'z', 'c', 'x', 'a')).toBe('*3\r\n$4\r\n-inf\r\n$-1\r\n$1\r\n1\r\n');
    expect(run('ZMSCORE', 'none', 'c')).toBe('*1\r\n$-1\r\n');
  });

  test('scores are doubles in RESP3', () => {
    const { run } = sortedSets(encoding, { protocol: 3 });
    run('ZADD', 'z', '1', 'a', '2.5', 'b', 'inf', 'c');
    expect(run('ZMSCORE', 'z', 'a', 'b', 'c', 'd')).toBe('*4\r\n,1\r\n,2.5\r\n,inf\r\n_\r\n');
  });

  test('ZCOUNT and ZLEXCOUNT', () => {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c');
    run('ZADD', 'same', '0', 'a', '0', 'b', '0', 'c');
    expect(run('ZCOUNT', 'z', '(1', '3')).toBe(':2\r\n');
    expect(run('ZCOUNT', 'z', '3', '1')).toBe(':0\r\n');
    expect(run('ZCOUNT', 'none', '-inf', '+inf')).toBe(':0\r\n');
    expect(run('ZLEXCOUNT', 'same', '(a', '+')).toBe(':2\r\n');
    expect(run('ZLEXCOUNT', 'same', '-', '[b')).toBe(':2\r\n');
  });

  test('ZRANK and ZREVRANK', () => {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c');
    expect(run('ZRANK', 'z', 'b')).toBe(':1\r\n');
    expect(run('ZREVRANK', 'z', 'a')).toBe(':2\r\n');
    expect(run('ZRANK', 'z', 'c', 'WITHSCORE')).toBe('*2\r\n:2\r\n$1\r\n3\r\n');
    expect(run('ZRANK', 'z', 'x')).toBe('$-1\r\n');
    expect(run('ZRANK', 'none', 'x', 'WITHSCORE')).toBe('*-1\r\n');
    expect(run('ZRANK', 'z', 'x', 'WITHSCORE', 'y')).toContain('wrong number of arguments');
  });
});
