import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { compareBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { FLAG_LONG_KEY, LONG_KEY_BYTES, readBlockKey } from './keyed-block.ts';
import { INNER_SLOTS, LEAF_SLOTS } from './ordered-nodes.ts';

/** How elements with the target's score stand to it: none precedes, all do, or those with lower (or the same) keys. */
export const NONE = 0;
export const ALL = 1;
export const KEYS_BEFORE = 2;
export const KEYS_UP_TO = 3;
/** The scores do not matter. The lowest bit: whether the same key precedes. */
export const ONLY_KEYS_BEFORE = 4;
export const ONLY_KEYS_UP_TO = 5;

/**
 * What is being looked for in an {@link OrderedIndex}, and the search for it within one node: by halves among the scores,
 * and among the blocks' keys only where scores are the same.
 */
export class IndexTarget {
  score = 0;
  /** One of the constants above. */
  ties = NONE;
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  private readonly arena: Arena;
  private readonly base: number;

  /** @param base bytes from a block's start to its key area (see keyed-block.ts) */
  constructor(arena: Arena, base: number) {
    this.arena = arena;
    this.base = base;
  }

  /** Looks for the block at an address, which has this score. */
  set(score: number, address: number, ties: number): void {
    this.score = score;
    this.ties = ties;
    readBlockKey(this.arena, this.base, address, this);
  }

  /** How many elements of a leaf of `count` precede the target: those before that place. */
  inLeaf(leaf: number, count: number): number {
    const { view } = this.arena.segments[leaf >>> SEGMENT_SHIFT];
    const at = (leaf & SEGMENT_MASK) << UNIT_SHIFT;
    return this.position(view, at, at + LEAF_SLOTS * 8, 0, count);
  }

  /** The first slot of an inner node, but for slot 0, whose first element does not precede the target. */
  inInner(view: DataView, at: number): number {
    return this.position(view, at + 4 + INNER_SLOTS * 12, at + 4 + INNER_SLOTS * 8, 1, view.getUint32(at, true));
  }

  /** The slot of an inner node that the target, or what follows it first, is below. */
  firstSlot(node: number): number {
    const { view } = this.arena.segments[node >>> SEGMENT_SHIFT];
    return this.inInner(view, (node & SEGMENT_MASK) << UNIT_SHIFT) - 1;
  }

  /** The first of the elements [from, to) that does not precede the target, or `to`. */
  private position(view: DataView, scoresAt: number, addressesAt: number, from: number, to: number): number {
    const { score, ties } = this;
    let low = from;
    let high = to;
    if (ties < ONLY_KEYS_BEFORE) {
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (view.getFloat64(scoresAt + (middle << 3), true) < score) low = middle + 1;
        else high = middle;
      }
      if (ties === NONE || low === to || view.getFloat64(scoresAt + (low << 3), true) !== score) return low;
      high = upTo(view, scoresAt, low + 1, to, score);
      if (ties === ALL) return high;
    }
    const limit = ties & 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareKey(view.getUint32(addressesAt + (middle << 2), true)) < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The order of a block's key and the target's; 0 and above 0 where it does not come before. */
  private compareKey(address: number): number {
    const { base } = this;
    const segment = this.arena.segments[address >>> SEGMENT_SHIFT];
    const offset = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const head = segment.view.getInt32(offset, true);
    const isLong = (head & (FLAG_LONG_KEY << 8)) !== 0;
    const length = isLong ? segment.view.getUint32(offset + base, true) : head >>> 24;
    const at = offset + base + (isLong ? LONG_KEY_BYTES : 0);
    return compareBytes(segment, at, length, this.bytes, this.at, this.length);
  }
}

/** The first of the scores [from, to) above `score`, or `to`. */
function upTo(view: DataView, scoresAt: number, from: number, to: number, score: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.getFloat64(scoresAt + (middle << 3), true) <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}
