import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { keysFrom } from '../../execution/key-specs.ts';
import type { Transactions } from '../../execution/transaction.ts';
import type { WatchTable } from '../../execution/watch.ts';
import {
  DISCARD_WITHOUT_MULTI,
  EXEC_WITHOUT_MULTI,
  NESTED_MULTI,
  transactionDiscarded,
  WATCH_IN_MULTI,
} from '../../resp/reply-errors.ts';

const COMMON = { group: 'transactions' } as const;
const FLAGS = ['noscript', 'loading', 'stale', 'fast', 'allow_busy'] as const;

/** MULTI and its company, over the queues and the watched keys of one server. */
export function transactionCommands(transactions: Transactions, watch: WatchTable): readonly CommandSpec[] {
  return [
    multi(transactions),
    exec(transactions),
    discard(transactions),
    watchKeys(watch),
    command({
      ...COMMON,
      name: 'UNWATCH',
      since: '2.2.0',
      summary: 'Stops watching all keys.',
      complexity: 'O(1)',
      arity: 1,
      flags: FLAGS,
      handler({ client, reply }) {
        watch.removeAll(client);
        reply.ok();
      },
    }),
  ];
}

function multi(transactions: Transactions): CommandSpec {
  return command({
    ...COMMON,
    name: 'MULTI',
    since: '1.2.0',
    summary: 'Begins a transaction: queues the commands that follow.',
    complexity: 'O(1)',
    arity: 1,
    flags: FLAGS,
    handler({ client, reply }) {
      if (client.queue !== undefined) throw NESTED_MULTI;
      transactions.begin(client);
      reply.ok();
    },
  });
}

function exec(transactions: Transactions): CommandSpec {
  return command({
    ...COMMON,
    name: 'EXEC',
    since: '1.2.0',
    summary: 'Runs the queued commands as one unit.',
    complexity: 'Depends on commands in the transaction',
    arity: 1,
    flags: ['noscript', 'loading', 'stale', 'skip_slowlog'],
    refused(client, error) {
      transactions.discard(client);
      return transactionDiscarded(error);
    },
    handler({ client, preventPropagation }) {
      if (client.queue === undefined) throw EXEC_WITHOUT_MULTI;
      transactions.execute(client);
      // Each queued command has been propagated by itself, inside the unit.
      preventPropagation();
    },
  });
}

function discard(transactions: Transactions): CommandSpec {
  return command({
    ...COMMON,
    name: 'DISCARD',
    since: '2.0.0',
    summary: 'Forgets the queued commands and ends the transaction.',
    complexity: 'O(N), when N is the number of queued commands',
    arity: 1,
    flags: FLAGS,
    handler({ client, reply }) {
      if (client.queue === undefined) throw DISCARD_WITHOUT_MULTI;
      transactions.discard(client);
      reply.ok();
    },
  });
}

function watchKeys(watch: WatchTable): CommandSpec {
  return command({
    ...COMMON,
    name: 'WATCH',
    since: '2.2.0',
    summary: 'Lets the next transaction run only if none of the keys has changed by then.',
    complexity: 'O(1) for every key.',
    syntax: 'key...',
    arity: -2,
    flags: FLAGS,
    keys: [keysFrom(1, -1, 1, 'RO')],
    handler({ args, client, reply }) {
      if (client.queue !== undefined) throw WATCH_IN_MULTI;
      while (args.remaining > 0) {
        const key = args.key();
        // One key has changed already: EXEC will fail, whatever the others do.
        if (!client.watchBroken) watch.add(client, key);
      }
      reply.ok();
    },
  });
}
