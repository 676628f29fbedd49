/**
 * Exact arithmetic for binary floating point that JavaScript has no type or no reader for: hexadecimal floats and the
 * 80-bit long double. A number is mantissa x 2^exponent with a mantissa of any size; rounding is to nearest, ties to
 * even, as IEEE 754 and the C library do.
 */

export interface BinaryFloat {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export interface BinaryFormat {
  /** Bits of the mantissa, the leading one included. */
  readonly precision: number;
  /** The exponent of the smallest subnormal number, which is 2^minExponent. */
  readonly minExponent: number;
  /** Every finite number is below 2^maxExponent. */
  readonly maxExponent: number;
}

const ZERO: BinaryFloat = { mantissa: 0n, exponent: 0 };

/** The number of bits of a value that is not negative; 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return hex.length * 4 - (Math.clz32(parseInt(hex[0], 16)) - 28);
}

/**
 * The nearest integer to value / 2^bits, ties to even. `value` is not negative; `sticky` says that the true value is a
 * little above `value`, by less than one.
 */
export function shiftRightRounding(value: bigint, bits: number, sticky: boolean): bigint {
  const shift = BigInt(bits);
  const quotient = value >> shift;
  const rest = value - (quotient << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (sticky || (quotient & 1n) === 1n));
  return up ? quotient + 1n : quotient;
}

/**
 * Rounds mantissa x 2^exponent into a format: undefined on overflow, a zero mantissa on underflow. `sticky` is as in
 * `shiftRightRounding` and needs a mantissa longer than the format's precision. `mantissa` is not negative.
 */
export function roundInto(
  format: BinaryFormat,
  mantissa: bigint,
  exponent: number,
  sticky: boolean,
): BinaryFloat | undefined {
  const length = bitLength(mantissa);
  if (length === 0) return ZERO;
  const top = length + exponent;
  if (top > format.maxExponent) return undefined;
  if (top < format.minExponent) return ZERO;
  const surplus = Math.max(length - format.precision, format.minExponent - exponent);
  if (surplus <= 0) return { mantissa, exponent };
  const rounded = shiftRightRounding(mantissa, surplus, sticky);
  if (rounded === 0n) return ZERO;
  return bitLength(rounded) + exponent + surplus > format.maxExponent
    ? undefined
    : { mantissa: rounded, exponent: exponent + surplus };
}

/** Rounds numerator / 10^decimals into a format, as `roundInto`. `numerator` is not negative. */
export function roundDecimal(format: BinaryFormat, numerator: bigint, decimals: number): BinaryFloat | undefined {
  if (decimals <= 0) return roundInto(format, numerator * 10n ** BigInt(-decimals), 0, false);
  const denominator = 10n ** BigInt(decimals);
  // Two bits beyond the precision, so that the quotient's own rounding never decides.
  const shift = Math.max(0, format.precision + 2 + bitLength(denominator) - bitLength(numerator));
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  return roundInto(format, quotient, -shift, quotient * denominator !== scaled);
}

// No part of these can match the same characters in two ways, so that matching takes linear time.
const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/i;
const HEXADECIMAL = /^[+-]?0x(?:([\da-f]+)(?:\.([\da-f]*))?|\.([\da-f]+))(?:p([+-]?\d+))?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** Stands for any exponent whose effect is settled anyway; far beyond the digits a string can hold. */
const HUGE_EXPONENT = 2 ** 40;

export interface DecimalText {
  /** All digits, those behind the point last, without leading zeros; empty for zero. */
  readonly digits: string;
  /** How many of the digits stand behind the point: the value is digits / 10^decimals. */
  readonly decimals: number;
}

/** Takes a decimal number apart (an optional sign, which is left to the caller), or undefined if it is not one. */
export function readDecimal(text: string): DecimalText | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? match[3] ?? '';
  const digits = ((match[1] ?? '') + fraction).replace(/^0+/, '');
  return { digits, decimals: fraction.length - readExponent(match[4]) };
}

/** Reads a C hexadecimal float's magnitude (an optional sign is left to the caller), or undefined if it is not one. */
export function readHexadecimal(text: string): BinaryFloat | undefined {
  const match = HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? match[3] ?? '';
  const mantissa = BigInt(`0x${match[1] ?? ''}${fraction}`);
  return { mantissa, exponent: readExponent(match[4]) - 4 * fraction.length };
}

/** True for `inf` and `infinity` in any case, with an optional sign. */
export function isInfinityText(text: string): boolean {
  return INFINITE.test(text);
}

function readExponent(text: string | undefined): number {
  return Math.max(-HUGE_EXPONENT, Math.min(HUGE_EXPONENT, Number(text ?? 0)));
}
