import type { Client } from '../../execution/client.ts';
import type { Clients } from '../../execution/clients.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { NO_SUCH_CLIENT } from '../../resp/reply-errors.ts';
import type { ClientFilter } from './client-filter.ts';
import { matches, readFilter } from './client-filter.ts';

const FILTERS =
  '[ID client-id:integer^2.8.12] | [TYPE client-type=<NORMAL | MASTER^3.2.0 | SLAVE | REPLICA^5.0.0 | PUBSUB>^2.8.12]' +
  ' | [USER username] | [ADDR addr@ip:port] | [LADDR laddr@ip:port^6.2.0] | [SKIPME skipme=<YES | NO>]' +
  ' | [MAXAGE maxage:integer^7.4.0]';

export function clientKill(clients: Clients): CommandSpec {
  return command({
    name: 'KILL',
    group: 'connection',
    since: '2.4.0',
    summary: 'Closes connections of clients.',
    complexity: 'O(N) where N is the number of client connections',
    syntax: `filter=<old-format@ip:port!2.8.12 | new-format=<${FILTERS}>...>`,
    arity: -3,
    flags: ['admin', 'noscript', 'loading', 'stale'],
    history: [
      ['2.8.12', 'Filters, each a name and a value.'],
      ['2.8.12', '`ID` filter.'],
      ['3.2.0', '`TYPE` knows `master`.'],
      ['5.0.0', '`TYPE` takes `replica` for `slave`, which it still knows.'],
      ['6.2.0', '`LADDR` filter.'],
      ['7.4.0', '`MAXAGE` filter.'],
    ],
    handler({ args, client, keyspace, reply }) {
      // With the old form, one address, a client may close itself.
      const isOldForm = args.count === 3;
      const filter = isOldForm ? { address: args.text(), skipMe: false } : readFilter(args);
      const killed = killMatching(clients, filter, client, keyspace.nowMs);
      if (!isOldForm) reply.integer(killed);
      else if (killed > 0) reply.ok();
      else throw NO_SUCH_CLIENT;
    },
  });
}

/** Closes all who match, itself only behind the reply. Answers how many those are. */
function killMatching(clients: Clients, filter: ClientFilter, me: Client, nowMs: number): number {
  let killed = 0;
  for (const client of clients) {
    if (client.closing || !matches(filter, client, me, nowMs)) continue;
    if (client === me) client.connection.closeAfterReply();
    else client.connection.destroy();
    killed++;
  }
  return killed;
}
