import type { Database } from '../keyspace/database.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { OutputSink } from '../memory/output.ts';
import { CAN_QUEUE, NEEDS_AUTH, REFUSED_IN_MULTI, RESTRICTED_IN_PUBSUB, USES_KEYSPACE } from './traits.ts';
import type { CommandEntry } from './command-entry.ts';
import type { Waiter } from './waiter.ts';

/** What a client's connection lets the commands see and do. Implemented by the server over its sockets. */
export interface ClientConnection {
  readonly sink: OutputSink;
  /** `127.0.0.1:50612`, `[::1]:50612` or a Unix socket's `path:0`. */
  readonly address: string;
  readonly localAddress: string;
  readonly fd: number;
  readonly isUnixSocket: boolean;
  /** Bytes received and not executed yet. */
  readonly inputBytes: number;
  /** Memory that the client has for them, whether or not it is full. */
  readonly inputCapacity: number;
  /** Bytes of the request under way that are whole arguments already; they are no part of `inputBytes`. */
  readonly argumentBytes: number;
  /** Bytes of replies that the system has not taken yet, and in how many pieces. */
  readonly outputBytes: number;
  readonly outputPieces: number;
  /** The most that was sent to it at once of late. */
  readonly outputPeak: number;
  readonly totalReadBytes: number;
  readonly totalWrittenBytes: number;
  /** Closes after everything written so far has left. */
  closeAfterReply(): void;
  /** Closes at once. */
  destroy(): void;
}

export const REPLY_ON = 0;
export const REPLY_OFF = 1;
/** The reply of the next command is left out, … */
export const REPLY_SKIP_NEXT = 2;
/** … and this is that command. */
export const REPLY_SKIP = 3;

export interface QueuedCommand {
  readonly entry: CommandEntry;
  readonly vector: ArgumentVector;
}

export interface WatchedKey {
  readonly database: Database;
  /** The key as a byte string. */
  readonly name: string;
  /** It was due already when WATCH came: that it goes for good is no change. */
  wasExpired: boolean;
}

/** As much as Redis has in each client for short replies: what is unread counts only when it is more. */
export const FIXED_REPLY_BYTES = 16 * 1024;

/** What a client's own objects take; measured over many idle connections. */
const CLIENT_BYTES = 2048;
/** What a command in a queue takes besides its bytes, a watched key and a subscription with their places in tables. */
const QUEUED_COMMAND_BYTES = 640;
const WATCHED_KEY_BYTES = 320;
const SUBSCRIPTION_BYTES = 128;

/** One client's state: what SELECT, HELLO, CLIENT, MULTI and WATCH have said. */
export class Client {
  readonly id: number;
  readonly connection: ClientConnection;
  readonly createdMs: number;
  db: Database;
  protocol = 2;
  name = '';
  libName = '';
  libVersion = '';
  user = 'default';
  /** Traits of commands that need a closer look before this client may run them (see admission.ts). */
  refuses = 0;
  replyMode = REPLY_ON;
  noTouch = false;
  noEvict = false;
  lastCommand = 'NULL';
  lastActiveMs: number;
  closing = false;
  /** It is shown every command (MONITOR). */
  monitors = false;
  /** Its next command waits for the end of CLIENT PAUSE. */
  postponed = false;
  /** The command in which it waits; what it sends behind that stays unparsed. */
  blocked: Waiter | undefined = undefined;
  /** Bytes that the accounts of `maxmemory-clients` hold for it. */
  accounted = 0;

  /** Commands queued since MULTI; undefined outside. */
  queue: QueuedCommand[] | undefined = undefined;
  queuedBytes = 0;
  /** A command could not be queued: EXEC will abort. */
  queueFailed = false;
  /** A watched key has changed: EXEC will answer null. */
  watchBroken = false;
  watched: WatchedKey[] | undefined = undefined;
  /** Channels, patterns and shard channels that it listens to, taken together … */
  subscriptions = 0;
  /** … and how many of them are patterns, and shard channels. */
  patternSubscriptions = 0;
  shardSubscriptions = 0;
  /** It runs a transaction, so that every command must reply at once. */
  deniesBlocking = false;

  constructor(id: number, connection: ClientConnection, db: Database, nowMs: number) {
    this.id = id;
    this.connection = connection;
    this.db = db;
    this.createdMs = nowMs;
    this.lastActiveMs = nowMs;
  }

  /** Bytes that the client takes: itself, its buffers, its queued commands, watched keys and subscriptions. */
  get memory(): number {
    const { inputCapacity } = this.connection;
    const queue = this.queuedBytes + (this.queue?.length ?? 0) * QUEUED_COMMAND_BYTES;
    const watched = (this.watched?.length ?? 0) * WATCHED_KEY_BYTES;
    const subscriptions = this.subscriptions * SUBSCRIPTION_BYTES;
    const waiting = this.blocked?.memory ?? 0;
    return CLIENT_BYTES + inputCapacity + this.countedOutput + queue + watched + subscriptions + waiting;
  }

  /** Bytes of replies that it has not read, where they are more than every client has room for. */
  get countedOutput(): number {
    const { outputBytes } = this.connection;
    return outputBytes > FIXED_REPLY_BYTES ? outputBytes : 0;
  }

  get authenticated(): boolean {
    return (this.refuses & NEEDS_AUTH) === 0;
  }

  set authenticated(yes: boolean) {
    this.setRefusal(NEEDS_AUTH, !yes);
  }

  /** Follows from state that changed: which commands must not simply run. */
  refreshRefusals(): void {
    this.setRefusal(CAN_QUEUE | REFUSED_IN_MULTI, this.queue !== undefined);
    this.setRefusal(RESTRICTED_IN_PUBSUB, this.protocol === 2 && this.subscriptions > 0);
    this.setRefusal(USES_KEYSPACE, this.monitors);
  }

  private setRefusal(trait: number, refused: boolean): void {
    this.refuses = refused ? this.refuses | trait : this.refuses & ~trait;
  }
}
