import { spawn } from 'node:child_process';
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownTest } from './known.ts';
import type { PortRange } from './ports.ts';

export interface UnitRun {
  readonly output: string;
  readonly seconds: number;
  readonly isTimedOut: boolean;
}

/** Runs one unit in a tree of the suite, and ends all that it leaves behind. */
export async function runUnit(
  unit: string,
  tree: string,
  ports: PortRange,
  known: readonly KnownTest[],
  withoutTags: readonly string[],
  timeoutMs: number,
): Promise<UnitRun> {
  const skipFile = join(tree, 'tests-to-skip');
  writeFileSync(skipFile, known.flatMap(({ test, skip = false }) => (skip ? [test] : [])).join('\n'));
  const args = ['--single', unit, '--clients', '1', '--durable', '--skipfile', skipFile];
  args.push('--baseport', String(ports.base), '--portcount', String(ports.count));
  if (withoutTags.length > 0) args.push('--tags', withoutTags.map((tag) => `-${tag}`).join(' '));
  const start = performance.now();
  const { output, isTimedOut } = await collect(join(tree, 'runtest'), args, tree, timeoutMs);
  return { output, isTimedOut, seconds: (performance.now() - start) / 1000 };
}

/** The suite in a process group of its own, which is ended as a whole. */
function collect(
  program: string,
  args: readonly string[],
  tree: string,
  timeoutMs: number,
): Promise<Pick<UnitRun, 'output' | 'isTimedOut'>> {
  return new Promise((done, fail) => {
    const env = { ...process.env, TERM: 'dumb' };
    const suite = spawn(program, args, { cwd: tree, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let isTimedOut = false;
    const endAll = (): void => {
      endGroup(suite.pid);
      endProcessesIn(tree);
    };
    const interrupted = (): void => {
      endAll();
      process.exit(130);
    };
    const timer = setTimeout(() => {
      isTimedOut = true;
      endAll();
    }, timeoutMs);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
    suite.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    suite.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    suite.once('error', fail);
    // Servers that outlive the suite hold its output open: so its exit ends them, and then the output ends.
    suite.once('exit', endAll);
    suite.once('close', () => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
      done({ output: Buffer.concat(chunks).toString('utf8'), isTimedOut });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) end(-pid);
}

/** Servers that made themselves daemons have left the group, but work in a folder of the tree. */
function endProcessesIn(tree: string): void {
  let entries: string[];
  try {
    entries = readdirSync('/proc');
  } catch {
    // Not Linux.
    return;
  }
  for (const pid of entries.map(Number).filter((entry) => entry > 1 && entry !== process.pid)) {
    if (workingFolder(pid).startsWith(`${tree}/`)) end(pid);
  }
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone, or somebody else's.
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself.
  }
}
