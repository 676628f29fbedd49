import type { Bytes } from '../memory/bytes.ts';
import { parseInt64, parseSafeInteger } from '../util/numbers.ts';

/**
 * Redis's intset: a set of 64-bit integers in one piece of memory, each as wide as the widest needs. The layout is that
 * of RDB files and DUMP, byte for byte.
 *
 * ```
 *   0            4            8
 *  ┌────────────┬────────────┬─────────┬─────────┬─ ─
 *  │ width, u32 │ count, u32 │ integer │ integer │         width: 2, 4 or 8 bytes; all little endian
 *  └────────────┴────────────┴─────────┴─────────┴─ ─
 * ```
 *
 * Invariants: the integers ascend and none is there twice; the width never shrinks, so it may be more than they need.
 *
 * `at` is the absolute offset of the intset in `bytes`. An integer within +-(2^53 - 1) is a number everywhere here, one
 * beyond is a bigint.
 */
export const INTSET_HEADER = 8;
const COUNT_OFFSET = 4;

export type SetInteger = number | bigint;

export function intsetCount(bytes: Bytes, at: number): number {
  return bytes.view.getUint32(at + COUNT_OFFSET, true);
}

export function intsetWidth(bytes: Bytes, at: number): number {
  return bytes.view.getUint32(at, true);
}

export function writeIntsetHeader(bytes: Bytes, at: number, width: number, count: number): void {
  bytes.view.setUint32(at, width, true);
  bytes.view.setUint32(at + COUNT_OFFSET, count, true);
}

/** Bytes of an intset of `count` integers of `width` bytes. */
export function intsetLength(width: number, count: number): number {
  return INTSET_HEADER + width * count;
}

/** Bytes that an integer needs in an intset: 2, 4 or 8. */
export function integerWidth(value: SetInteger): number {
  if (value >= -0x8000 && value <= 0x7fff) return 2;
  return value >= -0x80000000 && value <= 0x7fffffff ? 4 : 8;
}

/** The integer of this index, beyond +-(2^53 - 1) the nearest double. */
export function intsetNumber(bytes: Bytes, at: number, index: number): number {
  const { view } = bytes;
  switch (view.getUint32(at, true)) {
    case 2:
      return view.getInt16(at + INTSET_HEADER + index * 2, true);
    case 4:
      return view.getInt32(at + INTSET_HEADER + index * 4, true);
    default: {
      const p = at + INTSET_HEADER + index * 8;
      return view.getInt32(p + 4, true) * 0x100000000 + view.getUint32(p, true);
    }
  }
}

/** The integer of this index, exactly. */
export function intsetInteger(bytes: Bytes, at: number, index: number): SetInteger {
  const value = intsetNumber(bytes, at, index);
  if (Number.isSafeInteger(value)) return value;
  return bytes.view.getBigInt64(at + INTSET_HEADER + index * 8, true);
}

/** Writes an integer in the place of this index, `width` bytes wide as the intset is. */
export function writeIntsetInteger(bytes: Bytes, at: number, width: number, index: number, value: SetInteger): void {
  const p = at + INTSET_HEADER + index * width;
  if (width === 2) bytes.view.setInt16(p, Number(value), true);
  else if (width === 4) bytes.view.setInt32(p, Number(value), true);
  else if (typeof value === 'bigint') bytes.view.setBigInt64(p, value, true);
  else {
    bytes.view.setInt32(p, value | 0, true);
    bytes.view.setInt32(p + 4, Math.floor(value / 0x100000000), true);
  }
}

/** Where an integer stands: its index, or where it belongs as -1 - index. */
export function findInteger(bytes: Bytes, at: number, value: SetInteger): number {
  const width = intsetWidth(bytes, at);
  const count = intsetCount(bytes, at);
  if (count === 0) return -1;
  if (integerWidth(value) > width) return value < 0 ? -1 : -1 - count;
  // The usual way in which sets of numbers grow.
  if (compareAt(bytes, at, count - 1, value) < 0) return -1 - count;
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(bytes, at, middle, value);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1 - low;
}

/**
 * Below 0 where the integer of this index is less than `value`. The double nearest to an integer beyond 2^53 lies
 * beyond it too, so only a bigint must be compared exactly.
 */
function compareAt(bytes: Bytes, at: number, index: number, value: SetInteger): number {
  const found = intsetNumber(bytes, at, index);
  if (typeof value === 'number') return found - value;
  const exact = intsetInteger(bytes, at, index);
  return exact < value ? -1 : exact > value ? 1 : 0;
}

/**
 * Puts an integer that is missing where it belongs, `index`; the memory has room for one more integer, of
 * `width` bytes, which is that of the intset or more.
 */
export function insertInteger(bytes: Bytes, at: number, width: number, index: number, value: SetInteger): void {
  const count = intsetCount(bytes, at);
  const from = at + INTSET_HEADER + index * width;
  if (width > intsetWidth(bytes, at)) widen(bytes, at, width, index, count);
  else bytes.u8.copyWithin(from + width, from, at + INTSET_HEADER + count * width);
  writeIntsetHeader(bytes, at, width, count + 1);
  writeIntsetInteger(bytes, at, width, index, value);
}

/** Rewrites all integers wider, from the last on, those from `gap` on one place further. */
function widen(bytes: Bytes, at: number, width: number, gap: number, count: number): void {
  for (let index = count - 1; index >= 0; index--) {
    const value = intsetNumber(bytes, at, index);
    writeIntsetInteger(bytes, at, width, index < gap ? index : index + 1, value);
  }
}

/** Takes the integer of this index out; the memory's last `width` bytes are free then. */
export function removeInteger(bytes: Bytes, at: number, index: number): void {
  const width = intsetWidth(bytes, at);
  const count = intsetCount(bytes, at);
  const to = at + INTSET_HEADER + index * width;
  bytes.u8.copyWithin(to, to + width, at + INTSET_HEADER + count * width);
  writeIntsetHeader(bytes, at, width, count - 1);
}

/** The integer that a member spells in its one canonical way; undefined where it is none. */
export function memberInteger(bytes: Bytes, at: number, length: number): SetInteger | undefined {
  if (length === 0 || length > LONGEST) return undefined;
  const first = bytes.u8[at];
  if (first > NINE || (first < ZERO && first !== MINUS)) return undefined;
  const value = parseSafeInteger(bytes.u8, at, at + length);
  if (value === value) return value;
  return length >= LONG_FROM ? parseInt64(bytes.u8, at, at + length) : undefined;
}

const LONGEST = 20;
/** Digits from which on an integer may lie beyond 2^53. */
const LONG_FROM = 16;
const ZERO = 48;
const NINE = 57;
const MINUS = 45;
