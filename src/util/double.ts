/** Double-precision numbers as Redis reads them (strtod's forms) and prints them. */

import { isInfinityText, readDecimal, readHexadecimal, roundInto } from './binary-float.ts';
import type { BinaryFormat } from './binary-float.ts';
import { grisu2 } from './grisu2.ts';

const BINARY64: BinaryFormat = { precision: 53, minExponent: -1074, maxExponent: 1024 };
/** Up to this many digits, digits / 10^decimals is one correctly rounded division of exact numbers. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => Number(`1e${power}`));
/** Integers up to this magnitude are printed with all their digits. */
const MAX_INTEGER = 2 ** 62;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/**
 * Reads a double: decimal, hexadecimal (0x1.8p3), `inf` or `infinity`, each with an optional sign. NaN for everything
 * else, which includes the empty text, white space, `nan`, overflow, and underflow to zero.
 */
export function parseDouble(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (negative) at++;
  let value = 0;
  let decimals = -1;
  // A point costs a place, too; what is longer goes the general way.
  if (end - at > EXACT_DIGITS || end - at < 1) return parseGeneral(bytes, start, end);
  for (let i = at; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (bytes[i] === POINT && decimals < 0) decimals = end - i - 1;
    else return parseGeneral(bytes, start, end);
  }
  if (decimals >= 0) {
    if (end - at === 1) return NaN;
    value /= POWERS_OF_TEN[decimals];
  }
  return negative ? -value : value;
}

function parseGeneral(bytes: Uint8Array, start: number, end: number): number {
  const text = latin1(bytes, start, end);
  const magnitude = parseMagnitude(text);
  return text[0] === '-' ? -magnitude : magnitude;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function parseMagnitude(text: string): number {
  if (isInfinityText(text)) return Infinity;
  const decimal = readDecimal(text);
  if (decimal === undefined) return parseHexadecimal(text);
  if (decimal.digits === '') return 0;
  const value = Number(`${decimal.digits}e${-decimal.decimals}`);
  return value === 0 || value === Infinity ? NaN : value;
}

function parseHexadecimal(text: string): number {
  const number = readHexadecimal(text);
  if (number === undefined) return NaN;
  if (number.mantissa === 0n) return 0;
  const rounded = roundInto(BINARY64, number.mantissa, number.exponent, false);
  if (rounded === undefined || rounded.mantissa === 0n) return NaN;
  return Number(rounded.mantissa) * 2 ** rounded.exponent;
}

/**
 * Prints a double as replies, scores and GEO distances have it: `inf`, `-inf`, `nan`, `-0`, integers up to 2^62 in
 * full, everything else by Grisu2's digits with an exponent where it is very large or small (1e-7, 1.5e+22).
 */
export function formatDouble(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Math.abs(value) <= MAX_INTEGER && Number.isInteger(value)) return BigInt(value).toString();
  return formatShortDouble(value);
}

/** Prints a double as `formatDouble` does, but integers, too, with an exponent where they end in many zeros: `1e+15`. */
export function formatShortDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const { digits, exponent } = grisu2(Math.abs(value));
  const text = layOut(digits, exponent);
  return value < 0 ? `-${text}` : text;
}

/** Places the point in digits x 10^exponent, or writes an exponent. */
function layOut(digits: string, exponent: number): string {
  const leading = exponent + digits.length - 1;
  if (exponent >= 0 && leading < digits.length + 7) return digits + '0'.repeat(exponent);
  if (exponent < 0 && (exponent > -7 || Math.abs(leading) < 4)) {
    const point = leading + 1;
    return point > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : `0.${'0'.repeat(-point)}${digits}`;
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits[0]}${fraction}e${leading < 0 ? '-' : '+'}${Math.abs(leading)}`;
}

/** Prints a double with up to 17 significant digits, as C's `%.17g` does: `0.10000000000000001`, `1e+22`. */
export function formatPreciseDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, power] = preciseDigits(Math.abs(value)).split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const exponent = Number(power);
  const sign = value < 0 ? '-' : '';
  if (exponent < -4 || exponent >= PRECISE_DIGITS) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const PRECISE_DIGITS = 17;
/** Behind the 17th digit: exactly half of its unit. */
const HALF = /5000000000000000000000000000000(?=e)/;

/** In exponential form; half a unit is rounded to the even digit, where JavaScript rounds up. */
function preciseDigits(magnitude: number): string {
  const rounded = magnitude.toExponential(PRECISE_DIGITS - 1);
  const exact = magnitude.toExponential(PRECISE_DIGITS + 30);
  const [kept] = exact.split(HALF, 1);
  if (kept.length !== PRECISE_DIGITS + 1 || Number(kept.at(-1)) % 2 === 1) return rounded;
  return kept + rounded.slice(rounded.indexOf('e'));
}
