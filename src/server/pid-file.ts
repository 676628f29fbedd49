import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Logger } from '../util/logger.ts';
import { describeSystemError } from '../util/system-error.ts';

const DEFAULT_PATH = '/var/run/redis.pid';

/** The file that tells others which process this is: `pidfile`, or the usual one for a server in the background. */
export class PidFile {
  private readonly path: string | undefined;
  private readonly text: string;
  private written = false;

  constructor(configured: string | undefined, inBackground: boolean, pid: number) {
    const path = configured === '' ? undefined : configured;
    this.path = path ?? (inBackground ? DEFAULT_PATH : undefined);
    this.text = `${pid}\n`;
  }

  /** Writes it as well as that can be done: a server runs without one too. */
  write(log: Logger): void {
    if (this.path === undefined) return;
    try {
      writeFileSync(this.path, this.text);
      this.written = true;
    } catch (error) {
      log.warning(`Failed to write PID file: ${describeSystemError(error)}`);
    }
  }

  /** Removes it, unless another process has written its own there meanwhile. */
  remove(log: Logger): void {
    if (this.path === undefined || !this.written) return;
    this.written = false;
    log.notice('Removing the pid file.');
    try {
      if (readFileSync(this.path, 'utf8') === this.text) rmSync(this.path);
    } catch {
      // It has been removed already, or must not be.
    }
  }
}
