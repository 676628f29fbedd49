import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { EMPTY_BYTES } from '../memory/bytes.ts';
import type { LargeValues } from '../memory/large-values.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import type { Key } from '../structures/key.ts';
import {
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  FLAGS_OFFSET,
  hashOfBlock,
  keyPrefixBytes,
  LONG_KEY_BYTES,
} from '../structures/keyed-block.ts';
import type { Collections, LargeCollection } from './collections.ts';
import {
  ACCESS_MASK,
  ACCESS_OFFSET,
  blockBytes,
  ENTRY_BASE,
  EPOCH_OFFSET,
  FLAG_LARGE,
  FLAG_OBJECT,
  FLAG_TIMED,
  HANDLE_BYTES,
  LONG_VALUE,
  LONG_VALUE_BYTES,
  standsInline,
  TYPE_MASK,
  VALUE_LENGTH_OFFSET,
  valueOffset,
} from './entry-layout.ts';
import { packedSize } from './packed.ts';
import type { PackingLimits } from './packing.ts';
import { TYPE_STRING } from './value.ts';

const TWO_32 = 0x100000000;

/** Where values stand. */
export interface DataMemory {
  readonly arena: Arena;
  readonly large: LargeValues;
  readonly collections: Collections;
  readonly packing: PackingLimits;
}

/** Entries as blocks (see entry-layout.ts): reads and writes what one holds, and knows nothing of the tables it is in. */
export class EntryBlocks {
  /** What `value(address)` found: the value's bytes are `valueBytes[valueAt, valueAt + valueLength)`. */
  valueBytes: Bytes = EMPTY_BYTES;
  valueAt = 0;
  valueLength = 0;

  readonly arena: Arena;
  readonly large: LargeValues;
  readonly collections: Collections;
  readonly packing: PackingLimits;
  /** The secret of the hash of keys and of members. */
  readonly k0: number;
  readonly k1: number;

  constructor({ arena, large, collections, packing }: DataMemory, k0: number, k1: number) {
    this.arena = arena;
    this.large = large;
    this.collections = collections;
    this.packing = packing;
    this.k0 = k0;
    this.k1 = k1;
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

  /** Whether the value is an object of `collections`. */
  isObject(address: number): boolean {
    return (this.flags(address) & FLAG_OBJECT) !== 0;
  }

  /** The object that is the value of an entry which has one. */
  objectOf(address: number): LargeCollection {
    return this.collections.of(this.numberOf(address));
  }

  /** The object that is the value of an entry; undefined where the value stands in the entry itself. */
  objectAt(address: number): LargeCollection | undefined {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    if ((segment.u8[at + FLAGS_OFFSET] & FLAG_OBJECT) === 0) return undefined;
    return this.collections.of(this.handleAt(segment, at));
  }

  /** That object's number in `collections`. */
  objectNumber(address: number): number {
    return this.numberOf(address);
  }

  /** Whether some fields of a hash expire. */
  isTimed(address: number): boolean {
    return (this.flags(address) & FLAG_TIMED) !== 0;
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

  hashOf(address: number): number {
    return hashOfBlock(this.arena, ENTRY_BASE, address, this.k0, this.k1);
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

  protected numberOf(address: number): number {
    return this.handleAt(this.arena.segments[address >>> SEGMENT_SHIFT], (address & SEGMENT_MASK) << UNIT_SHIFT);
  }

  /** Makes a value of HANDLE_BYTES the number of something that stands elsewhere. */
  protected setNumber(address: number, number: number, kind: number): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    segment.view.setUint32(valueOffset(segment, at), number, true);
    segment.u8[at + FLAGS_OFFSET] |= kind;
  }

  /** A value's length, without locating it. */
  protected lengthAt(segment: Bytes, at: number): number {
    const short = segment.u8[at + VALUE_LENGTH_OFFSET];
    if (segment.u8[at + FLAGS_OFFSET] & FLAG_LARGE) return this.large.lengthOf(this.handleAt(segment, at));
    return short === LONG_VALUE ? segment.view.getUint32(valueOffset(segment, at), true) : short;
  }

  protected allocate(flags: number, keyLength: number, valueLength: number): number {
    const inline = standsInline(flags, keyLength, valueLength);
    return this.arena.allocate(blockBytes(flags, keyLength, inline ? valueLength : HANDLE_BYTES));
  }

  /** Writes the length of a value whose place is new, takes a large buffer if it needs one, and locates it. */
  protected initialiseValue(segment: Bytes, at: number, length: number): void {
    const head = segment.view.getInt32(at, true);
    const flags = (head >>> 8) & 0xff & ~FLAG_LARGE;
    const keyLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(at + ENTRY_BASE, true) : head >>> 24;
    const valueAt = at + ENTRY_BASE + keyPrefixBytes(flags) + keyLength;
    if (length < LONG_VALUE) {
      segment.u8[at + FLAGS_OFFSET] = flags;
      segment.u8[at + VALUE_LENGTH_OFFSET] = length;
      this.valueBytes = segment;
      this.valueAt = valueAt;
    } else if (standsInline(flags, keyLength, length)) {
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

  protected resizeInPlace(segment: Bytes, at: number, length: number, keep: number): void {
    const wasLong = segment.u8[at + VALUE_LENGTH_OFFSET] === LONG_VALUE;
    const isLong = length >= LONG_VALUE;
    if (keep > 0 && wasLong !== isLong) {
      const valueAt = valueOffset(segment, at);
      const from = wasLong ? valueAt + LONG_VALUE_BYTES : valueAt;
      segment.u8.copyWithin(isLong ? valueAt + LONG_VALUE_BYTES : valueAt, from, from + keep);
    }
    this.initialiseValue(segment, at, length);
  }

  protected valueAreaBytes(address: number): number {
    if (this.isLarge(address)) return HANDLE_BYTES;
    this.value(address);
    return this.valueLength + (this.valueLength >= LONG_VALUE ? LONG_VALUE_BYTES : 0);
  }

  protected handleAt(segment: Bytes, at: number): number {
    return segment.view.getUint32(valueOffset(segment, at), true);
  }

  protected expiryOffset(address: number): number {
    const base = ((address & SEGMENT_MASK) << UNIT_SHIFT) + ENTRY_BASE;
    return this.flags(address) & FLAG_LONG_KEY ? base + LONG_KEY_BYTES : base;
  }

  protected writeExpiry(address: number, ms: number | bigint): void {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = this.expiryOffset(address);
    if (typeof ms === 'bigint') {
      view.setBigInt64(at, ms, true);
      return;
    }
    view.setInt32(at, ms % TWO_32, true);
    view.setInt32(at + 4, Math.floor(ms / TWO_32), true);
  }

  protected expirySlot(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getUint32(this.expiryOffset(address) + 8, true);
  }

  protected setExpirySlot(address: number, slot: number): void {
    this.arena.segments[address >>> SEGMENT_SHIFT].view.setUint32(this.expiryOffset(address) + 8, slot, true);
  }
}
