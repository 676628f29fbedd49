import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { RangeForm } from './range-request.ts';
import { RANGE_REQUEST } from './range-request.ts';
import { replyRanks } from './reply.ts';

const COMPLEXITY = 'O(log(N)+M), N being the number of members in the sorted set and M that of members returned.';

export const zrange = command({
  name: 'ZRANGE',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Returns the members of a range of ranks, scores or names.',
  complexity: COMPLEXITY,
  syntax:
    'key start stop sortby=[BYSCORE | BYLEX]^6.2.0 [REV^6.2.0] [LIMIT limit=<offset:integer count:integer>^6.2.0] ' +
    '[WITHSCORES]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['6.2.0', 'Added `REV`, `BYSCORE`, `BYLEX` and `LIMIT`.']],
  handler(context) {
    replyRange(context, {});
  },
});

export const zrevrange: CommandSpec = command({
  name: 'ZREVRANGE',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Returns the members of a range of ranks, the highest score first.',
  complexity: COMPLEXITY,
  syntax: 'key start:integer stop:integer [WITHSCORES]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` argument' },
  handler(context) {
    replyRange(context, { by: 'rank', reverse: true });
  },
});

export const zrangebyscore = command({
  name: 'ZRANGEBYSCORE',
  group: 'sorted-set',
  since: '1.0.5',
  summary: 'Returns the members of a range of scores.',
  complexity: COMPLEXITY,
  syntax: 'key min:double max:double [WITHSCORES^2.0.0] [LIMIT limit=<offset:integer count:integer>]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['2.0.0', 'Added `WITHSCORES`.']],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `BYSCORE` argument' },
  handler(context) {
    replyRange(context, { by: 'score', reverse: false });
  },
});

export const zrevrangebyscore = command({
  name: 'ZREVRANGEBYSCORE',
  group: 'sorted-set',
  since: '2.2.0',
  summary: 'Returns the members of a range of scores, the highest first.',
  complexity: COMPLEXITY,
  syntax: 'key max:double min:double [WITHSCORES] [LIMIT limit=<offset:integer count:integer>]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['2.1.6', 'Either bound may be left out with `(`.']],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` and `BYSCORE` arguments' },
  handler(context) {
    replyRange(context, { by: 'score', reverse: true });
  },
});

export const zrangebylex = command({
  name: 'ZRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  summary: 'Returns the members between two names in a sorted set whose scores are all the same.',
  complexity: COMPLEXITY,
  syntax: 'key min max [LIMIT limit=<offset:integer count:integer>]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `BYLEX` argument' },
  handler(context) {
    replyRange(context, { by: 'lex', reverse: false });
  },
});

export const zrevrangebylex = command({
  name: 'ZREVRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  summary: 'Returns the members between two names, the last first, in a sorted set whose scores are all the same.',
  complexity: COMPLEXITY,
  syntax: 'key max min [LIMIT limit=<offset:integer count:integer>]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  deprecated: { since: '6.2.0', replacedBy: '`ZRANGE` with the `REV` and `BYLEX` arguments' },
  handler(context) {
    replyRange(context, { by: 'lex', reverse: true });
  },
});

function replyRange({ args, db, reply }: Context, form: RangeForm): void {
  const key = args.key();
  const request = RANGE_REQUEST.read(args, 2, form);
  const zset = db.lookupRead(key, ZSetValue);
  if (zset === undefined) {
    reply.array(0);
    return;
  }
  request.locate(zset);
  const { first, count, reverse, withScores } = request;
  replyRanks(reply, zset, first, first + count - 1, reverse, withScores);
}
