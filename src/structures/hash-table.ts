import type { Arena } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { EMPTY_BYTES } from '../memory/bytes.ts';
import type { LargeValues } from '../memory/large-values.ts';
import { halfSipHash } from '../util/half-siphash.ts';
import { Dict } from './dict.ts';
import { ExpiryTable } from './expiry-table.ts';
import type { ByteRange } from './hash-blocks.ts';
import { HashBlocks } from './hash-blocks.ts';
import { FLAG_EXPIRES, hashOfBlock } from './keyed-block.ts';
import { SlotList } from './slot-list.ts';

/**
 * A large hash: a block for each field, with its value, found by a {@link Dict}; fields that expire stand in a table of
 * expiries too.
 *
 * ```
 *   field ──hash──▶ Dict ──▶ block │ head │ [expiry: time, slot] │ field │ value │       see hash-blocks.ts
 *                              ▲                          │
 *                              │ address          slot ───┘
 *                        ExpiryTable
 * ```
 *
 * Invariants: every block stands in `fields`; one with an expiry also in `expires`, at the slot it names; `blockBytes`
 * is the sum of what the blocks and the buffers of long values take.
 */
export class HashTable {
  /** Of the field that was sought last. */
  hash = 0;
  private readonly fields: Dict;
  private readonly blocks: HashBlocks;
  private readonly arena: Arena;
  private readonly large: LargeValues;
  private readonly k0: number;
  private readonly k1: number;
  private readonly originMs: number;
  private expires: ExpiryTable | undefined = undefined;
  private blockBytes = 0;
  /** The bucket at which `drain` goes on, and how many fields it has freed. */
  private drainFrom = 0;
  private drained = 0;

  /** @param originMs a time before any at which fields expire (see expiry-table.ts) */
  constructor(arena: Arena, large: LargeValues, k0: number, k1: number, originMs: number) {
    this.arena = arena;
    this.large = large;
    this.k0 = k0;
    this.k1 = k1;
    this.originMs = originMs;
    this.blocks = new HashBlocks(arena, large);
    this.fields = new Dict(arena, HashBlocks.base, k0, k1);
  }

  /** Where its fields are found, for those who look inside. */
  get dict(): Dict {
    return this.fields;
  }

  get size(): number {
    return this.fields.size - this.drained;
  }

  get memory(): number {
    return this.blockBytes + this.fields.memory + (this.expires?.memory ?? 0);
  }

  /** Fields that expire. */
  get expiring(): number {
    return this.expires?.size ?? 0;
  }

  /** No field is due before this time; infinite when none expires. */
  get dueFrom(): number {
    return this.expires?.dueFrom ?? Infinity;
  }

  /** The block of a field, or 0. */
  find(bytes: Bytes, at: number, length: number): number {
    this.hash = halfSipHash(bytes, at, length, this.k0, this.k1);
    return this.fields.find(bytes, at, length, this.hash);
  }

  /** Adds the field that was just sought and not found. */
  add(field: ByteRange, value: ByteRange): number {
    const address = this.blocks.create(field, value);
    this.fields.add(address, this.hash);
    this.blockBytes += this.blocks.memoryOf(address);
    return address;
  }

  /** Gives the field that was just found another value. Answers where its block is now. */
  setValue(address: number, value: ByteRange): number {
    const before = this.blocks.memoryOf(address);
    const target = this.blocks.setValue(address, value);
    this.settle(address, target, this.hash, before);
    return target;
  }

  readField(address: number, into: ByteRange): void {
    this.blocks.readField(address, into);
  }

  readValue(address: number, into: ByteRange): void {
    this.blocks.readValue(address, into);
  }

  /** When a field expires, in milliseconds since the epoch; -1 for never. */
  expiry(address: number): number {
    return this.blocks.expiry(address);
  }

  /** Removes a field, found under `hash`. */
  remove(address: number, hash: number): void {
    this.fields.remove(address, hash);
    this.forgetExpiry(address);
    this.blockBytes -= this.blocks.memoryOf(address);
    this.blocks.free(address);
  }

  /** Lets the field that was just found expire at a time in milliseconds since the epoch. Answers its block. */
  setExpiry(address: number, ms: number): number {
    this.expires ??= new ExpiryTable(this.originMs, this.arena);
    if ((this.blocks.flags(address) & FLAG_EXPIRES) !== 0) {
      this.expires.update(this.blocks.slot(address), address, ms);
      this.blocks.writeExpiry(address, ms);
      return address;
    }
    const before = this.blocks.memoryOf(address);
    const target = this.blocks.reshape(address, true);
    this.blocks.writeExpiry(target, ms);
    this.blocks.writeSlot(target, this.expires.add(target, ms));
    this.settle(address, target, this.hash, before);
    return target;
  }

  /** Makes the field that was just found stay for ever. Answers its block. */
  clearExpiry(address: number): number {
    if ((this.blocks.flags(address) & FLAG_EXPIRES) === 0) return address;
    this.forgetExpiry(address);
    const before = this.blocks.memoryOf(address);
    const target = this.blocks.reshape(address, false);
    this.settle(address, target, this.hash, before);
    return target;
  }

  forEach(visit: (address: number) => void): void {
    this.fields.forEach(visit);
  }

  /** As {@link Dict.scan}. */
  scan(cursor: number, visit: (address: number) => void): number {
    return this.fields.scan(cursor, visit);
  }

