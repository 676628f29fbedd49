import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../support/child-server.ts';
import type { RunningProcess } from '../support/child-server.ts';
import { serverCommand, startServerProcess, testsAnotherServer } from '../support/cinnabar-server.ts';
import { freePort } from '../support/free-port.ts';
import { RawClient } from '../support/raw-client.ts';

const READY = 'Ready to accept connections tcp';

let folder: string;
let running: RunningProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cinnabar-start-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(args: readonly string[], input?: string): RunningProcess {
  running = runProcess(serverCommand(), args, folder, input);
  return running;
}

/** Runs until the process ends by itself. */
async function outcome(args: readonly string[], input?: string): Promise<{ code: number | string; output: string }> {
  const started = run(args, input);
  return { code: await started.exit, output: started.output() };
}

/** Starts on a free port and asks for the settings. */
async function settings(args: readonly string[], names: readonly string[], input?: string): Promise<string[]> {
  const port = await freePort();
  const stdinMark = args.indexOf('-');
  const started = run(args.toSpliced(stdinMark > 0 ? stdinMark : args.length, 0, '--port', String(port)), input);
  await started.printed(READY);
  const client = await RawClient.connect({ host: '127.0.0.1', port });
  const values: string[] = [];
  for (const name of names) values.push(((await client.send('CONFIG', 'GET', name)).value as string[])[1]);
  await client.close();
  return values;
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('the command line', () => {
  test.each(['-v', '--version'])('%s prints the version', async (flag) => {
    const { code, output } = await outcome([flag]);
    expect(output).toMatch(/\bv=\d+\.\d+\.\d+ .*\n$/);
    expect(code).toBe(0);
  });

  test.each(['-h', '--help'])('%s prints the usage and does not serve', async (flag) => {
    const { output } = await outcome([flag]);
    expect(output).toMatch(/usage/i);
    expect(output).toContain('/path/to/redis.conf');
    expect(output).not.toContain(READY);
  });

  test.each<[args: string[], name: string, value: string]>([
    [['--maxmemory', '100mb'], 'maxmemory', '104857600'],
    [['--MaxMemory', '1GB'], 'maxmemory', '1073741824'],
    [['--maxmemory', '100mb', '--maxmemory', '200mb'], 'maxmemory', '209715200'],
    [['--save', '900', '1', '--save', '60', '1000'], 'save', '900 1 60 1000'],
    [['--save', '900 1 60 1000'], 'save', '900 1 60 1000'],
    [['--save', '60 1'], 'save', '60 1'],
    [['--save 60 1'], 'save', '60 1'],
    [['--save', ''], 'save', ''],
    [['--requirepass', ''], 'requirepass', ''],
    [['--timeout', '60', '--save', ''], 'timeout', '60'],
    [
      ['--client-output-buffer-limit', 'normal', '1mb', '2mb', '10'],
      'client-output-buffer-limit',
      'normal 1048576 2097152 10 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
    ],
    [['--bind', '127.0.0.1', '127.0.0.2'], 'bind', '127.0.0.1 127.0.0.2'],
    [['--databases', '4'], 'databases', '4'],
    [['--loglevel', 'verbose'], 'loglevel', 'verbose'],
  ])('%j sets %s to %j', async (args, name, value) => {
    expect(await settings(args, [name])).toEqual([value]);
  });

  test('one argument may hold a directive and its values, as testcontainers passes them', async () => {
    const port = await freePort();
    const started = run(['--requirepass pass', '--save 1 1 ', '--port', String(port)]);
    await started.printed(READY);
    const client = await RawClient.connect({ host: '127.0.0.1', port });
    expect((await client.send('AUTH', 'pass')).text).toBe('+OK\r\n');
    expect((await client.send('CONFIG', 'GET', 'save')).value).toEqual(['save', '1 1']);
    await client.send('CONFIG', 'SET', 'save', '');
    await client.close();
  });

  test.each<[args: string[], line: string, reason: string]>([
    [['--port'], "'port'", 'wrong number of arguments'],
    [['--port', 'abc'], `'port "abc"'`, "argument couldn't be parsed into an integer"],
    [['--port', '99999'], `'port "99999"'`, 'argument must be between 0 and 65535 inclusive'],
    [['--maxmemory', '1xb'], `'maxmemory "1xb"'`, 'argument must be a memory value'],
    [['--save', 'abc'], `'save "abc"'`, 'Invalid save parameters'],
    [['--save', '1'], `'save "1"'`, 'Invalid save parameters'],
    [['--databases', '0'], `'databases "0"'`, 'argument must be between 1 and 2147483647 inclusive'],
    [['--appendonly', 'maybe'], `'appendonly "maybe"'`, "argument must be 'yes' or 'no'"],
    [
      ['--loglevel', 'loud'],
      `'loglevel "loud"'`,
      'argument(s) must be one of the following: debug, verbose, notice, warning, nothing',
    ],
    [['--dir', '/no/such'], `'dir "/no/such"'`, 'No such file or directory'],
    [['-x'], `'"-x"'`, 'Bad directive or wrong number of arguments'],
  ])('%j is fatal', async (args, line, reason) => {
    const { code, output } = await outcome(args);
    expect(output).toContain(`Reading the configuration file, at line 2\n>>> ${line}\n${reason}\n`);
    expect(output).toMatch(/\n\*\*\* FATAL CONFIG FILE ERROR \([^)]+\) \*\*\*\n/);
    expect(code).toBe(1);
  });

  test('the line of a later bad directive is counted', async () => {
    const { code, output } = await outcome(['--timeout', '5', '--maxclients', 'x']);
    expect(output).toContain(
      `Reading the configuration file, at line 3\n>>> 'maxclients "x"'\nargument couldn't be parsed into an integer\n`,
    );
    expect(code).toBe(1);
  });

  test.skipIf(testsAnotherServer())('an unknown directive is fatal', async () => {
    const { code, output } = await outcome(['--nosuch', 'yes']);
    expect(output).toMatch(/FATAL CONFIG FILE ERROR/);
    expect(output).toContain(
      `Reading the configuration file, at line 2\n>>> 'nosuch "yes"'\nBad directive or wrong number of arguments\n`,
    );
    expect(code).toBe(1);
  });

  test('nothing to listen on is fatal', async () => {
    const { code, output } = await outcome(['--port', '0']);
    expect(output).toContain('Configured to not listen anywhere, exiting.');
    expect(code).toBe(1);
  });

  test('a port that is taken is fatal', async () => {
    const first = await startServerProcess();
    const { code, output } = await outcome(['--bind', '127.0.0.1', '--port', String(first.port)]);
    await first.close();
    expect(output).toContain(
      `Could not create server TCP listening socket 127.0.0.1:${first.port}: bind: Address already in use`,
    );
    expect(output).toContain(`Failed listening on port ${first.port} (tcp), aborting.`);
    expect(code).toBe(1);
  });
});

