import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import { copyBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';

/**
 * The nodes of an {@link OrderedIndex}: blocks of the arena, each exactly of a size class.
 *
 * ```
 *   leaf, 768 bytes    │ 64 scores, f64 │ 64 addresses, u32 │                      how many are in use stands above it
 *   inner, 1024 bytes  │ slots, u32 │ 51 counts │ 51 children │ 51 first addresses │ 51 first scores, f64 │
 * ```
 */
export const LEAF_SLOTS = 64;
export const INNER_SLOTS = 51;
const LEAF_BYTES = LEAF_SLOTS * 12;
const INNER_BYTES = 4 + INNER_SLOTS * 20;
const ADDRESSES = LEAF_SLOTS * 8;
const COUNTS = 4;
const CHILDREN = COUNTS + INNER_SLOTS * 4;
const FIRSTS = CHILDREN + INNER_SLOTS * 4;
const FIRST_SCORES = FIRSTS + INNER_SLOTS * 4;

export class IndexNodes {
  /** Bytes of all nodes. */
  memory = 0;
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  createLeaf(): number {
    this.memory += LEAF_BYTES;
    return this.arena.allocate(LEAF_BYTES);
  }

  freeLeaf(leaf: number): void {
    this.memory -= LEAF_BYTES;
    this.arena.free(leaf);
  }

  createInner(): number {
    this.memory += INNER_BYTES;
    const node = this.arena.allocate(INNER_BYTES);
    this.viewOf(node).setUint32(this.offsetOf(node), 0, true);
    return node;
  }

  freeInner(node: number): void {
    this.memory -= INNER_BYTES;
    this.arena.free(node);
  }

  /** An inner node over one child. */
  createRoot(child: number, count: number): number {
    const root = this.createInner();
    this.insertSlot(root, 0, child, count, 0, 0);
    return root;
  }

  /** Gives a leaf another block if its page is to be emptied. Answers its address. */
  moveLeaf(leaf: number): number {
    return this.move(leaf, LEAF_BYTES);
  }

  moveInner(node: number): number {
    return this.move(node, INNER_BYTES);
  }

  scoreAt(leaf: number, place: number): number {
    return this.viewOf(leaf).getFloat64(this.offsetOf(leaf) + (place << 3), true);
  }

  addressAt(leaf: number, place: number): number {
    return this.viewOf(leaf).getUint32(this.offsetOf(leaf) + ADDRESSES + (place << 2), true);
  }

  writeElement(leaf: number, place: number, score: number, address: number): void {
    const view = this.viewOf(leaf);
    const at = this.offsetOf(leaf);
    view.setFloat64(at + (place << 3), score, true);
    view.setUint32(at + ADDRESSES + (place << 2), address, true);
  }

  /** Adds an element to a leaf of `count`, which has room. */
  insertElement(leaf: number, place: number, count: number, score: number, address: number): void {
    const view = this.viewOf(leaf);
    const at = this.offsetOf(leaf);
    for (let i = count; i > place; i--) {
      view.setFloat64(at + (i << 3), view.getFloat64(at + (i << 3) - 8, true), true);
    }
    const addresses = at + ADDRESSES;
    for (let i = count; i > place; i--) {
      view.setInt32(addresses + (i << 2), view.getInt32(addresses + (i << 2) - 4, true), true);
    }
    view.setFloat64(at + (place << 3), score, true);
    view.setUint32(addresses + (place << 2), address, true);
  }

  removeElement(leaf: number, place: number, count: number): void {
    const view = this.viewOf(leaf);
    const at = this.offsetOf(leaf);
    for (let i = place + 1; i < count; i++) {
      view.setFloat64(at + (i << 3) - 8, view.getFloat64(at + (i << 3), true), true);
    }
    const addresses = at + ADDRESSES;
    for (let i = place + 1; i < count; i++) {
      view.setInt32(addresses + (i << 2) - 4, view.getInt32(addresses + (i << 2), true), true);
    }
  }

  /** Copies elements from one leaf to another. */
  moveElements(from: number, place: number, to: number, toPlace: number, count: number): void {
    const source = this.arena.segments[from >>> SEGMENT_SHIFT];
    const target = this.arena.segments[to >>> SEGMENT_SHIFT];
    const at = this.offsetOf(from);
    const toAt = this.offsetOf(to);
    copyBytes(source, at + (place << 3), target, toAt + (toPlace << 3), count << 3);
    copyBytes(source, at + ADDRESSES + (place << 2), target, toAt + ADDRESSES + (toPlace << 2), count << 2);
  }

  slotsOf(node: number): number {
    return this.viewOf(node).getUint32(this.offsetOf(node), true);
  }

  countAt(node: number, slot: number): number {
    return this.viewOf(node).getUint32(this.offsetOf(node) + COUNTS + (slot << 2), true);
  }

  childAt(node: number, slot: number): number {
    return this.viewOf(node).getUint32(this.offsetOf(node) + CHILDREN + (slot << 2), true);
  }

  firstAt(node: number, slot: number): number {
    return this.viewOf(node).getUint32(this.offsetOf(node) + FIRSTS + (slot << 2), true);
  }

  firstScoreAt(node: number, slot: number): number {
    return this.viewOf(node).getFloat64(this.offsetOf(node) + FIRST_SCORES + (slot << 3), true);
  }

  setCount(node: number, slot: number, count: number): void {
    this.viewOf(node).setUint32(this.offsetOf(node) + COUNTS + (slot << 2), count, true);
  }

  setChild(node: number, slot: number, child: number): void {
    this.viewOf(node).setUint32(this.offsetOf(node) + CHILDREN + (slot << 2), child, true);
  }

  setFirst(node: number, slot: number, score: number, address: number): void {
    const view = this.viewOf(node);
    const at = this.offsetOf(node);
    view.setUint32(at + FIRSTS + (slot << 2), address, true);
    view.setFloat64(at + FIRST_SCORES + (slot << 3), score, true);
  }

  /** The sum of the counts of the slots [from, to). */
  sum(node: number, from: number, to: number): number {
    const view = this.viewOf(node);
    const at = this.offsetOf(node) + COUNTS;
    let sum = 0;
    for (let slot = from; slot < to; slot++) sum += view.getUint32(at + (slot << 2), true);
    return sum;
  }

  /** Adds a slot to a node, which has room. */
  insertSlot(node: number, slot: number, child: number, count: number, score: number, first: number): void {
    const segment = this.arena.segments[node >>> SEGMENT_SHIFT];
    const at = this.offsetOf(node);
    const slots = segment.view.getUint32(at, true);
    shift(segment.u8, at, slot, slots, 1);
    segment.view.setUint32(at, slots + 1, true);
    segment.view.setUint32(at + CHILDREN + (slot << 2), child, true);
    this.setCount(node, slot, count);
    this.setFirst(node, slot, score, first);
  }

  removeSlot(node: number, slot: number): void {
    const segment = this.arena.segments[node >>> SEGMENT_SHIFT];
    const at = this.offsetOf(node);
    const slots = segment.view.getUint32(at, true);
    shift(segment.u8, at, slot + 1, slots, -1);
    segment.view.setUint32(at, slots - 1, true);
  }

  /** Takes the last slot away. Answers how many are left. */
  dropLast(node: number): number {
    const slots = this.slotsOf(node) - 1;
    this.viewOf(node).setUint32(this.offsetOf(node), slots, true);
    return slots;
  }

  /** Moves the last `count` slots of a node, from `slot` on, to the end of another, which has `toSlot` and room. */
  moveSlots(from: number, slot: number, to: number, toSlot: number, count: number): void {
    const source = this.arena.segments[from >>> SEGMENT_SHIFT];
    const target = this.arena.segments[to >>> SEGMENT_SHIFT];
    const at = this.offsetOf(from);
    const toAt = this.offsetOf(to);
    for (const array of [COUNTS, CHILDREN, FIRSTS]) {
      copyBytes(source, at + array + (slot << 2), target, toAt + array + (toSlot << 2), count << 2);
    }
    copyBytes(source, at + FIRST_SCORES + (slot << 3), target, toAt + FIRST_SCORES + (toSlot << 3), count << 3);
    source.view.setUint32(at, slot, true);
    target.view.setUint32(toAt, toSlot + count, true);
  }

  private viewOf(node: number): DataView {
    return this.arena.segments[node >>> SEGMENT_SHIFT].view;
  }

  private offsetOf(node: number): number {
    return (node & SEGMENT_MASK) << UNIT_SHIFT;
  }

  private move(node: number, bytes: number): number {
    const { arena } = this;
    if (!arena.shouldMove(node)) return node;
    const target = arena.allocate(bytes);
    const { segments } = arena;
    copyBytes(
      segments[node >>> SEGMENT_SHIFT],
      this.offsetOf(node),
      segments[target >>> SEGMENT_SHIFT],
      this.offsetOf(target),
      bytes,
    );
    arena.free(node);
    return target;
  }
}

/** Moves the slots [from, to) of a node's four arrays by one place. */
function shift(u8: Uint8Array, at: number, from: number, to: number, by: 1 | -1): void {
  if (from === to) return;
  for (const array of [COUNTS, CHILDREN, FIRSTS]) {
    u8.copyWithin(at + array + ((from + by) << 2), at + array + (from << 2), at + array + (to << 2));
  }
  const scores = at + FIRST_SCORES;
  u8.copyWithin(scores + ((from + by) << 3), scores + (from << 3), scores + (to << 3));
}
