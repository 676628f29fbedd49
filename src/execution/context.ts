import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { StringView } from '../datatypes/string-value.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Bytes } from '../memory/bytes.ts';
import type { Args } from './args.ts';
import type { Client } from './client.ts';
import type { WaitOptions } from './waiter.ts';

/** An argument of a propagated command: text, a number, or a range of bytes. */
export type PropagatedArgument = string | number | bigint | { bytes: Bytes; at: number; length: number };

/**
 * What a handler is given. One object per server, made new in its fields for each command: a handler takes what it
 * needs and keeps none of it.
 */
export interface Context {
  readonly args: Args;
  readonly reply: ReplyWriter;
  /** The database that the client has selected. */
  readonly db: Database;
  readonly keyspace: Keyspace;
  readonly client: Client;
  /** The name of the command as errors spell it: `set`, `client|setname`. */
  readonly commandName: string;
  /** Sends this to the log and the replicas in the place of the command as it came; may be called several times. */
  readonly propagateAs: (name: string, ...args: PropagatedArgument[]) => void;
  /** Keeps the command out of the log and away from the replicas. */
  readonly preventPropagation: () => void;
  /** Counts the command as failed, whatever it replies: somebody else got an error by it. */
  readonly countFailure: () => void;
  /**
   * Lets the client wait until a key can serve its command, which then runs again from its beginning, for the arguments
   * that it came with: the handler ends with this, having changed and replied nothing. Inside MULTI or a script it
   * replies at once what it would when time is up. See blocking.ts.
   * @param first index of the first key among the arguments
   * @param count how many keys follow each other there
   */
  readonly blockOn: (first: number, count: number, options: WaitOptions) => void;
  /** Replies with a string value, without copying it when it is large. */
  readonly replyString: (value: StringView) => void;
}
