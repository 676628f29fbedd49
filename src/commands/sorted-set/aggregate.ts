import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { SYNTAX, WEIGHT_NOT_FLOAT } from '../../resp/reply-errors.ts';
import type { SortedTable } from '../../structures/sorted-table.ts';
import type { MemberRange, Source } from './sources.ts';
import { bySize } from './sources.ts';

const WEIGHTS = keyword('WEIGHTS');
const AGGREGATE = keyword('AGGREGATE');
const WITHSCORES = keyword('WITHSCORES');
const SUM = keyword('SUM');
const MIN = keyword('MIN');
const MAX = keyword('MAX');

/** Makes one score of two. */
export type Aggregate = (score: number, other: number) => number;

/** Infinities of both signs cancel each other out. */
function sum(score: number, other: number): number {
  const result = score + other;
  return Number.isNaN(result) ? 0 : result;
}

function min(score: number, other: number): number {
  return other < score ? other : score;
}

function max(score: number, other: number): number {
  return other > score ? other : score;
}

export interface CombineOptions {
  readonly aggregate: Aggregate;
  readonly withScores: boolean;
}

/**
 * Reads the options that are left: weights go to the sources.
 * @param takes which of them the command has
 */
export function readCombineOptions(
  args: Args,
  sources: readonly Source[],
  takes: { weights: boolean; scores: boolean },
): CombineOptions {
  let aggregate: Aggregate = sum;
  let withScores = false;
  while (args.remaining > 0) {
    if (takes.weights && args.remaining > sources.length && args.take(WEIGHTS)) {
      for (const source of sources) source.weight = args.double(WEIGHT_NOT_FLOAT);
    } else if (takes.weights && args.remaining > 1 && args.take(AGGREGATE)) aggregate = readAggregate(args);
    else if (takes.scores && args.take(WITHSCORES)) withScores = true;
    else throw SYNTAX;
  }
  return { aggregate, withScores };
}

function readAggregate(args: Args): Aggregate {
  if (args.take(SUM)) return sum;
  if (args.take(MIN)) return min;
  if (args.take(MAX)) return max;
  throw SYNTAX;
}

/** A way to make one sorted set of several. */
export type Combine = (into: SortedTable, sources: readonly Source[], aggregate: Aggregate) => void;

/** All members of any; the sources are taken from the smallest on, which shows in sums of fractions. */
export function unite(into: SortedTable, sources: readonly Source[], aggregate: Aggregate): void {
  for (const source of bySize(sources)) {
    source.forEach(({ bytes, at, length }, score) => {
      const weighted = weigh(source.weight, score);
      const found = into.find(bytes, at, length);
      if (found === 0) into.addMissing(weighted, bytes, at, length);
      else into.setScore(found, aggregate(into.scoreAt(found), weighted));
    });
  }
}

/** The members that all have. */
export function intersect(into: SortedTable, sources: readonly Source[], aggregate: Aggregate): void {
  const [smallest, ...others] = bySize(sources);
  smallest.forEach((member, score) => {
    let result = weigh(smallest.weight, score);
    for (const other of others) {
      if (!other.find(member)) return;
      result = aggregate(result, other.score * other.weight);
    }
    into.put(result, member.bytes, member.at, member.length);
  });
}

/** The members that only the first has. */
export function subtract(into: SortedTable, sources: readonly Source[]): void {
  const [first, ...others] = sources;
  first.forEach((member, score) => {
    if (!isInAny(others, member)) into.put(score, member.bytes, member.at, member.length);
  });
}

/** How many members all have, up to `limit`. */
export function countCommon(sources: readonly Source[], limit: number): number {
  const [smallest, ...others] = bySize(sources);
  let count = 0;
  smallest.forEach((member) => {
    if (count < limit && others.every((other) => other.find(member))) count++;
  });
  return count;
}

function isInAny(sources: readonly Source[], member: MemberRange): boolean {
  for (const source of sources) if (source.find(member)) return true;
  return false;
}

/** An infinity of no weight comes to 0. */
function weigh(weight: number, score: number): number {
  const weighted = weight * score;
  return Number.isNaN(weighted) ? 0 : weighted;
}
