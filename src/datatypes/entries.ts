import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { LargeValues } from '../memory/large-values.ts';
import { MAX_BLOCK, UNIT_SHIFT } from '../memory/size-classes.ts';
import { Dict } from '../structures/dict.ts';
import { ExpiryTable } from '../structures/expiry-table.ts';
import type { Key } from '../structures/key.ts';
import {
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  FLAGS_OFFSET,
  hashOfBlock,
  keyPrefixBytes,
  LONG_KEY_BYTES,
  MAX_SHORT_KEY,
} from '../structures/keyed-block.ts';
import type { Collections, LargeCollection } from './collections.ts';
import { packedSize } from './packed.ts';
import type { PackingLimits } from './packing.ts';
import { TYPE_NAMES, TYPE_STRING } from './value.ts';

/**
 * The entries of one database. An entry is one block in the arena: a key and its value.
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
 *
 * Invariants: every entry stands in `dict`; one with the flag EXPIRES also in `expires`, at the slot it names; one with
 * the flag TIMED (a hash some of whose fields expire) also in `timed`; every value counts in `sizes` of its type.
 */
export const ENTRY_BASE = 8;
export const HEAD_EXPIRES = FLAG_EXPIRES << 8;
export const TYPE_MASK = 15;
const FLAG_LARGE = 4;
const FLAG_OBJECT = 8;
const FLAG_TIMED = 16;
/** The value is the number of something that stands elsewhere. */
const FLAG_NUMBER = FLAG_LARGE | FLAG_OBJECT;
const EPOCH_OFFSET = 2;
const ACCESS_OFFSET = 4;
const VALUE_LENGTH_OFFSET = 7;
const LONG_VALUE = 255;
const LONG_VALUE_BYTES = 4;
const HANDLE_BYTES = 4;
const ACCESS_MASK = 0xffffff;
const TWO_32 = 0x100000000;
/** Lengths from 0 to 2^31 - 1, by the number of their bits. */
const SIZE_BINS = 32;

/** Where values stand. */
export interface DataMemory {
  readonly arena: Arena;
  readonly large: LargeValues;
  readonly collections: Collections;
  readonly packing: PackingLimits;
}

export class Entries {
  readonly dict: Dict;
  readonly expires: ExpiryTable;
  /** Hashes some of whose fields expire. */
  readonly timed: Dict;
  /**
   * Values of each type by their size, for strings the length and for others the number of elements: 0, then 1, 2 to 3,
   * 4 to 7 and so on.
   */
  readonly sizes = TYPE_NAMES.map(() => new Uint32Array(SIZE_BINS));
  /** What `value(address)` found: the value's bytes are `valueBytes[valueAt, valueAt + valueLength)`. */
  valueBytes: Bytes = EMPTY_BYTES;
  valueAt = 0;
  valueLength = 0;
  /** What `open` found: type and encoding in the lowest byte, then flags, epoch and key length. */
  head = 0;
  /** The epoch that new and rewritten entries carry. */
  epoch = 0;

  readonly arena: Arena;
  readonly collections: Collections;
  readonly packing: PackingLimits;
  /** The secret of the hash of keys and of members. */
  readonly k0: number;
  readonly k1: number;
  readonly large: LargeValues;
  /** Where the time is read that decides which fields of a hash are due. */
  readonly time: { readonly nowMs: number };
  /** No field of a hash is due before this time (see keyspace/field-expiry.ts); 0 where that is not known. */
  fieldsDueFrom = Infinity;

  constructor(
    { arena, large, collections, packing }: DataMemory,
    k0: number,
    k1: number,
    originMs: number,
    time: { readonly nowMs: number } = { nowMs: originMs },
  ) {
    this.time = time;
    this.arena = arena;
    this.large = large;
    this.collections = collections;
    this.packing = packing;
    this.k0 = k0;
    this.k1 = k1;
    this.dict = new Dict(arena, ENTRY_BASE, k0, k1);
    this.timed = new Dict(arena, ENTRY_BASE, k0, k1);
    this.expires = new ExpiryTable(originMs, arena);
  }

