import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import { MAX_BLOCK, UNIT_SHIFT } from '../memory/size-classes.ts';
import { Dict } from '../structures/dict.ts';
import { ExpiryTable } from '../structures/expiry-table.ts';
import type { Key } from '../structures/key.ts';
import {
  blockHasKey,
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  FLAGS_OFFSET,
  keyPrefixBytes,
  LONG_KEY_BYTES,
  MAX_SHORT_KEY,
} from '../structures/keyed-block.ts';
import type { LargeCollection } from './collections.ts';
import type { DataMemory } from './entry-blocks.ts';
import { EntryBlocks } from './entry-blocks.ts';
import {
  ACCESS_MASK,
  ACCESS_OFFSET,
  blockBytes,
  ENTRY_BASE,
  FLAG_LARGE,
  FLAG_NUMBER,
  FLAG_OBJECT,
  FLAG_TIMED,
  HANDLE_BYTES,
  LONG_VALUE,
  standsInline,
  TYPE_MASK,
  VALUE_LENGTH_OFFSET,
  valueOffset,
} from './entry-layout.ts';
import { TYPE_NAMES, TYPE_STRING } from './value.ts';

/** Lengths from 0 to 2^31 - 1, by the number of their bits. */
const SIZE_BINS = 32;

/**
 * The entries of one database: their blocks, and the tables by which they are found.
 *
 * Invariants: every entry stands in `dict`; one with the flag EXPIRES also in `expires`, at the slot it names; one with
 * the flag TIMED (a hash some of whose fields expire) also in `timed`; every value counts in `sizes` of its type.
 */
export class Entries extends EntryBlocks {
  readonly dict: Dict;
  readonly expires: ExpiryTable;
  /** Hashes some of whose fields expire. */
  readonly timed: Dict;
  /**
   * Values of each type by their size, for strings the length and for others the number of elements: 0, then 1, 2 to 3,
   * 4 to 7 and so on.
   */
  readonly sizes = TYPE_NAMES.map(() => new Uint32Array(SIZE_BINS));
  /** What `open` found: type and encoding in the lowest byte, then flags, epoch and key length. */
  head = 0;
  /** The epoch that new and rewritten entries carry. */
  epoch = 0;
  /** Where the time is read that decides which fields of a hash are due. */
  readonly time: { readonly nowMs: number };
  /** No field of a hash is due before this time (see keyspace/field-expiry.ts); 0 where that is not known. */
  fieldsDueFrom = Infinity;

  constructor(
    memory: DataMemory,
    k0: number,
    k1: number,
    originMs: number,
    time: { readonly nowMs: number } = { nowMs: originMs },
  ) {
    super(memory, k0, k1);
    const { arena } = memory;
    this.time = time;
    this.dict = new Dict(arena, ENTRY_BASE, k0, k1);
    this.timed = new Dict(arena, ENTRY_BASE, k0, k1);
    this.expires = new ExpiryTable(originMs, arena);
  }

  find(key: Key): number {
    return this.dict.find(key.bytes, key.at, key.length, key.hash);
  }

  /** Whether the key's entry stands where it was seen. */
  private isAtLikely({ likely, stamp, bytes, at, length }: Key): boolean {
    return likely !== 0 && stamp === this.dict.stamp && blockHasKey(this.arena, ENTRY_BASE, likely, bytes, at, length);
  }

  /**
   * Finds an entry to work with: sets its access time to `clock` (or leaves it, when negative) and leaves its first
   * word in `head`.
   */
  open(key: Key, clock: number): number {
    const address = this.isAtLikely(key) ? key.likely : this.find(key);
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
   * that has none and with another access time; a large value is handed over as it stands. Answers its new address.
   */
  transfer(from: Entries, address: number, hash: number, key: Key, access: number): number {
    const type = from.typeOf(address);
    const bin = sizeBin(from.sizeOf(address));
    from.sizes[type][bin]--;
    this.sizes[type][bin]++;
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

  /** A collection of this type has another number of elements now. */
  recountItems(type: number, before: number, now: number): void {
    const from = sizeBin(before);
    const to = sizeBin(now);
    if (from === to) return;
    this.sizes[type][from]--;
    this.sizes[type][to]++;
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
    if (flags & FLAG_LARGE && !standsInline(flags, keyLength, length)) {
      this.large.resize(this.handleAt(segment, at), length, keep);
      this.value(address);
      return address;
    }
    if ((flags & FLAG_LARGE) === 0 && this.arena.fits(address, blockBytes(flags, keyLength, length))) {
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

  private moveValue(address: number, hash: number, length: number, keep: number): number {
    const flags = this.flags(address);
    const target = this.allocate(flags & ~FLAG_LARGE, this.keyLength(address), length);
    const from = this.arena.segments[address >>> SEGMENT_SHIFT];
    const fromAt = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    const toAt = (target & SEGMENT_MASK) << UNIT_SHIFT;
    copyBytes(from, fromAt, to, toAt, valueOffset(from, fromAt) - fromAt);
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
    segment.view.setUint32(valueOffset(segment, at), handle, true);
    segment.u8[at + FLAGS_OFFSET] |= FLAG_LARGE;
    segment.u8[at + VALUE_LENGTH_OFFSET] = HANDLE_BYTES;
    return this.reshape(address, hash, flags | FLAG_LARGE);
  }

  private settleMove(from: number, to: number, hash: number): void {
    this.dict.replace(from, to, hash);
    if (this.isTimed(to)) this.timed.replace(from, to, hash);
    if (this.flags(to) & FLAG_EXPIRES) this.expires.relocate(this.expirySlot(to), to);
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
