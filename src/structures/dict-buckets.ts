import type { TableMemory } from '../memory/arena.ts';
import { offHeap } from '../memory/off-heap.ts';
import type { SlotList } from './slot-list.ts';

/**
 * The buckets of a {@link Dict}, and the chains of overflow buckets behind them.
 *
 * ```
 *  head (32 bits)
 *  ┌──────────────────────────────┬───────────┬───────┐
 *  │ link: overflow bucket    (24)│ valid (4) │count 4│     word 0
 *  └──────────────────────────────┴───────────┴───────┘     words 1 to 3: tags; words 4 to 15: addresses
 * ```
 *
 * Buckets stand in segments of 16,384 (1 MiB), so that growth never copies more than the first of them, which doubles
 * from one bucket on. Overflow buckets stand in segments of their own and are recycled through a free list.
 *
 * Invariant: `memory` is 64 bytes for each bucket of the table and each overflow bucket in some chain.
 */
export const BUCKET_SLOTS = 12;
const BUCKET_WORDS_SHIFT = 4;
const BUCKET_WORDS = 1 << BUCKET_WORDS_SHIFT;
const BUCKET_BYTES = BUCKET_WORDS * 4;
const SEGMENT_SHIFT = 14;
const SEGMENT_BUCKETS = 1 << SEGMENT_SHIFT;
const SEGMENT_MASK = SEGMENT_BUCKETS - 1;
const TAGS = 1;
const ADDRESSES = 4;
const MAX_LINK = (1 << 24) - 1;

export class BucketStore {
  /** Overflow buckets that stand in some chain. */
  overflowInUse = 0;

  private readonly total: TableMemory;
  /** Buckets of the table. */
  private count = 0;
  private readonly segments: Int32Array[] = [];
  private readonly overflow: Int32Array[] = [];
  /** Overflow buckets ever opened; link 0 means "none", so the first is 1. */
  private overflowOpened = 0;
  private overflowFree = 0;

  /** @param total where the bytes in use are counted too */
  constructor(total: TableMemory) {
    this.total = total;
  }

  /** Bytes of the buckets in use. */
  get memory(): number {
    return (this.count + this.overflowInUse) * BUCKET_BYTES;
  }

  /** Bytes taken from the system, whether or not buckets stand there yet. */
  get reserved(): number {
    let bytes = 0;
    for (const segment of this.segments) bytes += segment.byteLength;
    for (const segment of this.overflow) bytes += segment.byteLength;
    return bytes;
  }

  wordsOf(bucket: number): Int32Array {
    return this.segments[bucket >>> SEGMENT_SHIFT];
  }

  baseOf(bucket: number): number {
    return (bucket & SEGMENT_MASK) << BUCKET_WORDS_SHIFT;
  }

  overflowWordsOf(link: number): Int32Array {
    return this.overflow[link >>> SEGMENT_SHIFT];
  }

  overflowBaseOf(link: number): number {
    return (link & SEGMENT_MASK) << BUCKET_WORDS_SHIFT;
  }

  /** Makes room for buckets 0 to `count` - 1. */
  ensure(count: number): void {
    reserve(this.segments, count);
    this.total.tableBytes += (count - this.count) * BUCKET_BYTES;
    this.count = count;
  }

  /** Gives back what lies behind bucket `count` - 1, by whole segments. */
  release(count: number): void {
    const needed = (count + SEGMENT_MASK) >>> SEGMENT_SHIFT;
    if (this.segments.length > needed + 1) this.segments.length = needed + 1;
    this.total.tableBytes -= (this.count - count) * BUCKET_BYTES;
    this.count = count;
  }

  clear(): void {
    this.total.tableBytes -= this.memory;
    this.count = 0;
    this.segments.length = 0;
    this.overflow.length = 0;
    this.overflowOpened = 0;
    this.overflowFree = 0;
    this.overflowInUse = 0;
  }