  find(key: Key): number {
    return this.dict.find(key.bytes, key.at, key.length, key.hash);
  }

  /**
   * Finds an entry to work with: sets its access time to `clock` (or leaves it, when negative) and leaves its first
   * word in `head`.
   */
  open(key: Key, clock: number): number {
    const address = this.dict.find(key.bytes, key.at, key.length, key.hash);
    if (address === 0) return 0;
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.head = view.getInt32(at, true);
    if (clock >= 0) {
      const access = view.getInt32(at + ACCESS_OFFSET, true);
      if ((access & ACCESS_MASK) !== clock) view.setInt32(at + ACCESS_OFFSET, (access & ~ACCESS_MASK) | clock, true);
    }
    return address;
  }

  /**
   * Adds an entry for a key that has none; its value's bytes are for the caller to fill (`value` is located). A
   * collection counts as empty until the caller has said otherwise (`recountItems`).
   */
  create(key: Key, form: number, valueLength: number, access: number): number {
    const type = form & TYPE_MASK;
    this.sizes[type][type === TYPE_STRING ? sizeBin(valueLength) : 0]++;
    return this.place(key, key.length > MAX_SHORT_KEY ? FLAG_LONG_KEY : 0, form, valueLength, access);
  }

  /**
   * Adds a copy of an entry (of this database or another of the same memory) under a key that has none here: the same
   * form, value and expiry, but an access time of its own. Answers its address.
   */
  duplicate(from: Entries, address: number, key: Key, access: number): number {
    const type = from.typeOf(address);
    this.sizes[type][sizeBin(from.sizeOf(address))]++;
    let target: number;
    if (from.isObject(address)) {
      const number = this.collections.add(from.objectOf(address).clone());
      target = this.placeNumber(from, address, key, FLAG_OBJECT, number, access);
    } else {
      target = this.placeCopy(from, address, key, access);
    }
    if (from.isTimed(address)) this.setTimed(target, key.hash, true);
    return target;
  }

  /**
   * Moves an entry, found under `hash`, from its database (this or another of the same memory) to here, under a key
   * that has none; a large value is handed over as it stands. Answers its new address.
   */
  transfer(from: Entries, address: number, hash: number, key: Key): number {
    const type = from.typeOf(address);
    const bin = sizeBin(from.sizeOf(address));
    from.sizes[type][bin]--;
    this.sizes[type][bin]++;
    const access = from.access(address);
    const kind = from.flags(address) & FLAG_NUMBER;
    const target =
      kind === 0
        ? this.placeCopy(from, address, key, access)
        : this.placeNumber(from, address, key, kind, from.numberOf(address), access);
    if (from.isTimed(address)) {
      from.timed.remove(address, hash);
      this.setTimed(target, key.hash, true);
    }
    from.dict.remove(address, hash);
    from.forgetExpiry(address);
    this.arena.free(address);
    return target;
  }

  /** Gives an entry, found under `hash`, another block of the same size; a large value stays. Answers its address. */
  move(address: number, hash: number): number {
    const { arena } = this;
    const bytes = arena.sizeOf(address);
    const target = arena.allocate(bytes);
    const from = arena.segments[address >>> SEGMENT_SHIFT];
    const to = arena.segments[target >>> SEGMENT_SHIFT];
    copyBytes(from, (address & SEGMENT_MASK) << UNIT_SHIFT, to, (target & SEGMENT_MASK) << UNIT_SHIFT, bytes);
    this.settleMove(address, target, hash);
    arena.free(address);
    return target;
  }

  /** Frees an entry that stands in the dict under this hash. */
  remove(address: number, hash: number): void {
    this.sizes[this.typeOf(address)][sizeBin(this.sizeOf(address))]--;
    this.dict.remove(address, hash);
    if (this.isTimed(address)) this.timed.remove(address, hash);
    this.forgetExpiry(address);
    this.release(address);
  }

