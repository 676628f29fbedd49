import { Bytes } from '../memory/bytes.ts';
import { parseInt64, parseSafeInteger } from '../util/numbers.ts';
import { splitArgs } from '../util/split-args.ts';
import type { ArgumentVector } from './argument-vector.ts';

/**
 * Reads requests out of a range of bytes: arrays of bulk strings, or a line of words (inline).
 *
 * ```
 *   *3\r\n  $3\r\n SET \r\n  $5\r\n hello \r\n  $2\r\n hi \r\n
 *   ▲       ▲      ▲                                            ▲
 *   from    header argument: a range in place                   position when the request is complete
 * ```
 *
 * A request that is not there as a whole is INCOMPLETE: the caller calls again with more bytes, either from the
 * request's start, or with `resume` to go on behind the last whole argument. Limits and errors are Redis's.
 */
export const COMPLETE = 0;
export const INCOMPLETE = 1;
/** Nothing to execute: an empty line or an empty array. */
export const EMPTY = 2;
export const PROTOCOL_ERROR = 3;

export interface ParserLimits {
  /** Longest argument in bytes (`proto-max-bulk-len`). */
  maxBulkLength: number;
}

const MAX_HEADER = 64 * 1024;
/** A line whose end comes with the read that passes the limit is still served; Redis reads 16 KiB at a time. */
const MAX_INLINE = MAX_HEADER + 16 * 1024;
const MAX_ARGUMENTS = 0x7fffffff;
const UNAUTHENTICATED_ARGUMENTS = 10;
const UNAUTHENTICATED_BULK = 16384;
const CR = 13;
const LF = 10;
const STAR = 42;
const DOLLAR = 36;
const ZERO = 48;

export class RequestParser {
  /** Behind the last byte that a finished request used. */
  position = 0;
  /** What is wrong, for PROTOCOL_ERROR: the words behind `Protocol error: `. */
  error = '';
  /** After INCOMPLETE: behind the headers and arguments that are known … */
  known = 0;
  /** … and behind the argument under way, or 0 while its length is not there. */
  needed = 0;
  private expected = 0;
  private readonly limits: ParserLimits;

  constructor(limits: ParserLimits) {
    this.limits = limits;
  }

  /** Arguments that the request under way announced. */
  get announced(): number {
    return this.expected;
  }

  /** Reads one request that starts at `from`. */
  parse(bytes: Bytes, from: number, to: number, vector: ArgumentVector, authenticated: boolean): number {
    vector.clear(bytes);
    const u8 = bytes.u8;
    if (u8[from] !== STAR) return this.parseInline(bytes, from, to, vector);

    let count = u8[from + 1] - ZERO;
    let at = from + 4;
    // The common header is one digit and its line end; everything else goes the careful way.
    if (at > to || count <= 0 || count > 9 || u8[from + 2] !== CR) {
      const end = this.headerEnd(u8, from, to, 'too big mbulk count string');
      if (end < 0) return end === NO_END ? this.incomplete(from, 0) : PROTOCOL_ERROR;
      count = parseSafeInteger(u8, from + 1, end);
      if (count !== count) count = Number(parseInt64(u8, from + 1, end) ?? NaN);
      if (!(count <= MAX_ARGUMENTS)) return this.fail('invalid multibulk length');
      if (count > UNAUTHENTICATED_ARGUMENTS && !authenticated) return this.fail('unauthenticated multibulk length');
      at = end + 2;
      if (count <= 0) {
        this.position = at;
        return EMPTY;
      }
    }
    this.expected = count;
    return this.parseArguments(bytes, at, to, vector, authenticated);
  }

  /**
   * Goes on with a request whose first `vector.count` arguments are known; `at` is behind the last of them.
   * @param announced the number of arguments that its header named
   */
  resume(
    bytes: Bytes,
    at: number,
    to: number,
    announced: number,
    vector: ArgumentVector,
    authenticated: boolean,
  ): number {
    vector.bytes = bytes;
    this.expected = announced;
    return this.parseArguments(bytes, at, to, vector, authenticated);
  }

