import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { freePort } from '../support/free-port.ts';

interface Options {
  readonly port?: number;
  readonly db?: number;
  readonly connectionName?: string;
  readonly username?: string;
  readonly password?: string;
  readonly enableAutoPipelining?: boolean;
  readonly enableReadyCheck?: boolean;
  readonly maxRetriesPerRequest?: null;
  readonly retryStrategy?: () => number | null;
}

/** ioredis 6 as it comes: RESP3 unless told otherwise, CLIENT SETINFO on connecting, and an INFO to see that it is ready. */
describe.each([{ protocol: 3 }, { protocol: 2 }] as const)('ioredis with RESP$protocol', ({ protocol }) => {
  let server: RunningServer;
  let open: Redis[] = [];

  beforeAll(async () => {
    server = await startServer();
  });
  afterEach(() => {
    for (const redis of open) redis.disconnect();
    open = [];
  });
  afterAll(() => server?.close());

  function connect(options: Options = {}): Redis {
    const redis = new Redis({ host: server.host, port: server.port, protocol, ...options });
    open.push(redis);
    return redis;
  }

  test('connects, and the server knows its library and protocol', async () => {
    const redis = connect({ connectionName: 'my app'.replace(' ', '-'), db: 3 });
    await redis.ping();
    const info = String(await redis.client('INFO'));
    expect(info).toContain(' name=my-app ');
    expect(info).toContain(' db=3 ');
    expect(info).toContain(` resp=${protocol} `);
    expect(info).toMatch(/ lib-name=ioredis[^ ]* lib-ver=6\.\d+\.\d+/);
  });

  test('strings', async () => {
    const redis = connect();
    await redis.flushdb();
    expect(await redis.set('k', 'värde')).toBe('OK');
    expect(await redis.get('k')).toBe('värde');
    expect(await redis.set('k', 'x', 'NX')).toBeNull();
    expect(await redis.set('k', 'new', 'EX', 100, 'GET')).toBe('värde');
    expect(await redis.append('k', '!')).toBe(4);
    expect(await redis.getrange('k', 0, 1)).toBe('ne');
    expect(await redis.incrby('n', 41)).toBe(41);
    expect(await redis.incr('n')).toBe(42);
    expect(await redis.incrbyfloat('n', 0.5)).toBe('42.5');
    expect(await redis.mset({ a: '1', b: '2' })).toBe('OK');
    expect(await redis.mget('a', 'none', 'b')).toEqual(['1', null, '2']);
    expect(await redis.getdel('a')).toBe('1');
    expect(await redis.get('a')).toBeNull();
  });

  test('binary keys and values', async () => {
    const redis = connect();
    const key = Buffer.from([0, 255, 13, 10, 36]);
    const value = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await redis.set(key, value);
    expect(value.equals((await redis.getBuffer(key)) as Buffer)).toBe(true);
    expect(await redis.strlen(key)).toBe(256);
    expect(await redis.del(key)).toBe(1);
  });

  test('keys and expiry', async () => {
    const redis = connect();
    await redis.flushdb();
    await redis.set('a', '1', 'PX', 500_000);
    expect(await redis.ttl('a')).toBe(500);
    expect(await redis.persist('a')).toBe(1);
    expect(await redis.pttl('a')).toBe(-1);
    expect(await redis.expire('a', 100, 'NX')).toBe(1);
    expect(await redis.expireat('a', 33_177_117_420)).toBe(1);
    expect(await redis.expiretime('a')).toBe(33_177_117_420);
    expect(await redis.rename('a', 'b')).toBe('OK');
    expect(await redis.exists('a', 'b')).toBe(1);
    expect(await redis.copy('b', 'c')).toBe(1);
    expect(await redis.type('c')).toBe('string');
    expect((await redis.keys('*')).sort()).toEqual(['b', 'c']);
    expect(await redis.object('ENCODING', 'b')).toBe('int');
    expect(await redis.unlink('b', 'c')).toBe(2);
    expect(await redis.dbsize()).toBe(0);
  });

  test('a key that expires is gone', async () => {
    const redis = connect();
    await redis.set('short', '1', 'PX', 20);
    while ((await redis.get('short')) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await redis.exists('short')).toBe(0);
  });

  test('a transaction, and one that a watched key aborts', async () => {
    const redis = connect();
    const other = connect();
    expect(await redis.multi().set('t', '1').incr('t').get('t').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
      [null, '2'],
    ]);
    await redis.watch('t');
    await other.set('t', 'changed');
    expect(await redis.multi().set('t', 'lost').exec()).toBeNull();
    expect(await redis.get('t')).toBe('changed');
  });

  test('an error within a transaction is that command’s alone, one while queueing aborts', async () => {
    const redis = connect();
    await redis.set('text', 'abc');
    const results = await redis.multi().incr('text').set('after', '1').exec();
    expect(results?.[0]?.[0]?.message).toBe('ERR value is not an integer or out of range');
    expect(results?.[1]).toEqual([null, 'OK']);
    await expect(redis.multi().call('nosuch').exec()).rejects.toThrow(
      'EXECABORT Transaction discarded because of previous errors.',
    );
  });

  test('errors are rejections with the server’s words', async () => {
    const redis = connect();
    await expect(redis.call('nosuch', 'a')).rejects.toThrow(
      "ERR unknown command 'nosuch', with args beginning with: 'a' ",
    );
    await expect(redis.call('get')).rejects.toThrow("ERR wrong number of arguments for 'get' command");
    await expect(redis.select(99)).rejects.toThrow('ERR DB index is out of range');
  });

  test('a pipeline of 10,000 commands', async () => {
    const redis = connect();
    const pipeline = redis.pipeline();
    for (let i = 0; i < 5000; i++) pipeline.set(`p${i}`, i).get(`p${i}`);
    const results = await pipeline.exec();
    expect(results).toHaveLength(10_000);
    expect(
      results?.every(([error, value], i) => error === null && value === (i % 2 === 0 ? 'OK' : String((i - 1) / 2))),
    ).toBe(true);
  });

  test('automatic pipelining', async () => {
    const redis = connect({ enableAutoPipelining: true });
    const values = await Promise.all(
      Array.from(
        { length: 500 },
        async (_, i) => (await redis.set(`auto${i}`, i)) + String(await redis.get(`auto${i}`)),
      ),
    );
    expect(values).toEqual(Array.from({ length: 500 }, (_, i) => `OK${i}`));
  });

  test('a SCAN stream sees every key', async () => {
    const redis = connect({ db: 4 });
    await redis.flushdb();
    await redis.mset(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`scan:${i}`, '1'])));
    const seen = new Set<string>();
    for await (const keys of redis.scanStream({ match: 'scan:*', count: 50 }))
      for (const key of keys as string[]) seen.add(key);
    expect(seen.size).toBe(1000);
  });

  test('INFO has the fields that the ready check and job queues read', async () => {
    const info = await connect().info();
    for (const field of [
      'redis_version',
      'loading:0',
      'maxmemory_policy',
      'used_memory_human',
      'used_memory_peak_human',
      'connected_clients',
      'uptime_in_days',
      'role:master',
    ]) {
      expect(info).toContain(field);
    }
  });

  test('reconnects when its connection is killed', async () => {
    const redis = connect();
    const killer = connect();
    await redis.set('before', '1');
    const id = String(await redis.client('ID'));
    const again = new Promise((resolve) => redis.once('ready', resolve));
    expect(await killer.client('KILL', 'ID', id)).toBe(1);
    await again;
    expect(await redis.get('before')).toBe('1');
    expect(String(await redis.client('ID'))).not.toBe(id);
  });

  test('reconnects when the server is restarted', async () => {
    const port = String(await freePort());
    const first = await startServer({ port });
    const redis = connect({ port: Number(port), retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await redis.ping();
    const again = new Promise((resolve) => redis.once('close', () => redis.once('ready', resolve)));
    await first.close();
    const second = await startServer({ port });
    await again;
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await second.close();
  });

  test('authenticates, and without a password it is told so', async () => {
    const locked = await startServer({ requirepass: 'secret' });
    const redis = connect({ port: locked.port, password: 'secret', db: 2 });
    expect(await redis.set('k', 'v')).toBe('OK');
    const named = connect({ port: locked.port, username: 'default', password: 'secret' });
    expect(await named.ping()).toBe('PONG');
    const refused = connect({ port: locked.port, retryStrategy: () => null, enableReadyCheck: false });
    refused.on('error', () => undefined);
    await expect(refused.get('k')).rejects.toThrow(/NOAUTH|closed/i);
    for (const one of [redis, named, refused]) one.disconnect();
    await locked.close();
  });

  test('quits', async () => {
    const redis = connect();
    const ended = new Promise((resolve) => redis.once('end', resolve));
    expect(await redis.quit()).toBe('OK');
    await ended;
  });
});
