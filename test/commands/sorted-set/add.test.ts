import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('ZADD and ZINCRBY on a %s', (encoding) => {
  test('members are added and get other scores; CH counts both', () => {
    const { run } = sortedSets(encoding);
    expect(run('ZADD', 'z', '2', 'b', '1', 'a')).toBe(':2\r\n');
    expect(run('ZADD', 'z', '3', 'a', '4', 'c')).toBe(':1\r\n');
    expect(run('ZADD', 'z', 'CH', '5', 'a', '4', 'c', '6', 'd')).toBe(':2\r\n');
    expect(elements(run('ZRANGE', 'z', '0', '-1', 'WITHSCORES'))).toEqual(['b', '2', 'c', '4', 'a', '5', 'd', '6']);
  });

  test.each([
    { flags: ['NX'], added: 1, a: '2' },
    { flags: ['XX'], added: 0, a: '5' },
    { flags: ['GT'], added: 1, a: '5' },
    { flags: ['LT'], added: 1, a: '2' },
    { flags: ['XX', 'LT'], added: 0, a: '2' },
  ])('$flags', ({ flags, added, a }) => {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '2', 'a');
    expect(run('ZADD', 'z', ...flags, '5', 'a', '5', 'n')).toBe(`:${added}\r\n`);
    expect(run('ZSCORE', 'z', 'a')).toBe(`$1\r\n${a}\r\n`);
  });

  test('INCR answers the score, or nothing where a condition is not met', () => {
    const { run } = sortedSets(encoding);
    expect(run('ZADD', 'z', 'INCR', '1.5', 'a')).toBe('$3\r\n1.5\r\n');
    expect(run('ZINCRBY', 'z', '2', 'a')).toBe('$3\r\n3.5\r\n');
    expect(run('ZADD', 'z', 'NX', 'INCR', '1', 'a')).toBe('$-1\r\n');
    expect(run('ZADD', 'none', 'XX', 'INCR', '1', 'a')).toBe('$-1\r\n');
    expect(run('ZINCRBY', 'z', 'inf', 'a')).toBe('$3\r\ninf\r\n');
    expect(run('ZINCRBY', 'z', '-inf', 'a')).toBe('-ERR resulting score is not a number (NaN)\r\n');
  });

  test('a score that is none leaves everything as it was', () => {
    const { run, keyspace } = sortedSets(encoding);
    expect(run('ZADD', 'z', '1', 'a', 'x', 'b')).toBe('-ERR value is not a valid float\r\n');
    expect(keyspace.databases[0].size).toBe(0);
    expect(keyspace.changes.dirty).toBe(0);
  });

  test('reports what it changed, once', () => {
    const { run, events, propagated } = sortedSets(encoding, { listens: true, propagates: true });
    run('ZADD', 'z', '1', 'a', '2', 'b');
    run('ZADD', 'z', '1', 'a');
    run('ZINCRBY', 'z', '1', 'a');
    expect(events.filter((event) => !event.startsWith('new'))).toEqual(['zadd z', 'zincr z']);
    expect(propagated.filter(([name]) => name.startsWith('Z'))).toHaveLength(2);
  });
});
