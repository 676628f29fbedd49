import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configCommands } from '../../src/config/commands.ts';
import { Config } from '../../src/config/config.ts';
import type { TestConnection } from '../support/connections.ts';
import { bulk, createEngine } from '../support/connections.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Configured extends TestConnection {
  readonly config: Config;
  resets: number;
}

function connection(address = '127.0.0.1:1', isLoading = false): Configured {
  const config = new Config();
  const commands = configCommands({
    config,
    resetStatistics: () => void made.resets++,
    isLoading: () => isLoading,
  });
  const made = Object.assign(createEngine(() => commands).connect({ address }), { config, resets: 0 });
  return made;
}

describe('CONFIG GET', () => {
  it('answers a map of what its patterns match', () => {
    const { run, client } = connection();
    const pair = `${bulk('maxmemory-policy')}${bulk('noeviction')}`;
    expect(run('CONFIG', 'GET', 'maxmemory-polic?')).toBe(`*2\r\n${pair}`);
    client.protocol = 3;
    expect(run('CONFIG', 'GET', 'maxmemory-policy', 'timeout', 'nosuch')).toBe(
      `%2\r\n${pair}${bulk('timeout')}${bulk('0')}`,
    );
    expect(run('CONFIG', 'GET', 'nosuch')).toBe('%0\r\n');
  });
});

describe('CONFIG SET', () => {
  it('changes several parameters at once', () => {
    const { run, config } = connection();
    expect(run('CONFIG', 'SET', 'timeout', '7', 'MaxClients', '50')).toBe('+OK\r\n');
    expect([config.get('timeout'), config.get('maxclients')]).toEqual([7, 50]);
  });

  it('keeps bytes that are not text', () => {
    const { run } = connection();
    run('CONFIG', 'SET', 'requirepass', '\xff\xfe');
    expect(run('CONFIG', 'GET', 'requirepass')).toBe(`*2\r\n${bulk('requirepass')}${bulk('\xff\xfe')}`);
  });

  it.each([
    [['timeout', '1', 'maxclients'], 'ERR syntax error'],
    [['nosuch', '1'], "ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'"],
    [
      ['databases', '1'],
      "ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config",
    ],
    [['timeout', 'x'], /^-ERR CONFIG SET failed \(possibly related to argument 'timeout'\)/],
  ])('refuses %j', (words, error) => {
    const { run, config } = connection();
    const reply = run('CONFIG', 'SET', ...words);
    if (typeof error === 'string') expect(reply).toBe(`-${error}\r\n`);
    else expect(reply).toMatch(error);
    expect(config.get('timeout')).toBe(0);
  });

  it.each([
    ['127.0.0.1:5', true],
    ['[::1]:5', true],
    ['10.0.0.1:5', false],
  ])('lets %s set protected parameters as the configuration says: %s', (address, allowed) => {
    const { run, config } = connection(address);
    const setting = config.find('enable-protected-configs');
    if (setting === undefined) throw new Error('no such directive');
    config.load(setting, ['local']);
    expect(run('CONFIG', 'SET', 'dbfilename', 'x.rdb') === '+OK\r\n').toBe(allowed);
  });

  it('tells who may not set something yet that data is being loaded', () => {
    expect(connection('127.0.0.1:1', true).run('CONFIG', 'SET', 'repl-diskless-load', 'disabled')).toMatch(
      /^-LOADING /,
    );
  });
});

describe('CONFIG RESETSTAT', () => {
  it('sets the counters back', () => {
    const connected = connection();
    expect(connected.run('CONFIG', 'RESETSTAT')).toBe('+OK\r\n');
    expect(connected.resets).toBe(1);
  });
});

describe('CONFIG REWRITE', () => {
  it('needs a file, and writes what was changed into it', () => {
    const { run, config } = connection();
    expect(run('CONFIG', 'REWRITE')).toBe('-ERR The server is running without a config file\r\n');
    config.file = join(temporaryFolder({ 'redis.conf': 'port 7000\n' }), 'redis.conf');
    run('CONFIG', 'SET', 'timeout', '9');
    expect(run('CONFIG', 'REWRITE')).toBe('+OK\r\n');
    expect(readFileSync(config.file, 'latin1')).toContain('timeout 9');
  });
});

describe('CONFIG HELP', () => {
  it('explains the subcommands', () => {
    expect(connection().run('CONFIG', 'HELP')).toContain('+RESETSTAT\r\n');
    expect(connection().run('CONFIG', 'bogus')).toBe("-ERR unknown subcommand 'bogus'. Try CONFIG HELP.\r\n");
  });
});
