import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

/** What people build of sorted sets, lists and streams: small programs of the kind, run as they stand. */
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
  const client = new Redis({ host: server.host, port: server.port, retryStrategy: () => null });
  client.on('error', () => undefined);
  open.push(client);
  return client;
}

describe('a leaderboard', () => {
  const PLAYERS = 500;

  test('ranks players as their points say, whoever scores at the same time', async () => {
    const points = new Map<string, number>();
    const scorers = Array.from({ length: 4 }, connect);
    const moves = Array.from({ length: 4000 }, (_, i) => [`player:${(i * 7919) % PLAYERS}`, (i * 31) % 97] as const);
    await Promise.all(
      moves.map(([player, gained], i) => {
        points.set(player, (points.get(player) ?? 0) + gained);
        return scorers[i % scorers.length].zincrby('board', gained, player);
      }),
    );
    const expected = [...points].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1));
    const top = await redis.zrevrange('board', '0', '9');
    expect(top).toEqual(expected.slice(0, 10).map(([player]) => player));
    for (const place of [0, 1, 250, 499]) {
      const [player, sum] = expected[place];
      expect(await redis.zrevrank('board', player)).toBe(place);
      expect(Number(await redis.zscore('board', player))).toBe(sum);
    }
    const [around] = expected[100];
    const rank = (await redis.zrevrank('board', around)) as number;
    const neighbours = await redis.zrevrange('board', rank - 2, rank + 2);
    expect(neighbours).toEqual(expected.slice(98, 103).map(([player]) => player));
    const limit = expected[49][1];
    const atLeast = expected.filter(([, sum]) => sum >= limit).length;
    expect(await redis.zcount('board', limit, '+inf')).toBe(atLeast);
  });
});

describe('a queue of jobs', () => {
  const JOBS = 2000;
  const WORKERS = 8;

  test('gives each job to one worker, in order', async () => {
    const done: string[] = [];
    const worker = async (client: Redis): Promise<number> => {
      for (let jobs = 0; ; jobs++) {
        const [, job] = (await client.blpop('jobs', 30)) as [string, string];
        if (job === 'end') return jobs;
        done.push(job);
      }
    };
    const workers = Array.from({ length: WORKERS }, () => worker(connect()));
    const producers = [connect(), connect()];
    await Promise.all(
      Array.from({ length: JOBS }, (_, i) => producers[i % 2].rpush('jobs', `${i % 2}:${String(i).padStart(5, '0')}`)),
    );
    await redis.rpush('jobs', ...Array.from({ length: WORKERS }, () => 'end'));
    const counts = await Promise.all(workers);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(JOBS);
    expect(new Set(done).size).toBe(JOBS);
    expect(await redis.exists('jobs')).toBe(0);
  });

  test('keeps a job at hand in a second list until it is done, so that none is lost with its worker', async () => {
    await redis.rpush('jobs', ...Array.from({ length: 100 }, (_, i) => String(i)));
    const dying = connect();
    for (let i = 0; i < 10; i++) expect(await dying.blmove('jobs', 'at hand', 'LEFT', 'RIGHT', 1)).toBe(String(i));
    dying.disconnect();
    expect(await redis.llen('at hand')).toBe(10);
    const done: string[] = [];
    for (let job; (job = await redis.lmove('at hand', 'jobs', 'RIGHT', 'LEFT')) !== null;)
      expect(Number(job)).toBeLessThan(10);
    for (let job; (job = await redis.blmove('jobs', 'at hand', 'LEFT', 'RIGHT', 0.05)) !== null;) {
      done.push(job);
      expect(await redis.lrem('at hand', 1, job)).toBe(1);
    }
    expect(done).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
  });
});

describe('a stream with a group of consumers', () => {
  const ORDERS = 1500;
  type Entry = [id: string, fields: string[]];

  const entriesOf = (reply: unknown): Entry[] => {
    if (reply === null) return [];
    const [[, entries]] = Array.isArray(reply)
      ? (reply as [[string, Entry[]]])
      : Object.entries(reply as Record<string, Entry[]>);
    return entries;
  };

  /** Reads, works and acknowledges until it dies, at the point where that hurts most: read, but not acknowledged. */
  async function consume(name: string, worked: string[], dies: (seen: number) => boolean): Promise<void> {
    const client = connect();
    for (let seen = 0; ;) {
      const entries = entriesOf(
        await client.xreadgroup('GROUP', 'workers', name, 'COUNT', 7, 'BLOCK', 100, 'STREAMS', 'orders', '>'),
      );
      if (entries.length === 0) return;
      for (const [id, [, order]] of entries) {
        if (dies(++seen)) {
          client.disconnect();
          return;
        }
        // The work and its acknowledgement are one: so nothing is worked off twice.
        const [[, acknowledged]] = (await client.multi().xack('orders', 'workers', id).incr('worked').exec()) as [
          [null, number],
        ];
        if (acknowledged === 1) worked.push(order);
      }
    }
  }

  /** Takes over what the dead had at hand. */
  async function recover(worked: string[]): Promise<number> {
    let cursor = '0-0';
    let taken = 0;
    do {
      const [next, entries] = (await redis.xautoclaim('orders', 'workers', 'rescuer', 0, cursor, 'COUNT', 10)) as [
        string,
        Entry[],
      ];
      for (const [id, [, order]] of entries) {
        if ((await redis.xack('orders', 'workers', id)) === 1) worked.push(order);
        taken++;
      }
      cursor = next;
    } while (cursor !== '0-0');
    return taken;
  }

  test('loses and repeats nothing when consumers die', async () => {
    await redis.xgroup('CREATE', 'orders', 'workers', '$', 'MKSTREAM');
    const worked: string[] = [];
    const living = ['a', 'b'].map((name) => consume(name, worked, () => false));
    const dying = ['x', 'y', 'z'].map((name, i) => consume(name, worked, (seen) => seen === 3 + i * 20));
    const producer = connect();
    const produced = Promise.all(
      Array.from({ length: ORDERS }, (_, i) => producer.xadd('orders', '*', 'order', String(i))),
    );
    await Promise.all([produced, ...living, ...dying]);
    // Whoever came too late for an order left it to others: one more reads on where all of them stopped.
    await consume('last', worked, () => false);
    const [pending] = (await redis.xpending('orders', 'workers')) as [number];
    expect(pending).toBeGreaterThan(0);
    expect(await recover(worked)).toBe(pending);
    expect(worked.length).toBe(ORDERS);
    expect(worked.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: ORDERS }, (_, i) => i));
    expect(((await redis.xpending('orders', 'workers')) as [number])[0]).toBe(0);
  });
});
