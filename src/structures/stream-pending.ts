import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import { StreamId } from './stream-id.ts';
import { StreamIndex } from './stream-index.ts';

/**
 * IDs in order, each with a few bytes of its owner's: the entries that a consumer group has delivered and not had
 * acknowledged, and those of each of its consumers.
 *
 * ```
 *   index     ID of the first record ──▶ chunk
 *   chunk     │ start, u16 │ count, u16 │ (removed) │ record │ record │ … │ (free) │       a block of up to 2 KiB
 *   record    │ ms high │ ms low │ seq high │ seq low │ payload │
 * ```
 *
 * Entries are mostly delivered at the end and acknowledged from the beginning: both cost a few words, since a chunk that
 * loses its first record only begins later.
 *
 * Invariants: IDs rise; a chunk is never empty, and its index item has the ID of its first record; `size` is the sum of
 * the counts; `blockBytes` is the sum of the chunks' blocks.
 */
const HEAD_BYTES = 4;
const COUNT_OFFSET = 2;
const ID_BYTES = 16;
const CHUNK_BYTES = 2048;
const FIRST_RECORDS = 4;

export class PendingList {
  /** Records in all. */
  size = 0;
  /** Bytes of the chunks. */
  blockBytes = 0;
  /** The payload of the record found: `bytes[payloadAt …]`, until the next allocation. */
  bytes: Bytes = EMPTY_BYTES;
  payloadAt = 0;
  private readonly arena: Arena;
  private readonly index: StreamIndex;
  private readonly recordBytes: number;
  private readonly chunkRecords: number;
  /** The record found: its chunk's position, and its number in there. */
  private position = -1;
  private slot = 0;
  /** Of the chunk that is open: where it begins, the records before its first, and its records. */
  private at = 0;
  private start = 0;
  private count = 0;

  /** @param payloadBytes bytes of each record behind its ID */
  constructor(arena: Arena, payloadBytes: number) {
    this.arena = arena;
    this.index = new StreamIndex(arena);
    this.recordBytes = ID_BYTES + payloadBytes;
    this.chunkRecords = Math.floor((CHUNK_BYTES - HEAD_BYTES) / this.recordBytes);
  }

  get memory(): number {
    return this.blockBytes + this.index.memory;
  }

  /** Finds the record of an ID. */
  find(id: StreamId): boolean {
    this.locate(id);
    return this.matches;
  }

  /** Finds the record of an ID, or adds one, whose payload is for the caller to write. Answers whether it is new. */
  insert(id: StreamId): boolean {
    this.locate(id);
    if (this.matches) return false;
    if (this.position < 0) this.addChunk(-1, id, FIRST_RECORDS);
    else this.makeRoom(id);
    this.insertAt(this.slot, id);
    return true;
  }

  /** Removes the record found. */
  remove(): void {
    const { position, slot, recordBytes } = this;
    this.open(position);
    this.size--;
    if (this.count === 1) {
      this.dropChunk(position);
      return;
    }
    if (slot === 0) {
      this.setRange(this.start + 1, this.count - 1);
      this.index.setId(position, this.readIdAt(0, scratch));
      return;
    }
    const from = this.recordAt(slot + 1);
    this.bytes.u8.copyWithin(from - recordBytes, from, this.recordAt(this.count));
    this.setRange(this.start, this.count - 1);
  }

  /** Finds the first record. False where there is none. */
  first(): boolean {
    return this.enter(this.index.first, 0);
  }

  /** Finds the last record. False where there is none. */
  last(): boolean {
    const position = this.index.last;
    if (position < 0) return false;
    this.open(position);
    return this.enter(position, this.count - 1);
  }

  /** Finds the first record whose ID is not less than `id`. False where there is none. */
  seek(id: StreamId): boolean {
    this.locate(id);
    if (this.position < 0) return this.first();
    if (this.slot < this.count) return this.enter(this.position, this.slot);
    return this.enter(this.index.next(this.position), 0);
  }

  /** Finds the record behind the one found. False where there is none. */
  next(): boolean {
    if (this.position < 0) return false;
    this.open(this.position);
    if (this.slot + 1 < this.count) return this.enter(this.position, this.slot + 1);
    return this.enter(this.index.next(this.position), 0);
  }

