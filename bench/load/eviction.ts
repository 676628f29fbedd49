import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from '../options.ts';
import { Child, Filler, fillServer } from './child.ts';
import type { CacheLoad } from './cache-child.ts';
import { medianStall, Probe, type MedianStall } from './probe.ts';
import type { Stall } from './probe-child.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

export const POLICIES = ['allkeys-lru', 'allkeys-lfu'] as const;
export type CachePolicy = (typeof POLICIES)[number];

export interface CacheMeasurement {
  /** Percent of the GETs that found their key. */
  readonly hitRatio: number;
  /** Keys that the server held at the end. */
  readonly held: number;
}

export interface EvictionMeasurement {
  readonly cache: Readonly<Record<CachePolicy, CacheMeasurement>>;
  /** While keys are written as fast as they are taken, each pushing another out. */
  readonly stall: MedianStall;
}

const VALUE_SIZE = 16;
/** Keys that a server has room for, of those that are asked for. */
const ROOM = 50_000;
const KEYS = 500_000;
const EXPONENT = 0.99;
const SEED = 20;
const WARM_UP = 1_000_000;
const GETS = 1_000_000;
const PER_SECOND = 40_000;
/** For the stall: keys that fit, and keys written beyond them. */
const HELD = 1_000_000;
const WRITTEN = 5_000_000;
const SETTLE_MS = 1000;
/** Keys that fill the room and are never asked for. */
const OTHERS = 1_000_000_000;

/** How good a server's choice is of what goes, and what it costs the others while it chooses. */
export async function measureEviction(spec: ServerSpec, { quick, rounds }: Options): Promise<EvictionMeasurement> {
  const scale = quick ? 0.1 : 1;
  const cache: Partial<Record<CachePolicy, CacheMeasurement>> = {};
  for (const policy of POLICIES) cache[policy] = await useAsCache(spec, policy, scale);
  const stalls: Stall[] = [];
  for (let round = 0; round < rounds; round++) stalls.push(await writeUnderEviction(spec, scale));
  return { cache: cache as EvictionMeasurement['cache'], stall: medianStall(stalls) };
}

/** The same keys in the same order for every server, each with room for the same number of them. */
async function useAsCache(spec: ServerSpec, policy: CachePolicy, scale: number): Promise<CacheMeasurement> {
  const server = await RunningServer.start(spec);
  const child = new Child('./cache-child.ts');
  try {
    await fillUp(server, ROOM, policy);
    const load: CacheLoad = {
      ...{ port: server.port, keys: KEYS, exponent: EXPONENT, seed: SEED, valueSize: VALUE_SIZE },
      ...{ warmUp: WARM_UP * scale, gets: GETS * scale, perSecond: PER_SECOND },
    };
    const { hits } = (await child.ask(load)) as { hits: number };
    return { hitRatio: (hits / load.gets) * 100, held: await server.control.dbsize() };
  } finally {
    await child.end();
    await server.stop();
  }
}

async function writeUnderEviction(spec: ServerSpec, scale: number): Promise<Stall> {
  const server = await RunningServer.start(spec);
  const filler = await Filler.start();
  let probe: Probe | undefined;
  try {
    await fillUp(server, HELD * scale, 'allkeys-lru');
    probe = await Probe.at(server);
    return await probe.during(() => filler.fill({ port: server.port, keys: WRITTEN * scale, valueSize: VALUE_SIZE }));
  } finally {
    await filler.end();
    await probe?.end();
    await server.stop();
  }
}

/** So many keys, and no room for more: what they take is the limit. */
async function fillUp(server: RunningServer, keys: number, policy: CachePolicy): Promise<void> {
  await fillServer({ port: server.port, keys, valueSize: VALUE_SIZE, firstKey: OTHERS });
  // The buffers of who filled it are none of what the keys take.
  await sleep(SETTLE_MS);
  const used = (await server.info('memory')).get('used_memory') ?? '';
  await server.control.config('SET', 'maxmemory-policy', policy);
  await server.control.config('SET', 'maxmemory', used);
}
