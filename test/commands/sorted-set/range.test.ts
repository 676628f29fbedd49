import { describe, expect, test } from 'vitest';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('ranges of a %s', (encoding) => {
  const { run } = sortedSets(encoding);
  run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c', '4', 'd');
  run('ZADD', 'same', '0', 'a', '0', 'b', '0', 'c', '0', 'd');

  test.each([
    ['ZRANGE z 0 -1', 'abcd'],
    ['ZRANGE z -2 100', 'cd'],
    ['ZRANGE z 3 1', ''],
    ['ZRANGE z 9007199254740994 0', ''],
    ['ZRANGE z 0 1 REV', 'dc'],
    ['ZRANGE z 0 -1 LIMIT 3 -1', 'abcd'],
    ['ZREVRANGE z 1 2', 'cb'],
    ['ZRANGE z (1 3 BYSCORE', 'bc'],
    ['ZRANGE z (4 (1 BYSCORE REV', 'cb'],
    ['ZRANGE z -inf +inf BYSCORE LIMIT 1 2', 'bc'],
    ['ZRANGE z -inf +inf BYSCORE LIMIT 1 -1', 'bcd'],
    ['ZRANGE z +inf -inf BYSCORE REV LIMIT 1 2', 'cb'],
    ['ZRANGEBYSCORE z 2 3', 'bc'],
    ['ZREVRANGEBYSCORE z 3 (1 LIMIT 0 1', 'c'],
    ['ZRANGE same [b + BYLEX', 'bcd'],
    ['ZRANGEBYLEX same (a (d', 'bc'],
    ['ZRANGEBYLEX same - + LIMIT 5201877730740448335 -6', ''],
    ['ZREVRANGEBYLEX same + [b LIMIT 1 5', 'cb'],
    ['ZRANGE same + - BYLEX', ''],
    ['ZRANGE none 0 -1', ''],
  ])('%s', (line, members) => {
    const reply = run(...line.split(' '));
    expect(reply.startsWith(`*${members.length}\r\n`)).toBe(true);
    expect(elements(reply).join('')).toBe(members);
  });

  test('scores stand behind their members in RESP2, beside them in RESP3', () => {
    expect(run('ZRANGE', 'z', '0', '0', 'WITHSCORES')).toBe('*2\r\n$1\r\na\r\n$1\r\n1\r\n');
    const resp3 = sortedSets(encoding, { protocol: 3 });
    resp3.run('ZADD', 'z', '1.5', 'a');
    expect(resp3.run('ZRANGE', 'z', '0', '0', 'WITHSCORES')).toBe('*1\r\n*2\r\n$1\r\na\r\n,1.5\r\n');
  });
});

test('a negative offset counts from the end of a skiplist only, as in Redis', () => {
  for (const [encoding, members] of [
    ['listpack', []],
    ['skiplist', ['c']],
  ] as const) {
    const { run } = sortedSets(encoding);
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c');
    expect(elements(run('ZRANGEBYSCORE', 'z', '1', '3', 'LIMIT', '-1', '5'))).toEqual(members);
  }
});
