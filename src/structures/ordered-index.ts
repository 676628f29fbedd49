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
 * Keyed blocks in the order of a score and, where scores are the same, of their keys' bytes; each can be found by its
 * place in that order, too. It does the work of Redis's skiplist: a list of wide leaves, and above it levels of nodes
 * that each know how many elements lie below each of their slots (a counted B+ tree), so that a search touches a cache
 * line or two on each of two or three levels.
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
export class OrderedIndex {
  size = 0;
  /** What `seekRank` found. */
  address = 0;
  score = 0;

  private readonly arena: Arena;
  private readonly nodes: IndexNodes;
  private root = 0;
  /** Levels of inner nodes. */
  private height = 0;
  private readonly target: IndexTarget;

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

  /** Adds a block, which must not be there yet. */
  insert(score: number, address: number): void {
    const { nodes, target } = this;
    if (this.root === 0) {
      this.root = nodes.createLeaf();
      nodes.writeElement(this.root, 0, score, address);
      this.size = 1;
      return;
    }
    target.set(score, address, KEYS_BEFORE);
    const leaf = this.descend(1);
    const count = LEAF.count;
    this.size++;
    const place = this.target.inLeaf(leaf, count);
    if (count < LEAF_SLOTS) nodes.insertElement(leaf, place, count, score, address);
    else this.splitLeaf(leaf, place, score, address);
  }

  /** Removes a block that stands here with this score. */
  remove(score: number, address: number): void {
    const leaf = this.descendTo(score, address, -1);
    this.removeAt(leaf, this.placeOf(leaf, LEAF.count, address), LEAF.count);
  }

  /** Removes the element of a rank, which there must be. Answers its address. */
  removeRank(rank: number): number {
    const address = this.seekRank(rank);
    for (let level = this.height; level > 0; level--) {
      const node = PATH_NODES[level];
      const slot = PATH_SLOTS[level];
      this.nodes.setCount(node, slot, this.nodes.countAt(node, slot) - 1);
    }
    this.removeAt(LEAF.node, LEAF.place, LEAF.count);
    return address;
  }

