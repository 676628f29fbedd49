import type { Client } from '../execution/client.ts';
import type { Pushes } from '../execution/pushes.ts';
import type { Bytes } from '../memory/bytes.ts';
import { globMatch } from '../util/glob.ts';
import { Publication, WORDS } from './messages.ts';
import type { Kind } from './subscriber.ts';
import { join, leave, Subscriber } from './subscriber.ts';
import { TopicTable } from './topic-table.ts';
import type { Topic } from './topic-table.ts';

export interface PubSubCounts {
  readonly channels: number;
  readonly patterns: number;
  readonly shardChannels: number;
}

/**
 * Who listens to what, and the messages to them.
 *
 * ```
 *   PUBLISH, keyspace events ─▶ channel's receivers ▸ every pattern that matches: its receivers ─▶ pushes
 *   SPUBLISH ─────────────────▶ shard channel's receivers ──────────────────────────────────────▶ pushes
 * ```
 */
export class PubSub {
  readonly channels: TopicTable;
  readonly patterns: TopicTable;
  readonly shardChannels: TopicTable;
  readonly pushes: Pushes;
  /** How many of each anybody listens to. */
  readonly counts: PubSubCounts;
  /** A client begins to listen to anything, or listens to nothing any more: it is of another class now. */
  onClassChange: (client: Client) => void = () => undefined;
  private readonly subscribers = new Map<Client, Subscriber>();
  private readonly publication = new Publication();

  /** `k0`, `k1`: the secret of the hash of names. */
  constructor(pushes: Pushes, k0: number, k1: number) {
    this.pushes = pushes;
    this.channels = new TopicTable(k0, k1);
    this.patterns = new TopicTable(k0, k1);
    this.shardChannels = new TopicTable(k0, k1);
    const { channels, patterns, shardChannels } = this;
    this.counts = {
      get channels() {
        return channels.size;
      },
      get patterns() {
        return patterns.size;
      },
      get shardChannels() {
        return shardChannels.size;
      },
    };
  }

  /** Somebody may hear what is published, but for shard channels. */
  get isHeard(): boolean {
    return this.channels.size > 0 || this.patterns.size > 0;
  }

  /** Sends a text to whoever listens to a channel; answers to how many. */
  publish(channel: Bytes, at: number, length: number, text: Bytes, textAt: number, textLength: number): number {
    if (!this.isHeard) return 0;
    const topic = this.channels.find(channel, at, length);
    if (topic === undefined && this.patterns.size === 0) return 0;
    this.prepare(channel, at, length, text, textAt, textLength);
    let receivers = topic === undefined ? 0 : this.send(topic, WORDS.message, undefined);
    if (this.patterns.size > 0) receivers += this.sendToPatterns(channel, at, length);
    this.publication.forget();
    return receivers;
  }

  /** The same for a shard channel, which patterns do not match. */
  publishToShard(channel: Bytes, at: number, length: number, text: Bytes, textAt: number, textLength: number): number {
    const topic = this.shardChannels.find(channel, at, length);
    if (topic === undefined) return 0;
    this.prepare(channel, at, length, text, textAt, textLength);
    const receivers = this.send(topic, WORDS.smessage, undefined);
    this.publication.forget();
    return receivers;
  }

  /** Lets a client listen; answers the name. */
  subscribe(client: Client, kind: Kind, bytes: Bytes, at: number, length: number): string {
    const topic = this[kind].findOrAdd(bytes, at, length);
    const subscriber = this.subscriberOf(client);
    if (join(subscriber, kind, topic)) this.count(subscriber, kind, 1);
    return topic.name;
  }

  unsubscribe(client: Client, kind: Kind, bytes: Bytes, at: number, length: number): void {
    const subscriber = this.subscribers.get(client);
    const topic = subscriber === undefined ? undefined : this[kind].find(bytes, at, length);
    if (subscriber !== undefined && topic !== undefined) this.leave(subscriber, kind, topic);
  }

  /** Takes back a client's subscriptions of one kind, telling each name before the next one goes. */
  unsubscribeAll(client: Client, kind: Kind, left: (name: string) => void = () => undefined): void {
    const subscriber = this.subscribers.get(client);
    if (subscriber === undefined) return;
    for (const topic of subscriber[kind].keys()) {
      this.leave(subscriber, kind, topic);
      left(topic.name);
    }
  }

  /** RESET, and the end of a connection. */
  removeAll(client: Client): void {
    if (client.subscriptions === 0) return;
    this.unsubscribeAll(client, 'channels');
    this.unsubscribeAll(client, 'shardChannels');
    this.unsubscribeAll(client, 'patterns');
  }

  private prepare(channel: Bytes, at: number, length: number, text: Bytes, textAt: number, textLength: number): void {
    const { publication } = this;
    publication.channel = channel;
    publication.channelAt = at;
    publication.channelLength = length;
    publication.text = text;
    publication.textAt = textAt;
    publication.textLength = textLength;
  }

  private sendToPatterns(channel: Bytes, at: number, length: number): number {
    let receivers = 0;
    for (const topic of this.patterns) {
      const { bytes } = topic;
      if (!globMatch(bytes.u8, 0, bytes.length, channel.u8, at, at + length, false)) continue;
      receivers += this.send(topic, WORDS.pmessage, bytes);
    }
    return receivers;
  }

  private send({ receivers }: Topic, what: Bytes, pattern: Bytes | undefined): number {
    const { length } = receivers;
    this.publication.word = what;
    this.publication.pattern = pattern;
    this.pushes.sendAll(this.publication, receivers);
    return length;
  }

  private subscriberOf(client: Client): Subscriber {
    let subscriber = this.subscribers.get(client);
    if (subscriber === undefined) this.subscribers.set(client, (subscriber = new Subscriber(client)));
    return subscriber;
  }

  private leave(subscriber: Subscriber, kind: Kind, topic: Topic): void {
    if (leave(subscriber, kind, topic, this[kind])) this.count(subscriber, kind, -1);
  }

  private count(subscriber: Subscriber, kind: Kind, by: 1 | -1): void {
    const { client } = subscriber;
    client.subscriptions += by;
    if (kind === 'patterns') client.patternSubscriptions += by;
    else if (kind === 'shardChannels') client.shardSubscriptions += by;
    if (by < 0 && subscriber.isIdle) this.subscribers.delete(client);
    if (client.subscriptions !== (by > 0 ? 1 : 0)) return;
    client.refreshRefusals();
    this.onClassChange(client);
  }
}
