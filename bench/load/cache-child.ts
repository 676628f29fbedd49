import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './child.ts';
import { Zipf } from './zipf.ts';

/*
 * Uses a server as a cache: GET, and on a miss SET, of keys drawn by Zipf's law. A batch of GETs goes out in one write,
 * then the SETs for those that were missed.
 *
 * The load is paced: the clock of LRU ticks in seconds, so what is recent depends on how long the load takes, and that
 * has to be the same for every server.
 */

export interface CacheLoad {
  readonly port: number;
  /** Different keys. */
  readonly keys: number;
  readonly exponent: number;
  readonly seed: number;
  readonly valueSize: number;
  /** GETs before those that count, and those. */
  readonly warmUp: number;
  readonly gets: number;
  readonly perSecond: number;
}

const BATCH = 64;
const MISS = '$-1\r\n';

/** Sends commands and waits for as many replies, each of a known length. */
class Exchange {
  readonly #socket: Socket;
  #text = '';
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      this.#wake();
    });
    socket.once('close', () => process.exit(1));
  }

  /** The replies, each told apart by `lengthAt`: that of the reply which begins there, 0 while that is unknown. */
  async send(commands: string, count: number, lengthAt: (text: string, at: number) => number): Promise<string[]> {
    this.#socket.write(commands, 'latin1');
    const replies: string[] = [];
    for (let at = 0; replies.length < count;) {
      const length = lengthAt(this.#text, at);
      if (length > 0 && at + length <= this.#text.length) {
        replies.push(this.#text.slice(at, (at += length)));
        continue;
      }
      this.#text = this.#text.slice(at);
      at = 0;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#text = '';
    return replies;
  }
}

async function load({ port, warmUp, gets, perSecond, ...what }: CacheLoad): Promise<{ hits: number }> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const exchange = new Exchange(socket);
  const zipf = new Zipf(what.keys, what.exponent, what.seed);
  const value = 'x'.repeat(what.valueSize);
  const startedAt = performance.now();
  let hits = 0;
  for (let done = 0; done < warmUp + gets; done += BATCH) {
    const wait = startedAt + (done / perSecond) * 1000 - performance.now();
    if (wait > 1) await sleep(wait);
    const missed = await batch(exchange, zipf, value);
    if (done >= warmUp) hits += BATCH - missed;
  }
  socket.removeAllListeners('close').destroy();
  return { hits };
}

/** One batch; answers how many of its keys were not there. */
async function batch(exchange: Exchange, zipf: Zipf, value: string): Promise<number> {
  const names = Array.from({ length: BATCH }, () => `key:${String(zipf.next()).padStart(12, '0')}`);
  const hit = `$${value.length}\r\n${value}\r\n`;
  const replies = await exchange.send(names.map((name) => encode('GET', name)).join(''), BATCH, (text, at) => {
    if (text.length < at + MISS.length) return 0;
    return text.startsWith(MISS, at) ? MISS.length : hit.length;
  });
  const missed = names.filter((_, i) => replies[i] === MISS);
  const sets = [...new Set(missed)];
  const stored = await exchange.send(sets.map((name) => encode('SET', name, value)).join(''), sets.length, () => 5);
  if (stored.some((reply) => reply !== '+OK\r\n')) throw new Error(`a SET was answered ${stored.join('')}`);
  return missed.length;
}

function encode(...words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

answer<CacheLoad>(load);