  /** The number of records from an ID on, but no more than `limit`. */
  countFrom(id: StreamId, limit: number): number {
    const { index } = this;
    if (!this.seek(id)) return 0;
    let count = this.count - this.slot;
    let position = index.next(this.position);
    while (count < limit && position >= 0) {
      this.open(position);
      count += this.count;
      position = index.next(position);
    }
    return Math.min(count, limit);
  }

  /** The ID of the record found. */
  readId(into: StreamId): StreamId {
    return this.readIdAt(this.slot, into);
  }

  /** Frees chunks with about `limit` records. Answers whether there are more. */
  drain(limit: number): boolean {
    let freed = 0;
    while (freed < limit && this.index.length > 0) {
      const { last } = this.index;
      this.open(last);
      freed += this.count;
      this.size -= this.count;
      this.dropChunk(last);
    }
    if (this.index.length === 0) this.index.clear();
    return this.index.length > 0;
  }

  /** Copies all records to an empty list of the same kind. */
  copyTo(target: PendingList): void {
    const { index, arena } = this;
    for (let position = index.first; position >= 0; position = index.next(position)) {
      this.open(position);
      const address = arena.allocate(HEAD_BYTES + this.count * this.recordBytes);
      const segment = arena.segments[address >>> SEGMENT_SHIFT];
      const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
      copyBytes(this.bytes, this.recordAt(0), segment, at + HEAD_BYTES, this.count * this.recordBytes);
      target.adopt(index.readId(position, scratch), address, this.count);
    }
  }

  /** Gives chunks that stand where memory is being emptied other places. */
  defragment(): void {
    const { index, arena } = this;
    index.defragment();
    for (let position = index.first; position >= 0; position = index.next(position)) {
      if (!arena.shouldMove(index.addressAt(position))) continue;
      this.open(position);
      this.resize(position, this.capacity(position));
    }
  }

  private adopt(id: StreamId, address: number, count: number): void {
    this.index.append(id, address);
    this.blockBytes += this.arena.sizeOf(address);
    this.open(this.index.last);
    this.setRange(0, count);
    this.size += count;
  }

  /** Whether the place that `locate` found holds the ID that it looked for. */
  private matches = false;

