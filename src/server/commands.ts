import { bitmapCommands } from '../commands/bitmap/index.ts';
import type { Authentication } from '../commands/connection/index.ts';
import { connectionCommands } from '../commands/connection/index.ts';
import { listCommands } from '../commands/list/index.ts';
import { hashCommands } from '../commands/hash/index.ts';
import { setCommands } from '../commands/set/index.ts';
import { sortedSetCommands } from '../commands/sorted-set/index.ts';
import { streamCommands } from '../commands/stream/index.ts';
import { geoCommands } from '../commands/geo/index.ts';
import { genericCommands } from '../commands/generic/index.ts';
import { waitaofCommand } from '../commands/generic/wait.ts';
import type { HyperLogLogOptions } from '../commands/hyperloglog/index.ts';
import { hyperloglogCommands } from '../commands/hyperloglog/index.ts';
import { databaseCommands } from '../commands/server/database.ts';
import type { DebugParts } from '../commands/server/debug.ts';
import { debugCommand } from '../commands/server/debug.ts';
import { lolwutCommand } from '../commands/server/lolwut.ts';
import type { MemoryParts } from '../commands/server/memory.ts';
import { memoryCommand } from '../commands/server/memory.ts';
import { moduleCommand } from '../commands/server/module.ts';
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
import type { ClientPause } from '../execution/pause.ts';
import type { Transactions } from '../execution/transaction.ts';
import type { WatchTable } from '../execution/watch.ts';
import { observabilityCommands } from '../observability/commands.ts';
import { pubsubCommands } from '../pubsub/commands.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { CommandWatch } from '../observability/command-watch.ts';
import type { Info } from '../observability/info.ts';
import type { Monitors } from '../observability/monitors.ts';
import type { Statistics } from '../observability/statistics.ts';
import type { Clock } from '../util/clock.ts';

/** The parts that commands work on. */
export interface CommandParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly watch: WatchTable;
  readonly transactions: Transactions;
  readonly pause: ClientPause;
  readonly authentication: Authentication;
  readonly statistics: Statistics;
  readonly info: Info;
  readonly allocator: Pick<MemoryParts, 'allocatorStats' | 'purge'>;
  readonly commandWatch: CommandWatch;
  readonly monitors: Monitors;
  readonly pubsub: PubSub;
  readonly state: ServerState;
  readonly hyperloglog: HyperLogLogOptions;
  readonly control: ServerControl;
  readonly debug: DebugParts;
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
    ...bitmapCommands,
    ...listCommands,
    ...hashCommands,
    ...setCommands,
    ...sortedSetCommands,
    ...streamCommands,
    ...geoCommands,
    ...genericCommands,
    waitaofCommand(() => config.get('appendonly')),
    ...hyperloglogCommands(parts.hyperloglog),
    ...transactionCommands(transactions, watch),
    ...connectionCommands({
      ...{ clients, transactions, authentication, identity, pause: parts.pause },
      unblock(id, withError) {
        const client = clients.get(id);
        return client !== undefined && parts.dispatcher().blocking.unblock(client, withError);
      },
      onReset(client) {
        parts.pubsub.removeAll(client);
        parts.monitors.remove(client);
      },
    }),
    ...serverCommands({ clock, commands: holder, control }),
    ...databaseCommands,
    moduleCommand(parts.debug.log),
    lolwutCommand(REDIS_VERSION),
    memoryCommand({ report: () => statistics.memory(), ...parts.allocator }),
    debugCommand(parts.debug),
    ...configCommands({
      config,
      resetStatistics: () => statistics.reset(),
      isLoading: () => state.loading,
    }),
    ...observabilityCommands({
      ...{ info: parts.info, watch: parts.commandWatch, monitors: parts.monitors },
      table: () => holder.table,
      hz: () => config.get('hz'),
    }),
    ...pubsubCommands(parts.pubsub),
  ];
}
