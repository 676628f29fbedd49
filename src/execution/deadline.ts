import { TIMEOUT_NEGATIVE, TIMEOUT_NOT_AN_INTEGER, TIMEOUT_OUT_OF_RANGE } from '../resp/reply-errors.ts';
import { INT64_MAX } from '../util/numbers.ts';
import type { Args } from './args.ts';

/**
 * Reads a time-out in milliseconds; answers when it ends, in milliseconds since the epoch. Throws
 * TIMEOUT_NOT_AN_INTEGER, TIMEOUT_NEGATIVE, and TIMEOUT_OUT_OF_RANGE where its end is no time.
 */
export function readDeadline(args: Args, nowMs: number): number {
  const timeout = args.int64(TIMEOUT_NOT_AN_INTEGER);
  if (timeout < 0) throw TIMEOUT_NEGATIVE;
  if (BigInt(timeout) + BigInt(nowMs) > INT64_MAX) throw TIMEOUT_OUT_OF_RANGE;
  return Number(timeout) + nowMs;
}
