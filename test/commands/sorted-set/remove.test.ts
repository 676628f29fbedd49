import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('removing from a %s', (encoding) => {
  test('ZREM counts what was there, and the last takes the key along', () => {
    const { run, events } = sortedSets(encoding, { listens: true });
    run('ZADD', 'z', '1', 'a', '2', 'b');
    expect(run('ZREM', 'z', 'x', 'a')).toBe(':1\r\n');
    expect(run('ZREM', 'z', 'b', 'b')).toBe(':1\r\n');
    expect(run('ZREM', 'z', 'b')).toBe(':0\r\n');
    expect(events.slice(-3)).toEqual(['zrem z', 'zrem z', 'del z']);
  });

  test.each([
    ['ZREMRANGEBYRANK z 1 -2', 2, 'ad', 'zremrangebyrank'],
    ['ZREMRANGEBYRANK z 5 9', 0, 'abcd', undefined],
    ['ZREMRANGEBYSCORE z (1 3', 2, 'ad', 'zremrangebyscore'],
    ['ZREMRANGEBYSCORE z -inf +inf', 4, '', 'del'],
    ['ZREMRANGEBYLEX same [b +', 3, 'a', 'zremrangebylex'],
  ])('%s', (line, removed, left, event) => {
    const { run, events } = sortedSets(encoding, { listens: true });
    const [, key] = line.split(' ');
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c', '4', 'd');
    run('ZADD', 'same', '0', 'a', '0', 'b', '0', 'c', '0', 'd');
    const before = events.length;
    expect(run(...line.split(' '))).toBe(`:${removed}\r\n`);
    expect(elements(run('ZRANGE', key, '0', '-1')).join('')).toBe(left);
    expect(events.slice(before).at(-1)).toBe(event === undefined ? undefined : `${event} ${key}`);
  });
});
