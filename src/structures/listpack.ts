import { Bytes, copyBytes, EMPTY_BYTES, equalBytes } from '../memory/bytes.ts';
import { formatInteger, parseInt64, parseSafeInteger } from '../util/numbers.ts';

/**
 * Redis's listpack: a list of short strings and integers in one piece of memory, walked from either end. The layout is
 * that of RDB files and DUMP, byte for byte.
 *
 * ```
 *   0            4           6
 *  ┌────────────┬───────────┬─────────┬─────────┬─ ─ ─┬──────┐
 *  │ bytes, u32 │ count, u16│ element │ element │     │ 0xff │
 *  └────────────┴───────────┴─────────┴─────────┴─ ─ ─┴──────┘
 *
 *  element      ┌───────────────┬────────────────┐
 *               │ encoded value │ its length, to │      a length takes 7 bits a byte, the lowest last; every byte but
 *               │               │ be read from ◀─│      the first has its high bit set: "there is more to the left"
 *               └───────────────┴────────────────┘
 *
 *  encoded value, by its first byte
 *    0xxxxxxx           0 to 127                      11110001 + 2     int16, little endian, as those that follow
 *    10xxxxxx + bytes   string of up to 63            11110010 + 3     int24
 *    110xxxxx + 1       int13, big endian             11110011 + 4     int32
 *    1110xxxx + 1       string of up to 4095          11110100 + 8     int64
 *    11110000 + 4       longer string
 * ```
 *
 * A string that is a canonical 64-bit integer is always kept as one, in its shortest form: so two elements are equal
 * exactly where their encoded values are.
 *
 * Functions here take the absolute offset of an element in `bytes`, where not said otherwise.
 *
 * Source: https://github.com/antirez/listpack/blob/master/listpack.md
 */
export const LISTPACK_HEADER = 6;
/** Bytes of a listpack without elements. */
export const LISTPACK_EMPTY = 7;
const LISTPACK_END = 0xff;
/** A count that does not fit: the elements must be counted. */
const UNKNOWN_COUNT = 0xffff;
const COUNT_OFFSET = 4;

const INT13 = 0xc0;
const STRING12 = 0xe0;
const STRING32 = 0xf0;
const INT16 = 0xf1;
const INT24 = 0xf2;
const INT32 = 0xf3;
const INT64 = 0xf4;
const LONGEST_INTEGER = 20;

/** Writes an empty listpack. */
export function writeEmptyListpack(bytes: Bytes, at: number): void {
  writeListpackHeader(bytes, at, LISTPACK_EMPTY, 0);
  bytes.u8[at + LISTPACK_HEADER] = LISTPACK_END;
}

/** Sets the length and the count of the listpack at `at`, and its end mark. */
export function writeListpackHeader(bytes: Bytes, at: number, length: number, count: number): void {
  bytes.view.setUint32(at, length, true);
  bytes.view.setUint16(at + COUNT_OFFSET, Math.min(count, UNKNOWN_COUNT), true);
  bytes.u8[at + length - 1] = LISTPACK_END;
}

/** The number of elements of the listpack at `at`. */
export function listpackCount(bytes: Bytes, at: number): number {
  const count = bytes.view.getUint16(at + COUNT_OFFSET, true);
  if (count !== UNKNOWN_COUNT) return count;
  let counted = 0;
  for (let p = at + LISTPACK_HEADER; !isEnd(bytes, p); p = nextElement(bytes, p)) counted++;
  return counted;
}

export function listpackLength(bytes: Bytes, at: number): number {
  return bytes.view.getUint32(at, true);
}

/** Whether this is the place behind the last element. */
export function isEnd(bytes: Bytes, at: number): boolean {
  return bytes.u8[at] === LISTPACK_END;
}

