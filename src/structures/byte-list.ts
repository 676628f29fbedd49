import { Bytes, copyBytes } from '../memory/bytes.ts';

/**
 * Byte strings gathered by one command and forgotten when it ends: copies, which nothing in the arena can move.
 *
 * ```
 *   bytes  │ first │second│third …      ends  5  11  16 …     string i is bytes[ends[i - 1], ends[i])
 * ```
 *
 * Reused: `clear` keeps the memory, unless it is much.
 */
export class ByteList {
  bytes = Bytes.uninitialised(KEPT_BYTES);
  count = 0;
  private ends = new Float64Array(KEPT_STRINGS);

  clear(): this {
    this.count = 0;
    if (this.bytes.length > KEPT_BYTES) this.bytes = Bytes.uninitialised(KEPT_BYTES);
    if (this.ends.length > KEPT_STRINGS) this.ends = new Float64Array(KEPT_STRINGS);
    return this;
  }

  add(bytes: Bytes, at: number, length: number): void {
    const { count } = this;
    const start = this.start(count);
    if (start + length > this.bytes.length) this.widen(start, length);
    if (count === this.ends.length) this.ends = widened(this.ends);
    copyBytes(bytes, at, this.bytes, start, length);
    this.ends[count] = start + length;
    this.count = count + 1;
  }

  /** Where a string begins in `bytes`. */
  start(index: number): number {
    return index === 0 ? 0 : this.ends[index - 1];
  }

  length(index: number): number {
    return this.ends[index] - this.start(index);
  }

  private widen(used: number, length: number): void {
    const wider = Bytes.uninitialised(Math.max(used + length, this.bytes.length * 2));
    copyBytes(this.bytes, 0, wider, 0, used);
    this.bytes = wider;
  }
}

const KEPT_BYTES = 64 * 1024;
const KEPT_STRINGS = 4096;

/** An array twice as long, with the same beginning. */
export function widened(array: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(array.length * 2);
  wider.set(array);
  return wider;
}
