import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { commands, exchange } from './exchange.ts';

const NOAUTH = '-NOAUTH Authentication required.\r\n';
const WRONGPASS = '-WRONGPASS invalid username-password pair or user is disabled.\r\n';
const HELLO_NOAUTH =
  '-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time\r\n';

/** What Redis 8.0.2 with `requirepass secret` replies to a client that has not authenticated. */
const REPLIES: readonly (readonly [request: string[][], replies: string])[] = [
  [[['PING']], NOAUTH],
  [[['GET', 'a']], NOAUTH],
  [[['ECHO', 'x']], NOAUTH],
  [[['SELECT', '0']], NOAUTH],
  [[['MULTI']], NOAUTH],
  [[['COMMAND']], NOAUTH],
  [[['CLIENT', 'ID']], NOAUTH],
  [[['CLIENT', 'SETINFO', 'lib-name', 'x']], NOAUTH],
  [[['SHUTDOWN']], NOAUTH],
  [[['EXEC']], '-EXECABORT Transaction discarded because of: NOAUTH Authentication required.\r\n'],
  [[['NOSUCH', 'a']], "-ERR unknown command 'NOSUCH', with args beginning with: 'a' \r\n"],
  [[['CLIENT', 'nosuch']], "-ERR unknown subcommand 'nosuch'. Try CLIENT HELP.\r\n"],
  [[['GET']], "-ERR wrong number of arguments for 'get' command\r\n"],
  [[['AUTH']], "-ERR wrong number of arguments for 'auth' command\r\n"],
  [[['AUTH', 'bad']], WRONGPASS],
  [[['AUTH', 'default', 'bad']], WRONGPASS],
  [[['AUTH', 'nobody', 'secret']], WRONGPASS],
  [[['AUTH', 'secret'], ['PING']], '+OK\r\n+PONG\r\n'],
  [[['AUTH', 'default', 'secret'], ['PING']], '+OK\r\n+PONG\r\n'],
  [[['HELLO']], HELLO_NOAUTH],
  [[['HELLO', '3']], HELLO_NOAUTH],
  [[['HELLO', '4']], '-NOPROTO unsupported protocol version\r\n'],
  [[['HELLO', '3', 'AUTH', 'default', 'bad']], WRONGPASS],
  [[['QUIT'], ['PING']], '+OK\r\n'],
  [[['RESET'], ['PING']], `+RESET\r\n${NOAUTH}`],
  [[['AUTH', 'secret'], ['RESET'], ['PING']], `+OK\r\n+RESET\r\n${NOAUTH}`],
];

describe('with requirepass', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ requirepass: 'secret' });
  });
  afterAll(() => server?.close());

  test.each(REPLIES)('%j', async (list, replies) => {
    expect(await exchange(server, commands(...list), false)).toBe(replies);
  });

  test.each([
    ['inline', 'AUTH secret\r\nPING\r\n', '+OK\r\n+PONG\r\n'],
    ['more than 10 arguments', '*11\r\n', '-ERR Protocol error: unauthenticated multibulk length\r\n'],
    ['10 arguments', '*10\r\n', ''],
    [
      'an argument of more than 16,384 bytes',
      '*2\r\n$4\r\nAUTH\r\n$16385\r\n',
      '-ERR Protocol error: unauthenticated bulk length\r\n',
    ],
    ['an argument of 16,384 bytes', '*2\r\n$4\r\nAUTH\r\n$16384\r\n', ''],
    ['the limits end with the authentication', `${commands(['AUTH', 'secret'])}*11\r\n`, '+OK\r\n'],
  ])('%s', async (_, request, replies) => {
    expect(await exchange(server, request, false)).toBe(replies);
  });

  test('HELLO with AUTH authenticates, and a wrong one changes nothing', async () => {
    const client = await RawClient.connect(server);
    expect((await client.send('HELLO', '3', 'AUTH', 'default', 'bad')).text).toBe(WRONGPASS);
    expect((await client.send('PING')).text).toBe(NOAUTH);
    const hello = (await client.send('HELLO', '3', 'AUTH', 'default', 'secret', 'SETNAME', 'me')).value;
    expect((hello as Map<unknown, unknown>).get('proto')).toBe(3);
    expect((await client.send('CLIENT', 'GETNAME')).value).toBe('me');
    await client.close();
  });

  test('a password set while running holds for new connections, and none lets everyone in', async () => {
    const admin = await RawClient.connect(server);
    await admin.send('AUTH', 'secret');
    expect((await admin.send('CONFIG', 'SET', 'requirepass', 'other')).text).toBe('+OK\r\n');
    expect(await exchange(server, commands(['AUTH', 'secret']), false)).toBe(WRONGPASS);
    expect(await exchange(server, commands(['AUTH', 'other'], ['PING']), false)).toBe('+OK\r\n+PONG\r\n');
    await admin.send('CONFIG', 'SET', 'requirepass', '');
    expect(await exchange(server, commands(['PING']), false)).toBe('+PONG\r\n');
    expect((await admin.send('CONFIG', 'SET', 'requirepass', 'secret')).text).toBe('+OK\r\n');
    expect(await exchange(server, commands(['PING']), false)).toBe(NOAUTH);
    await admin.close();
  });
});
