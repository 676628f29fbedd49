import type { Arena } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { EntryCursor } from './stream-cursor.ts';
import type { Counter } from './stream-group.ts';
import { ConsumerGroup, countedUp, counterDifference, findName, UNKNOWN_READS } from './stream-group.ts';
import { StreamId } from './stream-id.ts';
import type { StreamIndex } from './stream-index.ts';
import type { FieldSource } from './stream-node.ts';
import { liveEntries } from './stream-node.ts';
import type { NodeLimits } from './stream-nodes.ts';
import { StreamNodes } from './stream-nodes.ts';

/**
 * A stream: entries in the order of their IDs, and the groups that consume them.
 *
 * ```
 *   nodes     index ──▶ node │ node │ … │ node            (stream-nodes.ts, stream-node.ts)
 *   groups    by name ──▶ pending lists, consumers        (stream-group.ts)
 *   and       size, first and last ID, greatest deleted ID, number of entries ever added
 * ```
 *
 * Invariants: `size` is the sum of the nodes' live entries; `firstId` is the ID of the first of them, or 0-0; no entry is
 * behind `lastId`.
 */
export class Stream {
  readonly nodes: StreamNodes;
  /** Live entries. */
  size = 0;
  /** The greatest ID that was ever given; of the first entry; and of those that were deleted one by one. */
  readonly lastId = new StreamId();
  readonly firstId = new StreamId();
  readonly maxDeletedId = new StreamId();
  /** Entries added since the stream began. */
  entriesAdded: Counter = 0;
  /** In the order of their names. */
  readonly groups: ConsumerGroup[] = [];
  private readonly limits: NodeLimits;
  private drained = 0;

  constructor(arena: Arena, limits: NodeLimits) {
    this.nodes = new StreamNodes(arena, limits);
    this.limits = limits;
  }

  get arena(): Arena {
    return this.nodes.arena;
  }

  get index(): StreamIndex {
    return this.nodes.index;
  }

  /** Redis frees a stream node by node. */
  get pieces(): number {
    return this.nodes.index.length;
  }

  get memory(): number {
    let bytes = OBJECT_BYTES + this.nodes.blockBytes + this.nodes.index.memory;
    for (const group of this.groups) bytes += group.memory;
    return bytes;
  }

  /** Makes `into` the ID of an entry added at a time in milliseconds. False where there is none left. */
  nextId(now: number, into: StreamId): boolean {
    const { lastId } = this;
    into.setTime(now);
    if (into.compare(lastId) > 0 && !into.sameTime(lastId)) return true;
    return into.copy(lastId).increment();
  }

  /** Adds an entry. Its ID is greater than `lastId`. */
  append(id: StreamId, source: FieldSource, first: number, pairs: number): void {
    this.nodes.append(id, source, first, pairs);
    this.size++;
    this.entriesAdded = countedUp(this.entriesAdded);
    this.lastId.copy(id);
    if (this.size === 1) this.firstId.copy(id);
  }

  /** Whether there is an entry with this ID. */
  has(id: StreamId): boolean {
    return this.find(id, cursor);
  }

  /** Brings a cursor to the entry with this ID. False where there is none. */
  find(id: StreamId, into: EntryCursor): boolean {
    into.seek(this.nodes, id);
    return into.next() && into.id.compare(id) === 0;
  }

  /** Deletes the entry with this ID. `firstId` and `maxDeletedId` are for `noteDeleted`. */
  delete(id: StreamId): boolean {
    if (!this.find(id, cursor)) return false;
    this.nodes.markDeleted(cursor.position, cursor.entryAt);
    this.size--;
    return true;
  }

  /** Sees that `firstId` names the first entry. */
  findFirstId(): void {
    cursor.seekEdge(this.nodes, false);
    if (this.size > 0 && cursor.next()) this.firstId.copy(cursor.id);
    else this.firstId.setLeast();
  }

  /** Makes `into` the ID of the last entry. False where there is none. */
  lastEntryId(into: StreamId): boolean {
    if (this.size === 0) return false;
    cursor.seekEdge(this.nodes, true);
    if (!cursor.previous()) return false;
    into.copy(cursor.id);
    return true;
  }

  /** Whether an entry has a greater ID. */
  hasAfter(id: StreamId): boolean {
    if (this.size === 0 || this.lastId.compare(id) <= 0) return false;
    return this.lastEntryId(edge) && edge.compare(id) > 0;
  }

  /** The number of entries from `start` to `end`, both included, but no more than `limit`; `into` is before the first. */
  countRange(start: StreamId, end: StreamId, limit: number, into: EntryCursor): number {
    const { arena, index } = this.nodes;
    into.seek(this.nodes, start);
    if (into.position < 0 || start.compare(end) > 0) return 0;
    const isOpen = end.compare(this.lastId) >= 0;
    const last = isOpen ? index.last : index.floor(end);
    let { position } = into;
    if (position > last) return 0;
    let count = position < last || isOpen ? into.remaining : 0;
    while (position < last && count < limit) {
      position = index.next(position);
      if (position < last || isOpen) count += liveEntries(arena, index.addressAt(position));
    }
    if (!isOpen && count < limit) count += this.countInNode(last, start, end);
    return Math.min(count, limit);
  }

  group(bytes: Bytes, at: number, length: number): ConsumerGroup | undefined {
    const place = findName(this.groups, bytes, at, length);
    return place < 0 ? undefined : this.groups[place];
  }

