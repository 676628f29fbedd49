import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer } from '../../src/index.ts';
import type { EmbeddedServer } from '../../src/index.ts';
import { COUNTERS, GAUGES } from '../../src/observability/metric-names.ts';
import { freePort } from '../support/free-port.ts';
import { RawClient } from '../support/raw-client.ts';

describe('GET /metrics', () => {
  let server: EmbeddedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function start(config: Record<string, string> = {}): Promise<string> {
    const port = await freePort();
    server = await createServer({ config: { 'metrics-port': String(port), ...config } });
    return `http://127.0.0.1:${port}`;
  }

  test('tells of what commands have done', async () => {
    const url = await start();
    const client = await RawClient.connect({ host: '127.0.0.1', port: server?.port ?? 0 });
    for (const words of [['SET', 'a', '1'], ['GET', 'a'], ['GET', 'b'], ['NOSUCH']]) await client.send(...words);
    const response = await fetch(`${url}/metrics?x=1`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
    const text = await response.text();
    for (const line of [
      'redis_connected_clients 1',
      'redis_keyspace_hits_total 1',
      'redis_keyspace_misses_total 1',
      'redis_db_keys{db="db0"} 1',
      'redis_commands_total{cmd="get"} 2',
      'redis_errors_total{err="ERR"} 1',
      '# TYPE redis_keyspace_hits_total counter',
      '# TYPE redis_memory_used_bytes gauge',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    await client.close();
  });

  test('INFO has every field that a metric is taken from, and a number in it', async () => {
    await start();
    const client = await RawClient.connect({ host: '127.0.0.1', port: server?.port ?? 0 });
    const info = (await client.send('INFO', 'everything')).value as string;
    const fields = new Map(info.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
    const wanted = [...Object.keys(GAUGES), ...Object.keys(COUNTERS)];
    expect(wanted.filter((field) => !Number.isFinite(Number(fields.get(field))))).toEqual([]);
    await client.close();
  });

  test('is the only thing to ask for', async () => {
    const url = await start();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics/x`)).status).toBe(404);
    const posted = await fetch(`${url}/metrics`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('follows bind, and ends with the server, kept connections and all', async () => {
    const url = await start({ bind: '127.0.0.1 -192.0.2.1' });
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    await server?.close();
    await expect(fetch(`${url}/metrics`)).rejects.toThrow();
  });

  test('on a port that is taken keeps the server from starting, and leaves nothing open', async () => {
    const blocker = createTcpServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port: taken } = blocker.address() as { port: number };
    const port = await freePort();
    const failed = createServer({ port, config: { 'metrics-port': String(taken) } });
    await expect(failed).rejects.toThrow(`127.0.0.1:${taken}: listen EADDRINUSE`);
    await expect(RawClient.connect({ host: '127.0.0.1', port })).rejects.toThrow('ECONNREFUSED');
    blocker.close();
  });

  test('is off by default', async () => {
    server = await createServer();
    const client = await RawClient.connect({ host: '127.0.0.1', port: server.port });
    expect((await client.send('CONFIG', 'GET', 'metrics-port')).value).toEqual(['metrics-port', '0']);
    await client.close();
  });
});
