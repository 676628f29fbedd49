import { AssertionError } from 'node:assert';
import type { Context } from '../../execution/context.ts';
import { ReplyError } from '../../resp/reply-errors.ts';

/** What DEBUG may do to the process; absent where the server is a guest in somebody else's. */
export interface ProcessControl {
  /**
   * Ends the process and starts it anew after a delay in milliseconds; with `graceful` the configuration is written
   * and everything closed before. Answers false, and logs the reason, where that is not possible.
   */
  restart(graceful: boolean, delayMs: number): boolean;
}

/** Stands for a signal that ends a process: whoever reports the crash ends it by that signal. */
export class CrashSignal extends Error {
  readonly signal: 'SIGSEGV' | 'SIGABRT';

  constructor(signal: 'SIGSEGV' | 'SIGABRT') {
    super(`crashed by signal ${signal}`);
    this.signal = signal;
  }
}

const NOT_RESTARTED = new ReplyError('ERR failed to restart the server. Check server logs.');
const EMBEDDED = new ReplyError('ERR This server runs inside another program, which DEBUG must not end.');

/**
 * The ways in which DEBUG ends the process, to see what is reported, logged and lost. Each throws an error that nobody
 * catches, as a bug would.
 */
export class Crashes {
  private readonly control: ProcessControl | undefined;

  constructor(control: ProcessControl | undefined) {
    this.control = control;
  }

  segfault(): void {
    this.owned();
    throw new CrashSignal('SIGSEGV');
  }

  panic(): void {
    this.owned();
    throw new Error(`DEBUG PANIC called at Unix time ${Math.floor(Date.now() / 1000)}`);
  }

  assertion(): void {
    this.owned();
    throw new AssertionError({ message: "'1 == 2' is not true" });
  }

  outOfMemory(): void {
    this.owned();
    throw new RangeError('Out Of Memory: DEBUG OOM asked for more than there is');
  }

  restart({ args }: Context, graceful: boolean): void {
    const delayMs = args.remaining > 0 ? Math.max(0, args.integer()) : 0;
    if (!this.owned().restart(graceful, delayMs)) throw NOT_RESTARTED;
  }

  private owned(): ProcessControl {
    if (this.control === undefined) throw EMBEDDED;
    return this.control;
  }
}
