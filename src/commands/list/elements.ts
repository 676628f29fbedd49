import type { ListView } from '../../datatypes/list-value.ts';
import { replyElements as replyPacked } from '../../execution/packed-reply.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { nextElement, previousElement } from '../../structures/listpack.ts';

/** Replies with the elements of indexes `first` to `last` (in range), as an array. */
export function replyElements(reply: ReplyWriter, list: ListView, first: number, last: number): void {
  let left = last - first + 1;
  reply.array(left);
  if (left === 0) return;
  let piece = list.seek(first);
  let p = list.at;
  for (;;) {
    left -= replyPacked(reply, list.bytes, p, list.end, left);
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
      replyPacked(reply, bytes, p, Infinity, 1);
    }
    if (left === 0) return;
    list.open(--piece);
    p = list.end;
  }
}
