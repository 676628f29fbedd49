import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { findOnPath } from '../support/executables.ts';
import { RawClient } from '../support/raw-client.ts';
import { describeUnless } from '../support/skip.ts';

const cli = process.env.CINNABAR_REDIS_CLI ?? findOnPath('redis-cli');

let server: RunningServer;
let publisher: RawClient;

beforeAll(async () => {
  server = await startServer({ 'notify-keyspace-events': 'KEA' });
  publisher = await RawClient.connect(server);
});
afterAll(async () => {
  await publisher?.close();
  await server?.close();
});

describe.each([2, 3] as const)('ioredis with RESP%i', (protocol) => {
  test('subscribes, by name, pattern and shard, and hears keyspace events', async () => {
    const redis = new Redis({ host: server.host, port: server.port, protocol });
    const heard: string[] = [];
    redis.on('message', (channel, text) => heard.push(`message ${channel} ${text}`));
    redis.on('pmessage', (pattern, channel, text) => heard.push(`pmessage ${pattern} ${channel} ${text}`));
    redis.on('smessage', (channel, text) => heard.push(`smessage ${channel} ${text}`));
    expect(await redis.subscribe('news', 'other')).toBe(2);
    expect(await redis.psubscribe('__key*__:*')).toBe(3);
    expect(await redis.ssubscribe('shard')).toBe(1);
    await publisher.pipeline([
      ['PUBLISH', 'news', 'hällo'],
      ['SPUBLISH', 'shard', '1'],
      ['SET', 'k', 'v'],
    ]);
    await expect.poll(() => heard).toHaveLength(4);
    expect(heard).toEqual([
      'message news hällo',
      'smessage shard 1',
      'pmessage __key*__:* __keyspace@0__:k set',
      'pmessage __key*__:* __keyevent@0__:set k',
    ]);
    expect(await redis.unsubscribe('news', 'other')).toBe(1);
    expect(await redis.punsubscribe('__key*__:*')).toBe(0);
    expect(await redis.sunsubscribe('shard')).toBe(0);
    expect(await redis.set('k', 'w')).toBe('OK');
    redis.disconnect();
  });
});

describe.each([2, 3] as const)('node-redis with RESP%i', (RESP) => {
  test('subscribes, by name, pattern and shard', async () => {
    const client = createClient({ RESP, socket: { host: server.host, port: server.port } });
    client.on('error', () => undefined);
    await client.connect();
    const heard: string[] = [];
    const note = (text: string, channel: string): void => void heard.push(`${channel} ${text}`);
    await client.subscribe('news', note);
    await client.pSubscribe('n*s', note);
    await client.sSubscribe('shard', note);
    await publisher.pipeline([
      ['PUBLISH', 'news', '1'],
      ['SPUBLISH', 'shard', '2'],
    ]);
    await expect.poll(() => heard).toEqual(['news 1', 'news 1', 'shard 2']);
    await client.unsubscribe('news');
    await client.pUnsubscribe('n*s');
    await client.sUnsubscribe('shard');
    expect((await publisher.send('PUBLISH', 'news', '3')).value).toBe(0);
    // The library answers a Buffer here when it speaks RESP2.
    expect(String(await client.ping())).toBe('PONG');
    client.destroy();
  });
});

describeUnless(cli === undefined ? 'no redis-cli on PATH' : undefined, 'redis-cli', () => {
  test.each([[[]], [['-3']]])('subscribes with %j and prints what comes', async (options) => {
    const args = ['-h', server.host, '-p', String(server.port), ...options, 'PSUBSCRIBE', 'cli.*'];
    const child = spawn(cli as string, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output, { timeout: 10_000 }).toContain('psubscribe');
    await publisher.send('PUBLISH', 'cli.a', 'the text');
    await expect.poll(() => output, { timeout: 10_000 }).toContain('the text');
    expect(output.split('\n').filter((line) => line !== '')).toEqual(
      expect.arrayContaining([expect.stringContaining('pmessage'), expect.stringContaining('cli.a')]),
    );
    child.kill();
    await once(child, 'exit');
  });
});
