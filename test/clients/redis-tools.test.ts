import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer, testsAnotherServer } from '../support/cinnabar-server.ts';
import { findOnPath } from '../support/executables.ts';
import { RawClient } from '../support/raw-client.ts';
import { describeUnless } from '../support/skip.ts';

const cli = process.env.CINNABAR_REDIS_CLI ?? findOnPath('redis-cli');
const benchmark = process.env.CINNABAR_REDIS_BENCHMARK ?? findOnPath('redis-benchmark');

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with this standard input until it ends. */
async function run(program: string, args: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
  const child = spawn(program, args, { stdio: 'pipe', env: { ...process.env, REDISCLI_HISTFILE: '/dev/null' } });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

describeUnless(cli === undefined ? 'no redis-cli on PATH' : undefined, 'redis-cli', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
    const client = await RawClient.connect(server);
    await client.send('MSET', ...Array.from({ length: 500 }, (_, i) => [`key:${i}`, 'value']).flat());
    await client.close();
  });
  afterAll(() => server?.close());

  async function redisCli(args: readonly string[], input: string | Buffer = ''): Promise<string> {
    const { code, stdout, stderr } = await run(cli as string, ['-p', String(server.port), ...args], input);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout;
  }

  /** What `help` prints, without its colours. */
  async function help(name: string): Promise<string> {
    return stripVTControlCharacters(await redisCli([], `help ${name}\n`));
  }

  test.each<[args: string[], output: string]>([
    [['PING'], 'PONG\n'],
    [['-3', 'PING'], 'PONG\n'],
    [['SET', 'cli', 'hello world', 'EX', '100'], 'OK\n'],
    [['GET', 'cli'], 'hello world\n'],
    [['--no-raw', 'GET', 'nokey'], '(nil)\n'],
    [['-3', '--no-raw', 'GET', 'nokey'], '(nil)\n'],
    [['--no-raw', 'TTL', 'nokey'], '(integer) -2\n'],
    [['--no-raw', 'MGET', 'key:1', 'nokey'], '1) "value"\n2) (nil)\n'],
    [['-3', '--no-raw', 'CONFIG', 'GET', 'databases'], '1# "databases" => "16"\n'],
    [['--json', 'CONFIG', 'GET', 'databases'], '{"databases":"16"}\n'],
    [['--csv', 'MGET', 'key:1', 'key:2'], '"value","value"\n'],
    [['-n', '3', 'DBSIZE'], '0\n'],
    [['-r', '3', 'INCR', 'cli:n'], '1\n2\n3\n'],
    [['NOSUCH'], "ERR unknown command 'NOSUCH', with args beginning with: \n\n"],
  ])('%j', async (args, output) => {
    expect(await redisCli(args)).toBe(output);
  });

  test('-x takes the last argument from standard input, whatever bytes it has', async () => {
    const value = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    expect(await redisCli(['-x', 'SET', 'binary'], value)).toBe('OK\n');
    expect(await redisCli(['STRLEN', 'binary'])).toBe('256\n');
  });

  test('commands from standard input, with a transaction', async () => {
    const input = 'SELECT 1\nMULTI\nSET a 1\nINCR a\nEXEC\nGET a\nHELLO 3\nCLIENT GETNAME\n';
    const output = await redisCli([], input);
    expect(output).toMatch(/^OK\nOK\nQUEUED\nQUEUED\nOK\n2\n2\nserver redis\nversion /);
  });

  test('--scan finds every key, and --pattern some', async () => {
    const all = (await redisCli(['--scan', '--pattern', 'key:*'])).trim().split('\n');
    expect(new Set(all).size).toBe(500);
    expect((await redisCli(['--scan', '--pattern', 'key:49?'])).trim().split('\n')).toHaveLength(10);
  });

  test('--bigkeys walks the keyspace', async () => {
    const output = await redisCli(['--bigkeys']);
    expect(output).toMatch(/Sampled \d+ keys in the keyspace!/);
    expect(output).toMatch(/\d+ strings with \d+ bytes/);
  });

  test('--memkeys asks for MEMORY USAGE', async () => {
    expect(await redisCli(['--memkeys'])).toMatch(/\d+ strings with \d+ bytes/);
  });

  test('--latency measures PING', async () => {
    expect(await redisCli(['--latency', '-i', '1', '--raw'])).toMatch(/^\d+ \d+ \d+\.\d+ \d+\n$/);
  });

  test('--pipe loads commands in bulk', async () => {
    const input = Array.from(
      { length: 2000 },
      (_, i) => `*3\r\n$3\r\nSET\r\n$${`bulk:${i}`.length}\r\nbulk:${i}\r\n$1\r\nv\r\n`,
    ).join('');
    expect(await redisCli(['--pipe'], input)).toContain('errors: 0, replies: 2000');
    expect(await redisCli(['EXISTS', 'bulk:0', 'bulk:1999'])).toBe('2\n');
  });

  test('COMMAND DOCS is what its hints and help are made of', async () => {
    const docs = JSON.parse(await redisCli(['--json', 'COMMAND', 'DOCS', 'getrange'])) as Record<
      string,
      Record<string, unknown>
    >;
    expect(docs.getrange).toMatchObject({ group: 'string', since: '2.4.0' });
    expect(docs.getrange.arguments).toHaveLength(3);
    expect(await help('getrange')).toMatch(/GETRANGE key start end/);
    expect(await help('SET')).toMatch(/SET key value \[NX\|XX/);
  });

  test.skipIf(testsAnotherServer())('help knows the commands of newer releases from COMMAND DOCS', async () => {
    expect(await help('msetex')).toMatch(/MSETEX numkeys key value/);
  });

  test('INFO SERVER gives the version', async () => {
    expect(await redisCli(['INFO', 'server'])).toMatch(/redis_version:\d+\.\d+\.\d+\r\n/);
  });

  test('a password', async () => {
    const locked = await startServer({ requirepass: 'secret' });
    const port = String(locked.port);
    const open = await run(cli as string, ['-p', port, '-a', 'secret', '--no-auth-warning', 'PING']);
    expect(open.stdout).toBe('PONG\n');
    expect(
      (
        await run(cli as string, [
          '-p',
          port,
          '-3',
          '--user',
          'default',
          '--pass',
          'secret',
          '--no-auth-warning',
          'PING',
        ])
      ).stdout,
    ).toBe('PONG\n');
    expect((await run(cli as string, ['-p', port, 'PING'])).stdout).toBe('NOAUTH Authentication required.\n\n');
    await locked.close();
  });
});

describeUnless(benchmark === undefined ? 'no redis-benchmark on PATH' : undefined, 'redis-benchmark', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  describe.each([[[]], [['-3']]])('with %j', (flags: string[]) => {
    test.each([
      ['pipelined', ['-t', 'ping,set,get,incr,mset', '-n', '10000', '-P', '16']],
      ['one at a time, with random keys', ['-t', 'set,get', '-n', '2000', '-r', '1000', '-c', '20']],
      ['of 16 KB values', ['-t', 'set,get', '-n', '1000', '-d', '16384', '-P', '4']],
      ['of a given command', ['-n', '1000', '-r', '100', 'SET', 'key:__rand_int__', 'value', 'EX', '100']],
    ])('%s', async (_, args) => {
      const { code, stdout, stderr } = await run(benchmark as string, [
        '-p',
        String(server.port),
        '-q',
        ...flags,
        ...args,
      ]);
      expect(stderr).toBe('');
      expect(stdout).toMatch(/requests per second/);
      expect(code).toBe(0);
    });
  });

  test('its keys are there afterwards', async () => {
    const client = await RawClient.connect(server);
    expect((await client.send('EXISTS', 'counter:__rand_int__')).value).toBe(1);
    await client.close();
  });
});
