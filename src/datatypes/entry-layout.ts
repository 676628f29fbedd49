import type { Bytes } from '../memory/bytes.ts';
import { MAX_BLOCK } from '../memory/size-classes.ts';
import { FLAG_EXPIRES, FLAG_LONG_KEY, keyPrefixBytes } from '../structures/keyed-block.ts';

/**
 * An entry: one block in the arena with a key and its value.
 *
 * ```
 *   0                 1       2       3        4       7        8
 *  ┌────────┬────────┬───────┬───────┬────────┬───────┬────────┬──────────┬────────────┬─────┬─ ─ ─ ─ ─ ─ ─┐
 *  │encoding│ type   │ flags │ epoch │ key    │ access│ value  │ [long key│ [expiry    │ key │ value       │
 *  │  (4)   │ (4)    │       │       │ length │ (24)  │ length │  length] │  12 bytes] │     │             │
 *  └────────┴────────┴───────┴───────┴────────┴───────┴────────┴──────────┴────────────┴─────┴─ ─ ─ ─ ─ ─ ─┘
 *
 *  value, by its length byte and the flags
 *    0 to 254      that many bytes
 *    255           its length as uint32, then the bytes
 *    flag LARGE    the number of a buffer of its own, uint32 (see large-values.ts)
 *    flag OBJECT   the number of a collection's object, uint32 (see collections.ts)
 * ```
 *
 * `epoch` names the last snapshot that has seen the entry; `access` is the LRU clock in seconds, or LFU's minutes and
 * counter. A key of 16 bytes with a value of 16 bytes takes a block of 40.
 */
export const ENTRY_BASE = 8;
export const HEAD_EXPIRES = FLAG_EXPIRES << 8;
export const TYPE_MASK = 15;
export const FLAG_LARGE = 4;
export const FLAG_OBJECT = 8;
/** Some of a hash's fields expire. */
export const FLAG_TIMED = 16;
/** The value is the number of something that stands elsewhere. */
export const FLAG_NUMBER = FLAG_LARGE | FLAG_OBJECT;
export const EPOCH_OFFSET = 2;
export const ACCESS_OFFSET = 4;
export const ACCESS_MASK = 0xffffff;
export const VALUE_LENGTH_OFFSET = 7;
export const LONG_VALUE = 255;
export const LONG_VALUE_BYTES = 4;
export const HANDLE_BYTES = 4;

/** Bytes of an entry whose value stands in its block. */
export function blockBytes(flags: number, keyLength: number, valueLength: number): number {
  const long = valueLength >= LONG_VALUE ? LONG_VALUE_BYTES : 0;
  return ENTRY_BASE + keyPrefixBytes(flags) + keyLength + long + valueLength;
}

/** Whether a value of this length stands in its entry's block. A short one always does, however long the key. */
export function standsInline(flags: number, keyLength: number, valueLength: number): boolean {
  return valueLength < LONG_VALUE || blockBytes(flags, keyLength, valueLength) <= MAX_BLOCK;
}

/** Where the bytes of a value, of its length or of its number begin, of an entry at `at`. */
export function valueOffset(segment: Bytes, at: number): number {
  const head = segment.view.getInt32(at, true);
  const flags = (head >>> 8) & 0xff;
  const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
  return at + ENTRY_BASE + keyPrefixBytes(flags) + keyLength;
}
