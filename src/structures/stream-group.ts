import type { Arena } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { StreamId } from './stream-id.ts';
import { PendingList } from './stream-pending.ts';

/**
 * A consumer group of a stream: how far it has read, and what its consumers have got and not acknowledged.
 *
 * ```
 *   group     lastId │ entriesRead │ consumers, by name │ pending: every ID delivered
 *   record    │ ID │ time of delivery, f64 │ deliveries, i64 │ number of the consumer, u32 │
 *   consumer  name │ seen │ active │ pending: the same IDs, those that are its own
 * ```
 *
 * Invariants: each record of the group's list stands in that of exactly one consumer, the one it names.
 */
const TIME_OFFSET = 0;
const COUNT_OFFSET = 8;
const OWNER_OFFSET = 16;
const PAYLOAD_BYTES = 20;
/** What a group or a consumer takes in the JavaScript heap, roughly, without its name. */
const OBJECT_BYTES = 400;

/** A counter of 64 bits with a sign: a number where that is exact, else a bigint. */
export type Counter = number | bigint;

/** What a group's `entriesRead` is while it is not known. */
export const UNKNOWN_READS = -1;

/** The counter one higher; wraps around as a signed 64-bit integer. */
export function countedUp(counter: Counter): Counter {
  if (typeof counter === 'number' && counter < Number.MAX_SAFE_INTEGER) return counter + 1;
  return counterOf(BigInt(counter) + 1n);
}

/** The difference of two counters, wrapping around likewise. */
export function counterDifference(a: Counter, b: Counter): Counter {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return counterOf(BigInt(a) - BigInt(b));
}

