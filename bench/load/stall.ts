import { setTimeout as sleep } from 'node:timers/promises';
import { Filler } from './child.ts';
import { medianStall, Probe, type MedianStall } from './probe.ts';
import type { Stall } from './probe-child.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

export const EVENTS = ['load', 'expiry', 'flush'] as const;
export type StallEvent = (typeof EVENTS)[number];
export type StallRun = Readonly<Record<StallEvent, Stall>>;
export type StallMeasurement = Readonly<Record<StallEvent, MedianStall>>;

const KEYS = 10_000_000;
const EXPIRING_KEYS = 500_000;
const VALUE_SIZE = 16;
/** Keys per second. The second in which keys expire is fixed before they are loaded, so it allows for this and more. */
const SLOWEST_LOAD = 100_000;
const SECONDS_TO_SPARE = 2;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;
/** Memory that is left once the keys are gone, as a part of what they took. */
const FLUSHED = 0.1;

/** The longest that another client waits while keys are loaded, expire together, and are flushed. */
export async function measureStalls(spec: ServerSpec, quick: boolean): Promise<StallRun> {
  const scale = quick ? 0.1 : 1;
  const server = await RunningServer.start(spec);
  // The start of a process beside it is not what the server is to be blamed for.
  const filler = await Filler.start();
  let probe: Probe | undefined;
  try {
    const started = (probe = await Probe.at(server));
    const during = (work: () => Promise<void>): Promise<Stall> => started.during(work);
    return {
      load: await during(() => filler.fill({ port: server.port, keys: KEYS * scale, valueSize: VALUE_SIZE })),
      expiry: await expire(server, filler, EXPIRING_KEYS * scale, during),
      flush: await during(() => flush(server)),
    };
  } finally {
    await filler.end();
    await probe?.end();
    await server.stop();
  }
}

export function medianStalls(runs: readonly StallRun[]): StallMeasurement {
  const median = (event: StallEvent): MedianStall => medianStall(runs.map((run) => run[event]));
  return { load: median('load'), expiry: median('expiry'), flush: median('flush') };
}

async function expire(
  server: RunningServer,
  filler: Filler,
  keys: number,
  during: (work: () => Promise<void>) => Promise<Stall>,
): Promise<Stall> {
  const before = await server.control.dbsize();
  const expireAt = Math.floor(Date.now() / 1000) + Math.ceil(keys / SLOWEST_LOAD) + SECONDS_TO_SPARE;
  await filler.fill({ port: server.port, keys, valueSize: VALUE_SIZE, firstKey: KEYS, expireAt });
  const loaded = await server.control.dbsize();
  if (loaded !== before + keys) throw new Error(`${server.name}: keys expired while they were loaded`);
  return during(() => until(async () => (await server.control.dbsize()) === before));
}

async function flush(server: RunningServer): Promise<void> {
  const used = async (): Promise<number> => Number((await server.info('memory')).get('used_memory'));
  const before = await used();
  await server.control.flushall('ASYNC');
  await until(async () => (await used()) < before * FLUSHED);
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('the keys were not gone in time');
    await sleep(POLL_MS);
  }
}
