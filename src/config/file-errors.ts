import { REDIS_VERSION } from './version.ts';

/** A line of a configuration file: its number from 1 and its text without the blanks around it, a byte string. */
export interface ConfigLine {
  readonly number: number;
  readonly text: string;
}

/** A line of the configuration that is wrong, or values that do not go together. `message` goes to standard error. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';

  constructor(reason: string, line?: ConfigLine) {
    const where =
      line === undefined ? '' : `Reading the configuration file, at line ${line.number}\n>>> '${line.text}'\n`;
    super(`\n*** FATAL CONFIG FILE ERROR (Redis ${REDIS_VERSION}) ***\n${where}${reason}\n`);
  }
}

/** A configuration file that cannot be read. `message` goes to the log as a warning. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';

  constructor(path: string, reason: string) {
    super(`Fatal error, can't open config file '${path}': ${reason}`);
  }
}
