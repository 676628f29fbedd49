import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { BurstyRateLimiter, RateLimiterRedis, RateLimiterRedisNonAtomic, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

/** Reads and writes with MULTI and EXEC: the library's form for servers without scripts. */
describe('rate-limiter-flexible, without scripts', () => {
  let server: RunningServer;
  let ioredis: Redis;
  let nodeRedis: ReturnType<typeof createClient>;

  beforeAll(async () => {
    server = await startServer();
    ioredis = new Redis(server.port, server.host);
    nodeRedis = createClient({ socket: { host: server.host, port: server.port } });
    await nodeRedis.connect();
  });
  afterAll(async () => {
    ioredis?.disconnect();
    await nodeRedis?.close();
    await server?.close();
  });
  beforeEach(async () => {
    await ioredis.flushall();
  });

  const clients = [
    ['ioredis', () => ({ storeClient: ioredis })],
    ['node-redis', () => ({ storeClient: nodeRedis, useRedisPackage: true })],
  ] as const;

  test.each(clients)('lets so many through, and tells the others how long to wait: %s', async (_, store) => {
    const limiter = new RateLimiterRedisNonAtomic({ ...store(), keyPrefix: 'limit', points: 3, duration: 60 });
    const remaining: number[] = [];
    for (let i = 0; i < 3; i++) remaining.push((await limiter.consume('alice')).remainingPoints);
    expect(remaining).toEqual([2, 1, 0]);
    const refused = await limiter.consume('alice').catch((reason: unknown) => reason);
    if (!(refused instanceof RateLimiterRes)) throw new Error('the fourth was not refused');
    expect(refused.msBeforeNext).toBeGreaterThan(50_000);
    expect(refused.msBeforeNext).toBeLessThanOrEqual(60_000);
    expect((await limiter.consume('bob')).remainingPoints).toBe(2);
    expect(await ioredis.get('limit:alice')).toBe('4');
    expect(await ioredis.pttl('limit:alice')).toBeGreaterThan(50_000);
  });

  test.each(clients)('blocks, rewards, punishes and forgets: %s', async (_, store) => {
    const limiter = new RateLimiterRedisNonAtomic({ ...store(), points: 5, duration: 60, blockDuration: 100 });
    await limiter.consume('carol', 2);
    await limiter.penalty('carol', 2);
    await limiter.reward('carol', 1);
    expect(await limiter.get('carol')).toMatchObject({ consumedPoints: 3, remainingPoints: 2 });
    await expect(limiter.consume('carol', 3)).rejects.toMatchObject({ remainingPoints: 0 });
    // Blocked for as long as was asked for, not for what is left of the minute.
    expect((await limiter.get('carol'))?.msBeforeNext).toBeGreaterThan(60_000);
    await limiter.block('dave', 30);
    await expect(limiter.consume('dave')).rejects.toMatchObject({ remainingPoints: 0 });
    expect(await limiter.delete('carol')).toBe(true);
    expect(await limiter.get('carol')).toBeNull();
    expect(await limiter.delete('carol')).toBe(false);
  });

  test('lets a client go on when its time is over', async () => {
    const limiter = new RateLimiterRedisNonAtomic({ storeClient: ioredis, points: 1, duration: 1 });
    await limiter.consume('erin');
    const refused: unknown = await limiter.consume('erin').catch((reason: unknown) => reason);
    if (!(refused instanceof RateLimiterRes)) throw new Error('the second was not refused');
    await new Promise((resolve) => setTimeout(resolve, refused.msBeforeNext + 20));
    expect((await limiter.consume('erin')).remainingPoints).toBe(0);
  });

  test('has room for bursts beside the rate', async () => {
    const steady = new RateLimiterRedisNonAtomic({
      storeClient: ioredis,
      keyPrefix: 'steady',
      points: 1,
      duration: 60,
    });
    const burst = new RateLimiterRedisNonAtomic({ storeClient: ioredis, keyPrefix: 'burst', points: 2, duration: 60 });
    const limiter = new BurstyRateLimiter(steady, burst);
    for (let i = 0; i < 3; i++) await limiter.consume('frank');
    await expect(limiter.consume('frank')).rejects.toBeInstanceOf(RateLimiterRes);
  });

  test('guards a web server', async () => {
    const limiter = new RateLimiterRedisNonAtomic({ storeClient: ioredis, points: 2, duration: 60 });
    const web = await new Promise<Server>((resolve) => {
      const listening = createServer((request, response) => {
        limiter
          .consume(String(request.headers['x-user']))
          .then(({ remainingPoints }) => response.writeHead(200).end(String(remainingPoints)))
          .catch(() => response.writeHead(429).end());
      }).listen(0, '127.0.0.1', () => resolve(listening));
    });
    try {
      const { port } = web.address() as AddressInfo;
      const statuses: number[] = [];
      for (const user of ['grace', 'grace', 'grace', 'heidi']) {
        statuses.push((await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-user': user } })).status);
      }
      expect(statuses).toEqual([200, 200, 429, 200]);
    } finally {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    }
  });

  test('RateLimiterRedis, which needs scripts, is told that there are none', async () => {
    const limiter = new RateLimiterRedis({ storeClient: ioredis, points: 1, duration: 60 });
    await expect(limiter.consume('ivan')).rejects.toThrow(/unknown command 'eval/i);
  });
});
