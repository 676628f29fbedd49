import type { Bytes } from '../memory/bytes.ts';

/**
 * HalfSipHash-1-3: a keyed 32-bit hash of a range of bytes (Aumasson and Bernstein's SipHash, the 32-bit variant with
 * one compression and three finalisation rounds). A client that does not know the key cannot make keys collide.
 *
 * @returns a signed 32-bit integer
 */
export function halfSipHash(bytes: Bytes, at: number, length: number, k0: number, k1: number): number {
  const view = bytes.view;
  let v0 = k0;
  let v1 = k1;
  let v2 = k0 ^ 0x6c796765;
  let v3 = k1 ^ 0x74656462;
  const wordsEnd = at + (length & ~3);
  let word = 0;
  for (let i = at; i < wordsEnd; i += 4) {
    word = view.getInt32(i, true);
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  word = length << 24;
  const rest = length & 3;
  if (rest > 0) word |= view.getUint8(wordsEnd);
  if (rest > 1) word |= view.getUint8(wordsEnd + 1) << 8;
  if (rest > 2) word |= view.getUint8(wordsEnd + 2) << 16;
  v3 ^= word;
  for (let round = 0; round < 4; round++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    if (round === 0) {
      v0 ^= word;
      v2 ^= 0xff;
    }
  }
  return v1 ^ v3;
}