  /** Gives a block another score. */
  update(address: number, from: number, to: number): void {
    const leaf = this.descendTo(from, address, 0);
    const { count } = LEAF;
    const place = this.placeOf(leaf, count, address);
    if (this.staysBetween(leaf, place, count, to)) {
      this.nodes.writeElement(leaf, place, to, address);
      return;
    }
    this.remove(from, address);
    this.insert(to, address);
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

  /** Visits the elements of ranks `from` to `to` - 1, in order or from the last to the first. They must not change. */
  walk(from: number, to: number, reverse: boolean, visit: (address: number, score: number) => void): void {
    if (from < to) this.walkNode(this.root, this.height, this.size, from, to, reverse, visit);
  }

  /**
   * Visits the elements whose scores are at least `minimum` and below `maximum`, in order, until the visitor answers true.
   * They must not change.
   */
  walkScores(minimum: number, maximum: number, visit: (address: number, score: number) => boolean): void {
    if (this.root !== 0) this.walkScoresOf(this.root, this.height, this.size, minimum, maximum, visit);
  }

  /** Frees about `limit` elements from the end on, by `free`, and their nodes. Only this may be called from then on. */
  drain(limit: number, free: (address: number) => void): void {
    for (let freed = 0; freed < limit && this.root !== 0;) {
      const leaf = this.descendLast();
      const { count } = LEAF;
      for (let i = 0; i < count; i++) free(this.nodes.addressAt(leaf, i));
      freed += count;
      this.size -= count;
      this.nodes.freeLeaf(leaf);
      let level = 1;
      for (; level <= this.height && this.nodes.dropLast(PATH_NODES[level]) === 0; level++) {
        this.nodes.freeInner(PATH_NODES[level]);
      }
      if (level > this.height) this.root = 0;
    }
  }

  /**
   * Moves the nodes on the way to the element of a rank, and the blocks of its leaf, out of pages to be emptied.
   * `relocate` answers where a block stands from now on. Answers how many elements of the leaf follow, this one included.
   */
  defragment(rank: number, relocate: (address: number) => number): number {
    const { nodes } = this;
    this.seekRank(rank);
    const { count, place } = LEAF;
    for (let level = this.height; level > 0; level--) {
      PATH_NODES[level] = this.moved(level, nodes.moveInner(PATH_NODES[level]));
    }
    const leaf = this.moved(0, nodes.moveLeaf(LEAF.node));
    for (let i = 0; i < count; i++) {
      const address = nodes.addressAt(leaf, i);
      const target = relocate(address);
      if (target === address) continue;
      const score = nodes.scoreAt(leaf, i);
      nodes.writeElement(leaf, i, score, target);
      if (i === 0) this.setFirst(1, score, target);
    }
    return count - place;
  }

  /** Throws an Error where an invariant is broken: for tests. */
  check(): void {
    if (this.size === 0 ? this.root !== 0 : this.root === 0) throw new Error('root');
    if (this.height > 0 && this.nodes.slotsOf(this.root) < 2) throw new Error('a root of one slot');
    if (this.size > 0) this.checkNode(this.root, this.height, this.size);
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

  private walkNode(
    node: number,
    level: number,
    count: number,
    from: number,
    to: number,
    reverse: boolean,
    visit: (address: number, score: number) => void,
  ): void {
    const { nodes } = this;
    const start = Math.max(from, 0);
    const end = Math.min(to, count);
    if (level === 0) {
      if (reverse) for (let i = end - 1; i >= start; i--) visit(nodes.addressAt(node, i), nodes.scoreAt(node, i));
      else for (let i = start; i < end; i++) visit(nodes.addressAt(node, i), nodes.scoreAt(node, i));
      return;
    }
    const slots = nodes.slotsOf(node);
    let first = reverse ? count : 0;
    for (let i = 0; i < slots; i++) {
      const slot = reverse ? slots - 1 - i : i;
      const below = nodes.countAt(node, slot);
      if (reverse) first -= below;
      if (first < end && first + below > start) {
        this.walkNode(nodes.childAt(node, slot), level - 1, below, start - first, end - first, reverse, visit);
      }
      if (!reverse) first += below;
    }
  }

  /** Answers whether that was all. */
  private walkScoresOf(
    node: number,
    level: number,
    count: number,
    minimum: number,
    maximum: number,
    visit: (address: number, score: number) => boolean,
  ): boolean {
    const { nodes, target } = this;
    target.score = minimum;
    target.ties = NONE;
    if (level === 0) {
      for (let i = target.inLeaf(node, count); i < count; i++) {
        const score = nodes.scoreAt(node, i);
        if (score >= maximum || visit(nodes.addressAt(node, i), score)) return true;
      }
      return false;
    }
    const slots = nodes.slotsOf(node);
    const first = target.firstSlot(node);
    for (let slot = first; slot < slots; slot++) {
      if (slot > first && nodes.firstScoreAt(node, slot) >= maximum) return true;
      const child = nodes.childAt(node, slot);
      if (this.walkScoresOf(child, level - 1, nodes.countAt(node, slot), minimum, maximum, visit)) return true;
    }
    return false;
  }

  /** Descends to the leaf for the target and notes the path; `change` is added to the counts on it. */
  private descend(change: number): number {
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

  private descendTo(score: number, address: number, change: number): number {
    const { target } = this;
    target.set(score, address, KEYS_UP_TO);
    return this.descend(change);
  }

  private descendLast(): number {
    const { nodes } = this;
    let node = this.root;
    LEAF.count = this.size;
    for (let level = this.height; level > 0; level--) {
      const slot = nodes.slotsOf(node) - 1;
      PATH_NODES[level] = node;
      LEAF.count = nodes.countAt(node, slot);
      node = nodes.childAt(node, slot);
    }
    return node;
  }

  private countPreceding(): number {
    if (this.root === 0) return 0;
    const leaf = this.descend(0);
    let rank = this.target.inLeaf(leaf, LEAF.count);
    for (let level = this.height; level > 0; level--) rank += this.nodes.sum(PATH_NODES[level], 0, PATH_SLOTS[level]);
    return rank;
  }

  /** The place of a block in the leaf that the target led to. */
  private placeOf(leaf: number, count: number, address: number): number {
    this.target.ties = KEYS_BEFORE;
    const place = this.target.inLeaf(leaf, count);
    if (place === count || this.nodes.addressAt(leaf, place) !== address)
      throw new Error('a block is not in the index');
    return place;
  }

  /** Whether the element that the target names keeps its place in the leaf with another score. */
  private staysBetween(leaf: number, place: number, count: number, score: number): boolean {
    const { nodes } = this;
    if (place === 0 || place === count - 1) return false;
    return nodes.scoreAt(leaf, place - 1) < score && score < nodes.scoreAt(leaf, place + 1);
  }

  private splitLeaf(leaf: number, place: number, score: number, address: number): void {
    const { nodes } = this;
    const right = nodes.createLeaf();
    const cut = this.cutOf(place);
    nodes.moveElements(leaf, cut, right, 0, LEAF_SLOTS - cut);
    let leftCount = cut;
    if (place <= cut && cut < LEAF_SLOTS) nodes.insertElement(leaf, place, leftCount++, score, address);
    else nodes.insertElement(right, place - cut, LEAF_SLOTS - cut, score, address);
    const rightCount = LEAF_SLOTS + 1 - leftCount;
    this.addChild(1, right, leftCount, rightCount, nodes.scoreAt(right, 0), nodes.addressAt(right, 0));
  }

  /** Where a full leaf parts: in the middle, but what is added in order at either end leaves full leaves behind. */
  private cutOf(place: number): number {
    if (place === LEAF_SLOTS && this.isPathLast(1)) return LEAF_SLOTS;
    return place === 0 ? 0 : LEAF_SLOTS / 2;
  }

  /** Whether the path from this level up leads along the last slots. */
  private isPathLast(from: number): boolean {
    for (let level = from; level <= this.height; level++) {
      if (PATH_SLOTS[level] !== this.nodes.slotsOf(PATH_NODES[level]) - 1) return false;
    }
    return true;
  }

  /** Puts a node behind the one on the path, of whose elements `leftCount` stay there. */
  private addChild(
    level: number,
    child: number,
    leftCount: number,
    count: number,
    score: number,
    address: number,
  ): void {
    const { nodes } = this;
    if (level > this.height) {
      this.root = nodes.createRoot(this.root, leftCount);
      this.height++;
      nodes.insertSlot(this.root, 1, child, count, score, address);
      return;
    }
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    nodes.setCount(node, slot, leftCount);
    const slots = nodes.slotsOf(node);
    if (slots < INNER_SLOTS) {
      nodes.insertSlot(node, slot + 1, child, count, score, address);
      return;
    }
    const cut = slot === slots - 1 && this.isPathLast(level) ? slots : slots >>> 1;
    const right = nodes.createInner();
    nodes.moveSlots(node, cut, right, 0, slots - cut);
    if (slot < cut && cut < slots) nodes.insertSlot(node, slot + 1, child, count, score, address);
    else nodes.insertSlot(right, slot + 1 - cut, child, count, score, address);
    const left = nodes.sum(node, 0, nodes.slotsOf(node));
    const rest = nodes.sum(right, 0, nodes.slotsOf(right));
    this.addChild(level + 1, right, left, rest, nodes.firstScoreAt(right, 0), nodes.firstAt(right, 0));
  }

  /** The least element below the path's slot at `level` is another one now. */
  private setFirst(level: number, score: number, address: number): void {
    for (let above = level; above <= this.height; above++) {
      if (PATH_SLOTS[above] === 0) continue;
      this.nodes.setFirst(PATH_NODES[above], PATH_SLOTS[above], score, address);
      return;
    }
  }

  /** Removes an element of the path's leaf, which had `count`; the counts above are right already. */
  private removeAt(leaf: number, place: number, count: number): void {
    const { nodes } = this;
    const rest = count - 1;
    this.size--;
    if (rest === 0) {
      this.removeLeaf(leaf);
      return;
    }
    nodes.removeElement(leaf, place, count);
    if (place === 0) this.setFirst(1, nodes.scoreAt(leaf, 0), nodes.addressAt(leaf, 0));
    if (rest < LEAF_SLOTS / 2 && this.height > 0) this.mergeLeaf(rest);
  }

  private removeLeaf(leaf: number): void {
    this.nodes.freeLeaf(leaf);
    if (this.height === 0) this.root = 0;
    else this.removeSlot(1);
  }

  /** Removes the path's slot at `level`, below which nothing is left. */
  private removeSlot(level: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    nodes.removeSlot(node, slot);
    if (nodes.slotsOf(node) === 0) {
      nodes.freeInner(node);
      this.removeSlot(level + 1);
      return;
    }
    if (slot === 0) this.setFirst(level + 1, nodes.firstScoreAt(node, 0), nodes.firstAt(node, 0));
    this.slim(level);
  }

  /** Joins the path's leaf, of `count` elements, with a neighbour where both are small. */
  private mergeLeaf(count: number): void {
    const { nodes } = this;
    const node = PATH_NODES[1];
    const slot = PATH_SLOTS[1];
    let left = slot - 1;
    if (slot === 0 || nodes.countAt(node, left) + count > MERGED_ELEMENTS) left = slot;
    if (left + 1 >= nodes.slotsOf(node)) return;
    const leftCount = nodes.countAt(node, left);
    const rightCount = nodes.countAt(node, left + 1);
    if (leftCount + rightCount > MERGED_ELEMENTS) return;
    const right = nodes.childAt(node, left + 1);
    nodes.moveElements(right, 0, nodes.childAt(node, left), leftCount, rightCount);
    nodes.freeLeaf(right);
    nodes.setCount(node, left, leftCount + rightCount);
    nodes.removeSlot(node, left + 1);
    this.slim(1);
  }

  /** The path's node at `level` has lost a slot: joins it with a neighbour, or takes a root away that has one slot. */
  private slim(level: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slots = nodes.slotsOf(node);
    if (level === this.height) {
      if (slots > 1) return;
      this.root = nodes.childAt(node, 0);
      this.height--;
      nodes.freeInner(node);
      return;
    }
    if (slots < INNER_SLOTS / 2) this.mergeInner(level + 1, slots);
  }

  private mergeInner(level: number, slots: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    let left = slot - 1;
    if (slot === 0 || nodes.slotsOf(nodes.childAt(node, left)) + slots > MERGED_SLOTS) left = slot;
    if (left + 1 >= nodes.slotsOf(node)) return;
    const into = nodes.childAt(node, left);
    const from = nodes.childAt(node, left + 1);
    const leftSlots = nodes.slotsOf(into);
    const rightSlots = nodes.slotsOf(from);
    if (leftSlots + rightSlots > MERGED_SLOTS) return;
    nodes.setFirst(from, 0, nodes.firstScoreAt(node, left + 1), nodes.firstAt(node, left + 1));
    nodes.moveSlots(from, 0, into, leftSlots, rightSlots);
    nodes.freeInner(from);
    nodes.setCount(node, left, nodes.countAt(node, left) + nodes.countAt(node, left + 1));
    nodes.removeSlot(node, left + 1);
    this.slim(level);
  }

  /** The path's node at `level` (0: the leaf) stands at `address` now. Answers it. */
  private moved(level: number, address: number): number {
    if (level === this.height) this.root = address;
    else this.nodes.setChild(PATH_NODES[level + 1], PATH_SLOTS[level + 1], address);
    return address;
  }
}

/** Two neighbours that hold no more than so many together become one. */
const MERGED_ELEMENTS = 44;
const MERGED_SLOTS = 36;

/** The way of the operation under way, by level: 1 is the node above the leaf. */
const DEEPEST = 16;
const PATH_NODES = new Uint32Array(DEEPEST);
const PATH_SLOTS = new Int32Array(DEEPEST);
const LEAF = { node: 0, count: 0, place: 0 };
