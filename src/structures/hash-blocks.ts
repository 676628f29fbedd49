import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import type { LargeValues } from '../memory/large-values.ts';
import { MAX_BLOCK, UNIT_SHIFT } from '../memory/size-classes.ts';
import {
  createKeyedBlock,
  EXPIRY_BYTES,
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  FLAGS_OFFSET,
  keyPrefixBytes,
  LONG_KEY_BYTES,
  MAX_SHORT_KEY,
  readBlockKey,
} from './keyed-block.ts';

/** Some bytes, where they stand. */
export interface ByteRange {
  bytes: Bytes;
  at: number;
  length: number;
}

/**
 * The blocks of a {@link HashTable}: a field and its value each.
 *
 * ```
 *   0        1       2        3        4
 *  ┌────────┬───────┬────────┬────────┬─────────────┬──────────────┬───────┬─────────────────┬───────┐
 *  │ value  │ flags │ nothing│ field  │ [long field │ [expiry      │ field │ [value length,  │ value │
 *  │ length │       │        │ length │  length]    │  12 bytes]   │       │  u32]           │       │
 *  └────────┴───────┴────────┴────────┴─────────────┴──────────────┴───────┴─────────────────┴───────┘
 *
 *  value, by its length byte and the flags
 *    0 to 254    that many bytes           255   its length as uint32, then the bytes
 *    flag LARGE  the number of a buffer of its own, uint32 (see large-values.ts)
 * ```
 *
 * A field of 10 bytes with a value of 10 bytes takes a block of 24. Ranges given to these functions may stand in other
 * blocks, not in the one that is written.
 */
const BASE = 4;
const FLAG_LARGE = 4;
const LONG_VALUE = 255;
const NUMBER_BYTES = 4;
const TWO_32 = 0x100000000;

export class HashBlocks {
  /** Bytes before a block's key area (see keyed-block.ts). */
  static readonly base = BASE;
  private readonly arena: Arena;
  private readonly large: LargeValues;

  constructor(arena: Arena, large: LargeValues) {
    this.arena = arena;
    this.large = large;
  }

  create(field: ByteRange, value: ByteRange): number {
    const prefix = field.length > MAX_SHORT_KEY ? LONG_KEY_BYTES : 0;
    const isLarge = standsApart(BASE + prefix + field.length, value.length);
    const tail = isLarge ? NUMBER_BYTES : inlineBytes(value.length);
    const address = createKeyedBlock(this.arena, BASE, 0, field.bytes, field.at, field.length, tail);
    this.writeValue(address, value, isLarge);
    return address;
  }

  /** Gives a block another value. It may move: answers its address. */
  setValue(address: number, value: ByteRange): number {
    const flags = this.flags(address);
    const head = this.valueAt(address) - this.offset(address);
    const isLarge = standsApart(head, value.length);
    if (isLarge && (flags & FLAG_LARGE) !== 0) {
      this.rewriteLarge(this.numberOf(address), value);
      return address;
    }
    if ((flags & FLAG_LARGE) !== 0) this.large.release(this.numberOf(address));
    const total = head + (isLarge ? NUMBER_BYTES : inlineBytes(value.length));
    let target = address;
    if (!this.arena.fits(address, total)) {
      target = this.arena.allocate(total);
      this.copyInto(address, target, head);
      this.arena.free(address);
    }
    this.writeValue(target, value, isLarge);
    return target;
  }

  readField(address: number, into: ByteRange): void {
    readBlockKey(this.arena, BASE, address, into);
  }

