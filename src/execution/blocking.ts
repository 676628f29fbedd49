import { Bytes } from '../memory/bytes.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import { ArgumentVector } from '../resp/argument-vector.ts';
import { UNBLOCKED } from '../resp/reply-errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { DeadlineHeap } from '../structures/deadline-heap.ts';
import { Key } from '../structures/key.ts';
import type { Clock } from '../util/clock.ts';
import type { ServerState } from './admission.ts';
import type { Client } from './client.ts';
import { REPLY_OFF, REPLY_ON, REPLY_SKIP } from './client.ts';
import type { CommandEntry } from './command-entry.ts';
import type { CommandTimer } from './command-timer.ts';
import type { ErrorStats } from './error-stats.ts';
import { mustWait } from './pause.ts';
import type { WaitOptions } from './waiter.ts';
import { Waiter } from './waiter.ts';
import type { WaitingKey, WaitingKeys } from './waiting-keys.ts';

/**
 * Commands that wait.
 *
 * ```
 *   handler ─▶ context.blockOn ─▶ block: the command is kept, its client waits for the keys, what it sends stays unparsed
 *                                   │
 *      ┌────────────────────────────┼──────────────────────────────┬──────────────────────┐
 *      ▼                            ▼                              ▼                      ▼
 *   a unit changed a key         time is up                   CLIENT UNBLOCK         the client leaves
 *   serve: the same handler      its reply for that           the same, or an error  forgotten
 *   runs again, in a unit        └───────────────┬──────────────┘
 *   of its own                                   │
 *      │ nothing to serve: waits on, last        ▼
 *      └──────────────────────────────────▶ released: what it has sent meanwhile is parsed
 * ```
 *
 * Keys are served in the order in which they became ready, each to its waiters in the order in which they came; what
 * that makes ready follows, until nothing is. Who waits again keeps the deadline, not the place.
 *
 * Time is measured by the monotonic clock and never up too early; one timer stands for the nearest deadline. While
 * nothing comes, those who wait cost nothing.
 */
export interface BlockingParts {
  readonly keys: WaitingKeys;
  readonly keyspace: Keyspace;
  readonly reply: ReplyWriter;
  readonly timer: CommandTimer;
  readonly errors: ErrorStats;
  readonly state: ServerState;
  readonly clock: Clock;
  /** Runs the command of a waiter once more. The output is open for its client. */
  readonly run: (waiter: Waiter) => void;
}

const replyNullArray = (reply: ReplyWriter): void => reply.nullArray();

