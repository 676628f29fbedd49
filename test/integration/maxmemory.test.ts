import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { noRealServer, realServer } from '../support/real-server.ts';

/** Before 8.0 a transaction could queue nothing at all once memory was full. */
const notThere = noRealServer ?? (realServer().version[0] < 8 ? 'the redis-server here is older than 8.0' : undefined);

const OOM = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

const running: RunningServer[] = [];
const clients: RawClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const server of running.splice(0)) await server.close();
});

async function connect(server: RunningServer): Promise<RawClient> {
  const client = await RawClient.connect(server);
  clients.push(client);
  return client;
}

async function start(config: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer(config);
  running.push(server);
  return server;
}

/** A command by its words; `other:` in front of the first has a second client send it. */
type Dialogue = readonly string[];

async function replies(server: RunningServer, dialogue: Dialogue): Promise<string[]> {
  const [one, other] = [await connect(server), await connect(server)];
  const texts: string[] = [];
  for (const line of dialogue) {
    const isOther = line.startsWith('other: ');
    const words = (isOther ? line.slice('other: '.length) : line).split(' ');
    texts.push((await (isOther ? other : one).send(...words)).text);
  }
  return texts;
}

const FULL: Dialogue = [
  'SET a 1',
  'CONFIG SET maxmemory 1',
  ...[
    'SET a 2',
    'GET a',
    'APPEND a x',
    'INCR a',
    'TTL a',
    'DEL b',
    'PERSIST a',
    'EXPIRE a 100',
    'MSET a 1 b 2',
    'PING',
  ],
  ...['MULTI', 'SET a 3', 'GET a', 'EXEC', 'GET a'],
  ...['MULTI', 'GET a', 'DEL nothing', 'EXEC'],
  ...['CONFIG SET maxmemory 0', 'MULTI', 'GET a', 'SET a 4', 'other: CONFIG SET maxmemory 1', 'EXEC', 'GET a'],
  ...['other: CONFIG SET maxmemory 0', 'MULTI', 'SET a 5', 'other: CONFIG SET maxmemory 1', 'SET a 6', 'EXEC', 'EXEC'],
  ...['CONFIG SET maxmemory 0', 'SET a 7', 'GET a'],
];
const SHARED: Dialogue = [
  ...['SET a 1', 'OBJECT REFCOUNT a', 'CONFIG SET maxmemory 1gb', 'SET a 1', 'OBJECT REFCOUNT a'],
  ...['CONFIG SET maxmemory-policy allkeys-random', 'SET a 1', 'OBJECT REFCOUNT a'],
  ...['CONFIG SET maxmemory-policy volatile-ttl', 'SET a 1', 'OBJECT REFCOUNT a'],
  ...['CONFIG SET maxmemory-policy allkeys-lfu', 'SET a 1', 'OBJECT REFCOUNT a', 'OBJECT FREQ a'],
  ...['CONFIG SET maxmemory-policy volatile-lru', 'SET a 1', 'OBJECT REFCOUNT a', 'OBJECT FREQ a'],
];
const EMPTIED: Dialogue = [
  ...['SET a 1', 'SETEX b 100 1', 'SELECT 1', 'SET c 1', 'SELECT 0'],
  ...['CONFIG SET maxmemory-policy volatile-lru', 'CONFIG SET maxmemory 1', 'EXISTS a b', 'SET d 1'],
  ...[
    'CONFIG SET maxmemory-policy allkeys-lru',
    'PING',
    'DBSIZE',
    'SELECT 1',
    'DBSIZE',
    'SET e 1',
    'CONFIG SET maxmemory 0',
  ],
];

describe('maxmemory', () => {
  test('without eviction what needs memory is refused, alone and in transactions', async () => {
    const texts = await replies(await start(), FULL);
    const after = (line: string): string => texts[FULL.indexOf(line)];
    for (const line of ['SET a 2', 'APPEND a x', 'INCR a', 'MSET a 1 b 2', 'SET a 3', 'SET a 6']) {
      expect(after(line)).toBe(OOM);
    }
    expect(after('GET a')).toBe('$1\r\n1\r\n');
    expect(texts.filter((text) => text.startsWith('-EXECABORT'))).toEqual([
      '-EXECABORT Transaction discarded because of previous errors.\r\n',
      ...new Array<string>(2).fill(`-EXECABORT Transaction discarded because of: ${OOM.slice(1)}`),
    ]);
  });

  test('keys go as soon as the limit is lowered, and in every database', async () => {
    const texts = await replies(await start(), EMPTIED);
    expect(texts[EMPTIED.indexOf('EXISTS a b')]).toBe(':1\r\n');
    expect(texts.slice(-5)).toEqual([':0\r\n', '+OK\r\n', ':0\r\n', OOM, '+OK\r\n']);
  });

  test.skipIf(notThere !== undefined).each([
    ['refusals', FULL],
    ['shared integers', SHARED],
    ['emptied databases', EMPTIED],
  ])(
    `%s: as a real server answers${notThere === undefined ? '' : ` (skipped: ${notThere})`}`,
    async (_name, dialogue) => {
      const real = await realServer().start();
      running.push(real);
      expect(await replies(await start(), dialogue)).toEqual(await replies(real, dialogue));
    },
  );

  test('memory stays within the limit while more is written than fits, and INFO tells what went', async () => {
    const client = await connect(await start({ 'maxmemory-policy': 'allkeys-lru' }));
    const info = async (field: string): Promise<number> => {
      const { text } = await client.send('INFO', 'everything');
      return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1]);
    };
    const startup = await info('used_memory_startup');
    // The buffers that all clients share are memory in use: all of them stand there from the start.
    expect(startup).toBeGreaterThan(500_000);
    expect(await info('used_memory_overhead')).toBeGreaterThanOrEqual(startup);
    const limit = (await info('used_memory')) + 300_000;
    await client.send('CONFIG', 'SET', 'maxmemory', String(limit));
    for (let i = 0; i < 300; i++) {
      const words: string[] = [];
      for (let n = 0; n < 20; n++) words.push(`key:${i * 20 + n}`, 'x'.repeat(100));
      expect((await client.send('MSET', ...words)).text).toBe('+OK\r\n');
    }
    expect(await info('used_memory')).toBeLessThan(limit + 5000);
    const keys = Number((await client.send('DBSIZE')).text.slice(1));
    expect(keys).toBeGreaterThan(1000);
    expect(await info('evicted_keys')).toBe(6000 - keys);
    expect((await client.send('GET', 'key:5999')).text).toContain('xxx');
  });

  test('whoever listens hears which keys went', async () => {
    const server = await start({ 'notify-keyspace-events': 'Ee', 'maxmemory-policy': 'allkeys-random' });
    const [client, subscriber] = [await connect(server), await connect(server)];
    await client.send('MSET', 'a', '1', 'b', '2');
    await subscriber.send('SUBSCRIBE', '__keyevent@0__:evicted');
    await client.send('CONFIG', 'SET', 'maxmemory', '1');
    const heard = [(await subscriber.read()).text, (await subscriber.read()).text];
    const message = (key: string): string => `*3\r\n$7\r\nmessage\r\n$22\r\n__keyevent@0__:evicted\r\n$1\r\n${key}\r\n`;
    expect(heard.sort()).toEqual([message('a'), message('b')]);
  });
});
