import { Bytes, EMPTY_BYTES } from './bytes.ts';

/**
 * Values too long for an arena block, each in a buffer of its own, by number.
 *
 * A reply sends such a value without copying it: the buffer is *pinned* until the socket has taken it. A write to a
 * pinned buffer goes to a fresh copy; the pinned one lives on, out of the table, for as long as the reply needs it.
 */
export class LargeValues {
  /** Bytes of all buffers, at their capacity. */
  used = 0;
  /** Bytes of buffers let go since somebody last saw to their collection (see off-heap.ts). */
  dropped = 0;
  /** While true, buffers that are made are zeros, which the system provides page by page as they are touched. */
  zeroes = false;
  private readonly buffers: Bytes[] = [EMPTY_BYTES];
  private readonly lengths: number[] = [0];
  private readonly pins = new WeakMap<Bytes, number>();
  private readonly free: number[] = [];

  /** A buffer of at least `capacity` bytes, uninitialised, with `length` of them in use. Answers its number. */
  create(length: number, capacity = length): number {
    const handle = this.free.pop() ?? this.buffers.length;
    this.buffers[handle] = this.buffer(capacity);
    this.lengths[handle] = length;
    this.used += capacity;
    return handle;
  }

  bytesOf(handle: number): Bytes {
    return this.buffers[handle];
  }

  lengthOf(handle: number): number {
    return this.lengths[handle];
  }

  /** Makes room for `length` bytes and keeps the first `keep`; the rest is uninitialised. */
  resize(handle: number, length: number, keep: number): void {
    const old = this.buffers[handle];
    this.lengths[handle] = length;
    if (length <= old.length && length >= old.length / 2 && !this.pins.has(old)) return;
    // What keeps its beginning grows and will again; what is replaced takes what it needs.
    const capacity = length > old.length && keep > 0 ? growth(length) : length;
    const wider = this.buffer(capacity);
    wider.u8.set(old.u8.subarray(0, keep));
    this.buffers[handle] = wider;
    this.used += capacity - old.length;
  }

  /** Makes the buffer safe to write in place. */
  unshare(handle: number): void {
    const old = this.buffers[handle];
    if (!this.pins.has(old)) return;
    const copy = Bytes.uninitialised(old.length);
    copy.u8.set(old.u8.subarray(0, this.lengths[handle]));
    this.buffers[handle] = copy;
  }

  release(handle: number): void {
    this.used -= this.buffers[handle].length;
    this.dropped += this.buffers[handle].length;
    this.buffers[handle] = EMPTY_BYTES;
    this.lengths[handle] = 0;
    this.free.push(handle);
  }

  pin(bytes: Bytes): void {
    this.pins.set(bytes, (this.pins.get(bytes) ?? 0) + 1);
  }

  unpin(bytes: Bytes): void {
    const rest = (this.pins.get(bytes) ?? 1) - 1;
    if (rest === 0) this.pins.delete(bytes);
    else this.pins.set(bytes, rest);
  }

  private buffer(capacity: number): Bytes {
    return this.zeroes ? new Bytes(new Uint8Array(capacity)) : Bytes.uninitialised(capacity);
  }

  /** Forgets everything. */
  clear(): void {
    this.buffers.length = 1;
    this.lengths.length = 1;
    this.free.length = 0;
    this.dropped += this.used;
    this.used = 0;
  }
}

const GROWTH_STEP = 1024 * 1024;

/** Twice what is asked for up to 1 MiB, then 1 MiB more, as Redis's strings grow. */
function growth(length: number): number {
  return length < GROWTH_STEP ? length * 2 : length + GROWTH_STEP;
}
