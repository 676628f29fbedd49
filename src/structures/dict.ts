import type { Arena } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import type { Random } from '../util/random.ts';
import { BucketStore, BUCKET_SLOTS } from './dict-buckets.ts';
import { blockHasKey, blocksHaveSameKey, hashOfBlock } from './keyed-block.ts';
import { SlotList } from './slot-list.ts';

let stamps = 0;

function nextStamp(): number {
  stamps = (stamps + 1) | 0;
  return stamps;
}

/**
 * The hash table: addresses of keyed blocks, found by the bytes of their keys. Linear hashing (Litwin 1980), so it
 * grows and shrinks by one bucket at a time and never pauses.
 *
 * ```
 *  bucket, 64 bytes                                     round = 4, split = 1, so 5 buckets
 *  ┌──────┬─────────────┬────────────────────┐           0 ── hash & 7   (split in this round)
 *  │ head │ 12 tags × 8 │ 12 addresses × 32  │           1 ┐
 *  └──┬───┴─────────────┴────────────────────┘           2 │─ hash & 3   (not yet)
 *     │ link                                             3 ┘
 *     ▼                                                  4 ── hash & 7   (what left bucket 0)
 *  overflow bucket, the same shape
 * ```
 *
 * A tag is the run of hash bits that follow those which chose the bucket, so that a miss rarely touches a block, and
 * so that a split reads its tags' lowest bit instead of hashing every key again. Each split spends one bit: the head
 * counts how many are still valid, and a bucket that runs low computes its tags anew.
 *
 * Invariants
 * - A block stands in the bucket that its hash names at the bucket's level (the number of hash bits that chose it).
 * - In a chain only the last bucket has room, and only the first may be empty.
 * - All tags of a chain are valid in the same number of bits.
 */
export class Dict {
  size = 0;
  /**
   * A number that no other table bears, and this one only until it lets a block go or learns that one has moved: where
   * a block was seen under it, there it still stands.
   */
  stamp = nextStamp();

  private readonly arena: Arena;
  private readonly base: number;
  private readonly k0: number;
  private readonly k1: number;
  private readonly buckets: BucketStore;
  private bucketCount = 0;
  private level = 0;
  private round = 1;
  private split = 0;

  /**
   * @param base bytes from a block's start to its key area (see keyed-block.ts)
   * @param k0 k1 the secret of the keyed hash; hashes given to this table must have been made with it
   */
  constructor(arena: Arena, base: number, k0: number, k1: number) {
    this.arena = arena;
    this.buckets = new BucketStore(arena);
    this.base = base;
    this.k0 = k0;
    this.k1 = k1;
  }

  /** Bytes of the table's buckets. */
  get memory(): number {
    return this.buckets.memory;
  }

  /** Bytes that it has taken from the system for them, ahead of need. */
  get reserved(): number {
    return this.buckets.reserved;
  }

  /** The address of the block with this key, or 0. */
  find(bytes: Bytes, at: number, length: number, hash: number): number {
    if (this.size === 0) return 0;
    const bucket = this.bucketFor(hash);
    let words = this.buckets.wordsOf(bucket);
    let base = this.buckets.baseOf(bucket);
    let head = words[base];
    const pattern = tagPattern(head, hash >>> this.levelFor(hash));
    for (;;) {
      const count = head & 15;
      for (let matches = matchingSlots(words, base, pattern); matches !== 0; matches &= matches - 1) {
        const slot = firstSlot(matches);
        if (slot >= count) continue;
        const address = words[base + 4 + slot] >>> 0;
        if (blockHasKey(this.arena, this.base, address, bytes, at, length)) return address;
      }
      const link = head >>> 8;
      if (link === 0) return 0;
      words = this.buckets.overflowWordsOf(link);
      base = this.buckets.overflowBaseOf(link);
      head = words[base];
    }
  }

  /**
   * Reads from the buckets of `count` hashes, so that they are near when `find` comes. The processor overlaps only so
   * many loads as fit into its window, so this does nothing else, and four at a time, for which the compiler then checks
   * only once that the arrays are what they were.
   * @returns what must not be thrown away, lest the compiler leave the loads out
   */
  fetchBuckets(hashes: Int32Array, count: number): number {
    let fetched = 0;
    let i = 0;
    for (; i + 3 < count; i += 4) {
      fetched ^= this.headFor(hashes[i]) ^ this.headFor(hashes[i + 1]);
      fetched ^= this.headFor(hashes[i + 2]) ^ this.headFor(hashes[i + 3]);
    }
    for (; i < count; i++) fetched ^= this.headFor(hashes[i]);
    return fetched;
  }

