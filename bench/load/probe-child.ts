import { once } from 'node:events';
import { openSync, readSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/*
 * Another client: a PING every millisecond, whether the last one was answered or not. How long the slowest waited is how long
 * the server stood still, if nothing else was in the way. With a few processors for server, load and probe something often
 * is: so each PING goes, in the same moment, also to an idle server that answers at once (echo-child.ts). What that one
 * took longer too was the machine's doing. And as a reply may be there while this process still waits for a processor,
 * behind the load's time slice or the server's, its last wait for one does not count, by what the scheduler says. Earlier
 * ones do: then there was no reply yet.
 *
 * Both are Unix sockets: packets over 127.0.0.1 wait for a thread of the kernel that load on the same path keeps busy.
 *
 * The first message, { server, idle } with their paths, connects; each further one answers what was seen since the last.
 */

const PING = Buffer.from('*1\r\n$4\r\nPING\r\n');
const PONG_BYTES = '+PONG\r\n'.length;

/** All times in milliseconds. */
export interface Stall {
  /** The longest that the server took beyond what the idle one took for the same PING, and beyond the probe's own last wait. */
  readonly longest: number;
  readonly p999: number;
  /** The longest wait as it was seen, and that for the idle server. */
  readonly seen: number;
  readonly idle: number;
  readonly replies: number;
}

/** How long one PING has waited, and how long of that this process waited last for a processor. */
interface Wait {
  readonly total: number;
  readonly unscheduled: number;
}

/** One connection: the wait of each PING since the last report, in the order in which they were sent. */
class Line {
  readonly #socket: Socket;
  #sentAt: number[] = [];
  #answered = 0;
  #waits: Wait[] = [];
  #partialBytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) =>
      this.#received(chunk.length, performance.now(), unscheduledMs() - ticks.older),
    );
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
  take(): Wait[] {
    const now = performance.now();
    const pending = this.#sentAt.slice(this.#answered);
    const waits = [...this.#waits, ...pending.map((at) => ({ total: now - at, unscheduled: 0 }))];
    this.#sentAt = pending;
    this.#answered = 0;
    this.#waits = [];
    return waits;
  }

  #received(bytes: number, now: number, unscheduled: number): void {
    this.#partialBytes += bytes;
    for (; this.#partialBytes >= PONG_BYTES; this.#partialBytes -= PONG_BYTES) {
      this.#waits.push({ total: now - this.#sentAt[this.#answered++], unscheduled });
    }
  }
}

const schedulerStatistics = process.platform === 'linux' ? openSync('/proc/self/schedstat', 'r') : undefined;
const statisticsText = Buffer.alloc(128);

/** Milliseconds that this process's first thread has waited for a processor; 0 where the system does not tell. */
function unscheduledMs(): number {
  if (schedulerStatistics === undefined) return 0;
  const length = readSync(schedulerStatistics, statisticsText, 0, statisticsText.length, 0);
  return Number(statisticsText.toString('latin1', 0, length).split(' ', 2)[1]) / 1e6;
}

/** What `unscheduledMs` said at the last tick, and at the one before: a wait that delays a tick is over when it begins. */
const ticks = { older: 0, newer: 0 };

let lines: readonly [Line, Line] | undefined;

async function connect(serverPath: string, idlePath: string): Promise<void> {
  const [server, idle] = [await Line.open(serverPath), await Line.open(idlePath)];
  lines = [server, idle];
  setInterval(() => {
    ticks.older = ticks.newer;
    ticks.newer = unscheduledMs();
    idle.ping();
    server.ping();
  }, 1);
}

function report(): Stall {
  const [server = [], idle = []] = lines?.map((line) => line.take()) ?? [];
  // Both lines have sent as many, but one may hold an older one that still waits: they are matched from their ends. A
  // wait for a processor may have held up both replies: it is the larger of the two that is not the server's.
  const beyond = server.map(({ total, unscheduled }, i) =>
    Math.max(0, total - Math.max(idle.at(i - server.length)?.total ?? 0, unscheduled)),
  );
  return {
    longest: percentile(beyond, 1),
    p999: percentile(beyond, 0.999),
    seen: percentile(totals(server), 1),
    idle: percentile(totals(idle), 1),
    replies: server.length,
  };
}

function totals(waits: readonly Wait[]): number[] {
  return waits.map(({ total }) => total);
}

answer<{ server?: string; idle?: string }>(({ server, idle }) =>
  server === undefined || idle === undefined ? report() : connect(server, idle),
);
