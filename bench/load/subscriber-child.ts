import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { answer } from './child.ts';

/** Subscribers of one channel that count what they are sent and look at none of it. */

export type SubscriberRequest =
  | { readonly subscribe: { readonly port: number; readonly count: number; readonly channel: string } }
  /** Answered once so many bytes have come to all together, with the time in milliseconds since the epoch. */
  | { readonly awaitBytes: number };

const sockets: Socket[] = [];
let received = 0;
let wanted = Infinity;
let arrived: (atMs: number) => void = () => undefined;

function count(bytes: number): boolean {
  received += bytes;
  if (received >= wanted) arrived(Date.now());
  return true;
}

/** All sockets read into one buffer: what is read is dropped. */
const window = Buffer.alloc(256 * 1024);

async function open(port: number, channel: string): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', onread: { buffer: window, callback: count } });
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(`*2\r\n$9\r\nSUBSCRIBE\r\n$${channel.length}\r\n${channel}\r\n`);
}

answer<SubscriberRequest>(async (request) => {
  if ('subscribe' in request) {
    const { port, count: subscribers, channel } = request.subscribe;
    for (let i = 0; i < subscribers; i++) await open(port, channel);
    received = 0;
    return sockets.length;
  }
  wanted = request.awaitBytes;
  const atMs = await new Promise<number>((resolve) => {
    arrived = resolve;
    if (received >= wanted) resolve(Date.now());
  });
  wanted = Infinity;
  received = 0;
  return atMs;
});
