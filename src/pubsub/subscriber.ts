import type { Client } from '../execution/client.ts';
import type { Topic, TopicTable } from './topic-table.ts';

/** Where a subscriber stands among a topic's receivers. */
type Places = Map<Topic, number>;

/**
 * One client and what it listens to.
 *
 * ```
 *   subscriber.channels: topic ─▶ place        topic.receivers: [ …, subscriber, … ]
 *                                   └──────────────────────────────── ▲
 * ```
 *
 * Invariant: `topic.receivers[place]` is the subscriber, for every topic that it has. So it leaves in one step: the
 * last receiver takes its place.
 */
export class Subscriber {
  readonly client: Client;
  readonly channels: Places = new Map();
  readonly patterns: Places = new Map();
  readonly shardChannels: Places = new Map();

  constructor(client: Client) {
    this.client = client;
  }

  get isIdle(): boolean {
    return this.channels.size + this.patterns.size + this.shardChannels.size === 0;
  }
}

/** Which of a subscriber's topics are meant. */
export type Kind = 'channels' | 'patterns' | 'shardChannels';

/** Answers false where the subscriber listens already. */
export function join(subscriber: Subscriber, kind: Kind, topic: Topic): boolean {
  const places = subscriber[kind];
  if (places.has(topic)) return false;
  places.set(topic, topic.receivers.push(subscriber) - 1);
  return true;
}

/** Answers false where the subscriber did not listen. A topic that nobody listens to leaves its table. */
export function leave(subscriber: Subscriber, kind: Kind, topic: Topic, table: TopicTable): boolean {
  const place = subscriber[kind].get(topic);
  if (place === undefined) return false;
  subscriber[kind].delete(topic);
  const { receivers } = topic;
  const last = receivers.pop() as Subscriber;
  if (last !== subscriber) {
    receivers[place] = last;
    last[kind].set(topic, place);
  }
  if (receivers.length === 0) table.remove(topic);
  return true;
}
