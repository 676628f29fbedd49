import type { TableMemory } from '../memory/arena.ts';
import { offHeap } from '../memory/off-heap.ts';

/**
 * The addresses of all entries that expire, beside a coarse copy of their times, in no order.
 *
 * ```
 *   slot      0           1           2
 *         ┌─────────┬───────────┬───────────┬─ ─        an entry knows its slot,
 *         │ address │ address   │ address   │           so that removing it is: the last slot moves here
 *         │ tick    │ tick      │ tick      │
 *         └─────────┴───────────┴───────────┴─ ─        segments of 32,768 slots; the first grows by doubling
 * ```
 *
 * The ticks (64 ms each, from the table's origin, rounded up) let the active cycle walk past everything that is not
 * due without touching an entry: a million slots are 8 MB read in order. A walk that has seen all slots knows the
 * earliest tick, so that none is begun before it comes.
 *
 * Invariant: while no walk is under way, no slot's tick lies before `earliest`.
 */
const SEGMENT_SHIFT = 15;
const SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;
const SEGMENT_MASK = SEGMENT_SLOTS - 1;
const SLOT_BYTES = 8;
const FIRST_SLOTS = 8;
const TICK_MS = 64;
const FAR = 0xffffffff;

export class ExpiryTable {
  size = 0;
  /** Slots that the walk under way has still to see; 0 when there is none. */
  ahead = 0;
  private readonly total: TableMemory;
  private readonly segments: Uint32Array[] = [];
  private readonly originMs: number;
  private earliest = FAR;
  /** The earliest tick among the slots that the walk under way has passed. */
  private earliestPassed = FAR;

  /** @param total where the bytes in use are counted too */
  constructor(originMs: number, total: TableMemory) {
    this.originMs = originMs;
    this.total = total;
  }

  /** Bytes of the slots in use. */
  get memory(): number {
    return this.size * SLOT_BYTES;
  }

  /** Bytes taken from the system, ahead of need. */
  get reserved(): number {
    return this.segments.reduce((bytes, segment) => bytes + segment.byteLength, 0);
  }

  /** A time in milliseconds before which no entry is due; infinite for an empty table. */
  get dueFrom(): number {
    if (this.size === 0) return Infinity;
    // The first tick holds all times before the origin, too.
    const isUnknown = this.ahead > 0 || this.earliest === 0;
    return isUnknown ? -Infinity : this.originMs + (this.earliest - 1) * TICK_MS;
  }

  /** The tick that has begun by `ms`, negative before the origin: an entry with a later tick is not due. */
  tickAt(ms: number): number {
    return Math.floor((ms - this.originMs) / TICK_MS);
  }

  /** Adds an entry; answers its slot. */
  add(address: number, expiresMs: number): number {
    const slot = this.size++;
    this.total.tableBytes += SLOT_BYTES;
    this.reserve(slot);
    this.write(slot, address, this.roundedTick(expiresMs));
    return slot;
  }

  update(slot: number, address: number, expiresMs: number): void {
    this.write(slot, address, this.roundedTick(expiresMs));
  }

  relocate(slot: number, address: number): void {
    this.segments[slot >>> SEGMENT_SHIFT][(slot & SEGMENT_MASK) << 1] = address;
  }

  /** Removes a slot. Answers the address of the entry that now stands in it and must be told so, or 0. */
  remove(slot: number): number {
    const last = --this.size;
    this.total.tableBytes -= SLOT_BYTES;
    if (slot === last) return this.shrunk(0);
    const moved = this.addressAt(last);
    this.write(slot, moved, this.tickOf(last));
    return this.shrunk(moved);
  }

  addressAt(slot: number): number {
    return this.segments[slot >>> SEGMENT_SHIFT][(slot & SEGMENT_MASK) << 1];
  }

  tickOf(slot: number): number {
    return this.segments[slot >>> SEGMENT_SHIFT][((slot & SEGMENT_MASK) << 1) + 1];
  }

  clear(): void {
    this.total.tableBytes -= this.memory;
    this.size = 0;
    this.segments.length = 0;
    this.ahead = 0;
    this.earliest = FAR;
  }

  /** Whether a walk could find an entry of a tick up to this one. */
  mayHaveDue(tick: number): boolean {
    return this.size > 0 && (this.ahead > 0 || this.earliest <= tick);
  }

  /**
   * Walks on, from the last slot to the first, to an entry of a tick up to this one. Answers its slot, or -1 when
   * `limit` slots were passed or none are left. The entry found is for the caller to remove. Others may come and go
   * between two calls; those that come are seen by the next walk.
   */
  nextDue(tick: number, limit: number): number {
    if (this.ahead === 0) this.beginWalk();
    let slot = Math.min(this.ahead, this.size);
    const end = Math.max(0, slot - limit);
    let earliest = this.earliestPassed;
    while (slot > end) {
      const words = this.segments[--slot >>> SEGMENT_SHIFT];
      const found = words[((slot & SEGMENT_MASK) << 1) + 1];
      if (found <= tick) {
        this.earliestPassed = earliest;
        this.pause(slot);
        return slot;
      }
      if (found < earliest) earliest = found;
    }
    this.earliestPassed = earliest;
    this.pause(slot);
    return -1;
  }

  /** Milliseconds until an entry expires, on average over up to `samples` slots; 0 for an empty table. */
  averageTtl(nowMs: number, samples: number): number {
    const step = Math.max(1, Math.floor(this.size / samples));
    let sum = 0;
    let count = 0;
    for (let slot = 0; slot < this.size; slot += step, count++) {
      sum += Math.max(0, this.originMs + this.tickOf(slot) * TICK_MS - nowMs);
    }
    return count === 0 ? 0 : Math.round(sum / count);
  }

  private beginWalk(): void {
    this.ahead = this.size;
    this.earliest = FAR;
    this.earliestPassed = FAR;
  }

  private pause(slot: number): void {
    this.ahead = slot;
    if (slot === 0) this.earliest = Math.min(this.earliest, this.earliestPassed);
  }

  private roundedTick(ms: number): number {
    return Math.min(FAR, Math.max(0, Math.ceil((ms - this.originMs) / TICK_MS)));
  }

  private write(slot: number, address: number, tick: number): void {
    const segment = this.segments[slot >>> SEGMENT_SHIFT];
    const at = (slot & SEGMENT_MASK) << 1;
    segment[at] = address;
    segment[at + 1] = tick;
    if (tick < this.earliest) this.earliest = tick;
  }

  private reserve(slot: number): void {
    const segment = slot >>> SEGMENT_SHIFT;
    if (segment > 0) {
      if (segment === this.segments.length) this.segments.push(offHeap(Uint32Array, SEGMENT_SLOTS * 2));
      return;
    }
    const have = this.segments.length === 0 ? 0 : this.segments[0].length / 2;
    if (slot < have) return;
    const wider = new Uint32Array(Math.min(SEGMENT_SLOTS, Math.max(FIRST_SLOTS, have * 2)) * 2);
    if (have > 0) wider.set(this.segments[0]);
    this.segments[0] = wider;
  }

  private shrunk(moved: number): number {
    const needed = (this.size + SEGMENT_MASK) >>> SEGMENT_SHIFT;
    if (this.segments.length > needed + 1) this.segments.length = needed + 1;
    return moved;
  }
}