  /** Empties a bucket and returns the overflow buckets of its chain. */
  reset(bucket: number, valid: number): void {
    const words = this.wordsOf(bucket);
    const base = this.baseOf(bucket);
    let link = words[base] >>> 8;
    words[base] = valid << 4;
    while (link !== 0) link = this.recycle(link);
  }

  validBits(bucket: number): number {
    return (this.wordsOf(bucket)[this.baseOf(bucket)] >>> 4) & 15;
  }

  /** How many slots of a chain are taken. */
  lengthOf(bucket: number): number {
    let head = this.wordsOf(bucket)[this.baseOf(bucket)];
    let length = head & 15;
    for (let link = head >>> 8; link !== 0; link = head >>> 8) {
      head = this.overflowWordsOf(link)[this.overflowBaseOf(link)];
      length += head & 15;
    }
    return length;
  }

  /** Adds to the last bucket of a chain; keeps as many bits of the tag as the chain's tags have. */
  append(bucket: number, tag: number, address: number): void {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    let head = words[base];
    const kept = tag & ((1 << ((head >>> 4) & 15)) - 1);
    let here = 0;
    while ((head & 15) === BUCKET_SLOTS) {
      let link = head >>> 8;
      if (link === 0) {
        link = this.openOverflow();
        // Opening one may have moved all the others.
        if (here !== 0) words = this.overflowWordsOf(here);
        words[base] = head | (link << 8);
      }
      here = link;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
      head = words[base];
    }
    const slot = head & 15;
    setTag(words, base, slot, kept);
    words[base + ADDRESSES + slot] = address;
    words[base] = head + 1;
  }

