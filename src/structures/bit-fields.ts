import type { Bytes } from '../memory/bytes.ts';

/**
 * Integers of 1 to 64 bits at any bit of a bitmap, the highest bit first:
 *
 * ```
 *   a field of 5 bits at bit 6   │ . . . . . . 1 0 │ 1 1 1 . . . . . │
 *                                              └─────────┘
 * ```
 *
 * Fields of up to 52 bits are numbers, so that a field plus an increment is still exact; wider ones take a bigint.
 * Behind the bitmap's end there are zeros to read.
 */
export const MAX_NUMBER_BITS = 52;

/** What becomes of a value that a field cannot hold. */
export type Overflow = 'wrap' | 'saturate' | 'fail';

/** The unsigned field of up to 52 bits at bit `offset` of a bitmap of `length` bytes. */
export function readBits(bytes: Bytes, at: number, length: number, offset: number, bits: number): number {
  let index = Math.floor(offset / 8);
  let skipped = offset & 7;
  let value = 0;
  for (let rest = bits; rest > 0; index++, skipped = 0) {
    const taken = Math.min(8 - skipped, rest);
    const byte = index < length ? bytes.u8[at + index] : 0;
    value = value * (1 << taken) + ((byte >>> (8 - skipped - taken)) & (0xff >>> (8 - taken)));
    rest -= taken;
  }
  return value;
}

/** Writes an unsigned field of up to 52 bits, all of which lies within the bitmap. */
export function writeBits(bytes: Bytes, at: number, offset: number, bits: number, value: number): void {
  let index = at + Math.floor(offset / 8);
  let skipped = offset & 7;
  for (let rest = bits; rest > 0; index++, skipped = 0) {
    const taken = Math.min(8 - skipped, rest);
    rest -= taken;
    const shift = 8 - skipped - taken;
    const mask = (0xff >>> (8 - taken)) << shift;
    const part = Math.floor(value / 2 ** rest) % (1 << taken);
    bytes.u8[index] = (bytes.u8[index] & ~mask) | (part << shift);
  }
}

const HALF_BITS = 32;
const HALF_MASK = 0xffffffffn;

/** The same for up to 64 bits. */
export function readWideBits(bytes: Bytes, at: number, length: number, offset: number, bits: number): bigint {
  if (bits <= HALF_BITS) return BigInt(readBits(bytes, at, length, offset, bits));
  const high = readBits(bytes, at, length, offset, bits - HALF_BITS);
  const low = readBits(bytes, at, length, offset + bits - HALF_BITS, HALF_BITS);
  return (BigInt(high) << BigInt(HALF_BITS)) | BigInt(low);
}

export function writeWideBits(bytes: Bytes, at: number, offset: number, bits: number, value: bigint): void {
  const low = Number(value & HALF_MASK);
  if (bits <= HALF_BITS) {
    writeBits(bytes, at, offset, bits, low);
    return;
  }
  writeBits(bytes, at, offset, bits - HALF_BITS, Number(value >> BigInt(HALF_BITS)));
  writeBits(bytes, at, offset + bits - HALF_BITS, HALF_BITS, low);
}

/** What a field of up to 52 bits keeps of a value within +-2^53; NaN where it fails. */
export function fitNumber(value: number, bits: number, isSigned: boolean, overflow: Overflow): number {
  const span = 2 ** bits;
  const minimum = isSigned ? -span / 2 : 0;
  const maximum = minimum + span - 1;
  if (value >= minimum && value <= maximum) return value;
  if (overflow === 'fail') return NaN;
  if (overflow === 'saturate') return value > maximum ? maximum : minimum;
  const wrapped = value % span;
  if (wrapped > maximum) return wrapped - span;
  return wrapped < minimum ? wrapped + span : wrapped;
}

/** The same for up to 64 bits and any value; undefined where it fails. */
export function fitBigint(value: bigint, bits: number, isSigned: boolean, overflow: Overflow): bigint | undefined {
  const wrapped = isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  if (wrapped === value || overflow === 'wrap') return wrapped;
  if (overflow === 'fail') return undefined;
  const span = 1n << BigInt(bits);
  const minimum = isSigned ? -span / 2n : 0n;
  return value < minimum ? minimum : minimum + span - 1n;
}
