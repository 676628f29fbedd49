import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { answer } from './child.ts';

/** Opens connections, sends one PING over each, and holds them open and idle. */

const AT_ONCE = 200;
const sockets: Socket[] = [];

async function open(port: number): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write('*1\r\n$4\r\nPING\r\n');
  const [reply] = (await once(socket, 'data')) as [Buffer];
  if (reply.toString() !== '+PONG\r\n') throw new Error(`PING was answered ${reply.toString()}`);
}

answer<{ port: number; connections: number }>(async ({ port, connections }) => {
  while (sockets.length < connections) {
    const count = Math.min(AT_ONCE, connections - sockets.length);
    await Promise.all(Array.from({ length: count }, () => open(port)));
  }
  return sockets.filter((socket) => !socket.destroyed).length;
});
