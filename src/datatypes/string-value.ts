import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { addToLastDigit, formatInteger, integerLength, parseInt64, parseSafeInteger } from '../util/numbers.ts';
import type { Entries } from './entries.ts';
import type { ValueType, ValueView } from './value.ts';
import { TYPE_STRING } from './value.ts';

/**
 * A string: its bytes, as they came. The encoding that OBJECT ENCODING tells follows from the content, unless the
 * command that made the value is one after which Redis keeps another form.
 *
 * | form | by | encoding |
 * |---|---|---|
 * | FORM_STRING | SET and most | int for a canonical 64-bit integer, embstr up to 44 bytes, raw above |
 * | FORM_STRING_TEXT | INCRBYFLOAT | embstr or raw, never int |
 * | FORM_STRING_RAW | APPEND, SETRANGE, SETBIT | raw |
 */
export const FORM_STRING = TYPE_STRING;
export const FORM_STRING_TEXT = TYPE_STRING | (1 << 4);
export const FORM_STRING_RAW = TYPE_STRING | (2 << 4);

const MAX_EMBEDDED = 44;
const MAX_INTEGER_LENGTH = 20;

export class StringView implements ValueView {
  /** The value's bytes: `bytes[at, at + length)`, until the next allocation. */
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  private entries!: Entries;
  private address = 0;
  private hash = 0;

  bind(entries: Entries, address: number, hash: number): void {
    entries.value(address);
    this.entries = entries;
    this.address = address;
    this.hash = hash;
    this.locate();
  }

  get encoding(): 'int' | 'embstr' | 'raw' {
    const form = this.entries.form(this.address);
    if (form === FORM_STRING_RAW) return 'raw';
    if (form === FORM_STRING && this.length <= MAX_INTEGER_LENGTH && this.toInt64() !== undefined) return 'int';
    return this.length <= MAX_EMBEDDED ? 'embstr' : 'raw';
  }

  /** Whether the bytes stand in a buffer of their own, which replies send in place. */
  get isLarge(): boolean {
    return this.entries.isLarge(this.address);
  }

  /** The value as an integer within +-(2^53 - 1), or NaN. */
  toSafeInteger(): number {
    return parseSafeInteger(this.bytes.u8, this.at, this.at + this.length);
  }

  /** The value as a 64-bit integer, or undefined. */
  toInt64(): bigint | undefined {
    return parseInt64(this.bytes.u8, this.at, this.at + this.length);
  }

  /** Adds to an integer whose last digit alone changes by it; false, with nothing done, otherwise. */
  addToLastDigit(by: number): boolean {
    if (!addToLastDigit(this.bytes.u8, this.at, this.at + this.length, by)) return false;
    this.entries.setForm(this.address, FORM_STRING);
    return true;
  }

  setInteger(value: number): void {
    const length = integerLength(value);
    if (length !== this.length) this.resize(length, 0);
    formatInteger(this.bytes.u8, this.at, value);
    this.entries.setForm(this.address, FORM_STRING);
  }

  /** Replaces the bytes by a range that lies outside the arena. */
  setBytes(bytes: Bytes, at: number, length: number, form: number): void {
    if (length !== this.length || this.entries.isLarge(this.address)) this.resize(length, 0);
    copyBytes(bytes, at, this.bytes, this.at, length);
    this.entries.setForm(this.address, form);
  }

  append(bytes: Bytes, at: number, length: number): void {
    const end = this.length;
    this.resize(end + length, end);
    copyBytes(bytes, at, this.bytes, this.at + end, length);
    this.entries.setForm(this.address, FORM_STRING_RAW);
  }

  /** Writes a range at `offset`; what lies between the old end and it becomes zeros. */
  setRange(offset: number, bytes: Bytes, at: number, length: number): void {
    const end = this.length;
    if (offset + length > end) {
      this.resize(offset + length, end);
      if (offset > end) this.bytes.u8.fill(0, this.at + end, this.at + offset);
    } else {
      this.entries.unshareValue(this.address);
      this.locate();
    }
    copyBytes(bytes, at, this.bytes, this.at + offset, length);
    this.entries.setForm(this.address, FORM_STRING_RAW);
  }

  /** Makes the bytes safe to write in place; from then on the encoding is raw. */
  edit(): void {
    this.entries.unshareValue(this.address);
    this.locate();
    this.entries.setForm(this.address, FORM_STRING_RAW);
  }

  /** Makes the bytes safe to write in place and no fewer than `length`, new ones being zeros; the encoding is raw then. */
  extend(length: number): void {
    if (length <= this.length) {
      this.edit();
      return;
    }
    this.address = this.entries.extendValue(this.address, this.hash, length);
    this.locate();
    this.entries.setForm(this.address, FORM_STRING_RAW);
  }

  /** Gives the value another length and keeps the bytes that fit; new ones at its end are the caller's to write. */
  setLength(length: number): void {
    this.resize(length, Math.min(length, this.length));
  }

  private resize(length: number, keep: number): void {
    this.address = this.entries.resizeValue(this.address, this.hash, length, keep);
    this.entries.unshareValue(this.address);
    this.locate();
  }

  private locate(): void {
    this.bytes = this.entries.valueBytes;
    this.at = this.entries.valueAt;
    this.length = this.entries.valueLength;
  }
}

export const StringValue: ValueType<StringView> = { code: TYPE_STRING, view: new StringView() };
