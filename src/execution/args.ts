import type { Bytes } from '../memory/bytes.ts';
import type { ReplyError } from '../resp/reply-errors.ts';
import { NOT_A_FLOAT, NOT_AN_INTEGER, SYNTAX } from '../resp/reply-errors.ts';
import { ArgumentVector } from '../resp/argument-vector.ts';
import { Key } from '../structures/key.ts';
import { parseDouble } from '../util/double.ts';
import { parseInt64, parseSafeInteger } from '../util/numbers.ts';

/** A word of the syntax, in any case: `EX`, `KEEPTTL`. Made once, at the top of a command's file. */
export interface Keyword {
  readonly text: string;
  readonly lower: Uint8Array;
}

export function keyword(text: string): Keyword {
  return { text, lower: new Uint8Array(Buffer.from(text.toLowerCase(), 'latin1')) };
}

/** Keys that one command may hold at the same time. */
const KEY_RING = 16;

/**
 * The arguments of the command being executed, read from left to right. Nothing here allocates but what says so.
 *
 * An argument is its index; its bytes are `bytes[at(i), at(i) + length(i))`. Index 0 is the command's name (and 1 the
 * subcommand's, where there is one): reading begins behind them. A handler keeps no index, key or range beyond itself.
 */
export class Args {
  private vector = new ArgumentVector();
  private cursor = 1;
  private readonly keys: Key[] = [];
  private nextKey = 0;
  private readonly k0: number;
  private readonly k1: number;

  /** `k0`, `k1`: the secret of the keyspace's hash. */
  constructor(k0: number, k1: number) {
    this.k0 = k0;
    this.k1 = k1;
    for (let i = 0; i < KEY_RING; i++) this.keys.push(new Key());
  }

  /** Begins with another command; `skip` words of it are its name. */
  bind(vector: ArgumentVector, skip: number): void {
    this.vector = vector;
    this.cursor = skip;
  }

  /** The vector under way, for those who run commands inside a command. */
  get source(): ArgumentVector {
    return this.vector;
  }

  /** All arguments, the name included. */
  get count(): number {
    return this.vector.count;
  }

  /** Arguments not read yet. */
  get remaining(): number {
    return this.vector.count - this.cursor;
  }

  get bytes(): Bytes {
    return this.vector.bytes;
  }

  at(index: number): number {
    return this.vector.starts[index];
  }

  length(index: number): number {
    return this.vector.lengths[index];
  }

  /** The index of the next argument, for one whose bytes are taken as they are. */
  next(): number {
    return this.cursor++;
  }

  /** Goes on at the argument of this index. */
  seek(index: number): void {
    this.cursor = index;
  }

  /** The next argument as a key. Valid until the command ends or 16 more keys were read. */
  key(): Key {
    return this.keyAt(this.cursor++);
  }

  keyAt(index: number): Key {
    const key = this.keys[this.nextKey];
    this.nextKey = (this.nextKey + 1) & (KEY_RING - 1);
    const { vector } = this;
    const at = vector.starts[index];
    const length = vector.lengths[index];
    if (index === vector.hashedKey) {
      return key.setHashed(vector.bytes, at, length, vector.keyHash).expectAt(vector.keyAddress, vector.keyStamp);
    }
    return key.set(vector.bytes, at, length, this.k0, this.k1);
  }

  /**
   * The next argument as an integer; beyond 2^53 the nearest double, which is right for counts and indexes.
   * Throws `error` (NOT_AN_INTEGER) where it is no 64-bit integer.
   */
  integer(error: ReplyError = NOT_AN_INTEGER): number {
    return Number(this.int64(error));
  }

  /** The same within [minimum, maximum]; outside `error` is thrown too. */
  integerWithin(minimum: number, maximum: number, error: ReplyError = NOT_AN_INTEGER): number {
    const value = this.integer(error);
    if (value < minimum || value > maximum) throw error;
    return value;
  }

  /** The next argument as an exact 64-bit integer: a number within +-(2^53 - 1), else a bigint. */
  int64(error: ReplyError = NOT_AN_INTEGER): number | bigint {
    const index = this.cursor++;
    const start = this.vector.starts[index];
    const end = start + this.vector.lengths[index];
    const value = parseSafeInteger(this.vector.bytes.u8, start, end);
    if (value === value) return value;
    const exact = parseInt64(this.vector.bytes.u8, start, end);
    if (exact === undefined) throw error;
    return exact;
  }

  /** The next argument as a double. Throws `error` (NOT_A_FLOAT). */
  double(error: ReplyError = NOT_A_FLOAT): number {
    const index = this.cursor++;
    const start = this.vector.starts[index];
    const value = parseDouble(this.vector.bytes.u8, start, start + this.vector.lengths[index]);
    if (value !== value) throw error;
    return value;
  }

  /** The next argument as text (allocates). */
  text(): string {
    return this.textAt(this.cursor++);
  }

  textAt(index: number): string {
    const start = this.vector.starts[index];
    return this.vector.bytes.utf8(start, start + this.vector.lengths[index]);
  }

  /** The next argument as a byte string, one character per byte (allocates). */
  latin1(): string {
    return this.latin1At(this.cursor++);
  }

  latin1At(index: number): string {
    const start = this.vector.starts[index];
    return this.vector.bytes.latin1(start, start + this.vector.lengths[index]);
  }

  /** Whether the argument of this index is the word, in any case. */
  is(index: number, word: Keyword): boolean {
    const { lower } = word;
    if (this.vector.lengths[index] !== lower.length) return false;
    const start = this.vector.starts[index];
    const { u8 } = this.vector.bytes;
    for (let i = 0; i < lower.length; i++) {
      const byte = u8[start + i];
      if (byte !== lower[i] && (byte < 65 || byte > 90 || byte + 32 !== lower[i])) return false;
    }
    return true;
  }

  /** Reads past the next argument if it is the word. */
  take(word: Keyword): boolean {
    if (this.cursor >= this.vector.count || !this.is(this.cursor, word)) return false;
    this.cursor++;
    return true;
  }

  /** Throws `error` (SYNTAX) unless another argument follows. */
  need(error: ReplyError = SYNTAX): void {
    if (this.cursor >= this.vector.count) throw error;
  }

  /** Throws SYNTAX when anything is left. */
  end(): void {
    if (this.cursor < this.vector.count) throw SYNTAX;
  }
}