describe('the configuration file', () => {
  test('is read, with comments, blank lines, quotes and repeated directives', async () => {
    const path = await file(
      'good.conf',
      '# a comment\n\n  timeout 10  \nsave 900 1\nsave 60 5\nmaxmemory-policy "allkeys-lru"\n\tTIMEOUT 11\n',
    );
    expect(await settings([path], ['timeout', 'save', 'maxmemory-policy'])).toEqual([
      '11',
      '900 1 60 5',
      'allkeys-lru',
    ]);
  });

  test('gives way to the command line', async () => {
    const path = await file('base.conf', 'timeout 10\nmaxclients 50\nsave ""\n');
    expect(await settings([path, '--timeout', '20'], ['timeout', 'maxclients'])).toEqual(['20', '50']);
  });

  test('may include others', async () => {
    await mkdir(join(folder, 'sub'), { recursive: true });
    await file('sub/one.conf', 'timeout 1\n');
    await file('sub/two.conf', 'maxclients 77\n');
    const path = await file('including.conf', `include ${join(folder, 'sub', '*.conf')}\nsave ""\n`);
    expect(await settings([path], ['timeout', 'maxclients'])).toEqual(['1', '77']);
  });

  test('may come from standard input', async () => {
    expect(await settings(['-'], ['timeout', 'save'], 'timeout 33\nsave ""\n')).toEqual(['33', '']);
  });

  test('from standard input adds to a file and gives way to the command line', async () => {
    const path = await file('with-stdin.conf', 'timeout 1\nmaxclients 50\nsave ""\n');
    const args = [path, '--hz', '20', '-'];
    expect(await settings(args, ['timeout', 'maxclients', 'hz'], 'timeout 2\nhz 30\n')).toEqual(['2', '50', '20']);
  });

  test.each<[text: string, line: number, shown: string, reason: string]>([
    ['# one\ntimeout 5\nport x\n', 3, 'port x', "argument couldn't be parsed into an integer"],
    ['\n\nsave "abc\n', 3, 'save "abc', 'Unbalanced quotes in configuration line'],
    ['appendonly maybe', 1, 'appendonly maybe', "argument must be 'yes' or 'no'"],
    [
      'maxmemory-policy none\n',
      1,
      'maxmemory-policy none',
      'argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction',
    ],
    ['port 1 2\n', 1, 'port 1 2', 'wrong number of arguments'],
  ])('%j is fatal at line %i', async (text, line, shown, reason) => {
    const { code, output } = await outcome([await file('bad.conf', text)]);
    expect(output).toContain(`Reading the configuration file, at line ${line}\n>>> '${shown}'\n${reason}\n`);
    expect(code).toBe(1);
  });

  test('that is not there is fatal', async () => {
    const path = join(folder, 'absent.conf');
    const { code, output } = await outcome([path]);
    expect(output).toContain(`Fatal error, can't open config file '${path}': No such file or directory`);
    expect(code).toBe(1);
  });

  test('a bad line on standard input is fatal', async () => {
    const { code, output } = await outcome(['-'], 'timeout 1\nport x\n');
    expect(output).toContain(`>>> 'port x'\nargument couldn't be parsed into an integer\n`);
    expect(code).toBe(1);
  });
});

