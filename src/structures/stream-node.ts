import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { EMPTY_BYTES, equalBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import {
  bigIntegerOf,
  ElementText,
  integerElementSize,
  integerOf,
  isInteger,
  LISTPACK_EMPTY,
  nextValue,
  skipValues,
} from './listpack.ts';

/**
 * A node of a stream: up to some hundred entries in a block of the arena. It holds what Redis's nodes hold, in a fifth
 * less: the values are encoded as in a listpack, but walked one by one they go forward only, and back by whole entries.
 *
 * ```
 *   0       4          8      12        16       20
 *   │ bytes │ elements │ live │ deleted │ fields │ field 1 │ … │ field n │ 0 │ entry │ entry │ …      five uint32
 *                                                └───────── master ─────────┘
 *   entry   │ flags │ ms │ seq │ value 1 │ … │ value n │ back │                                  SAME_FIELDS
 *           │ flags │ ms │ seq │ m │ field 1 │ value 1 │ … │ field m │ value m │ back │          else
 * ```
 *
 * The node's ID, which its index holds, is that of its first entry; the entries' IDs are differences to it. The master
 * names the first entry's fields, and entries with the same fields do not repeat them. `back` is the length of the entry
 * before it, written to be read from behind; the 0 behind the fields ends that way.
 *
 * `elements` is what the fields and entries would take in the listpack that Redis makes of the node: its limits, and so
 * the place where a node ends, go by that.
 *
 * Invariants: `live` and `deleted` count the entries without and with the flag DELETED. A node goes with its last live
 * entry; only MINID may leave one without any.
 */
export const DELETED = 1;
export const SAME_FIELDS = 2;
/** Elements of an entry before its values: flags and two differences. */
export const ENTRY_HEAD = 3;

export const NODE_HEADER = 20;
const ELEMENTS_OFFSET = 4;
const LIVE_OFFSET = 8;
const DELETED_OFFSET = 12;
const FIELDS_OFFSET = 16;

/** One node, read. Holds until the next allocation or write. */
export class StreamNode {
  /** The node begins at `bytes[at]` and is `length` bytes long. */
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
    const { view } = bytes;
    this.bytes = bytes;
    this.at = at;
    this.length = view.getUint32(at, true);
    this.live = view.getUint32(at + LIVE_OFFSET, true);
    this.deleted = view.getUint32(at + DELETED_OFFSET, true);
    this.fieldCount = view.getUint32(at + FIELDS_OFFSET, true);
    this.fieldsAt = at + NODE_HEADER;
    return this;
  }

  /** The offset of the first entry. */
  get entriesAt(): number {
    return skipValues(this.bytes, this.fieldsAt, this.fieldCount) + 1;
  }

  /** The offset behind the last entry. */
  get end(): number {
    return this.at + this.length;
  }

  /** Bytes of the listpack that Redis makes of the node. */
  get listpackLength(): number {
    const { live, deleted, fieldCount } = this;
    const counts = integerElementSize(live) + integerElementSize(deleted) + integerElementSize(fieldCount);
    return LISTPACK_EMPTY + counts + this.bytes.view.getUint32(this.at + ELEMENTS_OFFSET, true);
  }

  /** Writes the head of a new node that stands here. */
  begin(bytes: Bytes, at: number, fieldCount: number): void {
    this.bytes = bytes;
    this.at = at;
    this.fieldCount = fieldCount;
    this.live = 0;
    this.deleted = 0;
    bytes.view.setUint32(at + FIELDS_OFFSET, fieldCount, true);
    bytes.view.setUint32(at + ELEMENTS_OFFSET, 0, true);
    this.recount(0, 0);
    this.setLength(NODE_HEADER, 0);
  }

  /** Changes the two counts. */
  recount(live: number, deleted: number): void {
    const { view } = this.bytes;
    this.live += live;
    this.deleted += deleted;
    view.setUint32(this.at + LIVE_OFFSET, this.live, true);
    view.setUint32(this.at + DELETED_OFFSET, this.deleted, true);
  }

  /** The node has another length, and so many more bytes of elements. */
  setLength(length: number, elements: number): void {
    const { view } = this.bytes;
    this.length = length;
    view.setUint32(this.at, length, true);
    const at = this.at + ELEMENTS_OFFSET;
    view.setUint32(at, view.getUint32(at, true) + elements, true);
  }
}

/** The number of live entries of the node at an address. */
export function liveEntries(arena: Arena, address: number): number {
  const { view } = arena.segments[address >>> SEGMENT_SHIFT];
  return view.getUint32(((address & SEGMENT_MASK) << UNIT_SHIFT) + LIVE_OFFSET, true);
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
    at = nextValue(bytes, at);
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