  /**
   * A block of each hash's bucket whose tag matches: most likely the one that `find` will answer. Overflow buckets are
   * not looked at.
   * @param into gets an address for each, 0 where nothing matches
   */
  likelyBlocks(hashes: Int32Array, count: number, into: Uint32Array): void {
    for (let i = 0; i < count; i++) into[i] = this.likelyBlock(hashes[i]);
  }

  private likelyBlock(hash: number): number {
    const bucket = this.bucketFor(hash);
    const words = this.buckets.wordsOf(bucket);
    const base = this.buckets.baseOf(bucket);
    const head = words[base];
    const matches = matchingSlots(words, base, tagPattern(head, hash >>> this.levelFor(hash)));
    if (matches === 0) return 0;
    const slot = firstSlot(matches);
    return slot < (head & 15) ? words[base + 4 + slot] >>> 0 : 0;
  }

  private headFor(hash: number): number {
    const bucket = this.bucketFor(hash);
    return this.buckets.wordsOf(bucket)[this.buckets.baseOf(bucket)];
  }

  /** Adds a block whose key is not in the table. */
  add(address: number, hash: number): void {
    this.size++;
    if (this.size > this.bucketCount * GROW_ABOVE) this.grow();
    const bucket = this.bucketFor(hash);
    this.buckets.append(bucket, (hash >>> this.levelOf(bucket)) & 0xff, address);
  }

  /** Removes the block at `address`, whose key has this hash. Answers whether it was there. */
  remove(address: number, hash: number): boolean {
    if (this.size === 0) return false;
    if (!this.buckets.removeFrom(this.bucketFor(hash), address)) return false;
    this.stamp = nextStamp();
    this.size--;
    if (this.size === 0) this.clear();
    else if (this.bucketCount > 1 && this.size < this.bucketCount * SHRINK_BELOW) this.shrink();
    return true;
  }

  /** Whether the block at `address` stands in the table under this hash. */
  has(address: number, hash: number): boolean {
    return this.size > 0 && this.buckets.has(this.bucketFor(hash), address);
  }

  /** Puts a block that has moved under its new address. */
  replace(from: number, to: number, hash: number): void {
    this.buckets.replaceIn(this.bucketFor(hash), from, to);
    this.stamp = nextStamp();
  }

  /** Forgets all blocks (they stay allocated: they are the caller's). */
  clear(): void {
    this.stamp = nextStamp();
    this.size = 0;
    this.buckets.clear();
    this.bucketCount = 0;
    this.level = 0;
    this.round = 1;
    this.split = 0;
  }

  /**
   * Visits one bucket and answers the cursor of the next, 0 after the last. A cursor is a bucket number read from its
   * lowest bit on, so that buckets already visited stay visited however the table grows or shrinks between two calls:
   * a block present from the first call to the last is visited at least once.
   */
  scan(cursor: number, visit: (address: number) => void): number {
    if (this.bucketCount === 0) return 0;
    let mask = this.round - 1;
    if ((cursor & mask) < this.split) mask = 2 * this.round - 1;
    const bucket = cursor & mask;
    for (const address of this.addressesOf(bucket)) visit(address);
    return reverseBits(reverseBits(cursor | ~mask) + 1);
  }

  /** A block picked with the same chance as any other, or 0 when there is none. */
  random(random: Random): number {
    if (this.size === 0) return 0;
    // A place is drawn from as many as the longest usual chain has, and drawn again when it is vacant: that makes
    // short and long chains equally fair to each of their blocks.
    const places = this.buckets.overflowInUse === 0 ? BUCKET_SLOTS : BUCKET_SLOTS * 3;
    for (;;) {
      const address = this.buckets.at(random.below(this.bucketCount), random.below(places));
      if (address !== 0) return address;
    }
  }

  /**
   * Picks up to `count` blocks, all different, from a bucket drawn at random and those that follow it: few trips to
   * memory, and neighbours have nothing in common but bits of their hashes. A bucket is drawn the oftener the more it
   * holds, or blocks would last longer where many are; of the last chain a run is taken that begins anywhere.
   * @returns how many addresses were written to `into`
   */
  sample(random: Random, count: number, into: Uint32Array): number {
    const wanted = Math.min(count, this.size);
    if (wanted === 0) return 0;
    let found = 0;
    let bucket = random.below(this.bucketCount);
    while (this.buckets.lengthOf(bucket) <= random.below(LONG_CHAIN)) bucket = random.below(this.bucketCount);
    while (found < wanted) {
      this.buckets.collect(bucket, LOW);
      const { count: chain, addresses } = LOW;
      const taken = Math.min(chain, wanted - found);
      let place = taken < chain ? random.below(chain) : 0;
      for (let i = 0; i < taken; i++) {
        into[found++] = addresses[place];
        if (++place === chain) place = 0;
      }
      if (++bucket === this.bucketCount) bucket = 0;
    }
    return found;
  }

