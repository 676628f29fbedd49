import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** Keys to write, `key:000000000000` and up: 16 bytes each, as redis-benchmark names them. */
export interface Fill {
  readonly port: number;
  readonly keys: number;
  /** Bytes of each value. */
  readonly valueSize: number;
  /** The first key's number. */
  readonly firstKey?: number;
  /** Unix time in seconds at which all keys expire. */
  readonly expireAt?: number;
}

const DIGITS = 12;
const ZERO = 0x30;
const REPLY = '+OK\r\n';
/** Bytes of commands per write. */
const BATCH_BYTES = 64 * 1024;
/** Batches sent whose replies are still to come. */
const WINDOW = 8;

/*
 * A batch is the same SET many times over; only the twelve digits of each key are written anew:
 *
 *   *3 $3 SET $16 key:000000000000 $16 xxxxxxxxxxxxxxxx   *3 $3 SET $16 key:000000000001 ...
 *   |------------ commandBytes ----------------------|
 *   |- digitsAt ------|
 */
class Batches {
  readonly perBatch: number;
  readonly #commandBytes: number;
  readonly #digitsAt: number;
  readonly #template: Buffer;

  constructor(valueSize: number, expireAt: number | undefined) {
    const command = setCommand(valueSize, expireAt);
    this.#commandBytes = command.length;
    this.#digitsAt = command.indexOf('key:') + 'key:'.length;
    this.perBatch = Math.max(1, Math.floor(BATCH_BYTES / command.length));
    this.#template = Buffer.alloc(command.length * this.perBatch, command);
  }

  /** The commands for `count` keys from number `firstKey` on. */
  encode(firstKey: number, count: number): Buffer {
    // A copy each: the socket may still hold the last one.
    const batch = Buffer.from(this.#template.subarray(0, count * this.#commandBytes));
    for (let i = 0; i < count; i++) writeDigits(batch, i * this.#commandBytes + this.#digitsAt, firstKey + i);
    return batch;
  }
}

function setCommand(valueSize: number, expireAt: number | undefined): Buffer {
  const args = ['SET', `key:${'0'.repeat(DIGITS)}`, 'x'.repeat(valueSize)];
  if (expireAt !== undefined) args.push('EXAT', `${expireAt}`);
  return Buffer.from(`*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`);
}

function writeDigits(bytes: Buffer, at: number, number: number): void {
  for (let i = at + DIGITS - 1; i >= at; i--) {
    bytes[i] = ZERO + (number % 10);
    number = Math.floor(number / 10);
  }
}

/** Writes the keys over one connection as fast as the server takes them. Throws on a reply that is not OK. */
export async function fill({ port, keys, valueSize, firstKey = 0, expireAt }: Fill): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  try {
    await pump(socket, new Batches(valueSize, expireAt), firstKey, keys);
  } finally {
    socket.destroy();
  }
}

function pump(socket: Socket, batches: Batches, firstKey: number, keys: number): Promise<void> {
  const { perBatch } = batches;
  let sent = 0;
  let replyBytes = 0;
  return new Promise((resolve, reject) => {
    const send = (): void => {
      while (sent < keys && sent - replyBytes / REPLY.length < WINDOW * perBatch) {
        const count = Math.min(perBatch, keys - sent);
        socket.write(batches.encode(firstKey + sent, count));
        sent += count;
      }
    };
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes('-')) return reject(new Error(`a SET was answered ${chunk.toString('latin1').slice(0, 200)}`));
      replyBytes += chunk.length;
      return replyBytes === keys * REPLY.length ? resolve() : send();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection while keys were loaded')));
    send();
  });
}
