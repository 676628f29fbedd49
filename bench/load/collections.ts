import type { Options } from '../options.ts';
import { send } from './commands.ts';
import { cpuSeconds } from './proc.ts';
import { benchmarkCommand, benchmarkTest } from './redis-benchmark.ts';
import { withServers, type RunningServer, type ServerSpec } from './server-process.ts';
import { median } from './statistics.ts';
import { consumeStream } from './stream-consumer.ts';

/**
 * The commands of lists, hashes, sets, sorted sets, streams and geo: those of redis-benchmark's own list, and a few
 * that read much or search. Servers take turns case by case, and each case begins with data of its own.
 */
export interface CollectionCase {
  /** As redis-benchmark names it, or the command. */
  readonly name: string;
  readonly pipeline: number;
  /** Of redis-benchmark's own list. */
  readonly isOwn: boolean;
}

/** Requests per second, and microseconds of the server's processor time for each. */
export interface CollectionPace {
  readonly throughput: number;
  readonly cpuPerRequest: number;
}

export interface CollectionResult extends CollectionCase {
  readonly servers: Readonly<Record<string, CollectionPace>>;
}

interface Workload extends CollectionCase {
  readonly requests: number;
  prepare(port: number): Promise<void>;
  run(port: number, requests: number): Promise<number>;
}

const CLIENTS = 50;
/** Of keys, fields and members, where they are drawn at random. */
const NAMES = 100_000;
const PIPELINES = [16, 1];
const REQUESTS: ReadonlyMap<number, number> = new Map([
  [16, 1_000_000],
  [1, 300_000],
]);

/** The share of a workload that each server runs first, unmeasured: code that runs for the first time is compiled. */
const WARM_UP = 0.3;

type Command = readonly (string | number)[];

function* times(count: number, command: (i: number) => Command): Generator<Command> {
  for (let i = 0; i < count; i++) yield command(i);
}

const digits = (i: number): string => String(i).padStart(12, '0');
const filled =
  (...commands: readonly (() => Iterable<Command>)[]) =>
  async (port: number): Promise<void> => {
    for (const make of commands) await send(port, make());
  };
const nothing = (): Promise<void> => Promise.resolve();
const list = (length: number) => () => times(length, () => ['RPUSH', 'mylist', 'xxx']);
const members = (count: number) => () => times(count, (i) => ['SADD', 'myset', `element:${digits(i)}`]);
const scores = (count: number) => () =>
  times(count, (i) => ['ZADD', 'myzset', (i * 7919) % count, `element:${digits(i)}`]);

/**
 * redis-benchmark's own tests. A tenth of the requests where one replies with a hundred elements, and so on; one by one
 * what the request itself takes counts for more, and fewer of them would be over in no time.
 */
function ownWorkloads(pipeline: number): Workload[] {
  const most = REQUESTS.get(pipeline)!;
  const longer = pipeline === 1 ? 10 : 1;
  const own = (name: string, prepare: (port: number) => Promise<void> = nothing, share = 1): Workload => ({
    ...{ name, pipeline, isOwn: true, requests: most * Math.min(share * longer, 1), prepare },
    run: (port, requests) => benchmarkTest(port, name, { clients: CLIENTS, pipeline, requests, names: NAMES }),
  });
  return [
    ...[own('lpush'), own('rpush'), own('lpop', filled(list(most))), own('rpop', filled(list(most)))],
    ...[own('sadd'), own('hset'), own('spop', filled(members(most)))],
    ...[own('zadd'), own('zpopmin', filled(scores(most)))],
    ...[own('lrange_100', nothing, 0.1), own('lrange_600', nothing, 0.02), own('mset', nothing, 0.2)],
  ];
}

function command(name: string, requests: number, prepare: Workload['prepare'], ...args: string[]): Workload {
  return {
    ...{ name, pipeline: 16, isOwn: false, requests, prepare },
    run: async (port, count) =>
      (await benchmarkCommand(port, { clients: CLIENTS, pipeline: 16, requests: count, names: NAMES }, args))
        .throughput,
  };
}

const FIELDS = Array.from({ length: 20 }, (_, i) => [`field:${i}`, `value:${digits(i)}`]).flat();
const STREAM_ENTRIES = 200_000;

