import type { Clients } from '../../execution/clients.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { Transactions } from '../../execution/transaction.ts';
import { authCommand } from './auth.ts';
import type { Authentication } from './authentication.ts';
import { clientCommand } from './client.ts';
import { helloCommand } from './hello.ts';
import type { ServerIdentity } from './hello.ts';
import { echo, ping, quit, resetCommand, select } from './session.ts';

/** What the commands of a connection work on. */
export interface ConnectionParts {
  readonly clients: Clients;
  readonly transactions: Transactions;
  readonly authentication: Authentication;
  readonly identity: ServerIdentity;
}

export function connectionCommands(parts: ConnectionParts): readonly CommandSpec[] {
  const { clients, transactions, authentication, identity } = parts;
  return [
    ping,
    echo,
    select,
    quit,
    authCommand(authentication),
    helloCommand(authentication, identity),
    resetCommand(authentication, transactions),
    clientCommand(clients),
  ];
}