/** Bytes of the encoded value at `at`, without the length behind it. */
export function encodedSize(bytes: Bytes, at: number): number {
  const first = bytes.u8[at];
  if (first < 0x80) return 1;
  if (first < INT13) return 1 + (first & 0x3f);
  if (first < STRING12) return 2;
  if (first < STRING32) return 2 + (((first & 15) << 8) | bytes.u8[at + 1]);
  if (first === STRING32) return 5 + bytes.view.getUint32(at + 1, true);
  if (first === INT16) return 3;
  if (first === INT24) return 4;
  return first === INT32 ? 5 : 9;
}

/** Bytes that the length behind an encoded value of `size` bytes takes. */
export function backLengthSize(size: number): number {
  if (size <= 127) return 1;
  if (size < 16_383) return 2;
  if (size < 2_097_151) return 3;
  return size < 268_435_455 ? 4 : 5;
}

/** Bytes of the whole element at `at`. */
export function elementSize(bytes: Bytes, at: number): number {
  const size = encodedSize(bytes, at);
  return size + backLengthSize(size);
}

export function nextElement(bytes: Bytes, at: number): number {
  return at + elementSize(bytes, at);
}

/** The encoded value behind the one at `at`, where no lengths stand between them. */
export function nextValue(bytes: Bytes, at: number): number {
  return at + encodedSize(bytes, at);
}

/** The element that ends where the one at `at` begins, or that is the last where `at` is the end. */
export function previousElement(bytes: Bytes, at: number): number {
  const { u8 } = bytes;
  let p = at - 1;
  let size = u8[p] & 127;
  for (let weight = 128; (u8[p] & 128) !== 0; weight *= 128) size += (u8[--p] & 127) * weight;
  return p - size;
}

/**
 * The element of this index (negative: from the end, -1 is the last) of the listpack at `at`, or -1 where there is
 * none. Walks from the nearer end.
 */
export function seekElement(bytes: Bytes, at: number, index: number): number {
  const count = listpackCount(bytes, at);
  const wanted = index < 0 ? count + index : index;
  if (wanted < 0 || wanted >= count) return -1;
  if (wanted <= count / 2) return skipElements(bytes, at + LISTPACK_HEADER, wanted);
  let p = at + listpackLength(bytes, at) - 1;
  for (let i = count; i > wanted; i--) p = previousElement(bytes, p);
  return p;
}

/** The element `count` places behind the one at `at`. */
export function skipElements(bytes: Bytes, at: number, count: number): number {
  let p = at;
  for (let i = 0; i < count; i++) p = nextElement(bytes, p);
  return p;
}

/** The encoded value `count` places behind the one at `at`, where no lengths stand between them. */
export function skipValues(bytes: Bytes, at: number, count: number): number {
  let p = at;
  for (let i = 0; i < count; i++) p = nextValue(bytes, p);
  return p;
}

/** Bytes that an integer within +-(2^53 - 1) takes in a listpack. */
export function integerElementSize(value: number): number {
  if (value >= 0 && value <= 127) return 2;
  if (value >= -4096 && value <= 4095) return 3;
  if (value >= -0x8000 && value <= 0x7fff) return 4;
  if (value >= -0x800000 && value <= 0x7fffff) return 5;
  return value >= -0x80000000 && value <= 0x7fffffff ? 6 : 10;
}

/** Whether the element at `at` is kept as an integer. */
export function isInteger(bytes: Bytes, at: number): boolean {
  const first = bytes.u8[at];
  return first < 0x80 || (first >= INT13 && first < STRING12) || (first >= INT16 && first <= INT64);
}

/** The value of an integer element, exact within +-(2^53 - 1), else the nearest double. */
export function integerOf(bytes: Bytes, at: number): number {
  const { u8, view } = bytes;
  const first = u8[at];
  if (first < 0x80) return first;
  if (first < STRING12) return ((((first & 31) << 8) | u8[at + 1]) << 19) >> 19;
  if (first === INT16) return view.getInt16(at + 1, true);
  if (first === INT24) return ((view.getUint16(at + 1, true) | (u8[at + 3] << 16)) << 8) >> 8;
  if (first === INT32) return view.getInt32(at + 1, true);
  return view.getInt32(at + 5, true) * 0x100000000 + view.getUint32(at + 1, true);
}

