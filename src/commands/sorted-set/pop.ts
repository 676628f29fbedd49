import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted } from '../../execution/key-specs.ts';
import type { Poppable } from '../../execution/multi-pop.ts';
import { multiPop } from '../../execution/multi-pop.ts';
import { NOT_POSITIVE, SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';

/** Which end of a sorted set: the lowest scores, or the highest. */
export type ZSetEnd = 'min' | 'max';

const MIN = keyword('MIN');
const MAX = keyword('MAX');
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
  handler: (context) => multiPop(context, sortedSets, false),
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
function popMembers(
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
  const first = end === 'min' ? 0 : zset.size - count;
  if (count === 1) zset.removeRead(first);
  else zset.removeRanks(first, count);
  db.changedCollection(key, zset, end === 'min' ? 'zpopmin' : 'zpopmax', count);
}

function readEnd(args: Args): ZSetEnd {
  if (args.take(MIN)) return 'min';
  if (args.take(MAX)) return 'max';
  throw SYNTAX;
}

/** Sorted sets, as ZMPOP and the commands that wait pop from them. */
export const sortedSets: Poppable<ZSetView, ZSetEnd> = {
  type: ZSetValue,
  readEnd,
  commandOf: (end) => (end === 'min' ? 'ZPOPMIN' : 'ZPOPMAX'),
  popOne(context, key, zset, end) {
    const { reply } = context;
    reply.array(3);
    reply.bulk(key.bytes, key.at, key.length);
    popMembers(context, key, zset, end, 1, false);
  },
  popSome(context, key, zset, end, count) {
    const { reply } = context;
    const popped = Math.min(count, zset.size);
    reply.array(2);
    reply.bulk(key.bytes, key.at, key.length);
    reply.array(popped);
    popMembers(context, key, zset, end, popped, true);
    return popped;
  },
};
