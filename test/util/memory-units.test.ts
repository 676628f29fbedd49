import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatHuman, parseMemory } from '../../src/util/memory-units.ts';

describe('parseMemory', () => {
  // As CONFIG SET maxmemory of Redis 8.0.2 takes them.
  test.each([
    ['0', 0],
    ['100', 100],
    ['007', 7],
    ['1b', 1],
    ['1k', 1000],
    ['1K', 1000],
    ['1kb', 1024],
    ['1Kb', 1024],
    ['2m', 2000000],
    ['2MB', 2097152],
    ['3g', 3000000000],
    ['3gB', 3221225472],
    ['', 0],
    ['kb', 0],
    ['18446744073709551615', 2 ** 64],
    ['99999999999999999999', 2 ** 64],
    ['100000000000gb', 15140462031452241920],
    [`${'0'.repeat(126)}5`, 5],
  ])('%s', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });

  test.each([
    '-1',
    '+1',
    ' 1',
    '1 ',
    '1 kb',
    '1.5gb',
    '1gbb',
    '1t',
    '1bk',
    'k1',
    '0x10',
    '1e3',
    '1\n',
    '0'.repeat(128),
  ])('refuses %j', (text) => {
    expect(parseMemory(text)).toBeUndefined();
  });
});

describe('formatHuman', () => {
  test.each([
    [0, '0B'],
    [1023, '1023B'],
    [1024, '1.00K'],
    [1536, '1.50K'],
    [1048575, '1024.00K'],
    [1572864, '1.50M'],
    [1073741824, '1.00G'],
    [2 ** 40, '1.00T'],
    [2 ** 50, '1.00P'],
    [2 ** 60, '1152921504606846976B'],
    // Ties go to the even digit, as in C.
    [1024 + 128, '1.12K'],
    [1024 + 384, '1.38K'],
  ])('%d is %s', (bytes, text) => {
    expect(formatHuman(bytes)).toBe(text);
  });

  test('is within half a hundredth of its unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 2 ** 50 }), (bytes) => {
        const [, number, unit] = /^(\d+\.\d\d)([KMGTP])$/.exec(formatHuman(bytes)) ?? [];
        const size = 1024 ** (1 + 'KMGTP'.indexOf(unit));
        expect(Math.abs(Number(number) * size - bytes)).toBeLessThanOrEqual(size * 0.005000001);
      }),
    );
  });
});
