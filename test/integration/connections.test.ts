import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { commands, exchange, MARKER } from './exchange.ts';

describe('connections', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  async function send(...args: string[]): Promise<string> {
    const client = await RawClient.connect(server);
    const reply = await client.send(...args);
    await client.close();
    return reply.text;
  }

  test('a half-closed client gets the replies to all that it sent', async () => {
    const list = Array.from({ length: 1000 }, (_, i) => ['ECHO', String(i)]);
    const expected = list.map(([, text]) => `$${text.length}\r\n${text}\r\n`).join('');
    expect(await exchange(server, commands(...list), false)).toBe(expected);
  });

  test('a half-closed client gets at least the beginning of a reply longer than the socket takes at once', async () => {
    await send('SET', 'long', 'x'.repeat(8_000_000));
    const received = await exchange(server, commands(['GET', 'long'], ['PING']), false);
    const whole = `$8000000\r\n${'x'.repeat(8_000_000)}\r\n+PONG\r\n`;
    expect(received.length).toBeGreaterThan(0);
    expect(whole.startsWith(received)).toBe(true);
  });

  test('a command of which the end never comes does not run', async () => {
    const whole = commands(['SET', 'torn', 'value']);
    for (let length = 1; length < whole.length; length += 3) {
      expect(await exchange(server, whole.slice(0, length), false)).toBe('');
    }
    expect(await send('EXISTS', 'torn')).toBe(':0\r\n');
  });

  test('a reset connection leaves the others and the data alone', async () => {
    const witness = await RawClient.connect(server);
    await witness.send('SET', 'kept', 'value');
    for (let i = 0; i < 20; i++) {
      const client = await RawClient.connect(server);
      client.write(commands(['MULTI'], ['SET', 'kept', 'lost'], ['GET', 'kept']) + '*2\r\n$3\r\nGE');
      client.reset();
      await client.closed;
    }
    expect((await witness.send('GET', 'kept')).value).toBe('value');
    await witness.close();
  });

  test('a client gone before its replies were written does no harm', async () => {
    await send('SET', 'big', 'x'.repeat(1_000_000));
    for (let i = 0; i < 5; i++) {
      const client = await RawClient.connect(server);
      client.socket.pause();
      client.write(commands(...Array.from({ length: 50 }, () => ['GET', 'big'])));
      await new Promise((resolve) => setTimeout(resolve, 5));
      client.reset();
      await client.closed;
    }
    expect(await send('STRLEN', 'big')).toBe(':1000000\r\n');
  });

  test('100,000 commands in one pipeline are answered in order', async () => {
    const count = 100_000;
    const client = await RawClient.connect(server);
    const replies = await client.pipeline(Array.from({ length: count }, (_, i) => ['ECHO', String(i)]));
    const wrong = replies.findIndex((reply, i) => reply.text !== `$${String(i).length}\r\n${i}\r\n`);
    expect(wrong).toBe(-1);
    await client.close();
  });

  test('the effects of a deep pipeline are all there', async () => {
    const client = await RawClient.connect(server);
    const replies = await client.pipeline(Array.from({ length: 20_000 }, () => ['INCR', 'counter']));
    expect(replies.at(-1)?.value).toBe(20_000);
    await client.close();
  });

  test('a client with an endless pipeline does not starve the others', async () => {
    const greedy = await RawClient.connect(server);
    const polite = await RawClient.connect(server);
    const flood = greedy.pipeline(Array.from({ length: 200_000 }, () => ['PING']));
    let done = false;
    void flood.then(() => (done = true));
    expect((await polite.send('ECHO', 'hello')).value).toBe('hello');
    expect(done).toBe(false);
    await flood;
    await Promise.all([greedy.close(), polite.close()]);
  });

  test('many clients at once each get their own replies', async () => {
    const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.connect(server)));
    const replies = await Promise.all(
      clients.map((client, i) =>
        client.pipeline([
          ['SET', `own${i}`, String(i)],
          ['GET', `own${i}`],
          ['CLIENT', 'SETNAME', `n${i}`],
          ['CLIENT', 'GETNAME'],
        ]),
      ),
    );
    replies.forEach((reply, i) => {
      expect(reply.map((one) => one.value)).toEqual(['OK', String(i), 'OK', `n${i}`]);
    });
    await Promise.all(clients.map((client) => client.close()));
  });

  test('CLIENT ID grows and CLIENT LIST and INFO speak of the same connection', async () => {
    const [first, second] = [await RawClient.connect(server), await RawClient.connect(server)];
    const id = Number((await first.send('CLIENT', 'ID')).value);
    expect(Number((await second.send('CLIENT', 'ID')).value)).toBeGreaterThan(id);
    await second.pipeline([
      ['CLIENT', 'SETNAME', 'second'],
      ['SELECT', '3'],
      ['CLIENT', 'SETINFO', 'LIB-NAME', 'lib'],
      ['HELLO', '3'],
    ]);
    const info = await second.ask('CLIENT', 'INFO');
    expect(info).toMatch(
      /^id=\d+ addr=127\.0\.0\.1:\d+ laddr=127\.0\.0\.1:\d+ fd=-?\d+ name=second age=\d+ idle=\d+ flags=N db=3 sub=0 psub=0 ssub=0 multi=-1 /,
    );
    expect(info).toMatch(/ cmd=client\|info user=default redir=-1 resp=3 lib-name=lib lib-ver=[^ ]* /);
    const list = await first.ask('CLIENT', 'LIST', 'ID', id);
    expect(list).toContain(`id=${id} addr=127.0.0.1:${first.socket.localPort} laddr=127.0.0.1:${server.port} `);
    expect(list.trim().split('\n')).toHaveLength(1);
    await Promise.all([first.close(), second.close()]);
  });

  test('CLIENT LIST shows an open transaction and watched keys', async () => {
    const client = await RawClient.connect(server);
    const id = await client.ask('CLIENT', 'ID');
    await client.pipeline([['WATCH', 'a', 'b'], ['MULTI'], ['PING'], ['PING']]);
    const observer = await RawClient.connect(server);
    const line = await observer.ask('CLIENT', 'LIST', 'ID', id);
    expect(line).toContain(' flags=x ');
    expect(line).toContain(' multi=2 watch=2 ');
    await Promise.all([client.close(), observer.close()]);
  });

  test('CLIENT KILL by address, by ID and of itself', async () => {
    const [killer, byAddress, byId] = await Promise.all([1, 2, 3].map(() => RawClient.connect(server)));
    const address = (await byAddress.ask('CLIENT', 'INFO')).split(' addr=')[1].split(' ')[0];
    const id = await byId.ask('CLIENT', 'ID');
    expect((await killer.send('CLIENT', 'KILL', address)).text).toBe('+OK\r\n');
    await byAddress.closed;
    expect((await killer.send('CLIENT', 'KILL', 'ID', id)).text).toBe(':1\r\n');
    await byId.closed;
    const own = await killer.ask('CLIENT', 'ID');
    expect((await killer.send('CLIENT', 'KILL', 'ID', own)).text).toBe(':0\r\n');
    expect(await exchangeOn(killer, commands(['CLIENT', 'KILL', 'ID', own, 'SKIPME', 'no'], ['PING']))).toBe(':1\r\n');
  });

  async function exchangeOn(client: RawClient, bytes: string): Promise<string> {
    client.write(bytes);
    return client.readToEnd();
  }

  test('a killed client loses its transaction', async () => {
    const [client, killer] = [await RawClient.connect(server), await RawClient.connect(server)];
    await client.pipeline([['MULTI'], ['SET', 'of-the-dead', 'x']]);
    const id = (await killer.ask('CLIENT', 'LIST')).split('\n').find((line) => line.includes(' multi=1 '));
    expect((await killer.send('CLIENT', 'KILL', 'ID', String(id).slice(3).split(' ')[0])).value).toBe(1);
    await client.closed;
    expect((await killer.send('EXISTS', 'of-the-dead')).value).toBe(0);
    await killer.close();
  });

  test('RESET takes a connection back to its beginning', async () => {
    const replies = await exchange(
      server,
      commands(
        ['HELLO', '3'],
        ['CLIENT', 'SETNAME', 'x'],
        ['SELECT', '5'],
        ['MULTI'],
        ['PING'],
        ['RESET'],
        ['CLIENT', 'GETNAME'],
        ['EXEC'],
        ['GET', 'nokey'],
      ),
    );
    expect(replies.slice(replies.indexOf('+RESET'))).toBe(
      `+RESET\r\n$-1\r\n-ERR EXEC without MULTI\r\n$-1\r\n${MARKER}`,
    );
  });
});
