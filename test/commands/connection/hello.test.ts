import { describe, expect, it } from 'vitest';
import { helloCommand } from '../../../src/commands/connection/hello.ts';
import type { TestConnection } from '../../support/connections.ts';
import { bulk, createEngine } from '../../support/connections.ts';

const IDENTITY = { version: '8.0.2', mode: 'standalone', role: 'master' } as const;

function connection(password?: string): TestConnection {
  const engine = createEngine(({ authentication }) => [helloCommand(authentication, IDENTITY)]);
  engine.authentication.setPassword(password === undefined ? undefined : Buffer.from(password));
  const connected = engine.connect();
  connected.client.authenticated = password === undefined;
  return connected;
}

const body = (protocol: number): string =>
  [
    ...[bulk('server'), bulk('redis'), bulk('version'), bulk('8.0.2'), bulk('proto'), `:${protocol}\r\n`],
    ...[
      bulk('id'),
      ':1\r\n',
      bulk('mode'),
      bulk('standalone'),
      bulk('role'),
      bulk('master'),
      bulk('modules'),
      '*0\r\n',
    ],
  ].join('');

describe('HELLO', () => {
  it('answers in the protocol that it has switched to', () => {
    const { run } = connection();
    expect(run('HELLO')).toBe(`*14\r\n${body(2)}`);
    expect(run('HELLO', '3')).toBe(`%7\r\n${body(3)}`);
    expect(run('GET', 'none')).toBe('_\r\n');
    expect(run('HELLO')).toBe(`%7\r\n${body(3)}`);
    expect(run('HELLO', '2')).toBe(`*14\r\n${body(2)}`);
  });

  it('authenticates and names the connection', () => {
    const { run, client } = connection('secret');
    expect(run('hello', '3', 'setname', 'me', 'auth', 'default', 'secret')).toBe(`%7\r\n${body(3)}`);
    expect(client.name).toBe('me');
    expect(client.authenticated).toBe(true);
  });

  it.each([
    [['1'], 'NOPROTO unsupported protocol version'],
    [['4'], 'NOPROTO unsupported protocol version'],
    [['x'], 'ERR Protocol version is not an integer or out of range'],
    [['3', 'BOGUS'], "ERR Syntax error in HELLO option 'BOGUS'"],
    [['3', 'SETNAME'], "ERR Syntax error in HELLO option 'SETNAME'"],
    [['3', 'AUTH', 'default'], "ERR Syntax error in HELLO option 'AUTH'"],
    [['3', 'SETNAME', 'a b'], 'ERR Client names cannot contain spaces, newlines or special characters.'],
    [['3', 'AUTH', 'default', 'wrong'], 'WRONGPASS invalid username-password pair or user is disabled.'],
    [['3', 'AUTH', 'default', 'secret', 'SETNAME', 'me', 'x\0y'], "ERR Syntax error in HELLO option 'x'"],
  ])('%j changes nothing: %s', (words, error) => {
    const { run, client } = connection('secret');
    expect(run('HELLO', ...words)).toBe(`-${error}\r\n`);
    expect(client).toMatchObject({ protocol: 2, name: '', authenticated: false });
  });

  it('refuses who has not authenticated with a code that clients know', () => {
    expect(connection('secret').run('HELLO', '3')).toMatch(/^-NOAUTH HELLO must be called with the client already /);
  });
});
