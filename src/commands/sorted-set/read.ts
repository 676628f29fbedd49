import { ZSetValue } from '../../datatypes/zset-value.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX, wrongArity } from '../../resp/reply-errors.ts';
import type { MemberRange } from './bounds.ts';
import { LEX_RANGE, SCORE_RANGE } from './bounds.ts';

const WITHSCORE = keyword('WITHSCORE');
const MIN = 2;
const MAX = 3;

export const zcard = command({
  name: 'ZCARD',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Returns the number of members in a sorted set.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    reply.integer(db.lookupRead(args.key(), ZSetValue)?.size ?? 0);
  },
});

export const zscore = command({
  name: 'ZSCORE',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Returns the score of a member of a sorted set.',
  complexity: 'O(1)',
  syntax: 'key member',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const zset = db.lookupRead(args.key(), ZSetValue);
    const member = args.next();
    if (zset?.find(args.bytes, args.at(member), args.length(member)) === true) reply.double(zset.score);
    else reply.null();
  },
});

export const zmscore = command({
  name: 'ZMSCORE',
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Returns the scores of several members of a sorted set.',
  complexity: 'O(N), N being the number of members asked for.',
  syntax: 'key member...',
  arity: -3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const zset = db.lookupRead(args.key(), ZSetValue);
    reply.array(args.remaining);
    while (args.remaining > 0) {
      const member = args.next();
      if (zset?.find(args.bytes, args.at(member), args.length(member)) === true) reply.double(zset.score);
      else reply.null();
    }
  },
});

export const zcount = command({
  name: 'ZCOUNT',
  group: 'sorted-set',
  since: '2.0.0',
  summary: 'Counts the members of a sorted set that have a score within a range.',
  complexity: 'O(log(N)), N being the number of members in the sorted set.',
  syntax: 'key min:double max:double',
  arity: 4,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    countRange(context, SCORE_RANGE.read(context.args, MIN, MAX));
  },
});

export const zlexcount = command({
  name: 'ZLEXCOUNT',
  group: 'sorted-set',
  since: '2.8.9',
  summary: 'Counts the members between two names in a sorted set whose scores are all the same.',
  complexity: 'O(log(N)), N being the number of members in the sorted set.',
  syntax: 'key min max',
  arity: 4,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    countRange(context, LEX_RANGE.read(context.args, MIN, MAX));
  },
});

function countRange({ args, db, reply }: Context, range: MemberRange): void {
  const zset = db.lookupRead(args.keyAt(1), ZSetValue);
  reply.integer(zset === undefined ? 0 : Math.max(0, range.end(zset) - range.first(zset)));
}

export const zrank = command({
  name: 'ZRANK',
  group: 'sorted-set',
  since: '2.0.0',
  summary: 'Returns the rank of a member, counted from the lowest score.',
  complexity: 'O(log(N)), N being the number of members in the sorted set.',
  syntax: 'key member [WITHSCORE]',
  arity: -3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['7.2.0', 'Takes `WITHSCORE`.']],
  handler(context) {
    replyRank(context, false);
  },
});

export const zrevrank: CommandSpec = command({
  ...zrank,
  name: 'ZREVRANK',
  summary: 'Returns the rank of a member, counted from the highest score.',
  handler(context) {
    replyRank(context, true);
  },
});

function replyRank({ args, db, reply, commandName }: Context, reverse: boolean): void {
  const key = args.key();
  const member = args.next();
  if (args.remaining > 1) throw wrongArity(commandName);
  const withScore = args.take(WITHSCORE);
  if (args.remaining > 0) throw SYNTAX;
  const zset = db.lookupRead(key, ZSetValue);
  const rank = zset === undefined ? -1 : zset.rankOf(args.bytes, args.at(member), args.length(member));
  if (zset === undefined || rank < 0) {
    if (withScore) reply.nullArray();
    else reply.null();
    return;
  }
  if (withScore) reply.array(2);
  reply.integer(reverse ? zset.size - 1 - rank : rank);
  if (withScore) reply.double(zset.score);
}
