import { readFileSync, writeFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import type { Logger } from '../util/logger.ts';
import { describeSystemError } from '../util/system-error.ts';

const FILE = '/proc/self/oom_score_adj';
const REFUSAL = 'Failed to apply new oom_score_adj configuration, check server logs.';
const LIMIT = 1000;

/** How soon the kernel ends this process when memory is short: `oom-score-adj`. Linux only. */
export class OomScore {
  private readonly config: Config;
  private readonly log: Logger;
  private readonly file: string;
  /** The score before it was first adjusted; undefined while it is not. */
  private base: number | undefined;

  constructor(config: Config, log: Logger, file = FILE) {
    this.config = config;
    this.log = log;
    this.file = file;
  }

  /** Applies the directives, now and whenever they change. */
  bind(): void {
    this.config.bind('oom-score-adj', () => this.apply());
    this.config.onChange('oom-score-adj-values', () => this.apply());
  }

  /** Answers why it cannot be done, or undefined. */
  private apply(): string | undefined {
    const mode = this.config.get('oom-score-adj');
    if (mode === 'no' && this.base === undefined) return undefined;
    try {
      this.base ??= Number.parseInt(readFileSync(this.file, 'utf8'), 10);
      const [ofPrimary] = this.config.get('oom-score-adj-values');
      const score = mode === 'no' ? this.base : mode === 'absolute' ? ofPrimary : this.base + ofPrimary;
      writeFileSync(this.file, `${Math.max(-LIMIT, Math.min(LIMIT, score))}\n`);
      if (mode === 'no') this.base = undefined;
      return undefined;
    } catch (error) {
      this.log.warning(`Unable to write oom_score_adj: ${describeSystemError(error)}`);
      return REFUSAL;
    }
  }
}
