import type { ListView } from '../../datatypes/list-value.ts';
import type { Bytes } from '../../memory/bytes.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { ElementText, nextElement, previousElement } from '../../structures/listpack.ts';

const text = new ElementText();

/** Replies with the elements of indexes `first` to `last` (in range), as an array. */
export function replyElements(reply: ReplyWriter, list: ListView, first: number, last: number): void {
  let left = last - first + 1;
  reply.array(left);
  if (left === 0) return;
  let piece = list.seek(first);
  let p = list.at;
  for (;;) {
    const { bytes, end } = list;
    for (; left > 0 && p < end; left--) p = replyElement(reply, bytes, p);
    if (left === 0) return;
    list.open(++piece);
    p = list.start;
  }
}

/** The same from `last` down to `first`. */
export function replyElementsBackwards(reply: ReplyWriter, list: ListView, first: number, last: number): void {
  let left = last - first + 1;
  reply.array(left);
  if (left === 0) return;
  let piece = list.seek(last);
  let p = nextElement(list.bytes, list.at);
  for (;;) {
    const { bytes, start } = list;
    for (; left > 0 && p > start; left--) {
      p = previousElement(bytes, p);
      replyElement(reply, bytes, p);
    }
    if (left === 0) return;
    list.open(--piece);
    p = list.end;
  }
}

/** Replies with one element. Answers where the next begins. */
function replyElement(reply: ReplyWriter, bytes: Bytes, at: number): number {
  const first = bytes.u8[at];
  // A string of up to 63 bytes: what most elements are.
  if ((first & 0xc0) === 0x80) {
    const length = first & 0x3f;
    reply.bulk(bytes, at + 1, length);
    return at + length + 2;
  }
  text.read(bytes, at);
  reply.bulk(text.bytes, text.at, text.length);
  return nextElement(bytes, at);
}
