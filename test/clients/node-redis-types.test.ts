import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

/** Every type of value through node-redis 6: its own names and its own forms of replies, with RESP3 and with RESP2. */
describe.each([{ RESP: 3 }, { RESP: 2 }] as const)('node-redis with RESP$RESP', ({ RESP }) => {
  let server: RunningServer;
  let client: Awaited<ReturnType<typeof connect>>;
  let open: { destroy(): void }[] = [];

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    client = await connect();
    await client.flushAll();
  });
  afterEach(() => {
    for (const each of open) each.destroy();
    open = [];
  });
  afterAll(() => server?.close());

  async function connect() {
    const connecting = createClient({ RESP, socket: { host: server.host, port: server.port } });
    connecting.on('error', () => undefined);
    open.push(connecting);
    await connecting.connect();
    return connecting;
  }

  test('lists', async () => {
    expect(await client.rPush('l', ['a', 'b', 'c'])).toBe(3);
    expect(await client.lRange('l', 0, -1)).toEqual(['a', 'b', 'c']);
    expect(await client.lMove('l', 'm', 'LEFT', 'RIGHT')).toBe('a');
    expect(await client.lPopCount('l', 5)).toEqual(['b', 'c']);
    expect(await client.lLen('l')).toBe(0);
    expect(await client.lmPop(['none', 'm'], 'LEFT')).toEqual(['m', ['a']]);
    const other = await connect();
    const waiting = other.blPop(['q1', 'q2'], 5);
    await client.lPush('q2', 'job');
    expect(await waiting).toEqual({ key: 'q2', element: 'job' });
    expect(await other.brPop('q1', 0.05)).toBeNull();
  });

  test('hashes', async () => {
    expect(await client.hSet('h', { name: 'Ada', age: 36 })).toBe(2);
    expect({ ...(await client.hGetAll('h')) }).toEqual({ name: 'Ada', age: '36' });
    expect(await client.hmGet('h', ['name', 'none'])).toEqual(['Ada', null]);
    expect(await client.hIncrBy('h', 'age', 1)).toBe(37);
    expect(await client.hExpire('h', ['age', 'none'], 100)).toEqual([1, -2]);
    expect(await client.hTTL('h', ['age', 'name'])).toEqual([100, -1]);
    expect(await client.hPersist('h', 'age')).toEqual([1]);
    expect((await client.hRandFieldCountWithValues('h', 5)).map(({ field }) => field).sort()).toEqual(['age', 'name']);
    await client.hSet('big', Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`f${i}`, String(i)])));
    const found = new Set<string>();
    for await (const entries of client.hScanIterator('big', { COUNT: 100 })) {
      for (const { field } of entries) found.add(field);
    }
    expect(found.size).toBe(2000);
    expect(await client.hDel('h', ['name', 'age'])).toBe(2);
    expect(await client.exists('h')).toBe(0);
  });

  test('sets', async () => {
    expect(await client.sAdd('s', ['a', 'b', 'c'])).toBe(3);
    expect(await client.sAdd('t', ['b', 'd'])).toBe(2);
    expect([...(await client.sMembers('s'))].sort()).toEqual(['a', 'b', 'c']);
    expect([...(await client.sInter(['s', 't']))]).toEqual(['b']);
    expect([...(await client.sDiff(['s', 't']))].sort()).toEqual(['a', 'c']);
    expect(await client.sUnionStore('u', ['s', 't'])).toBe(4);
    expect(await client.smIsMember('s', ['a', 'x'])).toEqual([1, 0]);
    expect(['a', 'b', 'c']).toContain(await client.sPop('s'));
    expect(await client.sCard('s')).toBe(2);
  });

  test('sorted sets', async () => {
    const members = [
      { value: 'a', score: 1 },
      { value: 'b', score: 2.5 },
      { value: 'c', score: Infinity },
    ];
    expect(await client.zAdd('z', members)).toBe(3);
    expect(await client.zRangeWithScores('z', 0, -1)).toEqual(members);
    expect(await client.zRange('z', '(1', '+inf', { BY: 'SCORE', LIMIT: { offset: 0, count: 1 } })).toEqual(['b']);
    expect([await client.zScore('z', 'c'), await client.zScore('z', 'x')]).toEqual([Infinity, null]);
    expect([await client.zRank('z', 'b'), await client.zRevRank('z', 'b')]).toEqual([1, 1]);
    expect(await client.zIncrBy('z', 0.25, 'a')).toBe(1.25);
    expect(await client.zPopMin('z')).toEqual({ value: 'a', score: 1.25 });
    expect(await client.zmScore('z', ['b', 'x'])).toEqual([2.5, null]);
    await client.zAdd('y', { value: 'b', score: 1 });
    expect(await client.zUnionWithScores(['z', 'y'])).toEqual([
      { value: 'b', score: 3.5 },
      { value: 'c', score: Infinity },
    ]);
    const other = await connect();
    const waiting = other.bzPopMax('late', 5);
    await client.zAdd('late', { value: 'm', score: 7 });
    expect(await waiting).toEqual({ key: 'late', value: 'm', score: 7 });
  });

  test('streams', async () => {
    const id = await client.xAdd('x', '*', { a: '1', b: '2' });
    expect(id).toMatch(/^\d+-\d+$/);
    expect((await client.xRange('x', '-', '+'))?.map(({ message }) => ({ ...message }))).toEqual([{ a: '1', b: '2' }]);
    expect(await client.xGroupCreate('x', 'g', '0')).toBe('OK');
    const read = await client.xReadGroup('g', 'me', { key: 'x', id: '>' }, { COUNT: 5 });
    expect(JSON.stringify(read)).toContain(String(id));
    expect(await client.xPending('x', 'g')).toMatchObject({ pending: 1, firstId: id, lastId: id });
    expect(await client.xAck('x', 'g', String(id))).toBe(1);
    expect(await client.xInfoStream('x')).toMatchObject({ length: 1, groups: 1, 'last-generated-id': id });
    const other = await connect();
    const waiting = other.xRead({ key: 'x', id: String(id) }, { BLOCK: 5000 });
    await client.xAdd('x', '*', { late: 'yes' });
    expect(JSON.stringify(await waiting)).toContain('"late":"yes"');
    expect(await client.xLen('x')).toBe(2);
  });

  test('places', async () => {
    await client.geoAdd('g', [
      { longitude: 13.361389, latitude: 38.115556, member: 'Palermo' },
      { longitude: 15.087269, latitude: 37.502669, member: 'Catania' },
    ]);
    expect(await client.geoDist('g', 'Palermo', 'Catania', 'km')).toBeCloseTo(166.2742, 4);
    expect(await client.geoSearch('g', 'Catania', { radius: 10, unit: 'km' })).toEqual(['Catania']);
    expect(await client.geoHash('g', 'Palermo')).toEqual(['sqc8b49rny0']);
  });

  test('sorting, and everything at once in a transaction', async () => {
    await client.rPush('n', ['3', '1', '2']);
    expect(await client.sort('n', { DIRECTION: 'DESC' })).toEqual(['3', '2', '1']);
    const [length, fields, members] = await client.multi().rPush('n', '4').hSet('h', 'f', 'v').sAdd('s', 'm').exec();
    expect([length, fields, members]).toEqual([4, 1, 1]);
    const wrong = client.lPush('s', 'x');
    await expect(wrong).rejects.toThrow('WRONGTYPE Operation against a key holding the wrong kind of value');
  });
});
