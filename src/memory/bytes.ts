import { offHeap } from './off-heap.ts';

/**
 * A run of memory with the two windows that the engine reads it through: single bytes and unaligned words.
 *
 * Every place that bytes can stand in (an arena segment, a socket's read buffer, a reply chunk) is this one class,
 * so that the functions below see one hidden class and stay monomorphic.
 */
export class Bytes {
  readonly u8: Uint8Array;
  readonly view: DataView;
  readonly length: number;
  /** The same bytes as Node's Buffer, for its native copy. */
  private readonly buffer: Buffer;
  /** Writes to the system under way that read these bytes. */
  users = 0;

  constructor(u8: Uint8Array) {
    this.u8 = u8;
    this.view = new DataView(u8.buffer, u8.byteOffset, u8.byteLength);
    this.length = u8.byteLength;
    this.buffer = Buffer.from(u8.buffer, u8.byteOffset, u8.byteLength);
  }

  /** Zeroed memory for data (see off-heap.ts), which the system provides page by page as it is touched. */
  static zeroed(length: number): Bytes {
    return new Bytes(offHeap(Uint8Array, length));
  }

  /** Memory with whatever stood there before; outside Node's small-buffer pool. */
  static uninitialised(length: number): Bytes {
    return new Bytes(Buffer.allocUnsafeSlow(length));
  }

  static copyOf(source: Bytes, start: number, end: number): Bytes {
    const copy = Bytes.uninitialised(end - start);
    copy.u8.set(source.u8.subarray(start, end));
    return copy;
  }

  static fromString(text: string, encoding: BufferEncoding = 'utf8'): Bytes {
    return new Bytes(Buffer.from(text, encoding));
  }

  /** Overwrites a range with other bytes, at the speed of memcpy. */
  copyIn(bytes: Uint8Array, at: number): void {
    this.buffer.fill(bytes, at, at + bytes.length);
  }

  /** The bytes of a range, each as the character of the same code: a cheap, reversible string for Map keys and logs. */
  latin1(start = 0, end = this.length): string {
    return Buffer.from(this.u8.buffer, this.u8.byteOffset + start, end - start).toString('latin1');
  }

  utf8(start = 0, end = this.length): string {
    return Buffer.from(this.u8.buffer, this.u8.byteOffset + start, end - start).toString('utf8');
  }
}

export const EMPTY_BYTES = new Bytes(new Uint8Array(0));

/** Below this a loop of words is quicker than any native copy, which costs an object for its source. */
const NATIVE_COPY_FROM = 112;
/**
 * From here on the quicker native copy is Buffer's `fill` with bytes: a plain memcpy. `set` takes less to begin, but goes
 * word by word where one side is off-heap memory.
 */
const FILL_FROM = 1024;

/** Copies `length` bytes; the ranges may overlap only when `to` is another memory or lies not behind `from`. */
export function copyBytes(from: Bytes, fromAt: number, to: Bytes, toAt: number, length: number): void {
  if (length >= NATIVE_COPY_FROM) {
    const { u8 } = from;
    const range = new Uint8Array(u8.buffer, u8.byteOffset + fromAt, length);
    if (length >= FILL_FROM) to.copyIn(range, toAt);
    else to.u8.set(range, toAt);
    return;
  }
  copyShort(from, fromAt, to, toAt, length);
}

/** The same without a native copy, and without the object that one takes. */
export function copyShort(from: Bytes, fromAt: number, to: Bytes, toAt: number, length: number): void {
  const source = from.view;
  const target = to.view;
  let i = 0;
  for (; i + 4 <= length; i += 4) target.setInt32(toAt + i, source.getInt32(fromAt + i, true), true);
  if ((length & 2) !== 0) {
    target.setInt16(toAt + i, source.getInt16(fromAt + i, true), true);
    i += 2;
  }
  if ((length & 1) !== 0) target.setUint8(toAt + i, source.getUint8(fromAt + i));
}

export function equalBytes(a: Bytes, aAt: number, b: Bytes, bAt: number, length: number): boolean {
  const left = a.view;
  const right = b.view;
  if (length >= 4) {
    // The last word overlaps the one before it, so that no single bytes are left.
    const last = length - 4;
    for (let i = 0; i < last; i += 4) {
      if (left.getInt32(aAt + i, true) !== right.getInt32(bAt + i, true)) return false;
    }
    return left.getInt32(aAt + last, true) === right.getInt32(bAt + last, true);
  }
  for (let i = 0; i < length; i++) if (left.getUint8(aAt + i) !== right.getUint8(bAt + i)) return false;
  return true;
}

/** Order of two byte strings as memcmp has it, the shorter first where one begins the other. */
export function compareBytes(a: Bytes, aAt: number, aLength: number, b: Bytes, bAt: number, bLength: number): number {
  const common = Math.min(aLength, bLength);
  for (let i = 0; i < common; i++) {
    const difference = a.u8[aAt + i] - b.u8[bAt + i];
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}