  /** Visits every block, without a copy of anything: the visitor must leave the table as it is. */
  forEach(visit: (address: number) => void): void {
    for (let bucket = 0; bucket < this.bucketCount; bucket++) this.buckets.forEachIn(bucket, visit);
  }

  /**
   * Adds the blocks of buckets from `from` on to the list until it holds `enough`. Answers the bucket to go on with, -1
   * after the last. The list's tags are not filled in.
   */
  gather(from: number, list: SlotList, enough: number): number {
    let bucket = from;
    while (bucket < this.bucketCount) {
      this.buckets.collectAddresses(bucket++, list);
      if (list.count >= enough) break;
    }
    return bucket < this.bucketCount ? bucket : -1;
  }

  /**
   * Reads the blocks of bucket `bucket` into a list: their addresses, and as tags the lowest bits of their hashes, as
   * many as bucket and tag tell. Answers how many bits these are, or -1 where there is no such bucket.
   */
  readBucket(bucket: number, list: SlotList): number {
    if (bucket >= this.bucketCount) return -1;
    const level = this.levelOf(bucket);
    this.buckets.collect(bucket, list);
    for (let i = 0; i < list.count; i++) list.tags[i] = bucket | (list.tags[i] << level);
    return level + this.buckets.validBits(bucket);
  }

  /**
   * The block with the same key as the block at `twin` of another table with this one's secret and base, or 0. Of the
   * hash of that key the lowest `known` bits are `low` (see `readBucket`): as a rule that spares hashing it.
   */
  findTwin(twin: number, low: number, known: number): number {
    if (this.size === 0) return 0;
    const enough = known > this.level;
    const hash = enough ? low : hashOfBlock(this.arena, this.base, twin, this.k0, this.k1);
    const bucket = this.bucketFor(hash);
    const level = this.levelOf(bucket);
    let words = this.buckets.wordsOf(bucket);
    let base = this.buckets.baseOf(bucket);
    let head = words[base];
    const compared = Math.min((head >>> 4) & 15, (enough ? known : HASH_BITS) - level);
    const mask = Math.imul((1 << compared) - 1, 0x01010101);
    const pattern = Math.imul((hash >>> level) & ((1 << compared) - 1), 0x01010101);
    for (;;) {
      const count = head & 15;
      for (let first = 0; first < count; first += 4) {
        const difference = (words[base + 1 + (first >>> 2)] & mask) ^ pattern;
        let matches = (difference - 0x01010101) & ~difference & 0x80808080;
        while (matches !== 0) {
          const slot = first + ((31 - Math.clz32(matches & -matches)) >>> 3);
          if (slot >= count) break;
          const address = words[base + 4 + slot] >>> 0;
          if (blocksHaveSameKey(this.arena, this.base, address, twin)) return address;
          matches &= matches - 1;
        }
      }
      const link = head >>> 8;
      if (link === 0) return 0;
      words = this.buckets.overflowWordsOf(link);
      base = this.buckets.overflowBaseOf(link);
      head = words[base];
    }
  }

  *[Symbol.iterator](): Generator<number> {
    for (let bucket = 0; bucket < this.bucketCount; bucket++) yield* this.addressesOf(bucket);
  }

  /** Visits the blocks of buckets from `from` on until `limit` of them or the end; answers the bucket to go on with. */
  drain(from: number, limit: number, visit: (address: number) => void): number {
    let bucket = from;
    for (let visited = 0; bucket < this.bucketCount && visited < limit; bucket++) {
      for (const address of this.addressesOf(bucket)) {
        visit(address);
        visited++;
      }
    }
    return bucket < this.bucketCount ? bucket : -1;
  }

  /** The number of buckets, and how many blocks stand in overflow buckets' chains: for DEBUG HTSTATS and tests. */
  stats(): { buckets: number; overflow: number } {
    return { buckets: this.bucketCount, overflow: this.buckets.overflowInUse };
  }

  /** How many buckets have how many blocks: the first number is that of empty ones. */
  chainLengths(): number[] {
    const counts: number[] = [];
    for (let bucket = 0; bucket < this.bucketCount; bucket++) {
      const length = this.buckets.lengthOf(bucket);
      while (counts.length <= length) counts.push(0);
      counts[length]++;
    }
    return counts;
  }

  /** A copy, for visitors that change the table. */
  private addressesOf(bucket: number): Uint32Array {
    this.buckets.collect(bucket, LOW);
    return LOW.addresses.slice(0, LOW.count);
  }

