import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { commands, exchange, MARKER } from './exchange.ts';

const PING = commands(['PING']);
const PONG = '+PONG\r\n';

function unknown(name: string, args = ''): string {
  return `-ERR unknown command '${name}', with args beginning with: ${args}\r\n`;
}

/** Requests that leave the connection open, with the exact replies of Redis 8.0.2. */
const ACCEPTED: readonly (readonly [name: string, request: string, replies: string])[] = [
  ['a multibulk count of zero is no command', `*0\r\n${PING}`, PONG],
  ['a negative multibulk count is no command', `*-1\r\n*-2\r\n${PING}`, PONG],
  ['empty lines are no commands', `\r\n\n\r\n${PING}`, PONG],
  ['the two bytes after a bulk string are not looked at', '*1\r\n$4\r\nPINGxx', PONG],
  ['an empty command name', '*1\r\n$0\r\n\r\n', unknown('')],
  ['line breaks in a name become spaces in the error', '*1\r\n$4\r\nA\r\nB\r\n', unknown('A  B')],
  ['binary in a name comes back as it is', '*1\r\n$2\r\n\xff\x00\r\n', unknown('\xff')],
  ['inline, ended by CRLF', 'PING\r\n', PONG],
  ['inline, ended by LF alone', 'PING\n', PONG],
  ['inline, in any letter case', 'pInG\r\n', PONG],
  ['inline, spaces around', '   PING   \r\n', PONG],
  ['inline, a tab separates', 'ECHO\ta\r\n', '$1\r\na\r\n'],
  ['inline, a carriage return within separates', 'ECHO\ra\r\n', '$1\r\na\r\n'],
  ['inline, a vertical tab does not', 'PING a\x0bb\r\n', '$3\r\na\x0bb\r\n'],
  ['inline, double quotes', 'ECHO "a b"\r\n', '$3\r\na b\r\n'],
  ['inline, single quotes', "ECHO 'a \"b'\r\n", '$4\r\na "b\r\n'],
  ['inline, a quote escaped in single quotes', "ECHO 'a\\'b'\r\n", "$3\r\na'b\r\n"],
  ['inline, escapes in double quotes', 'ECHO "\\x41\\n\\r\\t\\b\\a\\\\\\"\\q"\r\n', '$9\r\nA\n\r\t\b\x07\\"q\r\n'],
  ['inline, no escapes in single quotes', "ECHO '\\x41\\n'\r\n", '$6\r\n\\x41\\n\r\n'],
  ['inline, an escape that is no hexadecimal', 'ECHO "\\xZZ"\r\n', '$3\r\nxZZ\r\n'],
  ['inline, an empty argument', 'ECHO ""\r\n', '$0\r\n\r\n'],
  ['inline, an empty name', '"" x\r\n', unknown('', "'x' ")],
  ['inline, only a quoted nothing', "''\r\n", unknown('')],
  ['inline, high bytes', '\xff\xfe\r\n', unknown('\xff\xfe')],
  ['inline, what looks like a bulk string', '$4\r\nPING\r\n', unknown('$4') + PONG],
  ['inline, what looks like a simple string', '+PING\r\n', unknown('+PING')],
  ['inline and multibulk mixed', `PING\r\n${PING}ECHO x\r\n${PING}`, `${PONG}${PONG}$1\r\nx\r\n${PONG}`],
  [
    'an error does not stop the pipeline',
    commands(['NOSUCH'], ['GET'], ['PING']),
    `${unknown('NOSUCH')}-ERR wrong number of arguments for 'get' command\r\n${PONG}`,
  ],
  ['an inline request of 60,000 bytes', `ECHO ${'x'.repeat(60_000)}\r\n`, `$60000\r\n${'x'.repeat(60_000)}\r\n`],
];

/** Requests after which Redis 8.0.2 replies with this error, or nothing, and closes. */
const REFUSED: readonly (readonly [name: string, request: string, error: string])[] = [
  ['a multibulk count that is no number', '*abc\r\n', 'invalid multibulk length'],
  ['an empty multibulk count', '*\r\n', 'invalid multibulk length'],
  ['a multibulk count with a space before', '* 1\r\n', 'invalid multibulk length'],
  ['a multibulk count with a space after', '*1 \r\n', 'invalid multibulk length'],
  ['a multibulk count with a plus sign', '*+1\r\n', 'invalid multibulk length'],
  ['a multibulk count with a leading zero', '*01\r\n', 'invalid multibulk length'],
  ['a multibulk count beyond 2^31 - 1', '*2147483648\r\n', 'invalid multibulk length'],
  ['a multibulk count beyond 2^63', '*9223372036854775808\r\n', 'invalid multibulk length'],
  ['a number where a bulk string should be', '*1\r\n:1\r\n', "expected '$', got ':'"],
  ['an inline word where a bulk string should be', '*1\r\nPING\r\n', "expected '$', got 'P'"],
  ['a line break where a bulk string should be', '*1\r\r\n$4\r\n', "expected '$', got ' '"],
  ['an array within the array', '*1\r\n*1\r\n', "expected '$', got '*'"],
  ['a bulk length of -1', '*1\r\n$-1\r\n', 'invalid bulk length'],
  ['a negative bulk length later on', '*3\r\n$3\r\nSET\r\n$1\r\na\r\n$-5\r\n', 'invalid bulk length'],
  ['a bulk length that is no number', '*1\r\n$abc\r\n', 'invalid bulk length'],
  ['an empty bulk length', '*1\r\n$\r\n', 'invalid bulk length'],
  ['a bulk length with a leading zero', '*1\r\n$04\r\nPING\r\n', 'invalid bulk length'],
  ['a bulk length beyond proto-max-bulk-len', '*1\r\n$536870913\r\n', 'invalid bulk length'],
  ['a bulk length beyond 2^63', '*1\r\n$99999999999999999999\r\n', 'invalid bulk length'],
  ['a multibulk count that never ends', `*${'1'.repeat(66_000)}`, 'too big mbulk count string'],
  ['a bulk length that never ends', `*1\r\n$${'1'.repeat(66_000)}`, 'too big bulk count string'],
  ['an inline request that never ends', 'x'.repeat(66_000), 'too big inline request'],
  ['inline, an open double quote', 'ECHO "abc\r\n', 'unbalanced quotes in request'],
  ['inline, an open single quote', "ECHO 'abc\r\n", 'unbalanced quotes in request'],
  ['inline, text right after a quote', 'ECHO "a"b\r\n', 'unbalanced quotes in request'],
];

