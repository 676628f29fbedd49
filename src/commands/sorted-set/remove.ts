import { ZSetValue } from '../../datatypes/zset-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { MemberRange } from './bounds.ts';
import { LEX_RANGE, RANK_RANGE, SCORE_RANGE } from './bounds.ts';

const MIN = 2;
const MAX = 3;

export const zrem = command({
  name: 'ZREM',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Takes members out of a sorted set.',
  complexity: 'O(M*log(N)), N being the number of members in the sorted set and M that of members to be taken out.',
  syntax: 'key member...',
  arity: -3,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete')],
  history: [['2.4.0', 'Takes several members.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const zset = db.lookupWrite(key, ZSetValue);
    let removed = 0;
    while (zset !== undefined && zset.size > 0 && args.remaining > 0) {
      const member = args.next();
      if (zset.remove(args.bytes, args.at(member), args.length(member))) removed++;
    }
    if (zset !== undefined && removed > 0) db.changedCollection(key, zset, 'zrem', removed);
    reply.integer(removed);
  },
});

export const zremrangebyrank = command({
  name: 'ZREMRANGEBYRANK',
  group: 'sorted-set',
  since: '2.0.0',
  summary: 'Takes the members of a range of ranks out of a sorted set.',
  complexity: 'O(log(N)+M), N being the number of members in the sorted set and M that of members taken out.',
  syntax: 'key start:integer stop:integer',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler(context) {
    removeRange(context, RANK_RANGE.read(context.args, MIN, MAX), 'zremrangebyrank');
  },
});

export const zremrangebyscore = command({
  name: 'ZREMRANGEBYSCORE',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Takes the members of a range of scores out of a sorted set.',
  complexity: 'O(log(N)+M), N being the number of members in the sorted set and M that of members taken out.',
  syntax: 'key min:double max:double',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler(context) {
    removeRange(context, SCORE_RANGE.read(context.args, MIN, MAX), 'zremrangebyscore');
  },
});

export const zremrangebylex = command({
  name: 'ZREMRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  summary: 'Takes the members between two names out of a sorted set whose scores are all the same.',
  complexity: 'O(log(N)+M), N being the number of members in the sorted set and M that of members taken out.',
  syntax: 'key min max',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler(context) {
    removeRange(context, LEX_RANGE.read(context.args, MIN, MAX), 'zremrangebylex');
  },
});

function removeRange({ args, db, reply }: Context, range: MemberRange, event: string): void {
  const key = args.keyAt(1);
  const zset = db.lookupWrite(key, ZSetValue);
  let count = 0;
  if (zset !== undefined) {
    const first = range.first(zset);
    count = Math.max(0, range.end(zset) - first);
    if (count > 0) {
      zset.removeRanks(first, count);
      db.changedCollection(key, zset, event, count);
    }
  }
  reply.integer(count);
}