/** As much as setTimeout takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Blocking {
  /** A client waits no longer: what it has sent meanwhile can be looked at. */
  onReleased: (client: Client) => void = () => undefined;
  /** Whose command is being run once more. */
  served: Waiter | undefined = undefined;
  private readonly parts: BlockingParts;
  private readonly deadlines = new DeadlineHeap<Waiter>();
  /** Keys that are ready for clients whom CLIENT PAUSE stops; the time of these does not run meanwhile. */
  private paused: WaitingKey[] = [];
  private waiting = 0;
  private timeout: NodeJS.Timeout | undefined = undefined;
  private timeoutAtUs = Infinity;

  constructor(parts: BlockingParts) {
    this.parts = parts;
  }

  /** Clients that wait. */
  get size(): number {
    return this.waiting;
  }

  /** Those of them that do not wait for ever. */
  get withDeadline(): number {
    return this.deadlines.size;
  }

  get keys(): WaitingKeys {
    return this.parts.keys;
  }

  /**
   * Lets a client wait that is not denied to. See `Context.blockOn`.
   * @param source the command, which is copied
   */
  block(
    client: Client,
    entry: CommandEntry,
    source: ArgumentVector,
    first: number,
    count: number,
    options: WaitOptions,
  ): void {
    const waiter = this.served ?? this.admit(client, entry, source, options);
    client.blocked = waiter;
    const { keyspace, keys } = this.parts;
    const { bytes, starts, lengths } = waiter.vector;
    const key = new Key();
    for (let i = first; i < first + count; i++) {
      keys.add(waiter, key.set(bytes, starts[i], lengths[i], keyspace.hashKey0, keyspace.hashKey1));
    }
  }

  /** Serves who can go on by what the units since the last call have changed. Not inside a command. */
  serve(): void {
    const { keys, keyspace, timer, clock } = this.parts;
    if (!keys.hasReady) return;
    const { out } = this.parts.reply;
    const nowMs = clock.wallMs();
    // These are units of their own: what has come due in the one before is due.
    if (nowMs !== keyspace.nowMs) keyspace.setTime(nowMs);
    const before = out.openSink;
    const batch = timer.suspend();
    while (keys.hasReady) {
      for (const key of keys.takeReady()) {
        key.isReady = false;
        this.serveKey(key);
      }
    }
    out.open(before);
    timer.resume(batch);
  }

  /** A pause has ended: what became ready meanwhile is ready now. */
  resume(): void {
    const { paused } = this;
    this.paused = [];
    const now = this.parts.clock.monotonicUs();
    for (const key of paused) {
      if (key.size > 0) this.parts.keys.makeReady(key);
      for (let place = key.first; place !== undefined; place = place.next) this.startTimer(place.waiter, now);
    }
  }

  /** CLIENT UNBLOCK: ends the waiting of a client. Answers false where it does not wait. */
  unblock(client: Client, withError: boolean): boolean {
    const waiter = client.blocked;
    if (waiter === undefined || client.closing) return false;
    if (withError) this.fail(waiter);
    else this.timeOut(waiter);
    return true;
  }

  /** Forgets a client that leaves. */
  remove(client: Client): void {
    if (client.blocked !== undefined) this.release(client.blocked);
  }

  /** Answers those whose time is up. */
  expire(): void {
    const now = this.parts.clock.monotonicUs();
    this.timeout = undefined;
    this.timeoutAtUs = Infinity;
    for (let { first } = this.deadlines; first !== undefined && first.deadline <= now; { first } = this.deadlines) {
      this.timeOut(first);
    }
    this.setTimer(now);
  }

  /** Lets nobody be answered any more: the server is closed. */
  close(): void {
    clearTimeout(this.timeout);
    this.timeoutAtUs = -Infinity;
  }

  private admit(client: Client, entry: CommandEntry, source: ArgumentVector, options: WaitOptions): Waiter {
    const { replaced, timeoutMs } = options;
    const vector = replaced === undefined ? source.detach() : detachWith(source, replaced);
    const now = this.parts.clock.monotonicUs();
    const deadline = timeoutMs === 0 ? Infinity : now + timeoutMs * 1000;
    const waiter = new Waiter(client, entry, vector, options, deadline);
    this.waiting++;
    this.startTimer(waiter, now);
    return waiter;
  }

  /** Does nothing for a waiter whose time runs already. */
  private startTimer(waiter: Waiter, nowUs: number): void {
    if (waiter.deadline === Infinity || waiter.heapIndex >= 0) return;
    this.deadlines.add(waiter);
    this.setTimer(nowUs);
  }

  private serveKey(key: WaitingKey): void {
    let place = key.first;
    // Who waits again stands at the end, and is not asked twice.
    for (let left = key.size; left > 0 && place !== undefined; left--) {
      const { waiter, next } = place;
      const { type } = key;
      if (!key.serves(type)) return;
      if (waiter.isServedBy(type)) this.serveWaiter(waiter, key);
      place = next;
    }
  }

  private serveWaiter(waiter: Waiter, key: WaitingKey): void {
    const { client, entry } = waiter;
    if (client.closing) {
      this.release(waiter);
      return;
    }
    if (mustWait(client, entry, this.parts.state)) {
      if (!this.paused.includes(key)) this.paused.push(key);
      this.deadlines.remove(waiter);
      return;
    }
    client.blocked = undefined;
    this.parts.keys.remove(waiter);
    this.served = waiter;
    this.parts.run(waiter);
    this.served = undefined;
    if ((client.blocked as Waiter | undefined) === undefined) this.release(waiter);
  }

  private timeOut(waiter: Waiter): void {
    const { timer } = this.parts;
    this.answer(waiter, waiter.options.onTimeout ?? replyNullArray);
    timer.note(waiter.client, waiter.entry, waiter.vector, waiter.spentUs);
    this.release(waiter);
  }

  private fail(waiter: Waiter): void {
    const { timer, errors } = this.parts;
    this.answer(waiter, (reply) => reply.error(UNBLOCKED.message));
    errors.count(UNBLOCKED.code);
    waiter.entry.failed++;
    timer.note(waiter.client, waiter.entry, waiter.vector, waiter.spentUs);
    this.release(waiter);
  }

  /** Writes a reply to a client outside of its commands, unless CLIENT REPLY silences it. */
  private answer({ client }: Waiter, write: (reply: ReplyWriter) => void): void {
    const { reply } = this.parts;
    if (client.replyMode === REPLY_OFF) return;
    if (client.replyMode === REPLY_SKIP) {
      client.replyMode = REPLY_ON;
      return;
    }
    const { protocol } = reply;
    const before = reply.out.openSink;
    reply.out.open(client.connection.sink);
    reply.protocol = client.protocol;
    write(reply);
    reply.out.open(before);
    reply.protocol = protocol;
  }

  private release(waiter: Waiter): void {
    const { client } = waiter;
    client.blocked = undefined;
    this.parts.keys.remove(waiter);
    this.deadlines.remove(waiter);
    this.waiting--;
    this.onReleased(client);
  }

  /** Sees to it that a timer wakes for the nearest deadline. One that wakes too early is left alone: it sets the next. */
  private setTimer(nowUs: number): void {
    const { first } = this.deadlines;
    if (first === undefined || first.deadline >= this.timeoutAtUs) return;
    clearTimeout(this.timeout);
    this.timeoutAtUs = first.deadline;
    const ms = Math.min(LONGEST_TIMER_MS, Math.ceil((first.deadline - nowUs) / 1000));
    this.timeout = setTimeout(() => this.expire(), ms);
    // Who waits keeps no process alive: his connection does.
    this.timeout.unref();
  }
}

/** A copy over memory of its own, with other texts (in Latin-1) in the place of some arguments. */
function detachWith(source: ArgumentVector, replaced: ReadonlyMap<number, string>): ArgumentVector {
  const changed = new ArgumentVector();
  const pieces: Buffer[] = [];
  let at = 0;
  for (let i = 0; i < source.count; i++) {
    const start = source.starts[i];
    const text = replaced.get(i);
    const piece =
      text === undefined
        ? Buffer.from(source.bytes.u8.subarray(start, start + source.lengths[i]))
        : Buffer.from(text, 'latin1');
    pieces.push(piece);
    changed.push(at, piece.length);
    at += piece.length;
  }
  changed.bytes = new Bytes(Buffer.concat(pieces));
  return changed;
}
