import { formatInteger, parseCursor, parseSafeInteger } from '../util/numbers.ts';

/**
 * The ID of a stream's entry: two unsigned 64-bit numbers, the milliseconds of a time and a sequence within it, ordered
 * as one number of 128 bits. Kept as four words, since neither half need be exact as a double.
 *
 * ```
 *   18446744073709551615-7      ms ─┬─ msHi  0xffffffff        seq ─┬─ seqHi  0
 *                                   └─ msLo  0xffffffff             └─ seqLo  7
 * ```
 */
export class StreamId {
  msHi = 0;
  msLo = 0;
  seqHi = 0;
  seqLo = 0;

  set(msHi: number, msLo: number, seqHi: number, seqLo: number): this {
    this.msHi = msHi;
    this.msLo = msLo;
    this.seqHi = seqHi;
    this.seqLo = seqLo;
    return this;
  }

  copy(other: StreamId): this {
    return this.set(other.msHi, other.msLo, other.seqHi, other.seqLo);
  }

  /** The ID of a time in milliseconds (a safe integer), with the sequence 0. */
  setTime(ms: number): this {
    return this.set(Math.floor(ms / TWO_32), ms >>> 0, 0, 0);
  }

  setLeast(): this {
    return this.set(0, 0, 0, 0);
  }

  setGreatest(): this {
    return this.set(MAX_WORD, MAX_WORD, MAX_WORD, MAX_WORD);
  }

  get isLeast(): boolean {
    return (this.msHi | this.msLo | this.seqHi | this.seqLo) === 0;
  }

  get isGreatest(): boolean {
    return (this.msHi & this.msLo & this.seqHi & this.seqLo) === -1;
  }

  /** Negative where this ID comes before the other, 0 where they are equal. */
  compare(other: StreamId): number {
    if (this.msHi !== other.msHi) return this.msHi - other.msHi;
    if (this.msLo !== other.msLo) return this.msLo - other.msLo;
    if (this.seqHi !== other.seqHi) return this.seqHi - other.seqHi;
    return this.seqLo - other.seqLo;
  }

  /** Whether both name the same millisecond. */
  sameTime(other: StreamId): boolean {
    return this.msLo === other.msLo && this.msHi === other.msHi;
  }

  /** Becomes the next ID. False, and 0-0, behind the greatest. */
  increment(): boolean {
    if (this.seqLo < MAX_WORD) {
      this.seqLo++;
      return true;
    }
    const greatest = this.isGreatest;
    this.seqLo = 0;
    this.seqHi = (this.seqHi + 1) >>> 0;
    if (this.seqHi !== 0) return true;
    this.msLo = (this.msLo + 1) >>> 0;
    if (this.msLo === 0) this.msHi = (this.msHi + 1) >>> 0;
    return !greatest;
  }

  /** Becomes the ID before it. False, and the greatest, before 0-0. */
  decrement(): boolean {
    const least = this.isLeast;
    if (this.seqLo === 0) {
      if (this.seqHi === 0) {
        if (this.msLo === 0) this.msHi = (this.msHi - 1) >>> 0;
        this.msLo = (this.msLo - 1) >>> 0;
      }
      this.seqHi = (this.seqHi - 1) >>> 0;
    }
    this.seqLo = (this.seqLo - 1) >>> 0;
    return !least;
  }

  /** Writes `ms-seq` at `at` and answers the offset behind it: at most MAX_ID_LENGTH bytes. */
  format(bytes: Uint8Array, at: number): number {
    const dash = formatTime(bytes, at, this.msHi, this.msLo);
    bytes[dash] = DASH;
    return formatWords(bytes, dash + 1, this.seqHi, this.seqLo);
  }

  toString(): string {
    return `${unsigned(this.msHi, this.msLo)}-${unsigned(this.seqHi, this.seqLo)}`;
  }
}

/** Digits of the longest half. */
const MAX_DIGITS = 20;
export const MAX_ID_LENGTH = 2 * MAX_DIGITS + 1;
const TWO_32 = 0x100000000;
const MAX_WORD = 0xffffffff;
const DASH = 45;
const PLUS = 43;
const STAR = 42;
/** High words below this make doubles that are exact. */
const EXACT_HIGH = 0x200000;
/** Digits of an ID that Redis looks at: it copies it to a buffer of this size. */
const MAX_TEXT = 127;

/** What `parseStreamId` found. */
export const ID_INVALID = 0;
export const ID_GIVEN = 1;
/** `ms-*`: the sequence is for the stream to choose. */
export const ID_WITHOUT_SEQUENCE = 2;

export interface IdRules {
  /** `-` and `+` name the least and the greatest ID. */
  readonly bounds: boolean;
  /** `ms-*` is an ID. */
  readonly openSequence: boolean;
  /** An ID without a sequence has the greatest one, and else the least. */
  readonly lastOfTime: boolean;
}

