import type { Database } from '../keyspace/database.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Due } from '../structures/deadline-heap.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-entry.ts';
import type { Place } from './waiting-keys.ts';

/** What a command that waits says of it, to `Context.blockOn`. */
export interface WaitOptions {
  /** The type of value that the command works on (TYPE_LIST …): a key that holds another one wakes nobody. */
  readonly type: number;
  /** Milliseconds; 0: for ever. */
  readonly timeoutMs: number;
  /** Wakes also when the key goes or gets another value: the command then answers with an error (XREADGROUP). */
  readonly whenGone?: boolean;
  /** What is replied when time is up; by default a null array. */
  readonly onTimeout?: (reply: ReplyWriter) => void;
  /** What is replied where nothing may wait (MULTI, a script); by default what `onTimeout` says. */
  readonly onDenied?: (reply: ReplyWriter) => void;
  /** Arguments, by their index, that mean something else later: the command goes on with these (`$` of XREAD). */
  readonly replaced?: ReadonlyMap<number, string>;
}

/** What a waiting client's own objects take, and each key that it waits for; measured over many of them. */
const WAITER_BYTES = 1536;
const PLACE_BYTES = 256;

/** A client in the middle of a command that waits, and that command. */
export class Waiter implements Due {
  readonly client: Client;
  readonly entry: CommandEntry;
  /** The command, over memory of its own. */
  readonly vector: ArgumentVector;
  readonly options: WaitOptions;
  readonly database: Database;
  /** When time is up, in microseconds of the monotonic clock; Infinity: never. */
  readonly deadline: number;
  heapIndex = -1;
  readonly places: Place[] = [];
  /** Time that it has been executed for so far, in microseconds. */
  spentUs = 0;

  constructor(client: Client, entry: CommandEntry, vector: ArgumentVector, options: WaitOptions, deadline: number) {
    this.client = client;
    this.entry = entry;
    this.vector = vector;
    this.options = options;
    this.database = client.db;
    this.deadline = deadline;
  }

  /** Bytes of its arguments. */
  get argumentBytes(): number {
    return this.vector.bytes.length;
  }

  get memory(): number {
    return WAITER_BYTES + this.argumentBytes + this.places.length * PLACE_BYTES;
  }

  /** Whether a key that holds this type of value now (-1: none) may let it go on. */
  isServedBy(type: number): boolean {
    const { options } = this;
    return type === options.type || options.whenGone === true;
  }
}