  private parseArguments(
    bytes: Bytes,
    start: number,
    to: number,
    vector: ArgumentVector,
    authenticated: boolean,
  ): number {
    const u8 = bytes.u8;
    const expected = this.expected;
    let at = start;
    while (vector.count < expected) {
      this.position = at;
      let length = u8[at + 1] - ZERO;
      let body = at + 4;
      if (body > to || u8[at] !== DOLLAR || length < 0 || length > 9) {
        body = this.readBulkHeader(u8, at, to, authenticated);
        if (body < 0) return body === NO_END ? this.incomplete(at, 0) : PROTOCOL_ERROR;
        length = this.bulkLength;
      } else if (u8[at + 2] !== CR) {
        const second = u8[at + 2] - ZERO;
        if (at + 5 <= to && length > 0 && second >= 0 && second <= 9 && u8[at + 3] === CR) {
          length = length * 10 + second;
          body = at + 5;
        } else {
          body = this.readBulkHeader(u8, at, to, authenticated);
          if (body < 0) return body === NO_END ? this.incomplete(at, 0) : PROTOCOL_ERROR;
          length = this.bulkLength;
        }
      }
      at = body + length + 2;
      if (at > to) return this.incomplete(body, at);
      vector.push(body, length);
    }
    this.position = at;
    return COMPLETE;
  }

  private bulkLength = 0;

  /** Reads `$<length>\r\n` at `at`; answers the offset behind it, NO_END or BAD. */
  private readBulkHeader(u8: Uint8Array, at: number, to: number, authenticated: boolean): number {
    if (at >= to) return NO_END;
    const end = this.headerEnd(u8, at, to, 'too big bulk count string');
    if (end < 0) return end;
    if (u8[at] !== DOLLAR) {
      // A line end inside would end the reply that tells of it.
      const got = u8[at] === CR || u8[at] === LF ? ' ' : String.fromCharCode(u8[at]);
      this.fail(`expected '$', got '${got}'`);
      return BAD;
    }
    const length = parseSafeInteger(u8, at + 1, end);
    if (!(length >= 0 && length <= this.limits.maxBulkLength)) {
      this.fail('invalid bulk length');
      return BAD;
    }
    if (length > UNAUTHENTICATED_BULK && !authenticated) {
      this.fail('unauthenticated bulk length');
      return BAD;
    }
    this.bulkLength = length;
    return end + 2;
  }

  /** The offset of a header's line end, NO_END while it is not there, BAD when the header is too long. */
  private headerEnd(u8: Uint8Array, at: number, to: number, tooLong: string): number {
    for (let i = at; i < to; i++) {
      if (u8[i] === CR) return i + 1 < to ? i : NO_END;
      // A string search in C ends here.
      if (u8[i] === 0) break;
    }
    if (to - at <= MAX_HEADER) return NO_END;
    this.fail(tooLong);
    return BAD;
  }

  private parseInline(bytes: Bytes, from: number, to: number, vector: ArgumentVector): number {
    const end = bytes.u8.subarray(from, to).indexOf(LF);
    if (end < 0 ? to - from > MAX_HEADER : end >= MAX_INLINE) return this.fail('too big inline request');
    if (end < 0) return this.incomplete(from, 0);
    const lineEnd = end > 0 && bytes.u8[from + end - 1] === CR ? end - 1 : end;
    const words = splitArgs(bytes.latin1(from, from + lineEnd));
    if (words === undefined) return this.fail('unbalanced quotes in request');
    this.position = from + end + 1;
    if (words.length === 0) return EMPTY;
    const line = Bytes.fromString(words.join(''), 'latin1');
    vector.clear(line);
    let at = 0;
    for (const word of words) {
      vector.push(at, word.length);
      at += word.length;
    }
    return COMPLETE;
  }

  private incomplete(known: number, needed: number): number {
    this.known = known;
    this.needed = needed;
    return INCOMPLETE;
  }

  private fail(error: string): number {
    this.error = error;
    return PROTOCOL_ERROR;
  }
}

const NO_END = -1;
const BAD = -2;
