import { createClient, RESP_TYPES } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

type Options = NonNullable<Parameters<typeof createClient>[0]>;

/** node-redis 6 as it comes: HELLO 3, CLIENT SETINFO and CLIENT MAINT_NOTIFICATIONS on connecting. */
describe.each([{ RESP: 3 }, { RESP: 2 }] as const)('node-redis with RESP$RESP', ({ RESP }) => {
  let server: RunningServer;
  let open: { destroy(): void; isOpen: boolean }[] = [];

  beforeAll(async () => {
    server = await startServer();
  });
  afterEach(() => {
    for (const client of open) if (client.isOpen) client.destroy();
    open = [];
  });
  afterAll(() => server?.close());

  async function connect(options: Options = {}, port = server.port) {
    const client = createClient({ RESP, socket: { host: server.host, port }, ...options });
    client.on('error', () => undefined);
    open.push(client);
    await client.connect();
    return client;
  }

  test('connects, and the server knows its library, name and database', async () => {
    const client = await connect({ name: 'me', database: 2 });
    const info = await client.clientInfo();
    expect(info).toMatchObject({ name: 'me', db: 2, resp: RESP, libName: 'node-redis' });
    expect(info.libVer).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('strings', async () => {
    const client = await connect();
    await client.flushDb();
    expect(await client.set('k', 'värde', { expiration: { type: 'EX', value: 100 } })).toBe('OK');
    expect(await client.get('k')).toBe('värde');
    expect(await client.ttl('k')).toBe(100);
    expect(await client.set('k', 'x', { condition: 'NX' })).toBeNull();
    expect(await client.set('k', 'new', { GET: true })).toBe('värde');
    expect(await client.getEx('k', { type: 'PX', value: 50_000 })).toBe('new');
    expect(await client.incrBy('n', 5)).toBe(5);
    expect(await client.incrByFloat('n', 0.25)).toBe('5.25');
    expect(await client.mSet({ a: '1', b: '2' })).toBe('OK');
    expect(await client.mGet(['a', 'none', 'b'])).toEqual(['1', null, '2']);
    expect(await client.lcs('a', 'b')).toBe('');
    expect(await client.setRange('k', 5, 'z')).toBe(6);
    expect(await client.get('k')).toBe('new\0\0z');
  });

  test('LCS with positions has its shape in either protocol', async () => {
    const client = await connect();
    await client.mSet({ one: 'ohmytext', two: 'mynewtext' });
    expect(await client.lcsIdx('one', 'two')).toEqual({
      matches: [
        [
          [4, 7],
          [5, 8],
        ],
        [
          [2, 3],
          [0, 1],
        ],
      ],
      len: 6,
    });
  });

  test('binary keys and values', async () => {
    const client = (await connect()).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    const key = Buffer.from([0, 255, 13, 10]);
    const value = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await client.set(key, value);
    expect(value.equals((await client.get(key)) as Buffer)).toBe(true);
  });

  test('keys and expiry', async () => {
    const client = await connect();
    await client.flushDb();
    await client.set('a', '1');
    expect(await client.expire('a', 100, 'NX')).toBe(1);
    expect(await client.pExpireAt('a', 99_999_999_999_999)).toBe(1);
    expect(await client.pExpireTime('a')).toBe(99_999_999_999_999);
    expect(await client.persist('a')).toBe(1);
    expect(await client.copy('a', 'b')).toBe(1);
    expect(await client.renameNX('a', 'b')).toBe(0);
    expect(await client.exists(['a', 'b', 'c'])).toBe(2);
    expect(await client.type('a')).toBe('string');
    expect(await client.objectEncoding('a')).toBe('int');
    expect(await client.randomKey()).toMatch(/^[ab]$/);
    expect(await client.touch(['a', 'b'])).toBe(2);
    expect(await client.unlink(['a', 'b'])).toBe(2);
    expect(await client.dbSize()).toBe(0);
  });

  test('a transaction, and one that a watched key aborts', async () => {
    const client = await connect();
    const other = await connect();
    expect(await client.multi().set('t', '1').incr('t').get('t').exec()).toEqual(['OK', 2, '2']);
    await client.watch('t');
    await other.set('t', 'changed');
    await expect(client.multi().set('t', 'lost').exec()).rejects.toThrow(/watched keys/i);
    expect(await client.get('t')).toBe('changed');
  });

  test('errors are rejections with the server’s words', async () => {
    const client = await connect();
    await expect(client.sendCommand(['nosuch', 'a'])).rejects.toThrow(
      "ERR unknown command 'nosuch', with args beginning with: 'a' ",
    );
    await client.set('text', 'abc');
    await expect(client.incr('text')).rejects.toThrow('ERR value is not an integer or out of range');
  });

  test('10,000 commands at once', async () => {
    const client = await connect();
    const sent: Promise<unknown>[] = [];
    for (let i = 0; i < 5000; i++) sent.push(client.set(`p${i}`, String(i)), client.get(`p${i}`));
    const results = await Promise.all(sent);
    expect(results.every((value, i) => value === (i % 2 === 0 ? 'OK' : String((i - 1) / 2)))).toBe(true);
  });

  test('the SCAN iterator sees every key', async () => {
    const client = await connect({ database: 5 });
    await client.flushDb();
    await client.mSet(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`scan:${i}`, '1'])));
    await client.set('other', '1');
    const seen = new Set<string>();
    for await (const keys of client.scanIterator({ MATCH: 'scan:*', COUNT: 64, TYPE: 'string' }))
      for (const key of keys) seen.add(key);
    expect(seen.size).toBe(1000);
  });

  test('server commands', async () => {
    const client = await connect();
    expect(await client.ping()).toBe('PONG');
    expect(await client.echo('hello')).toBe('hello');
    expect(await client.configGet('maxmemory')).toEqual({ maxmemory: '0' });
    expect(await client.configSet('maxmemory', '100mb')).toBe('OK');
    expect(await client.configGet('maxmemory')).toEqual({ maxmemory: '104857600' });
    await client.configSet('maxmemory', '0');
    expect(await client.info('server')).toContain('redis_version:');
    expect(await client.commandCount()).toBe((await client.command()).length);
    expect((await client.commandInfo(['get']))[0]).toMatchObject({ name: 'get', arity: 2, firstKeyIndex: 1 });
    expect(await client.commandGetKeys(['MSET', 'a', '1', 'b', '2'])).toEqual(['a', 'b']);
    expect((await client.clientList()).length).toBeGreaterThan(0);
    expect(await client.memoryUsage('nokey')).toBeNull();
    expect(await client.role()).toMatchObject({ role: 'master', replicas: [] });
  });

  test('reconnects when its connection is killed', async () => {
    const client = await connect({ socket: { host: server.host, port: server.port, reconnectStrategy: 10 } });
    const killer = await connect();
    const id = await client.clientId();
    const again = new Promise((resolve) => client.once('ready', resolve));
    expect(await killer.sendCommand(['CLIENT', 'KILL', 'ID', String(id)])).toBe(1);
    await again;
    expect(await client.clientId()).not.toBe(id);
  });

  test('authenticates, and a wrong password is refused', async () => {
    const locked = await startServer({ requirepass: 'secret' });
    const client = await connect({ password: 'secret', name: 'n', database: 1 }, locked.port);
    expect(await client.set('k', 'v')).toBe('OK');
    expect(await client.clientGetName()).toBe('n');
    await expect(
      connect(
        { password: 'wrong', socket: { host: server.host, port: locked.port, reconnectStrategy: false } },
        locked.port,
      ),
    ).rejects.toThrow('WRONGPASS');
    client.destroy();
    await locked.close();
  });

  test('closes', async () => {
    const client = await connect();
    await client.set('k', 'v');
    await client.close();
    expect(client.isOpen).toBe(false);
  });
});
