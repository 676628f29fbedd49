import type { Bytes } from '../memory/bytes.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { SHORT_HEADERS } from '../resp/reply-writer.ts';
import { ElementText, nextElement } from '../structures/listpack.ts';

/** Replies with elements of a listpack as they stand there: what small collections and pieces of lists are read by. */
const SHORT_STRING = 0x80;
const SHORT_MASK = 0xc0;
const LENGTH_MASK = 0x3f;
/** The longest that a bulk string of up to 63 bytes becomes. */
const ROOM = 72;
const LF = 10;
const CR_LF = 0x0a0d;

const text = new ElementText();

/**
 * Replies with the elements of a listpack from the one at `from` up to `end`, each as a bulk string, but no more than
 * `most`. Answers how many.
 */
export function replyElements(reply: ReplyWriter, bytes: Bytes, from: number, end: number, most: number): number {
  const { out } = reply;
  const source = bytes.view;
  let { at } = out;
  let target = out.bytes.view;
  let room = out.bytes.length - ROOM;
  let count = 0;
  let p = from;
  for (; count < most && p < end; count++) {
    const first = source.getUint8(p);
    if ((first & SHORT_MASK) !== SHORT_STRING || at > room) {
      out.at = at;
      text.read(bytes, p);
      reply.bulk(text.bytes, text.at, text.length);
      p = nextElement(bytes, p);
      at = out.at;
      target = out.bytes.view;
      room = out.bytes.length - ROOM;
      continue;
    }
    const length = first & LENGTH_MASK;
    target.setInt32(at, SHORT_HEADERS[length], true);
    at += 4;
    if (length > 9) target.setUint8(at++, LF);
    copyShort(source, p + 1, target, at, length);
    at += length;
    target.setInt16(at, CR_LF, true);
    at += 2;
    p += length + 2;
  }
  out.at = at;
  return count;
}

/** Copies from one memory to another: word by word, the last over the end of the one before. */
function copyShort(source: DataView, from: number, target: DataView, to: number, length: number): void {
  if (length < 4) {
    for (let i = 0; i < length; i++) target.setUint8(to + i, source.getUint8(from + i));
    return;
  }
  const last = length - 4;
  for (let i = 0; i < last; i += 4) target.setInt32(to + i, source.getInt32(from + i, true), true);
  target.setInt32(to + last, source.getInt32(from + last, true), true);
}
