import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** A server under test, however it was started. */
export interface RunningServer {
  readonly name: string;
  readonly host: string;
  /** 0 when it listens on no TCP port. */
  readonly port: number;
  /** Undefined when it runs inside this process. */
  readonly pid: number | undefined;
  /** Stops the server and removes its folder. */
  close(): Promise<void>;
}

export type Config = Readonly<Record<string, string>>;

/** A program that takes redis-server's command line. */
export interface ServerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const READY = 'eady to accept connections';
const started = new Set<ChildProcess>();
process.once('exit', () => started.forEach((child) => child.kill('SIGKILL')));

/**
 * Starts a server as a child process on a free port (unless `config.port` names one), in a folder of its own and
 * without persistence, and waits until it accepts connections.
 */
export async function startChildServer(command: ServerCommand, config: Config = {}): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(command, config);
    } catch (error) {
      if (attempt === 3 || config.port !== undefined || !String(error).includes('in use')) throw error;
    }
  }
}

/** `--name value` for each directive. */
export function directiveArgs(config: Config): string[] {
  return Object.entries(config).flatMap(([name, value]) => [`--${name}`, value]);
}

/** A process whose output is gathered, for start-up and shutdown tests. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** Standard output and standard error so far. */
  output(): string;
  /** Resolves when the output contains the text; rejects when the process ends without it. */
  printed(text: string): Promise<void>;
  /** Resolves with the exit code (or the signal's name) after the output has ended. */
  readonly exit: Promise<number | string>;
  stop(): Promise<void>;
}

/** Starts `command` with more arguments in `folder`; `input`, if given, becomes its standard input. */
export function runProcess(
  command: ServerCommand,
  args: readonly string[],
  folder?: string,
  input?: string,
): RunningProcess {
  const child = spawn(command.program, [...command.args, ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  started.add(child);
  let output = '';
  const watchers = new Set<() => void>();
  const append = (chunk: Buffer): void => {
    output += chunk.toString();
    watchers.forEach((watch) => watch());
  };
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exit = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      started.delete(child);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  exit.catch(() => undefined);
  return {
    child,
    exit,
    output: () => output,
    printed: (text) => waitForText(text, () => output, watchers, exit),
    stop: () => stopProcess(child, exit),
  };
}

async function waitForText(
  text: string,
  output: () => string,
  watchers: Set<() => void>,
  exit: Promise<number | string>,
): Promise<void> {
  let watch = (): void => undefined;
  const seen = new Promise<void>((resolve) => {
    watch = () => {
      if (output().includes(text)) resolve();
    };
  });
  watchers.add(watch);
  watch();
  const ended = exit.then((code) => {
    if (!output().includes(text)) throw new Error(`exited with ${code} before printing "${text}":\n${output()}`);
  });
  await Promise.race([seen, ended]).finally(() => watchers.delete(watch));
}

async function stopProcess(child: ChildProcess, exit: Promise<number | string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    await exit;
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit.finally(() => clearTimeout(timer));
}

async function startOnce(command: ServerCommand, config: Config): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cinnabar-test-'));
  const port = config.port === undefined ? await freePort() : Number(config.port);
  const defaults: Config = { bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const args = directiveArgs({ ...defaults, ...config, port: String(port) });
  const running = runProcess(command, args, folder);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    await running.printed(READY);
  } catch (error) {
    await running.stop();
    await remove();
    throw error;
  }
  return {
    name: command.name,
    host: '127.0.0.1',
    port,
    pid: running.child.pid,
    async close() {
      await running.stop();
      await remove();
    },
  };
}
