import { CrashSignal } from '../commands/server/debug-crash.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../util/logger.ts';
import type { CrashFacts } from './crash-report.ts';
import { crashReport } from './crash-report.ts';

const NO_FACTS: CrashFacts = { info: '', clients: '', current: undefined, hidesUserData: false };

/**
 * What happens to an error that nobody has caught: one report in the log, then the end. The server never goes on with
 * a state that nobody can vouch for.
 */
export class CrashHandler {
  /** What the report tells of the server, once there is one. */
  facts: () => CrashFacts = () => NO_FACTS;
  private readonly config: Config;
  private readonly log: Logger;
  private readonly cleanUp: () => void;
  private reporting = false;

  constructor(config: Config, log: Logger, cleanUp: () => void) {
    this.config = config;
    this.log = log;
    this.cleanUp = cleanUp;
  }

  listen(): void {
    process.on('uncaughtException', (error) => this.report(error));
  }

  /** Does not return: ends by the signal that it was, else with 1. */
  report(error: unknown): void {
    // A second error, of the report itself: what is in the log by now has to do.
    if (this.reporting) process.exit(1);
    this.reporting = true;
    if (this.config.get('crash-log-enabled')) this.log.raw(crashReport(error, this.tryFacts()));
    else this.log.warning(`Ended by an error: ${error instanceof Error ? error.message : String(error)}`);
    this.cleanUp();
    if (error instanceof CrashSignal) endBy(error.signal);
    process.exit(1);
  }

  /** The server may be too broken to be asked: then the report goes without. */
  private tryFacts(): CrashFacts {
    try {
      return this.facts();
    } catch (error) {
      return { ...NO_FACTS, info: `not to be had: ${String(error)}\n` };
    }
  }
}

function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
