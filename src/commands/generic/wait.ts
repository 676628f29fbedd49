import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { readDeadline } from '../../execution/deadline.ts';
import { NOT_0_OR_1, NOT_POSITIVE, WAITAOF_WITHOUT_AOF } from '../../resp/reply-errors.ts';

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
  handler({ args, keyspace, reply }) {
    args.int64();
    readDeadline(args, keyspace.nowMs);
    reply.integer(0);
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
    handler({ args, keyspace, reply }) {
      const local = args.int64();
      if (local !== 0 && local !== 1) throw NOT_0_OR_1;
      args.integerWithin(0, Infinity, NOT_POSITIVE);
      readDeadline(args, keyspace.nowMs);
      if (local === 1 && !hasAppendOnlyFile()) throw WAITAOF_WITHOUT_AOF;
      reply.array(2);
      reply.integer(0);
      reply.integer(0);
    },
  });
}
