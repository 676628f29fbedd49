import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningProcess, ServerCommand } from '../support/child-server.ts';
import { runProcess } from '../support/child-server.ts';
import { serverCommand, testsAnotherServer } from '../support/cinnabar-server.ts';
import { freePort } from '../support/free-port.ts';
import { RawClient } from '../support/raw-client.ts';
import { describeUnless } from '../support/skip.ts';

const READY = 'Ready to accept connections tcp';
const DEBUG = ['--enable-debug-command', 'yes'];
const notHere =
  process.platform === 'win32'
    ? 'signals and sessions are those of Unix'
    : testsAnotherServer()
      ? 'texts are of cinnabar'
      : undefined;

let folder: string;
let running: RunningProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cinnabar-process-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly server: RunningProcess;
  readonly client: RawClient;
  readonly port: number;
}

async function start(args: readonly string[], command: ServerCommand = serverCommand()): Promise<Started> {
  const port = await freePort();
  running = runProcess(command, [...args, '--port', String(port), '--save', ''], folder);
  await running.printed(READY);
  return { server: running, client: await connect(port), port };
}

async function connect(port: number): Promise<RawClient> {
  for (;;) {
    const client = await RawClient.connect({ host: '127.0.0.1', port }).catch(() => undefined);
    if (client !== undefined) return client;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describeUnless(notHere, 'a crash', () => {
  test('by an error of its own is one report, then the end', async () => {
    const pidFile = join(folder, 'crash.pid');
    const { server, client } = await start([...DEBUG, '--pidfile', pidFile]);
    client.write('DEBUG PANIC\r\n');
    expect(await client.readToEnd()).toBe('');
    expect(await server.exit).toBe(1);
    const output = server.output();
    expect(output.split('=== CINNABAR BUG REPORT START')).toHaveLength(2);
    expect(output).toMatch(/Guru Meditation: DEBUG PANIC called at Unix time \d+ #main\.js:\d+:\d+/);
    expect(output).toContain("argv[0]: 'DEBUG'\nargv[1]: 'PANIC'\n");
    expect(output).toMatch(/------ INFO OUTPUT ------\n# Server\n/);
    expect(output).toMatch(/------ CLIENT LIST OUTPUT ------\nid=\d+ addr=127\.0\.0\.1/);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('by a failed assertion hides user data where it is to', async () => {
    const { server, client } = await start([...DEBUG, '--hide-user-data-from-log', 'yes']);
    client.write('DEBUG ASSERT\r\n');
    expect(await server.exit).toBe(1);
    expect(server.output()).toContain('=== ASSERTION FAILED ===');
    expect(server.output()).toContain("argv[0]: 'DEBUG'\nargv[1]: '*redacted*'\n");
    await client.close();
  });

  test('by DEBUG SEGFAULT ends by that signal', async () => {
    const { server, client } = await start(DEBUG);
    client.write('DEBUG SEGFAULT\r\n');
    expect(await server.exit).toBe('SIGSEGV');
    expect(server.output()).toContain('crashed by signal: 11, SIGSEGV');
    await client.close();
  });

  test('by SIGABRT from outside is reported too', async () => {
    const { server, client } = await start([]);
    server.child.kill('SIGABRT');
    expect(await server.exit).toBe('SIGABRT');
    expect(server.output()).toContain('crashed by signal: 6, SIGABRT');
    await client.close();
  });

  test('has no report with crash-log-enabled no', async () => {
    const { server, client } = await start([...DEBUG, '--crash-log-enabled', 'no']);
    client.write('DEBUG PANIC\r\n');
    expect(await server.exit).toBe(1);
    expect(server.output()).not.toContain('BUG REPORT');
    expect(server.output()).toContain('# Ended by an error: DEBUG PANIC called');
    await client.close();
  });
});

describeUnless(notHere, 'signals', () => {
  test.each(['SIGHUP', 'SIGUSR1', 'SIGALRM'] as const)('%s does not end it', async (signal) => {
    const { server, client } = await start([]);
    server.child.kill(signal);
    expect((await client.send('PING')).text).toBe('+PONG\r\n');
    if (signal === 'SIGALRM') await server.printed('Received SIGALRM');
    await client.close();
  });
});

describeUnless(notHere, 'in the background', () => {
  test('the first process ends with 0 once the other serves', async () => {
    const port = await freePort();
    const pidFile = join(folder, 'background.pid');
    const args = ['--port', String(port), '--daemonize', 'yes', '--pidfile', pidFile, '--save', ''];
    running = runProcess(serverCommand(), [...args, '--logfile', join(folder, 'background.log')], folder);
    expect(await running.exit).toBe(0);
    const client = await RawClient.connect({ host: '127.0.0.1', port });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(pid).not.toBe(running.child.pid);
    expect((await client.send('INFO', 'server')).text).toContain(`process_id:${pid}\r\n`);
    client.write('SHUTDOWN\r\n');
    expect(await client.readToEnd()).toBe('');
    await gone(pidFile);
  });

  test('a configuration on standard input reaches the other', async () => {
    const port = await freePort();
    running = runProcess(
      serverCommand(),
      ['-'],
      folder,
      `port ${port}\ndaemonize yes\nsave ""\npidfile ${folder}/in.pid\n`,
    );
    expect(await running.exit).toBe(0);
    const client = await RawClient.connect({ host: '127.0.0.1', port });
    expect((await client.send('CONFIG', 'GET', 'daemonize')).value).toEqual(['daemonize', 'yes']);
    client.write('SHUTDOWN\r\n');
    expect(await client.readToEnd()).toBe('');
  });

  test('a failure of the other is one of the first', async () => {
    const { port, client } = await start([]);
    const args = ['--port', String(port), '--daemonize', 'yes', '--pidfile', join(folder, 'failed.pid')];
    const second = runProcess(serverCommand(), args, folder);
    expect(await second.exit).toBe(1);
    await client.close();
  });
});

describeUnless(notHere, 'the configuration file', () => {
  test('renames commands, and takes them away', async () => {
    const path = await file('renamed.conf', 'rename-command FLUSHALL ""\nrename-command get obtain\n');
    const { client } = await start([path]);
    expect((await client.send('FLUSHALL')).text).toMatch(/^-ERR unknown command 'FLUSHALL'/);
    expect((await client.send('GET', 'k')).text).toMatch(/^-ERR unknown command/);
    expect((await client.send('Obtain', 'k')).text).toBe('$-1\r\n');
    await client.close();
  });

  test.each([
    ['rename-command nosuch x', 'No such command in rename-command'],
    ['rename-command get set', 'Target command name already exists'],
  ])('%s is fatal', async (line, error) => {
    const path = await file('bad-name.conf', `# comment\n${line}\n`);
    running = runProcess(serverCommand(), [path, '--port', String(await freePort())], folder);
    expect(await running.exit).toBe(1);
    expect(running.output()).toContain(
      `*** FATAL CONFIG FILE ERROR (Redis 8.0.2) ***\nReading the configuration file, at line 2\n>>> '${line}'\n${error}\n`,
    );
  });

  test('stays as it was when there is no room for a new one', async () => {
    const text = '# mine\nmaxmemory 100mb\n';
    const path = await file('full.conf', text);
    const { program, args, name } = serverCommand();
    const limited = { name, program: 'sh', args: ['-c', 'ulimit -f 0; exec "$0" "$@"', program, ...args] };
    const { client } = await start([path], limited);
    await client.send('CONFIG', 'SET', 'maxmemory', '200mb');
    expect((await client.send('CONFIG', 'REWRITE')).text).toBe('-ERR Rewriting config file: File too large\r\n');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(folder).filter((entry) => entry.startsWith('full.conf'))).toEqual(['full.conf']);
    expect((await client.send('CONFIG', 'GET', 'maxmemory')).value).toEqual(['maxmemory', '209715200']);
    await client.close();
  });

  test('is written by DEBUG RESTART, and read by the new process', async () => {
    const path = await file('restart.conf', 'enable-debug-command yes\nproc-title-template "{title} a"\n');
    const { server, client, port } = await start([path]);
    await client.send('CONFIG', 'SET', 'maxmemory', '100mb');
    client.write('DEBUG RESTART\r\n');
    expect(await client.readToEnd()).toBe('');
    const again = await connect(port);
    expect((await again.send('CONFIG', 'GET', 'maxmemory')).value).toEqual(['maxmemory', '104857600']);
    expect((await again.send('INFO', 'server')).text).not.toContain(`process_id:${server.child.pid}\r\n`);
    again.write('SHUTDOWN\r\n');
    expect(await again.readToEnd()).toBe('');
    expect(await server.exit).toBe(0);
  });
});

describeUnless(notHere, 'DEBUG', () => {
  test('is refused unless the configuration allows it', async () => {
    const { client } = await start([]);
    expect((await client.send('DEBUG', 'JUST')).text).toMatch(/^-ERR DEBUG command not allowed\. If the enable-debug-/);
    expect((await client.send('DEBUG')).text).toBe("-ERR wrong number of arguments for 'debug' command\r\n");
    await client.send('MULTI');
    expect((await client.send('DEBUG', 'SLEEP', '0')).text).toMatch(/^-ERR DEBUG command not allowed/);
    expect((await client.send('EXEC')).text).toMatch(/^-EXECABORT/);
    await client.close();
  });

  test('SET-ACTIVE-EXPIRE 0 leaves due keys where they are', async () => {
    const { client } = await start(DEBUG);
    await client.send('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
    await client.send('SET', 'k', 'v', 'PX', '1');
    await client.send('DEBUG', 'SLEEP', '0.3');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await client.send('DBSIZE')).text).toBe(':1\r\n');
    await client.send('DEBUG', 'SET-ACTIVE-EXPIRE', '1');
    while ((await client.send('DBSIZE')).text !== ':0\r\n') await new Promise((resolve) => setTimeout(resolve, 20));
    await client.close();
  });
});

async function gone(path: string): Promise<void> {
  while (existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
}
