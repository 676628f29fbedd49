import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted } from '../../execution/key-specs.ts';
import { NEGATIVE_LIMIT, SYNTAX } from '../../resp/reply-errors.ts';
import type { Combine } from './aggregate.ts';
import { countCommon, intersect, readCombineOptions, subtract, unite } from './aggregate.ts';
import { beginResult, dropResult, replyResult, storeResult } from './result.ts';
import { readSources } from './sources.ts';

const LIMIT = keyword('LIMIT');

const WEIGHTING = '[WEIGHTS weight:integer...] [AGGREGATE aggregate=<SUM | MIN | MAX>]';
const UNION_COST =
  'O(N)+O(M*log(M)), N being the number of members in all inputs together and M that of members in the result.';
const INTERSECTION_COST =
  'O(N*K)+O(M*log(M)), N being the number of members in the smallest input, K that of inputs, M that of members in ' +
  'the result.';
const DIFFERENCE_COST =
  'O(L + (N-K)log(N)), L being the number of members in all inputs together, N that in the first, K that in the result.';

export const zunion = command({
  name: 'ZUNION',
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Returns the members of several sorted sets together.',
  complexity: UNION_COST,
  syntax: `numkeys:integer key... ${WEIGHTING} [WITHSCORES]`,
  arity: -3,
  flags: ['readonly', 'movablekeys'],
  keys: [keysCounted(1, 1, 'RO', 'access')],
  handler: (context) => reply(context, unite, true),
});

export const zunionstore = command({
  name: 'ZUNIONSTORE',
  group: 'sorted-set',
  since: '2.0.0',
  summary: 'Stores the members of several sorted sets together in a key.',
  complexity: UNION_COST,
  syntax: `destination:key numkeys:integer key... ${WEIGHTING}`,
  arity: -4,
  flags: ['write', 'denyoom', 'movablekeys'],
  keys: [keyAt(1, 'OW', 'update'), keysCounted(2, 1, 'RO', 'access')],
  handler: (context) => store(context, unite, true, 'zunionstore'),
});

export const zinter: CommandSpec = command({
  ...zunion,
  name: 'ZINTER',
  summary: 'Returns the members that several sorted sets have in common.',
  complexity: INTERSECTION_COST,
  handler: (context) => reply(context, intersect, true),
});

export const zinterstore: CommandSpec = command({
  ...zunionstore,
  name: 'ZINTERSTORE',
  summary: 'Stores the members that several sorted sets have in common in a key.',
  complexity: INTERSECTION_COST,
  handler: (context) => store(context, intersect, true, 'zinterstore'),
});

export const zdiff: CommandSpec = command({
  ...zunion,
  name: 'ZDIFF',
  summary: 'Returns the members of a sorted set that none of several others has.',
  complexity: DIFFERENCE_COST,
  syntax: 'numkeys:integer key... [WITHSCORES]',
  handler: (context) => reply(context, subtract, false),
});

export const zdiffstore: CommandSpec = command({
  ...zunionstore,
  name: 'ZDIFFSTORE',
  since: '6.2.0',
  summary: 'Stores the members of a sorted set that none of several others has in a key.',
  complexity: DIFFERENCE_COST,
  syntax: 'destination:key numkeys:integer key...',
  handler: (context) => store(context, subtract, false, 'zdiffstore'),
});

export const zintercard: CommandSpec = command({
  ...zunion,
  name: 'ZINTERCARD',
  since: '7.0.0',
  summary: 'Counts the members that several sorted sets have in common.',
  complexity: 'O(N*K), N being the number of members in the smallest input and K that of inputs.',
  syntax: 'numkeys:integer key... [LIMIT limit:integer]',
  handler(context) {
    const { args } = context;
    const sources = readSources(context);
    let limit = 0;
    while (args.remaining > 0) {
      if (args.remaining < 2 || !args.take(LIMIT)) throw SYNTAX;
      limit = args.integerWithin(0, Infinity, NEGATIVE_LIMIT);
    }
    context.reply.integer(countCommon(sources, limit === 0 ? Infinity : limit));
  },
});

function reply(context: Context, combine: Combine, weights: boolean): void {
  const sources = readSources(context);
  const { aggregate, withScores } = readCombineOptions(context.args, sources, { weights, scores: true });
  const result = beginResult(context);
  combine(result, sources, aggregate);
  replyResult(context.reply, result, withScores);
  dropResult(context, result);
}

function store(context: Context, combine: Combine, weights: boolean, event: string): void {
  const key = context.args.key();
  const sources = readSources(context);
  const { aggregate } = readCombineOptions(context.args, sources, { weights, scores: false });
  const result = beginResult(context);
  combine(result, sources, aggregate);
  storeResult(context, key, result, event);
}
