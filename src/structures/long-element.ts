import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import { backLengthSize } from './listpack.ts';

/** Elements that can be put into a place, in the form in which a listpack holds them: an EncodedRun, or a long one. */
export interface ElementRun {
  /** Bytes and number of the elements. */
  readonly length: number;
  readonly count: number;
  copyTo(to: Bytes, at: number): void;
}

/** Bytes from which on a string has the longest prefix of all. */
export const LONG_STRING_FROM = 4096;
const LONG_STRING = 0xf0;
const PREFIX_BYTES = 5;

/**
 * One string of at least 4096 bytes, encoded only on its way to where it belongs: it is not copied twice. Holds as long
 * as its bytes do.
 *
 * ```
 *   │ 0xf0 │ length, u32 │ bytes … │ length of all that, 7 bits a byte, to be read from the right │
 * ```
 */
export class LongElement implements ElementRun {
  readonly length: number;
  readonly count = 1;
  private readonly bytes: Bytes;
  private readonly at: number;
  private readonly size: number;

  constructor(bytes: Bytes, at: number, size: number) {
    this.bytes = bytes;
    this.at = at;
    this.size = size;
    this.length = PREFIX_BYTES + size + backLengthSize(PREFIX_BYTES + size);
  }

  copyTo(to: Bytes, at: number): void {
    const { size } = this;
    to.u8[at] = LONG_STRING;
    to.view.setUint32(at + 1, size, true);
    copyBytes(this.bytes, this.at, to, at + PREFIX_BYTES, size);
    const end = at + PREFIX_BYTES + size;
    let rest = PREFIX_BYTES + size;
    let p = at + this.length - 1;
    for (; p > end; p--) {
      to.u8[p] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    to.u8[p] = rest;
  }
}
