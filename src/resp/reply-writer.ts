import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, copyShort } from '../memory/bytes.ts';
import type { Lender, OutputBuffer } from '../memory/output.ts';
import { formatDouble } from '../util/double.ts';
import { formatInteger, integerLength } from '../util/numbers.ts';

/**
 * Writes replies in RESP2 or RESP3, as the client being served speaks it, straight into the output chunk. What differs
 * between the two stands here and nowhere else.
 */
const LF = 10;
const CR_LF = 0x0a0d;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const DOLLAR = 36;
const STAR = 42;
const PERCENT = 37;
const TILDE = 126;
const GREATER = 62;
const COMMA = 44;
const HASH = 35;
const UNDERSCORE = 95;
const BAR = 124;
const PAREN = 40;
const EQUALS = 61;

const OK_START = 0x0d4b4f2b; // "+OK\r", read from the right
const MAX_HEADER = 24;
const ZERO = 48;
const CR = 13;
const SHORT = 64;
/** Headers of bulk strings of 0 to 63 bytes, read from the right: `$7\r\n`, and `$12\r` of those of two digits. */
export const SHORT_HEADERS = Int32Array.from({ length: SHORT }, (_, length) => {
  const [tens, ones] = [Math.floor(length / 10), length % 10];
  if (tens === 0) return DOLLAR | ((ZERO + ones) << 8) | (CR << 16) | (LF << 24);
  return DOLLAR | ((ZERO + tens) << 8) | ((ZERO + ones) << 16) | (CR << 24);
});

export class ReplyWriter {
  /** 2 or 3: the protocol of the client being served. */
  protocol = 2;
  readonly out: OutputBuffer;

  constructor(out: OutputBuffer) {
    this.out = out;
  }

  ok(): void {
    const { out } = this;
    out.reserve(5);
    const { view } = out.bytes;
    view.setInt32(out.at, OK_START, true);
    view.setUint8(out.at + 4, LF);
    out.at += 5;
  }

  /** A status, as a byte string without its `+`. */
  simple(text: string): void {
    this.line(PLUS, text);
  }

  /** An error with its code, as a byte string without its `-`: `ERR no such key`. */
  error(text: string): void {
    // A line end inside would begin another reply.
    this.line(MINUS, text.replace(/[\r\n]/g, ' '));
  }

  integer(value: number | bigint): void {
    if (typeof value === 'bigint') this.line(COLON, value.toString());
    else this.header(COLON, value);
  }

  /** An integer that stands as text in a range, of at most 20 characters. */
  integerText(bytes: Bytes, at: number, length: number): void {
    const { out } = this;
    out.reserve(MAX_HEADER);
    const { view } = out.bytes;
    view.setUint8(out.at, COLON);
    copyShort(bytes, at, out.bytes, out.at + 1, length);
    view.setInt16(out.at + 1 + length, CR_LF, true);
    out.at += length + 3;
  }

  /** A bulk string of a range. */
  bulk(bytes: Bytes, at: number, length: number): void {
    const { out } = this;
    out.reserve(length + MAX_HEADER);
    if (length < SHORT) {
      const { view } = out.bytes;
      view.setInt32(out.at, SHORT_HEADERS[length], true);
      out.at += 4;
      if (length > 9) view.setUint8(out.at++, LF);
    } else {
      this.writeHeader(DOLLAR, length);
    }
    copyBytes(bytes, at, out.bytes, out.at, length);
    out.bytes.view.setInt16(out.at + length, CR_LF, true);
    out.at += length + 2;
  }

  /** A bulk string whose bytes go out from where they stand; the lender keeps them from changing until then. */
  bulkInPlace(bytes: Bytes, at: number, length: number, lender: Lender): void {
    this.header(DOLLAR, length);
    this.out.chain(bytes, at, at + length, lender);
    this.out.reserve(2);
    this.out.bytes.view.setInt16(this.out.at, CR_LF, true);
    this.out.at += 2;
  }

  /** A bulk string of text, in UTF-8. */
  bulkText(text: string): void {
    this.bulkEncoded(text, 'utf8');
  }

  /** A bulk string of a byte string: one character per byte. */
  bulkLatin1(text: string): void {
    this.bulkEncoded(text, 'latin1');
  }

