import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

/** A server to measure. */
export interface ServerSpec {
  readonly name: string;
  /** The program and the arguments before the server's own. */
  readonly command: readonly string[];
}

export interface ServerVersion {
  readonly name: string;
  readonly version: string;
}

const READY = 'Ready to accept connections';
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 10_000;

/** The path of a program on PATH, or undefined. */
export function findOnPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A server at `path`: a JavaScript file runs with this Node. */
export function serverAt(name: string, path: string): ServerSpec {
  return { name, command: path.endsWith('.js') ? [process.execPath, path] : [path] };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const running = new Set<RunningServer>();

// An interrupted run leaves no server behind.
process.on('exit', () => {
  for (const server of running) server.kill();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** In the server's folder. */
const SOCKET = 'server.sock';

/** A started server, with persistence off, in a folder of its own, on a free port of 127.0.0.1. */
export class RunningServer {
  readonly name: string;
  readonly port: number;
  /** Milliseconds from the start of the program to its line that it accepts connections. */
  readonly startupMs: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #control: Redis | undefined;

  private constructor(name: string, port: number, child: ChildProcess, folder: string, startupMs: number) {
    this.name = name;
    this.port = port;
    this.#child = child;
    this.#folder = folder;
    this.startupMs = startupMs;
    running.add(this);
  }

  /** Throws an Error with the server's output when it ends, or does not get ready in time. */
  static async start(spec: ServerSpec, args: readonly string[] = []): Promise<RunningServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'cinnabar-bench-'));
    const [program = '', ...before] = spec.command;
    const options = [
      ...before,
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--unixsocket',
      SOCKET,
      ...args,
    ];
    const startedAt = performance.now();
    const child = spawn(program, options, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await untilReady(spec.name, child);
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    return new RunningServer(spec.name, port, child, folder, performance.now() - startedAt);
  }

  /** The path of its Unix socket. */
  get socket(): string {
    return join(this.#folder, SOCKET);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** A connection for commands beside the measured load. */
  get control(): Redis {
    return (this.#control ??= new Redis(this.port, '127.0.0.1', { retryStrategy: null }));
  }

  /** The fields of INFO's sections. */
  async info(...sections: string[]): Promise<Map<string, string>> {
    const text = await this.control.info(...sections);
    return new Map([...text.matchAll(/^([^:#\r\n]+):([^\r\n]*)/gm)].map(([, name = '', value = '']) => [name, value]));
  }

  async version(): Promise<ServerVersion> {
    const info = await this.info('server');
    const version = ['cinnabar_version', 'valkey_version', 'redis_version'].map((field) => info.get(field));
    return { name: this.name, version: version.find((found) => found !== undefined) ?? 'unknown' };
  }

  async stop(): Promise<void> {
    this.#control?.disconnect();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
      clearTimeout(timer);
    }
    this.#forget();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
    this.#forget();
  }

  #forget(): void {
    running.delete(this);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function untilReady(name: string, child: ChildProcess): Promise<void> {
  const output: string[] = [];
  const lines = createInterface({ input: child.stdout! });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${name} ${why}\n${output.join('\n')}`));
    const timer = setTimeout(() => fail('was not ready in time'), START_TIMEOUT_MS);
    lines.on('line', (line) => {
      output.push(line);
      if (!line.includes(READY)) return;
      clearTimeout(timer);
      // The pipe has to be drained further, or a talkative server blocks.
      lines.removeAllListeners('line').on('line', () => undefined);
      resolve();
    });
    child.once('error', (error) => fail(`did not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended (${code ?? signal}) before it was ready`);
    });
  });
}

/** Starts every server, gives them to `use`, and stops them whatever happens. */
export async function withServers<T>(
  specs: readonly ServerSpec[],
  args: readonly string[],
  use: (servers: readonly RunningServer[]) => Promise<T>,
): Promise<T> {
  const servers: RunningServer[] = [];
  try {
    for (const spec of specs) servers.push(await RunningServer.start(spec, args));
    return await use(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
