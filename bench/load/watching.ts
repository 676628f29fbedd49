import { Dispatcher } from '../../src/execution/dispatcher.ts';
import { CommandTable } from '../../src/execution/command-table.ts';
import { Client, type ClientConnection } from '../../src/execution/client.ts';
import { Effects } from '../../src/execution/effects.ts';
import { WatchTable } from '../../src/execution/watch.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { OutputBuffer } from '../../src/memory/output.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import { ReplyWriter } from '../../src/resp/reply-writer.ts';
import { Random } from '../../src/util/random.ts';
import type { Options } from '../options.ts';
import { fillServer } from './child.ts';
import { cpuSeconds } from './proc.ts';
import { redisBenchmark, type BenchmarkCase } from './redis-benchmark.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';
import { median } from './statistics.ts';

/**
 * What watching the commands costs at 16 requests in a pipeline: our server with everything on, and with all that can
 * be switched off switched off; and, as counting and timing are always on, their own time per command, measured without
 * a server around them. It is one process that changes its settings from turn to turn: two of the same build differ by
 * more than what is measured here.
 */
export interface WatchingMeasurement {
  readonly test: 'SET' | 'GET';
  /** Requests per second, and microseconds of processor time for each. */
  readonly on: Pace;
  readonly off: Pace;
  /** Throughput with everything by that with nothing: the median of the rounds, each of which compares neighbours. */
  readonly kept: number;
  /** Nanoseconds of counting and timing in each request. */
  readonly timerNs: number;
}

interface Pace {
  readonly throughput: number;
  readonly cpuPerRequest: number;
}

type Settings = readonly (readonly [directive: string, value: string])[];

const EVERYTHING: Settings = [
  ['latency-tracking', 'yes'],
  ['latency-monitor-threshold', '100'],
  ['slowlog-log-slower-than', '10000'],
  ['commandlog-request-larger-than', '1048576'],
  ['commandlog-reply-larger-than', '1048576'],
];
const NOTHING: Settings = [
  ['latency-tracking', 'no'],
  ['latency-monitor-threshold', '0'],
  ['slowlog-log-slower-than', '-1'],
  ['commandlog-request-larger-than', '-1'],
  ['commandlog-reply-larger-than', '-1'],
];
const PIPELINE = 16;
const KEYS = 100_000;
const VALUE_SIZE = 16;
const REQUESTS = 500_000;
/** The two settings take turns so often. */
const ROUNDS = 21;

export async function measureWatching(spec: ServerSpec, { quick }: Options): Promise<WatchingMeasurement[]> {
  const timerNs = Number(timePerCommand().toFixed(1));
  const server = await RunningServer.start(spec);
  try {
    await fillServer({ port: server.port, keys: KEYS, valueSize: VALUE_SIZE });
    const measured: WatchingMeasurement[] = [];
    for (const test of ['SET', 'GET'] as const) {
      const what = {
        test,
        pipeline: PIPELINE,
        valueSize: VALUE_SIZE,
        keys: KEYS,
        requests: REQUESTS / (quick ? 10 : 1),
      };
      measured.push({ test, ...(await alternate(server, what)), timerNs });
    }
    return measured;
  } finally {
    await server.stop();
  }
}

type Compared = Pick<WatchingMeasurement, 'on' | 'off' | 'kept'>;

async function alternate(server: RunningServer, what: BenchmarkCase): Promise<Compared> {
  const paces = new Map<Settings, Pace[]>([EVERYTHING, NOTHING].map((settings) => [settings, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const settings of round % 2 === 0 ? [EVERYTHING, NOTHING] : [NOTHING, EVERYTHING]) {
      await server.control.call('CONFIG', 'SET', ...settings.flat());
      paces.get(settings)!.push(await pace(server, what));
    }
  }
  const [watched, unwatched] = [paces.get(EVERYTHING)!, paces.get(NOTHING)!];
  const kept = median(watched.map(({ throughput }, i) => throughput / unwatched[i].throughput));
  return { on: middle(watched), off: middle(unwatched), kept: Number(kept.toFixed(4)) };
}

async function pace({ pid, port }: RunningServer, what: BenchmarkCase): Promise<Pace> {
  const before = cpuSeconds(pid);
  const { throughput } = await redisBenchmark(port, what);
  return { throughput, cpuPerRequest: ((cpuSeconds(pid) - before) * 1e6) / what.requests };
}

function middle(paces: readonly Pace[]): Pace {
  return {
    throughput: Math.round(median(paces.map(({ throughput }) => throughput))),
    cpuPerRequest: Number(median(paces.map(({ cpuPerRequest }) => cpuPerRequest)).toFixed(3)),
  };
}

const BATCHES = 200_000;

/** Nanoseconds that a command's timer takes for each of a pipeline's requests, without the requests. */
function timePerCommand(): number {
  const keyspace = new Keyspace(1, new Random(1), Date.now(), new Effects(new WatchTable()));
  const reply = new ReplyWriter(new OutputBuffer());
  const state = { refuses: 0, loading: false, makeRoom: () => true };
  const effects = new Effects(new WatchTable());
  const { timer, table } = new Dispatcher(new CommandTable(stringCommands), keyspace, reply, effects, state);
  timer.configure({ slowFromUs: 10_000, requestFrom: 2 ** 20, replyFrom: 2 ** 20 });
  // The timer only compares it.
  const client = new Client(1, {} as ClientConnection, keyspace.databases[0], 0);
  const entry = table.get('get')!;
  const vector = new ArgumentVector();
  vector.clear(new Bytes(Buffer.from('GETkey')));
  vector.push(0, 3);
  vector.push(3, 3);
  const batch = (): void => {
    timer.openBatch(client);
    for (let i = 0; i < PIPELINE; i++) {
      if (timer.groupedFor === client) timer.add(entry, vector);
      else timer.end(client, entry, vector, timer.start(), 0);
    }
    timer.closeBatch();
  };
  for (let i = 0; i < BATCHES; i++) batch();
  // Processor time, which others on this machine do not prolong as they do the time of day.
  const began = process.cpuUsage();
  for (let i = 0; i < BATCHES; i++) batch();
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / (BATCHES * PIPELINE);
}
