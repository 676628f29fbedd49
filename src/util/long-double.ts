/**
 * INCRBYFLOAT and HINCRBYFLOAT compute in the x87's 80-bit long double: 64 bits of mantissa, 15 of exponent. This is an
 * exact model of it, so that a sum comes out with the digits a C server prints.
 */

import {
  isInfinityText,
  readDecimal,
  readHexadecimal,
  roundDecimal,
  roundInto,
  shiftRightRounding,
} from './binary-float.ts';
import type { BinaryFloat, BinaryFormat } from './binary-float.ts';

/** mantissa x 2^exponent, the mantissa signed and of 64 bits at most; zero has no sign; `finite` false: +-inf or NaN. */
export interface LongDouble {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly finite: boolean;
}

const X87: BinaryFormat = { precision: 64, minExponent: -16445, maxExponent: 16384 };
/** Redis copies the text into a buffer of this size, the closing NUL included. */
const MAX_TEXT = 5 * 1024;
/** Powers of ten that no value of the format reaches; saves raising ten to a power that overflows anyway. */
const MAX_DECIMAL_EXPONENT = 4933;
const MIN_DECIMAL_EXPONENT = -4952;
/** Digits behind the point that are printed. */
const FRACTION_DIGITS = 17;
const FRACTION_SCALE = 10n ** BigInt(FRACTION_DIGITS);

const ZERO: LongDouble = { mantissa: 0n, exponent: 0, finite: true };
const NOT_FINITE: LongDouble = { mantissa: 0n, exponent: 0, finite: false };

/**
 * Reads a number as strtold does, decimal, hexadecimal or infinite. Undefined for what Redis calls no valid float: an
 * empty or too long text, white space, NaN, overflow, and underflow to zero.
 */
export function parseLongDouble(bytes: Uint8Array, start: number, end: number): LongDouble | undefined {
  if (end - start < 1 || end - start >= MAX_TEXT) return undefined;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  if (isInfinityText(text)) return NOT_FINITE;
  const magnitude = parseDecimal(text) ?? parseHexadecimal(text);
  return magnitude === undefined ? undefined : signed(magnitude, text[0] === '-');
}

/** An integer of at most 64 bits, exactly. */
export function longDoubleFromInteger(value: bigint): LongDouble {
  return { mantissa: value, exponent: 0, finite: true };
}

function parseDecimal(text: string): BinaryFloat | undefined {
  const number = readDecimal(text);
  if (number === undefined) return undefined;
  if (number.digits === '') return ZERO;
  const magnitude = number.digits.length - number.decimals;
  if (magnitude > MAX_DECIMAL_EXPONENT || magnitude < MIN_DECIMAL_EXPONENT) return undefined;
  return refuseUnderflow(roundDecimal(X87, BigInt(number.digits), number.decimals));
}

function parseHexadecimal(text: string): BinaryFloat | undefined {
  const number = readHexadecimal(text);
  if (number === undefined || number.mantissa === 0n) return number && ZERO;
  return refuseUnderflow(roundInto(X87, number.mantissa, number.exponent, false));
}

function refuseUnderflow(value: BinaryFloat | undefined): BinaryFloat | undefined {
  return value?.mantissa === 0n ? undefined : value;
}

function signed(value: BinaryFloat, negative: boolean): LongDouble {
  return { mantissa: negative ? -value.mantissa : value.mantissa, exponent: value.exponent, finite: true };
}

/** The rounded sum; not finite if it overflows or a term is not finite. */
export function addLongDouble(a: LongDouble, b: LongDouble): LongDouble {
  if (!a.finite || !b.finite) return NOT_FINITE;
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  const rounded = roundInto(X87, sum < 0n ? -sum : sum, exponent, false);
  return rounded === undefined ? NOT_FINITE : signed(rounded, sum < 0n);
}

/** The rounded product with an integer; not finite if it overflows or the value is not finite. */
export function scaleLongDouble({ mantissa, exponent, finite }: LongDouble, factor: bigint): LongDouble {
  if (!finite) return NOT_FINITE;
  const product = mantissa * factor;
  const rounded = roundInto(X87, product < 0n ? -product : product, exponent, false);
  return rounded === undefined ? NOT_FINITE : signed(rounded, product < 0n);
}

/** The least integer that is not below a finite value. */
export function ceilLongDouble({ mantissa, exponent }: LongDouble): bigint {
  if (exponent >= 0) return mantissa << BigInt(exponent);
  // A shift of a bigint rounds down.
  return -(-mantissa >> BigInt(-exponent));
}

export function isFiniteLongDouble(value: LongDouble): boolean {
  return value.finite;
}

/**
 * Redis's human form of a finite value: up to 17 digits behind the point, rounded, without trailing zeros, never an
 * exponent, and `0` for whatever rounds to zero from either side.
 */
export function formatLongDouble(value: LongDouble): string {
  const magnitude = value.mantissa < 0n ? -value.mantissa : value.mantissa;
  const text =
    value.exponent >= 0 ? (magnitude << BigInt(value.exponent)).toString() : formatFraction(magnitude, -value.exponent);
  return value.mantissa < 0n && text !== '0' ? `-${text}` : text;
}

/** magnitude / 2^bits. */
function formatFraction(magnitude: bigint, bits: number): string {
  const scaled = shiftRightRounding(magnitude * FRACTION_SCALE, bits, false)
    .toString()
    .padStart(FRACTION_DIGITS + 1, '0');
  const point = scaled.length - FRACTION_DIGITS;
  const fraction = scaled.slice(point).replace(/0+$/, '');
  return fraction === '' ? scaled.slice(0, point) : `${scaled.slice(0, point)}.${fraction}`;
}
