import type { Bytes } from '../memory/bytes.ts';
import type { Arena } from '../memory/arena.ts';
import { backLengthSize, ElementText, integerOf, nextValue, previousElement, skipValues } from './listpack.ts';
import { addDifference, StreamId } from './stream-id.ts';
import type { StreamIndex } from './stream-index.ts';
import { DELETED, exactInteger, SAME_FIELDS, StreamNode } from './stream-node.ts';

/** What a cursor walks over. */
export interface EntrySource {
  readonly arena: Arena;
  readonly index: StreamIndex;
}

/**
 * A place among the entries of a stream, at one of them or, after a seek, between two: it goes from there in either
 * direction, and may turn round. Deleted entries are passed over. Gone beyond an end, it has no place until it seeks
 * again. Holds until the stream is changed. Reused.
 *
 * ```
 *   │ flags │ ms │ seq │ value │ value │ back │ flags │ ms │ seq │ …
 *     ▲ entryAt          ▲ valuesAt             ▲ nextAt: found when it is needed, or told by who has read the values
 * ```
 */
export class EntryCursor {
  /** The entry's ID. */
  readonly id = new StreamId();
  /** Its node, and that one's ID and position. */
  readonly node = new StreamNode();
  readonly nodeId = new StreamId();
  position = -1;
  /** The offset in `node.bytes` of the entry's flags; between two entries, of the later one's. */
  entryAt = 0;
  /** Its number of fields; the offset of its first value, or of its first field where it has fields of its own. */
  fieldCount = 0;
  valuesAt = 0;
  hasMasterFields = true;
  /** Live entries of the node from the place on, once `seek` has set it. */
  remaining = 0;
  private flags = 0;
  /** Where `next` goes on; -1: behind the entry, wherever that is. */
  private nextAt = 0;
  private source!: EntrySource;

  get bytes(): Bytes {
    return this.node.bytes;
  }

  /** Goes before the first entry whose ID is not less than `start`: the next is that one. */
  seek(source: EntrySource, start: StreamId): void {
    this.source = source;
    const { index } = source;
    const position = index.floor(start);
    this.enter(position < 0 ? index.first : position);
    if (this.position < 0) return;
    const { node } = this;
    this.remaining = node.live;
    let at = node.entriesAt;
    while (position >= 0 && at < node.end) {
      this.read(at);
      if (this.id.compare(start) >= 0) break;
      if ((this.flags & DELETED) === 0) this.remaining--;
      at = this.entryEnd();
    }
    this.standBefore(at);
  }

  /** Goes behind the last entry whose ID is not greater than `end`: the previous is that one. */
  seekLast(source: EntrySource, end: StreamId): void {
    this.source = source;
    const { index } = source;
    const position = index.floor(end);
    this.enter(position < 0 ? index.first : position);
    if (this.position < 0) return;
    const { node } = this;
    let later = position < 0 ? node.entriesAt : node.end;
    for (let at = this.before(later); at >= 0; at = this.before(at)) {
      this.read(at);
      if (this.id.compare(end) <= 0) break;
      later = at;
    }
    this.standBefore(later);
  }

  /** Goes before the first or behind the last entry of the stream. */
  seekEdge(source: EntrySource, isLast: boolean): void {
    this.source = source;
    const { index } = source;
    this.enter(isLast ? index.last : index.first);
    if (this.position >= 0) this.standBefore(isLast ? this.node.end : this.node.entriesAt);
  }

  /** Goes to the next live entry. False at the end. */
  next(): boolean {
    while (this.position >= 0) {
      if (this.nextAt < 0) this.nextAt = this.entryEnd();
      if (this.nextAt >= this.node.end) {
        this.enter(this.source.index.next(this.position));
        if (this.position >= 0) this.nextAt = this.node.entriesAt;
        continue;
      }
      this.read(this.nextAt);
      this.nextAt = -1;
      if ((this.flags & DELETED) === 0) return true;
    }
    return false;
  }

