import type { Keyword } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { invalidExpire, NEGATIVE_EXPIRE } from '../../resp/reply-errors.ts';

/** How a time is given: in which unit, and counted from when. */
export interface TimeForm {
  readonly unitMs: 1 | 1000;
  readonly relative: boolean;
}

/** The options that are followed by a time. */
export const TIME_OPTIONS: readonly (TimeForm & { readonly word: Keyword })[] = [
  { word: keyword('EX'), unitMs: 1000, relative: true },
  { word: keyword('PX'), unitMs: 1, relative: true },
  { word: keyword('EXAT'), unitMs: 1000, relative: false },
  { word: keyword('PXAT'), unitMs: 1, relative: false },
];

/** The last time at which a field may expire: a quarter of 48 bits, as Redis has it. */
const LATEST_MS = 2 ** 46 - 1;

/**
 * Reads the next argument as a time at which fields expire, in milliseconds since the epoch. Throws NOT_AN_INTEGER,
 * NEGATIVE_EXPIRE, and the command's own error for one that is too late.
 */
export function readFieldTime({ args, commandName, keyspace }: Context, { unitMs, relative }: TimeForm): number {
  const time = Number(args.int64());
  if (time < 0) throw NEGATIVE_EXPIRE;
  const baseMs = relative ? keyspace.nowMs : 0;
  const ms = time * unitMs + baseMs;
  if (ms > LATEST_MS) throw invalidExpire(commandName);
  return ms;
}

/** The option that the argument of this index is, if it is followed by a time. */
export function timeOptionAt({ args }: Context, index: number): TimeForm | undefined {
  return TIME_OPTIONS.find(({ word }) => args.is(index, word));
}
