import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { Key } from '../structures/key.ts';
import type { EncodedRun } from '../structures/listpack.ts';
import {
  LISTPACK_EMPTY,
  LISTPACK_HEADER,
  listpackCount,
  skipElements,
  writeEmptyListpack,
  writeListpackHeader,
} from '../structures/listpack.ts';
import type { Entries } from './entries.ts';
import { FORM_HASH_PACKED, FORM_HASH_PACKED_TIMED, FORM_INTSET, FORM_ZSET_PACKED } from './value.ts';

/**
 * A listpack that is the value of an entry: a small list, set, sorted set or hash. It is edited where it stands, and
 * the entry gets another block when it outgrows its own.
 *
 * ```
 *   bytes[at …]   │ header, 6 │ a │ b │ c │ d │ end │          offsets here count from `at`: the first element has 6
 *   splice(offset of b, 2, run of x y z)
 *                 │ header, 6 │ a │ x │ y │ z │ d │ end │
 * ```
 */
export class Packed {
  /** The listpack is `bytes[at, at + length)`, until the next allocation. */
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  /** Its entry, found under `hash`; it moves as the listpack grows. */
  address = 0;
  private entries!: Entries;
  private hash = 0;

  bind(entries: Entries, address: number, hash: number): void {
    entries.value(address);
    this.entries = entries;
    this.address = address;
    this.hash = hash;
    this.locate();
  }

  /** Its number of elements: pairs are two. */
  get count(): number {
    return listpackCount(this.bytes, this.at);
  }

  /** The offset of the first element, and that behind the last. */
  get first(): number {
    return LISTPACK_HEADER;
  }

  get end(): number {
    return this.length - 1;
  }

  /** Takes `removed` elements out at `offset` and puts a run's in their place. */
  splice(offset: number, removed: number, run?: EncodedRun): void {
    const { count, length } = this;
    const from = this.at + offset;
    const removedBytes = removed === 0 ? 0 : skipElements(this.bytes, from, removed) - from;
    const insertedBytes = run === undefined ? 0 : run.length;
    const tail = offset + removedBytes;
    const difference = insertedBytes - removedBytes;
    if (difference > 0) {
      this.resize(length + difference, length);
      this.bytes.u8.copyWithin(this.at + tail + difference, this.at + tail, this.at + length);
    }
    if (run !== undefined) copyBytes(run.bytes, 0, this.bytes, this.at + offset, insertedBytes);
    if (difference < 0) {
      this.bytes.u8.copyWithin(this.at + tail + difference, this.at + tail, this.at + length);
      this.resize(length + difference, length + difference);
    }
    writeListpackHeader(this.bytes, this.at, length + difference, count - removed + (run?.count ?? 0));
  }

  /** Puts a whole listpack, of `length` bytes, in its place. */
  replace(bytes: Bytes, at: number, length: number): void {
    this.resize(length, 0);
    copyBytes(bytes, at, this.bytes, this.at, length);
  }

  /** Gives it another length; of its bytes the first `keep` stay, the rest is the caller's to write. */
  resize(length: number, keep: number): void {
    this.address = this.entries.resizeValue(this.address, this.hash, length, keep);
    this.locate();
  }

  private locate(): void {
    this.bytes = this.entries.valueBytes;
    this.at = this.entries.valueAt;
    this.length = this.entries.valueLength;
  }
}

/** Adds an entry with an empty listpack for a key that has none. Answers its address. */
export function createPacked(entries: Entries, key: Key, form: number, access: number): number {
  const address = entries.create(key, form, LISTPACK_EMPTY, access);
  writeEmptyListpack(entries.valueBytes, entries.valueAt);
  return address;
}

/** Elements of a packed collection: those of a listpack by the number that each of the type takes, or an intset's. */
export function packedSize(form: number, bytes: Bytes, at: number): number {
  switch (form) {
    case FORM_INTSET:
      return bytes.view.getUint32(at + INTSET_COUNT_OFFSET, true);
    case FORM_ZSET_PACKED:
    case FORM_HASH_PACKED:
      return listpackCount(bytes, at) / 2;
    case FORM_HASH_PACKED_TIMED:
      return listpackCount(bytes, at) / 3;
    default:
      return listpackCount(bytes, at);
  }
}

/** Behind the width of its integers (see intset.ts). */
const INTSET_COUNT_OFFSET = 4;