describe('the log', () => {
  test('has one line per message in the form of redis-server, with the texts that tools wait for', async () => {
    const started = run(['--port', String(await freePort()), '--save', '']);
    await started.printed(READY);
    const lines = started.output().trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^\d+:[CM] \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3} [.*#-] \S.*$/);
    }
    expect(lines.at(-1)).toMatch(new RegExp(`^${started.child.pid}:M .* \\* ${READY}$`));
    expect(started.output()).toMatch(/:M .* \* Server initialized\n/);
  });

  test('goes to logfile', async () => {
    const path = join(folder, 'server.log');
    const port = String(await freePort());
    const started = run(['--port', port, '--save', '', '--logfile', path]);
    await waitForFile(path, READY);
    await started.stop();
    expect(started.output()).not.toContain(READY);
    expect(readFileSync(path, 'utf8')).toContain('bye bye');
  });

  test('of loglevel warning has no notices', async () => {
    const port = await freePort();
    const started = run(['--port', String(port), '--save', '', '--loglevel', 'warning']);
    for (;;) {
      const client = await RawClient.connect({ host: '127.0.0.1', port }).catch(() => undefined);
      if (client === undefined) continue;
      expect((await client.send('PING')).text).toBe('+PONG\r\n');
      await client.close();
      break;
    }
    expect(started.output()).not.toContain(READY);
  });

  test.skipIf(testsAnotherServer())('can be JSON', async () => {
    const started = run(['--port', String(await freePort()), '--save', '', '--log-format', 'json']);
    await started.printed(READY);
    const messages = started
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(messages.map((message) => message.msg)).toContain('Server initialized');
    expect(messages.at(-1)?.msg).toBe(READY);
  });
});

describe('the end', () => {
  async function started(...args: string[]): Promise<[RunningProcess, RawClient]> {
    const port = await freePort();
    const server = run(['--port', String(port), '--save', '', ...args]);
    await server.printed(READY);
    return [server, await RawClient.connect({ host: '127.0.0.1', port })];
  }

  test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'] as const)(
    '%s closes the connections and exits with 0',
    async (signal) => {
      const [server, client] = await started();
      await client.send('SET', 'k', 'v');
      server.child.kill(signal);
      expect(await server.exit).toBe(0);
      await client.closed;
      expect(server.output()).toContain(`Received ${signal} scheduling shutdown...`);
      expect(server.output()).toContain('* User requested shutdown...');
      expect(server.output()).toMatch(/ready to exit, bye bye\.\.\.\n$/);
    },
  );

  test.each([['SHUTDOWN'], ['SHUTDOWN', 'NOSAVE'], ['SHUTDOWN', 'NOW'], ['shutdown', 'nosave', 'force']])(
    '%j %j ends without a reply',
    async (...command) => {
      const [server, client] = await started();
      client.write(command.filter(Boolean).join(' ') + '\r\n');
      expect(await client.readToEnd()).toBe('');
      expect(await server.exit).toBe(0);
    },
  );

  test('a client that does not read cannot hold it up', async () => {
    const [server, client] = await started();
    await client.send('SET', 'big', 'x'.repeat(1_000_000));
    client.socket.pause();
    client.write('GET big\r\n'.repeat(100));
    const other = await RawClient.connect({ host: '127.0.0.1', port: client.socket.remotePort as number });
    await other.send('PING');
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    await Promise.all([client.close(), other.close()]);
  });

  test('the pid file is written and removed', async () => {
    const path = join(folder, 'server.pid');
    const [server, client] = await started('--pidfile', path);
    expect(readFileSync(path, 'utf8')).toBe(`${server.child.pid}\n`);
    await client.close();
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    expect(existsSync(path)).toBe(false);
  });
});

async function waitForFile(path: string, text: string): Promise<void> {
  while (!existsSync(path) || !readFileSync(path, 'utf8').includes(text)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
