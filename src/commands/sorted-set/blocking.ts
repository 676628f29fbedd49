import type { ZSetView } from '../../datatypes/zset-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keysCounted, keysFrom } from '../../execution/key-specs.ts';
import type { Poppable } from '../../execution/multi-pop.ts';
import { multiPop, popOrWait } from '../../execution/multi-pop.ts';
import type { ZSetEnd } from './pop.ts';
import { sortedSets } from './pop.ts';

/** The commands of pop.ts that wait where there is nothing to take. */
const TAKEN = ['RW', 'access', 'delete'] as const;

/** Redis looks for a sorted set first, and then does what ZPOPMIN and ZMPOP do: it looks that one up again. */
const awaited: Poppable<ZSetView, ZSetEnd> = {
  ...sortedSets,
  popOne(context, key, zset, end) {
    context.db.countAgain(key);
    sortedSets.popOne(context, key, zset, end);
  },
  popSome(context, key, zset, end, count) {
    context.db.countAgain(key);
    return sortedSets.popSome(context, key, zset, end, count);
  },
};

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
  handler: (context) => popOrWait(context, awaited, 'min'),
});

export const bzpopmax: CommandSpec = command({
  ...bzpopmin,
  name: 'BZPOPMAX',
  summary:
    'Returns the member with the highest score of the first sorted set that there is, and takes it out; waits for one.',
  handler: (context) => popOrWait(context, awaited, 'max'),
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
  handler: (context) => multiPop(context, awaited, true),
});
