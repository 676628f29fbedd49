import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { CollectionResult } from '../load/collections.ts';
import type { EvictionMeasurement } from '../load/eviction.ts';
import type { GrowthMeasurement } from '../load/growth.ts';
import type { IdleMeasurement } from '../load/idle.ts';
import type { ItemsMeasurement } from '../load/items.ts';
import type { MemoryMeasurement } from '../load/memory.ts';
import type { ServerVersion } from '../load/server-process.ts';
import type { PubSubMeasurement } from '../load/pubsub.ts';
import type { StallMeasurement } from '../load/stall.ts';
import type { ThroughputResult } from '../load/throughput.ts';
import type { WatchingMeasurement } from '../load/watching.ts';

/** The server that all others are compared with, and ours. */
export const YARDSTICK = 'redis-server';
export const OURS = 'cinnabar';

type ByServer<T> = Readonly<Record<string, T>>;

/** Medians of one run, by section: a section that has not been run is missing. */
export interface Measurements {
  readonly throughput?: readonly ThroughputResult[];
  readonly memory?: ByServer<MemoryMeasurement>;
  readonly stall?: ByServer<StallMeasurement>;
  /** Milliseconds. */
  readonly startup?: ByServer<number>;
  readonly idle?: ByServer<IdleMeasurement>;
  readonly eviction?: ByServer<EvictionMeasurement>;
  readonly pubsub?: ByServer<PubSubMeasurement>;
  readonly collections?: readonly CollectionResult[];
  readonly items?: ByServer<ItemsMeasurement>;
  readonly growth?: ByServer<GrowthMeasurement>;
  readonly watching?: readonly WatchingMeasurement[];
}

/** Where and on what a section was measured. */
export interface Circumstances {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly servers: readonly ServerVersion[];
}

export function circumstances(servers: readonly ServerVersion[]): Circumstances {
  const [first] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    servers,
  };
}

export interface AcceptedResults {
  /** By section. */
  readonly measured: Readonly<Record<string, Circumstances>>;
  readonly medians: Measurements;
}

/** What results.json holds, or nothing yet. */
export function readAccepted(path: string): AcceptedResults {
  if (!existsSync(path)) return { measured: {}, medians: {} };
  const { measured, medians } = JSON.parse(readFileSync(path, 'utf8')) as AcceptedResults;
  return { measured, medians };
}
