import { Bytes } from '../memory/bytes.ts';
import type { ReplyError } from '../resp/reply-errors.ts';
import { NAN_OR_INFINITY, OVERFLOW } from '../resp/reply-errors.ts';
import type { LongDouble } from '../util/long-double.ts';
import {
  addLongDouble,
  formatLongDouble,
  isFiniteLongDouble,
  longDoubleFromInteger,
  parseLongDouble,
} from '../util/long-double.ts';
import { formatInteger, INT64_MAX, INT64_MIN, parseInt64, parseSafeInteger } from '../util/numbers.ts';

/** The arithmetic of counters, which are numbers in text: INCRBY, INCRBYFLOAT and their likes. */

/** A sum in text, by `writeSum`. */
export const sumText = Bytes.zeroed(24);
const sumBuffer = Buffer.from(sumText.u8.buffer);

/**
 * Adds to the integer in a range of bytes. Answers a number where all of it goes on within +-(2^53 - 1), else a bigint.
 * Throws `notAnInteger` for a range that is none of 64 bits, OVERFLOW for such a sum.
 */
export function addToInteger(
  bytes: Uint8Array,
  start: number,
  end: number,
  by: number | bigint,
  notAnInteger: ReplyError,
): number | bigint {
  // Not a number where the range is none, or one beyond 2^53; nor is the sum then.
  const sum = typeof by === 'number' ? parseSafeInteger(bytes, start, end) + by : NaN;
  if (sum >= Number.MIN_SAFE_INTEGER && sum <= Number.MAX_SAFE_INTEGER) return sum;
  const value = parseInt64(bytes, start, end);
  if (value === undefined) throw notAnInteger;
  const exact = value + BigInt(by);
  if (exact < INT64_MIN || exact > INT64_MAX) throw OVERFLOW;
  return exact;
}

/** Writes an integer of 64 bits to the beginning of `sumText`. Answers its length. */
export function writeSum(sum: number | bigint): number {
  if (typeof sum === 'number') return formatInteger(sumText.u8, 0, sum);
  return sumBuffer.write(sum.toString(), 'latin1');
}

/** What a floating-point counter begins with. */
export const FLOAT_ZERO = longDoubleFromInteger(0n);

/** Reads the floating-point number in a range of bytes. Throws `notAFloat`. */
export function readFloat(bytes: Bytes, at: number, length: number, notAFloat: ReplyError): LongDouble {
  const number = parseLongDouble(bytes.u8, at, at + length);
  if (number === undefined) throw notAFloat;
  return number;
}

/** The sum of two floating-point numbers, in text. Throws NAN_OR_INFINITY. */
export function addFloats(a: LongDouble, b: LongDouble): string {
  const sum = addLongDouble(a, b);
  if (!isFiniteLongDouble(sum)) throw NAN_OR_INFINITY;
  return formatLongDouble(sum);
}
