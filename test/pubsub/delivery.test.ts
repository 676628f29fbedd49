import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Config, RunningServer } from '../support/child-server.ts';
import { startServer, startServerProcess } from '../support/cinnabar-server.ts';
import { frame, Wire } from './wire.ts';

/** Files that this process holds open besides. */
const OTHER_FILES = 200;

/** How many files this process may open. */
function openFilesLimit(): number {
  if (process.platform !== 'linux') return Infinity;
  const limits = readFileSync('/proc/self/limits', 'latin1');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
}

let server: RunningServer;
let open: Wire[] = [];

afterEach(async () => {
  await Promise.all(open.map((wire) => wire.close()));
  open = [];
  await server?.close();
});

async function start(config: Config = {}): Promise<void> {
  server = await startServer(config);
}

async function connect(): Promise<Wire> {
  const wire = await Wire.connect(server);
  open.push(wire);
  return wire;
}

/** Opened side by side, but not all at once: a listening socket's queue is short. */
async function subscribers(count: number, channel: string): Promise<Wire[]> {
  const wires: Wire[] = [];
  while (wires.length < count) {
    const batch = await Promise.all(Array.from({ length: Math.min(100, count - wires.length) }, connect));
    await Promise.all(batch.map((wire) => wire.exchange(['SUBSCRIBE', channel])));
    wires.push(...batch);
  }
  return wires;
}

describe('many subscribers of one channel', () => {
  const SUBSCRIBERS = Math.min(10_000, openFilesLimit() - OTHER_FILES);

  test(`all ${SUBSCRIBERS} hear every message, in order`, { timeout: 120_000 }, async () => {
    if (SUBSCRIBERS < 10_000) console.warn(`the limit of open files allows ${SUBSCRIBERS} subscribers of 10000`);
    // In a process of its own: the other ends of the connections are files of this one.
    server = await startServerProcess({ maxclients: '10100' });
    const wires = await subscribers(SUBSCRIBERS, 'all');
    const publisher = await connect();
    expect(await publisher.exchange(['PUBSUB', 'NUMSUB', 'all'])).toBe(frame('*', 'all', SUBSCRIBERS));
    expect(await publisher.exchange(['PUBLISH', 'all', '1'], ['PUBLISH', 'all', '2'], ['PUBLISH', 'all', '3'])).toBe(
      `:${SUBSCRIBERS}\r\n`.repeat(3),
    );
    const expected = ['1', '2', '3'].map((text) => frame('*', 'message', 'all', text)).join('');
    for (const wire of wires) expect(await wire.next(frame('*', 'message', 'all', '3'))).toBe(expected);
  });
});

describe('client-output-buffer-limit pubsub', () => {
  const TEXT = 'x'.repeat(64 * 1024);

  test('cuts off a subscriber that does not read, and nobody else', { timeout: 60_000 }, async () => {
    await start({ 'client-output-buffer-limit': 'pubsub 8mb 0 0' });
    const slow = await connect();
    const [quick, publisher] = [await connect(), await connect()];
    for (const wire of [slow, quick]) await wire.exchange(['SUBSCRIBE', 'a']);
    slow.pause();
    // Each message is read by the quick one before the next is sent, so only the slow one falls behind.
    let receivers = 2;
    for (let sent = 0; receivers === 2 && sent < 2_000; sent++) {
      receivers = Number((await publisher.exchange(['PUBLISH', 'a', TEXT])).slice(1, -2));
      await quick.next(`${TEXT}\r\n`);
    }
    expect(receivers).toBe(1);
    expect(await publisher.exchange(['PUBLISH', 'a', 'after'])).toBe(':1\r\n');
    expect(await quick.next('after\r\n')).toBe(frame('*', 'message', 'a', 'after'));
    const stats = await publisher.exchange(['INFO', 'stats']);
    expect(stats).toContain('\r\nclient_output_buffer_limit_disconnections:1\r\n');
  });

  test('holds for subscribers only, as long as they are', { timeout: 60_000 }, async () => {
    await start({ 'client-output-buffer-limit': 'pubsub 100kb 0 0' });
    const [wire, publisher] = [await connect(), await connect()];
    const long = 'x'.repeat(4 * 1024 * 1024);
    await publisher.exchange(['SET', 'long', long]);
    await wire.exchange(['SUBSCRIBE', 'a'], ['UNSUBSCRIBE', 'a']);
    expect(await wire.exchange(['GET', 'long'])).toHaveLength(long.length + '$4194304\r\n\r\n'.length);
    await wire.exchange(['SUBSCRIBE', 'a']);
    await publisher.exchange(['PUBLISH', 'a', long]);
    await wire.closed;
    expect(await publisher.exchange(['PUBLISH', 'a', 'x'])).toBe(':0\r\n');
  });
});
