import type { CommandFlag, CommandSpec } from './command.ts';

/**
 * What a command is, as bits. Flags become traits once, when the table is built; a client and the server each hold the
 * traits that need a closer look at the moment, so that admission is one AND for a command that may simply run.
 */
export const WRITE = 1 << 0;
export const READ_ONLY = 1 << 1;
/** May grow the memory: refused when it is full. EXEC too, as what it runs may. */
export const GROWS_MEMORY = 1 << 2;
/** Refused until the client has authenticated. */
export const NEEDS_AUTH = 1 << 3;
/** Queued by an open MULTI. */
export const CAN_QUEUE = 1 << 4;
/** Refused to a RESP2 client that is subscribed. */
export const RESTRICTED_IN_PUBSUB = 1 << 5;
/** Refused while the data set is being loaded. */
export const REFUSED_WHILE_LOADING = 1 << 6;
/** Refused inside a transaction. */
export const REFUSED_IN_MULTI = 1 << 7;
export const BLOCKING = 1 << 8;
export const ADMIN = 1 << 9;
export const FAST = 1 << 10;
/** Needs a permission of the configuration: DEBUG, MODULE LOAD. The server always looks at it. */
export const PROTECTED = 1 << 20;
/** Every command: the server holds this bit while CLIENT PAUSE lets none run, … */
export const PAUSED_WITH_ALL = 1 << 21;
/** … and this one while none may run that a replica would have to follow. EXEC too, as what it runs may be one. */
export const PAUSED_WITH_WRITES = 1 << 22;
/** Every command: the server holds this bit while anything at all must be looked at. */
export const ANY = 1 << 11;
/** Reads or changes keys, or is sent to replicas: refused to a client that monitors. */
export const USES_KEYSPACE = 1 << 23;

const PUBSUB_ALLOWED = new Set([
  'ping',
  'quit',
  'reset',
  'subscribe',
  'unsubscribe',
  'psubscribe',
  'punsubscribe',
  'ssubscribe',
  'sunsubscribe',
]);
/** Commands that an open transaction runs instead of queueing. */
const RUN_IN_MULTI = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

const FLAG_TRAITS: Partial<Record<CommandFlag, number>> = {
  write: WRITE | PAUSED_WITH_WRITES | USES_KEYSPACE,
  readonly: READ_ONLY | USES_KEYSPACE,
  denyoom: GROWS_MEMORY,
  blocking: BLOCKING,
  admin: ADMIN,
  fast: FAST,
  no_multi: REFUSED_IN_MULTI,
  protected: PROTECTED,
  may_replicate: PAUSED_WITH_WRITES | USES_KEYSPACE,
};

export function traitsOf(spec: CommandSpec, name: string): number {
  let traits = ANY | PAUSED_WITH_ALL;
  for (const flag of spec.flags) traits |= FLAG_TRAITS[flag] ?? 0;
  if (name === 'exec') traits |= GROWS_MEMORY | PAUSED_WITH_WRITES;
  if (!spec.flags.includes('no_auth')) traits |= NEEDS_AUTH;
  if (!spec.flags.includes('loading')) traits |= REFUSED_WHILE_LOADING;
  if (!RUN_IN_MULTI.has(name)) traits |= CAN_QUEUE;
  if (!PUBSUB_ALLOWED.has(name)) traits |= RESTRICTED_IN_PUBSUB;
  return traits;
}
