import { PIPELINES, VALUE_SIZES, type Options } from '../options.ts';
import { fillServer } from './child.ts';
import { cpuSeconds } from './proc.ts';
import { redisBenchmark, type BenchmarkCase, type BenchmarkResult } from './redis-benchmark.ts';
import { withServers, type RunningServer, type ServerSpec } from './server-process.ts';
import { median } from './statistics.ts';

/** Throughput in requests per second, latencies in milliseconds, the server's processor time in microseconds. */
export interface Measurement extends BenchmarkResult {
  readonly cpuPerRequest: number;
}

export interface ThroughputResult extends BenchmarkCase {
  /** The medians, by server. */
  readonly servers: Readonly<Record<string, Measurement>>;
}

/** INCR and PING carry no value and run once, beside this size. */
const SIZE_OF_THE_VALUELESS = 16;
/** Bytes of values that the keys of one case hold together, at most. */
const DATA_BYTES = 160_000_000;
const MAX_KEYS = 1_000_000;
/** Bytes of values that one run moves, at most. */
const TRAFFIC_BYTES = 2_500_000_000;
const MAX_REQUESTS: ReadonlyMap<number, number> = new Map([
  [1, 300_000],
  [16, 3_000_000],
  [100, 5_000_000],
]);

/**
 * Pieces that a round of a case is measured in; the median is that of all pieces of all rounds. One request at a time is
 * where the machine's moods show most.
 */
const SLICES: ReadonlyMap<number, number> = new Map([
  [1, 5],
  [16, 3],
]);

/** Every chosen case on every server in turn, so that a change in the machine's pace meets them all alike. */
export async function measureThroughput(
  specs: readonly ServerSpec[],
  options: Options,
  progress: (text: string) => void,
): Promise<ThroughputResult[]> {
  const results: ThroughputResult[] = [];
  for (const size of options.sizes) {
    const cases = casesFor(size, options);
    if (cases.length === 0) continue;
    results.push(...(await withServers(specs, [], (servers) => measureCases(servers, size, cases, options, progress))));
  }
  return results;
}

function casesFor(size: number, { tests, pipelines, sizes, quick }: Options): BenchmarkCase[] {
  const takesValueless = size === SIZE_OF_THE_VALUELESS || !sizes.includes(SIZE_OF_THE_VALUELESS);
  return tests
    .filter((test) => test === 'SET' || test === 'GET' || takesValueless)
    .flatMap((test) =>
      pipelines.map((pipeline) => {
        const valueSize = test === 'SET' || test === 'GET' ? size : 0;
        return { test, pipeline, valueSize, requests: requestsFor(pipeline, valueSize, quick), keys: keysFor(size) };
      }),
    );
}

function requestsFor(pipeline: number, valueSize: number, quick: boolean): number {
  const most = MAX_REQUESTS.get(pipeline) ?? pipeline * 100_000;
  const requests = Math.min(most, Math.floor(TRAFFIC_BYTES / Math.max(valueSize, 1)));
  return quick ? Math.ceil(requests / 10) : requests;
}

const keysFor = (size: number): number => Math.min(MAX_KEYS, Math.floor(DATA_BYTES / size));

async function measureCases(
  servers: readonly RunningServer[],
  valueSize: number,
  cases: readonly BenchmarkCase[],
  { rounds }: Options,
  progress: (text: string) => void,
): Promise<ThroughputResult[]> {
  for (const { port } of servers) await fillServer({ port, keys: keysFor(valueSize), valueSize });
  const measured = cases.map(() => new Map<string, Measurement[]>(servers.map(({ name }) => [name, []])));
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another server: none is always the first after a change of case.
    const order = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
    for (const [index, what] of cases.entries()) {
      await measureInSlices(order, what, measured[index]);
      progress(`round ${round + 1}/${rounds}  ${caseName(what)}`);
    }
  }
  return cases.map((what, index) => ({ ...what, servers: mediansOf(measured[index]) }));
}

/**
 * One round of a case: the servers take turns, so that a machine whose pace changes from second to second (it has other
 * guests) changes it for all of them.
 */
async function measureInSlices(
  order: readonly RunningServer[],
  what: BenchmarkCase,
  measured: ReadonlyMap<string, Measurement[]>,
): Promise<void> {
  const slices = SLICES.get(what.pipeline) ?? 1;
  const slice = { ...what, requests: Math.ceil(what.requests / slices) };
  for (let i = 0; i < slices; i++) {
    for (const server of order) measured.get(server.name)!.push(await measure(server, slice));
  }
}

async function measure(server: RunningServer, what: BenchmarkCase): Promise<Measurement> {
  const before = cpuSeconds(server.pid);
  const result = await redisBenchmark(server.port, what);
  return { ...result, cpuPerRequest: ((cpuSeconds(server.pid) - before) * 1e6) / what.requests };
}

function mediansOf(measured: ReadonlyMap<string, readonly Measurement[]>): Record<string, Measurement> {
  return Object.fromEntries([...measured].map(([name, all]) => [name, medians(all)]));
}

function medians(all: readonly Measurement[]): Measurement {
  return {
    throughput: Math.round(median(all.map(({ throughput }) => throughput))),
    p50: Number(median(all.map(({ p50 }) => p50)).toFixed(3)),
    p99: Number(median(all.map(({ p99 }) => p99)).toFixed(3)),
    cpuPerRequest: Number(median(all.map(({ cpuPerRequest }) => cpuPerRequest)).toFixed(3)),
  };
}

/** `SET 1 KiB P16`, `PING P1`. */
export function caseName({
  test,
  pipeline,
  valueSize,
}: Pick<BenchmarkCase, 'test' | 'pipeline' | 'valueSize'>): string {
  const size = valueSize >= 1024 ? `${valueSize / 1024} KiB` : `${valueSize} B`;
  return valueSize === 0 ? `${test} P${pipeline}` : `${test} ${size} P${pipeline}`;
}

/** Whether these options measure every case that the accepted figures hold. */
export function isEveryCase({ tests, pipelines, sizes, rounds }: Options): boolean {
  const all = (chosen: readonly number[], known: readonly number[]): boolean =>
    known.every((one) => chosen.includes(one));
  return tests.length === 4 && all(pipelines, PIPELINES) && all(sizes, VALUE_SIZES) && rounds >= 3;
}
