import type { Args, Keyword } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { invalidExpire, SYNTAX } from '../../resp/reply-errors.ts';
import { INT64_MAX } from '../../util/numbers.ts';

/** The options that SET, GETEX and MSETEX share, as bits of `StringOptions.flags`. */
export const NX = 1 << 0;
export const XX = 1 << 1;
export const IFEQ = 1 << 2;
export const IFNE = 1 << 3;
export const IFDEQ = 1 << 4;
export const IFDNE = 1 << 5;
export const GET = 1 << 6;
export const EX = 1 << 7;
export const PX = 1 << 8;
export const EXAT = 1 << 9;
export const PXAT = 1 << 10;
export const KEEPTTL = 1 << 11;
export const PERSIST = 1 << 12;

/** Conditions on the value that the key holds. */
export const MATCHES = IFEQ | IFNE | IFDEQ | IFDNE;
export const CONDITIONS = NX | XX | MATCHES;
/** Options that are followed by a time. */
export const TIMES = EX | PX | EXAT | PXAT;
const LIFETIMES = TIMES | KEEPTTL | PERSIST;

interface Option {
  readonly word: Keyword;
  readonly flag: number;
  /** Options that may not stand before this one. */
  readonly excludes: number;
}

/** An existence condition or a lifetime may be repeated, and the last one counts; a condition on the value may not. */
const OPTIONS: readonly Option[] = [
  { word: keyword('EX'), flag: EX, excludes: LIFETIMES & ~EX },
  { word: keyword('PX'), flag: PX, excludes: LIFETIMES & ~PX },
  { word: keyword('NX'), flag: NX, excludes: CONDITIONS & ~NX },
  { word: keyword('XX'), flag: XX, excludes: CONDITIONS & ~XX },
  { word: keyword('GET'), flag: GET, excludes: 0 },
  { word: keyword('EXAT'), flag: EXAT, excludes: LIFETIMES & ~EXAT },
  { word: keyword('PXAT'), flag: PXAT, excludes: LIFETIMES & ~PXAT },
  { word: keyword('KEEPTTL'), flag: KEEPTTL, excludes: LIFETIMES & ~KEEPTTL },
  { word: keyword('PERSIST'), flag: PERSIST, excludes: LIFETIMES & ~PERSIST },
  { word: keyword('IFEQ'), flag: IFEQ, excludes: CONDITIONS },
  { word: keyword('IFNE'), flag: IFNE, excludes: CONDITIONS },
  { word: keyword('IFDEQ'), flag: IFDEQ, excludes: CONDITIONS },
  { word: keyword('IFDNE'), flag: IFDNE, excludes: CONDITIONS },
];

/** What a command's options said. There is one, which holds until the next command reads its own. */
export class StringOptions {
  flags = 0;
  /** The argument that names the time, where `flags` has one of TIMES. */
  time = 0;
  /** The argument to compare with, where `flags` has one of MATCHES. */
  match = 0;
}

const options = new StringOptions();

/** Reads all arguments that are left as options out of `allowed`. Throws SYNTAX. */
export function readOptions(args: Args, allowed: number): StringOptions {
  options.flags = 0;
  while (args.remaining > 0) {
    const flag = optionAt(args, args.next(), allowed);
    if ((flag & (TIMES | MATCHES)) !== 0) {
      args.need();
      if ((flag & TIMES) !== 0) options.time = args.next();
      else options.match = args.next();
    }
    options.flags |= flag;
  }
  return options;
}

function optionAt(args: Args, index: number, allowed: number): number {
  for (let i = 0; i < OPTIONS.length; i++) {
    const { word, flag, excludes } = OPTIONS[i];
    if ((flag & allowed) !== 0 && args.is(index, word) && (options.flags & excludes) === 0) return flag;
  }
  throw SYNTAX;
}

/** The time that EX, PX, EXAT or PXAT name, in milliseconds since the epoch: a safe number, else a bigint. */
export function timeOf(context: Context, { flags, time }: StringOptions): number | bigint {
  context.args.seek(time);
  return absoluteTime(context, (flags & (EX | EXAT)) !== 0, (flags & (EX | PX)) !== 0);
}

/** Up to here neither seconds nor milliseconds leave the safe integers, counted from any present. */
const SURELY_SAFE = 8e12;

/**
 * Reads the next argument as a positive time. Throws NOT_AN_INTEGER, and the command's own error where the time in
 * milliseconds does not fit 64 bits.
 */
export function absoluteTime(context: Context, inSeconds: boolean, fromNow: boolean): number | bigint {
  const { args, keyspace } = context;
  const time = args.int64();
  if (time <= 0) throw invalidExpire(context.commandName);
  if (typeof time === 'number' && time <= SURELY_SAFE) {
    return (inSeconds ? time * 1000 : time) + (fromNow ? keyspace.nowMs : 0);
  }
  const ms = BigInt(time) * (inSeconds ? 1000n : 1n) + (fromNow ? BigInt(keyspace.nowMs) : 0n);
  if (ms > INT64_MAX) throw invalidExpire(context.commandName);
  return ms <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ms) : ms;
}
