import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import { Bytes, copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { compressLzf, decompressLzf } from './lzf.ts';
import { NODE_ADDRESS, NODE_COUNT, NODE_END, NODE_START, QuicklistTable } from './quicklist-table.ts';

/**
 * The blocks that a quicklist's nodes stand in, one for each, with elements as a listpack has them, without its header.
 *
 * ```
 *   packed        │ room │ a b c d │ room │     elements are bytes [start, end) of the block
 *   plain         │ one long element │
 *   compressed    │ length, u32 │ LZF │       start is 0 and end what the elements take when they are inflated
 * ```
 *
 * A compressed node is read in memory of its own, which holds until the next one is loaded; it is inflated before it is
 * changed. One that LZF does not make smaller is remembered as such until it is changed.
 *
 * Invariants: a record's end - start is what its elements take; a plain node has one element.
 */
export const NODE_PLAIN = 0x80000000;
const NODE_COMPRESSED = 0x40000000;
/** It was tried to compress it in vain. */
const NODE_DENSE = 0x20000000;
export const COUNT_MASK = 0x1fffffff;
const LENGTH_BYTES = 4;
/** Redis's: nodes below are left, and it must save so much. */
const COMPRESSED_FROM = 48;
const LEAST_SAVED = 8;
/** Longer ones are left, lest one element stop the server. */
const COMPRESSED_TO = 1024 * 1024;

/** Where nodes are compressed to and inflated for reading, as far as they are not longer than that. */
const SCRATCH_BYTES = 64 * 1024;
let packed = EMPTY_BYTES;
let inflated = EMPTY_BYTES;

export class QuicklistBlocks {
  /** The node that `load` found: its elements are `bytes[start, end)`. */
  bytes: Bytes = EMPTY_BYTES;
  start = 0;
  end = 0;
  count = 0;
  readonly table: QuicklistTable;
  protected readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
    this.table = new QuicklistTable(arena);
  }

  get length(): number {
    return this.table.length;
  }

  /** Bytes of the blocks and of the table. */
  get memory(): number {
    const { table, arena } = this;
    let bytes = table.memory;
    for (let i = 0; i < table.length; i++) bytes += arena.sizeOf(this.addressOf(i));
    return bytes;
  }

  load(index: number): void {
    const { table } = this;
    table.seek(index);
    const { page, at } = table;
    const address = page[at + NODE_ADDRESS];
    const head = page[at + NODE_COUNT];
    const base = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.count = head & COUNT_MASK;
    this.bytes = this.arena.segments[address >>> SEGMENT_SHIFT];
    this.start = base + page[at + NODE_START];
    this.end = base + page[at + NODE_END];
    if ((head & NODE_COMPRESSED) !== 0) this.readCompressed();
  }

  addressOf(index: number): number {
    this.table.seek(index);
    return this.table.page[this.table.at + NODE_ADDRESS];
  }

  countOf(index: number): number {
    return this.headOf(index) & COUNT_MASK;
  }

  /** Bytes of a node's elements. */
  bytesOf(index: number): number {
    const { table } = this;
    table.seek(index);
    return table.page[table.at + NODE_END] - table.page[table.at + NODE_START];
  }

  isPlain(index: number): boolean {
    return (this.headOf(index) & NODE_PLAIN) !== 0;
  }

  isCompressed(index: number): boolean {
    return (this.headOf(index) & NODE_COMPRESSED) !== 0;
  }

  /** Makes a node of uninitialised elements: bytes [start, start + length) of its block. */
  insertNode(index: number, blockBytes: number, start: number, length: number, head: number): void {
    const address = this.arena.allocate(blockBytes);
    this.table.insert(index);
    const { page, at } = this.table;
    page[at + NODE_ADDRESS] = address;
    page[at + NODE_COUNT] = head;
    page[at + NODE_START] = start;
    page[at + NODE_END] = start + length;
  }

  /** Adds a copy of another quicklist's node behind the last, in a block that is no longer than it must be. */
  addCopy(from: QuicklistBlocks, index: number): void {
    const head = from.headOf(index);
    const at = this.length;
    if (from.isCompressed(index)) {
      const { bytes, start, length } = from.compressedOf(index);
      this.insertNode(at, LENGTH_BYTES + length, 0, from.bytesOf(index), head);
      this.locate(at);
      copyBytes(bytes, start - LENGTH_BYTES, this.bytes, this.start, LENGTH_BYTES + length);
      return;
    }
    const length = from.bytesOf(index);
    this.insertNode(at, length, 0, length, head);
    this.locate(at);
    from.load(index);
    copyBytes(from.bytes, from.start, this.bytes, this.start, length);
  }

  /** Frees a node that other records may still stand behind: its own stays, with the count 0, until `table.sweep`. */
  empty(index: number): void {
    this.arena.free(this.addressOf(index));
    this.table.page[this.table.at + NODE_COUNT] = 0;
  }

  remove(index: number): void {
    this.arena.free(this.addressOf(index));
    this.table.remove(index);
  }

  /** Gives a node another block of the same size (see LargeCollection.defragment). */
  moveBlock(index: number): void {
    const { arena } = this;
    const address = this.addressOf(index);
    const bytes = arena.sizeOf(address);
    const target = arena.allocate(bytes);
    const from = arena.segments[address >>> SEGMENT_SHIFT];
    const to = arena.segments[target >>> SEGMENT_SHIFT];
    copyBytes(from, (address & SEGMENT_MASK) << UNIT_SHIFT, to, (target & SEGMENT_MASK) << UNIT_SHIFT, bytes);
    this.replaceBlock(target);
  }

  /** Compresses a node, if that saves anything. */
  compress(index: number): void {
    const length = this.bytesOf(index);
    const head = this.headOf(index);
    if ((head & (NODE_COMPRESSED | NODE_DENSE)) !== 0 || length < COMPRESSED_FROM || length > COMPRESSED_TO) return;
    const room = length - LEAST_SAVED - LENGTH_BYTES;
    if (packed.length < room) packed = Bytes.uninitialised(Math.max(room, SCRATCH_BYTES));
    this.load(index);
    const written = compressLzf(this.bytes, this.start, length, packed, 0, room);
    this.setHead(index, head | (written === 0 ? NODE_DENSE : NODE_COMPRESSED));
    if (written > 0) this.storeCompressed(length, written);
    if (packed.length > SCRATCH_BYTES) packed = EMPTY_BYTES;
  }

  /** Makes a node ready to be changed: what is compressed is inflated. */
  inflate(index: number): void {
    const head = this.headOf(index);
    if ((head & (NODE_COMPRESSED | NODE_DENSE)) === 0) return;
    if ((head & NODE_COMPRESSED) !== 0) this.inflateBlock(index);
    this.setHead(index, head & ~(NODE_COMPRESSED | NODE_DENSE));
  }

  /** Gives a node that is not compressed another block, of so many bytes, with its elements from `start` on. */
  protected reblock(index: number, blockBytes: number, start: number): void {
    const target = this.arena.allocate(blockBytes);
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    this.load(index);
    const used = this.end - this.start;
    copyBytes(this.bytes, this.start, to, ((target & SEGMENT_MASK) << UNIT_SHIFT) + start, used);
    this.replaceBlock(target);
    const { page, at } = this.table;
    page[at + NODE_START] = start;
    page[at + NODE_END] = start + used;
  }

  /** Frees the block of the record found and puts another in its place. */
  protected replaceBlock(target: number): void {
    const { page, at } = this.table;
    this.arena.free(page[at + NODE_ADDRESS]);
    page[at + NODE_ADDRESS] = target;
  }

  private headOf(index: number): number {
    this.table.seek(index);
    return this.table.page[this.table.at + NODE_COUNT];
  }

  private setHead(index: number, head: number): void {
    this.table.seek(index);
    this.table.page[this.table.at + NODE_COUNT] = head;
  }

  /** Leaves a node's block, from its first byte, in `bytes` and `start`. */
  private locate(index: number): void {
    const address = this.addressOf(index);
    this.bytes = this.arena.segments[address >>> SEGMENT_SHIFT];
    this.start = (address & SEGMENT_MASK) << UNIT_SHIFT;
  }

  private compressedOf(index: number): { bytes: Bytes; start: number; length: number } {
    this.locate(index);
    const { bytes, start } = this;
    return { bytes, start: start + LENGTH_BYTES, length: bytes.view.getUint32(start, true) };
  }

  /** Puts what `compress` wrote in the place of the elements of the record found. */
  private storeCompressed(length: number, written: number): void {
    const target = this.arena.allocate(LENGTH_BYTES + written);
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    const base = (target & SEGMENT_MASK) << UNIT_SHIFT;
    to.view.setUint32(base, written, true);
    copyBytes(packed, 0, to, base + LENGTH_BYTES, written);
    this.replaceBlock(target);
    const { page, at } = this.table;
    page[at + NODE_START] = 0;
    page[at + NODE_END] = length;
  }

  /** `load` of a compressed node. */
  private readCompressed(): void {
    const { bytes, start, end } = this;
    const length = end - start;
    if (inflated.length < length || inflated.length > SCRATCH_BYTES)
      inflated = Bytes.uninitialised(Math.max(length, SCRATCH_BYTES));
    inflateTo(bytes, start, inflated, 0, length);
    this.bytes = inflated;
    this.start = 0;
    this.end = length;
  }

  private inflateBlock(index: number): void {
    const length = this.bytesOf(index);
    this.locate(index);
    const target = this.arena.allocate(length);
    const to = this.arena.segments[target >>> SEGMENT_SHIFT];
    inflateTo(this.bytes, this.start, to, (target & SEGMENT_MASK) << UNIT_SHIFT, length);
    this.replaceBlock(target);
  }
}

function inflateTo(bytes: Bytes, start: number, to: Bytes, toAt: number, length: number): void {
  const compressed = bytes.view.getUint32(start, true);
  if (!decompressLzf(bytes, start + LENGTH_BYTES, compressed, to, toAt, length))
    throw new Error('a compressed node of a list is damaged');
}
