import {
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_A_FLOAT,
  TIMEOUT_NOT_AN_INTEGER,
  TIMEOUT_OUT_OF_RANGE,
} from '../resp/reply-errors.ts';
import { ceilLongDouble, parseLongDouble, scaleLongDouble } from '../util/long-double.ts';
import { INT64_MAX, parseSafeInteger } from '../util/numbers.ts';
import type { Args } from './args.ts';

/**
 * Reads a time-out in milliseconds; answers when it ends, in milliseconds since the epoch. Throws
 * TIMEOUT_NOT_AN_INTEGER, TIMEOUT_NEGATIVE, and TIMEOUT_OUT_OF_RANGE where its end is no time.
 */
export function readDeadline(args: Args, nowMs: number): number {
  return readMilliseconds(args, nowMs) + nowMs;
}

/** Reads a time-out in milliseconds, and answers it. Throws as `readDeadline`. */
export function readMilliseconds(args: Args, nowMs: number): number {
  const timeout = args.int64(TIMEOUT_NOT_AN_INTEGER);
  if (timeout < 0) throw TIMEOUT_NEGATIVE;
  if (BigInt(timeout) + BigInt(nowMs) > INT64_MAX) throw TIMEOUT_OUT_OF_RANGE;
  return Number(timeout);
}

/** Seconds from which on a time-out may be too long. */
const LONG_SECONDS = 2 ** 40;

/**
 * Reads the argument of an index, a time-out in seconds and fractions of them; answers milliseconds, rounded up as
 * Redis computes them, in the x87's long double. Throws TIMEOUT_NOT_A_FLOAT, TIMEOUT_NEGATIVE, and TIMEOUT_OUT_OF_RANGE where its end is no time.
 */
export function readSeconds(args: Args, index: number, nowMs: number): number {
  const start = args.at(index);
  const end = start + args.length(index);
  const { u8 } = args.bytes;
  const seconds = parseSafeInteger(u8, start, end);
  return seconds >= 0 && seconds < LONG_SECONDS ? seconds * 1000 : readFraction(u8, start, end, nowMs);
}

function readFraction(u8: Uint8Array, start: number, end: number, nowMs: number): number {
  const seconds = parseLongDouble(u8, start, end);
  if (seconds === undefined) throw TIMEOUT_NOT_A_FLOAT;
  const product = scaleLongDouble(seconds, 1000n);
  if (!product.finite) throw u8[start] === MINUS ? TIMEOUT_NEGATIVE : TIMEOUT_OUT_OF_RANGE;
  const timeout = ceilLongDouble(product);
  if (timeout < 0n) throw TIMEOUT_NEGATIVE;
  if (timeout > 0n && timeout + BigInt(nowMs) > INT64_MAX) throw TIMEOUT_OUT_OF_RANGE;
  return Number(timeout);
}

const MINUS = 45;