  /** Finds the place of an ID: the record, or the one before which it belongs, in the chunk where it belongs. */
  private locate(id: StreamId): void {
    const { index } = this;
    let position = index.floor(id);
    this.matches = false;
    if (position < 0) position = index.first;
    this.position = position;
    if (position < 0) return;
    this.open(position);
    let low = 0;
    let high = this.count;
    // What is new belongs behind all others, mostly.
    if (high > 0 && this.compareAt(high - 1, id) < 0) low = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareAt(middle, id) < 0) low = middle + 1;
      else high = middle;
    }
    this.slot = low;
    this.matches = low < this.count && this.compareAt(low, id) === 0;
    this.payloadAt = this.recordAt(low) + ID_BYTES;
  }

  private enter(position: number, slot: number): boolean {
    this.position = position;
    if (position < 0) return false;
    this.open(position);
    this.slot = slot;
    this.payloadAt = this.recordAt(slot) + ID_BYTES;
    return true;
  }

  private open(position: number): void {
    const address = this.index.addressAt(position);
    const bytes = this.arena.segments[address >>> SEGMENT_SHIFT];
    this.bytes = bytes;
    this.at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.start = bytes.view.getUint16(this.at, true);
    this.count = bytes.view.getUint16(this.at + COUNT_OFFSET, true);
  }

  private setRange(start: number, count: number): void {
    const { view } = this.bytes;
    view.setUint16(this.at, start, true);
    view.setUint16(this.at + COUNT_OFFSET, count, true);
    this.start = start;
    this.count = count;
  }

  private recordAt(slot: number): number {
    return this.at + HEAD_BYTES + (this.start + slot) * this.recordBytes;
  }

  private compareAt(slot: number, id: StreamId): number {
    const { view } = this.bytes;
    const at = this.recordAt(slot);
    const difference = view.getUint32(at, true) - id.msHi || view.getUint32(at + 4, true) - id.msLo;
    if (difference !== 0) return difference;
    return view.getUint32(at + 8, true) - id.seqHi || view.getUint32(at + 12, true) - id.seqLo;
  }

  private readIdAt(slot: number, into: StreamId): StreamId {
    const { view } = this.bytes;
    const at = this.recordAt(slot);
    return into.set(
      view.getUint32(at, true),
      view.getUint32(at + 4, true),
      view.getUint32(at + 8, true),
      view.getUint32(at + 12, true),
    );
  }

  /** Records that the chunk at a position has room for. */
  private capacity(position: number): number {
    const bytes = this.arena.sizeOf(this.index.addressAt(position));
    return Math.floor((bytes - HEAD_BYTES) / this.recordBytes);
  }

  /** Adds an empty chunk behind the one at a position, and opens it. */
  private addChunk(position: number, id: StreamId, records: number): void {
    const address = this.arena.allocate(HEAD_BYTES + records * this.recordBytes);
    this.blockBytes += this.arena.sizeOf(address);
    this.index.insertAfter(position, id, address);
    this.position = this.index.floor(id);
    this.slot = 0;
    this.open(this.position);
    this.setRange(0, 0);
  }

  private dropChunk(position: number): void {
    const address = this.index.addressAt(position);
    this.blockBytes -= this.arena.sizeOf(address);
    this.arena.free(address);
    this.index.remove(position);
  }

  /** Sees that the chunk that is open takes one record more, for an ID that belongs at `slot`. */
  private makeRoom(id: StreamId): void {
    const { position } = this;
    const capacity = this.capacity(position);
    if (this.start + this.count < capacity) return;
    if (this.start > 0) {
      const from = this.recordAt(0);
      this.bytes.u8.copyWithin(this.at + HEAD_BYTES, from, this.recordAt(this.count));
      this.setRange(0, this.count);
    } else if (this.count < this.chunkRecords) {
      this.resize(position, Math.min(this.count * 2, this.chunkRecords));
    } else if (this.slot === this.count) {
      this.addChunk(position, id, this.index.next(position) < 0 ? this.chunkRecords : FIRST_RECORDS);
    } else {
      this.split(position);
    }
  }

  /** Moves the second half of a full chunk to one of its own, and finds the place again. */
  private split(position: number): void {
    const { slot, count, recordBytes } = this;
    const half = count >>> 1;
    const moved = count - half;
    const { bytes } = this;
    const from = this.recordAt(half);
    const id = this.readIdAt(half, scratch);
    this.setRange(this.start, half);
    this.addChunk(position, id, this.chunkRecords);
    copyBytes(bytes, from, this.bytes, this.recordAt(0), moved * recordBytes);
    this.setRange(0, moved);
    if (slot > half) {
      this.slot = slot - half;
      return;
    }
    this.position = this.index.previous(this.position);
    this.slot = slot;
    this.open(this.position);
  }

  /** Gives the chunk that is open a block for so many records. */
  private resize(position: number, records: number): void {
    const { arena, index } = this;
    const old = index.addressAt(position);
    const from = this.bytes;
    const start = this.recordAt(0);
    const { count } = this;
    const address = arena.allocate(HEAD_BYTES + records * this.recordBytes);
    this.blockBytes += arena.sizeOf(address) - arena.sizeOf(old);
    index.setAddress(position, address);
    this.open(position);
    this.setRange(0, count);
    copyBytes(from, start, this.bytes, this.recordAt(0), count * this.recordBytes);
    arena.free(old);
  }

  /** Puts a record at a slot of the chunk that is open and has room. */
  private insertAt(slot: number, id: StreamId): void {
    const at = this.recordAt(slot);
    const end = this.recordAt(this.count);
    if (at < end) this.bytes.u8.copyWithin(at + this.recordBytes, at, end);
    const { view } = this.bytes;
    view.setUint32(at, id.msHi, true);
    view.setUint32(at + 4, id.msLo, true);
    view.setUint32(at + 8, id.seqHi, true);
    view.setUint32(at + 12, id.seqLo, true);
    this.setRange(this.start, this.count + 1);
    if (slot === 0) this.index.setId(this.position, id);
    this.size++;
    this.payloadAt = at + ID_BYTES;
  }
}

const scratch = new StreamId();
