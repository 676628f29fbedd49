import { startChildServer } from './child-server.ts';
import type { Config, RunningServer, ServerCommand } from './child-server.ts';
import { findRealServer, NO_REAL_SERVER, serverVersion } from './executables.ts';

/** A real redis-server found on this machine. */
export interface RealServer {
  readonly binary: string;
  readonly version: readonly [number, number, number];
  start(config?: Config): Promise<RunningServer>;
}

/** Why the tests that compare with a real server cannot run, or undefined when they can. */
export const noRealServer = findRealServer() === undefined ? NO_REAL_SERVER : undefined;

/** The real server to compare with; throws when there is none (see `noRealServer`). */
export function realServer(): RealServer {
  found ??= inspect(findRealServer());
  return found;
}

let found: RealServer | undefined;

function inspect(binary: string | undefined): RealServer {
  if (binary === undefined) throw new Error(NO_REAL_SERVER);
  const version = serverVersion(binary);
  const command = realServerCommand(binary);
  return { binary, version, start: (config) => startChildServer(command, config) };
}

/** How to run the redis-server or valkey-server at `binary`. */
export function realServerCommand(binary: string): ServerCommand {
  return { name: binary, program: binary, args: [] };
}