/** Beginnings of frames: no reply, and none of the bytes that follow is taken for a command of its own. */
const TRUNCATED: readonly string[] = [
  ...[
    '*',
    '*1',
    '*1\r',
    '*1\r\n',
    '*1\r\n$',
    '*1\r\n$4',
    '*1\r\n$4\r\n',
    '*1\r\n$4\r\nPIN',
    '*1\r\n$4\r\nPING',
    '*1\r\n$4\r\nPING\r',
  ],
  ...[
    '*2\r\n$4\r\nECHO\r\n',
    '*2\r\n$4\r\nECHO\r\n$1000\r\nabc',
    'PING',
    'ECHO "a',
    '*1048577\r\n',
    '*2147483647\r\n',
    '*1\r\n$536870912\r\n',
  ],
];

describe('the protocol', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  test.each(ACCEPTED)('takes %s', async (_, request, replies) => {
    const received = await exchange(server, request);
    expect(received).toBe(replies + MARKER);
  });

  test.each(REFUSED)('refuses %s', async (_, request, error) => {
    expect(await exchange(server, PING + request, false)).toBe(`${PONG}-ERR Protocol error: ${error}\r\n`);
  });

  test.each([commands(['PING']) + '*1\r\n$-1\r\n' + commands(['PING'])])(
    'nothing after a protocol error runs',
    async (request) => {
      expect(await exchange(server, request)).toBe(`${PONG}-ERR Protocol error: invalid bulk length\r\n`);
    },
  );

  test.each(TRUNCATED)('gives no reply to the beginning of a frame %j', async (request) => {
    expect(await exchange(server, request, false)).toBe('');
  });

  test('what looks like an HTTP request is cut off without running what follows', async () => {
    const control = await RawClient.connect(server);
    await control.send('SET', 'http', 'before');
    await exchange(server, 'POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET http attacked\r\n');
    await exchange(server, 'Host: localhost\r\nSET http attacked\r\n');
    expect((await control.send('GET', 'http')).value).toBe('before');
    await control.close();
  });

  test('QUIT replies and closes, and what follows does not run', async () => {
    expect(await exchange(server, commands(['SET', 'quit', '1'], ['QUIT'], ['SET', 'quit', '2']))).toBe(
      '+OK\r\n+OK\r\n',
    );
    expect(await exchange(server, commands(['GET', 'quit']))).toBe(`$1\r\n1\r\n${MARKER}`);
  });

  test.each([
    [
      'off: no replies until on',
      [['CLIENT', 'REPLY', 'OFF'], ['PING'], ['NOSUCH'], ['CLIENT', 'REPLY', 'ON'], ['PING']],
      `+OK\r\n${PONG}`,
    ],
    ['skip: not the next one', [['CLIENT', 'REPLY', 'SKIP'], ['PING'], ['ECHO', 'a']], '$1\r\na\r\n'],
    [
      'skip, then off',
      [['CLIENT', 'REPLY', 'OFF'], ['CLIENT', 'REPLY', 'SKIP'], ['PING'], ['CLIENT', 'REPLY', 'ON']],
      '+OK\r\n',
    ],
    ['skip of an error', [['CLIENT', 'REPLY', 'SKIP'], ['NOSUCH'], ['PING']], PONG],
    ['skip of a transaction', [['CLIENT', 'REPLY', 'SKIP'], ['MULTI'], ['PING'], ['EXEC']], `+QUEUED\r\n*1\r\n${PONG}`],
    ['RESET ends off', [['CLIENT', 'REPLY', 'OFF'], ['PING'], ['RESET'], ['PING']], `+RESET\r\n${PONG}`],
  ])('CLIENT REPLY %s', async (_, list, replies) => {
    expect(await exchange(server, commands(...list))).toBe(replies + MARKER);
  });
});