  /** A bulk string that shows an integer. */
  bulkInteger(value: number): void {
    const { out } = this;
    out.reserve(MAX_HEADER * 2);
    this.writeHeader(DOLLAR, integerLength(value));
    const end = formatInteger(out.bytes.u8, out.at, value);
    out.bytes.view.setInt16(end, CR_LF, true);
    out.at = end + 2;
  }

  /** The absence of a value. */
  null(): void {
    if (this.protocol === 3) this.line(UNDERSCORE, '');
    else this.line(DOLLAR, '-1');
  }

  /** The absence of an array. */
  nullArray(): void {
    if (this.protocol === 3) this.line(UNDERSCORE, '');
    else this.line(STAR, '-1');
  }

  /** A yes or no that RESP2 shows as 1 or 0. */
  boolean(value: boolean): void {
    if (this.protocol === 3) this.line(HASH, value ? 't' : 'f');
    else this.integer(value ? 1 : 0);
  }

  double(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (this.protocol === 3) this.header(COMMA, value);
      else this.bulkInteger(value);
      return;
    }
    const text = formatDouble(value);
    if (this.protocol === 3) {
      this.line(COMMA, text);
      return;
    }
    // Short, and of ASCII: not worth a buffer.
    const { out } = this;
    out.reserve(text.length + MAX_HEADER);
    this.writeHeader(DOLLAR, text.length);
    const { u8, view } = out.bytes;
    for (let i = 0; i < text.length; i++) u8[out.at + i] = text.charCodeAt(i);
    view.setInt16(out.at + text.length, CR_LF, true);
    out.at += text.length + 2;
  }

  bigNumber(digits: string): void {
    if (this.protocol === 3) this.line(PAREN, digits);
    else this.bulkLatin1(digits);
  }

  /** Text meant for a person; `format` is three letters (`txt`, `mkd`). */
  verbatim(text: string, format = 'txt'): void {
    if (this.protocol !== 3) {
      this.bulkText(text);
      return;
    }
    const length = Buffer.byteLength(text) + 4;
    this.header(EQUALS, length);
    this.raw(`${format}:${text}\r\n`);
  }

  array(length: number): void {
    this.header(STAR, length);
  }

  /** A set of `length` members; an array in RESP2. */
  set(length: number): void {
    this.header(this.protocol === 3 ? TILDE : STAR, length);
  }

  /** A map of `pairs` keys and values; a flat array in RESP2. */
  map(pairs: number): void {
    if (this.protocol === 3) this.header(PERCENT, pairs);
    else this.header(STAR, pairs * 2);
  }

  /** A message that answers no request; an array in RESP2. */
  push(length: number): void {
    this.header(this.protocol === 3 ? GREATER : STAR, length);
  }

  /** Attributes of the reply that follows: RESP3 only. */
  attribute(pairs: number): void {
    this.header(BAR, pairs);
  }

  /** Bytes that are RESP already. */
  raw(text: string, encoding: BufferEncoding = 'utf8'): void {
    const { out } = this;
    const bytes = Buffer.from(text, encoding);
    out.reserve(bytes.length);
    out.bytes.u8.set(bytes, out.at);
    out.at += bytes.length;
  }

  private bulkEncoded(text: string, encoding: 'utf8' | 'latin1'): void {
    const bytes = Buffer.from(text, encoding);
    const { out } = this;
    out.reserve(bytes.length + MAX_HEADER);
    this.writeHeader(DOLLAR, bytes.length);
    out.bytes.u8.set(bytes, out.at);
    out.bytes.view.setInt16(out.at + bytes.length, CR_LF, true);
    out.at += bytes.length + 2;
  }

  private header(type: number, value: number): void {
    this.out.reserve(MAX_HEADER);
    this.writeHeader(type, value);
  }

  private writeHeader(type: number, value: number): void {
    const { out } = this;
    const { u8, view } = out.bytes;
    u8[out.at] = type;
    const end = formatInteger(u8, out.at + 1, value);
    view.setInt16(end, CR_LF, true);
    out.at = end + 2;
  }

  private line(type: number, text: string): void {
    const { out } = this;
    out.reserve(text.length + 3);
    const { u8, view } = out.bytes;
    u8[out.at++] = type;
    for (let i = 0; i < text.length; i++) u8[out.at++] = text.charCodeAt(i);
    view.setInt16(out.at, CR_LF, true);
    out.at += 2;
  }
}
