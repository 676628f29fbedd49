import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import type { Random } from '../util/random.ts';
import { Dict } from './dict.ts';
import { createKeyedBlock, hashOfBlock, readBlockKey } from './keyed-block.ts';
import { SlotList } from './slot-list.ts';

/**
 * A large set: a block in the arena for each member, found by a hash table.
 *
 * ```
 *   dict ──▶ block   0       1       2       3        4
 *                   ┌───────┬───────┬───────┬────────┬─────────────┬────────┐
 *                   │       │ flags │       │ length │ [its length │ member │      a member of 12 bytes takes 16
 *                   └───────┴───────┴───────┴────────┴─as u32]─────┴────────┘
 * ```
 *
 * Invariants: every block stands in `dict` under the hash of its member; `blockBytes` is the sum of their true sizes.
 *
 * A hash handed in is that of the member's bytes with the table's secret.
 */
export const MEMBER_BASE = 4;

export class SetTable {
  readonly dict: Dict;
  private readonly arena: Arena;
  private readonly k0: number;
  private readonly k1: number;
  private blockBytes = 0;
  /** The bucket at which `drain` goes on. */
  private drained = 0;

  constructor(arena: Arena, k0: number, k1: number) {
    this.arena = arena;
    this.k0 = k0;
    this.k1 = k1;
    this.dict = new Dict(arena, MEMBER_BASE, k0, k1);
  }

  get size(): number {
    return this.dict.size;
  }

  get memory(): number {
    return this.blockBytes + this.dict.memory;
  }

  has(bytes: Bytes, at: number, length: number, hash: number): boolean {
    return this.dict.find(bytes, at, length, hash) !== 0;
  }

  /** Adds a member. Answers whether it is new. */
  add(bytes: Bytes, at: number, length: number, hash: number): boolean {
    if (this.dict.find(bytes, at, length, hash) !== 0) return false;
    this.insert(bytes, at, length, hash);
    return true;
  }

  /** Adds a member that is not there. */
  insert(bytes: Bytes, at: number, length: number, hash: number): void {
    const { arena } = this;
    const before = arena.used;
    const address = createKeyedBlock(arena, MEMBER_BASE, 0, bytes, at, length, 0);
    this.blockBytes += arena.used - before;
    this.dict.add(address, hash);
  }

  /** Removes a member. Answers whether it was there. */
  remove(bytes: Bytes, at: number, length: number, hash: number): boolean {
    const address = this.dict.find(bytes, at, length, hash);
    if (address === 0) return false;
    this.dict.remove(address, hash);
    this.free(address);
    return true;
  }

  /** Removes the member whose block stands at `address`. */
  removeBlock(address: number): void {
    this.dict.remove(address, hashOfBlock(this.arena, MEMBER_BASE, address, this.k0, this.k1));
    this.free(address);
  }

  /** The block of a member picked with the same chance as any other, or 0 when there is none. */
  random(random: Random): number {
    return this.dict.random(random);
  }

  /** Points `into` at the member of a block, where it stands. */
  read(address: number, into: { bytes: Bytes; at: number; length: number }): void {
    readBlockKey(this.arena, MEMBER_BASE, address, into);
  }

  /**
   * Adds to `found` the blocks of the members that all others have (`wanted` true), or that none of them has, up to
   * `limit` of them. The others have this one's secret.
   */
  compare(others: readonly SetTable[], wanted: boolean, limit: number, found: SlotList): void {
    for (let bucket = 0; found.count < limit; bucket++) {
      const known = this.dict.readBucket(bucket, COMPARED);
      if (known < 0) return;
      for (let i = 0; i < COMPARED.count && found.count < limit; i++) {
        const address = COMPARED.addresses[i];
        if (agree(others, address, COMPARED.tags[i], known, wanted)) found.pushAddress(address);
      }
    }
  }

  clone(): SetTable {
    const copy = new SetTable(this.arena, this.k0, this.k1);
    const member = { bytes: this.arena.segments[0], at: 0, length: 0 };
    this.dict.forEach((address) => {
      this.read(address, member);
      const hash = hashOfBlock(this.arena, MEMBER_BASE, address, this.k0, this.k1);
      copy.insert(member.bytes, member.at, member.length, hash);
    });
    return copy;
  }

  /** Frees about `limit` members. Answers whether there are more; from the first call on nothing else may be asked. */
  drain(limit: number): boolean {
    for (let freed = 0; freed < limit && this.drained >= 0; freed += FREED.count) {
      FREED.count = 0;
      this.drained = this.dict.gather(this.drained, FREED, Math.min(limit - freed, DRAINED_AT_A_TIME));
      for (let i = 0; i < FREED.count; i++) this.free(FREED.addresses[i]);
    }
    if (this.drained >= 0) return true;
    this.dict.clear();
    return false;
  }

  /** Moves blocks out of pages to be emptied, for about a hundred members from `cursor` on; answers the next cursor. */
  defragment(cursor: number): number {
    let visited = 0;
    let next = cursor;
    const visit = (address: number): void => {
      visited++;
      if (this.arena.shouldMove(address)) this.move(address);
    };
    do next = this.dict.scan(next, visit);
    while (next !== 0 && visited < MOVED_AT_A_TIME);
    return next;
  }

  private move(address: number): void {
    const { arena } = this;
    const bytes = arena.sizeOf(address);
    const hash = hashOfBlock(arena, MEMBER_BASE, address, this.k0, this.k1);
    const target = arena.allocate(bytes);
    const from = arena.segments[address >>> SEGMENT_SHIFT];
    const to = arena.segments[target >>> SEGMENT_SHIFT];
    copyBytes(from, (address & SEGMENT_MASK) << UNIT_SHIFT, to, (target & SEGMENT_MASK) << UNIT_SHIFT, bytes);
    this.dict.replace(address, target, hash);
    arena.free(address);
  }

  private free(address: number): void {
    const { arena } = this;
    const before = arena.used;
    arena.free(address);
    this.blockBytes -= before - arena.used;
  }
}

/** Whether all of the tables have the member of a block, or none has. */
function agree(tables: readonly SetTable[], address: number, low: number, known: number, wanted: boolean): boolean {
  for (let i = 0; i < tables.length; i++) {
    if ((tables[i].dict.findTwin(address, low, known) !== 0) !== wanted) return false;
  }
  return true;
}

const COMPARED = new SlotList();
const FREED = new SlotList();
const DRAINED_AT_A_TIME = 64;
const MOVED_AT_A_TIME = 100;
