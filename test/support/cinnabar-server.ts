import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startChildServer } from './child-server.ts';
import type { Config, RunningServer, ServerCommand } from './child-server.ts';
import { realServerCommand } from './real-server.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * The server under test: cinnabar inside this process, or what CINNABAR_TEST_TARGET names: `embedded` (the default),
 * `child` (the built `dist/main.js`), or the path of another redis-server, to judge the tests themselves.
 */
export async function startServer(config: Config = {}): Promise<RunningServer> {
  const target = process.env.CINNABAR_TEST_TARGET ?? 'embedded';
  return target === 'embedded' ? startEmbedded(config) : startChildServer(serverCommand(), config);
}

/** The server under test as a child process, for what only a process has: signals, exit codes, command line. */
export async function startServerProcess(config: Config = {}): Promise<RunningServer> {
  return startChildServer(serverCommand(), config);
}

/** The program of the server under test. */
export function serverCommand(): ServerCommand {
  const target = process.env.CINNABAR_TEST_TARGET ?? 'embedded';
  if (target !== 'embedded' && target !== 'child') return realServerCommand(target);
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run `npm run build` first');
  return { name: 'cinnabar (child)', program: process.execPath, args: [MAIN] };
}

/** Whether the server under test is another one than cinnabar. */
export function testsAnotherServer(): boolean {
  return !['embedded', 'child'].includes(process.env.CINNABAR_TEST_TARGET ?? 'embedded');
}

async function startEmbedded(config: Config): Promise<RunningServer> {
  const { createServer } = await import('../../src/index.ts');
  const { port, ...rest } = config;
  const host = rest.bind === undefined ? { host: '127.0.0.1' } : {};
  const server = await createServer({ ...host, port: Number(port ?? 0), config: { save: '', ...rest } });
  return {
    name: 'cinnabar (embedded)',
    host: '127.0.0.1',
    port: server.port,
    pid: undefined,
    close: () => server.close(),
  };
}