  /** As {@link Dict.random}. */
  random(random: Parameters<Dict['random']>[0]): number {
    return this.fields.random(random);
  }

  /** How many fields are past their time. */
  countDue(nowMs: number): number {
    const { expires } = this;
    if (expires === undefined || nowMs < expires.dueFrom) return 0;
    const tick = expires.tickAt(nowMs) + 1;
    let count = 0;
    for (let slot = 0; slot < expires.size; slot++) {
      if (expires.tickOf(slot) <= tick && this.expiry(expires.addressAt(slot)) < nowMs) count++;
    }
    return count;
  }

  /**
   * Removes up to `limit` fields that are due, having shown each to `visit`, as far as a walk through the table of
   * expiries comes. Answers how many.
   */
  removeDue(nowMs: number, limit: number, visit: (field: ByteRange) => void): number {
    const { expires } = this;
    if (expires === undefined) return 0;
    const tick = expires.tickAt(nowMs);
    if (!expires.mayHaveDue(tick)) return 0;
    let count = 0;
    do {
      const slot = expires.nextDue(tick, SLOTS_AT_ONCE);
      if (slot < 0) break;
      const address = expires.addressAt(slot);
      // Beyond the table's last tick all times look alike.
      if (this.expiry(address) <= nowMs) count += this.removeShown(address, visit);
    } while (count < limit && expires.ahead > 0);
    return count;
  }

  /** Removes every field that is due, having shown each to `visit`. Answers how many. */
  removeAllDue(nowMs: number, visit: (field: ByteRange) => void): number {
    const { expires } = this;
    if (expires === undefined || nowMs < expires.dueFrom) return 0;
    const tick = expires.tickAt(nowMs) + 1;
    let count = 0;
    // From the end: what takes the place of a slot that was removed has been looked at.
    for (let slot = expires.size - 1; slot >= 0; slot--) {
      const address = expires.addressAt(slot);
      if (expires.tickOf(slot) <= tick && this.expiry(address) < nowMs) count += this.removeShown(address, visit);
    }
    return count;
  }

  private removeShown(address: number, visit: (field: ByteRange) => void): number {
    this.blocks.readField(address, shown);
    visit(shown);
    this.remove(address, this.hashOf(address));
    return 1;
  }

  /** Whether a field's value stands in a buffer of its own. */
  isLarge(address: number): boolean {
    return this.blocks.isLarge(address);
  }

  hashOf(address: number): number {
    return hashOfBlock(this.arena, HashBlocks.base, address, this.k0, this.k1);
  }

  clone(): HashTable {
    const copy = new HashTable(this.arena, this.large, this.k0, this.k1, this.originMs);
    this.fields.forEach((address) => copy.adopt(this.blocks.copy(address), this.hashOf(address)));
    return copy;
  }

  drain(limit: number): boolean {
    for (let freed = 0; freed < limit && this.drainFrom >= 0; freed += FREED.count) {
      FREED.count = 0;
      this.drainFrom = this.fields.gather(this.drainFrom, FREED, Math.min(limit - freed, DRAINED_AT_A_TIME));
      for (let i = 0; i < FREED.count; i++) this.blocks.free(FREED.addresses[i]);
      this.drained += FREED.count;
    }
    if (this.drainFrom >= 0) return true;
    this.fields.clear();
    this.expires?.clear();
    this.blockBytes = 0;
    this.drained = 0;
    this.drainFrom = 0;
    return false;
  }

  defragment(cursor: number): number {
    let next = cursor;
    let seen = 0;
    do {
      next = this.fields.scan(next, (address) => {
        seen++;
        if (this.arena.shouldMove(address)) this.move(address);
      });
    } while (next !== 0 && seen < DEFRAGMENTED_AT_ONCE);
    return next;
  }

  private move(address: number): void {
    const hash = this.hashOf(address);
    this.relocate(address, this.blocks.move(address), hash);
  }

  /** Takes over a block that is a copy of another table's. */
  private adopt(address: number, hash: number): void {
    this.fields.add(address, hash);
    this.blockBytes += this.blocks.memoryOf(address);
    const ms = this.blocks.expiry(address);
    if (ms < 0) return;
    this.expires ??= new ExpiryTable(this.originMs, this.arena);
    this.blocks.writeSlot(address, this.expires.add(address, ms));
  }

  /** A block has moved, or what it takes has changed. */
  private settle(from: number, to: number, hash: number, before: number): void {
    this.blockBytes += this.blocks.memoryOf(to) - before;
    if (from !== to) this.relocate(from, to, hash);
  }

  private relocate(from: number, to: number, hash: number): void {
    this.fields.replace(from, to, hash);
    if ((this.blocks.flags(to) & FLAG_EXPIRES) !== 0) this.expires?.relocate(this.blocks.slot(to), to);
  }

  private forgetExpiry(address: number): void {
    if (this.expires === undefined || (this.blocks.flags(address) & FLAG_EXPIRES) === 0) return;
    const slot = this.blocks.slot(address);
    const moved = this.expires.remove(slot);
    if (moved !== 0) this.blocks.writeSlot(moved, slot);
  }
}

const DEFRAGMENTED_AT_ONCE = 100;
const DRAINED_AT_A_TIME = 64;
const FREED = new SlotList();
/** Slots of the table of expiries that are passed in one go: some 15 microseconds. */
const SLOTS_AT_ONCE = 8192;
const shown: ByteRange = { bytes: EMPTY_BYTES, at: 0, length: 0 };
