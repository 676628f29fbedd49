import { expect, it } from 'vitest';
import { connectionCommands } from '../../../src/commands/connection/connection.ts';
import { createEngine } from '../../support/connections.ts';

it('the commands of a connection are all there, over the same client', () => {
  const identity = { version: '8.0.2', mode: 'standalone', role: 'master' } as const;
  const engine = createEngine((parts) => connectionCommands({ ...parts, identity }));
  engine.authentication.setPassword(Buffer.from('secret'));
  const { run, client } = engine.connect();
  client.authenticated = false;
  expect(run('PING')).toBe('-NOAUTH Authentication required.\r\n');
  expect(run('AUTH', 'secret')).toBe('+OK\r\n');
  expect(run('HELLO', '3', 'SETNAME', 'me')).toMatch(/^%7\r\n/);
  expect(run('CLIENT', 'GETNAME')).toBe('$2\r\nme\r\n');
  expect(run('SELECT', '2')).toBe('+OK\r\n');
  expect(run('ECHO', 'x')).toBe('$1\r\nx\r\n');
  expect(run('RESET')).toBe('+RESET\r\n');
  expect(run('PING')).toBe('-NOAUTH Authentication required.\r\n');
  expect(run('QUIT')).toBe('+OK\r\n');
});
