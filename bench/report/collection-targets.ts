import type { CollectionResult } from '../load/collections.ts';
import { GROWING } from '../load/growth.ts';
import { ITEM_CASES } from '../load/items.ts';
import { roundToWorse } from '../load/statistics.ts';
import { OURS, YARDSTICK, type Measurements } from './results.ts';
import type { Judged } from './targets.ts';

/* What was set out to reach with collections, against redis-server in the same run; memory against the best peer. */

const OWN_P16 = { mean: 1.05, each: 0.9 };
const OWN_P1 = { throughput: 1, cpuAtMost: 1.15 };
const LEVEL = 1;
const STALL_MS = 10;

const times = (value: number): string => `${value.toFixed(2)}x`;

export function judgeCollections(medians: Measurements): Judged[] {
  return [...judgePaces(medians.collections ?? []), ...judgeItems(medians), ...judgeGrowth(medians)];
}

/** Ours by theirs; undefined where one of them was not measured. */
export function collectionRatio(
  { servers }: CollectionResult,
  of: 'throughput' | 'cpuPerRequest',
  name = OURS,
): number | undefined {
  const [ours, theirs] = [servers[name], servers[YARDSTICK]];
  return ours === undefined || theirs === undefined ? undefined : ours[of] / theirs[of];
}

function judgePaces(results: readonly CollectionResult[]): Judged[] {
  const own = results.filter(({ isOwn }) => isOwn);
  const ratios = own.flatMap((result) => (result.pipeline === 16 ? (collectionRatio(result, 'throughput') ?? []) : []));
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const all = ratios.length === 0 ? [] : [atLeast('collections P16, geometric mean', mean, OWN_P16.mean)];
  return [...all, ...results.flatMap(judgePace)];
}

function judgePace(result: CollectionResult): Judged[] {
  const { name, pipeline, isOwn } = result;
  const [throughput, cpu] = [collectionRatio(result, 'throughput'), collectionRatio(result, 'cpuPerRequest')];
  if (throughput === undefined || cpu === undefined) return [];
  if (!isOwn) return [atLeast(`${name}, throughput`, throughput, LEVEL)];
  if (pipeline === 16) return [atLeast(`${name} P16 throughput`, throughput, OWN_P16.each)];
  return [
    atLeast(`${name} P1 throughput`, throughput, OWN_P1.throughput),
    atMost(`${name} P1 CPU per request`, cpu, OWN_P1.cpuAtMost, 'x'),
  ];
}

function judgeItems({ items }: Measurements): Judged[] {
  const ours = items?.[OURS];
  if (items === undefined || ours === undefined) return [];
  const peers = Object.entries(items).filter(([name]) => name !== OURS);
  if (peers.length === 0) return [];
  return ITEM_CASES.map((item) => {
    const best = Math.min(...peers.map(([, measured]) => measured[item]));
    return atMost(`memory, ${item}`, ours[item], best, ' B');
  });
}

function judgeGrowth({ growth }: Measurements): Judged[] {
  const ours = growth?.[OURS];
  if (ours === undefined) return [];
  return GROWING.flatMap((kind) => [
    atMost(`longest stall, ${kind} grows`, ours[kind].growth.longest, STALL_MS, ' ms'),
    atMost(`longest stall, ${kind} is unlinked`, ours[kind].unlink.longest, STALL_MS, ' ms'),
  ]);
}

function atLeast(what: string, value: number, limit: number): Judged {
  return { what, target: `≥ ${times(limit)}`, measured: times(roundToWorse(value, true)), reached: value >= limit };
}

function atMost(what: string, value: number, limit: number, unit: string): Judged {
  const shown = (number: number): string => `${number.toFixed(unit === 'x' ? 2 : 1)}${unit}`;
  return {
    what,
    target: `≤ ${shown(limit)}`,
    measured: shown(unit === 'x' ? roundToWorse(value, false) : value),
    reached: value <= limit,
  };
}
