import { describe, expect, test } from 'vitest';
import { sortedSets } from './encodings.ts';

describe('what a range command refuses', () => {
  test.each([
    ['ZRANGE z 0 1 LIMIT 0 1', 'syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX'],
    ['ZRANGE z - + BYLEX WITHSCORES', 'syntax error, WITHSCORES not supported in combination with BYLEX'],
    ['ZRANGE z 0 1 BYSCORE BYLEX', 'syntax error'],
    ['ZRANGE z 0 1 REV REV', 'syntax error'],
    ['ZRANGE z 0 1 BYSCORE LIMIT 0', 'syntax error'],
    ['ZREVRANGE z 0 1 REV', 'syntax error'],
    ['ZRANGEBYSCORE z 0 1 BYSCORE', 'syntax error'],
    ['ZRANGESTORE d z 0 1 WITHSCORES', 'syntax error'],
    ['ZRANGE z 0 1 BYSCORE LIMIT x 1', 'value is not an integer or out of range'],
    ['ZRANGE z x 1', 'value is not an integer or out of range'],
  ])('%s', (line, error) => {
    expect(sortedSets('listpack').run(...line.split(' '))).toBe(`-ERR ${error}\r\n`);
  });
});
