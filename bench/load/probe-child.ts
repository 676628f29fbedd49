import { once } from 'node:events';
import { createConnection } from 'node:net';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/*
 * Another client: a PING every millisecond, whether the last one was answered or not. How long the slowest waited is how long
 * the server stood still. The first message, { port }, connects; each further one answers what was seen since the last.
 */

const PING = Buffer.from('*1\r\n$4\r\nPING\r\n');
const PONG_BYTES = '+PONG\r\n'.length;

export interface Stall {
  /** Milliseconds. */
  readonly longest: number;
  readonly p999: number;
  readonly replies: number;
}

const sentAt: number[] = [];
let waits: number[] = [];
let partialBytes = 0;

async function connect(port: number): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.on('data', (chunk: Buffer) => received(chunk.length, performance.now()));
  // A probe that cannot measure must not answer as if all were well: its parent learns from its end.
  socket.once('close', () => process.exit(1));
  setInterval(() => {
    sentAt.push(performance.now());
    socket.write(PING);
  }, 1);
}

function received(bytes: number, now: number): void {
  partialBytes += bytes;
  for (; partialBytes >= PONG_BYTES; partialBytes -= PONG_BYTES) waits.push(now - sentAt.shift()!);
}

function report(): Stall {
  // A PING that still waits counts as well.
  const now = performance.now();
  const all = [...waits, ...sentAt.map((at) => now - at)];
  const stall = { longest: percentile(all, 1), p999: percentile(all, 0.999), replies: waits.length };
  waits = [];
  return stall;
}

answer<{ port?: number }>(({ port }) => (port === undefined ? report() : connect(port)));
