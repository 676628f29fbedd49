import type { ChangeListener, Effects } from '../execution/effects.ts';
import type { Notice } from '../keyspace/changes.ts';
import type { Database } from '../keyspace/database.ts';
import { Bytes, copyBytes } from '../memory/bytes.ts';
import type { Key } from '../structures/key.ts';
import { classesOf, classOf, KEYEVENT, KEYSPACE, NOTICES } from './event-classes.ts';
import type { PubSub } from './pubsub.ts';

/**
 * Keyspace notifications: what happens to keys, published.
 *
 * ```
 *   effects ─▶ of a class that is on? ─▶ K: __keyspace@<db>__:<key>, the event
 *                                     ─▶ E: __keyevent@<db>__:<event>, the key
 * ```
 *
 * While no class is on, the effects do not know of this at all.
 */
export class KeyspaceNotifications implements ChangeListener {
  private classes = 0;
  private readonly effects: Effects;
  private readonly pubsub: PubSub;
  /** The events' names as bytes, by name. */
  private readonly names = new Map<string, Bytes>();
  /** `__keyspace@<db>__:` and `__keyevent@<db>__:`, by database. */
  private readonly keyspacePrefixes: Bytes[] = [];
  private readonly keyeventPrefixes: Bytes[] = [];
  private channel = Bytes.uninitialised(KEPT_BYTES);

  constructor(effects: Effects, pubsub: PubSub) {
    this.effects = effects;
    this.pubsub = pubsub;
  }

  /** Which classes are on, by their letters. */
  setClasses(letters: string): void {
    this.classes = classesOf(letters);
    const channels = this.classes & (KEYSPACE | KEYEVENT);
    this.effects.removeListener(this);
    if (channels === 0 || channels === this.classes) return;
    this.effects.addListener(this, (this.classes & NOTICES) !== 0);
  }

  keyChanged(database: Database, key: Key, event: string): void {
    this.notify(database, key, event);
  }

  keyRemoved(database: Database, key: Key, event: 'expired' | 'evicted'): void {
    this.notify(database, key, event);
  }

  noticed(database: Database, key: Key, notice: Notice): void {
    this.notify(database, key, notice);
  }

  databaseFlushed(): void {
    // Redis has no event for it.
  }

  private notify({ index }: Database, key: Key, event: string): void {
    const { classes, pubsub } = this;
    if ((classes & classOf(event)) === 0 || !pubsub.isHeard) return;
    const name = this.nameOf(event);
    const { bytes, at, length } = key;
    if ((classes & KEYSPACE) !== 0) {
      const end = this.writeChannel(prefixOf(this.keyspacePrefixes, '__keyspace@', index), bytes, at, length);
      pubsub.publish(this.channel, 0, end, name, 0, name.length);
    }
    if ((classes & KEYEVENT) !== 0) {
      const end = this.writeChannel(prefixOf(this.keyeventPrefixes, '__keyevent@', index), name, 0, name.length);
      pubsub.publish(this.channel, 0, end, bytes, at, length);
    }
    // A long key does not hold its memory for ever.
    if (this.channel.length > KEPT_BYTES) this.channel = Bytes.uninitialised(KEPT_BYTES);
  }

  /** Makes `channel` hold prefix and rest; answers where they end. */
  private writeChannel(prefix: Bytes, rest: Bytes, at: number, length: number): number {
    const end = prefix.length + length;
    if (end > this.channel.length) this.channel = Bytes.uninitialised(end);
    copyBytes(prefix, 0, this.channel, 0, prefix.length);
    copyBytes(rest, at, this.channel, prefix.length, length);
    return end;
  }

  private nameOf(event: string): Bytes {
    let name = this.names.get(event);
    if (name === undefined) this.names.set(event, (name = Bytes.fromString(event, 'latin1')));
    return name;
  }
}

const KEPT_BYTES = 4096;

function prefixOf(prefixes: Bytes[], kind: string, database: number): Bytes {
  return (prefixes[database] ??= Bytes.fromString(`${kind}${database}__:`, 'latin1'));
}
