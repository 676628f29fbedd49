import { POLICIES } from '../load/eviction.ts';
import { EVENTS } from '../load/stall.ts';
import { caseName, type ThroughputResult } from '../load/throughput.ts';
import { collectionsTable, growthTable, itemsTable } from './collection-tables.ts';
import { table } from './text-table.ts';
import { YARDSTICK, type Measurements } from './results.ts';
import { KILOBYTE, MEGABYTE, ratio, type Judged } from './targets.ts';

/** All that was measured, a table for each section. */
export function report(medians: Measurements): string {
  const sections = [
    throughputTable(medians.throughput),
    memoryTable(medians.memory),
    stallTable(medians.stall),
    startupTable(medians.startup),
    idleTable(medians.idle),
    evictionTable(medians.eviction),
    pubsubTable(medians.pubsub),
    watchingTable(medians.watching),
    collectionsTable(medians.collections),
    itemsTable(medians.items),
    growthTable(medians.growth),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

export function targetsTable(judged: readonly Judged[]): string {
  const rows = judged.map(({ what, target, measured, reached }) => [
    what,
    target,
    measured,
    reached ? 'reached' : 'MISSED',
  ]);
  return table(['target', 'to reach', 'measured', ''], rows);
}

/** Of every server: requests per second, p50 / p99 in ms, CPU per request in us; the ratios are to the yardstick. */
function throughputTable(results: readonly ThroughputResult[] | undefined): string {
  if (results === undefined || results.length === 0) return '';
  const rows = results.flatMap((result) =>
    Object.entries(result.servers).map(([name, { throughput, p50, p99, cpuPerRequest }], index) => [
      index === 0 ? caseName(result) : '',
      name,
      `${(throughput / 1000).toFixed(0)} k/s`,
      times(ratio(result, 'throughput', name)),
      `${p50.toFixed(2)} / ${p99.toFixed(2)}`,
      cpuPerRequest.toFixed(2),
      times(ratio(result, 'cpuPerRequest', name)),
    ]),
  );
  return table(['throughput', '', 'requests', 'ratio', 'p50 / p99 ms', 'CPU us', 'ratio'], rows);
}

const times = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(2)}x`);
const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${(bytes / MEGABYTE).toFixed(1)} MB`;

function memoryTable(memory: Measurements['memory']): string {
  if (memory === undefined) return '';
  const rows = Object.entries(memory).map(([name, { keys, resident, perKey, heapUsed, heapTotal }]) => [
    `${keys / 1e6} M keys of 16 B + 16 B: ${name}`,
    megabytes(resident),
    times(memory[YARDSTICK] && resident / memory[YARDSTICK].resident),
    `${perKey.toFixed(1)} B`,
    heapUsed === undefined ? '' : `${megabytes(heapUsed)} / ${megabytes(heapTotal)}`,
  ]);
  return table(['memory', 'resident', 'ratio', 'per key', 'heap used / total'], rows);
}

function stallTable(stall: Measurements['stall']): string {
  if (stall === undefined) return '';
  const rows = Object.entries(stall).map(([name, events]) => [
    name,
    ...EVENTS.map((event) => {
      const { longest, p999, seen } = events[event];
      return `${longest.toFixed(1)} (${p999.toFixed(1)}; ${seen.toFixed(1)})`;
    }),
  ]);
  return table(['longest stall in ms (p99.9; as seen)', ...EVENTS], rows);
}

function startupTable(startup: Measurements['startup']): string {
  if (startup === undefined) return '';
  return table(
    ['start until ready', ''],
    Object.entries(startup).map(([name, time]) => [name, `${time.toFixed(0)} ms`]),
  );
}

function evictionTable(eviction: Measurements['eviction']): string {
  if (eviction === undefined) return '';
  const rows = Object.entries(eviction).map(([name, { cache, stall }]) => [
    name,
    ...POLICIES.map((policy) => `${cache[policy].hitRatio.toFixed(2)} % (${(cache[policy].held / 1000).toFixed(1)} k)`),
    `${stall.longest.toFixed(1)} (${stall.p999.toFixed(1)}; ${stall.seen.toFixed(1)})`,
  ]);
  return table(['hits of GET (keys held)', ...POLICIES, 'longest stall in ms (p99.9; as seen)'], rows);
}

function pubsubTable(pubsub: Measurements['pubsub']): string {
  if (pubsub === undefined) return '';
  const theirs = pubsub[YARDSTICK];
  const rows = Object.entries(pubsub).map(([name, { unheard, messages }]) => [
    name,
    `${(unheard / 1000).toFixed(0)} k/s`,
    times(theirs && unheard / theirs.unheard),
    `${(messages / 1000).toFixed(0)} k/s`,
    times(theirs && messages / theirs.messages),
  ]);
  return table(['PUBLISH P16', 'unheard', 'ratio', 'messages to 100', 'ratio'], rows);
}

function idleTable(idle: Measurements['idle']): string {
  if (idle === undefined) return '';
  const rows = Object.entries(idle).map(([name, { connections, perConnection }]) => [
    name,
    `${connections}`,
    `${(perConnection / KILOBYTE).toFixed(1)} KB`,
  ]);
  return table(['idle connections', 'count', 'each'], rows);
}

function watchingTable(watching: Measurements['watching']): string {
  if (watching === undefined) return '';
  const rows = watching.map(({ test, on, off, timerNs }) => [
    `${test} P16`,
    `${(on.throughput / 1000).toFixed(0)} k/s`,
    times(on.throughput / off.throughput),
    on.cpuPerRequest.toFixed(3),
    times(off.cpuPerRequest / on.cpuPerRequest),
    `${timerNs.toFixed(1)} ns`,
    `${(timerNs / 10 / on.cpuPerRequest).toFixed(1)} %`,
  ]);
  return table(
    ['everything watched', 'requests', 'by unwatched', 'CPU us', 'unwatched by it', 'timer', 'of CPU'],
    rows,
  );
}
