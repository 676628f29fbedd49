import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

const BATCH_BYTES = 64 * 1024;
const LAST = 'the last of them';

/** A command as a client sends it. */
export function encode(args: readonly (string | number)[]): string {
  let text = `*${args.length}\r\n`;
  for (const arg of args) text += `$${String(arg).length}\r\n${arg}\r\n`;
  return text;
}

/**
 * Sends commands of ASCII text over one connection, as fast as the server takes them, and waits for the last reply.
 * Throws on an error reply.
 */
export async function send(port: number, commands: Iterable<readonly (string | number)[]>): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  try {
    const answered = untilLast(socket);
    await Promise.race([write(socket, commands), answered]);
    await answered;
  } finally {
    socket.destroy();
  }
}

async function write(socket: Socket, commands: Iterable<readonly (string | number)[]>): Promise<void> {
  let batch = '';
  for (const command of commands) {
    batch += encode(command);
    if (batch.length < BATCH_BYTES) continue;
    const goesOn = socket.write(batch, 'latin1');
    batch = '';
    if (!goesOn) await once(socket, 'drain');
  }
  socket.write(batch + encode(['ECHO', LAST]), 'latin1');
}

function untilLast(socket: Socket): Promise<void> {
  // Kept from one chunk to the next: the end of a reply could look like the beginning of an error by itself.
  let rest = '\n';
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      const text = rest + chunk.toString('latin1');
      const error = /\n-([^\r]*)\r/.exec(text)?.[1];
      if (error !== undefined) reject(new Error(`a command was answered ${error}`));
      if (text.includes(LAST)) resolve();
      rest = text.slice(Math.max(text.lastIndexOf('\n', text.length - LAST.length), 0));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
  });
}
