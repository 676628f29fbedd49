import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { Client } from '../../execution/client.ts';
import { REPLY_ON } from '../../execution/client.ts';
import type { Transactions } from '../../execution/transaction.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { DB_OUT_OF_RANGE, NOT_A_32_BIT_INTEGER, wrongArity } from '../../resp/reply-errors.ts';
import type { Authentication } from './authentication.ts';
import { DEFAULT_USER } from './authentication.ts';

const COMMON = { group: 'connection' } as const;
const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

export const ping = command({
  ...COMMON,
  name: 'PING',
  since: '1.0.0',
  summary: 'Answers PONG, or what it is given.',
  complexity: 'O(1)',
  syntax: '[message]',
  arity: -1,
  flags: ['fast'],
  hints: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  handler({ args, client, reply, commandName }) {
    if (args.count > 2) throw wrongArity(commandName);
    const hasMessage = args.count === 2;
    if (client.subscriptions > 0 && client.protocol === 2) {
      reply.array(2);
      reply.bulkLatin1('pong');
      if (!hasMessage) reply.bulkLatin1('');
    } else if (!hasMessage) {
      reply.simple('PONG');
    }
    if (hasMessage) reply.bulk(args.bytes, args.at(1), args.length(1));
  },
});

export const echo = command({
  ...COMMON,
  name: 'ECHO',
  since: '1.0.0',
  summary: 'Answers what it is given.',
  complexity: 'O(1)',
  syntax: 'message',
  arity: 2,
  flags: ['loading', 'stale', 'fast'],
  handler({ args, reply }) {
    reply.bulk(args.bytes, args.at(1), args.length(1));
  },
});

export const select = command({
  ...COMMON,
  name: 'SELECT',
  since: '1.0.0',
  summary: 'Chooses the database for the commands to come.',
  complexity: 'O(1)',
  syntax: 'index:integer',
  arity: 2,
  flags: ['loading', 'stale', 'fast'],
  handler({ args, client, keyspace, reply }) {
    const index = args.integer();
    if (index < INT_MIN || index > INT_MAX) throw NOT_A_32_BIT_INTEGER;
    if (index < 0 || index >= keyspace.databases.length) throw DB_OUT_OF_RANGE;
    client.db = keyspace.databases[index];
    reply.ok();
  },
});

export const quit = command({
  ...COMMON,
  name: 'QUIT',
  since: '1.0.0',
  summary: 'Closes the connection.',
  complexity: 'O(1)',
  arity: -1,
  flags: ['allow_busy', 'noscript', 'loading', 'stale', 'fast', 'no_auth'],
  deprecated: { since: '7.2.0', replacedBy: 'just closing the connection' },
  handler({ client, reply }) {
    reply.ok();
    client.connection.closeAfterReply();
  },
});

export function resetCommand(
  authentication: Authentication,
  transactions: Transactions,
  onReset: (client: Client) => void = () => undefined,
): CommandSpec {
  return command({
    ...COMMON,
    name: 'RESET',
    since: '6.2.0',
    summary: 'Makes the connection as it was when it was new.',
    complexity: 'O(1)',
    arity: 1,
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    handler({ client, keyspace, reply }) {
      transactions.discard(client);
      onReset(client);
      forgetState(client, keyspace);
      client.authenticated = !authentication.required;
      reply.protocol = client.protocol;
      reply.simple('RESET');
    },
  });
}

/** What commands have said of the client, but for its library, which stays the same behind the connection. */
function forgetState(client: Client, keyspace: Keyspace): void {
  client.db = keyspace.databases[0];
  client.protocol = 2;
  client.user = DEFAULT_USER;
  client.name = '';
  client.replyMode = REPLY_ON;
  client.noTouch = false;
  client.noEvict = false;
  client.refreshRefusals();
  keyspace.touches = true;
  keyspace.refreshAccess();
}
