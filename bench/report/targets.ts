import type { Measurement, ThroughputResult } from '../load/throughput.ts';
import { POLICIES } from '../load/eviction.ts';
import { EVENTS } from '../load/stall.ts';
import { roundToWorse } from '../load/statistics.ts';
import type { TestName } from '../options.ts';
import { judgeCollections } from './collection-targets.ts';
import { OURS, YARDSTICK, type Measurements } from './results.ts';

/*
 * What was set out to reach, against redis-server in the same run, as data. A ratio is ours by theirs; it is shown
 * with two decimals, rounded to what is worse, so that none looks as if it were reached that is not. Memory is counted as
 * Redis counts it: a MB is 2^20 bytes, a KB 2^10.
 */

interface ThroughputTarget {
  readonly tests: readonly TestName[];
  readonly pipeline: number;
  /** 0 for commands without a value. */
  readonly valueSizes: readonly number[];
  readonly atLeast?: number;
  /** Of the server's processor time per request. */
  readonly cpuAtMost?: number;
}

const THROUGHPUT: readonly ThroughputTarget[] = [
  { tests: ['SET', 'GET', 'INCR', 'PING'], pipeline: 1, valueSizes: [0, 16], atLeast: 1, cpuAtMost: 1.1 },
  { tests: ['SET', 'GET', 'INCR'], pipeline: 16, valueSizes: [0, 16], atLeast: 1.25 },
  { tests: ['SET', 'GET'], pipeline: 100, valueSizes: [16], atLeast: 1.6 },
  { tests: ['SET', 'GET'], pipeline: 16, valueSizes: [1024, 16_384], atLeast: 1 },
];

export const MEGABYTE = 2 ** 20;
export const KILOBYTE = 2 ** 10;
const MEMORY = { residentMegabytes: 360, heapMegabytes: 60 };
const STALL_MS = 10;
const STARTUP_MS = 200;
const IDLE_KILOBYTES = 10;
/** Percentage points by which the hit ratio may be below redis-server's. */
const HIT_RATIO_POINTS = 1;
const PUBSUB = { unheard: 1, messages: 0.9 };

/** One target beside what was measured. */
export interface Judged {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly reached: boolean;
}

export function judge(medians: Measurements): Judged[] {
  return [
    ...THROUGHPUT.flatMap((target) => judgeThroughput(target, medians.throughput ?? [])),
    ...judgeMemory(medians),
    ...judgeStalls(medians),
    ...judgeStartup(medians),
    ...judgeIdle(medians),
    ...judgeEviction(medians),
    ...judgePubSub(medians),
    ...judgeWatching(medians),
    ...judgeCollections(medians),
  ];
}

/** Of the throughput, and of the processor time. */
const WATCHING = { throughputAtLeast: 0.97, timerPercentAtMost: 3 };

function judgeWatching({ watching = [] }: Measurements): Judged[] {
  return watching.flatMap(({ test, on, kept, timerNs }) => {
    const percent = timerNs / 10 / on.cpuPerRequest;
    return [
      {
        what: `${test} P16, everything watched`,
        target: `≥ ${WATCHING.throughputAtLeast}x unwatched`,
        measured: `${roundToWorse(kept, true).toFixed(2)}x`,
        reached: kept >= WATCHING.throughputAtLeast,
      },
      {
        what: `${test} P16, counting and timing`,
        target: `≤ ${WATCHING.timerPercentAtMost} % of the CPU`,
        measured: `${percent.toFixed(1)} %`,
        reached: percent <= WATCHING.timerPercentAtMost,
      },
    ];
  });
}

/** Ours by theirs, or undefined where one of them was not measured. */
export function ratio(result: ThroughputResult, of: keyof Measurement, name = OURS): number | undefined {
  const [ours, theirs] = [result.servers[name], result.servers[YARDSTICK]];
  return ours === undefined || theirs === undefined ? undefined : ours[of] / theirs[of];
}

