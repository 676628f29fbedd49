import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import { copyBytes } from '../memory/bytes.ts';
import { blockSize, MAX_BLOCK, UNIT_SHIFT } from '../memory/size-classes.ts';
import type { ElementRun } from './long-element.ts';
import { COUNT_MASK, NODE_PLAIN, QuicklistBlocks } from './quicklist-blocks.ts';
import type { ListSettings } from './quicklist-limits.ts';
import { countLimit, ELEMENT_OVERHEAD, exceedsNode, LISTPACK_OVERHEAD, nodeCapacity } from './quicklist-limits.ts';
import { NODE_COUNT, NODE_END, NODE_START } from './quicklist-table.ts';

/**
 * The nodes of a quicklist as rows of elements that grow, shrink, part and join.
 *
 * ```
 *   head          │ room │ a b c │          what LPUSH adds stands before a; LPOP moves the start
 *   interior      │ d e f g h │             just as long as its elements, or compressed
 *   tail          │ i j │ room │            what RPUSH adds stands behind j; RPOP moves the end
 * ```
 *
 * Both ends' rooms double as they fill, up to the largest node; a node that comes to lie inside gives its room back.
 * With a `list-compress-depth` above 0 only so many nodes at each end stay as they are: whoever has changed a list says
 * so by `settleDepth`.
 *
 * Invariant: no node is empty.
 */
/** Bytes of a new node at an end. */
const FIRST_BYTES = 512;
/** Nodes on either side that parting and joining one may change. */
const FARTHEST_CHANGE = 3;

export class QuicklistNodes extends QuicklistBlocks {
  /** The limit of its nodes, as `list-max-listpack-size` has it. */
  readonly nodeSize: number;
  /** Nodes at each end that are not compressed; 0: none are. */
  readonly depth: number;
  private readonly settings: ListSettings;
  private readonly mostBytes: number;
  private readonly mostElements: number;

  constructor(arena: Arena, settings: ListSettings, nodeSize: number, depth: number) {
    super(arena);
    this.settings = settings;
    this.nodeSize = nodeSize;
    this.depth = depth;
    this.mostBytes = nodeCapacity(nodeSize);
    this.mostElements = countLimit(nodeSize);
  }

  /** Whether an element of so many bytes stands by itself. */
  isPlainLength(length: number): boolean {
    const { listPlainBytes } = this.settings;
    return listPlainBytes > 0 ? length >= listPlainBytes : length > this.mostBytes;
  }

  /** Whether there is such a node, and an element of `length` bytes may join it. One that there is, is found then. */
  accepts(index: number, length: number): boolean {
    const { table } = this;
    if (index < 0 || index >= table.length) return false;
    table.seek(index);
    const { page, at } = table;
    const head = page[at + NODE_COUNT];
    if ((head & NODE_PLAIN) !== 0 || (head & COUNT_MASK) >= this.mostElements) return false;
    const bytes = page[at + NODE_END] - page[at + NODE_START] + LISTPACK_OVERHEAD + length + ELEMENT_OVERHEAD;
    return bytes <= this.mostBytes && (this.settings.listPlainBytes === 0 || !this.isPlainLength(length));
  }

  /** Adds elements behind a node's last. */
  append(index: number, run: ElementRun): void {
    this.table.seek(index);
    this.appendFound(index, run);
  }

  /** The same to the node that is found: `accepts` has just answered that it may. */
  appendFound(index: number, run: ElementRun): void {
    const { table, arena } = this;
    const { length } = run;
    if (this.depth > 0) this.inflate(index);
    if (arena.sizeOf(table.page[table.at]) - table.page[table.at + NODE_END] < length) this.widen(index, length, false);
    const { page, at } = table;
    const address = page[at];
    const end = page[at + NODE_END];
    const base = (address & SEGMENT_MASK) << UNIT_SHIFT;
    run.copyTo(arena.segments[address >>> SEGMENT_SHIFT], base + end);
    page[at + NODE_END] = end + length;
    page[at + NODE_COUNT] += run.count;
  }

  /** Adds elements before a node's first. */
  prepend(index: number, run: ElementRun): void {
    this.table.seek(index);
    this.prependFound(index, run);
  }

  /** The same to the node that is found. */
  prependFound(index: number, run: ElementRun): void {
    const { table, arena } = this;
    const { length } = run;
    if (this.depth > 0) this.inflate(index);
    if (table.page[table.at + NODE_START] < length) this.widen(index, length, true);
    const { page, at } = table;
    const address = page[at];
    const start = page[at + NODE_START] - length;
    const base = (address & SEGMENT_MASK) << UNIT_SHIFT;
    run.copyTo(arena.segments[address >>> SEGMENT_SHIFT], base + start);
    page[at + NODE_START] = start;
    page[at + NODE_COUNT] += run.count;
  }

