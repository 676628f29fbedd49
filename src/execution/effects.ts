import { Bytes } from '../memory/bytes.ts';
import type { ChangeRecorder, Notice } from '../keyspace/changes.ts';
import type { Database } from '../keyspace/database.ts';
import { Key } from '../structures/key.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { PropagatedArgument } from './context.ts';
import { WaitingKeys } from './waiting-keys.ts';
import type { WatchTable } from './watch.ts';

/**
 * What follows from a change, in this order, once the command that made it has ended:
 *
 * ```
 *   settle (each command)   WATCH ▸ listeners (tracking, notifications, ready keys) ▸ queue propagation
 *   close  (each unit)      hand the unit's commands to the sinks, once, in MULTI … EXEC when there are several
 *   the reply is written    what the client itself is to be told of all this (pushes.ts)
 * ```
 *
 * While commands run this only takes notes. With no watcher, listener or sink it takes none but a count.
 */
export interface ChangeListener {
  keyChanged(database: Database, key: Key, event: string): void;
  keyRemoved(database: Database, key: Key, event: 'expired' | 'evicted'): void;
  databaseFlushed(database: Database): void;
  /** What changes nothing by itself; told only to a listener that has asked for it. */
  noticed?(database: Database, key: Key, notice: Notice): void;
}

/** The messages that commands send to the clients being served, as far as these effects deal with them. */
export interface OwnPushes {
  /** Some wait for the reply to the command under way. */
  readonly waiting: boolean;
  /** False while what happens is no part of a command. */
  inCommand: boolean;
  sendKept(): void;
}

const NO_PUSHES: OwnPushes = { waiting: false, inCommand: true, sendKept: () => undefined };

/** A command as it goes to the log and the replicas. */
export interface PropagatedCommand {
  readonly db: number;
  readonly argv: readonly Bytes[];
}

export interface PropagationSink {
  /** The commands of one execution unit: to be replayed all or not at all. */
  propagate(commands: readonly PropagatedCommand[]): void;
}

const CHANGED = 0;
const REMOVED = 1;
const NOTICED = 2;
/** A change for all but WATCH. */
const CHANGED_AROUND = 3;

interface Note {
  readonly database: Database;
  readonly key: Key;
  readonly event: string;
  readonly kind: typeof CHANGED | typeof REMOVED | typeof NOTICED | typeof CHANGED_AROUND;
}

export class Effects implements ChangeRecorder {
  observed = false;
  notices = false;
  dirty = 0;
  readonly pushes: OwnPushes;
  /** Keys that clients wait for: told at once, so that no other change is written down because of them. */
  readonly awaited = new WaitingKeys();
  /** The commands by which others follow when a key goes by itself: DEL, or UNLINK where the configuration says so. */
  readonly removals = { expired: 'DEL', evicted: 'DEL' };

  private readonly watch: WatchTable;
  private readonly listeners: ChangeListener[] = [];
  /** Those of them that want notices too. */
  private readonly noticing: ChangeListener[] = [];
  private readonly sinks: PropagationSink[] = [];
  /** Somebody wants to be told of every change. */
  private tells = false;
  private notes: Note[] = [];
  private commands: PropagatedCommand[] = [];
  private replacements: PropagatedCommand[] = [];
  private prevented = false;
  private dirtyBefore = 0;

  constructor(watch: WatchTable, pushes: OwnPushes = NO_PUSHES) {
    this.watch = watch;
    this.pushes = pushes;
    watch.onWatching = () => this.refresh();
    this.awaited.onWaiting = () => this.refresh();
  }

  /** @param notices whether it wants to hear of what changes nothing: misses, new keys, replaced values */
  addListener(listener: ChangeListener, notices = false): void {
    this.listeners.push(listener);
    if (notices) this.noticing.push(listener);
    this.refresh();
  }

  removeListener(listener: ChangeListener): void {
    remove(this.listeners, listener);
    remove(this.noticing, listener);
    this.refresh();
  }

  addSink(sink: PropagationSink): void {
    this.sinks.push(sink);
    this.refresh();
  }

  /** Somebody replays the commands: handlers' `propagateAs` are worth writing down. */
  get propagates(): boolean {
    return this.sinks.length > 0;
  }

  changed(database: Database, key: Key, event: string, touches = true): void {
    if (this.awaited.size > 0) this.awaited.changed(database, key, event);
    if (!this.tells) return;
    this.notes.push({ database, key: copyOf(key), event, kind: touches ? CHANGED : CHANGED_AROUND });
  }

