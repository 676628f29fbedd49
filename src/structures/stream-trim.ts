import { EntryCursor } from './stream-cursor.ts';
import { StreamId } from './stream-id.ts';
import { flagDeleted, liveEntries } from './stream-node.ts';
import type { Stream } from './stream.ts';

/**
 * Trimming: taking the oldest entries from a stream, node by node.
 *
 * ```
 *   node wholly beyond the threshold ──▶ freed (with ACKED: only what no group needs is marked)
 *   node partly beyond it            ──▶ its entries are marked as deleted; left alone where the threshold is approximate
 * ```
 */
/** What becomes of an entry's references in the pending lists of the groups: KEEPREF, DELREF, ACKED. */
export const KEEP_REFERENCES = 0;
export const DELETE_REFERENCES = 1;
/** Only entries that every group has read and acknowledged are deleted. */
export const ACKNOWLEDGED_ONLY = 2;
export type ReferencePolicy = typeof KEEP_REFERENCES | typeof DELETE_REFERENCES | typeof ACKNOWLEDGED_ONLY;

export interface Trimming {
  /** Entries to be left, where trimming goes by length; else it takes those before `minId`. */
  maxLength: number;
  byLength: boolean;
  readonly minId: StreamId;
  /** Takes whole nodes only. */
  approximate: boolean;
  /** No more entries than these are taken; 0: any number. */
  limit: number;
  references: ReferencePolicy;
}

/** Trims a stream. Answers the number of entries that it has lost. */
export function trimStream(stream: Stream, trimming: Trimming): number {
  const { nodes } = stream;
  const { arena, index } = nodes;
  const before = stream.size;
  let position = index.first;
  while (position >= 0) {
    if (trimming.byLength && stream.size <= trimming.maxLength) break;
    const live = liveEntries(arena, index.addressAt(position));
    if (trimming.limit > 0 && before - stream.size + live > trimming.limit) break;
    const isWhole = takesWholeNode(stream, trimming, position, live);
    if (!isWhole && trimming.approximate) break;
    const next = index.next(position);
    if (next >= 0) index.readId(next, nextId);
    if (isWhole && removesAtOnce(stream, trimming, position)) {
      nodes.remove(position);
      stream.size -= live;
    } else {
      trimNode(stream, trimming, position);
    }
    if (!isWhole || next < 0) break;
    position = index.floor(nextId);
  }
  if (stream.size < before) stream.findFirstId();
  return before - stream.size;
}

/** Whether some group has an entry still to read, or to acknowledge. */
export function isReferenced(stream: Stream, id: StreamId): boolean {
  return stream.groups.some(({ lastId, pending }) => lastId.compare(id) < 0 || pending.find(id));
}

/** Removes an entry from the pending lists of all groups. Answers whether it stood in one. */
export function removeReferences(stream: Stream, id: StreamId): boolean {
  let removed = false;
  for (const group of stream.groups) if (group.acknowledge(id)) removed = true;
  return removed;
}

function takesWholeNode(stream: Stream, trimming: Trimming, position: number, live: number): boolean {
  if (trimming.byLength) return stream.size - live >= trimming.maxLength;
  cursor.enterNode(stream.nodes, position);
  return cursor.lastInNode() && cursor.id.compare(trimming.minId) < 0;
}

/** Whether a node can go as it is; its references go with it where that is wanted. */
function removesAtOnce(stream: Stream, { references }: Trimming, position: number): boolean {
  if (references === KEEP_REFERENCES || stream.groups.length === 0) return true;
  cursor.enterNode(stream.nodes, position);
  while (cursor.nextInNode()) {
    if (cursor.isDeleted) continue;
    if (references === DELETE_REFERENCES) removeReferences(stream, cursor.id);
    else if (isReferenced(stream, cursor.id)) return false;
  }
  return true;
}

/** Marks the entries of one node as deleted, as far as the threshold goes. */
function trimNode(stream: Stream, trimming: Trimming, position: number): void {
  const { references } = trimming;
  cursor.enterNode(stream.nodes, position);
  let marked = 0;
  while (cursor.nextInNode()) {
    if (trimming.byLength ? stream.size <= trimming.maxLength : cursor.id.compare(trimming.minId) >= 0) break;
    if (cursor.isDeleted || (references === ACKNOWLEDGED_ONLY && isReferenced(stream, cursor.id))) continue;
    if (references === DELETE_REFERENCES) removeReferences(stream, cursor.id);
    flagDeleted(cursor.node, cursor.entryAt);
    marked++;
    stream.size--;
  }
  if (marked > 0) stream.nodes.recount(position, -marked, marked);
}

const cursor = new EntryCursor();
const nextId = new StreamId();
