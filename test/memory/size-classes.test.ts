import { describe, expect, test } from 'vitest';
import { blockSize, CLASS_COUNT, CLASS_UNITS, classFor, MAX_BLOCK, UNIT } from '../../src/memory/size-classes.ts';

/** The rule, straight: multiples of 8 up to 256, then eight steps to each doubling. */
function expectedSize(bytes: number): number {
  if (bytes <= 256) return Math.ceil(bytes / 8) * 8;
  let base = 256;
  while (base * 2 < bytes) base *= 2;
  return base + Math.ceil((bytes - base) / (base / 8)) * (base / 8);
}

describe('size classes', () => {
  test('every size gets the smallest class that holds it', () => {
    const wrong: number[] = [];
    for (let bytes = 1; bytes <= MAX_BLOCK; bytes++) if (blockSize(bytes) !== expectedSize(bytes)) wrong.push(bytes);
    expect(wrong).toEqual([]);
  });

  test('no rounding wastes more than an eighth above 64 bytes', () => {
    const wasteful: number[] = [];
    for (let bytes = 65; bytes <= MAX_BLOCK; bytes++) if (blockSize(bytes) > bytes * 1.125 + UNIT) wasteful.push(bytes);
    expect(wasteful).toEqual([]);
  });

  test('classes rise, the first means none, the last is the largest block', () => {
    expect(CLASS_UNITS[0]).toBe(0);
    for (let sizeClass = 1; sizeClass < CLASS_COUNT; sizeClass++) {
      expect(CLASS_UNITS[sizeClass]).toBeGreaterThan(CLASS_UNITS[sizeClass - 1]);
    }
    expect(CLASS_UNITS[CLASS_COUNT - 1] * UNIT).toBe(MAX_BLOCK);
    expect(classFor(MAX_BLOCK)).toBe(CLASS_COUNT - 1);
    expect(CLASS_COUNT).toBeLessThan(255);
  });
});