  /** Forgets all entries (their blocks stay allocated: they are the caller's). */
  clear(): void {
    this.dict.clear();
    this.expires.clear();
    this.timed.clear();
    for (const sizes of this.sizes) sizes.fill(0);
  }

  /** Frees an entry's memory without touching the tables, which are being thrown away. */
  release(address: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const flags = segment.u8[at + FLAGS_OFFSET];
    if (flags & FLAG_LARGE) this.large.release(this.handleAt(segment, at));
    else if (flags & FLAG_OBJECT) this.collections.release(this.handleAt(segment, at));
    this.arena.free(address);
  }

  /**
   * The size of an entry's value, as INFO keysizes counts it: the length of a string, the number of a collection's
   * elements.
   */
  sizeOf(address: number): number {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const form = segment.u8[at];
    if ((form & TYPE_MASK) === TYPE_STRING) return this.lengthAt(segment, at);
    if (segment.u8[at + FLAGS_OFFSET] & FLAG_OBJECT) return this.collections.of(this.handleAt(segment, at)).size;
    this.value(address);
    return packedSize(form, this.valueBytes, this.valueAt);
  }

  /** A collection of this type has another number of elements now. */
  recountItems(type: number, before: number, now: number): void {
    const from = sizeBin(before);
    const to = sizeBin(now);
    if (from === to) return;
    this.sizes[type][from]--;
    this.sizes[type][to]++;
  }

  /** Whether the value is an object of `collections`. */
  isObject(address: number): boolean {
    return (this.flags(address) & FLAG_OBJECT) !== 0;
  }

  /** The object that is the value of an entry which has one. */
  objectOf(address: number): LargeCollection {
    return this.collections.of(this.numberOf(address));
  }

  /** That object's number in `collections`. */
  objectNumber(address: number): number {
    return this.numberOf(address);
  }

  /**
   * Adds an entry whose value is an object, for a key that has none. Answers its address. The object counts in `sizes`
   * as it is now.
   */
  createObject(key: Key, form: number, collection: LargeCollection, access: number): number {
    const address = this.create(key, form, HANDLE_BYTES, access);
    this.recountItems(form & TYPE_MASK, 0, collection.size);
    this.setNumber(address, this.collections.add(collection), FLAG_OBJECT);
    return address;
  }

  /** Puts an object in the place of a packed value. The entry may move: answers its address. */
  setObject(address: number, hash: number, form: number, collection: LargeCollection): number {
    const target = this.resizeValue(address, hash, HANDLE_BYTES, 0);
    this.setNumber(target, this.collections.add(collection), FLAG_OBJECT);
    this.setForm(target, form);
    return target;
  }

  /**
   * Puts a packed value of `length` bytes, for the caller to fill, in the place of an object, which is let go. The entry
   * may move: answers its address, with the value located.
   */
  setPacked(address: number, hash: number, form: number, length: number): number {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.collections.release(this.handleAt(segment, at));
    segment.u8[at + FLAGS_OFFSET] &= ~FLAG_OBJECT;
    this.setForm(address, form);
    const target = this.resizeValue(address, hash, length, 0);
    this.value(target);
    return target;
  }

  /** Whether some fields of a hash expire. */
  isTimed(address: number): boolean {
    return (this.flags(address) & FLAG_TIMED) !== 0;
  }

  /** Says whether some fields of a hash, found under `hash`, expire. */
  setTimed(address: number, hash: number, timed: boolean): void {
    if (this.isTimed(address) === timed) return;
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    segment.u8[((address & SEGMENT_MASK) << UNIT_SHIFT) + FLAGS_OFFSET] ^= FLAG_TIMED;
    if (timed) {
      this.timed.add(address, hash);
      this.fieldsDueFrom = 0;
    } else this.timed.remove(address, hash);
  }

