import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { ElementText, nextValue } from '../../structures/listpack.ts';
import { EntryCursor } from '../../structures/stream-cursor.ts';
import type { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyId } from './ids.ts';

/** Entries in replies: an ID and an array of fields and values. */
/** First bytes of encoded values: strings of up to 63 bytes are from here to there. */
const SHORT_STRING = 0x80;
const OTHER_FORMS = 0xc0;

const text = new ElementText();
const single = new EntryCursor();

/** The entry that a cursor stands at. */
export function replyEntry(reply: ReplyWriter, cursor: EntryCursor): void {
  const { fieldCount, node, hasMasterFields } = cursor;
  reply.array(2);
  replyId(reply, cursor.id);
  reply.array(fieldCount * 2);
  let at = cursor.valuesAt;
  let fieldAt = node.fieldsAt;
  for (let i = 0; i < fieldCount; i++) {
    if (hasMasterFields) fieldAt = replyElement(reply, cursor, fieldAt);
    else at = replyElement(reply, cursor, at);
    at = replyElement(reply, cursor, at);
  }
  cursor.valuesEndAt(at);
}

/** Answers the offset of the next value. */
function replyElement(reply: ReplyWriter, { node }: EntryCursor, at: number): number {
  const first = node.bytes.u8[at];
  if (first >= SHORT_STRING && first < OTHER_FORMS) {
    // A length and the text: what most values are.
    const length = first - SHORT_STRING;
    reply.bulk(node.bytes, at + 1, length);
    return at + length + 1;
  }
  text.read(node.bytes, at);
  reply.bulk(text.bytes, text.at, text.length);
  return nextValue(node.bytes, at);
}

/** The entries from `start` to `end`, no more than `limit`, the last first where that is wanted. */
export function replyRange(
  reply: ReplyWriter,
  stream: Stream,
  start: StreamId,
  end: StreamId,
  limit: number,
  reverse = false,
): void {
  const count = stream.countRange(start, end, limit, single);
  reply.array(count);
  if (reverse && count > 0) single.seekLast(stream.nodes, end);
  for (let i = 0; i < count; i++) {
    if (reverse) single.previous();
    else single.next();
    replyEntry(reply, single);
  }
}

/** The entry with this ID. False, and no reply, where there is none. */
export function replyEntryOf(reply: ReplyWriter, stream: Stream, id: StreamId): boolean {
  if (!stream.find(id, single)) return false;
  replyEntry(reply, single);
  return true;
}

/** The first or the last entry, or null. */
export function replyEdge(reply: ReplyWriter, stream: Stream, isLast: boolean): void {
  single.seekEdge(stream.nodes, isLast);
  const found = stream.size > 0 && (isLast ? single.previous() : single.next());
  if (found) replyEntry(reply, single);
  else reply.null();
}