/**
 * Reads an ID as clients write it: `ms` or `ms-seq`, by the rules of Redis's own parser, which takes each half as
 * strtoull does and ends at the first NUL byte. Answers one of the ID_ constants above.
 */
export function parseStreamId(u8: Uint8Array, start: number, end: number, rules: IdRules, into: StreamId): number {
  if (end - start > MAX_TEXT) return ID_INVALID;
  let dash = start;
  while (dash < end && u8[dash] !== DASH && u8[dash] !== 0) dash++;
  let stop = end;
  if (dash < end && u8[dash] === 0) stop = dash;
  if (isSign(u8, start, end)) {
    if (!rules.bounds) return ID_INVALID;
    if (u8[start] === DASH) into.setLeast();
    else into.setGreatest();
    return ID_GIVEN;
  }
  if (!readHalf(u8, start, Math.min(dash, stop))) return ID_INVALID;
  into.msHi = half.high;
  into.msLo = half.low;
  if (dash >= stop) {
    into.seqHi = rules.lastOfTime ? MAX_WORD : 0;
    into.seqLo = into.seqHi;
    return ID_GIVEN;
  }
  return readSequence(u8, dash + 1, stop, rules, into);
}

function readSequence(u8: Uint8Array, start: number, end: number, rules: IdRules, into: StreamId): number {
  if (rules.openSequence && u8[start] === STAR && endsAt(u8, start + 1, end)) {
    into.seqHi = 0;
    into.seqLo = 0;
    return ID_WITHOUT_SEQUENCE;
  }
  if (!readHalf(u8, start, end)) return ID_INVALID;
  into.seqHi = half.high;
  into.seqLo = half.low;
  return ID_GIVEN;
}

/** `-` or `+` alone. */
function isSign(u8: Uint8Array, start: number, end: number): boolean {
  return start < end && (u8[start] === DASH || u8[start] === PLUS) && endsAt(u8, start + 1, end);
}

function endsAt(u8: Uint8Array, at: number, end: number): boolean {
  return at >= end || u8[at] === 0;
}

const half = { high: 0, low: 0 };

/** Reads an unsigned 64-bit integer into `half`. */
function readHalf(u8: Uint8Array, start: number, end: number): boolean {
  const value = parseSafeInteger(u8, start, end);
  if (value === value) {
    half.high = Math.floor(value / TWO_32);
    half.low = value >>> 0;
    return value >= 0;
  }
  const exact = parseCursor(u8.subarray(0, end), start, end);
  if (exact === undefined) return false;
  half.high = Number(exact >> 32n);
  half.low = Number(exact & 0xffffffffn);
  return true;
}

/** The time that was written last, and its digits: entries of the same millisecond follow each other. */
const lastTime = { high: -1, low: -1, digits: new Uint8Array(MAX_DIGITS), length: 0 };

function formatTime(bytes: Uint8Array, at: number, high: number, low: number): number {
  const { digits } = lastTime;
  if (lastTime.high !== high || lastTime.low !== low) {
    lastTime.high = high;
    lastTime.low = low;
    lastTime.length = formatWords(digits, 0, high, low);
  }
  const { length } = lastTime;
  for (let i = 0; i < length; i++) bytes[at + i] = digits[i];
  return at + length;
}

function formatWords(bytes: Uint8Array, at: number, high: number, low: number): number {
  if (high < EXACT_HIGH) return formatInteger(bytes, at, high * TWO_32 + low);
  const text = unsigned(high, low).toString();
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}

function unsigned(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

/** Makes `into` the ID that lies the differences (of 64 bits, wrapping around) behind `base`. */
export function addDifference(base: StreamId, ms: number | bigint, seq: number | bigint, into: StreamId): void {
  if (typeof ms === 'number' && ms >= 0 && base.msLo + ms < TWO_32) {
    into.msHi = base.msHi;
    into.msLo = base.msLo + ms;
  } else {
    const sum = unsigned(base.msHi, base.msLo) + BigInt(ms);
    into.msHi = Number(BigInt.asUintN(32, sum >> 32n));
    into.msLo = Number(BigInt.asUintN(32, sum));
  }
  if (typeof seq === 'number' && seq >= 0 && base.seqLo + seq < TWO_32) {
    into.seqHi = base.seqHi;
    into.seqLo = base.seqLo + seq;
  } else {
    const sum = unsigned(base.seqHi, base.seqLo) + BigInt(seq);
    into.seqHi = Number(BigInt.asUintN(32, sum >> 32n));
    into.seqLo = Number(BigInt.asUintN(32, sum));
  }
}

/** What one half is behind another, as a signed 64-bit integer: a number where that is exact. */
export function differenceOf(high: number, low: number, baseHigh: number, baseLow: number): number | bigint {
  const highs = high - baseHigh;
  if (highs > -EXACT_HIGH && highs < EXACT_HIGH - 1) return highs * TWO_32 + (low - baseLow);
  return BigInt.asIntN(64, unsigned(high, low) - unsigned(baseHigh, baseLow));
}