function otherWorkloads(): Workload[] {
  const hash = filled(() => [['HSET', 'myhash', ...FIELDS]]);
  const hundred = filled(() => times(100, (i) => ['ZADD', 'myzset', i * 1.5, `element:${digits(i)}`]));
  const many = filled(scores(NAMES));
  const halves = filled(
    () => times(10_000, (i) => ['SADD', 'a', `element:${digits(i)}`]),
    () => times(10_000, (i) => ['SADD', 'b', `element:${digits(i + 5000)}`]),
  );
  const places = filled(() =>
    times(NAMES, (i) => [
      'GEOADD',
      'places',
      ((i * 7919) % 36_000) / 100 - 180,
      ((i * 104_729) % 16_000) / 100 - 80,
      digits(i),
    ]),
  );
  const stream = filled(
    () => [['XGROUP', 'CREATE', 'mystream', 'group', '$', 'MKSTREAM']],
    () => times(STREAM_ENTRIES, (i) => ['XADD', 'mystream', '*', 'field', digits(i)]),
  );
  return [
    command('HGETALL of 20', 200_000, hash, 'HGETALL', 'myhash'),
    command('ZRANGE of 100 WITHSCORES', 60_000, hundred, 'ZRANGE', 'myzset', '0', '99', 'WITHSCORES'),
    command('ZRANK in 100,000', 500_000, many, 'ZRANK', 'myzset', 'element:__rand_int__'),
    command('XADD', 500_000, nothing, 'XADD', 'mystream', '*', 'field', 'value:__rand_int__'),
    {
      ...{ name: 'XREADGROUP + XACK', pipeline: 16, isOwn: false, requests: STREAM_ENTRIES, prepare: stream },
      run: (port) => consumeStream(port, 'mystream', 'group', STREAM_ENTRIES),
    },
    command('SINTER of two of 10,000', 400, halves, 'SINTER', 'a', 'b'),
    command(
      'GEOSEARCH in 100,000',
      20_000,
      places,
      ...'GEOSEARCH places FROMLONLAT 15 37 BYRADIUS 300 km ASC'.split(' '),
    ),
  ];
}

export async function measureCollections(
  specs: readonly ServerSpec[],
  { rounds, quick }: Options,
  progress: (text: string) => void,
): Promise<CollectionResult[]> {
  const workloads = [...PIPELINES.flatMap(ownWorkloads), ...otherWorkloads()];
  const measured = workloads.map(() => new Map<string, CollectionPace[]>(specs.map(({ name }) => [name, []])));
  // Round by round through all of them: a bad moment of the machine spoils one round of a few, not a workload. And each
  // with processes of its own: two of the same program differ by a few percent, for as long as they live.
  for (let round = 0; round < rounds; round++) {
    await withServers(specs, [], async (servers) => {
      for (const workload of workloads) {
        for (const server of servers) await pace(server, workload, WARM_UP * (quick ? 0.1 : 1));
      }
      const order = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
      for (const [i, workload] of workloads.entries()) {
        for (const server of order) measured[i].get(server.name)!.push(await pace(server, workload, quick ? 0.1 : 1));
        progress(`round ${round + 1}/${rounds}  ${workload.name} P${workload.pipeline}`);
      }
    });
  }
  return workloads.map(({ name, pipeline, isOwn }, i) => {
    const paces = [...measured[i]].map(([server, all]) => [server, middle(all)] as const);
    return { name, pipeline, isOwn, servers: Object.fromEntries(paces) };
  });
}

async function pace(server: RunningServer, workload: Workload, share: number): Promise<CollectionPace> {
  await server.control.flushall('SYNC');
  await workload.prepare(server.port);
  const requests = Math.ceil(workload.requests * share);
  const before = cpuSeconds(server.pid);
  const throughput = await workload.run(server.port, requests);
  return { throughput, cpuPerRequest: ((cpuSeconds(server.pid) - before) * 1e6) / requests };
}

function middle(all: readonly CollectionPace[]): CollectionPace {
  return {
    throughput: Math.round(median(all.map(({ throughput }) => throughput))),
    cpuPerRequest: Number(median(all.map(({ cpuPerRequest }) => cpuPerRequest)).toFixed(3)),
  };
}
