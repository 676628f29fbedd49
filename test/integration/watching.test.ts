import { afterEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';

let server: RunningServer | undefined;
const clients: RawClient[] = [];

async function connect(): Promise<RawClient> {
  server ??= await startServer();
  const client = await RawClient.connect(server);
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server?.close();
  server = undefined;
});

const field = (info: string, name: string): number => Number(new RegExp(`^${name}:(.*)\r$`, 'm').exec(info)?.[1]);

describe('a server that is watched', () => {
  it('shows a pipeline to a monitor in its order, each command once', async () => {
    const [monitor, other] = [await connect(), await connect()];
    expect((await monitor.send('MONITOR')).text).toBe('+OK\r\n');
    await other.pipeline([
      ['SET', 'a', '1'],
      ['MULTI'],
      ['INCR', 'a'],
      ['EXEC'],
      ['CONFIG', 'GET', 'port'],
      ['GET', 'a'],
    ]);
    const lines = (await monitor.readMany(5)).map(({ text }) => /] (.*)\r\n$/.exec(text)?.[1]);
    expect(lines).toEqual(['"SET" "a" "1"', '"MULTI"', '"INCR" "a"', '"EXEC"', '"GET" "a"']);
  });

  it('stops showing commands to who resets itself', async () => {
    const [monitor, other] = [await connect(), await connect()];
    await monitor.pipeline([['MONITOR'], ['RESET']]);
    await other.send('SET', 'a', '1');
    expect((await monitor.send('GET', 'a')).text).toBe('$1\r\n1\r\n');
  });

  it('logs the rest of a pipeline from the command on that asks for it', async () => {
    const client = await connect();
    await client.pipeline([
      ['SET', 'a', '1'],
      ['CONFIG', 'SET', 'slowlog-log-slower-than', '0'],
      ['GET', 'a'],
      ['PING'],
      ['CONFIG', 'SET', 'slowlog-log-slower-than', '-1'],
      ['GET', 'a'],
    ]);
    const entries = (await client.send('SLOWLOG', 'GET')).value as [number, number, number, string[]][];
    expect(entries.map(([, , , args]) => args.join(' '))).toEqual([
      'PING',
      'GET a',
      'CONFIG SET slowlog-log-slower-than 0',
    ]);
  });

  it('counts what a pipeline did, and that it took time', async () => {
    const client = await connect();
    await client.send('CONFIG', 'RESETSTAT');
    await client.pipeline(Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? ['SET', `k${i}`, 'v'] : ['GET', 'k0'])));
    const info = await client.ask('INFO', 'everything');
    const [, calls, usec] = /^cmdstat_get:calls=(\d+),usec=(\d+)/m.exec(info) ?? [];
    expect([calls, Number(usec) > 0]).toEqual(['250', true]);
    expect(info).toMatch(/^latency_percentiles_usec_set:p50=[\d.]+,p99=[\d.]+,p99\.9=[\d.]+\r$/m);
    expect(field(info, 'total_commands_processed')).toBe(501);
    expect(field(info, 'eventloop_cycles')).toBeGreaterThan(0);
    expect(field(info, 'eventloop_duration_sum')).toBeGreaterThanOrEqual(field(info, 'eventloop_duration_cmd_sum'));
    expect(field(info, 'total_reads_processed')).toBeGreaterThan(0);
    expect(await client.ask('INFO', 'threads')).toMatch(/io_thread_0:clients=1,reads=[1-9]\d*,writes=[1-9]\d*/);
  });

  it('keeps the directives of COMMANDLOG under both names', async () => {
    const client = await connect();
    await client.send('CONFIG', 'SET', 'commandlog-execution-slower-than', '7', 'commandlog-large-reply-max-len', '3');
    const { value } = await client.send('CONFIG', 'GET', 'slowlog-log-slower-than', 'commandlog-large-reply-max-len');
    expect(value).toEqual(['slowlog-log-slower-than', '7', 'commandlog-large-reply-max-len', '3']);
  });
});
