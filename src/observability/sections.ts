import type { Config } from '../config/config.ts';
import type { ServerState } from '../execution/admission.ts';
import type { WatchTable } from '../execution/watch.ts';
import type { InfoSection } from './info.ts';
import { clientsSection } from './sections/clients.ts';
import type { LatencyStatsOptions } from './sections/command-stats.ts';
import { commandStatsSection, errorStatsSection, latencyStatsSection } from './sections/command-stats.ts';
import { cpuSection } from './sections/cpu.ts';
import { debugSection } from './sections/debug.ts';
import { keySizesSection } from './sections/keysizes.ts';
import { keyspaceSection } from './sections/keyspace.ts';
import { memorySection } from './sections/memory.ts';
import { persistenceSection } from './sections/persistence.ts';
import { replicationSection } from './sections/replication.ts';
import type { ServerFacts } from './sections/server.ts';
import type { PubSubCounts } from './sections/sources.ts';
import { serverSection } from './sections/server.ts';
import { statsSection } from './sections/stats.ts';
import { threadsSection } from './sections/threads.ts';
import type { Statistics } from './statistics.ts';

/** Whom INFO asks. */
export interface InfoSources {
  readonly config: Config;
  readonly state: ServerState;
  readonly watch: WatchTable;
  readonly statistics: Statistics;
  readonly facts: ServerFacts;
  readonly pubsub: PubSubCounts;
  readonly latencyStats: LatencyStatsOptions;
  /** 40 hexadecimal digits. */
  readonly replicationId: string;
}

/** All sections of INFO, in Redis's order. */
export function standardSections(from: InfoSources): readonly InfoSection[] {
  const { config, statistics, facts } = from;
  const { clock, keyspace, clients, traffic } = statistics.sources;
  return [
    serverSection(config, clock, facts),
    clientsSection(config, clients, from.watch, () => statistics.sources.dispatcher().blocking),
    memorySection(config, statistics),
    persistenceSection(keyspace, from.state, facts.startedMs),
    threadsSection(clients, traffic),
    statsSection(statistics, traffic, from.pubsub),
    replicationSection(config, from),
    cpuSection,
    { title: 'Modules', alias: 'module_list', isDefault: true, fields: () => [] },
    commandStatsSection(statistics),
    errorStatsSection(statistics),
    latencyStatsSection(statistics, from.latencyStats),
    { title: 'Cluster', isDefault: true, fields: () => [['cluster_enabled', 0]] },
    keyspaceSection(keyspace),
    keySizesSection(keyspace),
    debugSection(statistics.loop),
  ];
}