  /** Makes a node of some elements, to stand before the one of this index. */
  insertRun(index: number, run: ElementRun): void {
    const isHead = index === 0;
    const isEnd = isHead || index === this.length;
    const bytes = isEnd ? Math.max(run.length, Math.min(FIRST_BYTES, this.mostBytes)) : run.length;
    const start = isHead && this.length > 0 ? this.roundedUp(bytes) - run.length : 0;
    this.insertNode(index, bytes, start, run.length, run.count);
    this.load(index);
    run.copyTo(this.bytes, this.start);
    this.trimNeighbour(index);
  }

  /** Makes a node of one long element, to stand before the one of this index. */
  insertPlain(index: number, run: ElementRun): void {
    this.insertNode(index, run.length, 0, run.length, (NODE_PLAIN | 1) >>> 0);
    this.load(index);
    run.copyTo(this.bytes, this.start);
    this.trimNeighbour(index);
  }

  /** Takes elements off a node's front, of which some must stay. */
  dropFront(index: number, bytes: number, count: number): void {
    const { table } = this;
    if (this.depth > 0) this.inflate(index);
    table.seek(index);
    table.page[table.at + NODE_START] += bytes;
    table.page[table.at + NODE_COUNT] -= count;
    this.narrow(index);
  }

  /** Takes elements off a node's back, of which some must stay. */
  dropBack(index: number, bytes: number, count: number): void {
    const { table } = this;
    if (this.depth > 0) this.inflate(index);
    table.seek(index);
    table.page[table.at + NODE_END] -= bytes;
    table.page[table.at + NODE_COUNT] -= count;
    this.narrow(index);
  }

  /**
   * Takes `removedBytes`, `removed` elements, out of a node, `offset` bytes behind its first element, and puts a run's
   * in their place. The shorter part of the rest moves, where there is room for it.
   */
  splice(index: number, offset: number, removedBytes: number, removed: number, run?: ElementRun): void {
    this.inflate(index);
    this.load(index);
    const { bytes, start, end } = this;
    const { page, at } = this.table;
    const inserted = run === undefined ? 0 : run.length;
    const difference = inserted - removedBytes;
    const before = offset;
    const behind = end - start - offset - removedBytes;
    const roomBefore = page[at + NODE_START];
    const roomBehind = this.arena.sizeOf(page[at]) - page[at + NODE_END];
    let target = start + offset;
    if (before < behind ? roomBefore >= difference : roomBehind < difference && roomBefore >= difference) {
      bytes.u8.copyWithin(start - difference, start, start + before);
      page[at + NODE_START] -= difference;
      target -= difference;
    } else if (roomBehind >= difference) {
      bytes.u8.copyWithin(end - behind + difference, end - behind, end);
      page[at + NODE_END] += difference;
    } else {
      target = this.respread(index, offset, removedBytes, inserted);
    }
    run?.copyTo(this.bytes, target);
    page[at + NODE_COUNT] += (run?.count ?? 0) - removed;
    if (difference < 0) this.narrow(index);
  }

  /** Parts a node: what is behind its first `offset` bytes, which are `count` elements, becomes the next node. */
  split(index: number, offset: number, count: number): void {
    this.inflate(index);
    this.load(index);
    const { bytes, start, end } = this;
    const rest = end - start - offset;
    this.insertNode(index + 1, rest, 0, rest, this.count - count);
    this.load(index + 1);
    copyBytes(bytes, start + offset, this.bytes, this.start, rest);
    this.table.seek(index);
    this.table.page[this.table.at + NODE_END] -= rest;
    this.table.page[this.table.at + NODE_COUNT] = count;
    this.narrow(index);
  }

  /** Joins nodes around the one of this index, as far as they fit: what a list is after one of them was parted. */
  mergeAround(index: number): void {
    let centre = index;
    if (this.mergeNext(centre - 2)) centre--;
    this.mergeNext(centre + 1);
    if (this.mergeNext(centre - 1)) centre--;
    this.mergeNext(centre);
  }

  /**
   * Inflates the nodes at the ends and compresses those next to them, and those around the one of this index, which have
   * been changed.
   */
  settleDepth(changed = 0): void {
    const { depth, length } = this;
    if (depth === 0) return;
    this.inflateEnds();
    const behind = length - depth;
    if (depth >= behind) return;
    this.compress(depth);
    this.compress(behind - 1);
    const last = Math.min(behind - 1, changed + FARTHEST_CHANGE);
    for (let i = Math.max(depth, changed - FARTHEST_CHANGE); i <= last; i++) this.compress(i);
  }

