import { spawn } from 'node:child_process';

/**
 * `daemonize yes` for a runtime that cannot fork: the process starts itself anew in a session of its own, without a
 * terminal, and ends when the other one serves.
 */
const MARK = 'CINNABAR_IN_BACKGROUND';

/** Whether this is the process that another has sent to the background. Answers only once: its children are not. */
export function takeBackgroundMark(environment: NodeJS.ProcessEnv = process.env): boolean {
  const marked = environment[MARK] === '1';
  Reflect.deleteProperty(environment, MARK);
  return marked;
}

/**
 * Starts the process in the background with `stdin` as its standard input. Answers the exit code for this one: 0 once
 * the other is up, that of the other when it ends before.
 */
export function goToBackground(stdin: string | undefined): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    detached: true,
    env: { ...process.env, [MARK]: '1' },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin, 'latin1');
  return new Promise((resolve) => {
    child.once('message', () => {
      child.disconnect();
      child.unref();
      resolve(0);
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Tells the process that has started this one that it may go. */
export function reportReady(): void {
  if (process.send === undefined) return;
  process.send('ready', () => {
    if (process.connected) process.disconnect();
  });
}
