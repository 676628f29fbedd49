import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestName } from '../options.ts';

export interface BenchmarkCase {
  readonly test: TestName;
  readonly pipeline: number;
  /** Bytes of a value; for INCR and PING, which have none, 0. */
  readonly valueSize: number;
  readonly requests: number;
  /** Keys are drawn at random from `key:000000000000` and as many as this. */
  readonly keys: number;
}

export interface BenchmarkResult {
  /** Requests per second. */
  readonly throughput: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const CLIENTS = 50;
/** redis-benchmark's names: PING is sent as every client library sends it, not inline. */
const NAMES: Readonly<Record<TestName, string>> = { PING: 'ping_mbulk', SET: 'set', GET: 'get', INCR: 'incr' };

const run = promisify(execFile);

/** One run of the redis-benchmark on PATH. Throws when it fails or prints something else than its table. */
export async function redisBenchmark(port: number, what: BenchmarkCase): Promise<BenchmarkResult> {
  const { test, pipeline, valueSize, requests, keys } = what;
  const args = ['-h', '127.0.0.1', '-p', port, '-c', CLIENTS, '-P', pipeline, '-n', requests, '-r', keys];
  if (valueSize > 0) args.push('-d', valueSize);
  args.push('-t', NAMES[test], '--csv');
  const { stdout } = await run('redis-benchmark', args.map(String));
  return parseCsv(stdout);
}

/** How a command of one's own is sent. */
export interface Load {
  readonly clients: number;
  readonly pipeline: number;
  readonly requests: number;
  /** How many numbers `__rand_int__` stands for, and redis-benchmark's own tests draw names from. */
  readonly names?: number;
}

/** One run of a test by redis-benchmark's own name. Answers requests per second. Throws as `redisBenchmark` does. */
export async function benchmarkTest(port: number, name: string, load: Load): Promise<number> {
  const { stdout } = await run('redis-benchmark', [...argumentsOf(port, load), '-t', name]);
  // What a test needs is done, and printed, before it.
  const [names, ...tests] = stdout.split('\n').filter((line) => line.startsWith('"'));
  return parseCsv([names, tests.at(-1)].join('\n')).throughput;
}

/** One run with any command, again and again the same. Throws as `redisBenchmark` does. */
export async function benchmarkCommand(port: number, load: Load, command: readonly string[]): Promise<BenchmarkResult> {
  const { stdout } = await run('redis-benchmark', [...argumentsOf(port, load), ...command]);
  return parseCsv(stdout);
}

function argumentsOf(port: number, { clients, pipeline, requests, names }: Load): string[] {
  const drawn = names === undefined ? [] : ['-r', names];
  return ['-h', '127.0.0.1', '-p', port, '-c', clients, '-P', pipeline, '-n', requests, ...drawn, '--csv'].map(String);
}

export function parseCsv(csv: string): BenchmarkResult {
  const lines = csv.split('\n').filter((line) => line.startsWith('"'));
  const [names = [], values = []] = lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  const value = (name: string): number => {
    const number = Number(values[names.indexOf(name)]);
    if (!Number.isFinite(number)) throw new Error(`redis-benchmark printed no ${name}:\n${csv}`);
    return number;
  };
  return { throughput: value('rps'), p50: value('p50_latency_ms'), p99: value('p99_latency_ms') };
}
