import { expect, test } from 'vitest';

import { loadXxh3, xxh3Hex } from '../../src/util/xxh3.ts';

test('refuses to hash before it is loaded', () => {
  expect(() => xxh3Hex(Buffer.from('a'), 0, 1)).toThrow('loadXxh3');
});

test('loads once', async () => {
  expect(loadXxh3()).toBe(loadXxh3());
  await loadXxh3();
});

/** The reference implementation's sanity buffer: the high bytes of a 64-bit linear congruence. */
function sanityBuffer(length: number): Uint8Array {
  const PRIME32 = 2654435761n;
  const PRIME64 = 11400714785074694797n;
  let generator = PRIME32;
  return Uint8Array.from({ length }, () => {
    const byte = Number(generator >> 56n);
    generator = BigInt.asUintN(64, generator * PRIME64);
    return byte;
  });
}

// The reference implementation's own vectors, seed 0: every branch of the algorithm by length.
test.each([
  [0, '2d06800538d394c2'],
  [1, 'c44bdff4074eecdb'],
  [6, '27b56a84cd2d7325'],
  [12, 'a713daf0dfbb77e7'],
  [24, 'a3fe70bf9d3510eb'],
  [48, '397da259ecba1f11'],
  [80, 'bcdefbbb2c47c90a'],
  [195, 'cd94217ee362ec3a'],
  [403, 'cdeb804d65c6dea4'],
  [512, '617e49599013cb6b'],
  [2048, 'dd59e2c3a5f038e0'],
  [2240, '6e73a90539cf2948'],
  [2367, 'cb37aeb9e5d361ed'],
])('%d bytes', (length, hash) => {
  expect(xxh3Hex(sanityBuffer(length), 0, length)).toBe(hash);
});

test('hashes its range only, and each time anew', () => {
  const bytes = Buffer.from('--Hello world--');
  // The example of Redis's own documentation of DIGEST.
  expect(xxh3Hex(bytes, 2, 13)).toBe('b6acb9d84a38ff74');
  expect(xxh3Hex(bytes, 2, 13)).toBe('b6acb9d84a38ff74');
  expect(xxh3Hex(bytes, 5, 5)).toBe('2d06800538d394c2');
});
