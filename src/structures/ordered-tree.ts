import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { IndexNodes, INNER_SLOTS, LEAF_SLOTS } from './ordered-nodes.ts';
import {
  ALL,
  IndexTarget,
  KEYS_BEFORE,
  KEYS_UP_TO,
  NONE,
  ONLY_KEYS_BEFORE,
  ONLY_KEYS_UP_TO,
} from './ordered-target.ts';

/**
 * The tree of an {@link OrderedIndex} and the ways down it: a list of wide leaves, and above it levels of nodes that each
 * know how many elements lie below each of their slots (a counted B+ tree), so that a search by score, key or rank touches
 * a cache line or two on each of two or three levels.
 *
 * ```
 *   inner node      │ 44 from (−inf) │ 51 from (7, "k") │ 38 from (9.5, "a") │      counts, and each slot's first element
 *                        │                  │                  │
 *                        ▼                  ▼                  ▼
 *   leaves          │ 1 2 2 3 … │      │ 7 7 8 … │        │ 9.5 10 … │             (score, address), in order
 * ```
 *
 * Invariants
 * - Elements ascend from each leaf to the next; a leaf or inner node is never empty; all leaves have the same depth.
 * - A slot's count is the number of elements below it.
 * - A slot's first element is the least one below it, except in a node's slot 0, whose first element nobody reads.
 * - A root that is an inner node has at least two slots.
 */
export class OrderedTree {
  size = 0;
  /** What `seekRank` found. */
  address = 0;
  score = 0;

  protected readonly nodes: IndexNodes;
  protected readonly target: IndexTarget;
  protected root = 0;
  /** Levels of inner nodes. */
  protected height = 0;
  private readonly arena: Arena;

  /** @param base bytes from a block's start to its key area (see keyed-block.ts) */
  constructor(arena: Arena, base: number) {
    this.arena = arena;
    this.nodes = new IndexNodes(arena);
    this.target = new IndexTarget(arena, base);
  }

  /** Bytes of the nodes. */
  get memory(): number {
    return this.nodes.memory;
  }

  /** How many elements stand before this one. */
  rankOf(score: number, address: number): number {
    const { target } = this;
    target.set(score, address, KEYS_BEFORE);
    return this.countPreceding();
  }

  /** How many elements have a lower score; `orEqual`: that or the same. */
  countBelow(score: number, orEqual: boolean): number {
    this.target.score = score;
    this.target.ties = orEqual ? ALL : NONE;
    return this.countPreceding();
  }

  /** Where all scores are the same: how many elements have a lower key; `orEqual`: that or the same. */
  countBefore(bytes: Bytes, at: number, length: number, orEqual: boolean): number {
    const { target } = this;
    target.bytes = bytes;
    target.at = at;
    target.length = length;
    target.ties = orEqual ? ONLY_KEYS_UP_TO : ONLY_KEYS_BEFORE;
    return this.countPreceding();
  }

  /** Finds the element of a rank, which there must be, for `address` and `score`. Answers the address. */
  seekRank(rank: number): number {
    const { nodes } = this;
    let node = this.root;
    let rest = rank;
    for (let level = this.height; level > 0; level--) {
      let slot = 0;
      for (let below = nodes.countAt(node, 0); rest >= below; below = nodes.countAt(node, slot)) {
        rest -= below;
        slot++;
      }
      PATH_NODES[level] = node;
      PATH_SLOTS[level] = slot;
      LEAF.count = nodes.countAt(node, slot);
      node = nodes.childAt(node, slot);
    }
    if (this.height === 0) LEAF.count = this.size;
    LEAF.place = rest;
    LEAF.node = node;
    this.score = nodes.scoreAt(node, rest);
    this.address = nodes.addressAt(node, rest);
    return this.address;
  }

  /**
   * Where `seekRank` has found its leaf's first or last element: its address and those of the next ones, going away from
   * that end, as many as the leaf has and `into` takes. Answers how many; none where it has found another.
   */
  readFromEnd(into: Uint32Array): number {
    const { node, place, count } = LEAF;
    if (place !== 0 && place !== count - 1) return 0;
    const step = place === 0 ? 1 : -1;
    const most = Math.min(count, into.length);
    for (let i = 0; i < most; i++) into[i] = this.nodes.addressAt(node, place + i * step);
    return most;
  }

  /** Throws an Error where an invariant is broken: for tests. */
  check(): void {
    if (this.size === 0 ? this.root !== 0 : this.root === 0) throw new Error('root');
    if (this.height > 0 && this.nodes.slotsOf(this.root) < 2) throw new Error('a root of one slot');
    if (this.size > 0) this.checkNode(this.root, this.height, this.size);
  }

  /** Descends to the leaf for the target and notes the path; `change` is added to the counts on it. */
  protected descend(change: number): number {
    const { segments } = this.arena;
    let node = this.root;
    let count = this.size;
    for (let level = this.height; level > 0; level--) {
      const { view } = segments[node >>> SEGMENT_SHIFT];
      const at = (node & SEGMENT_MASK) << UNIT_SHIFT;
      const slot = this.target.inInner(view, at) - 1;
      PATH_NODES[level] = node;
      PATH_SLOTS[level] = slot;
      const countAt = at + 4 + (slot << 2);
      count = view.getUint32(countAt, true);
      if (change !== 0) view.setUint32(countAt, count + change, true);
      node = view.getUint32(countAt + INNER_SLOTS * 4, true);
    }
    LEAF.count = count;
    return node;
  }

  protected descendTo(score: number, address: number, change: number): number {
    const { target } = this;
    target.set(score, address, KEYS_UP_TO);
    return this.descend(change);
  }

  private countPreceding(): number {
    if (this.root === 0) return 0;
    const leaf = this.descend(0);
    let rank = this.target.inLeaf(leaf, LEAF.count);
    for (let level = this.height; level > 0; level--) rank += this.nodes.sum(PATH_NODES[level], 0, PATH_SLOTS[level]);
    return rank;
  }

  private checkNode(node: number, level: number, count: number): void {
    const { nodes } = this;
    if (count < 1 || (level === 0 && count > LEAF_SLOTS)) throw new Error(`a leaf of ${count}`);
    if (level === 0) return;
    let sum = 0;
    for (let slot = 0; slot < nodes.slotsOf(node); slot++) {
      const child = nodes.childAt(node, slot);
      sum += nodes.countAt(node, slot);
      this.checkNode(child, level - 1, nodes.countAt(node, slot));
      let least = child;
      for (let below = level - 1; below > 0; below--) least = nodes.childAt(least, 0);
      const isFirst = nodes.firstAt(node, slot) === nodes.addressAt(least, 0);
      if (slot > 0 && !(isFirst && nodes.firstScoreAt(node, slot) === nodes.scoreAt(least, 0)))
        throw new Error('first');
    }
    if (sum !== count) throw new Error(`${sum} elements counted as ${count}`);
  }
}

/** The way of the operation under way, by level: 1 is the node above the leaf. */
const DEEPEST = 16;
export const PATH_NODES = new Uint32Array(DEEPEST);
export const PATH_SLOTS = new Int32Array(DEEPEST);
/** The leaf at its end, how many elements it has, and the place of the one that `seekRank` found. */
export const LEAF = { node: 0, count: 0, place: 0 };
