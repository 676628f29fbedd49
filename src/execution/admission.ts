import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyError } from '../resp/reply-errors.ts';
import {
  LOADING,
  NO_AUTH,
  NO_KEYSPACE_FOR_REPLICAS,
  NOT_IN_TRANSACTION,
  OUT_OF_MEMORY,
  notInPubsub,
} from '../resp/reply-errors.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-entry.ts';
import {
  NEEDS_AUTH,
  REFUSED_IN_MULTI,
  REFUSED_WHILE_LOADING,
  RESTRICTED_IN_PUBSUB,
  GROWS_MEMORY,
  PROTECTED,
  USES_KEYSPACE,
} from './traits.ts';

/**
 * Whether a command may run, now and for this client. The common case never comes here: the dispatcher's one AND of
 * the command's traits with what client and server hold has answered it. What remains is asked in this order.
 */
export interface ServerState {
  /** Traits that need a closer look at present, whoever the client is. */
  refuses: number;
  loading: boolean;
  /** Makes room when memory is short; answers false when that is impossible. Asked only while memory is limited. */
  makeRoom: () => boolean;
  /** The error for a client that the configuration keeps from a protected command. */
  protects?: (client: Client, entry: CommandEntry) => ReplyError | undefined;
}

interface Check {
  readonly trait: number;
  readonly refuse: (client: Client, entry: CommandEntry, server: ServerState) => ReplyError | undefined;
}

const CHECKS: readonly Check[] = [
  { trait: PROTECTED, refuse: (client, entry, server) => server.protects?.(client, entry) },
  { trait: NEEDS_AUTH, refuse: (client) => (client.authenticated ? undefined : NO_AUTH) },
  { trait: REFUSED_IN_MULTI, refuse: (client) => (client.queue === undefined ? undefined : NOT_IN_TRANSACTION) },
  {
    trait: GROWS_MEMORY,
    refuse: (client, entry, server) => (server.makeRoom() || !mayGrow(client, entry) ? undefined : OUT_OF_MEMORY),
  },
  {
    trait: RESTRICTED_IN_PUBSUB,
    refuse: (client, entry) =>
      client.protocol === 2 && client.subscriptions > 0 ? notInPubsub(entry.name) : undefined,
  },
  { trait: REFUSED_WHILE_LOADING, refuse: (_client, _entry, server) => (server.loading ? LOADING : undefined) },
  { trait: USES_KEYSPACE, refuse: (client) => (client.monitors ? NO_KEYSPACE_FOR_REPLICAS : undefined) },
];

/** EXEC only if a command that it would run may. */
function mayGrow({ queue }: Client, { name }: CommandEntry): boolean {
  return name !== 'exec' || (queue?.some(({ entry }) => (entry.traits & GROWS_MEMORY) !== 0) ?? false);
}

export function refusal(client: Client, entry: CommandEntry, server: ServerState): ReplyError | undefined {
  const concerned = entry.traits & (client.refuses | server.refuses);
  for (const { trait, refuse } of CHECKS) {
    if ((concerned & trait) === 0) continue;
    const error = refuse(client, entry, server);
    if (error !== undefined) return error;
  }
  return undefined;
}

const SHOWN_ARGUMENTS = 128;

/** What a request gets whose command nobody knows. */
export function unknownCommandText(vector: ArgumentVector): string {
  let shown = '';
  for (let i = 1; i < vector.count && shown.length < SHOWN_ARGUMENTS; i++) {
    shown += `'${shortened(vector, i, SHOWN_ARGUMENTS - shown.length)}' `;
  }
  return `ERR unknown command '${shortened(vector, 0, SHOWN_ARGUMENTS)}', with args beginning with: ${shown}`;
}

export function unknownSubcommandText(vector: ArgumentVector, container: CommandEntry): string {
  const word = shortened(vector, 1, SHOWN_ARGUMENTS);
  return `ERR unknown subcommand '${word}'. Try ${container.spec.name} HELP.`;
}

/** An argument as C prints it: up to a length, and up to a NUL. */
function shortened(vector: ArgumentVector, index: number, limit: number): string {
  const start = vector.starts[index];
  const text = vector.bytes.latin1(start, start + Math.min(limit, vector.lengths[index]));
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}