/** Its exact value, where it is kept as an int64. */
export function bigIntegerOf(bytes: Bytes, at: number): bigint {
  return bytes.u8[at] === INT64 ? bytes.view.getBigInt64(at + 1, true) : BigInt(integerOf(bytes, at));
}

/** Bytes of the string element at `at` before its first byte. */
function stringPrefix(first: number): number {
  if (first < INT13) return 1;
  return first < STRING32 ? 2 : 5;
}

/**
 * The bytes of an element as clients see them, where they stand: integers are written out to memory of its own. Holds
 * until the next element is read into it, or the memory is written to.
 */
export class ElementText {
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  private readonly digits = new Bytes(new Uint8Array(LONGEST_INTEGER));

  /** Whether the element was kept as an integer. */
  get isInteger(): boolean {
    return this.bytes === this.digits;
  }

  read(bytes: Bytes, at: number): this {
    if (!isInteger(bytes, at)) {
      const prefix = stringPrefix(bytes.u8[at]);
      this.bytes = bytes;
      this.at = at + prefix;
      this.length = encodedSize(bytes, at) - prefix;
      return this;
    }
    const value = integerOf(bytes, at);
    this.bytes = this.digits;
    this.at = 0;
    if (Number.isSafeInteger(value)) {
      this.length = formatInteger(this.digits.u8, 0, value);
    } else {
      const text = bigIntegerOf(bytes, at).toString();
      for (let i = 0; i < text.length; i++) this.digits.u8[i] = text.charCodeAt(i);
      this.length = text.length;
    }
    return this;
  }

  /** One character per byte. */
  latin1(): string {
    return this.bytes.latin1(this.at, this.at + this.length);
  }
}

/**
 * Elements in the form in which a listpack holds them, one behind the other, ready to be copied in; or, for who walks
 * in one direction only, their encoded values without the lengths behind them. Reused.
 */
export class EncodedRun {
  bytes = Bytes.uninitialised(256);
  /** Bytes and number of the elements. */
  length = 0;
  count = 0;
  /** Bytes of the first one's encoded value. */
  firstSize = 0;
  private readonly withLengths: boolean;

  constructor(withLengths = true) {
    this.withLengths = withLengths;
  }

  clear(): this {
    this.length = 0;
    this.count = 0;
    return this;
  }

  /** Adds an element of these bytes: as an integer where they spell one. */
  add(bytes: Bytes, at: number, length: number): this {
    if (length > 0 && length <= LONGEST_INTEGER && mayBeInteger(bytes.u8[at], length)) {
      const value = parseSafeInteger(bytes.u8, at, at + length);
      if (!Number.isNaN(value)) return this.addInteger(value);
      if (length >= LONG_INTEGER_FROM) {
        const exact = parseInt64(bytes.u8, at, at + length);
        if (exact !== undefined) return this.addBigInteger(exact);
      }
    }
    return this.addString(bytes, at, length);
  }

  /** Adds an integer within +-(2^53 - 1). */
  addInteger(value: number): this {
    this.reserve(9);
    const { u8, view } = this.bytes;
    const p = this.length;
    let size: number;
    if (value >= 0 && value <= 127) {
      u8[p] = value;
      size = 1;
    } else if (value >= -4096 && value <= 4095) {
      u8[p] = INT13 | ((value >> 8) & 31);
      u8[p + 1] = value & 255;
      size = 2;
    } else if (value >= -0x8000 && value <= 0x7fff) {
      u8[p] = INT16;
      view.setInt16(p + 1, value, true);
      size = 3;
    } else if (value >= -0x800000 && value <= 0x7fffff) {
      u8[p] = INT24;
      view.setInt16(p + 1, value, true);
      u8[p + 3] = value >> 16;
      size = 4;
    } else if (value >= -0x80000000 && value <= 0x7fffffff) {
      u8[p] = INT32;
      view.setInt32(p + 1, value, true);
      size = 5;
    } else {
      u8[p] = INT64;
      view.setBigInt64(p + 1, BigInt(value), true);
      size = 9;
    }
    return this.finish(size);
  }

