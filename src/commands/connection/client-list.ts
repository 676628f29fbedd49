import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Client } from '../../execution/client.ts';
import type { Clients } from '../../execution/clients.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { INVALID_CLIENT_ID, SYNTAX } from '../../resp/reply-errors.ts';
import { readType, typeOf } from './client-filter.ts';
import { clientInfo } from './client-info.ts';

const FLAGS = ['noscript', 'loading', 'stale'] as const;
const TYPE = keyword('TYPE');
const ID = keyword('ID');

export const clientInfoCommand = command({
  name: 'INFO',
  group: 'connection',
  since: '6.2.0',
  summary: 'Describes the connection in one line.',
  complexity: 'O(1)',
  arity: 2,
  flags: FLAGS,
  hints: ['nondeterministic_output'],
  handler({ args, client, keyspace, reply }) {
    reply.verbatim(`${clientInfo(client, keyspace.nowMs, totalLength(args))}\n`);
  },
});

export function clientList(clients: Clients): CommandSpec {
  return command({
    name: 'LIST',
    group: 'connection',
    since: '2.4.0',
    summary: 'Describes the connections, one a line.',
    complexity: 'O(N) where N is the number of client connections',
    syntax: '[TYPE client-type=<NORMAL | MASTER | REPLICA | PUBSUB>^5.0.0] [ID client-id:integer...^6.2.0]',
    arity: -2,
    flags: ['admin', ...FLAGS],
    history: [
      ['2.8.12', '`id` field.'],
      ['5.0.0', '`TYPE` filter.'],
      ['6.0.0', '`user` field.'],
      ['6.2.0', '`argv-mem`, `tot-mem`, `laddr` and `redir` fields; `ID` filter.'],
      ['7.0.0', '`resp`, `multi-mem`, `rbs` and `rbp` fields.'],
      ['7.0.3', '`ssub` field.'],
      ['7.2.0', '`lib-name` and `lib-ver` fields.'],
      ['7.4.0', '`watch` field.'],
      ['8.0.0', '`io-thread` field.'],
    ],
    hints: ['nondeterministic_output'],
    handler({ args, client: me, keyspace, reply }) {
      const listed = readListed(args, clients);
      const own = totalLength(args);
      const lines = listed.map((client) => `${clientInfo(client, keyspace.nowMs, client === me ? own : 0)}\n`);
      reply.verbatim(lines.join(''));
    },
  });
}

/** The clients that the arguments ask for. Throws. */
function readListed(args: Args, clients: Clients): readonly Client[] {
  const connected = [...clients].filter(({ closing }) => !closing);
  if (args.remaining === 0) return connected;
  if (args.remaining === 2 && args.take(TYPE)) {
    const type = readType(args.latin1());
    return connected.filter((client) => typeOf(client) === type);
  }
  if (args.remaining > 1 && args.take(ID)) return readIds(args, clients);
  throw SYNTAX;
}

function readIds(args: Args, clients: Clients): readonly Client[] {
  const found: Client[] = [];
  while (args.remaining > 0) {
    const client = clients.get(args.integer(INVALID_CLIENT_ID));
    if (client !== undefined && !client.closing) found.push(client);
  }
  return found;
}

function totalLength(args: Args): number {
  let total = 0;
  for (let i = 0; i < args.count; i++) total += args.length(i);
  return total;
}
