import type { Client } from '../execution/client.ts';
import type { CommandEntry } from '../execution/command-entry.ts';
import { ReplyError } from '../resp/reply-errors.ts';
import type { Config } from './config.ts';

/** The commands that a directive must permit: nobody, everybody, or clients on this machine. */
const PERMISSIONS = { debug: 'enable-debug-command', module: 'enable-module-command' } as const;

/** Answers the error for a client that may not run a protected command, or undefined. */
export function protectionBy(config: Config): (client: Client, entry: CommandEntry) => ReplyError | undefined {
  return (client, entry) => {
    const name = (entry.parent ?? entry).name;
    if (name !== 'debug' && name !== 'module') return undefined;
    const directive = PERMISSIONS[name];
    const permission = config.get(directive);
    if (permission === 'yes' || (permission === 'local' && isLocal(client))) return undefined;
    return notPermitted(name, directive);
  };
}

/** Whether a client comes from this machine. */
export function isLocal({ connection }: Client): boolean {
  const { address, isUnixSocket } = connection;
  return isUnixSocket || address.startsWith('127.') || address.startsWith('[::1]');
}

function notPermitted(command: string, directive: string): ReplyError {
  return new ReplyError(
    `ERR ${command.toUpperCase()} command not allowed. If the ${directive} option is set to "local", you can run it ` +
      'from a local connection, otherwise you need to set this option in the configuration file, and then restart ' +
      'the server.',
  );
}