function judgeThroughput(target: ThroughputTarget, results: readonly ThroughputResult[]): Judged[] {
  const { tests, pipeline, valueSizes, atLeast, cpuAtMost } = target;
  return results
    .filter((result) => tests.includes(result.test) && result.pipeline === pipeline)
    .filter(({ valueSize }) => valueSizes.includes(valueSize))
    .flatMap((result) => {
      const name = `${result.test}${result.valueSize > 0 ? ` ${result.valueSize} B` : ''} P${pipeline}`;
      const [throughput, cpu] = [ratio(result, 'throughput'), ratio(result, 'cpuPerRequest')];
      return [
        ...judgeRatio(`${name} throughput`, throughput, atLeast, (value, limit) => value >= limit, '≥'),
        ...judgeRatio(`${name} CPU per request`, cpu, cpuAtMost, (value, limit) => value <= limit, '≤'),
      ];
    });
}

function judgeRatio(
  what: string,
  value: number | undefined,
  limit: number | undefined,
  isReached: (value: number, limit: number) => boolean,
  sign: string,
): Judged[] {
  if (value === undefined || limit === undefined) return [];
  const target = `${sign} ${limit.toFixed(2)}x`;
  const measured = `${roundToWorse(value, sign === '≥').toFixed(2)}x`;
  return [{ what, target, measured, reached: isReached(value, limit) }];
}

function judgeMost(what: string, value: number | undefined, limit: number, unit: string): Judged[] {
  if (value === undefined) return [];
  return [{ what, target: `≤ ${limit} ${unit}`, measured: `${value.toFixed(1)} ${unit}`, reached: value <= limit }];
}

function judgeMemory({ memory }: Measurements): Judged[] {
  const ours = memory?.[OURS];
  if (ours === undefined) return [];
  const what = `${ours.keys / 1e6} M keys`;
  const heap = ours.heapUsed === undefined ? undefined : ours.heapUsed / MEGABYTE;
  return [
    ...judgeMost(`${what}, resident`, ours.resident / MEGABYTE, MEMORY.residentMegabytes, 'MB'),
    ...judgeMost(`${what}, JavaScript heap`, heap, MEMORY.heapMegabytes, 'MB'),
  ];
}

const judgeStalls = ({ stall }: Measurements): Judged[] =>
  EVENTS.flatMap((event) => judgeMost(`longest stall, ${event}`, stall?.[OURS]?.[event].longest, STALL_MS, 'ms'));

const judgeStartup = ({ startup }: Measurements): Judged[] =>
  judgeMost('start until ready', startup?.[OURS], STARTUP_MS, 'ms');

function judgeIdle({ idle }: Measurements): Judged[] {
  const ours = idle?.[OURS];
  if (ours === undefined) return [];
  return judgeMost(`${ours.connections} idle connections, each`, ours.perConnection / KILOBYTE, IDLE_KILOBYTES, 'KB');
}

function judgeEviction({ eviction }: Measurements): Judged[] {
  const [ours, theirs] = [eviction?.[OURS], eviction?.[YARDSTICK]];
  if (ours === undefined) return [];
  const hits = POLICIES.flatMap((policy): Judged[] => {
    if (theirs === undefined) return [];
    const points = ours.cache[policy].hitRatio - theirs.cache[policy].hitRatio;
    const reached = points >= -HIT_RATIO_POINTS;
    const measured = `${points >= 0 ? '+' : ''}${points.toFixed(2)} points`;
    return [{ what: `hits with ${policy}`, target: `≥ -${HIT_RATIO_POINTS} point`, measured, reached }];
  });
  return [...hits, ...judgeMost('longest stall, eviction', ours.stall.longest, STALL_MS, 'ms')];
}

function judgePubSub({ pubsub }: Measurements): Judged[] {
  const [ours, theirs] = [pubsub?.[OURS], pubsub?.[YARDSTICK]];
  if (ours === undefined || theirs === undefined) return [];
  const atLeast = (value: number, limit: number): boolean => value >= limit;
  const unheard = ours.unheard / theirs.unheard;
  const messages = ours.messages / theirs.messages;
  return [
    ...judgeRatio('PUBLISH P16 that nobody hears', unheard, PUBSUB.unheard, atLeast, '≥'),
    ...judgeRatio('messages to 100 subscribers', messages, PUBSUB.messages, atLeast, '≥'),
  ];
}
