import { describe, expect, it } from 'vitest';
import { authCommand } from '../../../src/commands/connection/auth.ts';
import type { TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

function connection(password?: string): TestConnection {
  const engine = createEngine(({ authentication }) => [authCommand(authentication)]);
  engine.authentication.setPassword(password === undefined ? undefined : Buffer.from(password));
  const connected = engine.connect();
  connected.client.authenticated = password === undefined;
  return connected;
}

const WRONG = '-WRONGPASS invalid username-password pair or user is disabled.\r\n';

describe('AUTH', () => {
  it.each([
    [['secret'], '+OK\r\n', true],
    [['default', 'secret'], '+OK\r\n', true],
    [['Secret'], WRONG, false],
    [[''], WRONG, false],
    [['default', 'other'], WRONG, false],
    [['nobody', 'secret'], WRONG, false],
    [['default', 'secret', 'more'], '-ERR syntax error\r\n', false],
  ])('%j answers %j', (words, reply, authenticated) => {
    const { run, client } = connection('secret');
    expect(run('AUTH', ...words)).toBe(reply);
    expect(client.authenticated).toBe(authenticated);
    expect(run('GET', 'a')).toBe(authenticated ? '$-1\r\n' : '-NOAUTH Authentication required.\r\n');
  });

  it('says so when there is no password to give', () => {
    const { run } = connection();
    expect(run('AUTH', 'secret')).toBe(
      '-ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?\r\n',
    );
    expect(run('AUTH', 'default', 'anything')).toBe('+OK\r\n');
    expect(run('AUTH', 'nobody', 'anything')).toBe(WRONG);
  });
});
