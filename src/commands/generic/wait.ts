import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import {
  NOT_0_OR_1,
  NOT_POSITIVE,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_AN_INTEGER,
  TIMEOUT_OUT_OF_RANGE,
  WAITAOF_WITHOUT_AOF,
} from '../../resp/reply-errors.ts';
import { INT64_MAX } from '../../util/numbers.ts';

/**
 * WAIT and WAITAOF. A server without replicas and without an append-only file has nothing to wait for: both answer at
 * once how many have acknowledged, which is none.
 */
const DECLARATION = {
  group: 'generic',
  complexity: 'O(1)',
  flags: ['blocking'],
  categories: ['connection', '-keyspace'],
  hints: ['request_policy:all_shards', 'response_policy:agg_min'],
} as const;

export const wait = command({
  ...DECLARATION,
  name: 'WAIT',
  since: '3.0.0',
  summary: 'Waits until replicas have received the writes of this connection.',
  syntax: 'numreplicas:integer timeout:integer',
  arity: 3,
  handler(context) {
    context.args.int64();
    checkTimeout(context);
    context.reply.integer(0);
  },
});

/** `hasAppendOnlyFile`: whether the configuration asks for one. */
export function waitaofCommand(hasAppendOnlyFile: () => boolean): CommandSpec {
  return command({
    ...DECLARATION,
    name: 'WAITAOF',
    since: '7.2.0',
    summary: 'Waits until the writes of this connection are in the append-only file, here and on replicas.',
    syntax: 'numlocal:integer numreplicas:integer timeout:integer',
    arity: 4,
    handler(context) {
      const { args, reply } = context;
      const local = args.int64();
      if (local !== 0 && local !== 1) throw NOT_0_OR_1;
      args.integerWithin(0, Infinity, NOT_POSITIVE);
      checkTimeout(context);
      if (local === 1 && !hasAppendOnlyFile()) throw WAITAOF_WITHOUT_AOF;
      reply.array(2);
      reply.integer(0);
      reply.integer(0);
    },
  });
}

/** Reads milliseconds, 0 for ever, whose end must be a time. */
function checkTimeout({ args, keyspace }: Context): void {
  const timeout = args.int64(TIMEOUT_NOT_AN_INTEGER);
  if (timeout < 0) throw TIMEOUT_NEGATIVE;
  if (BigInt(timeout) + BigInt(keyspace.nowMs) > INT64_MAX) throw TIMEOUT_OUT_OF_RANGE;
}
