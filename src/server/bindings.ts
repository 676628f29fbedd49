import type { Authentication } from '../commands/connection/index.ts';
import type { HyperLogLogOptions } from '../commands/hyperloglog/index.ts';
import type { Config } from '../config/config.ts';
import type { ConfigValues } from '../config/directives.ts';
import { isKnownLocale } from '../config/locale.ts';
import type { PackingLimits } from '../datatypes/packing.ts';
import type { Clients } from '../execution/clients.ts';
import type { ActiveDefrag } from '../keyspace/defrag.ts';
import type { ActiveExpiry } from '../keyspace/expiry.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ParserLimits } from '../resp/request-parser.ts';
import type { KeyspaceNotifications } from '../pubsub/notifications.ts';
import type { Logger } from '../util/logger.ts';
import type { Cron } from './cron.ts';
import type { Pipeline } from './pipeline.ts';
import type { Sessions } from './sessions.ts';

export interface Bound {
  readonly keyspace: Keyspace;
  readonly authentication: Authentication;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly parserLimits: ParserLimits;
  readonly pipeline: Pipeline;
  readonly log: Logger;
  readonly cron: Cron;
  readonly expiry: ActiveExpiry;
  readonly notifications: KeyspaceNotifications;
  readonly hyperloglog: HyperLogLogOptions;
  readonly defrag: ActiveDefrag;
}

/** Pushes each directive's value, now and whenever it changes, to the object of options that its owner reads. */
export function bindConfig(config: Config, bound: Bound): void {
  const { keyspace, parserLimits, log, cron, expiry } = bound;
  bindPassword(config, bound);
  config.bind('proto-max-bulk-len', (bytes) => {
    parserLimits.maxBulkLength = bytes;
    keyspace.limits.maxStringLength = bytes;
  });
  bindDefrag(config, bound.defrag);
  bindPacking(config, keyspace.packing);
  config.bind('hll-sparse-max-bytes', (bytes) => {
    bound.hyperloglog.maxSparseBytes = bytes;
  });
  config.bind('active-expire-effort', (effort) => {
    expiry.options.effort = effort;
  });
  config.bind('notify-keyspace-events', (letters) => bound.notifications.setClasses(letters));
  config.bind('hz', (hz) => cron.setHz(hz));
  config.bind('loglevel', (level) => log.setLevel(level));
  config.onChange('locale-collate', (name) => (isKnownLocale(name) ? undefined : 'Invalid locale name'));
  config.bind('maxmemory-policy', (policy) => {
    keyspace.access.lfu = policy.endsWith('lfu');
    keyspace.refreshAccess();
  });
  config.bind('lfu-log-factor', (factor) => {
    keyspace.access.lfuLogFactor = factor;
  });
  config.bind('lfu-decay-time', (minutes) => {
    keyspace.access.lfuDecayMinutes = minutes;
  });
}

function bindPassword(config: Config, { authentication, clients, sessions }: Bound): void {
  config.bind('requirepass', (password) => {
    authentication.setPassword(password);
    sessions.options.hasPassword = authentication.required;
    // Who is connected stays so; without a password nobody has to give one any more.
    if (!authentication.required) for (const client of clients) client.authenticated = true;
  });
}

function bindDefrag(config: Config, defrag: ActiveDefrag): void {
  const { options } = defrag;
  const bind = <N extends DefragDirective>(name: N, apply: (value: ConfigValues[N]) => void): void => {
    config.bind(name, (value) => {
      apply(value);
      defrag.reconsider();
    });
  };
  bind('activedefrag', (enabled) => (options.enabled = enabled));
  bind('active-defrag-ignore-bytes', (bytes) => (options.ignoreBytes = bytes));
  bind('active-defrag-threshold-lower', (percent) => (options.lowerPercent = percent));
  bind('active-defrag-threshold-upper', (percent) => (options.upperPercent = percent));
  bind('active-defrag-cycle-min', (percent) => (options.cycleMin = percent));
  bind('active-defrag-cycle-max', (percent) => (options.cycleMax = percent));
}

type DefragDirective =
  | 'activedefrag'
  | 'active-defrag-ignore-bytes'
  | 'active-defrag-threshold-lower'
  | 'active-defrag-threshold-upper'
  | 'active-defrag-cycle-min'
  | 'active-defrag-cycle-max';

/** The directives that say how large a packed collection may become. */
const PACKING = [
  ['list-max-listpack-size', 'listNodeSize'],
  ['list-compress-depth', 'listCompressDepth'],
  ['hash-max-listpack-entries', 'hashFields'],
  ['hash-max-listpack-value', 'hashValueBytes'],
  ['set-max-intset-entries', 'intsetMembers'],
  ['set-max-listpack-entries', 'setMembers'],
  ['set-max-listpack-value', 'setMemberBytes'],
  ['zset-max-listpack-entries', 'zsetMembers'],
  ['zset-max-listpack-value', 'zsetMemberBytes'],
  ['stream-node-max-bytes', 'streamNodeBytes'],
  ['stream-node-max-entries', 'streamNodeEntries'],
] as const;

function bindPacking(config: Config, packing: PackingLimits): void {
  for (const [directive, limit] of PACKING) {
    config.bind(directive, (value) => {
      packing[limit] = value;
    });
  }
}