  readValue(address: number, into: ByteRange): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const head = segment.view.getInt32(offset, true);
    const flags = (head >>> 8) & 0xff;
    const fieldLength = flags & FLAG_LONG_KEY ? segment.view.getUint32(offset + BASE, true) : head >>> 24;
    const valueAt = offset + BASE + keyPrefixBytes(flags) + fieldLength;
    const short = head & 0xff;
    if ((flags & FLAG_LARGE) !== 0) {
      const number = segment.view.getUint32(valueAt, true);
      into.bytes = this.large.bytesOf(number);
      into.at = 0;
      into.length = this.large.lengthOf(number);
      return;
    }
    into.bytes = segment;
    into.at = short === LONG_VALUE ? valueAt + NUMBER_BYTES : valueAt;
    into.length = short === LONG_VALUE ? segment.view.getUint32(valueAt, true) : short;
  }

  flags(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].u8[this.offset(address) + FLAGS_OFFSET];
  }

  isLarge(address: number): boolean {
    return (this.flags(address) & FLAG_LARGE) !== 0;
  }

  /** The time in milliseconds since the epoch, or -1. */
  expiry(address: number): number {
    if ((this.flags(address) & FLAG_EXPIRES) === 0) return -1;
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = this.expiryAt(address);
    return view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);
  }

  writeExpiry(address: number, ms: number): void {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = this.expiryAt(address);
    view.setInt32(at, ms % TWO_32, true);
    view.setInt32(at + 4, Math.floor(ms / TWO_32), true);
  }

  /** Its place in the table of expiries. */
  slot(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getUint32(this.expiryAt(address) + 8, true);
  }

  writeSlot(address: number, slot: number): void {
    this.arena.segments[address >>> SEGMENT_SHIFT].view.setUint32(this.expiryAt(address) + 8, slot, true);
  }

  /** Makes room for an expiry, for the caller to write, or takes it away. The block may move: answers its address. */
  reshape(address: number, expires: boolean): number {
    const flags = this.flags(address);
    const offset = this.offset(address);
    const fixed = BASE + (flags & FLAG_LONG_KEY ? LONG_KEY_BYTES : 0);
    const from = fixed + (flags & FLAG_EXPIRES ? EXPIRY_BYTES : 0);
    const to = fixed + (expires ? EXPIRY_BYTES : 0);
    const tail = this.end(address) - offset - from;
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    let target = address;
    if (this.arena.fits(address, to + tail)) {
      segment.u8.copyWithin(offset + to, offset + from, offset + from + tail);
    } else {
      target = this.arena.allocate(to + tail);
      this.copyInto(address, target, fixed);
      copyBytes(segment, offset + from, this.arena.segments[target >>> SEGMENT_SHIFT], this.offset(target) + to, tail);
      this.arena.free(address);
    }
    const { u8 } = this.arena.segments[target >>> SEGMENT_SHIFT];
    u8[this.offset(target) + FLAGS_OFFSET] = expires ? flags | FLAG_EXPIRES : flags & ~FLAG_EXPIRES;
    return target;
  }

  /** A block of the same content, with a buffer of its own for a long value. */
  copy(address: number): number {
    const length = this.end(address) - this.offset(address);
    const target = this.arena.allocate(length);
    this.copyInto(address, target, length);
    if ((this.flags(address) & FLAG_LARGE) === 0) return target;
    const number = this.numberOf(address);
    const size = this.large.lengthOf(number);
    const own = this.large.create(size);
    copyBytes(this.large.bytesOf(number), 0, this.large.bytesOf(own), 0, size);
    this.writeNumber(target, own);
    return target;
  }

  /** Gives a block another place. */
  move(address: number): number {
    const length = this.arena.sizeOf(address);
    const target = this.arena.allocate(length);
    this.copyInto(address, target, length);
    this.arena.free(address);
    return target;
  }

  free(address: number): void {
    if ((this.flags(address) & FLAG_LARGE) !== 0) this.large.release(this.numberOf(address));
    this.arena.free(address);
  }

  /** Bytes that a block takes, and the buffer of its value. */
  memoryOf(address: number): number {
    const block = this.arena.sizeOf(address);
    if ((this.flags(address) & FLAG_LARGE) === 0) return block;
    return block + this.large.bytesOf(this.numberOf(address)).length;
  }

  private writeValue(address: number, value: ByteRange, isLarge: boolean): void {
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const offset = this.offset(address);
    let at = this.valueAt(address);
    segment.u8[offset] = isLarge ? NUMBER_BYTES : Math.min(value.length, LONG_VALUE);
    if (isLarge) {
      segment.u8[offset + FLAGS_OFFSET] |= FLAG_LARGE;
      const number = this.large.create(value.length);
      segment.view.setUint32(at, number, true);
      copyBytes(value.bytes, value.at, this.large.bytesOf(number), 0, value.length);
      return;
    }
    segment.u8[offset + FLAGS_OFFSET] &= ~FLAG_LARGE;
    if (value.length >= LONG_VALUE) {
      segment.view.setUint32(at, value.length, true);
      at += NUMBER_BYTES;
    }
    copyBytes(value.bytes, value.at, segment, at, value.length);
  }

  private rewriteLarge(number: number, value: ByteRange): void {
    this.large.resize(number, value.length, 0);
    this.large.unshare(number);
    copyBytes(value.bytes, value.at, this.large.bytesOf(number), 0, value.length);
  }

  private copyInto(from: number, to: number, length: number): void {
    const { segments } = this.arena;
    const source = segments[from >>> SEGMENT_SHIFT];
    copyBytes(source, this.offset(from), segments[to >>> SEGMENT_SHIFT], this.offset(to), length);
  }

  private offset(address: number): number {
    return (address & SEGMENT_MASK) << UNIT_SHIFT;
  }

  private expiryAt(address: number): number {
    return this.offset(address) + BASE + (this.flags(address) & FLAG_LONG_KEY ? LONG_KEY_BYTES : 0);
  }

  /** Where the value begins, with its length where that is long. */
  private valueAt(address: number): number {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const offset = this.offset(address);
    const head = view.getInt32(offset, true);
    const flags = (head >>> 8) & 0xff;
    const fieldLength = flags & FLAG_LONG_KEY ? view.getUint32(offset + BASE, true) : head >>> 24;
    return offset + BASE + keyPrefixBytes(flags) + fieldLength;
  }

  private end(address: number): number {
    const { u8, view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = this.valueAt(address);
    const short = u8[this.offset(address)];
    return short === LONG_VALUE ? at + NUMBER_BYTES + view.getUint32(at, true) : at + short;
  }

  private numberOf(address: number): number {
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getUint32(this.valueAt(address), true);
  }

  private writeNumber(address: number, number: number): void {
    this.arena.segments[address >>> SEGMENT_SHIFT].view.setUint32(this.valueAt(address), number, true);
  }
}

/** Bytes of a value in its block, with its length where that is long. */
function inlineBytes(length: number): number {
  return length >= LONG_VALUE ? NUMBER_BYTES + length : length;
}

/** Whether a value, behind `head` bytes of its block, is to have a buffer of its own. */
function standsApart(head: number, length: number): boolean {
  return length >= LONG_VALUE && head + NUMBER_BYTES + length > MAX_BLOCK;
}
