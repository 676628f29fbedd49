import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted } from '../../execution/key-specs.ts';
import { COUNT_NOT_POSITIVE, NOT_POSITIVE, NUMKEYS_NOT_POSITIVE, SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';

/** Which end of a sorted set: the lowest scores, or the highest. */
export type ZSetEnd = 'min' | 'max';

const MIN = keyword('MIN');
const MAX = keyword('MAX');
const COUNT = keyword('COUNT');
const text = new ElementText();

export const zpopmin = command({
  name: 'ZPOPMIN',
  group: 'sorted-set',
  since: '5.0.0',
  summary: 'Returns the members with the lowest scores, or the lowest one, and takes them out.',
  complexity: 'O(log(N)*M), N being the number of members in the sorted set and M that of members returned.',
  syntax: 'key [count:integer]',
  arity: -2,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete')],
  handler: (context) => pop(context, 'min'),
});

export const zpopmax: CommandSpec = command({
  ...zpopmin,
  name: 'ZPOPMAX',
  summary: 'Returns the members with the highest scores, or the highest one, and takes them out.',
  handler: (context) => pop(context, 'max'),
});

export const zmpop = command({
  name: 'ZMPOP',
  group: 'sorted-set',
  since: '7.0.0',
  summary: 'Returns members from an end of the first of several sorted sets that there is, and takes them out.',
  complexity:
    'O(K) + O(M*log(N)), K being the number of keys, N that of members there are, M that of members returned.',
  syntax: 'numkeys:integer key... where=<MIN | MAX> [COUNT count:integer]',
  arity: -4,
  flags: ['write'],
  keys: [keysCounted(1, 1, 'RW', 'access', 'delete')],
  handler(context) {
    if (!popFirst(context, readMultiPop(context.args))) context.reply.nullArray();
  },
});

function pop(context: Context, end: ZSetEnd): void {
  const { args, db, reply } = context;
  const key = args.key();
  if (args.remaining > 1) throw SYNTAX;
  const isSingle = args.remaining === 0;
  const count = isSingle ? 1 : args.integerWithin(0, Infinity, NOT_POSITIVE);
  const zset = db.lookupWrite(key, ZSetValue);
  if (zset === undefined || count === 0) {
    reply.array(0);
    return;
  }
  const popped = Math.min(count, zset.size);
  const nested = reply.protocol === 3 && !isSingle;
  reply.array(nested ? popped : popped * 2);
  popMembers(context, key, zset, end, popped, nested);
}

/**
 * Replies with `count` members from an end of a sorted set, which has as many, and their scores, and takes them out. The
 * array that they stand in is the caller's to begin.
 * @param nested each member and its score in an array of their own
 */
export function popMembers(
  { db, reply }: Context,
  key: Key,
  zset: ZSetView,
  end: ZSetEnd,
  count: number,
  nested: boolean,
): void {
  for (let i = 0; i < count; i++) {
    const rank = end === 'min' ? i : zset.size - 1 - i;
    const score = zset.readRank(rank, text);
    if (nested) reply.array(2);
    reply.bulk(text.bytes, text.at, text.length);
    reply.double(score);
  }
  zset.removeRanks(end === 'min' ? 0 : zset.size - count, count);
  db.changedCollection(key, zset, end === 'min' ? 'zpopmin' : 'zpopmax', count);
}

/** What ZMPOP and BZMPOP ask for: up to `count` members of the first sorted set among the keys. Reused. */
export interface MultiPop {
  /** The keys are arguments [first, first + keys). */
  first: number;
  keys: number;
  end: ZSetEnd;
  count: number;
}

const multiPop: MultiPop = { first: 0, keys: 0, end: 'min', count: 1 };

/** Reads `numkeys key [key ...] MIN|MAX [COUNT count]`, which must be all that is left. */
export function readMultiPop(args: Args): MultiPop {
  const keys = args.integerWithin(1, Infinity, NUMKEYS_NOT_POSITIVE);
  const first = args.count - args.remaining;
  if (keys >= args.remaining) throw SYNTAX;
  args.seek(first + keys);
  const end = readEnd(args);
  let count = -1;
  while (args.remaining > 0) {
    if (count !== -1 || args.remaining < 2 || !args.take(COUNT)) throw SYNTAX;
    count = args.integerWithin(1, Infinity, COUNT_NOT_POSITIVE);
  }
  multiPop.first = first;
  multiPop.keys = keys;
  multiPop.end = end;
  multiPop.count = Math.max(1, count);
  return multiPop;
}

function readEnd(args: Args): ZSetEnd {
  if (args.take(MIN)) return 'min';
  if (args.take(MAX)) return 'max';
  throw SYNTAX;
}

/**
 * Pops from the first sorted set among the keys, replies with its key and the members with their scores, and lets
 * ZPOPMIN or ZPOPMAX be propagated. Answers false where there is none. Throws WRONG_TYPE.
 */
export function popFirst(context: Context, { first, keys, end, count }: MultiPop): boolean {
  const { args, db, keyspace, propagateAs, reply } = context;
  for (let i = first; i < first + keys; i++) {
    const key = args.keyAt(i);
    const zset = db.lookupWrite(key, ZSetValue);
    if (zset === undefined) continue;
    const popped = Math.min(count, zset.size);
    reply.array(2);
    reply.bulk(key.bytes, key.at, key.length);
    reply.array(popped);
    popMembers(context, key, zset, end, popped, true);
    if (keyspace.changes.observed) propagateAs(end === 'min' ? 'ZPOPMIN' : 'ZPOPMAX', key, popped);
    return true;
  }
  return false;
}
