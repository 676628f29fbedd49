import type { Bytes } from '../memory/bytes.ts';

/** What `murmurHash64` found: the low and the high half, signed 32-bit integers. One, written anew by each call. */
export const HASH = { low: 0, high: 0 };

/** The multiplier 0xc6a4a7935bd1e995 by halves, and its low half by halves again. */
const M_HIGH = 0xc6a4a793 | 0;
const M_LOW = 0x5bd1e995;
const M_LOW_HIGH = 0x5bd1;
const M_LOW_LOW = 0xe995;

/**
 * MurmurHash64A (Appleby's MurmurHash2 for 64-bit machines) of a range of bytes, in 32-bit arithmetic: a bigint would
 * be an object for each step.
 *
 * @param seed the low half of the seed; its high half is zero
 */
export function murmurHash64(bytes: Bytes, at: number, length: number, seed: number): void {
  const { view } = bytes;
  let low = seed ^ Math.imul(length, M_LOW);
  let high = (Math.imul(length, M_HIGH) + multiplyHigh(length)) | 0;
  const end = at + length;
  const wordsEnd = at + (length - (length & 7));
  for (let i = at; i < wordsEnd; i += 8) {
    let wordLow = view.getInt32(i, true);
    let wordHigh = view.getInt32(i + 4, true);
    wordHigh = (Math.imul(wordHigh, M_LOW) + Math.imul(wordLow, M_HIGH) + multiplyHigh(wordLow)) | 0;
    wordLow = Math.imul(wordLow, M_LOW);
    wordLow ^= wordHigh >>> 15;
    high ^= Math.imul(wordHigh, M_LOW) + Math.imul(wordLow, M_HIGH) + multiplyHigh(wordLow);
    low ^= Math.imul(wordLow, M_LOW);
    high = (Math.imul(high, M_LOW) + Math.imul(low, M_HIGH) + multiplyHigh(low)) | 0;
    low = Math.imul(low, M_LOW);
  }
  if (wordsEnd < end) {
    for (let i = wordsEnd; i < end; i++) {
      const shift = (i - wordsEnd) << 3;
      if (shift < 32) low ^= view.getUint8(i) << shift;
      else high ^= view.getUint8(i) << (shift - 32);
    }
    high = (Math.imul(high, M_LOW) + Math.imul(low, M_HIGH) + multiplyHigh(low)) | 0;
    low = Math.imul(low, M_LOW);
  }
  low ^= high >>> 15;
  high = (Math.imul(high, M_LOW) + Math.imul(low, M_HIGH) + multiplyHigh(low)) | 0;
  low = Math.imul(low, M_LOW);
  HASH.low = low ^ (high >>> 15);
  HASH.high = high;
}

/** The high half of an unsigned 32-bit number's product with the multiplier's low half. */
function multiplyHigh(value: number): number {
  const low = value & 0xffff;
  const high = value >>> 16;
  const lowHigh = Math.imul(low, M_LOW_HIGH);
  const highLow = Math.imul(high, M_LOW_LOW);
  const middle = (Math.imul(low, M_LOW_LOW) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff);
  return Math.imul(high, M_LOW_HIGH) + (lowHigh >>> 16) + (highLow >>> 16) + (middle >>> 16);
}
