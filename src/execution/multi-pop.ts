import type { ValueType, ValueView } from '../datatypes/value.ts';
import { COUNT_NOT_POSITIVE, NUMKEYS_NOT_POSITIVE, SYNTAX } from '../resp/reply-errors.ts';
import type { Key } from '../structures/key.ts';
import type { Args } from './args.ts';
import { keyword } from './args.ts';
import type { Context } from './context.ts';
import { readSeconds } from './deadline.ts';

/**
 * Popping from the first value that there is among several keys: what LMPOP, BLMPOP, BLPOP and BRPOP do with lists, and
 * ZMPOP, BZMPOP, BZPOPMIN and BZPOPMAX with sorted sets. The log gets the command that pops from that one key.
 */

/** A type whose values are popped from at either end. */
export interface Poppable<V extends ValueView, End> {
  readonly type: ValueType<V>;
  /** Reads which end is meant. Throws SYNTAX. */
  readonly readEnd: (args: Args) => End;
  /** The command that pops from an end of one value. */
  readonly commandOf: (end: End) => string;
  /** Pops one element, and replies with an array of the key and of what the element consists of. */
  readonly popOne: (context: Context, key: Key, value: V, end: End) => void;
  /** Pops up to `count` elements, and replies with the key and an array of them. Answers how many. */
  readonly popSome: (context: Context, key: Key, value: V, end: End, count: number) => number;
}

const COUNT = keyword('COUNT');
/** Not a count: one element, without an array of its own. */
const ONE = -1;

/**
 * `[timeout] numkeys key [key ...] end [COUNT count]`: pops some elements; where no key has any, waits or replies null.
 * @param waits whether there is a time-out
 */
export function multiPop<V extends ValueView, End>(context: Context, from: Poppable<V, End>, waits: boolean): void {
  const { args, keyspace, reply } = context;
  if (waits) args.seek(2);
  const keys = args.integerWithin(1, Infinity, NUMKEYS_NOT_POSITIVE);
  const first = args.count - args.remaining;
  if (keys >= args.remaining) throw SYNTAX;
  args.seek(first + keys);
  const end = from.readEnd(args);
  const count = readCount(args);
  // Redis looks at the time-out last.
  const timeoutMs = waits ? readSeconds(args, 1, keyspace.nowMs) : 0;
  if (popFirst(context, from, first, keys, end, count)) return;
  if (waits) context.blockOn(first, keys, { type: from.type.code, timeoutMs });
  else reply.nullArray();
}

/** `key [key ...] timeout`: pops one element, or waits for one. */
export function popOrWait<V extends ValueView, End>(context: Context, from: Poppable<V, End>, end: End): void {
  const { args, keyspace } = context;
  const last = args.count - 1;
  const timeoutMs = readSeconds(args, last, keyspace.nowMs);
  if (!popFirst(context, from, 1, last - 1, end, ONE)) {
    context.blockOn(1, last - 1, { type: from.type.code, timeoutMs });
  }
}

/** Reads `[COUNT count]`, which must be all that is left; 1 without. */
function readCount(args: Args): number {
  if (args.remaining === 0) return 1;
  if (args.remaining === 1 || !args.take(COUNT)) throw SYNTAX;
  const count = args.integerWithin(1, Infinity, COUNT_NOT_POSITIVE);
  args.end();
  return count;
}

/** Pops from the first value among the keys [first, first + keys). Answers false where there is none. */
function popFirst<V extends ValueView, End>(
  context: Context,
  from: Poppable<V, End>,
  first: number,
  keys: number,
  end: End,
  count: number,
): boolean {
  const { args, db, keyspace, propagateAs } = context;
  for (let i = first; i < first + keys; i++) {
    const key = args.keyAt(i);
    const value = db.lookupWrite(key, from.type);
    if (value === undefined) continue;
    if (count === ONE) {
      from.popOne(context, key, value, end);
      if (keyspace.changes.observed) propagateAs(from.commandOf(end), key);
    } else {
      const popped = from.popSome(context, key, value, end, count);
      if (keyspace.changes.observed) propagateAs(from.commandOf(end), key, popped);
    }
    return true;
  }
  return false;
}
