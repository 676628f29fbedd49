import { TYPE_ZSET } from '../../datatypes/value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { readSeconds } from '../../execution/deadline.ts';
import { keysCounted, keysFrom } from '../../execution/key-specs.ts';
import type { ZSetEnd } from './pop.ts';
import { popFirst, popMembers, readMultiPop } from './pop.ts';

/** The commands of pop.ts that wait where there is nothing to take. */
const TAKEN = ['RW', 'access', 'delete'] as const;

export const bzpopmin: CommandSpec = command({
  name: 'BZPOPMIN',
  group: 'sorted-set',
  since: '5.0.0',
  summary:
    'Returns the member with the lowest score of the first sorted set that there is, and takes it out; waits for one.',
  complexity: 'O(log(N)) with N being the number of elements in the sorted set.',
  syntax: 'key... timeout:double',
  arity: -3,
  flags: ['write', 'blocking', 'fast'],
  keys: [keysFrom(1, -2, 1, ...TAKEN)],
  history: [['6.0.0', '`timeout` is a double, where it was an integer.']],
  handler: (context) => popOrWait(context, 'min'),
});

export const bzpopmax: CommandSpec = command({
  ...bzpopmin,
  name: 'BZPOPMAX',
  summary:
    'Returns the member with the highest score of the first sorted set that there is, and takes it out; waits for one.',
  handler: (context) => popOrWait(context, 'max'),
});

export const bzmpop = command({
  name: 'BZMPOP',
  group: 'sorted-set',
  since: '7.0.0',
  summary: 'Returns members from an end of the first sorted set that there is, and takes them out; waits for one.',
  complexity:
    'O(K) + O(M*log(N)), K being the number of keys, N that of members there are, M that of members returned.',
  syntax: 'timeout:double numkeys:integer key... where=<MIN | MAX> [COUNT count:integer]',
  arity: -5,
  flags: ['write', 'blocking'],
  keys: [keysCounted(2, 1, ...TAKEN)],
  handler(context) {
    const { args, keyspace } = context;
    args.seek(2);
    const request = readMultiPop(args);
    const timeoutMs = readSeconds(args, 1, keyspace.nowMs);
    if (!popFirst(context, request)) context.blockOn(request.first, request.keys, { type: TYPE_ZSET, timeoutMs });
  },
});

function popOrWait(context: Context, end: ZSetEnd): void {
  const { args, db, keyspace, reply } = context;
  const last = args.count - 1;
  const timeoutMs = readSeconds(args, last, keyspace.nowMs);
  for (let i = 1; i < last; i++) {
    const key = args.keyAt(i);
    const zset = db.lookupWrite(key, ZSetValue);
    if (zset === undefined) continue;
    reply.array(3);
    reply.bulk(key.bytes, key.at, key.length);
    popMembers(context, key, zset, end, 1, false);
    if (keyspace.changes.observed) context.propagateAs(end === 'min' ? 'ZPOPMIN' : 'ZPOPMAX', key);
    return;
  }
  context.blockOn(1, last - 1, { type: TYPE_ZSET, timeoutMs });
}