  /** Without a branch, as the next: nobody could foretell it. */
  private bucketFor(hash: number): number {
    const bucket = hash & (this.round - 1);
    const next = hash & (2 * this.round - 1);
    return bucket ^ ((bucket ^ next) & ((bucket - this.split) >> 31));
  }

  /** The level of the bucket for a hash: the bits that chose it. */
  private levelFor(hash: number): number {
    return this.level + (((hash & (this.round - 1)) - this.split) >>> 31);
  }

  private levelOf(bucket: number): number {
    return bucket < this.split || bucket >= this.round ? this.level + 1 : this.level;
  }

  private grow(): void {
    if (this.bucketCount === 0) {
      this.bucketCount = 1;
      this.buckets.ensure(1);
      this.buckets.reset(0, FULL_TAG_BITS);
      return;
    }
    const from = this.split;
    const to = this.round + this.split;
    this.buckets.ensure(++this.bucketCount);
    const moved = LOW;
    const valid = this.takeForSplit(from, moved);
    this.buckets.reset(from, valid);
    this.buckets.reset(to, valid);
    for (let i = 0; i < moved.count; i++) {
      const tag = moved.tags[i];
      this.buckets.append(tag & 1 ? to : from, tag >>> 1, moved.addresses[i]);
    }
    if (++this.split === this.round) {
      this.round *= 2;
      this.level++;
      this.split = 0;
    }
  }

  /**
   * Reads a bucket's slots, with the bit that decides lowest in each tag; answers how many bits the tags keep once
   * that bit is spent.
   */
  private takeForSplit(bucket: number, list: SlotList): number {
    const valid = this.buckets.validBits(bucket);
    this.buckets.collect(bucket, list);
    if (valid > FEWEST_TAG_BITS) return valid - 1;
    for (let i = 0; i < list.count; i++) {
      list.tags[i] = (hashOfBlock(this.arena, this.base, list.addresses[i], this.k0, this.k1) >>> this.level) & 0x1ff;
    }
    return FULL_TAG_BITS;
  }

  private shrink(): void {
    if (this.split === 0) {
      this.round /= 2;
      this.level--;
      this.split = this.round;
    }
    const into = --this.split;
    const from = this.round + this.split;
    const valid = Math.min(this.buckets.validBits(into), this.buckets.validBits(from));
    this.buckets.collect(into, LOW);
    this.buckets.collect(from, HIGH);
    const merged = Math.min(valid + 1, FULL_TAG_BITS);
    const mask = (1 << merged) - 1;
    this.buckets.reset(into, merged);
    this.buckets.reset(from, FULL_TAG_BITS);
    for (let i = 0; i < LOW.count; i++) this.buckets.append(into, (LOW.tags[i] << 1) & mask, LOW.addresses[i]);
    for (let i = 0; i < HIGH.count; i++) this.buckets.append(into, ((HIGH.tags[i] << 1) | 1) & mask, HIGH.addresses[i]);
    this.buckets.release(--this.bucketCount);
  }
}

/** Blocks per bucket above which the table grows by a bucket, below which it gives one back. */
const GROW_ABOVE = 7;
const SHRINK_BELOW = 2;
/** Longer chains are rare: they are drawn no oftener than one of this length. */
const LONG_CHAIN = 16;
const HASH_BITS = 32;
const FULL_TAG_BITS = 8;
const FEWEST_TAG_BITS = 4;
/** Slots on their way between buckets, of whichever table is at work. */
const LOW = new SlotList();
const HIGH = new SlotList();

/** The tag that a bucket with this head has for the hash bits from its level on, four times. */
function tagPattern(head: number, bits: number): number {
  return Math.imul(bits & ((1 << ((head >>> 4) & 15)) - 1), 0x01010101);
}

/** A bit for each slot of the bucket at `base` whose tag matches, vacant ones too: read them with {@link firstSlot}. */
function matchingSlots(words: Int32Array, base: number, pattern: number): number {
  return (
    (zeroBytes(words[base + 1] ^ pattern) >>> 7) |
    (zeroBytes(words[base + 2] ^ pattern) >>> 6) |
    (zeroBytes(words[base + 3] ^ pattern) >>> 5)
  );
}

/** The slot of the lowest bit: which byte of its word is in the bit's upper bits, which word in its lowest three. */
function firstSlot(matches: number): number {
  const bit = 31 - Math.clz32(matches & -matches);
  return ((bit & 7) << 2) + (bit >>> 3);
}

/** Marks each zero byte with its highest bit; a borrow may mark one above it too, which the key then refutes. */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

function reverseBits(value: number): number {
  let v = value;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return ((v >>> 16) | (v << 16)) >>> 0;
}
