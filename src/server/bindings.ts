import type { Authentication } from '../commands/connection/index.ts';
import type { Config } from '../config/config.ts';
import type { Clients } from '../execution/clients.ts';
import type { ActiveExpiry } from '../keyspace/expiry.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ParserLimits } from '../resp/request-parser.ts';
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
}

/** Pushes each directive's value, now and whenever it changes, to the object of options that its owner reads. */
export function bindConfig(config: Config, bound: Bound): void {
  const { keyspace, sessions, parserLimits, pipeline, log, cron, expiry } = bound;
  const { options } = sessions;
  bindPassword(config, bound);
  config.bind('proto-max-bulk-len', (bytes) => {
    parserLimits.maxBulkLength = bytes;
    keyspace.limits.maxStringLength = bytes;
  });
  config.bind('client-query-buffer-limit', (bytes) => {
    pipeline.options.queryBufferLimit = bytes;
  });
  config.bind('maxclients', (count) => {
    options.maxClients = count;
  });
  config.bind('timeout', (seconds) => {
    options.timeoutMs = seconds * 1000;
  });
  config.bind('tcp-keepalive', (seconds) => {
    options.keepAliveSeconds = seconds;
  });
  config.bind('protected-mode', (on) => {
    options.protectedMode = on;
  });
  config.bind('client-output-buffer-limit', ({ normal }) => {
    options.outputHardLimit = normal.hardBytes;
    options.outputSoftLimit = normal.softBytes;
    options.outputSoftMs = normal.softSeconds * 1000;
    sessions.refreshLimits();
  });
  config.bind('active-expire-effort', (effort) => {
    expiry.options.effort = effort;
  });
  config.bind('lazyfree-lazy-expire', (lazy) => {
    keyspace.lazyFree.options.expire = lazy;
  });
  config.bind('hz', (hz) => cron.setHz(hz));
  config.bind('loglevel', (level) => log.setLevel(level));
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
