import { describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/file.ts';
import { protectionBy } from '../../src/config/protected-commands.ts';
import type { Client } from '../../src/execution/client.ts';
import { command } from '../../src/execution/command.ts';
import { CommandEntry } from '../../src/execution/command-entry.ts';

const REFUSAL =
  'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local ' +
  'connection, otherwise you need to set this option in the configuration file, and then restart the server.';

const debug = new CommandEntry(
  command({
    name: 'DEBUG',
    group: 'server',
    since: '1.0.0',
    summary: '',
    complexity: '',
    arity: -2,
    flags: ['protected'],
  }),
);

function clientFrom(address: string, isUnixSocket = false): Client {
  return { connection: { address, isUnixSocket } } as Client;
}

describe('DEBUG', () => {
  test.each([
    ['no', '127.0.0.1:5000', true],
    ['local', '127.0.0.1:5000', false],
    ['local', '[::1]:5000', false],
    ['local', '10.0.0.1:5000', true],
    ['yes', '10.0.0.1:5000', false],
  ])('with enable-debug-command %s from %s', (permission, address, refused) => {
    const config = new Config();
    loadConfig(config, { options: `enable-debug-command ${permission}` });
    const error = protectionBy(config)(clientFrom(address), debug);
    expect(error?.message).toBe(refused ? REFUSAL : undefined);
  });

  test('a Unix socket is local', () => {
    const config = new Config();
    loadConfig(config, { options: 'enable-debug-command local' });
    expect(protectionBy(config)(clientFrom('/tmp/a.sock:0', true), debug)).toBeUndefined();
  });
});
