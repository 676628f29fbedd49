import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

/** Every type of value through ioredis 6: its own names and its own forms of replies, with RESP3 and with RESP2. */
describe.each([{ protocol: 3 }, { protocol: 2 }] as const)('ioredis with RESP$protocol', ({ protocol }) => {
  let server: RunningServer;
  let redis: Redis;
  let open: Redis[] = [];

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    redis = connect();
    await redis.flushall();
  });
  afterEach(() => {
    for (const client of open) client.disconnect();
    open = [];
  });
  afterAll(() => server?.close());

  function connect(): Redis {
    const client = new Redis({ host: server.host, port: server.port, protocol });
    open.push(client);
    return client;
  }

  test('lists', async () => {
    expect(await redis.rpush('l', 'b', 'c', 'd')).toBe(3);
    expect(await redis.lpush('l', 'a')).toBe(4);
    expect(await redis.lrange('l', 0, -1)).toEqual(['a', 'b', 'c', 'd']);
    expect(await redis.lindex('l', -1)).toBe('d');
    expect(await redis.linsert('l', 'BEFORE', 'c', 'x')).toBe(5);
    expect(await redis.lset('l', 0, 'A')).toBe('OK');
    expect(await redis.lpos('l', 'c')).toBe(3);
    expect(await redis.lrem('l', 1, 'x')).toBe(1);
    expect(await redis.lmove('l', 'other', 'LEFT', 'RIGHT')).toBe('A');
    expect(await redis.lpop('l', 2)).toEqual(['b', 'c']);
    expect(await redis.lmpop(2, 'none', 'l', 'LEFT')).toEqual(['l', ['d']]);
    expect(await redis.lpop('l')).toBeNull();
    expect(await redis.ltrim('other', 1, 2)).toBe('OK');
    expect(await redis.exists('other')).toBe(0);
  });

  test('waiting for elements', async () => {
    const waiting = connect();
    const first = waiting.blpop('a', 'b', 5);
    await redis.rpush('b', 'x', 'y');
    expect(await first).toEqual(['b', 'x']);
    expect(await waiting.brpop('b', 1)).toEqual(['b', 'y']);
    expect(await waiting.blpop('b', 0.05)).toBeNull();
    const moved = waiting.blmove('b', 'c', 'LEFT', 'RIGHT', 5);
    await redis.rpush('b', 'z');
    expect(await moved).toBe('z');
    const least = waiting.bzpopmin('zset', 5);
    await redis.zadd('zset', 1.5, 'm');
    expect((await least)?.map(String)).toEqual(['zset', 'm', '1.5']);
  });

  test('hashes', async () => {
    expect(await redis.hset('h', { name: 'Ada', age: '36', city: 'London' })).toBe(3);
    expect(await redis.hset('h', 'age', 37)).toBe(0);
    expect(await redis.hget('h', 'name')).toBe('Ada');
    expect(await redis.hmget('h', 'name', 'none', 'age')).toEqual(['Ada', null, '37']);
    expect(await redis.hgetall('h')).toEqual({ name: 'Ada', age: '37', city: 'London' });
    expect(await redis.hgetall('none')).toEqual({});
    expect(await redis.hkeys('h')).toEqual(['name', 'age', 'city']);
    expect(await redis.hvals('h')).toEqual(['Ada', '37', 'London']);
    expect([await redis.hexists('h', 'name'), await redis.hstrlen('h', 'name'), await redis.hlen('h')]).toEqual([
      1, 3, 3,
    ]);
    expect(await redis.hincrby('h', 'age', 5)).toBe(42);
    expect(Number(await redis.hincrbyfloat('h', 'age', 0.5))).toBe(42.5);
    expect(await redis.hsetnx('h', 'name', 'x')).toBe(0);
    expect(await redis.hrandfield('none', 3)).toEqual([]);
    expect(await redis.hdel('h', 'name', 'none')).toBe(1);
    expect(await redis.call('HEXPIRE', 'h', '100', 'FIELDS', '2', 'city', 'none')).toEqual([1, -2]);
    expect(await redis.call('HTTL', 'h', 'FIELDS', '2', 'city', 'age')).toEqual([100, -1]);
    await redis.hset('big', Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}`, String(i)])));
    const found = new Map<string, string>();
    for await (const chunk of redis.hscanStream('big', { count: 100 }) as AsyncIterable<string[]>) {
      for (let i = 0; i < chunk.length; i += 2) found.set(chunk[i], chunk[i + 1]);
    }
    expect([found.size, found.get('f1999')]).toEqual([2000, '1999']);
  });

  test('sets', async () => {
    expect(await redis.sadd('s', 'a', 'b', 'c', 'a')).toBe(3);
    expect(await redis.sadd('t', 'b', 'c', 'd')).toBe(3);
    expect((await redis.smembers('s')).sort()).toEqual(['a', 'b', 'c']);
    expect(await redis.smismember('s', 'a', 'x')).toEqual([1, 0]);
    expect((await redis.sinter('s', 't')).sort()).toEqual(['b', 'c']);
    expect((await redis.sunion('s', 't')).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await redis.sdiff('s', 't')).toEqual(['a']);
    expect(await redis.sinterstore('out', 's', 't')).toBe(2);
    expect(await redis.sintercard(2, 's', 't', 'LIMIT', 1)).toBe(1);
    expect(await redis.smove('s', 't', 'a')).toBe(1);
    expect(['b', 'c']).toContain(await redis.srandmember('s'));
    expect((await redis.spop('t', 10)).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await redis.scard('t')).toBe(0);
    await redis.sadd('big', ...Array.from({ length: 3000 }, (_, i) => `m${i}`));
    const found = new Set<string>();
    for await (const chunk of redis.sscanStream('big', { count: 500 }) as AsyncIterable<string[]>) {
      for (const member of chunk) found.add(member);
    }
    expect(found.size).toBe(3000);
  });

  test('sorted sets', async () => {
    expect(await redis.zadd('z', 1, 'a', 2, 'b', 3.5, 'c')).toBe(3);
    expect(await redis.zadd('z', 'GT', 'CH', 5, 'a', 1, 'c')).toBe(1);
    expect(await redis.zrange('z', '0', '-1')).toEqual(['b', 'c', 'a']);
    expect((await redis.zrange('z', '0', '0', 'WITHSCORES')).flat().map(String)).toEqual(['b', '2']);
    expect(await redis.zrange('z', '(2', '+inf', 'BYSCORE', 'LIMIT', 0, 5)).toEqual(['c', 'a']);
    expect(await redis.zrangebyscore('z', '-inf', 3)).toEqual(['b']);
    expect(await redis.zrevrange('z', 0, 0)).toEqual(['a']);
    expect(Number(await redis.zscore('z', 'c'))).toBe(3.5);
    expect(Number(await redis.zincrby('z', 0.25, 'c'))).toBe(3.75);
    expect([await redis.zrank('z', 'a'), await redis.zrevrank('z', 'a')]).toEqual([2, 0]);
    expect([await redis.zcard('z'), await redis.zcount('z', 2, 4)]).toEqual([3, 2]);
    await redis.zadd('y', 10, 'a', 20, 'd');
    expect(await redis.zunionstore('u', 2, 'z', 'y', 'WEIGHTS', 1, 2)).toBe(4);
    expect(Number(await redis.zscore('u', 'a'))).toBe(25);
    expect(await redis.zinter(2, 'z', 'y')).toEqual(['a']);
    expect(await redis.zdiff(2, 'z', 'y')).toEqual(['b', 'c']);
    expect((await redis.zpopmin('z')).flat().map(String)).toEqual(['b', '2']);
    expect(await redis.zremrangebyrank('z', 0, -1)).toBe(2);
    expect(await redis.zscore('z', 'a')).toBeNull();
  });

  test('streams', async () => {
    const id = (await redis.xadd('x', '*', 'sensor', '1', 'value', '20.5')) as string;
    expect(id).toMatch(/^\d+-\d+$/);
    await redis.xadd('x', 'MAXLEN', '~', 1000, '*', 'sensor', '2', 'value', '21');
    expect(await redis.xlen('x')).toBe(2);
    const entries = await redis.xrange('x', '-', '+', 'COUNT', 1);
    expect(entries).toEqual([[id, ['sensor', '1', 'value', '20.5']]]);
    expect((await redis.xrevrange('x', '+', '-'))[0][1]).toEqual(['sensor', '2', 'value', '21']);
    expect(await redis.xgroup('CREATE', 'x', 'g', '0')).toBe('OK');
    const read = await redis.xreadgroup('GROUP', 'g', 'me', 'COUNT', 1, 'STREAMS', 'x', '>');
    expect(JSON.stringify(read)).toContain(id);
    expect((await redis.xpending('x', 'g'))[0]).toBe(1);
    expect(await redis.xack('x', 'g', id)).toBe(1);
    const waiting = connect().xread('BLOCK', 5000, 'STREAMS', 'x', '$');
    await redis.ping();
    const sender = setInterval(() => void redis.xadd('x', '*', 'late', 'r'), 5);
    expect(JSON.stringify(await waiting)).toContain('"late","r"');
    clearInterval(sender);
    expect(await redis.xdel('x', id)).toBe(1);
    expect(await redis.xtrim('x', 'MAXLEN', 0)).toBeGreaterThan(0);
  });

  test('places', async () => {
    await redis.geoadd('g', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania');
    expect(Number(await redis.geodist('g', 'Palermo', 'Catania', 'KM'))).toBeCloseTo(166.2742, 4);
    expect(await redis.geosearch('g', 'FROMLONLAT', 15, 37, 'BYRADIUS', 100, 'km', 'ASC')).toEqual(['Catania']);
    expect(await redis.geohash('g', 'Palermo')).toEqual(['sqc8b49rny0']);
    const [position] = await redis.geopos('g', 'Palermo');
    expect(Number(position?.[0])).toBeCloseTo(13.361389, 4);
  });

  test('sorting, copying and looking inside', async () => {
    await redis.rpush('l', '3', '1', '2');
    await redis.mset({ 'w:1': '9', 'w:2': '8', 'w:3': '7' });
    expect(await redis.sort('l')).toEqual(['1', '2', '3']);
    expect(await redis.sort('l', 'BY', 'w:*', 'GET', '#', 'GET', 'w:*')).toEqual(['3', '7', '2', '8', '1', '9']);
    expect(await redis.type('l')).toBe('list');
    expect(await redis.object('ENCODING', 'l')).toBe('listpack');
    expect(await redis.copy('l', 'l2')).toBe(1);
    expect(await redis.lrange('l2', 0, -1)).toEqual(['3', '1', '2']);
    expect(await redis.memory('USAGE', 'l')).toBeGreaterThan(0);
    const keys: string[] = [];
    for await (const chunk of redis.scanStream({ type: 'list' }) as AsyncIterable<string[]>) keys.push(...chunk);
    expect(keys.sort()).toEqual(['l', 'l2']);
  });

  test('pipelines and transactions over all of them', async () => {
    const replies = await redis
      .pipeline()
      .rpush('l', 'a')
      .hset('h', 'f', 'v')
      .sadd('s', 'm')
      .zadd('z', 1, 'm')
      .xadd('x', '1-1', 'f', 'v')
      .lpush('s', 'wrong')
      .exec();
    expect(replies?.map(([error, reply]) => error?.message ?? reply)).toEqual([
      ...[1, 1, 1, 1, '1-1'],
      'WRONGTYPE Operation against a key holding the wrong kind of value',
    ]);
    const results = await redis.multi().lpop('l').hgetall('h').smembers('s').zrange('z', '0', '-1').exec();
    expect(results?.map(([, reply]) => reply)).toEqual(['a', { f: 'v' }, ['m'], ['m']]);
  });
});
