import { describe, expect, test } from 'vitest';
import { ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('bounds, on a %s', (encoding) => {
  const { run } = sortedSets(encoding);
  run('ZADD', 'z', '-1', 'a', '0', 'b', '1', 'c', 'inf', 'd');
  run('ZADD', 'same', '0', '', '0', 'a', '0', 'b');

  test.each([
    ['', '3'],
    ['(', '2'],
    ['(-1', '3'],
    ['-1e400', '4'],
    ['1e400', '1'],
    ['(inf', '0'],
    ['+1', '2'],
    ['.5', '2'],
    ['1.', '2'],
    ['1\0x', '2'],
    ['1e-400', '3'],
  ])('ZCOUNT from %j', (min, count) => {
    expect(run('ZCOUNT', 'z', min, 'inf')).toBe(`:${count}\r\n`);
  });

  test.each(['x', '((1', 'nan', '0x10', ' 1', '1 ', '1e', '--1', '+(1'])('no score: %j', (min) => {
    expect(run('ZCOUNT', 'z', min, '5')).toBe('-ERR min or max is not a float\r\n');
  });

  test.each([
    ['-', '+', '3'],
    ['[', '+', '3'],
    ['(', '+', '2'],
    ['-', '(b', '2'],
    ['+', '-', '0'],
    ['-', '-', '0'],
    ['+', '+', '0'],
    ['-\0x', '[a', '2'],
    ['[b', '[a', '0'],
  ])('ZLEXCOUNT from %j to %j', (min, max, count) => {
    expect(run('ZLEXCOUNT', 'same', min, max)).toBe(`:${count}\r\n`);
  });

  test.each(['', 'a', '--', '+a'])('no name: %j', (min) => {
    expect(run('ZLEXCOUNT', 'same', min, '+')).toBe('-ERR min or max not valid string range item\r\n');
  });
});