  /** Locates an entry's value in `valueBytes`, `valueAt` and `valueLength`. */
  value(address: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const head = segment.view.getInt32(at, true);
    const flags = (head >>> 8) & 0xff;
    const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
    const valueAt = at + ENTRY_BASE + keyPrefixBytes(flags) + keyLength;
    const shortLength = segment.u8[at + VALUE_LENGTH_OFFSET];
    if (flags & FLAG_LARGE) {
      const handle = segment.view.getUint32(valueAt, true);
      this.valueBytes = this.large.bytesOf(handle);
      this.valueAt = 0;
      this.valueLength = this.large.lengthOf(handle);
    } else if (shortLength === LONG_VALUE) {
      this.valueBytes = segment;
      this.valueAt = valueAt + LONG_VALUE_BYTES;
      this.valueLength = segment.view.getUint32(valueAt, true);
    } else {
      this.valueBytes = segment;
      this.valueAt = valueAt;
      this.valueLength = shortLength;
    }
  }

  /**
   * Gives an entry's value another length, keeping its first `keep` bytes; the rest is the caller's to fill. The
   * entry may move: answers its address, with the value located and safe to write.
   */
  resizeValue(address: number, hash: number, length: number, keep: number): number {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const flags = segment.u8[at + FLAGS_OFFSET];
    const keyLength = this.keyLength(address);
    const short = segment.u8[at + VALUE_LENGTH_OFFSET];
    if (short !== length || short === LONG_VALUE || flags & FLAG_LARGE) this.recount(segment, at, length);
    if (flags & FLAG_LARGE && !this.standsInline(flags, keyLength, length)) {
      this.large.resize(this.handleAt(segment, at), length, keep);
      this.value(address);
      return address;
    }
    if ((flags & FLAG_LARGE) === 0 && this.arena.fits(address, this.blockBytes(flags, keyLength, length))) {
      this.resizeInPlace(segment, at, length, keep);
      return address;
    }
    return this.moveValue(address, hash, length, keep);
  }

  /** The same for a value that becomes longer and keeps all it has; what is new is zeros. */
  extendValue(address: number, hash: number, length: number): number {
    this.value(address);
    const { valueBytes: before, valueLength: end } = this;
    this.large.zeroes = true;
    let target: number;
    try {
      target = this.resizeValue(address, hash, length, end);
    } finally {
      this.large.zeroes = false;
    }
    // To write zeros to a buffer that was just made would only bring its pages into memory.
    const isNew = this.isLarge(target) && this.valueBytes !== before;
    if (!isNew) this.valueBytes.u8.fill(0, this.valueAt + end, this.valueAt + length);
    return target;
  }

  /** Makes the bytes of the located value safe to write: nobody else is reading them. */
  unshareValue(address: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    if (segment.u8[at + FLAGS_OFFSET] & FLAG_LARGE) this.large.unshare(this.handleAt(segment, at));
    this.value(address);
  }

  isLarge(address: number): boolean {
    return (this.flags(address) & FLAG_LARGE) !== 0;
  }

