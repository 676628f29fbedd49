import { CLUSTER } from './directives/cluster.ts';
import { DATA_TYPES } from './directives/data-types.ts';
import { MEMORY } from './directives/memory.ts';
import { NETWORK } from './directives/network.ts';
import { OBSERVABILITY } from './directives/observability.ts';
import { PERSISTENCE } from './directives/persistence.ts';
import { PROCESS } from './directives/process.ts';
import { REPLICATION } from './directives/replication.ts';
import { SECURITY } from './directives/security.ts';
import { TLS } from './directives/tls.ts';

/** The table by topic, in the order of redis.conf.example. */
export const TOPICS = {
  NETWORK,
  TLS,
  PROCESS,
  SECURITY,
  OBSERVABILITY,
  MEMORY,
  DATA_TYPES,
  PERSISTENCE,
  REPLICATION,
  CLUSTER,
} as const;

/** Every directive that has a value: name, type, default, range, who may set it, what it does. */
export const DIRECTIVES = {
  ...NETWORK,
  ...TLS,
  ...PROCESS,
  ...SECURITY,
  ...OBSERVABILITY,
  ...MEMORY,
  ...DATA_TYPES,
  ...PERSISTENCE,
  ...REPLICATION,
  ...CLUSTER,
} as const;

export type DirectiveName = keyof typeof DIRECTIVES;

type ValueOf<D> = D extends { toValue(stored: never): infer V } ? V : never;

/** What `Config.get` answers for each directive. */
export type ConfigValues = { readonly [N in DirectiveName]: ValueOf<(typeof DIRECTIVES)[N]> };

/** Directives of earlier releases that are read with one argument and have no effect. */
export const DEPRECATED: readonly string[] = [
  'list-max-ziplist-entries',
  'list-max-ziplist-value',
  'lua-replicate-commands',
  'io-threads-do-reads',
];

/** Lines of a configuration file that are no directive with a value. CONFIG REWRITE leaves them in place. */
export const FILE_ONLY: readonly string[] = ['include', 'rename-command', 'user', 'loadmodule', 'sentinel'];
