import { rmSync, writeFileSync } from 'node:fs';
import { Config } from '../config/config.ts';
import { loadConfig } from '../config/file.ts';
import { ConfigFileError, UnreadableFileError } from '../config/file-errors.ts';
import { readStandardInput } from '../config/stdin.ts';
import { CINNABAR_VERSION, REDIS_VERSION } from '../config/version.ts';
import { systemClock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { createLogger } from '../util/logger.ts';
import { describeSystemError } from '../util/system-error.ts';
import { ListenError } from './listeners.ts';
import { CinnabarServer } from './server.ts';

/** What the command line asks for (see cli.ts). */
export interface RunRequest {
  readonly configFile?: string;
  readonly stdin: boolean;
  readonly options?: string;
}

/** Runs a server as this process: configuration, log, signals, exit code. */
export async function run({ configFile, stdin, options }: RunRequest): Promise<void> {
  const config = new Config();
  const early: [level: 'notice' | 'warning', text: string][] = [];
  try {
    const source = { file: configFile, stdin: stdin ? readStandardInput : undefined, options };
    loadConfig(config, source, { log: (level, text) => early.push([level, text]) });
  } catch (error) {
    failOnConfig(error);
    return;
  }
  const log = openLog(config);
  if (log === undefined) return;
  for (const [level, text] of early) log[level](text);
  greet(config, log, configFile);
  const server = new CinnabarServer({
    config,
    clock: systemClock,
    log,
    seed: undefined,
    onShutdown: () => {
      log.warning('Redis is now ready to exit, bye bye...');
      process.exit(0);
    },
  });
  handleSignals(server, log);
  writePidFile(config, log);
  await start(server, config, log);
}

function failOnConfig(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof ConfigFileError) process.stderr.write(error.message, 'latin1');
  else if (error instanceof UnreadableFileError) defaultLog().warning(error.message);
  else throw error;
}

function defaultLog(): Logger {
  return createLogger({ level: 'notice', format: 'redis', file: '', pid: process.pid, role: () => 'C' });
}

function openLog(config: Config): Logger | undefined {
  try {
    return createLogger({
      level: config.get('loglevel'),
      format: config.get('log-format'),
      file: config.get('logfile'),
      pid: process.pid,
      role: () => 'M',
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

function greet(config: Config, log: Logger, configFile: string | undefined): void {
  log.notice('oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  log.notice(`Redis version=${REDIS_VERSION}, bits=64, cinnabar=${CINNABAR_VERSION}, pid=${process.pid}, just started`);
  if (configFile === undefined) {
    log.warning(
      'Warning: no config file specified, using the default config. In order to specify a config file use ' +
        'cinnabar /path/to/redis.conf',
    );
  } else {
    log.notice('Configuration loaded');
  }
  log.notice(`Running mode=standalone, port=${config.get('port')}.`);
}

async function start(server: CinnabarServer, config: Config, log: Logger): Promise<void> {
  try {
    if (!(await server.start())) {
      log.warning('Configured to not listen anywhere, exiting.');
      process.exit(1);
    }
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    const reason = describeSystemError(error.cause);
    log.warning(`Warning: Could not create server TCP listening socket ${error.address}: bind: ${reason}`);
    log.warning(`Failed listening on port ${config.get('port')} (tcp), aborting.`);
    process.exit(1);
  }
}

function writePidFile(config: Config, log: Logger): void {
  const path = config.get('pidfile');
  if (path === undefined || path === '') return;
  try {
    writeFileSync(path, `${process.pid}\n`);
    process.once('exit', () => {
      rmSync(path, { force: true });
    });
  } catch (error) {
    log.warning(`Failed to write PID file: ${describeSystemError(error)}`);
  }
}

function handleSignals(server: CinnabarServer, log: Logger): void {
  const names: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
  for (const name of names) {
    process.once(name, () => {
      log.warning(`Received ${name} scheduling shutdown...`);

      server.shutdown();
    });
  }
  // A closed terminal does not end the server.
  process.on('SIGHUP', () => undefined);
}
