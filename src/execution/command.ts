import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyError } from '../resp/reply-errors.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import type { KeyReference } from './key-extraction.ts';
import type { KeySpec } from './key-specs.ts';

/** Groups as redis.io sorts commands. */
export type CommandGroup =
  | 'string'
  | 'generic'
  | 'list'
  | 'set'
  | 'sorted-set'
  | 'hash'
  | 'stream'
  | 'bitmap'
  | 'hyperloglog'
  | 'geo'
  | 'pubsub'
  | 'transactions'
  | 'scripting'
  | 'connection'
  | 'server'
  | 'cluster'
  | 'sentinel';

/** Flags as COMMAND INFO shows them. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'skip_monitor'
  | 'skip_slowlog'
  | 'asking'
  | 'fast'
  | 'no_auth'
  | 'may_replicate'
  | 'no_mandatory_keys'
  | 'no_async_loading'
  | 'no_multi'
  | 'movablekeys'
  | 'allow_busy'
  | 'protected'
  | 'internal';

export type Handler = (context: Context) => void;

/**
 * A command, declared once. COMMAND and its subcommands, ACL categories, cluster slots, admission and usage help are
 * all derived from this.
 */
export interface CommandSpec {
  /** In capitals; a subcommand's own word only (`SETNAME`). */
  readonly name: string;
  readonly group: CommandGroup;
  readonly since: string;
  readonly summary: string;
  readonly complexity: string;
  /**
   * Arguments in redis.io notation, behind the name: `key value [NX | XX] expiration=[EX seconds:integer | KEEPTTL]`.
   * syntax.ts reads it and says what may stand there.
   */
  readonly syntax?: string;
  /** Arguments with the name; negative: at least so many. */
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  /** ACL categories beyond those that group and flags imply, without `@`; `-keyspace` takes one away. */
  readonly categories?: readonly string[];
  readonly keys?: readonly KeySpec[] | undefined;
  /** Finds the keys of a request where the specifications cannot, or not with the flags that its options imply. */
  readonly findKeys?: (request: ArgumentVector) => readonly KeyReference[] | undefined;
  /** What changed in which version, as COMMAND DOCS lists it. */
  readonly history?: readonly (readonly [version: string, change: string])[];
  /** Release since which it is deprecated, and what replaces it. */
  readonly deprecated?: { readonly since: string; readonly replacedBy: string };
  /** What COMMAND DOCS says of it beyond `deprecated`: `syscmd` is for the system itself, not for users. */
  readonly docFlags?: readonly 'syscmd'[];
  /** Advice for clients and proxies: `nondeterministic_output`, `request_policy:all_shards`. */
  readonly hints?: readonly string[];
  readonly subcommands?: readonly CommandSpec[];
  /** Indexes of the arguments that are nobody's business: logs and monitors show `(redacted)` for them. */
  readonly secrets?: (request: ArgumentVector) => readonly number[];
  /** Called when admission refuses the command; answers the error to send instead. */
  readonly refused?: (client: Client, error: ReplyError) => ReplyError;
  /** Absent only for a container, which is called with a subcommand. */
  readonly handler?: Handler;
}

/** Declares a command. (A function so that its type is checked where it stands.) */
export function command(spec: CommandSpec): CommandSpec {
  return spec;
}
