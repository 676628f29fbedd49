import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import type { GrowthRequest } from './growth-child.ts';
import { YIELDING } from './priority.ts';
import { medianStall, Probe, type MedianStall } from './probe.ts';
import type { Stall } from './probe-child.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

export const GROWING = ['hash', 'set', 'sorted set'] as const;
export type Growing = (typeof GROWING)[number];

/** The longest that another client waits while one collection grows, and while it is unlinked. */
export type GrowthRun = Readonly<Record<Growing, { readonly growth: Stall; readonly unlink: Stall }>>;
export type GrowthMeasurement = Readonly<
  Record<Growing, { readonly growth: MedianStall; readonly unlink: MedianStall }>
>;

const MEMBERS = 5_000_000;
const POLL_MS = 100;
const PATIENCE_MS = 60_000;
const GONE = 0.1;
const KEY = 'big';
/**
 * A smaller one comes and goes before: what counts is what growth takes, not the first run of the code for it. Its name
 * is as long as the other's, since names of fewer than four bytes are compared by other code.
 */
const FIRST_KEY = 'one';
const FIRST = 0.02;

export async function measureGrowth(spec: ServerSpec, quick: boolean): Promise<GrowthRun> {
  const measured: Partial<Record<Growing, { growth: Stall; unlink: Stall }>> = {};
  for (const kind of GROWING) measured[kind] = await measure(spec, kind, quick ? MEMBERS / 10 : MEMBERS);
  return measured as GrowthRun;
}

export function medianGrowth(runs: readonly GrowthRun[]): GrowthMeasurement {
  const median = (kind: Growing): GrowthMeasurement[Growing] => ({
    growth: medianStall(runs.map((run) => run[kind].growth)),
    unlink: medianStall(runs.map((run) => run[kind].unlink)),
  });
  return { hash: median('hash'), set: median('set'), 'sorted set': median('sorted set') };
}

async function measure(spec: ServerSpec, kind: Growing, members: number): Promise<{ growth: Stall; unlink: Stall }> {
  const server = await RunningServer.start(spec);
  const loader = new Child('./growth-child.ts', YIELDING);
  let probe: Probe | undefined;
  try {
    probe = await Probe.at(server);
    const load = async (key: string, count: number): Promise<void> => {
      const request: GrowthRequest = { port: server.port, kind, key, members: count };
      await loader.ask(request);
    };
    const empty = await used(server);
    await load(FIRST_KEY, members * FIRST);
    await remove(server, FIRST_KEY, empty);
    const growth = await probe.during(() => load(KEY, members));
    const unlink = await probe.during(() => remove(server, KEY, empty));
    return { growth, unlink };
  } finally {
    await loader.end();
    await probe?.end();
    await server.stop();
  }
}

const used = async (server: RunningServer): Promise<number> => Number((await server.info('memory')).get('used_memory'));

/** Unlinks a key, and waits until no more than a tenth of its memory is left; `empty` was used before it came. */
async function remove(server: RunningServer, key: string, empty: number): Promise<void> {
  const limit = empty + ((await used(server)) - empty) * GONE;
  await server.control.unlink(key);
  const deadline = Date.now() + PATIENCE_MS;
  while ((await used(server)) > limit) {
    if (Date.now() > deadline) throw new Error('the members were not gone in time');
    await sleep(POLL_MS);
  }
}
