import { untilNul } from '../byte-string.ts';
import { parseDouble } from '../../util/double.ts';
import { INT64_MAX, INT64_MIN } from '../../util/numbers.ts';

/** A 64-bit integer, signed or unsigned, exact: a number while that is safe, else a bigint. */
export type Integer = number | bigint;

/** The one form of a value: a number wherever a number is exact. */
export function toInteger(value: bigint): Integer {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const CANONICAL = /^(?:0|-?[1-9][0-9]{0,18})$/;
const LENIENT = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/;
const LENIENT_OCTAL = /^[ \t\n\v\f\r]*([+-]?)([0-7]+)$/;

/** A canonical signed 64-bit integer (no `+`, no leading zero, no blank), or undefined. */
export function parseCanonical(text: string): bigint | undefined {
  return CANONICAL.test(text) ? within(BigInt(text)) : undefined;
}

/** An integer by the rule of strtoll, which saturates and takes nothing for 0; undefined where something is left. */
export function parseLenient(text: string): bigint | undefined {
  const digits = untilNul(text);
  if (digits === '') return 0n;
  const match = LENIENT.exec(digits);
  if (match === null) return undefined;
  const value = match[1] === '-' ? -BigInt(match[2]) : BigInt(match[2]);
  return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : value;
}

/** An octal number by the rule of strtoll; undefined where something is left or it is beyond 64 bits. */
export function parseOctal(text: string): bigint | undefined {
  const digits = untilNul(text);
  if (digits === '') return 0n;
  const match = LENIENT_OCTAL.exec(digits);
  if (match === null) return undefined;
  const magnitude = BigInt(`0o${match[2]}`);
  return within(match[1] === '-' ? -magnitude : magnitude);
}

/** A double as Redis reads one; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const value = parseDouble(bytes, 0, bytes.length);
  return Number.isNaN(value) ? undefined : value;
}

function within(value: bigint): bigint | undefined {
  return value < INT64_MIN || value > INT64_MAX ? undefined : value;
}
