import type { Client } from '../../execution/client.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { Transactions } from '../../execution/transaction.ts';
import { authCommand } from './auth.ts';
import type { Authentication } from './authentication.ts';
import type { ClientParts } from './client.ts';
import { clientCommand } from './client.ts';
import { helloCommand } from './hello.ts';
import type { ServerIdentity } from './hello.ts';
import { echo, ping, quit, resetCommand, select } from './session.ts';

/** What the commands of a connection work on. */
export interface ConnectionParts extends ClientParts {
  readonly transactions: Transactions;
  readonly authentication: Authentication;
  readonly identity: ServerIdentity;
  /** RESET: what other parts know of the client is forgotten too. */
  readonly onReset?: (client: Client) => void;
}

export function connectionCommands(parts: ConnectionParts): readonly CommandSpec[] {
  const { transactions, authentication, identity, onReset } = parts;
  return [
    ping,
    echo,
    select,
    quit,
    authCommand(authentication),
    helloCommand(authentication, identity),
    resetCommand(authentication, transactions, onReset),
    clientCommand(parts),
  ];
}
