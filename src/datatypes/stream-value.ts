import type { Key } from '../structures/key.ts';
import type { StreamId } from '../structures/stream-id.ts';
import type { FieldSource } from '../structures/stream-node.ts';
import type { Trimming } from '../structures/stream-trim.ts';
import { trimStream } from '../structures/stream-trim.ts';
import { Stream } from '../structures/stream.ts';
import type { Entries } from './entries.ts';
import type { CollectionType, CollectionView } from './value.ts';
import { FORM_STREAM, TYPE_STREAM } from './value.ts';

/**
 * A stream: always an object, however small. What adds or takes entries goes through the view, which keeps the count of
 * values by size; all else is done with the stream itself. A stream without entries stays: it remembers its last ID.
 */
export class StreamView implements CollectionView {
  stream!: Stream;
  readonly encoding = 'stream';
  private entries!: Entries;

  bind(entries: Entries, address: number): void {
    this.entries = entries;
    this.stream = entries.objectOf(address) as Stream;
  }

  get size(): number {
    return this.stream.size;
  }

  /** Adds an entry. Its ID is greater than the stream's last. */
  append(id: StreamId, source: FieldSource, first: number, pairs: number): void {
    const { stream } = this;
    stream.append(id, source, first, pairs);
    this.entries.recountItems(TYPE_STREAM, stream.size - 1, stream.size);
  }

  /** Deletes the entry with this ID, and remembers that. False where there is none. */
  delete(id: StreamId): boolean {
    const { stream } = this;
    const before = stream.size;
    if (!stream.delete(id)) return false;
    if (id.compare(stream.maxDeletedId) > 0) stream.maxDeletedId.copy(id);
    if (stream.size === 0 || id.compare(stream.firstId) === 0) stream.findFirstId();
    this.entries.recountItems(TYPE_STREAM, before, stream.size);
    return true;
  }

  /** Takes the oldest entries. Answers how many. */
  trim(trimming: Trimming): number {
    const { stream } = this;
    const before = stream.size;
    const trimmed = trimStream(stream, trimming);
    this.entries.recountItems(TYPE_STREAM, before, stream.size);
    return trimmed;
  }
}

export const StreamValue: CollectionType<StreamView> = {
  code: TYPE_STREAM,
  view: new StreamView(),
  create(entries: Entries, key: Key, access: number): number {
    return entries.createObject(key, FORM_STREAM, new Stream(entries.arena, entries.packing), access);
  },
};