  /** Goes to the live entry before this one. False at the beginning. */
  previous(): boolean {
    while (this.position >= 0) {
      const at = this.before(this.entryAt);
      if (at < 0) {
        this.enter(this.source.index.previous(this.position));
        if (this.position >= 0) this.entryAt = this.node.end;
        continue;
      }
      this.read(at);
      this.nextAt = -1;
      if ((this.flags & DELETED) === 0) return true;
    }
    return false;
  }

  /** Visits the fields of the entry with their values, as texts that hold until the next. */
  forEachField(visit: (field: ElementText, value: ElementText) => void): void {
    const { bytes, fieldsAt } = this.node;
    let at = this.valuesAt;
    let fieldAt = this.hasMasterFields ? fieldsAt : at;
    for (let i = 0; i < this.fieldCount; i++) {
      const next = nextValue(bytes, fieldAt);
      const valueAt = this.hasMasterFields ? at : next;
      visit(field.read(bytes, fieldAt), value.read(bytes, valueAt));
      at = nextValue(bytes, valueAt);
      fieldAt = this.hasMasterFields ? next : at;
    }
  }

  /** Tells where the entry's last value ends, so that `next` need not look for it. */
  valuesEndAt(at: number): void {
    this.nextAt = at + backLengthSize(at - this.entryAt);
  }

  /** Whether the entry is marked as deleted: only `nextInNode` and `lastInNode` go to such. */
  get isDeleted(): boolean {
    return (this.flags & DELETED) !== 0;
  }

  /** Enters the node at a position, before its first entry. */
  enterNode(source: EntrySource, position: number): void {
    this.source = source;
    this.enter(position);
    this.standBefore(this.node.entriesAt);
  }

  /** Goes to the next entry of the node, deleted or not. False behind its last. */
  nextInNode(): boolean {
    if (this.nextAt < 0) this.nextAt = this.entryEnd();
    if (this.nextAt >= this.node.end) return false;
    this.read(this.nextAt);
    this.nextAt = -1;
    return true;
  }

  /** Goes to the last entry of the node, deleted or not. */
  lastInNode(): boolean {
    const at = this.before(this.node.end);
    if (at < 0) return false;
    this.read(at);
    this.nextAt = -1;
    return true;
  }

  private enter(position: number): void {
    this.position = position;
    if (position < 0) return;
    const { arena, index } = this.source;
    this.node.open(arena, index.addressAt(position));
    index.readId(position, this.nodeId);
  }

  /** Stands between two entries of the node, or at one of its edges: before what is at `at`. */
  private standBefore(at: number): void {
    this.entryAt = at;
    this.nextAt = at;
  }

  /** Reads the head of the entry at `at`. */
  private read(at: number): void {
    const { bytes, fieldCount } = this.node;
    const msAt = at + 1;
    const seqAt = nextValue(bytes, msAt);
    this.entryAt = at;
    this.flags = bytes.u8[at];
    addDifference(this.nodeId, exactInteger(bytes, msAt), exactInteger(bytes, seqAt), this.id);
    const valuesAt = nextValue(bytes, seqAt);
    this.hasMasterFields = (this.flags & SAME_FIELDS) !== 0;
    if (this.hasMasterFields) {
      this.fieldCount = fieldCount;
      this.valuesAt = valuesAt;
    } else {
      this.fieldCount = integerOf(bytes, valuesAt);
      this.valuesAt = nextValue(bytes, valuesAt);
    }
  }

  /** The offset behind the entry. */
  private entryEnd(): number {
    const values = this.hasMasterFields ? this.fieldCount : this.fieldCount * 2;
    const end = skipValues(this.node.bytes, this.valuesAt, values);
    return end + backLengthSize(end - this.entryAt);
  }

  /** The offset of the entry that ends at `at`, or -1 where the master does. */
  private before(at: number): number {
    const { bytes } = this.node;
    return bytes.u8[at - 1] === 0 ? -1 : previousElement(bytes, at);
  }
}

const field = new ElementText();
const value = new ElementText();