  /** Adds a group that the stream does not have. */
  addGroup(bytes: Bytes, at: number, length: number): ConsumerGroup {
    const group = new ConsumerGroup(this.nodes.arena, bytes.latin1(at, at + length));
    this.groups.splice(~findName(this.groups, bytes, at, length), 0, group);
    return group;
  }

  deleteGroup(group: ConsumerGroup): void {
    this.groups.splice(this.groups.indexOf(group), 1);
    while (group.drain(Infinity));
  }

  /** Whether an entry was deleted between `start` and the end, so that counting ahead of it is not possible. */
  hasGapsFrom(start: StreamId): boolean {
    if (this.size === 0 || this.maxDeletedId.isLeast) return false;
    return start.compare(this.maxDeletedId) <= 0;
  }

  /**
   * How many entries were added up to an ID, as far as that can be told without counting, else UNKNOWN_READS: of the
   * last ID, or of one that is not behind the first entry of a stream without gaps.
   */
  entriesUpTo(id: StreamId): Counter {
    const { entriesAdded, size, maxDeletedId, firstId } = this;
    if (entriesAdded === 0) return 0;
    const last = id.compare(this.lastId);
    if (size === 0 && last <= 0) return entriesAdded;
    if (!id.isLeast && id.compare(maxDeletedId) < 0) return UNKNOWN_READS;
    if (last === 0) return entriesAdded;
    if (last > 0) return UNKNOWN_READS;
    if (!maxDeletedId.isLeast && maxDeletedId.compare(firstId) >= 0) return UNKNOWN_READS;
    const first = id.compare(firstId);
    if (first > 0) return UNKNOWN_READS;
    return counterDifference(entriesAdded, first < 0 ? size : size - 1);
  }

  /** Entries that a group has still to read; undefined where that cannot be told. */
  lagOf(group: ConsumerGroup): Counter | undefined {
    const { entriesAdded, size, firstId } = this;
    if (entriesAdded === 0 || size === 0) return 0;
    if (group.lastId.compare(firstId) < 0 && this.maxDeletedId.compare(firstId) < 0) return size;
    if (group.entriesRead !== UNKNOWN_READS && !this.hasGapsFrom(group.lastId)) {
      return counterDifference(entriesAdded, group.entriesRead);
    }
    const read = this.entriesUpTo(group.lastId);
    return read === UNKNOWN_READS ? undefined : counterDifference(entriesAdded, read);
  }

  /** A group has been given the entry behind its last one. */
  advance(group: ConsumerGroup, id: StreamId): void {
    const knows = group.entriesRead !== UNKNOWN_READS;
    if (knows && group.lastId.compare(this.firstId) >= 0 && !this.hasGapsFrom(group.lastId)) {
      group.entriesRead = countedUp(group.entriesRead);
    } else if (this.entriesAdded !== 0) {
      group.entriesRead = this.entriesUpTo(id);
    }
    group.lastId.copy(id);
  }

  clone(): Stream {
    const copy = new Stream(this.nodes.arena, this.limits);
    this.nodes.copyTo(copy.nodes);
    copy.size = this.size;
    copy.lastId.copy(this.lastId);
    copy.firstId.copy(this.firstId);
    copy.maxDeletedId.copy(this.maxDeletedId);
    copy.entriesAdded = this.entriesAdded;
    for (const group of this.groups) copy.groups.push(group.clone());
    return copy;
  }

  /** Frees about `limit` entries and their memory. Answers whether there are more. */
  drain(limit: number): boolean {
    const { index, arena } = this.nodes;
    let freed = 0;
    for (let { last } = index; last >= 0; { last } = index) {
      if (freed >= limit) return true;
      freed += Math.max(1, liveEntries(arena, index.addressAt(last)));
      this.nodes.remove(last);
    }
    index.clear();
    this.size = 0;
    while (this.drained < this.groups.length) {
      if (freed >= limit || this.groups[this.drained].drain(limit - freed)) return true;
      this.drained++;
    }
    this.groups.length = 0;
    return false;
  }

  /** Moves blocks out of memory that is being emptied: a node at a time, then the index, then each group in one go. */
  defragment(cursor: number): number {
    const { index } = this.nodes;
    if (cursor < GROUPS_CURSOR) {
      const position = index.existing(cursor);
      if (position < 0) {
        index.defragment();
        return GROUPS_CURSOR;
      }
      this.nodes.moveIfWanted(position);
      return position + 1;
    }
    const number = cursor - GROUPS_CURSOR;
    if (number >= this.groups.length) return 0;
    this.groups[number].defragment();
    return cursor + 1;
  }

  /** The entries of one node from `start` to `end`. */
  private countInNode(position: number, start: StreamId, end: StreamId): number {
    let count = 0;
    cursor.enterNode(this.nodes, position);
    while (cursor.nextInNode() && cursor.id.compare(end) <= 0) {
      if (!cursor.isDeleted && cursor.id.compare(start) >= 0) count++;
    }
    return count;
  }
}

/** What the object itself takes in the JavaScript heap, roughly. */
const OBJECT_BYTES = 600;
/** Where a defragmentation's cursor goes on behind the nodes. */
const GROUPS_CURSOR = 2 ** 40;
const cursor = new EntryCursor();
const edge = new StreamId();