  noticed(database: Database, key: Key, notice: Notice): void {
    if (notice === 'new' && this.awaited.size > 0) this.awaited.created(database, key);
    if (this.noticing.length > 0) this.notes.push({ database, key: copyOf(key), event: notice, kind: NOTICED });
  }

  removed(database: Database, key: Key, event: 'expired' | 'evicted'): void {
    if (this.awaited.size > 0) this.awaited.removed(database, key);
    if (!this.tells) return;
    // The entry's own bytes are about to be given back.
    const detached = key.detach();
    this.notes.push({ database, key: detached, event, kind: REMOVED });
    if (this.propagates) this.commands.push(commandOf(database.index, [this.removals[event], detached]));
  }

  fieldExpired(database: Database, key: Key, field: { bytes: Bytes; at: number; length: number }): void {
    if (this.propagates) this.commands.push(commandOf(database.index, ['HDEL', key, field]));
  }

  flushed(database: Database, replacement?: Database): void {
    this.awaited.flushed(database, replacement);
    this.watch.touchAll(database, replacement);
    for (const listener of this.listeners) listener.databaseFlushed(database);
  }

  begin(): void {
    this.dirtyBefore = this.dirty;
    this.prevented = false;
  }

  propagateAs(database: Database, name: string, args: readonly PropagatedArgument[]): void {
    if (this.propagates) this.replacements.push(commandOf(database.index, [name, ...args]));
  }

  prevent(): void {
    this.prevented = true;
  }

  /** After each command: tells everybody concerned, and queues what will be replayed. */
  settle(database: Database, vector: ArgumentVector): void {
    if (!this.tells) return;
    this.announceAll();
    if (!this.propagates) return;
    if (this.replacements.length > 0) {
      if (!this.prevented) this.commands.push(...this.replacements);
      this.replacements = [];
    } else if (this.dirty !== this.dirtyBefore && !this.prevented) {
      this.commands.push(verbatim(database.index, vector));
    }
  }

  /** After work that was no command, such as an expiry cycle: the same for what it has noted. */
  settleOutsideCommands(): void {
    this.pushes.inCommand = false;
    this.announceAll();
    this.pushes.inCommand = true;
    this.close();
  }

  /** After each execution unit. */
  close(): void {
    if (this.commands.length === 0) return;
    const { commands } = this;
    this.commands = [];
    for (const sink of this.sinks) sink.propagate(commands);
  }

  private announceAll(): void {
    const { notes } = this;
    if (notes.length === 0) return;
    this.notes = [];
    for (const note of notes) this.announce(note);
  }

  private announce({ database, key, event, kind }: Note): void {
    if (kind === NOTICED) {
      for (const listener of this.noticing) listener.noticed?.(database, key, event as Notice);
      return;
    }
    if (kind !== CHANGED_AROUND) this.watch.touch(database, key);
    for (const listener of this.listeners) {
      if (kind === REMOVED) listener.keyRemoved(database, key, event as 'expired' | 'evicted');
      else listener.keyChanged(database, key, event);
    }
  }

  private refresh(): void {
    this.tells = this.watch.size > 0 || this.listeners.length > 0 || this.sinks.length > 0;
    this.observed = this.tells || this.awaited.size > 0;
    this.notices = this.noticing.length > 0 || this.awaited.size > 0;
  }
}

function remove(from: ChangeListener[], listener: ChangeListener): void {
  const at = from.indexOf(listener);
  if (at >= 0) from.splice(at, 1);
}

/** The key object is reused by the next argument; its bytes stay until the command has settled, unless it says no. */
function copyOf(key: Key): Key {
  if (key.isFleeting) return key.detach();
  return new Key().setHashed(key.bytes, key.at, key.length, key.hash);
}

function commandOf(db: number, args: readonly PropagatedArgument[]): PropagatedCommand {
  return { db, argv: args.map(toBytes) };
}

function toBytes(argument: PropagatedArgument): Bytes {
  if (typeof argument === 'object') return Bytes.copyOf(argument.bytes, argument.at, argument.at + argument.length);
  return Bytes.fromString(String(argument), 'latin1');
}

function verbatim(db: number, vector: ArgumentVector): PropagatedCommand {
  const argv: Bytes[] = [];
  for (let i = 0; i < vector.count; i++) {
    argv.push(Bytes.copyOf(vector.bytes, vector.starts[i], vector.starts[i] + vector.lengths[i]));
  }
  return { db, argv };
}
