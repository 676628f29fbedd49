import type { ArgumentVector } from '../resp/argument-vector.ts';
import { parseSafeInteger } from '../util/numbers.ts';
import type { CommandSpec } from './command.ts';
import type { KeyAccess, KeySpec, KeyUse } from './key-specs.ts';

/** A key among a request's arguments, and what the command does with it. */
export interface KeyReference {
  /** Index in the request; the command's name is 0. */
  readonly index: number;
  readonly flags: KeySpec['flags'];
}

/** The flags of a key in the order in which they are shown. */
export const KEY_FLAGS: readonly (KeyAccess | KeyUse)[] = [
  'RO',
  'RW',
  'OW',
  'RM',
  'access',
  'update',
  'insert',
  'delete',
  'not_key',
  'incomplete',
  'variable_flags',
];

/** First key, last key and step as COMMAND has shown them since before there were key specifications. */
export interface LegacyRange {
  readonly first: number;
  /** Negative: counted from the end. */
  readonly last: number;
  readonly step: number;
}

const NO_RANGE: LegacyRange = { first: 0, last: 0, step: 0 };

/** What of a command's keys one range can tell. */
export function legacyRange(spec: CommandSpec): LegacyRange {
  const specs = spec.keys ?? [];
  if (specs.length === 1) return rangeOf(specs[0]) ?? NO_RANGE;
  const ranges = neighbours(specs);
  if (ranges.length === 0) return NO_RANGE;
  const first = Math.min(...ranges.map((range) => range.first));
  const fromEnd = ranges.find(({ last }) => last < 0);
  return { first, last: fromEnd?.last ?? Math.max(...ranges.map(({ last }) => last)), step: 1 };
}

/** Whether the legacy range leaves keys out (`movablekeys`). */
export function hasMovableKeys(spec: CommandSpec): boolean {
  const specs = spec.keys ?? [];
  if (specs.some(({ flags }) => flags.includes('incomplete'))) return true;
  if (specs.length === 1) return rangeOf(specs[0]) === undefined;
  return neighbours(specs).length < specs.length;
}

/** Whether any argument of the command can be a key. */
export function hasKeys(spec: CommandSpec): boolean {
  return spec.findKeys !== undefined || (spec.keys ?? []).some(isRealKey);
}

/**
 * The keys of a request whose number of arguments is right. Undefined where the arguments are such that the command
 * would refuse them, or where there is no telling.
 */
export function extractKeys(spec: CommandSpec, request: ArgumentVector): readonly KeyReference[] | undefined {
  const specs = (spec.keys ?? []).filter(isRealKey);
  const isCertain = specs.length > 0 && !specs.some(({ flags }) => flags.includes('variable_flags'));
  const found = isCertain ? keysBySpecs(specs, request) : undefined;
  return found ?? spec.findKeys?.(request);
}

/** Whether one of `words` (in capitals) stands in a request, in any case, from an index on. */
export function hasWord(request: ArgumentVector, from: number, words: readonly string[]): boolean {
  for (let i = from; i < request.count; i++) if (words.includes(wordAt(request, i))) return true;
  return false;
}

function isRealKey({ flags }: KeySpec): boolean {
  return !flags.includes('not_key');
}

function keysBySpecs(specs: readonly KeySpec[], request: ArgumentVector): KeyReference[] | undefined {
  const found: KeyReference[] = [];
  for (const spec of specs) {
    if ('unknown' in spec.begin) return undefined;
    const begin = beginOf(spec, request);
    if (begin === undefined) continue;
    const range = findRange(spec, begin, request);
    if (range === undefined || spec.flags.includes('incomplete')) return undefined;
    if (range.last >= request.count || range.last < range.first) return undefined;
    for (let index = range.first; index <= range.last; index += range.step) found.push({ index, flags: spec.flags });
  }
  return found;
}

/** Where the search begins; undefined when the keyword that announces it is not there. */
function beginOf({ begin }: KeySpec, request: ArgumentVector): number | undefined {
  if ('index' in begin) return begin.index;
  if ('unknown' in begin) return undefined;
  const { keyword, startFrom } = begin;
  const wanted = keyword.toUpperCase();
  if (startFrom > 0) {
    for (let i = startFrom; i < request.count - 1; i++) if (wordAt(request, i) === wanted) return i + 1;
  } else {
    for (let i = request.count + startFrom; i > 1; i--) if (wordAt(request, i) === wanted) return i + 1;
  }
  return undefined;
}

function findRange({ find }: KeySpec, begin: number, request: ArgumentVector): LegacyRange | undefined {
  if ('unknown' in find) return undefined;
  if ('keyNumIndex' in find) {
    const count = integerAt(request, begin + find.keyNumIndex);
    if (count === undefined || count < 0) return undefined;
    const first = begin + find.firstKey;
    return { first, last: first + (count - 1) * find.step, step: find.step };
  }
  const { lastKey, step, limit } = find;
  if (lastKey >= 0) return { first: begin, last: begin + lastKey, step };
  // With a limit only a part of the rest is keys: the first half of it for 2.
  if (limit > 0) return { first: begin, last: begin + Math.floor((request.count - begin) / limit) + lastKey, step };
  return { first: begin, last: request.count + lastKey, step };
}

/** A specification as a range with absolute ends, if it is one. */
function rangeOf({ begin, find }: KeySpec): LegacyRange | undefined {
  if (!('index' in begin) || !('lastKey' in find)) return undefined;
  const last = find.lastKey < 0 ? find.lastKey : begin.index + find.lastKey;
  return { first: begin.index, last, step: find.step };
}

/** Those of several specifications that are ranges one right behind the other. */
function neighbours(specs: readonly KeySpec[]): LegacyRange[] {
  const found: LegacyRange[] = [];
  for (const spec of specs) {
    const range = rangeOf(spec);
    if (range === undefined || range.step !== 1) continue;
    const before = found.at(-1);
    if (before === undefined || before.last === range.first - 1) found.push(range);
  }
  return found;
}

function wordAt(request: ArgumentVector, index: number): string {
  const start = request.starts[index];
  return request.bytes.latin1(start, start + request.lengths[index]).toUpperCase();
}

function integerAt(request: ArgumentVector, index: number): number | undefined {
  if (index >= request.count) return undefined;
  const start = request.starts[index];
  const value = parseSafeInteger(request.bytes.u8, start, start + request.lengths[index]);
  return Number.isNaN(value) ? undefined : value;
}
