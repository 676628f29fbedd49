import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './commands.ts';
import { residentBytes } from './proc.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

/** Bytes of resident memory that each item takes, by what it is part of. */
export type ItemsMeasurement = Readonly<Record<ItemCase, number>>;

type Command = readonly (string | number)[];

/**
 * So many that a few megabytes of the server's own are lost among them; and with those that come first, a table of
 * redis-server's is five sixths full of them, which is neither its best nor its worst.
 */
const SMALL = 400_000;
const LARGE = 1_000_000;
/** The part of them that comes first, and does not count. */
const FIRST = 0.1;
/** Commands that are sent before their replies are waited for. */
const PART = 20_000;
const SETTLE_MS = 3_000;

const name = (i: number): string => `element:${String(i).padStart(12, '0')}`;
const sequence = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

function* times(count: number, command: (i: number) => Command): Generator<Command> {
  for (let i = 0; i < count; i++) yield command(i);
}

interface Case {
  /** How many things its memory is shared out to. */
  readonly items: number;
  /** Loads `count` of them under names that begin with `key`. */
  load(key: string, count: number): Iterable<Command>;
}

const CASES = {
  'hash of 5': {
    items: SMALL,
    load: (key, count) => times(count, (i) => ['HSET', `${key}:${i}`, ...fields(5, i)]),
  },
  'set of 10 integers': {
    items: SMALL,
    load: (key, count) => times(count, (i) => ['SADD', `${key}:${i}`, ...sequence(10, (j) => i + j * 1000)]),
  },
  'sorted set of 10': {
    items: SMALL,
    load: (key, count) =>
      times(count, (i) => ['ZADD', `${key}:${i}`, ...sequence(10, (j) => [i + j, `m:${i}:${j}`]).flat()]),
  },
  'list of 10': {
    items: SMALL,
    load: (key, count) => times(count, (i) => ['RPUSH', `${key}:${i}`, ...sequence(10, (j) => `v:${i}:${j}`)]),
  },
  'hash of 1 M, each field': {
    items: LARGE,
    load: (key, count) => times(count, (i) => ['HSET', key, name(i), `value:${i}`]),
  },
  'set of 1 M, each member': {
    items: LARGE,
    load: (key, count) => times(count, (i) => ['SADD', key, name(i)]),
  },
  'sorted set of 1 M, each member': {
    items: LARGE,
    load: (key, count) => times(count, (i) => ['ZADD', key, i * 1.5, name(i)]),
  },
  'stream of 1 M, each entry': {
    items: LARGE,
    load: (key, count) => times(count, (i) => ['XADD', key, '*', 'sensor', i % 100, 'value', `value:${i}`]),
  },
} as const satisfies Readonly<Record<string, Case>>;
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

/**
 * Part by part: a sender that is ahead of its own reading leaves the server with megabytes of replies that wait for it,
 * and an allocator may keep what they took.
 */
async function fill(port: number, commands: Iterable<Command>): Promise<void> {
  let part: Command[] = [];
  for (const command of commands) {
    part.push(command);
    if (part.length < PART) continue;
    await send(port, part);
    part = [];
  }
  await send(port, part);
}

/**
 * A server that has just started takes a few megabytes when it first works, whatever it is given (compiled code, buffers,
 * the allocator's reserves): some of the same under another name come before, so that these do not count as items.
 */
async function measure(spec: ServerSpec, item: ItemCase): Promise<number> {
  const { items, load } = CASES[item];
  const server = await RunningServer.start(spec);
  try {
    await fill(server.port, load('first', items * FIRST));
    await sleep(SETTLE_MS);
    const before = residentBytes(server.pid);
    await fill(server.port, load('key', items));
    await sleep(SETTLE_MS);
    return Number(((residentBytes(server.pid) - before) / items).toFixed(1));
  } finally {
    await server.stop();
  }
}
