import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('ZRANDMEMBER of a %s', (encoding) => {
  const { run } = sortedSets(encoding);
  const members = Array.from({ length: 30 }, (_, i) => `m${i}`);
  run('ZADD', 'z', ...members.flatMap((name, i) => [String(i), name]));

  test('draws each member about equally often', () => {
    const drawn = new Map<string, number>();
    for (const name of elements(run('ZRANDMEMBER', 'z', '-3000'))) drawn.set(name, (drawn.get(name) ?? 0) + 1);
    expect(drawn.size).toBe(30);
    for (const times of drawn.values()) expect(Math.abs(times - 100)).toBeLessThan(60);
  });

  test.each([1, 5, 20, 29])('%i different ones', (count) => {
    const drawn = elements(run('ZRANDMEMBER', 'z', String(count)));
    expect(new Set(drawn).size).toBe(count);
    expect(drawn.every((name) => members.includes(name))).toBe(true);
  });

  test('all where there are no more, with their scores', () => {
    const downwards = members.flatMap((name, i) => [name, String(i)].reverse()).reverse();
    for (const count of ['30', '100', '4611686018427387903']) {
      expect(elements(run('ZRANDMEMBER', 'z', count, 'WITHSCORES'))).toEqual(downwards);
    }
    expect(elements(run('ZRANDMEMBER', 'z', '9223372036854775807'))).toEqual([...members].reverse());
  });

  test.runIf(encoding === 'listpack')('some in the order of their ranks', () => {
    for (const count of ['2', '8', '20', '29']) {
      const ranks = elements(run('ZRANDMEMBER', 'z', count)).map((name) => members.indexOf(name));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }
  });

  test.each(['-9223372036854775807', '-4611686018427387904', '4611686018427387904', '9223372036854775807'])(
    '%s is too many with scores',
    (count) => {
      expect(run('ZRANDMEMBER', 'z', count, 'WITHSCORES')).toBe('-ERR value is out of range\r\n');
    },
  );

  test('nothing from nothing', () => {
    expect(run('ZRANDMEMBER', 'none')).toBe('$-1\r\n');
    expect(run('ZRANDMEMBER', 'none', '3')).toBe('*0\r\n');
    expect(members).toContain(elements(run('ZRANDMEMBER', 'z'))[0]);
    expect(run('ZRANDMEMBER', 'none', '-4611686018427387903', 'WITHSCORES')).toBe('*0\r\n');
  });
});
