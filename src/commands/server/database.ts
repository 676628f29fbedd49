import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import type { Database } from '../../keyspace/database.ts';
import { flush } from '../../keyspace/flush.ts';
import { INVALID_FIRST_DB, INVALID_SECOND_DB, SYNTAX } from '../../resp/reply-errors.ts';
import { databaseAt, databaseIndex } from '../generic/database-argument.ts';

const ASYNC = keyword('ASYNC');
const SYNC = keyword('SYNC');

export const dbSize = command({
  name: 'DBSIZE',
  group: 'server',
  since: '1.0.0',
  summary: 'Counts the keys of the database.',
  complexity: 'O(1)',
  arity: 1,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  hints: ['request_policy:all_shards', 'response_policy:agg_sum'],
  handler({ db, reply }) {
    reply.integer(db.size);
  },
});

export const flushDb = flushCommand(
  {
    name: 'FLUSHDB',
    summary: 'Removes all keys of the database.',
    complexity: 'O(N) in the number of keys in the database.',
  },
  ({ db }) => [db],
);

export const flushAll = flushCommand(
  {
    name: 'FLUSHALL',
    summary: 'Removes all keys of all databases.',
    complexity: 'O(N) in the number of keys in all databases.',
  },
  ({ keyspace }) => keyspace.databases,
);

export const swapDb = command({
  name: 'SWAPDB',
  group: 'server',
  since: '4.0.0',
  summary: 'Exchanges the contents of two databases.',
  complexity: 'O(N) in the number of clients that watch keys of the two databases or wait for them.',
  syntax: 'index1:integer index2:integer',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['keyspace', 'dangerous'],
  handler({ args, keyspace, reply }) {
    const first = databaseIndex(args, INVALID_FIRST_DB);
    const second = databaseIndex(args, INVALID_SECOND_DB);
    databaseAt(keyspace, first);
    databaseAt(keyspace, second);
    keyspace.swap(first, second);
    reply.ok();
  },
});

export const databaseCommands: readonly CommandSpec[] = [dbSize, flushAll, flushDb, swapDb];

function flushCommand(
  head: Pick<CommandSpec, 'name' | 'summary' | 'complexity'>,
  databasesOf: (context: Context) => readonly Database[],
): CommandSpec {
  return command({
    ...head,
    group: 'server',
    since: '1.0.0',
    syntax: 'flush-type=[ASYNC^4.0.0 | SYNC^6.2.0]',
    arity: -1,
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    hints: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    history: [
      ['4.0.0', 'Takes the mode `ASYNC`.'],
      ['6.2.0', 'Takes the mode `SYNC`.'],
    ],
    handler(context) {
      const { args, keyspace, propagateAs, reply } = context;
      const mode = modeOf(args);
      flush(keyspace, databasesOf(context), isLazy(mode[0], context));
      // Of databases that are empty already too.
      propagateAs(head.name, ...mode);
      reply.ok();
    },
  });
}

/** As the counters tell it: outside of a transaction SYNC too, since there the client alone would have to wait. */
function isLazy(mode: string | undefined, { keyspace, client }: Context): boolean {
  const asked = mode === 'ASYNC' || (mode === undefined && keyspace.lazyFree.options.userFlush);
  return asked || !client.deniesBlocking;
}

/** Both modes answer at once and free behind the scenes: there is nothing that SYNC could wait for. */
function modeOf(args: Args): string[] {
  if (args.remaining === 0) return [];
  if (args.remaining > 1) throw SYNTAX;
  if (args.take(ASYNC)) return ['ASYNC'];
  if (args.take(SYNC)) return ['SYNC'];
  throw SYNTAX;
}
