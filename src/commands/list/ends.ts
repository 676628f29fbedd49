import type { ListView } from '../../datatypes/list-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import type { ElementText } from '../../structures/listpack.ts';

/** Which end of a list: LEFT is its head, RIGHT its tail. */
export type End = 'head' | 'tail';

const LEFT = keyword('LEFT');
const RIGHT = keyword('RIGHT');

/** Reads LEFT or RIGHT. Throws SYNTAX. */
export function readEnd(args: Args): End {
  args.need();
  if (args.take(LEFT)) return 'head';
  if (args.take(RIGHT)) return 'tail';
  throw SYNTAX;
}

/** What pushing to an end is called, and popping from it: by events and in the log. */
export function pushEvent(end: End): string {
  return end === 'head' ? 'lpush' : 'rpush';
}

export function popEvent(end: End): string {
  return end === 'head' ? 'lpop' : 'rpop';
}

export function readFrom(list: ListView, end: End, into: ElementText): void {
  if (end === 'head') list.readHead(into);
  else list.readTail(into);
}

/** Takes elements off an end; the list is still to be settled. */
export function cutFrom(list: ListView, end: End, count: number): void {
  if (end === 'head') list.cutHead(count);
  else list.cutTail(count);
}
