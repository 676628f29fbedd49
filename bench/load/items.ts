import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './commands.ts';
import { residentBytes } from './proc.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

/** Bytes of resident memory that each item takes, by what it is part of. */
export type ItemsMeasurement = Readonly<Record<ItemCase, number>>;

type Command = readonly (string | number)[];

const SMALL = 200_000;
const LARGE = 1_000_000;
const SETTLE_MS = 3_000;

const name = (i: number): string => `element:${String(i).padStart(12, '0')}`;
const sequence = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

function* times(count: number, command: (i: number) => Command): Generator<Command> {
  for (let i = 0; i < count; i++) yield command(i);
}

/** What is loaded; `items` is how many things its memory is shared out to. */
const CASES = {
  'hash of 5': { items: SMALL, load: () => times(SMALL, (i) => ['HSET', `hash:${i}`, ...fields(5, i)]) },
  'set of 10 integers': {
    items: SMALL,
    load: () => times(SMALL, (i) => ['SADD', `set:${i}`, ...sequence(10, (j) => i + j * 1000)]),
  },
  'sorted set of 10': {
    items: SMALL,
    load: () => times(SMALL, (i) => ['ZADD', `zset:${i}`, ...sequence(10, (j) => [i + j, `m:${i}:${j}`]).flat()]),
  },
  'list of 10': {
    items: SMALL,
    load: () => times(SMALL, (i) => ['RPUSH', `list:${i}`, ...sequence(10, (j) => `v:${i}:${j}`)]),
  },
  'hash of 1 M, each field': { items: LARGE, load: () => times(LARGE, (i) => ['HSET', 'hash', name(i), `value:${i}`]) },
  'set of 1 M, each member': { items: LARGE, load: () => times(LARGE, (i) => ['SADD', 'set', name(i)]) },
  'sorted set of 1 M, each member': {
    items: LARGE,
    load: () => times(LARGE, (i) => ['ZADD', 'zset', i * 1.5, name(i)]),
  },
  'stream of 1 M, each entry': {
    items: LARGE,
    load: () => times(LARGE, (i) => ['XADD', 'stream', '*', 'sensor', i % 100, 'value', `value:${i}`]),
  },
} as const;
export type ItemCase = keyof typeof CASES;
export const ITEM_CASES = Object.keys(CASES) as readonly ItemCase[];

function fields(count: number, i: number): Command {
  return sequence(count, (j) => [`field:${j}`, `value:${i}:${j}`]).flat();
}

/** Loads each case into a server by itself. */
export async function measureItems(spec: ServerSpec): Promise<ItemsMeasurement> {
  const measured: Partial<Record<ItemCase, number>> = {};
  for (const item of ITEM_CASES) measured[item] = await measure(spec, item);
  return measured as ItemsMeasurement;
}

async function measure(spec: ServerSpec, item: ItemCase): Promise<number> {
  const { items, load } = CASES[item];
  const server = await RunningServer.start(spec);
  try {
    await server.control.ping();
    const before = residentBytes(server.pid);
    await send(server.port, load());
    await sleep(SETTLE_MS);
    return Number(((residentBytes(server.pid) - before) / items).toFixed(1));
  } finally {
    await server.stop();
  }
}
