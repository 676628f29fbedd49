/**
 * Redis's integer rules over ranges of bytes.
 *
 * The hot pair is `parseSafeInteger` and `formatInteger`: plain numbers, no allocation. Whatever lies beyond
 * +-(2^53 - 1) answers NaN there and goes the slow way through `parseInt64`.
 */

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** The longest decimal form of a signed 64-bit integer, sign included. */
const INT64_CHARS = 20;
/** The longest decimal form of a safe integer: a sign and 16 digits. */
const SAFE_CHARS = 17;
/** Nine digits fit a 32-bit integer. */
const BILLION = 1e9;
const BILLION_DIGITS = 9;
const MINUS = 45;
const PLUS = 43;
const ZERO = 48;
const NINE = 57;
/** Characters of a number that surely fits 64 bits. */
const ALWAYS_INT64 = 18;
/** The characters of 00, 01, ... 99. */
const DIGIT_PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i & 1 ? (i >> 1) % 10 : Math.trunc(i / 20)));

/**
 * Reads a canonical decimal integer: an optional `-`, no `+`, no leading zero, no space, no `-0`.
 * NaN where the range is not one, or lies outside +-(2^53 - 1).
 */
export function parseSafeInteger(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > SAFE_CHARS) return NaN;
  const first = bytes[start];
  if (first !== MINUS) return parseDigits(bytes, start, end);
  if (length === 1 || bytes[start + 1] === ZERO) return NaN;
  return -parseDigits(bytes, start + 1, end);
}

/**
 * Digits without a leading zero, at least one; NaN beyond 2^53 - 1. The double rounds only past 2^53, so the last
 * comparison is exact. (Splitting the digits into 32-bit parts was measured, and is no faster.)
 */
function parseDigits(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] - ZERO;
  if (first < 0 || first > 9 || (first === 0 && end - start !== 1)) return NaN;
  let value = first;
  for (let at = start + 1; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : NaN;
}

/**
 * Adds to the last digit of a number in its range, where nothing else of it changes: nine of ten counts do no more. False,
 * with nothing done, for another number, a negative one, or a range that is none.
 */
export function addToLastDigit(bytes: Uint8Array, start: number, end: number, by: number): boolean {
  const length = end - start;
  if (length < 1 || length > ALWAYS_INT64 || (length > 1 && bytes[start] === ZERO)) return false;
  const last = end - 1;
  for (let at = start; at < last; at++) if (bytes[at] < ZERO || bytes[at] > NINE) return false;
  const digit = bytes[last];
  const sum = digit + by;
  if (digit < ZERO || digit > NINE || sum < ZERO || sum > NINE) return false;
  bytes[last] = sum;
  return true;
}

/** The rule of `parseSafeInteger` over the whole signed 64-bit range; undefined where it is broken. Allocates. */
export function parseInt64(bytes: Uint8Array, start: number, end: number): bigint | undefined {
  const length = end - start;
  if (length < 1 || length > INT64_CHARS) return undefined;
  const negative = bytes[start] === MINUS;
  const from = negative ? start + 1 : start;
  if (!isDigits(bytes, from, end)) return undefined;
  if (bytes[from] === ZERO && length !== 1) return undefined;
  const magnitude = readDigits(bytes, from, end);
  const value = negative ? -magnitude : magnitude;
  return value < INT64_MIN || value > INT64_MAX ? undefined : value;
}

/**
 * Reads a SCAN cursor, an unsigned 64-bit integer, as leniently as Redis does: a negative canonical integer is
 * refused, everything else goes by strtoull's rule (leading white space, a sign, leading zeros; a minus wraps around)
 * up to the first NUL byte. Undefined where it is no cursor.
 */
export function parseCursor(bytes: Uint8Array, start: number, end: number): bigint | undefined {
  const nul = bytes.indexOf(0, start);
  const stop = nul === -1 || nul > end ? end : nul;
  const canonical = parseInt64(bytes, start, stop);
  if (canonical !== undefined) return canonical < 0n ? undefined : canonical;

  let at = start;
  while (at < stop && isSpace(bytes[at])) at++;
  const negative = bytes[at] === MINUS;
  if (at < stop && (negative || bytes[at] === PLUS)) at++;
  if (!isDigits(bytes, at, stop)) return undefined;
  while (at < stop - 1 && bytes[at] === ZERO) at++;
  if (stop - at > INT64_CHARS) return undefined;
  const magnitude = readDigits(bytes, at, stop);
  if (magnitude >> 64n !== 0n) return undefined;
  return negative ? BigInt.asUintN(64, -magnitude) : magnitude;
}

/** White space as C's isspace has it. */
export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function isDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return start < end;
}

function readDigits(bytes: Uint8Array, start: number, end: number): bigint {
  return BigInt(String.fromCharCode(...bytes.subarray(start, end)));
}

/** Writes the decimal form of a safe integer at `at` and answers the offset behind it. The caller has the room. */
export function formatInteger(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 0) {
    if (value < 10) {
      bytes[at] = ZERO + value;
      return at + 1;
    }
    return formatMagnitude(bytes, at, value);
  }
  bytes[at] = MINUS;
  return formatMagnitude(bytes, at + 1, -value);
}

function formatMagnitude(bytes: Uint8Array, at: number, value: number): number {
  const end = at + countDigits(value);
  if (value < BILLION) {
    writeDigits(bytes, at, end, value | 0);
    return end;
  }
  const high = Math.floor(value / BILLION);
  const split = end - BILLION_DIGITS;
  writeDigits(bytes, at, split, high | 0);
  writeDigits(bytes, split, end, (value - high * BILLION) | 0);
  return end;
}

/** Fills [start, end) from the right with the digits of a value below 10^9, zeros in front. */
function writeDigits(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value;
  let at = end;
  while (at - start >= 2) {
    const quotient = (rest / 100) | 0;
    const pair = (rest - quotient * 100) << 1;
    bytes[--at] = DIGIT_PAIRS[pair + 1];
    bytes[--at] = DIGIT_PAIRS[pair];
    rest = quotient;
  }
  if (at > start) bytes[start] = ZERO + rest;
}

/** The number of characters `formatInteger` writes, sign included. */
export function integerLength(value: number): number {
  return value < 0 ? countDigits(-value) + 1 : countDigits(value);
}

function countDigits(value: number): number {
  if (value < 1e5) return value < 100 ? (value < 10 ? 1 : 2) : value < 1e3 ? 3 : value < 1e4 ? 4 : 5;
  if (value < BILLION) return value < 1e7 ? (value < 1e6 ? 6 : 7) : value < 1e8 ? 8 : 9;
  let digits = 10;
  for (let limit = 1e10; value >= limit; limit *= 10) digits++;
  return digits;
}
