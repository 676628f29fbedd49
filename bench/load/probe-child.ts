import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/*
 * Another client: a PING every millisecond, whether the last one was answered or not. How long the slowest waited is how long
 * the server stood still, if nothing else was in the way. With a few processors for server, load and probe something often
 * is: so each PING goes, in the same moment, also to an idle server that answers at once (echo-child.ts). What that one
 * took longer too was the machine's doing.
 *
 * Both are Unix sockets: packets over 127.0.0.1 wait for a thread of the kernel that load on the same path keeps busy.
 *
 * The first message, { server, idle } with their paths, connects; each further one answers what was seen since the last.
 */

const PING = Buffer.from('*1\r\n$4\r\nPING\r\n');
const PONG_BYTES = '+PONG\r\n'.length;

/** All times in milliseconds. */
export interface Stall {
  /** The longest that the server took beyond what the idle one took for the same PING. */
  readonly longest: number;
  readonly p999: number;
  /** The longest wait as it was seen, and that for the idle server. */
  readonly seen: number;
  readonly idle: number;
  readonly replies: number;
}

/** One connection: how long each PING since the last report has waited, in the order in which they were sent. */
class Line {
  readonly #socket: Socket;
  #sentAt: number[] = [];
  #answered = 0;
  #waits: number[] = [];
  #partialBytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#received(chunk.length, performance.now()));
    // A probe that cannot measure must not answer as if all were well: its parent learns from its end.
    socket.once('close', () => process.exit(1));
  }

  static async open(path: string): Promise<Line> {
    const socket = createConnection(path);
    await once(socket, 'connect');
    return new Line(socket);
  }

  ping(): void {
    this.#sentAt.push(performance.now());
    this.#socket.write(PING);
  }

  /** The waits; a PING that is still waiting counts as well, here and again in the next report. */
  take(): number[] {
    const now = performance.now();
    const pending = this.#sentAt.slice(this.#answered);
    const waits = [...this.#waits, ...pending.map((at) => now - at)];
    this.#sentAt = pending;
    this.#answered = 0;
    this.#waits = [];
    return waits;
  }

  #received(bytes: number, now: number): void {
    this.#partialBytes += bytes;
    for (; this.#partialBytes >= PONG_BYTES; this.#partialBytes -= PONG_BYTES) {
      this.#waits.push(now - this.#sentAt[this.#answered++]);
    }
  }
}

let lines: readonly [Line, Line] | undefined;

async function connect(serverPath: string, idlePath: string): Promise<void> {
  const [server, idle] = [await Line.open(serverPath), await Line.open(idlePath)];
  lines = [server, idle];
  setInterval(() => {
    idle.ping();
    server.ping();
  }, 1);
}

function report(): Stall {
  const [server = [], idle = []] = lines?.map((line) => line.take()) ?? [];
  // Both lines have sent as many, but one may hold an older one that still waits: they are matched from their ends.
  const beyond = server.map((wait, i) => Math.max(0, wait - (idle.at(i - server.length) ?? 0)));
  return {
    longest: percentile(beyond, 1),
    p999: percentile(beyond, 0.999),
    seen: percentile(server, 1),
    idle: percentile(idle, 1),
    replies: server.length,
  };
}

answer<{ server?: string; idle?: string }>(({ server, idle }) =>
  server === undefined || idle === undefined ? report() : connect(server, idle),
);
