import { Config } from '../config/config.ts';
import { loadConfig, toOptions } from '../config/file.ts';
import type { Clock } from '../util/clock.ts';
import { systemClock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { Renamings } from './renamings.ts';
import { CinnabarServer } from './server.ts';
import { silentLog } from './silent-log.ts';

export type { Clock } from '../util/clock.ts';
export { ManualClock, systemClock } from '../util/clock.ts';
export type { Logger } from '../util/logger.ts';

/** A directive's value, as redis.conf has it; a list gives a directive several arguments. */
export type ConfigValue = string | number | boolean | readonly string[];

export interface EmbeddedOptions {
  /** TCP port; without one, or 0, a free one that `port` tells afterwards. */
  readonly port?: number;
  /** Address to listen on; 127.0.0.1 unless given here or as the directive `bind`. */
  readonly host?: string;
  /** Any directives of redis.conf. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Where the server's time comes from: move a `ManualClock` to move its expiry. */
  readonly clock?: Clock;
  /** Makes everything random replay: hashes, RANDOMKEY, ids. */
  readonly seed?: number;
  /** Takes the log; without one the server is silent. */
  readonly log?: Logger;
}

/** A server inside this process. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  /** Closes connections, listeners and timers, and frees the data. Answers when nothing is left. */
  close(): Promise<void>;
}

/**
 * Starts a server in this process, with data, clock and seed of its own; many may live side by side.
 * Rejects with the system's error where the address is taken, and with a ConfigFileError where a directive is wrong.
 */
export async function createServer(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const config = new Config();
  const host = options.host ?? '127.0.0.1';
  const values = { bind: host, ...options.config, port: options.port ?? 0 };
  const renamings = new Renamings();
  loadConfig(config, { options: toOptions(values) }, { renameCommand: renamings.add });
  const server = new CinnabarServer({
    config,
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    seed: options.seed,
    onShutdown: () => undefined,
  });
  renamings.applyTo(server);
  server.listeners.ephemeral = options.port === undefined || options.port === 0;
  try {
    await server.start();
  } catch (error) {
    // What it did open would keep the process alive.
    await server.close();
    throw error;
  }
  return { host, port: server.listeners.port, close: () => server.close() };
}
