import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { describeSystemError } from './system-error.ts';

/** What no single line can tell, checked behind the last line of each file. Answers an error text. */
export function checkLoaded(config: Config, warn: (text: string) => void): string | undefined {
  const error = checkLogFile(config);
  if (error !== undefined) return error;
  if (!config.get('cluster-enabled')) return undefined;
  if (config.get('replicaof') !== undefined) return 'replicaof directive not allowed in cluster mode';
  limitDatabases(config, warn);
  return undefined;
}

/** The log file is opened once now, since the server can do nothing about it later. */
function checkLogFile(config: Config): string | undefined {
  const file = config.get('logfile');
  if (file === '') return undefined;
  try {
    closeSync(openSync(resolve(config.get('dir'), file), 'a'));
    return undefined;
  } catch (error) {
    return `Can't open the log file: ${describeSystemError(error)}`;
  }
}

function limitDatabases(config: Config, warn: (text: string) => void): void {
  const databases = config.find('databases');
  if (databases === undefined || databases.stored === 1) return;
  warn(`WARNING: Changing databases number from ${databases.text} to 1 since we are in cluster mode`);
  databases.stored = 1;
}
