import type { Bytes } from '../memory/bytes.ts';
import { AREA_BYTES, bitKernel } from './bit-kernel.ts';

/**
 * Counting and finding bits in a bitmap, whose bits are numbered as Redis does:
 *
 * ```
 *             at            at + 1
 *   byte   │ 1 0 0 0 1 0 1 1 │ 0 1 1 0 ...
 *   bit      0 1 2 3 4 5 6 7   8 9 ...        the highest bit of a byte comes first
 * ```
 *
 * Positions count from the bitmap's begin and reach 2^32 and more: they are divided, never shifted.
 */

/** Bytes from which on the kernel's copy pays. */
const KERNEL_FROM = 512;

/** The set bits of `length` bytes. */
export function countBits(bytes: Bytes, at: number, length: number): number {
  return length < KERNEL_FROM ? countByWords(bytes, at, length) : countInKernel(bytes, at, length);
}

/** The set bits from position `from` up to and with `to`. */
export function countBitRange(bytes: Bytes, at: number, from: number, to: number): number {
  const first = Math.floor(from / 8);
  const last = Math.floor(to / 8);
  const before = bytes.u8[at + first] & ~(0xff >>> (from & 7));
  const after = bytes.u8[at + last] & (0x7f >>> (to & 7));
  return countBits(bytes, at + first, last - first + 1) - countWord(before) - countWord(after);
}

/** The position of the first bit from `from` up to and with `to` that is `bit`, or -1. */
export function findBit(bytes: Bytes, at: number, from: number, to: number, bit: number): number {
  const other = bit === 0 ? 0xff : 0;
  const last = Math.floor(to / 8);
  let byte = Math.floor(from / 8);
  let found = (bytes.u8[at + byte] ^ other) & (0xff >>> (from & 7));
  if (found === 0) {
    byte++;
    byte += runLength(bytes, at + byte, last - byte + 1, other);
    if (byte > last) return -1;
    found = bytes.u8[at + byte] ^ other;
  }
  const position = byte * 8 + Math.clz32(found) - 24;
  return position > to ? -1 : position;
}

/** Bytes at the begin of a range that are all 0 or all 255, as `byte` says. */
function runLength(bytes: Bytes, at: number, length: number, byte: number): number {
  const word = byte === 0 ? 0 : -1;
  const byWords = Math.min(length, KERNEL_FROM);
  let run = 0;
  while (run + 4 <= byWords && bytes.view.getInt32(at + run, true) === word) run += 4;
  if (run === KERNEL_FROM) run += runInKernel(bytes, at + run, length - run, byte, word);
  while (run < length && bytes.u8[at + run] === byte) run++;
  return run;
}

/** The same in whole steps of the kernel: what is left of the run is shorter than one. */
function runInKernel(bytes: Bytes, at: number, length: number, byte: number, word: number): number {
  const kernel = bitKernel();
  for (let done = 0; done < length; done += AREA_BYTES) {
    const end = kernel.load(0, bytes, at + done, Math.min(AREA_BYTES, length - done), undefined, byte);
    const found = kernel.loops.skip(0, end, word);
    if (found < end) return done + found;
  }
  return length;
}

function countInKernel(bytes: Bytes, at: number, length: number): number {
  const kernel = bitKernel();
  let count = 0;
  for (let done = 0; done < length; done += AREA_BYTES) {
    count += kernel.loops.count(0, kernel.load(0, bytes, at + done, Math.min(AREA_BYTES, length - done)));
  }
  return count;
}

function countByWords(bytes: Bytes, at: number, length: number): number {
  const { view } = bytes;
  let count = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) count += countWord(view.getInt32(at + i, true));
  let rest = 0;
  for (; i < length; i++) rest = (rest << 8) | view.getUint8(at + i);
  return count + countWord(rest);
}

/** Sums of 1, 2, 4 and 8 bits side by side (Warren, Hacker's Delight, 5-1). */
function countWord(word: number): number {
  let sums = word - ((word >>> 1) & 0x55555555);
  sums = (sums & 0x33333333) + ((sums >>> 2) & 0x33333333);
  sums = (sums + (sums >>> 4)) & 0x0f0f0f0f;
  return Math.imul(sums, 0x01010101) >>> 24;
}
