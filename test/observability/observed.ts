import { memoryCommand } from '../../src/commands/server/memory.ts';
import { Config } from '../../src/config/config.ts';
import { ActiveDefrag } from '../../src/keyspace/defrag.ts';
import { CommandWatch } from '../../src/observability/command-watch.ts';
import { observabilityCommands } from '../../src/observability/commands.ts';
import { Info } from '../../src/observability/info.ts';
import { Monitors } from '../../src/observability/monitors.ts';
import { standardSections } from '../../src/observability/sections.ts';
import { Statistics } from '../../src/observability/statistics.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import type { Engine } from '../support/connections.ts';
import { createEngine, START_MS } from '../support/connections.ts';

export interface Observed extends Engine {
  readonly statistics: Statistics;
  readonly commandWatch: CommandWatch;
  readonly monitors: Monitors;
  readonly latencyStats: { tracks: boolean; percentiles: readonly number[] };
  /** How often MEMORY PURGE has run. */
  readonly purges: number;
}

/** An engine with everything that watches it, and commands of the test's own. */
export function observed(...more: readonly CommandSpec[]): Observed {
  const config = new Config();
  const latencyStats = { tracks: true, percentiles: [50, 99.9] };
  const pubsub = { channels: 3, patterns: 2, shardChannels: 1 };
  let purges = 0;
  let made: Pick<Observed, 'statistics' | 'commandWatch' | 'monitors'> | undefined;
  const engine = createEngine((parts) => {
    const statistics = new Statistics({
      ...parts,
      expiry: { timeCapReached: 2, spentUs: 3500 },
      traffic: { reads: 5, writes: 4 },
      defrag: new ActiveDefrag(parts.keyspace, parts.clock),
    });
    const monitors = new Monitors(parts.pushes, () => parts.clock.wallUs());
    const commandWatch = new CommandWatch(monitors, () => parts.clock.wallMs());
    made = { statistics, monitors, commandWatch };
    const listener = { name: 'tcp', addresses: ['*', '-::*'], port: 7000 } as const;
    const facts = { runId: 'f'.repeat(40), startedMs: START_MS, port: () => 7000, listeners: () => [listener] };
    const sources = { ...parts, config, statistics, facts, latencyStats, pubsub, replicationId: 'a'.repeat(40) };
    const memory = memoryCommand({
      report: () => statistics.memory(),
      allocatorStats: () => 'blocks: 1\n',
      purge: () => purges++,
    });
    const table = () => parts.dispatcher().table;
    const info = new Info(standardSections(sources));
    const watching = observabilityCommands({ info, watch: commandWatch, monitors, table, hz: () => 10 });
    return [...watching, memory, ...more];
  });
  const { timer } = engine.dispatcher();
  const { statistics, commandWatch, monitors } = made!;
  timer.observer = commandWatch;
  commandWatch.onChange = (options) => timer.configure(options);
  commandWatch.refresh();
  return {
    ...{ ...engine, statistics, commandWatch, monitors, latencyStats },
    get purges() {
      return purges;
    },
  };
}