  /** Adds an integer of 64 bits. */
  addBigInteger(value: bigint): this {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return this.addInteger(Number(value));
    this.reserve(9);
    this.bytes.u8[this.length] = INT64;
    this.bytes.view.setBigInt64(this.length + 1, value, true);
    return this.finish(9);
  }

  /** Adds an element as it stands in a listpack. */
  addEncoded(bytes: Bytes, at: number): this {
    const size = encodedSize(bytes, at);
    this.reserve(size);
    copyBytes(bytes, at, this.bytes, this.length, size);
    return this.finish(size);
  }

  copyTo(to: Bytes, at: number): void {
    copyBytes(this.bytes, 0, to, at, this.length);
  }

  /** Whether the element at `at` equals the first of these. */
  firstEquals(bytes: Bytes, at: number): boolean {
    const { firstSize } = this;
    return encodedSize(bytes, at) === firstSize && equalBytes(bytes, at, this.bytes, 0, firstSize);
  }

  private addString(bytes: Bytes, at: number, length: number): this {
    this.reserve(length + 5);
    const { u8, view } = this.bytes;
    const p = this.length;
    let prefix: number;
    if (length < 64) {
      u8[p] = 0x80 | length;
      prefix = 1;
    } else if (length < 4096) {
      u8[p] = STRING12 | (length >> 8);
      u8[p + 1] = length & 255;
      prefix = 2;
    } else {
      u8[p] = STRING32;
      view.setUint32(p + 1, length, true);
      prefix = 5;
    }
    copyBytes(bytes, at, this.bytes, p + prefix, length);
    return this.finish(prefix + length);
  }

  /** Adds the way back over the last `size` bytes, as `previousElement` reads it. */
  addBackLength(size: number): this {
    this.reserve(0);
    const { u8 } = this.bytes;
    const start = this.length;
    const end = start + backLengthSize(size);
    let rest = size;
    let p = end - 1;
    for (; p > start; p--) {
      u8[p] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    u8[p] = rest;
    this.length = end;
    return this;
  }

  private finish(size: number): this {
    if (this.count === 0) this.firstSize = size;
    this.count++;
    this.length += size;
    return this.withLengths ? this.addBackLength(size) : this;
  }

  /** Makes room for an encoded value of `size` bytes. */
  private reserve(size: number): void {
    const needed = this.length + size + 5;
    if (needed <= this.bytes.length) return;
    const wider = Bytes.uninitialised(Math.max(needed, this.bytes.length * 2));
    copyBytes(this.bytes, 0, wider, 0, this.length);
    this.bytes = wider;
  }
}

/** Digits from which on an integer may lie beyond 2^53. */
const LONG_INTEGER_FROM = 16;

function mayBeInteger(first: number, length: number): boolean {
  return (first >= 0x30 && first <= 0x39) || (first === 0x2d && length > 1);
}

/**
 * The first element from `at` on that equals the first of `wanted`, or -1. `stride` 2 looks at every second one: at
 * the names of a list of pairs.
 */
export function findElement(bytes: Bytes, at: number, wanted: EncodedRun, stride = 1): number {
  const { u8 } = bytes;
  const [first] = wanted.bytes.u8;
  let p = at;
  while (u8[p] !== LISTPACK_END) {
    if (u8[p] === first && wanted.firstEquals(bytes, p)) return p;
    p = nextElement(bytes, p);
    for (let i = 1; i < stride; i++) p = nextElement(bytes, p);
  }
  return -1;
}
