import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { halfSipHash } from '../util/half-siphash.ts';
import { Dict } from './dict.ts';
import { createKeyedBlock, fetchBlocks, hashOfBlock, readBlockKey } from './keyed-block.ts';
import { OrderedIndex } from './ordered-index.ts';

/**
 * A large sorted set: its members in blocks of their own, found by name and in order.
 *
 * ```
 *   dict ──┐                                           ┌── index: (score, address) in order
 *          ▼                                           ▼
 *   block  0        4         12                       a score stands in both, so that a search in the index reads
 *         ┌────────┬─────────┬─ ─ ─ ─ ─ ─ ─ ─ ─ ─┐     no blocks but where scores are the same
 *         │ head   │score,f64│ [long length] name │
 *         └────────┴─────────┴─ ─ ─ ─ ─ ─ ─ ─ ─ ─┘
 * ```
 *
 * Invariant: the blocks in `dict` are those in `index`, each there with the score that it holds.
 */
const MEMBER_BASE = 12;
const SCORE_OFFSET = 4;

export class SortedTable {
  readonly dict: Dict;
  readonly index: OrderedIndex;
  readonly arena: Arena;
  private readonly k0: number;
  private readonly k1: number;
  /** Bytes of the members' blocks. */
  private blockBytes = 0;
  /** The hash of the member that `find` looked for last. */
  private hash = 0;
  /** Takes what was read ahead, so that the compiler cannot leave it out. */
  fetched = 0;

  constructor(arena: Arena, k0: number, k1: number) {
    this.arena = arena;
    this.k0 = k0;
    this.k1 = k1;
    this.dict = new Dict(arena, MEMBER_BASE, k0, k1);
    this.index = new OrderedIndex(arena, MEMBER_BASE);
  }

  get size(): number {
    return this.index.size;
  }

  get memory(): number {
    return this.blockBytes + this.dict.memory + this.index.memory;
  }

  /** The address of a member's block, or 0. */
  find(bytes: Bytes, at: number, length: number): number {
    this.hash = halfSipHash(bytes, at, length, this.k0, this.k1);
    return this.dict.find(bytes, at, length, this.hash);
  }

  scoreAt(address: number): number {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    return view.getFloat64(((address & SEGMENT_MASK) << UNIT_SHIFT) + SCORE_OFFSET, true);
  }

  /** Points `into` at a member's name, where it stands. */
  readMember(address: number, into: { bytes: Bytes; at: number; length: number }): void {
    readBlockKey(this.arena, MEMBER_BASE, address, into);
  }

  /** Adds the member that `find` has just looked for in vain. */
  addMissing(score: number, bytes: Bytes, at: number, length: number): void {
    const address = createKeyedBlock(this.arena, MEMBER_BASE, 0, bytes, at, length, 0);
    this.writeScore(address, score);
    this.blockBytes += this.arena.sizeOf(address);
    this.dict.add(address, this.hash);
    this.index.insert(score, address);
  }

  /** Adds a member, which must not be there, or gives it another score. Answers whether it is new. */
  put(score: number, bytes: Bytes, at: number, length: number): boolean {
    const address = this.find(bytes, at, length);
    if (address !== 0) this.setScore(address, score);
    else this.addMissing(score, bytes, at, length);
    return address === 0;
  }

  setScore(address: number, score: number): void {
    const before = this.scoreAt(address);
    if (Object.is(before, score)) return;
    this.writeScore(address, score);
    this.index.update(address, before, score);
  }

  /** Removes the member of a rank, which there must be. */
  removeRank(rank: number): void {
    this.index.seekRank(rank);
    this.removeSought();
  }

  /** Removes the member that the index's `seekRank` has just found, with no other table used since. */
  removeSought(): void {
    const { dict } = this;
    const { address } = this.index;
    if (AHEAD.stamp !== dict.stamp || AHEAD.next === AHEAD.count || ADDRESSES[AHEAD.next] !== address) this.readAhead();
    const hash = AHEAD.next < AHEAD.count ? HASHES[AHEAD.next++] : this.hashAt(address);
    this.index.removeSought();
    dict.remove(address, hash);
    AHEAD.stamp = dict.stamp;
    this.release(address);
  }

  /** Removes the member that `find` has just found. */
  removeFound(address: number): void {
    this.dict.remove(address, this.hash);
    this.index.remove(this.scoreAt(address), address);
    this.release(address);
  }

  clone(): SortedTable {
    const copy = new SortedTable(this.arena, this.k0, this.k1);
    this.index.walk(0, this.size, false, (address, score) => {
      const target = copy.copyBlock(address);
      copy.blockBytes += this.arena.sizeOf(target);
      copy.dict.add(target, this.hashAt(target));
      copy.index.insert(score, target);
    });
    return copy;
  }

  /** Frees about `limit` members. Answers whether there are more. */
  drain(limit: number): boolean {
    this.index.drain(limit, this.release);
    if (this.size > 0) return true;
    this.dict.clear();
    return false;
  }

  /** Moves about a hundred members, from this rank on, out of pages to be emptied. Answers the next rank, 0 at the end. */
  defragment(cursor: number): number {
    let rank = cursor;
    while (rank < this.size && rank < cursor + DEFRAGMENTED) rank += this.index.defragment(rank, this.relocate);
    return rank < this.size ? rank : 0;
  }

  /**
   * Pops come one after another, and each would wait for two trips to memory: to the member's block, and to its bucket
   * once the block's name is known. For the one that was sought and the next few they are made all at once.
   */
  private readAhead(): void {
    const count = this.index.readFromEnd(ADDRESSES);
    this.fetched = fetchBlocks(this.arena, ADDRESSES, count);
    for (let i = 0; i < count; i++) HASHES[i] = this.hashAt(ADDRESSES[i]);
    this.fetched ^= this.dict.fetchBuckets(HASHES, count);
    AHEAD.next = 0;
    AHEAD.count = count;
  }

  private readonly release = (address: number): void => {
    this.blockBytes -= this.arena.sizeOf(address);
    this.arena.free(address);
  };

  private readonly relocate = (address: number): number => {
    if (!this.arena.shouldMove(address)) return address;
    const target = this.copyBlock(address);
    this.dict.replace(address, target, this.hashAt(target));
    this.arena.free(address);
    return target;
  };

  private copyBlock(address: number): number {
    const { arena } = this;
    const bytes = arena.sizeOf(address);
    const target = arena.allocate(bytes);
    const from = arena.segments[address >>> SEGMENT_SHIFT];
    const to = arena.segments[target >>> SEGMENT_SHIFT];
    copyBytes(from, (address & SEGMENT_MASK) << UNIT_SHIFT, to, (target & SEGMENT_MASK) << UNIT_SHIFT, bytes);
    return target;
  }

  private hashAt(address: number): number {
    return hashOfBlock(this.arena, MEMBER_BASE, address, this.k0, this.k1);
  }

  private writeScore(address: number, score: number): void {
    const { view } = this.arena.segments[address >>> SEGMENT_SHIFT];
    view.setFloat64(((address & SEGMENT_MASK) << UNIT_SHIFT) + SCORE_OFFSET, score, true);
  }
}

const DEFRAGMENTED = 100;
/** Members whose blocks and buckets are fetched together. */
const READ_AHEAD = 8;
/**
 * The members that are to go next, and the hashes of their names: true of the table whose Dict has this stamp, which no
 * other has and which this one changes with the first block that somebody else takes out.
 */
const ADDRESSES = new Uint32Array(READ_AHEAD);
const HASHES = new Int32Array(READ_AHEAD);
const AHEAD = { stamp: 0, next: 0, count: 0 };
