import type { ShutdownOptions } from '../commands/server/shutdown.ts';
import { CrashSignal } from '../commands/server/debug-crash.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../util/logger.ts';

/** What signals make the process do. */
export interface SignalTargets {
  readonly config: Config;
  readonly log: Logger;
  shutdown(options: ShutdownOptions): void;
  crash(error: unknown): void;
}

/**
 * | signal | |
 * |---|---|
 * | SIGTERM, SIGINT | shutdown, by `shutdown-on-sigterm` and `shutdown-on-sigint`; a second SIGINT ends at once |
 * | SIGABRT | the report of a crash, then the end by that signal |
 * | SIGALRM | says that the loop still turns |
 * | SIGHUP, SIGUSR1 | nothing: a closed terminal does not end the server, and nobody opens a debugger in it |
 *
 * SIGSEGV and its like are not handled: a handler in JavaScript would never be reached, and the process would hang.
 */
export function handleSignals(targets: SignalTargets): void {
  if (targets.config.get('crash-log-enabled')) process.on('SIGABRT', () => targets.crash(new CrashSignal('SIGABRT')));
  process.on('SIGALRM', () => {
    targets.log.warning('Received SIGALRM: the event loop turns, nothing is stuck');
  });
  process.on('SIGHUP', () => undefined);
  process.on('SIGUSR1', () => undefined);
  handleShutdownSignals(targets);
}

function handleShutdownSignals({ config, log, shutdown }: SignalTargets): void {
  let ending = false;
  const directives = { SIGTERM: 'shutdown-on-sigterm', SIGINT: 'shutdown-on-sigint' } as const;
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (ending && name === 'SIGINT') {
        log.warning('You insist... exiting now.');
        process.exit(1);
      }
      log.warning(`Received ${name} scheduling shutdown...`);
      ending = true;
      shutdown(shutdownOptions(config.get(directives[name])));
    });
  }
}

/** The words of `shutdown-on-sigterm` as options of SHUTDOWN. */
export function shutdownOptions(words: readonly string[]): ShutdownOptions {
  const save = words.includes('save') ? true : words.includes('nosave') ? false : undefined;
  return { save, now: words.includes('now'), force: words.includes('force') };
}