  /** Reads every slot of a chain into a list. */
  collect(bucket: number, list: SlotList): void {
    list.count = 0;
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (;;) {
      const head = words[base];
      for (let slot = 0; slot < (head & 15); slot++) {
        list.push(tagOf(words, base, slot), words[base + ADDRESSES + slot] >>> 0);
      }
      const link = head >>> 8;
      if (link === 0) return;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  /** Visits the blocks of a chain. */
  forEachIn(bucket: number, visit: (address: number) => void): void {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (;;) {
      const head = words[base];
      const end = base + ADDRESSES + (head & 15);
      for (let i = base + ADDRESSES; i < end; i++) visit(words[i] >>> 0);
      const link = head >>> 8;
      if (link === 0) return;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  /** Adds the addresses of a chain, without their tags, to a list. */
  collectAddresses(bucket: number, list: SlotList): void {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (;;) {
      const head = words[base];
      const end = base + ADDRESSES + (head & 15);
      for (let word = base + ADDRESSES; word < end; word++) list.pushAddress(words[word] >>> 0);
      const link = head >>> 8;
      if (link === 0) return;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  /** The address in the `place`-th slot of a chain, or 0. */
  at(bucket: number, place: number): number {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (let rest = place; ; rest -= BUCKET_SLOTS) {
      const head = words[base];
      if (rest < (head & 15)) return words[base + ADDRESSES + rest] >>> 0;
      const link = head >>> 8;
      if (link === 0 || rest < BUCKET_SLOTS) return 0;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  has(bucket: number, address: number): boolean {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (;;) {
      if (slotOf(words, base, address) >= 0) return true;
      const link = words[base] >>> 8;
      if (link === 0) return false;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  replaceIn(bucket: number, from: number, to: number): void {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    for (;;) {
      const slot = slotOf(words, base, from);
      if (slot >= 0) {
        words[base + ADDRESSES + slot] = to;
        return;
      }
      const link = words[base] >>> 8;
      if (link === 0) throw new Error('a block that moved is not in the table');
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
    }
  }

  /** Removes an address from a chain; the chain's last slot takes its place. */
  removeFrom(bucket: number, address: number): boolean {
    let words = this.wordsOf(bucket);
    let base = this.baseOf(bucket);
    let slot = slotOf(words, base, address);
    while (slot < 0) {
      const link = words[base] >>> 8;
      if (link === 0) return false;
      words = this.overflowWordsOf(link);
      base = this.overflowBaseOf(link);
      slot = slotOf(words, base, address);
    }
    this.fillFromEnd(bucket, words, base, slot);
    return true;
  }

  private fillFromEnd(bucket: number, words: Int32Array, base: number, slot: number): void {
    let lastWords = this.wordsOf(bucket);
    let lastBase = this.baseOf(bucket);
    let beforeWords = lastWords;
    let beforeBase = -1;
    let link = lastWords[lastBase] >>> 8;
    let last = 0;
    while (link !== 0) {
      beforeWords = lastWords;
      beforeBase = lastBase;
      last = link;
      lastWords = this.overflowWordsOf(link);
      lastBase = this.overflowBaseOf(link);
      link = lastWords[lastBase] >>> 8;
    }
    const lastSlot = (lastWords[lastBase] & 15) - 1;
    setTag(words, base, slot, tagOf(lastWords, lastBase, lastSlot));
    words[base + ADDRESSES + slot] = lastWords[lastBase + ADDRESSES + lastSlot];
    lastWords[lastBase]--;
    if (lastSlot === 0 && last !== 0) {
      beforeWords[beforeBase] &= 0xff;
      this.recycle(last);
    }
  }

  private openOverflow(): number {
    this.overflowInUse++;
    this.total.tableBytes += BUCKET_BYTES;
    if (this.overflowFree !== 0) {
      const link = this.overflowFree;
      const words = this.overflowWordsOf(link);
      const base = this.overflowBaseOf(link);
      this.overflowFree = words[base] >>> 8;
      words[base] = 0;
      return link;
    }
    const link = ++this.overflowOpened;
    if (link > MAX_LINK) throw new Error('the hash table has no overflow bucket left');
    reserve(this.overflow, link + 1);
    return link;
  }

  /** Puts an overflow bucket on the free list and answers the one that followed it. */
  private recycle(link: number): number {
    const words = this.overflowWordsOf(link);
    const base = this.overflowBaseOf(link);
    const next = words[base] >>> 8;
    words[base] = this.overflowFree << 8;
    this.overflowFree = link;
    this.overflowInUse--;
    this.total.tableBytes -= BUCKET_BYTES;
    return next;
  }
}

function reserve(segments: Int32Array[], count: number): void {
  const last = (count - 1) >>> SEGMENT_SHIFT;
  if (last > 0) {
    if (segments[0].length < SEGMENT_BUCKETS * BUCKET_WORDS) widenFirst(segments, SEGMENT_BUCKETS);
    while (segments.length <= last) segments.push(alignedSegment());
    return;
  }
  if (segments.length === 0) segments.push(new Int32Array(count * BUCKET_WORDS));
  else if (segments[0].length < count * BUCKET_WORDS) {
    widenFirst(segments, Math.min(SEGMENT_BUCKETS, Math.max(count, (segments[0].length * 2) / BUCKET_WORDS)));
  }
}

/** A segment whose buckets each lie in one cache line. */
const alignedSegment = (): Int32Array => offHeap(Int32Array, SEGMENT_BUCKETS * BUCKET_WORDS);

function widenFirst(segments: Int32Array[], buckets: number): void {
  const wider = new Int32Array(buckets * BUCKET_WORDS);
  wider.set(segments[0]);
  segments[0] = wider;
}

function tagOf(words: Int32Array, base: number, slot: number): number {
  return (words[base + TAGS + (slot >>> 2)] >>> ((slot & 3) << 3)) & 0xff;
}

function setTag(words: Int32Array, base: number, slot: number, tag: number): void {
  const word = base + TAGS + (slot >>> 2);
  const shift = (slot & 3) << 3;
  words[word] = (words[word] & ~(0xff << shift)) | (tag << shift);
}

function slotOf(words: Int32Array, base: number, address: number): number {
  const wanted = address | 0;
  const count = words[base] & 15;
  for (let slot = 0; slot < count; slot++) if (words[base + ADDRESSES + slot] === wanted) return slot;
  return -1;
}
