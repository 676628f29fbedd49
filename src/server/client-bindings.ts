import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { Listeners } from './listeners.ts';
import type { Pipeline } from './pipeline.ts';
import type { Sessions } from './sessions.ts';

interface ClientParts {
  readonly sessions: Sessions;
  readonly pipeline: Pipeline;
  readonly listeners: Listeners;
}

/** File descriptors that the server needs for itself. */
const RESERVED_DESCRIPTORS = 32;

/** What the configuration says of clients: where they come in, and what each and all of them may use. */
export function bindClients(config: Config, parts: ClientParts): void {
  const { sessions, pipeline } = parts;
  const { options } = sessions;
  config.bind('client-query-buffer-limit', (bytes) => {
    pipeline.options.queryBufferLimit = bytes;
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
  config.bind('client-output-buffer-limit', (limits) => {
    sessions.outputLimits.limits = limits;
    sessions.refreshLimits();
  });
  bindMaxClients(config, sessions);
  bindClientMemory(config, parts);
  bindListeners(config, parts.listeners);
}

function bindMaxClients(config: Config, { options }: Sessions): void {
  const apply = (count: number): void => {
    options.maxClients = Math.min(count, mostClients());
  };
  apply(config.get('maxclients'));
  config.onChange('maxclients', (count) => {
    const most = mostClients();
    if (count > most) {
      return `The operating system is not able to handle the specified number of clients, try with ${most}`;
    }
    apply(count);
    return undefined;
  });
}

function bindClientMemory(config: Config, { sessions, pipeline }: ClientParts): void {
  const apply = (): void => {
    sessions.eviction.serves = config.get('maxmemory') > 0;
    sessions.eviction.setLimit(config.get('maxmemory-clients'), config.get('maxmemory'));
    pipeline.options.accountsMemory = sessions.eviction.isOn;
    if (sessions.eviction.isOn) pipeline.arm();
  };
  apply();
  config.onChange('maxmemory-clients', apply);
  config.onChange('maxmemory', apply);
}

function bindListeners(config: Config, listeners: Listeners): void {
  config.bind('max-new-connections-per-cycle', (count) => {
    listeners.pace.limit = count;
  });
  config.onChange('port', () =>
    listeners.reopenTcp() ? undefined : 'Unable to listen on this port. Check server logs.',
  );
  config.onChange('bind', () => (listeners.reopenTcp() ? undefined : 'Failed to bind to specified addresses.'));
}

/** How many clients the limit on open files leaves room for. The process has raised it as far as it may already. */
function mostClients(): number {
  let limits: string;
  try {
    limits = readFileSync('/proc/self/limits', 'latin1');
  } catch {
    // Not every system tells.
    return Infinity;
  }
  const files = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
  return files - RESERVED_DESCRIPTORS;
}
