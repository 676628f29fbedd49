/** Numbers with a fixed number of decimal places, rounded to the nearest and a tie to even, as C does it. */

import { formatInteger } from './numbers.ts';

const PLACES = 6;
/** From here on a double has no places, and `toFixed` would print an exponent. */
const WHOLE_FROM = 1e21;
/** What is exactly half way between two numbers of six places is an odd multiple of 1 / 2^7: 5^6 divides nothing else. */
const TIE_SCALE = 128;

/** C's `%f`: six places, `inf`, `-inf`. */
export function formatSixPlaces(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (magnitude === Infinity) return `${sign}inf`;
  if (magnitude >= WHOLE_FROM) return `${sign}${BigInt(magnitude)}.${'0'.repeat(PLACES)}`;
  return sign + (isTie(magnitude) ? roundTie(magnitude) : magnitude.toFixed(PLACES));
}

function isTie(magnitude: number): boolean {
  const scaled = magnitude * TIE_SCALE;
  return Number.isInteger(scaled) && scaled % 2 === 1;
}

/** `toFixed` rounds a tie up; with one place more it is exact. */
function roundTie(magnitude: number): string {
  const down = magnitude.toFixed(PLACES + 1).slice(0, -1);
  return Number(down.at(-1)) % 2 === 0 ? down : magnitude.toFixed(PLACES);
}

const TEN_THOUSAND = 10_000;
/** What a conversion to 64 bits answers for NaN and for what is out of range. */
const INDEFINITE = '-922337203685477.5808';

/**
 * Writes a number of metres or the like with four places at `at`, and answers the offset behind it. The caller has the
 * room, which is 24 bytes. `value` is not negative, below 2^53 / 10,000, or NaN.
 */
export function writeFourPlaces(bytes: Uint8Array, at: number, value: number): number {
  if (Number.isNaN(value)) {
    for (let i = 0; i < INDEFINITE.length; i++) bytes[at + i] = INDEFINITE.charCodeAt(i);
    return at + INDEFINITE.length;
  }
  const scaled = roundToEven(value * TEN_THOUSAND);
  const whole = Math.floor(scaled / TEN_THOUSAND);
  const end = formatInteger(bytes, at, whole);
  // The 1 in front keeps the zeros; the point takes its place.
  const behind = formatInteger(bytes, end, TEN_THOUSAND + (scaled - whole * TEN_THOUSAND));
  bytes[end] = POINT;
  return behind;
}

const POINT = 46;

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor + (floor % 2);
  return rest > 0.5 ? floor + 1 : floor;
}
