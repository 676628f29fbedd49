import { describe, expect, test } from 'vitest';
import {
  byteLimit,
  countLimit,
  exceedsNode,
  keptNodeSize,
  nodeCapacity,
} from '../../src/structures/quicklist-limits.ts';

describe('the size of a node', () => {
  test.each([
    [-1, 4096, Infinity, 4096],
    [-2, 8192, Infinity, 8192],
    [-5, 65_536, Infinity, 65_536],
    [-9, 65_536, Infinity, 65_536],
    [0, Infinity, 1, 8192],
    [1, Infinity, 1, 8192],
    [128, Infinity, 128, 8192],
  ])('%i is %d bytes or %d elements, %i bytes at the most', (size, bytes, count, capacity) => {
    expect([byteLimit(size), countLimit(size), nodeCapacity(size)]).toEqual([bytes, count, capacity]);
  });

  test('is exceeded by one byte or one element more', () => {
    expect([exceedsNode(-2, 8192, 9999), exceedsNode(-2, 8193, 1)]).toEqual([false, true]);
    expect([exceedsNode(3, 8192, 3), exceedsNode(3, 100, 4), exceedsNode(3, 8193, 1)]).toEqual([false, true, true]);
  });

  test('is kept within 16 bits and the five levels', () => {
    expect([-7, -5, 0, 32_767, 99_999].map(keptNodeSize)).toEqual([-5, -5, 0, 32_767, 32_767]);
  });
});
