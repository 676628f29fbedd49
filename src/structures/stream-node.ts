import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { EMPTY_BYTES, equalBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import {
  bigIntegerOf,
  ElementText,
  integerOf,
  isInteger,
  listpackLength,
  LISTPACK_HEADER,
  nextElement,
  skipElements,
} from './listpack.ts';

/**
 * A node of a stream: up to some hundred entries in one listpack, which fills a block of the arena. The layout is that of
 * Redis's own nodes, as RDB files hold them.
 *
 * ```
 *   │ head, 6 │ live │ deleted │ n │ field 1 │ … │ field n │ 0 │ entry │ entry │ … │ end │
 *              └──────────────── master ──────────────────────┘
 *   entry     │ flags │ ms │ seq │ value 1 │ … │ value n │ elements before this one │                SAME_FIELDS
 *             │ flags │ ms │ seq │ m │ field 1 │ value 1 │ … │ value m │ elements … │                else
 * ```
 *
 * The node's ID, which its index holds, is that of its first entry; the entries' IDs are differences to it. The master
 * names the first entry's fields, and entries with the same fields do not repeat them. The last element of an entry is
 * the way back to its first; the master's last is 0, which ends that way.
 *
 * Invariants: `live` and `deleted` count the entries without and with the flag DELETED. A node goes with its last live
 * entry; only MINID may leave one without any.
 */
export const DELETED = 1;
export const SAME_FIELDS = 2;
/** Elements of an entry before its values: flags and two differences. */
export const ENTRY_HEAD = 3;

/** One node, read. Holds until the next allocation or write. */
export class StreamNode {
  /** The node's listpack begins at `bytes[at]` and is `length` bytes long. */
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  /** Entries that are there, and entries that are marked as deleted. */
  live = 0;
  deleted = 0;
  /** The fields of the master: their number, and the offset in `bytes` of the first. */
  fieldCount = 0;
  fieldsAt = 0;

  open(arena: Arena, address: number): this {
    const bytes = arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.bytes = bytes;
    this.at = at;
    this.length = listpackLength(bytes, at);
    const liveAt = at + LISTPACK_HEADER;
    this.live = integerOf(bytes, liveAt);
    const deletedAt = nextElement(bytes, liveAt);
    this.deleted = integerOf(bytes, deletedAt);
    const countAt = nextElement(bytes, deletedAt);
    this.fieldCount = integerOf(bytes, countAt);
    this.fieldsAt = nextElement(bytes, countAt);
    return this;
  }

  /** The offset of the first entry. */
  get entriesAt(): number {
    return skipElements(this.bytes, this.fieldsAt, this.fieldCount + 1);
  }

  /** The offset behind the last entry. */
  get end(): number {
    return this.at + this.length - 1;
  }
}

/** The number of live entries of the node at an address. */
export function liveEntries(arena: Arena, address: number): number {
  const bytes = arena.segments[address >>> SEGMENT_SHIFT];
  return integerOf(bytes, ((address & SEGMENT_MASK) << UNIT_SHIFT) + LISTPACK_HEADER);
}

/** Marks the entry whose flags stand at `entryAt`. The node's counts are for the caller to change. */
export function flagDeleted({ bytes }: StreamNode, entryAt: number): void {
  bytes.u8[entryAt] |= DELETED;
}

/** The integer element at `at`, exact. */
export function exactInteger(bytes: Bytes, at: number): number | bigint {
  const value = integerOf(bytes, at);
  return Number.isSafeInteger(value) ? value : bigIntegerOf(bytes, at);
}

/** Fields and values that an entry is made of: `pairs` times two ranges of `bytes`, from the index `first` on. */
export interface FieldSource {
  readonly bytes: Bytes;
  readonly starts: ArrayLike<number>;
  readonly lengths: ArrayLike<number>;
}

const text = new ElementText();

/** Whether the fields of the source are those of the node's master, in their order. */
export function hasMasterFields(node: StreamNode, source: FieldSource, first: number, pairs: number): boolean {
  if (node.fieldCount !== pairs) return false;
  const { bytes } = node;
  let at = node.fieldsAt;
  for (let i = 0; i < pairs; i++) {
    const index = first + 2 * i;
    if (!elementIs(bytes, at, source.bytes, source.starts[index], source.lengths[index])) return false;
    at = nextElement(bytes, at);
  }
  return true;
}

function elementIs(bytes: Bytes, at: number, wanted: Bytes, wantedAt: number, length: number): boolean {
  // Most fields are short strings: one byte of length, then the text.
  if (!isInteger(bytes, at) && length < SHORT_STRING) {
    return bytes.u8[at] === (0x80 | length) && equalBytes(bytes, at + 1, wanted, wantedAt, length);
  }
  text.read(bytes, at);
  return text.length === length && equalBytes(text.bytes, text.at, wanted, wantedAt, length);
}

const SHORT_STRING = 64;
