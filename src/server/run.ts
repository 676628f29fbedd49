import { spawn } from 'node:child_process';
import type { ShutdownOptions } from '../commands/server/shutdown.ts';
import { Config } from '../config/config.ts';
import { loadConfig } from '../config/file.ts';
import { ConfigFileError, UnreadableFileError } from '../config/file-errors.ts';
import { isKnownLocale } from '../config/locale.ts';
import { rewriteConfigFile } from '../config/rewrite.ts';
import { readStandardInput } from '../config/stdin.ts';
import { systemClock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { createLogger } from '../util/logger.ts';
import { describeSystemError } from '../util/system-error.ts';
import { CrashHandler } from './crash-handler.ts';
import { goToBackground, reportReady, takeBackgroundMark } from './daemon.ts';
import { setEngineFlags } from './engine-flags.ts';
import { greet, showMode, warnOfLimits } from './greeting.ts';
import { ListenError } from './listeners.ts';
import { OomScore } from './oom-score.ts';
import { PidFile } from './pid-file.ts';
import { bindProcessTitle } from './process-title.ts';
import { Renamings } from './renamings.ts';
import { CinnabarServer } from './server.ts';
import { handleSignals } from './signals.ts';
import { Supervisor, supervisorKind } from './supervisor.ts';

/** What the command line asks for (see cli.ts). */
export interface RunRequest {
  readonly configFile?: string;
  readonly stdin: boolean;
  readonly options?: string;
}

/** The configuration as it was read, and what reading it left to do. */
interface Loaded {
  readonly config: Config;
  readonly renamings: Renamings;
  /** What the log is to be told once it is open. */
  readonly messages: readonly (readonly [level: 'notice' | 'warning', text: string])[];
  /** Standard input, which can be read only once. */
  readonly stdin: string | undefined;
}

/**
 * Runs a server as this process, in this order: configuration, background, log, process, server, listening.
 * Whatever fails ends the process with redis-server's exit code and message.
 */
export async function run(request: RunRequest): Promise<void> {
  setEngineFlags();
  const isBackground = takeBackgroundMark();
  const loaded = load(request);
  if (loaded === undefined) return;
  const { config } = loaded;
  if (config.get('daemonize') && !isBackground && !isSupervised(config)) {
    process.exit(await goToBackground(loaded.stdin));
  }
  const log = openLog(config);
  if (log === undefined) return;
  await new ServerProcess(loaded, log, isBackground).start();
}

function load({ configFile, stdin, options }: RunRequest): Loaded | undefined {
  const config = new Config();
  const renamings = new Renamings();
  const messages: [level: 'notice' | 'warning', text: string][] = [];
  let input: string | undefined;
  const readInput = (): string => (input = readStandardInput());
  try {
    const source = { file: configFile, stdin: stdin ? readInput : undefined, options };
    loadConfig(config, source, {
      log: (level, text) => messages.push([level, text]),
      renameCommand: renamings.add,
      loadModule: ([path]) => void messages.push(['warning', `Module ${path} is not loaded: cinnabar runs no modules`]),
    });
  } catch (error) {
    failOnConfig(error);
    return undefined;
  }
  return { config, renamings, messages, stdin: input };
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

function isSupervised(config: Config): boolean {
  const quiet = createLogger({ level: 'nothing', format: 'redis', file: '', pid: process.pid, role: () => 'C' });
  return supervisorKind(config.get('supervised'), process.env, quiet) !== 'none';
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

/** The process around one server. */
class ServerProcess {
  private readonly loaded: Loaded;
  private readonly config: Config;
  private readonly log: Logger;
  private readonly pidFile: PidFile;
  private readonly supervisor: Supervisor;
  private readonly crashes: CrashHandler;

  constructor(loaded: Loaded, log: Logger, isBackground: boolean) {
    const { config } = loaded;
    this.loaded = loaded;
    this.config = config;
    this.log = log;
    this.pidFile = new PidFile(config.get('pidfile'), isBackground, process.pid);
    this.supervisor = new Supervisor(supervisorKind(config.get('supervised'), process.env, log), log);
    this.crashes = new CrashHandler(config, log, () => this.pidFile.remove(log));
  }

  async start(): Promise<void> {
    const { config, log, loaded, crashes } = this;
    for (const [level, text] of loaded.messages) log[level](text);
    this.supervisor.started();
    greet(config, log);
    if (!isKnownLocale(config.get('locale-collate'))) {
      log.warning('Failed to configure LOCALE for invalid locale name.');
      process.exit(1);
    }
    crashes.listen();
    const server = this.createServer();
    crashes.facts = () => server.crashFacts();
    this.renameCommands(server);
    const shutdown = (options: ShutdownOptions): void => server.shutdown(options);
    handleSignals({ config, log, shutdown, crash: (error) => crashes.report(error) });
    new OomScore(config, log).bind();
    this.pidFile.write(log);
    bindProcessTitle(config);
    showMode(config, log);
    warnOfLimits(config, log);
    await this.listen(server);
    this.supervisor.ready();
    reportReady();
  }

  private createServer(): CinnabarServer {
    const server: CinnabarServer = new CinnabarServer({
      config: this.config,
      clock: systemClock,
      log: this.log,
      seed: undefined,
      onShutdown: () => this.end(),
      process: { restart: (graceful, delayMs) => this.restart(server, graceful, delayMs) },
    });
    return server;
  }

  private renameCommands(server: CinnabarServer): void {
    try {
      this.loaded.renamings.applyTo(server);
    } catch (error) {
      failOnConfig(error);
      process.exit();
    }
  }

  private async listen(server: CinnabarServer): Promise<void> {
    const { config, log } = this;
    try {
      if (await server.start()) return;
      log.warning('Configured to not listen anywhere, exiting.');
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      const reason = describeSystemError(error.cause);
      log.warning(`Warning: Could not create server TCP listening socket ${error.address}: bind: ${reason}`);
      log.warning(`Failed listening on port ${config.get('port')} (tcp), aborting.`);
    }
    process.exit(1);
  }

  private end(): void {
    this.supervisor.stopping();
    this.pidFile.remove(this.log);
    this.log.warning('Redis is now ready to exit, bye bye...');
    process.exit(0);
  }

  /** Ends, and starts the same command line as a new process (with another id: nothing here can replace itself). */
  private restart(server: CinnabarServer, graceful: boolean, delayMs: number): boolean {
    if (graceful && this.config.file !== undefined) {
      const refusal = rewriteConfigFile(this.config);
      if (refusal !== undefined) {
        this.log.warning(`Can't restart: configuration rewrite process failed: ${refusal}`);
        return false;
      }
    }
    const again = (): void => {
      const args = [...process.execArgv, ...process.argv.slice(1)];
      spawn(process.execPath, args, { detached: true, stdio: 'inherit' }).once('spawn', () => process.exit(0));
    };
    this.pidFile.remove(this.log);
    void server.close().then(() => setTimeout(again, delayMs));
    return true;
  }
}