function counterOf(value: bigint): Counter {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

/** Something with a name of bytes, kept as one character per byte, so that names compare as their bytes do. */
export interface Named {
  readonly name: string;
}

/** The place of a name among others in order: `found`, or where it belongs. */
export function findName(items: readonly Named[], bytes: Bytes, at: number, length: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareName(items[middle].name, bytes, at, length);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return ~low;
}

function compareName(name: string, bytes: Bytes, at: number, length: number): number {
  const common = Math.min(name.length, length);
  const { u8 } = bytes;
  for (let i = 0; i < common; i++) {
    const difference = name.charCodeAt(i) - u8[at + i];
    if (difference !== 0) return difference;
  }
  return name.length - length;
}

export class Consumer implements Named {
  readonly name: string;
  /** What the records of the group's pending list call it. */
  readonly number: number;
  readonly pending: PendingList;
  /** When it last tried to read or claim, and when it last got something (-1: never), in milliseconds. */
  seenTime: number;
  activeTime = -1;

  constructor(arena: Arena, name: string, number: number, now: number) {
    this.name = name;
    this.number = number;
    this.pending = new PendingList(arena, 0);
    this.seenTime = now;
  }

  get memory(): number {
    return OBJECT_BYTES + this.name.length + this.pending.memory;
  }
}

export class ConsumerGroup implements Named {
  readonly name: string;
  /** The last ID delivered to any consumer. */
  readonly lastId = new StreamId();
  /** Entries delivered since the stream began, or UNKNOWN_READS. */
  entriesRead: Counter = UNKNOWN_READS;
  readonly pending: PendingList;
  /** In the order of their names. */
  readonly consumers: Consumer[] = [];
  private readonly arena: Arena;
  private readonly byNumber: (Consumer | undefined)[] = [];

  constructor(arena: Arena, name: string) {
    this.arena = arena;
    this.name = name;
    this.pending = new PendingList(arena, PAYLOAD_BYTES);
  }

  get memory(): number {
    let bytes = OBJECT_BYTES + this.name.length + this.pending.memory;
    for (const consumer of this.consumers) bytes += consumer.memory;
    return bytes;
  }

  consumer(bytes: Bytes, at: number, length: number): Consumer | undefined {
    const place = findName(this.consumers, bytes, at, length);
    return place < 0 ? undefined : this.consumers[place];
  }

  /** Adds a consumer that the group does not have. */
  addConsumer(bytes: Bytes, at: number, length: number, now: number): Consumer {
    let number = this.byNumber.indexOf(undefined);
    if (number < 0) number = this.byNumber.length;
    const consumer = new Consumer(this.arena, bytes.latin1(at, at + length), number, now);
    this.byNumber[number] = consumer;
    this.consumers.splice(~findName(this.consumers, bytes, at, length), 0, consumer);
    return consumer;
  }

  /** Removes a consumer and all that it has pending. */
  deleteConsumer(consumer: Consumer): void {
    const { pending } = consumer;
    for (let more = pending.first(); more; more = pending.next()) {
      if (this.pending.find(pending.readId(scratch))) this.pending.remove();
    }
    while (pending.drain(Infinity));
    this.consumers.splice(this.consumers.indexOf(consumer), 1);
    this.byNumber[consumer.number] = undefined;
  }

  /** The consumer, time of delivery and number of deliveries of the record that `pending` has found. */
  get owner(): Consumer {
    const { bytes, payloadAt } = this.pending;
    return this.byNumber[bytes.view.getUint32(payloadAt + OWNER_OFFSET, true)] as Consumer;
  }

  get deliveryTime(): number {
    return this.pending.bytes.view.getFloat64(this.pending.payloadAt + TIME_OFFSET, true);
  }

  set deliveryTime(time: number) {
    this.pending.bytes.view.setFloat64(this.pending.payloadAt + TIME_OFFSET, time, true);
  }

  get deliveries(): Counter {
    const { bytes, payloadAt } = this.pending;
    const high = bytes.view.getInt32(payloadAt + COUNT_OFFSET + 4, true);
    if (high === 0) return bytes.view.getUint32(payloadAt + COUNT_OFFSET, true);
    return counterOf(bytes.view.getBigInt64(payloadAt + COUNT_OFFSET, true));
  }

  set deliveries(count: Counter) {
    const { view } = this.pending.bytes;
    const at = this.pending.payloadAt + COUNT_OFFSET;
    if (typeof count === 'number' && count >= 0 && count <= MAX_WORD) {
      view.setUint32(at, count, true);
      view.setUint32(at + 4, 0, true);
    } else {
      view.setBigInt64(at, BigInt(count), true);
    }
  }

  /** Notes that an entry was delivered to a consumer for the first time, whoever had it before. */
  deliver(id: StreamId, consumer: Consumer, now: number): void {
    const { pending } = this;
    if (!pending.insert(id)) this.disown(id);
    this.deliveryTime = now;
    this.deliveries = 1;
    this.setOwner(consumer);
    consumer.pending.insert(id);
  }

  /** Adds a record for an entry that is pending nowhere. It is found, then. */
  add(id: StreamId, consumer: Consumer, time: number, deliveries: Counter): void {
    this.pending.insert(id);
    this.deliveryTime = time;
    this.deliveries = deliveries;
    this.setOwner(consumer);
    consumer.pending.insert(id);
  }

  /** Notes that the entry of the record found was delivered once more. */
  redeliver(now: number): void {
    this.deliveryTime = now;
    this.countDelivery();
  }

  countDelivery(): void {
    this.deliveries = countedUp(this.deliveries);
  }

  /** Gives the record found, which is that of `id`, to a consumer. */
  give(id: StreamId, consumer: Consumer): void {
    if (this.owner === consumer) return;
    this.disown(id);
    this.setOwner(consumer);
    consumer.pending.insert(id);
  }

  /** Removes the record of an ID. False where it is not pending. */
  acknowledge(id: StreamId): boolean {
    if (!this.pending.find(id)) return false;
    this.disown(id);
    this.pending.remove();
    return true;
  }

  /** Frees about `limit` records. Answers whether there are more. */
  drain(limit: number): boolean {
    if (this.pending.drain(limit)) return true;
    for (const { pending } of this.consumers) if (pending.drain(limit)) return true;
    return false;
  }

  /** A copy of everything. */
  clone(): ConsumerGroup {
    const copy = new ConsumerGroup(this.arena, this.name);
    copy.lastId.copy(this.lastId);
    copy.entriesRead = this.entriesRead;
    this.pending.copyTo(copy.pending);
    for (const consumer of this.consumers) {
      const { name, number, seenTime, activeTime } = consumer;
      const twin = new Consumer(this.arena, name, number, seenTime);
      twin.activeTime = activeTime;
      consumer.pending.copyTo(twin.pending);
      copy.consumers.push(twin);
      copy.byNumber[number] = twin;
    }
    // A number that nobody has must read as free, not as a hole.
    for (let number = 0; number < copy.byNumber.length; number++) copy.byNumber[number] ??= undefined;
    return copy;
  }

  defragment(): void {
    this.pending.defragment();
    for (const { pending } of this.consumers) pending.defragment();
  }

  private setOwner({ number }: Consumer): void {
    this.pending.bytes.view.setUint32(this.pending.payloadAt + OWNER_OFFSET, number, true);
  }

  /** Takes an ID, whose record is found, from the consumer that has it. */
  private disown(id: StreamId): void {
    const { pending } = this.owner;
    if (pending.find(id)) pending.remove();
  }
}

const MAX_WORD = 0xffffffff;
const scratch = new StreamId();
