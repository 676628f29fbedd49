import { once } from 'node:events';
import { createServer } from 'node:net';
import { answer } from './child.ts';

/* A server that has nothing to do: it answers each PING at once. The message { path } starts it there. */

const PING_BYTES = '*1\r\n$4\r\nPING\r\n'.length;
const PONG = '+PONG\r\n';

async function listen(path: string): Promise<void> {
  const server = createServer((socket) => {
    // The probe ends as it is killed, with answers unread.
    socket.on('error', () => socket.destroy());
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      const pings = Math.floor(bytes / PING_BYTES);
      bytes -= pings * PING_BYTES;
      if (pings > 0) socket.write(PONG.repeat(pings));
    });
  });
  server.listen(path);
  await once(server, 'listening');
}

answer<{ path: string }>(({ path }) => listen(path));
