import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, equalBytes } from '../memory/bytes.ts';
import { UNIT, UNIT_SHIFT } from '../memory/size-classes.ts';
import { halfSipHash } from '../util/half-siphash.ts';

/**
 * The part of a block that a {@link Dict} reads: where its key stands.
 *
 * ```
 *   0        1        2        3            base
 *  ┌────────┬────────┬────────┬────────────┬─ ─ ─ ─┬───────────────┬───────────────┬─────┬─ ─
 *  │ owner's│ flags  │ owner's│ key length │owner's│ [long key     │ [expiry       │ key │ owner's
 *  │        │        │        │ (8 bits)   │       │  length, u32] │  12 bytes]    │     │
 *  └────────┴────────┴────────┴────────────┴─ ─ ─ ─┴───────────────┴───────────────┴─────┴─ ─
 *              bit 0: long key length present; bit 1: expiry present
 * ```
 *
 * The expiry is an absolute time (int64, milliseconds) and the number of its place in the table of expiries (uint32).
 */
export const FLAG_LONG_KEY = 1;
export const FLAG_EXPIRES = 2;
export const MAX_SHORT_KEY = 255;
export const LONG_KEY_BYTES = 4;
export const EXPIRY_BYTES = 12;
export const FLAGS_OFFSET = 1;

/** Bytes between the base of a block and its key. */
export function keyPrefixBytes(flags: number): number {
  return ((flags & FLAG_LONG_KEY) << 2) + (flags & FLAG_EXPIRES) * 6;
}

/** Whether the block at `address`, with its key area behind `base` bytes, holds the key of the given range. */
export function blockHasKey(
  arena: Arena,
  base: number,
  address: number,
  bytes: Bytes,
  at: number,
  length: number,
): boolean {
  const segment = arena.segments[address >>> SEGMENT_SHIFT];
  const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
  const head = segment.view.getInt32(offset, true);
  const flags = (head >>> 8) & 0xff;
  const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(offset + base, true) : head >>> 24;
  if (keyLength !== length) return false;
  return equalBytes(segment, offset + base + keyPrefixBytes(flags), bytes, at, length);
}

/** Whether two blocks of the same base have the same key. */
export function blocksHaveSameKey(arena: Arena, base: number, address: number, other: number): boolean {
  const segment = arena.segments[other >>> SEGMENT_SHIFT];
  const offset = (other & SEGMENT_MASK) << UNIT_SHIFT;
  const head = segment.view.getInt32(offset, true);
  const flags = (head >>> 8) & 0xff;
  const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(offset + base, true) : head >>> 24;
  return blockHasKey(arena, base, address, segment, offset + base + keyPrefixBytes(flags), keyLength);
}

/**
 * Allocates a block for a key, with `tail` bytes behind it, and writes the head and the key: the owner's bytes are for
 * the caller to fill.
 * @param flags FLAG_EXPIRES leaves room for an expiry; FLAG_LONG_KEY is set here
 */
export function createKeyedBlock(
  arena: Arena,
  base: number,
  flags: number,
  bytes: Bytes,
  at: number,
  length: number,
  tail: number,
): number {
  const isLong = length > MAX_SHORT_KEY;
  const all = isLong ? flags | FLAG_LONG_KEY : flags;
  const prefix = keyPrefixBytes(all);
  const address = arena.allocate(base + prefix + length + tail);
  const segment = arena.segments[address >>> SEGMENT_SHIFT];
  const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
  segment.view.setInt32(offset, (all << 8) | (isLong ? 0 : length << 24), true);
  if (isLong) segment.view.setUint32(offset + base, length, true);
  copyBytes(bytes, at, segment, offset + base + prefix, length);
  return address;
}

/** Points `into` at the key of the block at `address`, where it stands. */
export function readBlockKey(
  arena: Arena,
  base: number,
  address: number,
  into: { bytes: Bytes; at: number; length: number },
): void {
  const segment = arena.segments[address >>> SEGMENT_SHIFT];
  const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
  const head = segment.view.getInt32(offset, true);
  const flags = (head >>> 8) & 0xff;
  into.bytes = segment;
  into.at = offset + base + keyPrefixBytes(flags);
  into.length = flags & FLAG_LONG_KEY ? segment.view.getUint32(offset + base, true) : head >>> 24;
}

export function hashOfBlock(arena: Arena, base: number, address: number, k0: number, k1: number): number {
  const segment = arena.segments[address >>> SEGMENT_SHIFT];
  const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
  const head = segment.view.getInt32(offset, true);
  const flags = (head >>> 8) & 0xff;
  const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(offset + base, true) : head >>> 24;
  return halfSipHash(segment, offset + base + keyPrefixBytes(flags), keyLength, k0, k1);
}

/**
 * Reads from the blocks at `count` addresses, so that they are near when they are needed; four at a time, as
 * `Dict.fetchBuckets` does.
 * @returns what must not be thrown away, lest the compiler leave the loads out
 */
export function fetchBlocks(arena: Arena, addresses: Uint32Array, count: number): number {
  const { segments } = arena;
  let fetched = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    fetched ^= fetchBlock(segments, addresses[i]) ^ fetchBlock(segments, addresses[i + 1]);
    fetched ^= fetchBlock(segments, addresses[i + 2]) ^ fetchBlock(segments, addresses[i + 3]);
  }
  for (; i < count; i++) fetched ^= fetchBlock(segments, addresses[i]);
  return fetched;
}

function fetchBlock(segments: readonly Bytes[], address: number): number {
  const { u8 } = segments[address >>> SEGMENT_SHIFT];
  const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
  // Small blocks lie across two cache lines as often as not. What lies past the segment's end is not missed.
  return u8[offset] ^ u8[(offset + NEXT_LINE) & LAST_BYTE];
}

const NEXT_LINE = 40;
const LAST_BYTE = (SEGMENT_MASK << UNIT_SHIFT) | (UNIT - 1);
