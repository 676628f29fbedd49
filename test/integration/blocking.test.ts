import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { encodeCommand, RawClient } from '../support/raw-client.ts';

let server: RunningServer;
let clients: RawClient[] = [];

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  await server.close();
});

async function connect(): Promise<RawClient> {
  const client = await RawClient.connect(server);
  clients.push(client);
  return client;
}

/** Lets the server see what others have sent, until so many clients wait. */
async function untilWaiting(client: RawClient, count: number): Promise<void> {
  while (!(await client.ask('INFO', 'clients')).includes(`blocked_clients:${count}\r\n`));
}

const send = (client: RawClient, ...words: string[]): void => client.write(encodeCommand(words));
const popped = (key: string, value: string): string =>
  `*2\r\n$${key.length}\r\n${key}\r\n$${value.length}\r\n${value}\r\n`;
const field = (info: string, name: string): string => new RegExp(`${name}:(.*)\r\n`).exec(info)?.[1] ?? '';

describe('over real sockets', () => {
  test('first come is first served, among many clients', async () => {
    const control = await connect();
    const waiting = await Promise.all(Array.from({ length: 50 }, connect));
    for (const [i, client] of waiting.entries()) {
      send(client, 'BLPOP', 'queue', 'other', '0');
      await untilWaiting(control, i + 1);
    }
    const values = waiting.map((_, i) => `job${i}`);
    expect(await control.ask('RPUSH', 'queue', ...values)).toBe('50');
    for (const [i, client] of waiting.entries()) expect((await client.read()).text).toBe(popped('queue', `job${i}`));
    await untilWaiting(control, 0);
  });

  test('nothing is handed to a client that has gone, or was killed', async () => {
    const control = await connect();
    const [gone, killed, there] = [await connect(), await connect(), await connect()];
    const id = await killed.ask('CLIENT', 'ID');
    for (const [i, client] of [gone, killed, there].entries()) {
      send(client, 'BLMOVE', 'from', 'to', 'LEFT', 'RIGHT', '0');
      await untilWaiting(control, i + 1);
    }
    await gone.close();
    await untilWaiting(control, 2);
    // In one piece: it has not closed yet when the value comes.
    const replies = await control.pipeline([
      ['CLIENT', 'KILL', 'ID', id],
      ['RPUSH', 'from', 'v'],
    ]);
    expect(replies.map(({ text }) => text)).toEqual([':1\r\n', ':1\r\n']);
    expect((await there.read()).text).toBe('$1\r\nv\r\n');
    await killed.closed;
    expect((await control.send('LRANGE', 'to', '0', '-1')).value).toEqual(['v']);
  });

  test('a time-out is never up too early, and hardly late', async () => {
    const client = await connect();
    for (const ms of [1, 7, 30]) {
      const began = performance.now();
      expect((await client.send('BLPOP', 'k', String(ms / 1000))).text).toBe('*-1\r\n');
      expect(performance.now() - began).toBeGreaterThanOrEqual(ms);
    }
  });

  test('what a client sends meanwhile waits with it', async () => {
    const control = await connect();
    const client = await connect();
    client.write(
      Buffer.concat(
        [
          ['BLPOP', 'k', '0'],
          ['SET', 'x', '1'],
          ['GET', 'x'],
        ].map((words) => encodeCommand(words)),
      ),
    );
    await untilWaiting(control, 1);
    expect((await control.send('GET', 'x')).text).toBe('$-1\r\n');
    await control.send('RPUSH', 'k', 'v');
    const replies = await client.readMany(3);
    expect(replies.map(({ text }) => text)).toEqual([popped('k', 'v'), '+OK\r\n', '$1\r\n1\r\n']);
  });

  test('INFO and CLIENT LIST tell who waits', async () => {
    const control = await connect();
    const [a, b] = [await connect(), await connect()];
    await control.send('XGROUP', 'CREATE', 'stream', 'group', '$', 'MKSTREAM');
    send(a, 'BLPOP', 'x', 'y', '100');
    send(b, 'XREADGROUP', 'GROUP', 'group', 'me', 'BLOCK', '0', 'STREAMS', 'stream', '>');
    await untilWaiting(control, 2);
    const info = await control.ask('INFO', 'clients');
    const fields = ['clients_in_timeout_table', 'total_blocking_keys', 'total_blocking_keys_on_nokey'];
    expect(fields.map((name) => field(info, name))).toEqual(['1', '3', '1']);
    const lines = (await control.ask('CLIENT', 'LIST')).split('\n');
    expect(lines.filter((line) => line.includes(' flags=b ')).map((line) => / cmd=(\S+)/.exec(line)?.[1])).toEqual([
      'blpop',
      'xreadgroup',
    ]);
    await control.send('DEL', 'stream');
    expect((await b.read()).text).toMatch(/^-NOGROUP /);
  });

  test('the server closes with clients that wait', async () => {
    const client = await connect();
    const other = await startServer();
    const there = await RawClient.connect(other);
    send(there, 'BLPOP', 'k', '100');
    send(client, 'PING');
    await client.read();
    await other.close();
    await there.closed;
    expect((await client.send('PING')).text).toBe('+PONG\r\n');
  });
});
