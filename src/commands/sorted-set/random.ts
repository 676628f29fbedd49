import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NOT_A_LONG, NOT_AN_INTEGER, SYNTAX, VALUE_OUT_OF_RANGE } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';
import { INT64_MAX, INT64_MIN } from '../../util/numbers.ts';
import type { Random } from '../../util/random.ts';
import { beginMembers, replyMember, replyRanks } from './reply.ts';

const WITHSCORES = keyword('WITHSCORES');
/** With scores, twice as many elements must have a number, too. */
const MOST_WITH_SCORES = INT64_MAX / 2n;
/** Where fewer than this part of the members is wanted, they are drawn one by one. */
const DRAWN_SHARE = 3;
const text = new ElementText();

export const zrandmember = command({
  name: 'ZRANDMEMBER',
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Returns random members of a sorted set.',
  complexity: 'O(N), N being the number of members returned.',
  syntax: 'key options=[count:integer [WITHSCORES]]',
  arity: -2,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  handler(context) {
    const { args, db, keyspace, reply } = context;
    const key = args.key();
    if (args.remaining > 0) {
      const count = args.int64(NOT_AN_INTEGER);
      if (count === INT64_MIN) throw NOT_A_LONG;
      const withScores = args.take(WITHSCORES);
      if (args.remaining > 0) throw SYNTAX;
      if (withScores && (count < -MOST_WITH_SCORES || count > MOST_WITH_SCORES)) throw VALUE_OUT_OF_RANGE;
      replySome(context, key, Number(count), withScores);
      return;
    }
    const zset = db.lookupRead(key, ZSetValue);
    if (zset === undefined) reply.null();
    else replyMember(reply, text, zset.readRank(keyspace.random.below(zset.size), text), false);
  },
});

/** Up to `count` different members, or where it is negative as many as that says, some of them more than once. */
function replySome({ db, keyspace, reply }: Context, key: Key, count: number, withScores: boolean): void {
  const { random } = keyspace;
  const zset = db.lookupRead(key, ZSetValue);
  if (zset === undefined || count === 0) {
    reply.array(0);
    return;
  }
  if (count >= zset.size) {
    // From the highest down, as Redis goes through a sorted set.
    replyRanks(reply, zset, 0, zset.size - 1, true, withScores);
    return;
  }
  beginMembers(reply, Math.abs(count), withScores);
  const replyRank = (rank: number): void => {
    replyMember(reply, text, zset.readRank(rank, text), withScores);
  };
  if (count < 0) for (let i = 0; i < -count && !reply.out.isUnread; i++) replyRank(random.below(zset.size));
  else for (const rank of chooseRanks(zset, count, random)) replyRank(rank);
}

/** Different ranks, each choice with the same chance; those of a listpack, which is walked once, in order. */
function chooseRanks({ isLarge, size }: ZSetView, count: number, random: Random): Iterable<number> {
  const ranks = drawRanks(size, count, random);
  return isLarge ? ranks : Uint32Array.from(ranks).sort();
}

function drawRanks(size: number, count: number, random: Random): Iterable<number> {
  if (count * DRAWN_SHARE < size && count < MOST_DRAWN) {
    const drawn = new Set<number>();
    while (drawn.size < count) drawn.add(random.below(size));
    return drawn;
  }
  const ranks = Uint32Array.from({ length: size }, (_, rank) => rank);
  for (let i = 0; i < count; i++) {
    const other = i + random.below(size - i);
    const rank = ranks[i];
    ranks[i] = ranks[other];
    ranks[other] = rank;
  }
  return ranks.subarray(0, count);
}

/** What a Set can hold without trouble. */
const MOST_DRAWN = 1 << 20;
