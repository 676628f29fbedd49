import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import { Bytes, copyBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { backLengthSize, EncodedRun, integerElementSize } from './listpack.ts';
import type { EntrySource } from './stream-cursor.ts';
import { differenceOf, StreamId } from './stream-id.ts';
import { StreamIndex } from './stream-index.ts';
import type { FieldSource } from './stream-node.ts';
import { ENTRY_HEAD, flagDeleted, hasMasterFields, NODE_HEADER, SAME_FIELDS, StreamNode } from './stream-node.ts';

/** How large a node may become; 0 for no limit. */
export interface NodeLimits {
  readonly streamNodeBytes: number;
  readonly streamNodeEntries: number;
}

/** The longest listpack that Redis makes. */
export const MAX_NODE_BYTES = 1 << 30;
/** What the block of a node that still grows begins with at least. */
const FIRST_NODE_BYTES = 64;
/** An entry's flags in a listpack. */
const FLAG_ELEMENT = 2;

/**
 * The nodes of a stream with their index: entries are added to the last, which has some room ahead until the next one is
 * begun; any may have entries marked as deleted, and goes when the last live one is.
 *
 * Invariants: `blockBytes` is the sum of the nodes' blocks; only the last node's block is larger than it need be.
 */
export class StreamNodes implements EntrySource {
  readonly arena: Arena;
  readonly index: StreamIndex;
  /** Bytes of the nodes' blocks. */
  blockBytes = 0;
  /** The length of the last node that became full: the next may become as long. */
  private expected = 0;
  private readonly limits: NodeLimits;
  private readonly node = new StreamNode();
  private readonly tailId = new StreamId();

  constructor(arena: Arena, limits: NodeLimits) {
    this.arena = arena;
    this.index = new StreamIndex(arena);
    this.limits = limits;
  }

  /** Adds an entry behind all others. Its ID is greater than theirs. */
  append(id: StreamId, source: FieldSource, first: number, pairs: number): void {
    const tail = this.index.seekLast();
    const added = totalLength(source, first, pairs);
    run.clear();
    if (tail !== 0) {
      this.node.open(this.arena, tail);
      if (this.hasRoom(added)) {
        this.appendToTail(tail, id, source, first, pairs);
        forgetLargeRun();
        return;
      }
      this.seal(tail);
    }
    this.begin(id, source, first, pairs);
    forgetLargeRun();
  }

  /** Marks the entry whose flags stand at `entryAt` of the node at a position. Answers whether that took the whole node. */
  markDeleted(position: number, entryAt: number): boolean {
    const { node } = this;
    node.open(this.arena, this.index.addressAt(position));
    if (node.live === 1) {
      this.remove(position);
      return true;
    }
    flagDeleted(node, entryAt);
    node.recount(-1, 1);
    return false;
  }

  /** Changes the two counts of the node at a position. */
  recount(position: number, live: number, deleted: number): void {
    this.node.open(this.arena, this.index.addressAt(position)).recount(live, deleted);
  }

  /** Frees the node at a position. */
  remove(position: number): void {
    const address = this.index.addressAt(position);
    this.blockBytes -= this.arena.sizeOf(address);
    this.arena.free(address);
    this.index.remove(position);
  }

  /** Gives the node at a position another block where its own stands in memory that is being emptied. */
  moveIfWanted(position: number): void {
    const { arena, index } = this;
    const address = index.addressAt(position);
    if (arena.shouldMove(address)) index.setAddress(position, this.copyBlock(address, arena.sizeOf(address), true));
  }

  /** Copies all nodes to the end of another stream's. */
  copyTo(target: StreamNodes): void {
    const { index, node, arena } = this;
    for (let position = index.first; position >= 0; position = index.next(position)) {
      const address = index.addressAt(position);
      node.open(arena, address);
      const copy = this.copyBlock(address, node.length, false);
      target.blockBytes += arena.sizeOf(copy);
      target.index.append(index.readId(position, target.tailId), copy);
    }
  }

  /** Whether the tail, which is open, takes an entry of so many bytes. */
  private hasRoom(added: number): boolean {
    const { streamNodeBytes, streamNodeEntries } = this.limits;
    const { node } = this;
    const limit = streamNodeBytes === 0 || streamNodeBytes > MAX_NODE_BYTES ? MAX_NODE_BYTES : streamNodeBytes;
    if (node.listpackLength + added >= limit) return false;
    return streamNodeEntries === 0 || node.live + node.deleted < streamNodeEntries;
  }

  /** Adds an entry to the last node, which stands at `address`, is open, and is the one that the index has found. */
  private appendToTail(address: number, id: StreamId, source: FieldSource, first: number, pairs: number): void {
    const { node } = this;
    const isSame = hasMasterFields(node, source, first, pairs);
    const elements = addEntry(id, this.index.readFoundId(this.tailId), source, first, pairs, isSame);
    const length = node.length + run.length;
    if (length > this.arena.sizeOf(address)) this.grow(address, length);
    run.copyTo(node.bytes, node.end);
    node.setLength(length, elements);
    node.recount(1, 0);
  }

  /** Makes a node of one entry. */
  private begin(id: StreamId, source: FieldSource, first: number, pairs: number): void {
    run.clear();
    let fields = 0;
    for (let i = 0; i < pairs; i++) fields += addRange(source, first + 2 * i);
    fields += addNumber(0);
    const elements = fields + addEntry(id, id, source, first, pairs, true);
    const length = NODE_HEADER + run.length;
    const address = this.arena.allocate(Math.max(FIRST_NODE_BYTES, length, this.expected));
    this.blockBytes += this.arena.sizeOf(address);
    const { node } = this;
    node.begin(this.arena.segments[address >>> SEGMENT_SHIFT], (address & SEGMENT_MASK) << UNIT_SHIFT, pairs);
    run.copyTo(node.bytes, node.end);
    node.setLength(length, elements);
    node.recount(1, 0);
    this.index.append(id, address);
  }

  /** Gives the last node a block for `length` bytes, with as much again ahead, within the limit. */
  private grow(address: number, length: number): void {
    const { streamNodeBytes } = this.limits;
    const ahead = Math.min(length * 2, Math.max(length, streamNodeBytes === 0 ? length * 2 : streamNodeBytes));
    this.reblockTail(address, ahead);
  }

  /** Gives back what the last node's block has ahead. */
  private seal(address: number): void {
    const { arena, node } = this;
    this.expected = Math.min(node.length, this.limits.streamNodeBytes);
    if (arena.sizeOf(address) > node.length && !arena.fits(address, node.length)) {
      this.reblockTail(address, node.length);
    }
  }

  private reblockTail(address: number, bytes: number): void {
    const { arena } = this;
    this.blockBytes -= arena.sizeOf(address);
    const target = this.copyBlock(address, bytes, true);
    this.blockBytes += arena.sizeOf(target);
    this.index.setAddress(this.index.last, target);
    this.node.bytes = arena.segments[target >>> SEGMENT_SHIFT];
    this.node.at = (target & SEGMENT_MASK) << UNIT_SHIFT;
  }

  /** A block of `bytes` with the node of another, which is freed where that is wanted. */
  private copyBlock(address: number, bytes: number, frees: boolean): number {
    const { arena } = this;
    const target = arena.allocate(bytes);
    const from = arena.segments[address >>> SEGMENT_SHIFT];
    const start = (address & SEGMENT_MASK) << UNIT_SHIFT;
    const to = arena.segments[target >>> SEGMENT_SHIFT];
    copyBytes(from, start, to, (target & SEGMENT_MASK) << UNIT_SHIFT, from.view.getUint32(start, true));
    if (frees) arena.free(address);
    return target;
  }
}

/** The values being added. */
const run = new EncodedRun(false);
/** A run that has become longer than this is not kept. */
const KEPT_RUN_BYTES = 1 << 20;

function forgetLargeRun(): void {
  if (run.bytes.length > KEPT_RUN_BYTES) run.bytes = Bytes.uninitialised(FIRST_NODE_BYTES);
}

function totalLength(source: FieldSource, first: number, pairs: number): number {
  let total = 0;
  for (let i = first; i < first + 2 * pairs; i++) total += source.lengths[i];
  return total;
}

/** Adds an entry to the run. Answers what it would take in Redis's listpack. */
function addEntry(
  id: StreamId,
  master: StreamId,
  source: FieldSource,
  first: number,
  pairs: number,
  isSame: boolean,
): number {
  const start = run.length;
  run.addInteger(isSame ? SAME_FIELDS : 0);
  let elements = FLAG_ELEMENT;
  elements += addNumber(differenceOf(id.msHi, id.msLo, master.msHi, master.msLo));
  elements += addNumber(differenceOf(id.seqHi, id.seqLo, master.seqHi, master.seqLo));
  if (!isSame) elements += addNumber(pairs);
  for (let i = 0; i < pairs; i++) {
    if (!isSame) elements += addRange(source, first + 2 * i);
    elements += addRange(source, first + 2 * i + 1);
  }
  run.addBackLength(run.length - start);
  // Redis's way back is the number of elements.
  return elements + integerElementSize(ENTRY_HEAD + (isSame ? pairs : 1 + 2 * pairs));
}

/** Adds a value to the run. Answers what it would take in Redis's listpack, here and below. */
function addRange(source: FieldSource, index: number): number {
  const start = run.length;
  run.add(source.bytes, source.starts[index], source.lengths[index]);
  return elementSizeOf(run.length - start);
}

function addNumber(value: number | bigint): number {
  const start = run.length;
  if (typeof value === 'number') run.addInteger(value);
  else run.addBigInteger(value);
  return elementSizeOf(run.length - start);
}

function elementSizeOf(size: number): number {
  return size + backLengthSize(size);
}
