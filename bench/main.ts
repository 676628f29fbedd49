import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureCollections } from './load/collections.ts';
import { measureEviction } from './load/eviction.ts';
import { measureGrowth, medianGrowth } from './load/growth.ts';
import { measureIdle } from './load/idle.ts';
import { measureItems } from './load/items.ts';
import { measureMemory } from './load/memory.ts';
import { findOnPath, RunningServer, serverAt, type ServerSpec, type ServerVersion } from './load/server-process.ts';
import { measurePubSub } from './load/pubsub.ts';
import { measureStalls, medianStalls } from './load/stall.ts';
import { measureStartup } from './load/startup.ts';
import { isEveryCase, measureThroughput } from './load/throughput.ts';
import { measureWatching } from './load/watching.ts';
import { parseOptions, USAGE, type Options, type Section } from './options.ts';
import { chart } from './report/chart.ts';
import { circumstances, OURS, readAccepted, YARDSTICK, type Measurements } from './report/results.ts';
import { report, targetsTable } from './report/table.ts';
import { judge } from './report/targets.ts';

/** This server beside every real one that is found, in one run: what it prints and writes is told in USAGE. */

const REAL_SERVERS = [YARDSTICK, 'valkey-server'];
const RESULTS = join(import.meta.dirname, 'results.json');
const PICTURE = join(import.meta.dirname, 'results.svg');

function serversToMeasure({ ours, peers }: Options): ServerSpec[] {
  if (!existsSync(ours)) throw new Error(`${ours} is missing: npm run build makes it`);
  const found = REAL_SERVERS.flatMap((name) => {
    const path = findOnPath(name);
    return path === undefined ? [] : [serverAt(name, path)];
  });
  return [serverAt(OURS, ours), ...found, ...peers.map(([name, path]) => serverAt(name, path))];
}

async function versionOf(spec: ServerSpec): Promise<ServerVersion> {
  const server = await RunningServer.start(spec);
  try {
    return await server.version();
  } finally {
    await server.stop();
  }
}

/** One server after the other. */
async function each<T>(
  specs: readonly ServerSpec[],
  measure: (spec: ServerSpec) => Promise<T>,
): Promise<Record<string, T>> {
  const measured: Record<string, T> = {};
  for (const spec of specs) measured[spec.name] = await measure(spec);
  return measured;
}

/** One server after the other, and that several times: what the machine does meanwhile meets all alike. */
async function inRounds<T, M>(
  specs: readonly ServerSpec[],
  rounds: number,
  measure: (spec: ServerSpec) => Promise<T>,
  median: (runs: readonly T[]) => M,
): Promise<Record<string, M>> {
  const runs: Record<string, T>[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await each(specs, measure));
  return Object.fromEntries(specs.map(({ name }) => [name, median(runs.map((run) => run[name]))]));
}

const progress = (text: string): void => void process.stderr.write(`  ${text}\n`);

async function measure(section: Section, specs: readonly ServerSpec[], options: Options): Promise<Measurements> {
  const { quick, rounds } = options;
  switch (section) {
    case 'throughput':
      return { throughput: await measureThroughput(specs, options, progress) };
    case 'memory':
      return { memory: await each(specs, (spec) => measureMemory(spec, quick)) };
    case 'stall':
      return { stall: await inRounds(specs, rounds, (spec) => measureStalls(spec, quick), medianStalls) };
    case 'startup':
      return { startup: await measureStartup(specs, quick) };
    case 'pubsub':
      return { pubsub: await measurePubSub(specs, options, progress) };
    case 'idle':
      return { idle: await each(specs, (spec) => measureIdle(spec, quick)) };
    case 'eviction':
      return { eviction: await each(specs, (spec) => measureEviction(spec, options)) };
    case 'collections':
      return { collections: await measureCollections(specs, options, progress) };
    case 'items':
      return { items: await each(specs, measureItems) };
    case 'growth':
      return { growth: await inRounds(specs, rounds, (spec) => measureGrowth(spec, quick), medianGrowth) };
    case 'watching':
      return { watching: await measureWatching(specs[0], options) };
  }
}

/** Replaces the accepted figures of the sections that were measured in full. */
function accept(medians: Measurements, versions: readonly ServerVersion[], options: Options): void {
  const sections = options.sections.filter((section) => section !== 'throughput' || isEveryCase(options));
  const before = readAccepted(RESULTS);
  const now = circumstances(versions);
  const accepted = {
    measured: { ...before.measured, ...Object.fromEntries(sections.map((section) => [section, now])) },
    medians: { ...before.medians, ...Object.fromEntries(sections.map((section) => [section, medians[section]])) },
  };
  const targets = judge(accepted.medians);
  writeFileSync(RESULTS, `${JSON.stringify({ ...accepted, targets }, null, 2)}\n`);
  const picture = chart(accepted);
  if (picture !== undefined) writeFileSync(PICTURE, picture);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), join(import.meta.dirname, '..', 'dist', 'main.js'));
  if (options === 'help') {
    console.log(USAGE);
    return;
  }
  if (process.platform !== 'linux') throw new Error('the bench reads /proc, which Linux alone has');
  if (findOnPath('redis-benchmark') === undefined) throw new Error('redis-benchmark is not on PATH');
  const specs = serversToMeasure(options);
  if (!specs.some(({ name }) => name === YARDSTICK)) console.log(`no ${YARDSTICK} on PATH: no ratios`);
  const versions: ServerVersion[] = [];
  for (const spec of specs) versions.push(await versionOf(spec));
  console.log(versions.map(({ name, version }) => `${name} ${version}`).join(', '));
  let medians: Measurements = {};
  for (const section of options.sections) {
    console.log(`\n${section}`);
    const measured = await measure(section, specs, options);
    medians = { ...medians, ...measured };
    console.log(report(measured));
  }
  const judged = judge(medians);
  if (judged.length > 0) console.log(`\n${targetsTable(judged)}`);
  if (options.write) accept(medians, versions, options);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