  /** `settleDepth` where any node may have been changed. */
  settleAll(): void {
    if (this.depth === 0) return;
    this.inflateEnds();
    for (let i = this.depth; i < this.length - this.depth; i++) this.compress(i);
  }

  private inflateEnds(): void {
    const ends = Math.min(this.depth, this.length);
    for (let i = 0; i < ends; i++) {
      if (this.isCompressed(i)) this.inflate(i);
      if (this.isCompressed(this.length - 1 - i)) this.inflate(this.length - 1 - i);
    }
  }

  /** Gives back what a node has room for beyond its elements. */
  trim(index: number): void {
    if (this.isCompressed(index)) return;
    const used = this.bytesOf(index);
    const address = this.addressOf(index);
    if (!this.arena.fits(address, used) && (used <= MAX_BLOCK || used < this.arena.sizeOf(address)))
      this.reblock(index, used, 0);
  }

  /** A node was put at an end: the one that was there gives its room back. */
  private trimNeighbour(index: number): void {
    if (this.length < 3) return;
    if (index === 0) this.trim(1);
    else if (index === this.length - 1) this.trim(index - 1);
  }

  /** Makes room for `length` more bytes at one end of a node: by sliding its elements, or in a larger block. */
  private widen(index: number, length: number, atFront: boolean): void {
    this.load(index);
    const { page, at } = this.table;
    const used = this.end - this.start;
    const bytes = this.arena.sizeOf(page[at]);
    const free = bytes - used;
    if (free < length || (free * 4 < used && bytes < this.mostBytes)) {
      const wider = Math.max(used + length, Math.min(used * 2, this.mostBytes));
      this.reblock(index, wider, atFront ? this.roundedUp(wider) - used : 0);
      return;
    }
    // A list of one node is pushed to from both sides.
    const other = this.length === 1 ? (free - length) >> 1 : 0;
    const start = atFront ? free - other : other;
    const base = this.start - page[at + NODE_START];
    this.bytes.u8.copyWithin(base + start, this.start, this.end);
    page[at + NODE_START] = start;
    page[at + NODE_END] = start + used;
  }

  /** Gives a node that has become much smaller than its block a smaller one. */
  private narrow(index: number): void {
    const used = this.bytesOf(index);
    const bytes = this.arena.sizeOf(this.addressOf(index));
    const isEnd = index === 0 || index === this.length - 1;
    if (isEnd ? bytes <= FIRST_BYTES || used > bytes >> 2 : used > bytes - (bytes >> 3)) return;
    const wanted = isEnd ? used * 2 : used;
    if (this.arena.fits(this.addressOf(index), wanted)) return;
    this.reblock(index, wanted, isEnd && index === 0 ? this.roundedUp(wanted) - used : 0);
  }

  /** A block with room for other elements between two parts of a node. Answers where they go. */
  private respread(index: number, offset: number, removedBytes: number, inserted: number): number {
    const { bytes, start, end } = this;
    const total = end - start - removedBytes + inserted;
    const target = this.arena.allocate(total);
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    const base = (target & SEGMENT_MASK) << UNIT_SHIFT;
    const behind = start + offset + removedBytes;
    copyBytes(bytes, start, to, base, offset);
    copyBytes(bytes, behind, to, base + offset + inserted, end - behind);
    this.table.seek(index);
    this.replaceBlock(target);
    const { page, at } = this.table;
    page[at + NODE_START] = 0;
    page[at + NODE_END] = total;
    this.bytes = to;
    return base + offset;
  }

  /** Joins a node and its next, if there are both and they fit in one. Answers whether it did. */
  private mergeNext(index: number): boolean {
    if (index < 0 || index + 1 >= this.length || this.isPlain(index) || this.isPlain(index + 1)) return false;
    const first = this.bytesOf(index);
    const second = this.bytesOf(index + 1);
    const count = this.countOf(index) + this.countOf(index + 1);
    if (exceedsNode(this.nodeSize, first + second + LISTPACK_OVERHEAD, count)) return false;
    this.inflate(index);
    this.reblock(index, first + second, 0);
    this.inflate(index + 1);
    this.load(index + 1);
    const { bytes, start } = this;
    this.load(index);
    copyBytes(bytes, start, this.bytes, this.start + first, second);
    const { page, at } = this.table;
    page[at + NODE_END] += second;
    page[at + NODE_COUNT] = count;
    this.remove(index + 1);
    return true;
  }

  /** Bytes of the block that is got for so many. */
  private roundedUp(bytes: number): number {
    return bytes > MAX_BLOCK ? bytes : blockSize(bytes);
  }
}
