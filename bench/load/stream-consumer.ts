import { once } from 'node:events';
import { createConnection } from 'node:net';
import { encode } from './commands.ts';

/** Entries that are read, and then acknowledged, at a time. */
const COUNT = 100;
const ID = /\$\d+\r\n(\d+-\d+)\r\n/g;
const NOTHING_LEFT = /^(?:\*-1|\$-1|_)\r\n/;

/**
 * Reads the entries of a stream as a consumer of a group, and acknowledges them with the next reading. Answers entries
 * per second. Throws when they are not as many as `entries`.
 */
export async function consumeStream(port: number, stream: string, group: string, entries: number): Promise<number> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const read = encode(['XREADGROUP', 'GROUP', group, 'consumer', 'COUNT', COUNT, 'STREAMS', stream, '>']);
  let seen = 0;
  let text = '';
  const began = performance.now();
  socket.write(read);
  const ended = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.startsWith('-')) reject(new Error(text));
      // The reply to the XACK of what was read before.
      const reply = text.replace(/^:\d+\r\n/, '');
      if (reply === '') return;
      if (NOTHING_LEFT.test(reply)) return resolve();
      const ids = [...reply.matchAll(ID)].map(([, id]) => id);
      // The last entry has come as a whole when its value has: two bulk strings behind its id.
      if (
        ids.length < Math.min(COUNT, entries - seen) ||
        !/\d+-\d+\r\n\*2\r\n\$\d+\r\n[^\r]+\r\n\$\d+\r\n[^\r]+\r\n$/.test(reply)
      )
        return;
      seen += ids.length;
      text = '';
      socket.write(encode(['XACK', stream, group, ...ids]) + read);
    });
    socket.once('error', reject);
  });
  await ended;
  const seconds = (performance.now() - began) / 1000;
  socket.destroy();
  if (seen !== entries) throw new Error(`${seen} entries were read of ${entries}`);
  return Math.round(entries / seconds);
}
