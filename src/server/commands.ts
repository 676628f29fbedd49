import type { Authentication } from '../commands/connection/index.ts';
import { connectionCommands } from '../commands/connection/index.ts';
import { genericCommands } from '../commands/generic/index.ts';
import { databaseCommands } from '../commands/server/database.ts';
import { memory } from '../commands/server/memory.ts';
import { serverCommands } from '../commands/server/server.ts';
import type { ServerControl } from '../commands/server/shutdown.ts';
import { stringCommands } from '../commands/string/index.ts';
import { transactionCommands } from '../commands/transactions/index.ts';
import { configCommands } from '../config/commands.ts';
import type { Config } from '../config/config.ts';
import { REDIS_VERSION } from '../config/version.ts';
import type { ServerState } from '../execution/admission.ts';
import type { Clients } from '../execution/clients.ts';
import type { CommandSpec } from '../execution/command.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { Transactions } from '../execution/transaction.ts';
import type { WatchTable } from '../execution/watch.ts';
import { observabilityCommands } from '../observability/commands.ts';
import type { Info } from '../observability/info.ts';
import type { Statistics } from '../observability/statistics.ts';
import type { Clock } from '../util/clock.ts';

/** The parts that commands work on. */
export interface CommandParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly watch: WatchTable;
  readonly transactions: Transactions;
  readonly authentication: Authentication;
  readonly statistics: Statistics;
  readonly info: Info;
  readonly state: ServerState;
  readonly control: ServerControl;
  /** Holds the table that is made of these commands. */
  readonly dispatcher: () => Dispatcher;
}

/** Every command of the server, group by group. */
export function allCommands(parts: CommandParts): readonly CommandSpec[] {
  const { config, clock, clients, watch, transactions, authentication, statistics, state, control } = parts;
  const holder = {
    get table() {
      return parts.dispatcher().table;
    },
  };
  const identity = { version: REDIS_VERSION, mode: 'standalone', role: 'master' } as const;
  return [
    ...stringCommands,
    ...genericCommands,
    ...transactionCommands(transactions, watch),
    ...connectionCommands({ clients, transactions, authentication, identity }),
    ...serverCommands({ clock, commands: holder, control }),
    ...databaseCommands,
    memory,
    ...configCommands({
      config,
      resetStatistics: () => statistics.reset(),
      isLoading: () => state.loading,
    }),
    ...observabilityCommands(parts.info),
  ];
}
