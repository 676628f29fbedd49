import { afterEach, describe, expect, test } from 'vitest';
import type { Config, RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { commands, exchange, MARKER } from './exchange.ts';

const MEGABYTE = 1024 * 1024;

let server: RunningServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(config: Config): Promise<RunningServer> {
  server = await startServer(config);
  return server;
}

describe('proto-max-bulk-len', () => {
  const refused = '-ERR Protocol error: invalid bulk length\r\n';
  const tooLong = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n';

  test('bounds an argument', async () => {
    await start({ 'proto-max-bulk-len': '2mb' });
    expect(await exchange(server!, `*3\r\n$3\r\nSET\r\n$1\r\na\r\n$${2 * MEGABYTE + 1}\r\n`, false)).toBe(refused);
    expect(await exchange(server!, commands(['SET', 'a', 'x'.repeat(2 * MEGABYTE)]))).toBe(`+OK\r\n${MARKER}`);
  });

  test('bounds what a value can grow to', async () => {
    await start({ 'proto-max-bulk-len': '2mb' });
    const end = String(2 * MEGABYTE);
    const replies = await exchange(
      server!,
      commands(
        ['SETRANGE', 'r', end, 'x'],
        ['SETRANGE', 'r', '2097151', 'x'],
        ['APPEND', 'r', 'x'],
        ['STRLEN', 'r'],
        ['SETRANGE', 'r', end, ''],
      ),
    );
    expect(replies).toBe(`${tooLong}:2097152\r\n${tooLong}:2097152\r\n:2097152\r\n${MARKER}`);
  });

  test('can be changed while running', async () => {
    await start({});
    const client = await RawClient.connect(server!);
    expect((await client.send('CONFIG', 'SET', 'proto-max-bulk-len', '1mb')).text).toBe('+OK\r\n');
    expect(await exchange(server!, `*1\r\n$${MEGABYTE + 1}\r\n`, false)).toBe(refused);
    await client.send('CONFIG', 'SET', 'proto-max-bulk-len', '512mb');
    expect((await client.send('SET', 'a', 'x'.repeat(MEGABYTE + 1))).text).toBe('+OK\r\n');
    await client.close();
  });
});

describe('values at the limit of 512 MB', () => {
  test('SETRANGE makes one, APPEND cannot make it longer, GETRANGE reads its end', async () => {
    await start({});
    const client = await RawClient.connect(server!);
    expect((await client.send('SETRANGE', 'huge', 536_870_911, 'x')).value).toBe(536_870_912);
    expect((await client.send('APPEND', 'huge', 'y')).error).toBe(
      'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
    );
    expect((await client.send('SETRANGE', 'huge', 536_870_912, 'y')).error).toBe(
      'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
    );
    expect((await client.send('GETRANGE', 'huge', -2, -1)).text).toBe('$2\r\n\x00x\r\n');
    expect((await client.send('STRLEN', 'huge')).value).toBe(536_870_912);
    expect((await client.send('UNLINK', 'huge')).value).toBe(1);
    await client.close();
  });

  test('16 MB go in and come out unchanged, and a copy of them is one of its own', async () => {
    await start({});
    const client = await RawClient.connect(server!);
    const value = Buffer.alloc(16 * MEGABYTE, 'cinnabar');
    expect((await client.send('SET', 'big', value)).text).toBe('+OK\r\n');
    expect((await client.send('COPY', 'big', 'copy')).value).toBe(1);
    await client.send('SETRANGE', 'big', 0, 'XXXX');
    const reply = (await client.send('GET', 'copy')).bytes;
    expect(reply.length).toBe(value.length + '$16777216\r\n\r\n'.length);
    expect(reply.subarray(11, -2).equals(value)).toBe(true);
    await client.close();
  });
});

describe('client-query-buffer-limit', () => {
  test('closes a client whose unfinished argument is longer, without a reply', async () => {
    await start({ 'client-query-buffer-limit': '1mb' });
    const client = await RawClient.connect(server!);
    client.write(
      commands(['PING']) + `*3\r\n$3\r\nSET\r\n$1\r\na\r\n$${2 * MEGABYTE}\r\n${'x'.repeat(MEGABYTE + 100_000)}`,
    );
    await client.closed;
    const other = await RawClient.connect(server!);
    expect((await other.send('EXISTS', 'a')).value).toBe(0);
    await other.close();
  });

  test('leaves shorter arguments alone', async () => {
    await start({ 'client-query-buffer-limit': '1mb' });
    expect(await exchange(server!, commands(['SET', 'a', 'x'.repeat(900_000)]))).toBe(`+OK\r\n${MARKER}`);
  });
});

describe('client-output-buffer-limit', () => {
  /** A client that asks for far more than the limit and reads nothing. */
  async function greedyClient(replies: number): Promise<RawClient> {
    const client = await RawClient.connect(server!);
    await client.send('SET', 'big', 'x'.repeat(100_000));
    await client.send('CLIENT', 'SETNAME', 'greedy');
    client.socket.pause();
    client.write(commands(...Array.from({ length: replies }, () => ['GET', 'big'])));
    return client;
  }

  async function waitUntilGone(name: string): Promise<void> {
    const observer = await RawClient.connect(server!);
    while ((await observer.ask('CLIENT', 'LIST')).includes(`name=${name} `)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await observer.close();
  }

  test('the hard limit closes a client that does not read, and others go on', async () => {
    await start({ 'client-output-buffer-limit': 'normal 1mb 0 0' });
    const client = await greedyClient(500);
    await waitUntilGone('greedy');
    client.socket.resume();
    expect((await client.readToEnd()).length).toBeLessThan(500 * 100_000);
    expect(await exchange(server!, commands(['STRLEN', 'big']))).toBe(`:100000\r\n${MARKER}`);
  });

  test('the soft limit closes it after its seconds', async () => {
    await start({ 'client-output-buffer-limit': 'normal 0 1mb 1' });
    const client = await greedyClient(500);
    await waitUntilGone('greedy');
    client.socket.resume();
    expect((await client.readToEnd()).length).toBeLessThan(500 * 100_000);
  });

  test('without a limit everything arrives once the client reads', async () => {
    await start({});
    const client = await greedyClient(300);
    const observer = await RawClient.connect(server!);
    expect(await observer.ask('CLIENT', 'LIST')).toContain('name=greedy ');
    client.socket.resume();
    const replies = await client.readMany(300);
    expect(replies.every((reply) => reply.bytes.length === 100_011)).toBe(true);
    await Promise.all([client.close(), observer.close()]);
  });

  test('a client below the limits is left alone', async () => {
    await start({ 'client-output-buffer-limit': 'normal 64mb 32mb 1' });
    const client = await greedyClient(20);
    client.socket.resume();
    expect(await client.readMany(20)).toHaveLength(20);
    await client.close();
  });
});

describe('maxclients', () => {
  test('refuses one client more, and takes it when another has left', async () => {
    await start({ maxclients: '3' });
    const clients = await Promise.all([1, 2, 3].map(() => RawClient.connect(server!)));
    for (const client of clients) expect((await client.send('PING')).text).toBe('+PONG\r\n');
    const refused = await RawClient.connect(server!);
    expect(await refused.readToEnd()).toBe('-ERR max number of clients reached\r\n');
    expect((await clients[0].send('QUIT')).text).toBe('+OK\r\n');
    await clients[0].closed;
    expect(await connectsAgain()).toBe('+PONG\r\n');
    await Promise.all(clients.map((client) => client.close()));
  });

  /** The server may notice the end of the former client a moment later. */
  async function connectsAgain(): Promise<string> {
    for (;;) {
      const client = await RawClient.connect(server!);
      const reply = await client.send('PING').catch(() => undefined);
      await client.close();
      if (reply !== undefined && reply.error === undefined) return reply.text;
    }
  }
});

describe('timeout', () => {
  test('closes an idle client', async () => {
    await start({ timeout: '1' });
    const client = await RawClient.connect(server!);
    expect((await client.send('PING')).text).toBe('+PONG\r\n');
    await client.closed;
  });

  test('of 0 closes none', async () => {
    await start({ timeout: '0' });
    const client = await RawClient.connect(server!);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await client.send('PING')).text).toBe('+PONG\r\n');
    await client.close();
  });
});
