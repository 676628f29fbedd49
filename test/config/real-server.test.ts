import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { DIRECTIVES } from '../../src/config/directives.ts';
import { loadConfig } from '../../src/config/file.ts';
import type { RunningServer } from '../support/child-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RELEASE = 8;
const notThere =
  noRealServer ?? (realServer().version[0] < RELEASE ? 'the redis-server here is older than 8.0' : undefined);

/** What Redis has no directive for: cinnabar's own, and Valkey's for COMMANDLOG. */
const isOwn = (name: string): boolean =>
  ['log-format', 'metrics-port', 'request-coalescing'].includes(name) || name.startsWith('commandlog-');

/** What a real server cannot be asked for without harm or by this machine's leave. */
const NOT_COMPARED = [
  'bind',
  'port',
  'tls-port',
  'dir',
  'requirepass',
  'maxclients',
  'appendonly',
  'activedefrag',
  'locale-collate',
  'oom-score-adj',
  'oom-score-adj-values',
  'tls-replication',
  'tls-cluster',
  'crash-log-enabled',
  'watchdog-period',
  'rdb-key-save-delay',
  'key-load-delay',
  // Their effect on this client comes before the next question.
  'timeout',
  'maxmemory-clients',
  'client-query-buffer-limit',
  'client-output-buffer-limit',
  'maxmemory',
  'repl-backlog-size',
];

const VALUES = [
  ...['', 'yes', 'NO', 'maybe', '0', '1', '-1', '007', '+1', '1 ', '42', '100', '101', '65536', '2147483648'],
  ...['-2147483649', '4294967296', '9223372036854775807', '9223372036854775808', '18446744073709551615'],
  ...['1b', '1K', '1kb', '2m', '3MB', '4g', '6tb', 'kb', '-1kb', '1.5', '10%', 'abc', 'yes\0x', '0\0x'],
  ...['allkeys-LRU', 'always', 'warning', 'save', 'now force', 'now  force', 'save nosave', 'default', 'default now'],
  ...['3600 1', '60', '60 1 ', '0 1', 'KEA', 'x$K', 'nm', 'q', '50 99 99.9', '5e1', 'nan', 'a/b', 'a\\b', 'with space'],
  ...['\xff\x01"', '{title}', '{foo}', '{{', '{', '{port} x', '  ', 'hostname', 'local', 'bad_host', 'a&b'],
  ...['a'.repeat(255), 'a'.repeat(256), 'swapdb', 'optional', 'clients', 'allchannels'],
];

/** Configuration files that do not load. */
const BAD_FILES = [
  ...[
    'bogus',
    '\n\n  bogus  \n',
    'port',
    'port 1 2',
    'port "1',
    "port '1'x",
    'PORT x',
    'port 70000',
    'hz 5\0\ntimeout 3',
  ],
  ...['maxmemory 1tb', 'maxmemory-policy x', 'save 1', 'save 0 0', 'save 1 1\nsave "a"', 'dir /nonexistent', 'dir ""'],
  ...['logfile /nonexistent/x', 'cluster-enabled yes\nreplicaof 1 1', 'replicaof a', 'slaveof a 70000', 'include'],
  ...[
    'unixsocketperm 999',
    'unixsocketperm 7777',
    'client-output-buffer-limit "normal 1 2 "',
    'oom-score-adj-values 1 2',
  ],
  ...['latency-tracking-info-percentiles 1 x', 'notify-keyspace-events q', 'shutdown-on-sigterm', 'sentinel monitor a'],
  ...['user', 'loadmodule', 'appendfilename ""', 'appenddirname a/b', 'syslog-facility x', 'include bad.conf\nhz 1'],
  ...[`bind ${'::1 '.repeat(17)}`, 'list-max-listpack-size -2147483649', 'enable-debug-command maybe', 'hz\v7'],
];

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describeUnless(notThere, 'the same as a real server', () => {
  let server: RunningServer;
  let client: RawClient;
  const config = new Config();

  beforeAll(async () => {
    server = await realServer().start();
    client = await RawClient.connect({ host: server.host, port: server.port });
    config.set([['save', '']]);
  });

  afterAll(async () => {
    await client.close();
    await server.close();
  });

  async function realGet(name: string): Promise<string> {
    return (await client.send('CONFIG', 'GET', name)).text;
  }

  function ourGet(name: string): string {
    const flat = config.matching([name]).flat();
    return `*${flat.length}\r\n${flat.map((text) => `$${text.length}\r\n${text}\r\n`).join('')}`;
  }

  const all = Object.entries(DIRECTIVES);
  const names = all.flatMap(([name, { spec }]) => (spec.alias === undefined ? [name] : [name, spec.alias]));
  const compared = names.filter((name) => !isOwn(name) && !NOT_COMPARED.includes(config.find(name)?.name ?? ''));

  test('are the defaults', async () => {
    const given = ['port', 'dir', 'logfile', 'locale-collate', 'bind'];
    const asked = names.filter((name) => !isOwn(name) && !given.includes(name));
    for (const name of asked) expect(ourGet(name)).toBe(await realGet(name));
  });

  test('are the names that CONFIG GET shows', async () => {
    const real = (await client.send('CONFIG', 'GET', '*')).value as string[];
    const ours = config.matching(['*']).map(([name]) => name);
    expect(ours.filter((name) => !isOwn(name)).sort()).toEqual(real.filter((_, i) => i % 2 === 0).sort());
  });

  test('are the directives that CONFIG SET refuses to change', async () => {
    const isRefused = (text: string): boolean => text.includes("can't set immutable config");
    for (const name of names.filter((known) => !isOwn(known))) {
      // The second one does not exist: nothing is changed.
      const { text } = await client.send('CONFIG', 'SET', name, 'x', 'no-such-directive', 'x');
      expect([name, config.find(name)?.directive.spec.immutable === true]).toEqual([name, isRefused(text)]);
    }
  });

  test.each(compared)('is CONFIG SET %s', async (name) => {
    for (const value of VALUES) {
      const { text } = await client.send('CONFIG', 'SET', name, latin1(value));
      const error = config.set([[name, value]]);
      expect([value, error === undefined ? '+OK\r\n' : `-${error}\r\n`]).toEqual([value, text]);
      expect([value, ourGet(name)]).toEqual([value, await realGet(name)]);
    }
  });

  describe('is the end', () => {
    test.each(BAD_FILES)('of %j', (text) => {
      const folder = temporaryFolder({ 'redis.conf': text, 'bad.conf': '\n\nport x\n' });
      const real = spawnSync(realServer().binary, ['redis.conf'], { cwd: folder, encoding: 'latin1', timeout: 5000 });
      const ours = new Config({ directory: folder });
      const load = (): void => loadConfig(ours, { file: join(folder, 'redis.conf'), options: '' });
      expect(load).toThrow(real.stderr);
      expect(real.stderr).toContain('*** FATAL CONFIG FILE ERROR');
    });
  });
});
