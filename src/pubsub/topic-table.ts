import { Bytes } from '../memory/bytes.ts';
import { halfSipHash } from '../util/half-siphash.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * The channels, or patterns, that somebody listens to, found by the bytes of their names without making a string.
 *
 * ```
 *   bytes ─▶ keyed hash ─▶ Map ─▶ topic ─▶ next topic of the same hash ─▶ …
 *                                  │ name: one character per byte
 *                                  └ receivers: in no order that means anything, without gaps
 * ```
 *
 * Invariant: every topic in the table has a receiver; the last one to leave takes it out.
 */
export class Topic {
  readonly name: string;
  readonly hash: number;
  readonly receivers: Subscriber[] = [];
  /** Another topic whose name has the same hash. */
  next: Topic | undefined = undefined;
  private encoded: Bytes | undefined = undefined;

  constructor(name: string, hash: number) {
    this.name = name;
    this.hash = hash;
  }

  /** The name's bytes, for a pattern, which is read again and again. */
  get bytes(): Bytes {
    return (this.encoded ??= Bytes.fromString(this.name, 'latin1'));
  }
}

export class TopicTable {
  /** Topics in the table. */
  size = 0;
  private readonly byHash = new Map<number, Topic>();
  private readonly k0: number;
  private readonly k1: number;

  /** `k0`, `k1`: the secret of the hash. */
  constructor(k0: number, k1: number) {
    this.k0 = k0;
    this.k1 = k1;
  }

  find(bytes: Bytes, at: number, length: number): Topic | undefined {
    if (this.size === 0) return undefined;
    let topic = this.byHash.get(halfSipHash(bytes, at, length, this.k0, this.k1));
    while (topic !== undefined && !isNamed(topic.name, bytes, at, length)) topic = topic.next;
    return topic;
  }

  /** The topic of this name, made where there is none; the caller gives it a receiver. */
  findOrAdd(bytes: Bytes, at: number, length: number): Topic {
    return this.find(bytes, at, length) ?? this.add(bytes, at, length);
  }

  /** Takes out a topic that nobody listens to any more. */
  remove(topic: Topic): void {
    const { hash } = topic;
    const first = this.byHash.get(hash);
    if (first === topic && topic.next === undefined) this.byHash.delete(hash);
    else if (first === topic) this.byHash.set(hash, topic.next as Topic);
    else this.unlink(first as Topic, topic);
    this.size--;
  }

  /** All topics, those that came first first. */
  *[Symbol.iterator](): Generator<Topic> {
    for (const first of this.byHash.values()) {
      for (let topic: Topic | undefined = first; topic !== undefined; topic = topic.next) yield topic;
    }
  }

  private add(bytes: Bytes, at: number, length: number): Topic {
    const topic = new Topic(bytes.latin1(at, at + length), halfSipHash(bytes, at, length, this.k0, this.k1));
    const first = this.byHash.get(topic.hash);
    if (first === undefined) {
      this.byHash.set(topic.hash, topic);
    } else {
      topic.next = first.next;
      first.next = topic;
    }
    this.size++;
    return topic;
  }

  private unlink(first: Topic, topic: Topic): void {
    let before = first;
    while (before.next !== topic) before = before.next as Topic;
    before.next = topic.next;
  }
}

function isNamed(name: string, bytes: Bytes, at: number, length: number): boolean {
  if (name.length !== length) return false;
  const { u8 } = bytes;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== u8[at + i]) return false;
  return true;
}