  /** Type in the low four bits, encoding in the high four. */
  form(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].u8[(address & SEGMENT_MASK) << UNIT_SHIFT];
  }

  /** The type of an entry's value, as value.ts numbers them. */
  typeOf(address: number): number {
    return this.form(address) & TYPE_MASK;
  }

  setForm(address: number, form: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const old = segment.u8[at];
    if (old === form) return;
    segment.u8[at] = form;
    if (((old ^ form) & TYPE_MASK) === 0) return;
    // Only a value that is empty changes its type (see becomeString).
    this.sizes[old & TYPE_MASK][0]--;
    this.sizes[form & TYPE_MASK][0]++;
  }

  /** Makes a collection an empty string, which keeps the entry's expiry. The entry may move: answers its address. */
  becomeString(address: number, hash: number): number {
    const form = this.form(address);
    this.recountItems(form & TYPE_MASK, this.sizeOf(address), 0);
    this.setTimed(address, hash, false);
    const target = this.isObject(address)
      ? this.setPacked(address, hash, form, 0)
      : this.resizeValue(address, hash, 0, 0);
    this.setForm(target, TYPE_STRING);
    return target;
  }

  flags(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].u8[((address & SEGMENT_MASK) << UNIT_SHIFT) + FLAGS_OFFSET];
  }

  epochOf(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].u8[((address & SEGMENT_MASK) << UNIT_SHIFT) + EPOCH_OFFSET];
  }

  setEpoch(address: number, epoch: number): void {
    this.arena.segments[address >>> SEGMENT_SHIFT].u8[((address & SEGMENT_MASK) << UNIT_SHIFT) + EPOCH_OFFSET] = epoch;
  }

  access(address: number): number {
    const at = ((address & SEGMENT_MASK) << UNIT_SHIFT) + ACCESS_OFFSET;
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getInt32(at, true) & ACCESS_MASK;
  }

  setAccess(address: number, access: number): void {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = ((address & SEGMENT_MASK) << UNIT_SHIFT) + ACCESS_OFFSET;
    view.setInt32(at, (view.getInt32(at, true) & ~ACCESS_MASK) | access, true);
  }

  keyLength(address: number): number {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const head = view.getInt32(at, true);
    return head & (FLAG_LONG_KEY << 8) ? view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
  }

  /** Points `key` at an entry's own key bytes. They stay there until the entry is written or removed. */
  readKey(address: number, key: Key): Key {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const keyAt = at + ENTRY_BASE + keyPrefixBytes(segment.u8[at + FLAGS_OFFSET]);
    return key.set(segment, keyAt, this.keyLength(address), this.k0, this.k1);
  }

  /** The same without the key's hash, for who only reads the bytes. */
  readKeyBytes(address: number, key: Key): Key {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    key.bytes = segment;
    key.at = at + ENTRY_BASE + keyPrefixBytes(segment.u8[at + FLAGS_OFFSET]);
    key.length = this.keyLength(address);
    return key;
  }

  /** Bytes that an entry takes: its block and its large buffer. */
  memoryOf(address: number): number {
    const block = this.arena.sizeOf(address);
    if (this.isObject(address)) return block + this.objectOf(address).memory;
    if (!this.isLarge(address)) return block;
    this.value(address);
    return block + this.valueBytes.length;
  }

  /** The absolute time in milliseconds at which an entry expires, or -1. */
  expiry(address: number): number {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const flags = view.getUint8(at + FLAGS_OFFSET);
    if ((flags & FLAG_EXPIRES) === 0) return -1;
    const expiryAt = at + ENTRY_BASE + (flags & FLAG_LONG_KEY ? LONG_KEY_BYTES : 0);
    return view.getInt32(expiryAt + 4, true) * TWO_32 + view.getUint32(expiryAt, true);
  }

  /** The same to the millisecond beyond 2^53 too. */
  exactExpiry(address: number): bigint {
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getBigInt64(this.expiryOffset(address), true);
  }

  /** Sets an entry's expiry. The entry may move: answers its address. */
  setExpiry(address: number, hash: number, ms: number | bigint): number {
    const rounded = Number(ms);
    let target = address;
    if (this.flags(address) & FLAG_EXPIRES) {
      this.expires.update(this.expirySlot(address), address, rounded);
    } else {
      target = this.reshape(address, hash, this.flags(address) | FLAG_EXPIRES);
      this.setExpirySlot(target, this.expires.add(target, rounded));
    }
    this.writeExpiry(target, ms);
    return target;
  }

  /** Makes an entry stay for ever. The entry may move: answers its address. */
  clearExpiry(address: number, hash: number): number {
    if ((this.flags(address) & FLAG_EXPIRES) === 0) return address;
    this.forgetExpiry(address);
    return this.reshape(address, hash, this.flags(address) & ~FLAG_EXPIRES);
  }

  hashOf(address: number): number {
    return hashOfBlock(this.arena, ENTRY_BASE, address, this.k0, this.k1);
  }

  private numberOf(address: number): number {
    return this.handleAt(this.arena.segments[address >>> SEGMENT_SHIFT], (address & SEGMENT_MASK) << UNIT_SHIFT);
  }

  /** Makes a value of HANDLE_BYTES the number of something that stands elsewhere. */
  private setNumber(address: number, number: number, kind: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    segment.view.setUint32(this.valueOffset(segment, at), number, true);
    segment.u8[at + FLAGS_OFFSET] |= kind;
  }

  /** A value's length, without locating it. */
  private lengthAt(segment: Bytes, at: number): number {
    const short = segment.u8[at + VALUE_LENGTH_OFFSET];
    if (segment.u8[at + FLAGS_OFFSET] & FLAG_LARGE) return this.large.lengthOf(this.handleAt(segment, at));
    return short === LONG_VALUE ? segment.view.getUint32(this.valueOffset(segment, at), true) : short;
  }

  /** A string is about to change its length. */
  private recount(segment: Bytes, at: number, length: number): void {
    if ((segment.u8[at] & TYPE_MASK) !== TYPE_STRING) return;
    this.sizes[TYPE_STRING][sizeBin(this.lengthAt(segment, at))]--;
    this.sizes[TYPE_STRING][sizeBin(length)]++;
  }

  /** An entry with another's form and expiry, whose value is the number of something that stands elsewhere. */
  private placeNumber(from: Entries, address: number, key: Key, kind: number, number: number, access: number): number {
    const target = this.placeLike(from, address, key, HANDLE_BYTES, access);
    this.setNumber(target, number, kind);
    return target;
  }

  /** An entry with another's form, expiry and value. */
  private placeCopy(from: Entries, address: number, key: Key, access: number): number {
    from.value(address);
    const { valueBytes, valueAt, valueLength } = from;
    const target = this.placeLike(from, address, key, valueLength, access);
    copyBytes(valueBytes, valueAt, this.valueBytes, this.valueAt, valueLength);
    return target;
  }

  /** An entry with another's form and expiry; its value's bytes are for the caller to fill. */
  private placeLike(from: Entries, address: number, key: Key, valueLength: number, access: number): number {
    const expires = from.flags(address) & FLAG_EXPIRES;
    const flags = (key.length > MAX_SHORT_KEY ? FLAG_LONG_KEY : 0) | expires;
    const target = this.place(key, flags, from.form(address), valueLength, access);
    if (expires !== 0) {
      const ms = from.exactExpiry(address);
      this.setExpirySlot(target, this.expires.add(target, Number(ms)));
      this.writeExpiry(target, ms);
    }
    return target;
  }

  private place(key: Key, flags: number, form: number, valueLength: number, access: number): number {
    const address = this.allocate(flags, key.length, valueLength);
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const shortLength = flags & FLAG_LONG_KEY ? 0 : key.length;
    segment.view.setInt32(at, form | (flags << 8) | (this.epoch << 16) | (shortLength << 24), true);
    segment.view.setInt32(at + ACCESS_OFFSET, access, true);
    if (flags & FLAG_LONG_KEY) segment.view.setUint32(at + ENTRY_BASE, key.length, true);
    copyBytes(key.bytes, key.at, segment, at + ENTRY_BASE + keyPrefixBytes(flags), key.length);
    this.initialiseValue(segment, at, valueLength);
    this.dict.add(address, key.hash);
    return address;
  }

  private blockBytes(flags: number, keyLength: number, valueLength: number): number {
    const long = valueLength >= LONG_VALUE ? LONG_VALUE_BYTES : 0;
    return ENTRY_BASE + keyPrefixBytes(flags) + keyLength + long + valueLength;
  }

  /** Whether a value of this length stands in its entry's block. A short one always does, however long the key. */
  private standsInline(flags: number, keyLength: number, valueLength: number): boolean {
    return valueLength < LONG_VALUE || this.blockBytes(flags, keyLength, valueLength) <= MAX_BLOCK;
  }

  private allocate(flags: number, keyLength: number, valueLength: number): number {
    const inline = this.standsInline(flags, keyLength, valueLength);
    return this.arena.allocate(this.blockBytes(flags, keyLength, inline ? valueLength : HANDLE_BYTES));
  }

  /** Writes the length of a value whose place is new, takes a large buffer if it needs one, and locates it. */
  private initialiseValue(segment: Bytes, at: number, length: number): void {
    const head = segment.view.getInt32(at, true);
    const flags = (head >>> 8) & 0xff & ~FLAG_LARGE;
    const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
    const valueAt = at + ENTRY_BASE + keyPrefixBytes(flags) + keyLength;
    if (length < LONG_VALUE) {
      segment.u8[at + FLAGS_OFFSET] = flags;
      segment.u8[at + VALUE_LENGTH_OFFSET] = length;
      this.valueBytes = segment;
      this.valueAt = valueAt;
    } else if (this.standsInline(flags, keyLength, length)) {
      segment.u8[at + FLAGS_OFFSET] = flags;
      segment.u8[at + VALUE_LENGTH_OFFSET] = LONG_VALUE;
      segment.view.setUint32(valueAt, length, true);
      this.valueBytes = segment;
      this.valueAt = valueAt + LONG_VALUE_BYTES;
    } else {
      const handle = this.large.create(length);
      segment.u8[at + FLAGS_OFFSET] = flags | FLAG_LARGE;
      segment.u8[at + VALUE_LENGTH_OFFSET] = HANDLE_BYTES;
      segment.view.setUint32(valueAt, handle, true);
      this.valueBytes = this.large.bytesOf(handle);
      this.valueAt = 0;
    }
    this.valueLength = length;
  }

  private resizeInPlace(segment: Bytes, at: number, length: number, keep: number): void {
    const wasLong = segment.u8[at + VALUE_LENGTH_OFFSET] === LONG_VALUE;
    const isLong = length >= LONG_VALUE;
    if (keep > 0 && wasLong !== isLong) {
      const valueAt = this.valueOffset(segment, at);
      const from = wasLong ? valueAt + LONG_VALUE_BYTES : valueAt;
      segment.u8.copyWithin(isLong ? valueAt + LONG_VALUE_BYTES : valueAt, from, from + keep);
    }
    this.initialiseValue(segment, at, length);
  }

  private moveValue(address: number, hash: number, length: number, keep: number): number {
    const flags = this.flags(address);
    const target = this.allocate(flags & ~FLAG_LARGE, this.keyLength(address), length);
    const from = this.arena.segments[address >>> SEGMENT_SHIFT];
    const fromAt = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    const toAt = (target & SEGMENT_MASK) << UNIT_SHIFT;
    copyBytes(from, fromAt, to, toAt, this.valueOffset(from, fromAt) - fromAt);
    this.value(address);
    const keptBytes = this.valueBytes;
    const keptAt = this.valueAt;
    this.initialiseValue(to, toAt, length);
    copyBytes(keptBytes, keptAt, this.valueBytes, this.valueAt, keep);
    this.settleMove(address, target, hash);
    if (flags & FLAG_LARGE) this.large.release(this.handleAt(from, fromAt));
    this.arena.free(address);
    return target;
  }

  /** Moves an entry into a block whose flags add or drop the expiry field. */
  private reshape(address: number, hash: number, flags: number): number {
    const from = this.arena.segments[address >>> SEGMENT_SHIFT];
    const fromAt = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const oldFlags = from.u8[fromAt + FLAGS_OFFSET];
    const keyLength = this.keyLength(address);
    const oldKeyAt = fromAt + ENTRY_BASE + keyPrefixBytes(oldFlags);
    const tail = keyLength + this.valueAreaBytes(address);
    const total = ENTRY_BASE + keyPrefixBytes(flags) + tail;
    if (total > MAX_BLOCK && tail - keyLength > LONG_VALUE) return this.externalise(address, hash, flags);
    const target = this.arena.fits(address, total) ? address : this.arena.allocate(total);
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    const toAt = (target & SEGMENT_MASK) << UNIT_SHIFT;
    const newKeyAt = toAt + ENTRY_BASE + keyPrefixBytes(flags);
    const fixed = ENTRY_BASE + (flags & FLAG_LONG_KEY ? LONG_KEY_BYTES : 0);
    if (target === address) {
      to.u8.copyWithin(newKeyAt, oldKeyAt, oldKeyAt + tail);
    } else {
      copyBytes(from, fromAt, to, toAt, fixed);
      copyBytes(from, oldKeyAt, to, newKeyAt, tail);
      this.dict.replace(address, target, hash);
      if (oldFlags & FLAG_TIMED) this.timed.replace(address, target, hash);
      this.arena.free(address);
    }
    to.u8[toAt + FLAGS_OFFSET] = flags;
    return target;
  }

  /** At the brink of the largest block: the expiry field pushes the value out into a buffer of its own. */
  private externalise(address: number, hash: number, flags: number): number {
    this.value(address);
    const handle = this.large.create(this.valueLength);
    copyBytes(this.valueBytes, this.valueAt, this.large.bytesOf(handle), 0, this.valueLength);
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    segment.view.setUint32(this.valueOffset(segment, at), handle, true);
    segment.u8[at + FLAGS_OFFSET] |= FLAG_LARGE;
    segment.u8[at + VALUE_LENGTH_OFFSET] = HANDLE_BYTES;
    return this.reshape(address, hash, flags | FLAG_LARGE);
  }

  private settleMove(from: number, to: number, hash: number): void {
    this.dict.replace(from, to, hash);
    if (this.isTimed(to)) this.timed.replace(from, to, hash);
    if (this.flags(to) & FLAG_EXPIRES) this.expires.relocate(this.expirySlot(to), to);
  }

  private valueOffset(segment: Bytes, at: number): number {
    const head = segment.view.getInt32(at, true);
    const flags = (head >>> 8) & 0xff;
    const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
    return at + ENTRY_BASE + keyPrefixBytes(flags) + keyLength;
  }

  private valueAreaBytes(address: number): number {
    if (this.isLarge(address)) return HANDLE_BYTES;
    this.value(address);
    return this.valueLength + (this.valueLength >= LONG_VALUE ? LONG_VALUE_BYTES : 0);
  }

  private handleAt(segment: Bytes, at: number): number {
    return segment.view.getUint32(this.valueOffset(segment, at), true);
  }

  private expiryOffset(address: number): number {
    const base = ((address & SEGMENT_MASK) << UNIT_SHIFT) + ENTRY_BASE;
    return this.flags(address) & FLAG_LONG_KEY ? base + LONG_KEY_BYTES : base;
  }

  private writeExpiry(address: number, ms: number | bigint): void {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = this.expiryOffset(address);
    if (typeof ms === 'bigint') {
      view.setBigInt64(at, ms, true);
      return;
    }
    view.setInt32(at, ms % TWO_32, true);
    view.setInt32(at + 4, Math.floor(ms / TWO_32), true);
  }

  private expirySlot(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getUint32(this.expiryOffset(address) + 8, true);
  }

  private setExpirySlot(address: number, slot: number): void {
    this.arena.segments[address >>> SEGMENT_SHIFT].view.setUint32(this.expiryOffset(address) + 8, slot, true);
  }

  private forgetExpiry(address: number): void {
    if ((this.flags(address) & FLAG_EXPIRES) === 0) return;
    const moved = this.expires.remove(this.expirySlot(address));
    if (moved !== 0) this.setExpirySlot(moved, this.expirySlot(address));
  }
}

/** The place of a length in a histogram of sizes. */
function sizeBin(length: number): number {
  return 32 - Math.clz32(length);
}
