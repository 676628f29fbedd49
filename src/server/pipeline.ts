import type { Client } from '../execution/client.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import { LookAhead, MOST_AHEAD } from '../execution/look-ahead.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Bytes } from '../memory/bytes.ts';
import type { OutputBuffer } from '../memory/output.ts';
import type { Outbound } from '../net/outbound.ts';
import { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { RequestParser } from '../resp/request-parser.ts';
import { COMPLETE, EMPTY, INCOMPLETE, PROTOCOL_ERROR } from '../resp/request-parser.ts';
import type { Clock } from '../util/clock.ts';
import { RecentLoad } from './recent-load.ts';
import { rebase, Session } from './session.ts';

/**
 * The life of a command, and the order of everything around it.
 *
 * ```
 *  socket ─▶ net/connection ─▶ receive:  parse up to 16 ─▶ look ahead ─▶ dispatch each …   (while input and turn last)
 *                                                   │
 *                               execution/dispatcher: look up ▸ admit ▸ queue or call ▸ settle ▸ close
 *                                                   │
 *                               replies gather in one output chunk, each client's run in a piece
 *  once per turn of the loop (the replies sooner, when many have sent something):
 *  setImmediate ─▶ beforeSleep:  fast expiry ▸ (log written) ▸ replies to the sockets ▸ closings ▸ halted go on
 *                                ▸ wait a moment for more, where that pays (coalescing.ts)
 * ```
 *
 * A turn's time of day is read when its first request arrives, and again after so many commands. A client that has
 * sent more than its share of a turn is halted and goes on in the next, so that no pipeline starves the others. One
 * whose command CLIENT PAUSE lets wait is postponed: that request and what is behind it stay unparsed until the pause
 * ends. Behind a command that waits by itself (execution/blocking.ts) all stays unparsed until it is answered.
 */
export interface PipelineHooks {
  /** Work that every turn ends with, in its order, before the replies leave. */
  readonly beforeReplies: readonly (() => void)[];
  /** Work that every turn ends with once the replies have left: what they stood in may be written again. */
  readonly afterReplies?: () => void;
  /** Counts deliveries of input, and writes of output. */
  readonly traffic: { reads: number; writes: number };
  /** A turn has ended, its replies are on their way. */
  turnEnded?(): void;
  /** Nothing is left to do until something is received (see `Coalescing.turnEnded`). */
  idle?(answered: number, commands: number, load: RecentLoad): void;
  /** A request that breaks the protocol: its client is told, then closed. */
  protocolError(session: Session, error: string): void;
  /** More input is kept for a client than it may have. */
  inputOverflow(session: Session): void;
  /** A client's memory may be another now, and … */
  account(session: Session): void;
  /** … what others have grown to counts: before a batch, and when the turn is over. Both only while `accountsMemory`. */
  enforceMemory(): void;
}

export interface PipelineOptions {
  /** Most bytes of input that one client may have waiting, what it has queued in MULTI included. */
  queryBufferLimit: number;
  /** `maxmemory-clients` is set. */
  accountsMemory: boolean;
}

/** Commands that a client may run in a turn however late it is, and the most even while there is time. */
const LEAST_SHARE = 128;
const LARGEST_SHARE = 4096;
/** How long a turn may go on with clients that have had their least share, in microseconds. */
const TURN_US = 1000;
/** How long a client's least share may take, in microseconds: some commands are slow. */
const LEAST_SHARE_US = 500;
/** Arguments after which no further request is read ahead: between two readings of the clock lies so much work at most. */
const MOST_ARGUMENTS_AHEAD = 64;
/** Deliveries of input after which replies leave: who gets one sends again while the turn goes on with others. */
const FLUSH_AFTER = 20;
/** Bytes of replies after which a client waits for the next turn too, lest a turn gather them without end. */
const OUTPUT_PER_TURN = 4 * 1024 * 1024;
/** Commands after which the time of day is read again. */
const CLOCK_EVERY = 64;

export class Pipeline {
  private readonly parser: RequestParser;
  private readonly dispatcher: Dispatcher;
  private readonly keyspace: Keyspace;
  private readonly reply: ReplyWriter;
  private readonly output: OutputBuffer;
  private readonly clock: Clock;
  private readonly hooks: PipelineHooks;
  readonly options: PipelineOptions = { queryBufferLimit: 1024 * 1024 * 1024, accountsMemory: false };

  /** The requests being executed, and the one behind them that is not whole. */
  private readonly requests = Array.from({ length: MOST_AHEAD + 1 }, () => new ArgumentVector());
  private readonly ahead: LookAhead;
  private readTo = 0;
  private status = COMPLETE;
  private armed = false;
  /** Those whose replies wait for the flush: the first `waitingCount`; the rest is room kept for the next turn. */
  private readonly waiting: Outbound[] = [];
  private waitingCount = 0;
  /** Deliveries of input since the last flush. */
  private served = 0;
  private halted: Session[] = [];
  private closing: Session[] = [];
  /** Those who wait for the end of CLIENT PAUSE, and those who wait no longer, for that or for anything else. */
  private postponed: Session[] = [];
  private resumed: Session[] = [];
  private isFirstOfTurn = true;
  /** When the turn is over for clients with long pipelines; 0 until the first of them asks. */
  private turnEndsUs = 0;
  /** When the least share is over of the client being served; 0 until its first commands have run. */
  private shareEndsUs = 0;
  private untilClock = 0;
  /** Commands of this turn, and clients that its replies have gone to. */
  private commands = 0;
  private answered = 0;
  private readonly load = new RecentLoad();
  private readonly endOfTurn = (): void => this.beforeSleep();

  constructor(
    parser: RequestParser,
    dispatcher: Dispatcher,
    keyspace: Keyspace,
    reply: ReplyWriter,
    clock: Clock,
    hooks: PipelineHooks,
  ) {
    this.parser = parser;
    this.dispatcher = dispatcher;
    this.keyspace = keyspace;
    this.reply = reply;
    this.output = reply.out;
    this.clock = clock;
    this.hooks = hooks;
    this.ahead = new LookAhead(dispatcher.table, keyspace);
  }

  /** Executes the requests in a range; answers where the first one begins that is not whole, or must wait. */
  receive(session: Session, bytes: Bytes, start: number, end: number): number {
    const { client } = session;
    if (end - start + client.queuedBytes > this.options.queryBufferLimit) {
      this.hooks.inputOverflow(session);
      return end;
    }
    if (client.postponed || client.blocked !== undefined) return start;
    if (this.options.accountsMemory) this.hooks.enforceMemory();
    if (client.closing) return end;
    this.beginBatch(client);
    this.hooks.traffic.reads++;
    const { outbound } = session.connection;
    this.output.open(outbound);
    let at = start;
    let share = 0;
    this.shareEndsUs = 0;
    const mostOutput = outbound.written + outbound.held + OUTPUT_PER_TURN;
    while (at < end) {
      if ((share > 0 && this.isTurnOver(share)) || outbound.written + outbound.held > mostOutput) {
        this.halt(session);
        break;
      }
      const from = at;
      const count = this.readAhead(session, bytes, at, end);
      const executed = this.executeAll(session, count);
      share += count;
      this.commands += count;
      at = this.readTo;
      if (client.closing) at = end;
      else if (executed < count || client.blocked !== undefined) {
        if (executed < count) at = this.startOf(bytes, from, end, executed);
        if (client.postponed) this.postponed.push(session);
        break;
      } else if (this.status === INCOMPLETE) {
        this.keep(session, at, count);
        break;
      } else if (this.status === PROTOCOL_ERROR) {
        this.hooks.protocolError(session, this.parser.error);
        at = end;
      }
    }
    this.output.close();
    if (this.options.accountsMemory) this.hooks.account(session);
    if (++this.served >= FLUSH_AFTER) this.finishTurn();
    return at;
  }

  /** The pause is over: who was postponed goes on, in that order, when this turn ends. */
  resume(): void {
    this.resumed.push(...this.postponed);
    this.postponed = [];
    this.arm();
  }

  /** A client waits no longer: it goes on when this turn ends. */
  goOnWith({ connection }: Client): void {
    if (!(connection instanceof Session)) return;
    this.resumed.push(connection);
    this.arm();
  }

  /** Writes to a client, outside of any command or behind the reply under way. */
  replyTo(client: Client, text: string): void {
    this.output.open(client.connection.sink);
    this.reply.raw(text, 'latin1');
    this.output.close();
  }

  /** Something was written for a client: it goes out at the end of the turn. */
  outputWaits(outbound: Outbound): void {
    this.waiting[this.waitingCount++] = outbound;
    this.arm();
  }

  /** A client goes once its replies have been handed over. */
  closeAtEndOfTurn(session: Session): void {
    this.closing.push(session);
    this.arm();
  }

  /** Makes sure that this turn ends with `beforeSleep`. */
  arm(): void {
    if (this.armed) return;
    this.armed = true;
    setImmediate(this.endOfTurn);
  }

  /** Sends what waits, now: when the process is about to end. */
  flush(): void {
    const { waiting, waitingCount } = this;
    this.waitingCount = 0;
    this.served = 0;
    this.answered += waitingCount;
    this.hooks.traffic.writes += waitingCount;
    for (let i = 0; i < waitingCount; i++) waiting[i].flush();
    if (this.options.accountsMemory) for (let i = 0; i < waitingCount; i++) waiting[i].owner.outputLeft(waiting[i]);
    this.output.settled();
    this.hooks.afterReplies?.();
  }

  /** So many replies that a second chunk is under way: they leave now, and the first, still warm, is used again. */
  private flushEarly(session: Session): void {
    const { timer } = this.dispatcher;
    timer.closeBatch();
    this.output.close();
    this.finishTurn();
    this.output.open(session.connection.outbound);
    timer.openBatch(session.client);
  }

  /** What must be done before replies leave, and the replies. */
  private finishTurn(): void {
    for (const work of this.hooks.beforeReplies) work();
    this.flush();
  }

  /** Reads the time of day for the commands to come. */
  readClock(): void {
    this.untilClock = CLOCK_EVERY;
    const now = this.clock.wallMs();
    const { nowMs } = this.keyspace;
    if (now === nowMs) return;
    this.load.tick(now, this.dispatcher.timer.busyUs, this.hooks.traffic.reads);
    this.keyspace.setTime(now);
  }

  private beginBatch(client: Client): void {
    const { keyspace } = this;
    this.arm();
    if (this.isFirstOfTurn || this.untilClock <= 0) this.readClock();
    this.isFirstOfTurn = false;
    if (client.lastActiveMs !== keyspace.nowMs) {
      this.load.heard(client.lastActiveMs);
      client.lastActiveMs = keyspace.nowMs;
    }
    if (keyspace.touches === client.noTouch) {
      keyspace.touches = !client.noTouch;
      keyspace.refreshAccess();
    }
  }

  /** Whether a client that has run `share` commands must leave the rest for the next turn. */
  private isTurnOver(share: number): boolean {
    if (share >= LARGEST_SHARE) return true;
    const now = this.clock.monotonicUs();
    // From the first look on, not from the first request: after a slow command of one, all others would come too late.
    if (this.turnEndsUs === 0) this.turnEndsUs = now + TURN_US;
    if (this.shareEndsUs === 0) this.shareEndsUs = now + LEAST_SHARE_US;
    return now >= this.turnEndsUs && (share >= LEAST_SHARE || now >= this.shareEndsUs);
  }

  /** Parses as many whole requests as there are, up to a handful; answers how many, and leaves `readTo` behind them. */
  private readAhead(session: Session, bytes: Bytes, start: number, end: number): number {
    // What a request may be depends on AUTH, so nothing is read past one.
    const most = session.client.authenticated ? MOST_AHEAD : 1;
    let count = 0;
    let args = 0;
    this.readTo = start;
    this.status = COMPLETE;
    while (count < most && args < MOST_ARGUMENTS_AHEAD && this.readTo < end) {
      this.status = this.parse(session, bytes, this.readTo, end, count);
      if (this.status > EMPTY || this.status === INCOMPLETE) break;
      this.readTo = this.parser.position;
      if (this.status === COMPLETE) args += this.requests[count++].count;
    }
    return count;
  }

  private parse(session: Session, bytes: Bytes, at: number, end: number, slot: number): number {
    const { parser, requests } = this;
    const { authenticated } = session.client;
    const { partial } = session;
    if (partial === undefined) return parser.parse(bytes, at, end, requests[slot], authenticated);
    session.partial = undefined;
    const vector = rebase(partial, bytes, at);
    requests[slot] = vector;
    return parser.resume(bytes, at + partial.at, end, partial.announced, vector, authenticated);
  }

  /** Runs the requests that were read; answers how many, which is less than all when the client leaves or must wait. */
  private executeAll(session: Session, count: number): number {
    const { client } = session;
    const { dispatcher, requests, ahead } = this;
    if (count === 0) return 0;
    ahead.prepare(client.db, requests, count);
    dispatcher.timer.openBatch(client);
    let i = 0;
    for (; i < count; i++) {
      if (--this.untilClock <= 0) this.readClock();
      dispatcher.dispatch(client, requests[i], ahead.entries[i]);
      if (this.output.isCrowded) this.flushEarly(session);
      if (client.blocked !== undefined) {
        i++;
        break;
      }
      if (client.closing || client.postponed) break;
    }
    dispatcher.timer.closeBatch();
    return i;
  }

  /** Where the request begins that stands behind `count` others, all known to be whole. */
  private startOf(bytes: Bytes, from: number, end: number, count: number): number {
    const { parser } = this;
    const vector = new ArgumentVector();
    let at = from;
    for (let passed = 0; passed < count; at = parser.position) {
      const status = parser.parse(bytes, at, end, vector, true);
      // One of them has lowered a limit that they exceed themselves.
      if (status !== COMPLETE && status !== EMPTY) return at;
      if (status === COMPLETE) passed++;
    }
    return at;
  }

  /** The request under way is not whole: remembers what is known of it, if it is worth remembering. */
  private keep(session: Session, from: number, slot: number): void {
    const vector = this.requests[slot];
    const { parser } = this;
    session.connection.wanted = parser.needed === 0 ? 0 : parser.needed - from;
    if (vector.count < WORTH_KEEPING) {
      session.noteKnown(parser.known - from, vector);
      return;
    }
    session.keepPartial(vector, this.parser.announced, from, this.parser.position);
    this.requests[slot] = new ArgumentVector();
  }

  private halt(session: Session): void {
    session.connection.halt();
    this.halted.push(session);
    this.arm();
  }

  private beforeSleep(): void {
    this.armed = false;
    this.finishTurn();
    const { answered, commands } = this;
    this.answered = 0;
    this.commands = 0;
    this.hooks.turnEnded?.();
    this.isFirstOfTurn = true;
    this.turnEndsUs = 0;
    // The places keep nobody alive who has left.
    if (this.waiting.length > KEPT_PLACES) this.waiting.length = 0;
    if (this.closing.length > 0) {
      const { closing } = this;
      this.closing = [];
      for (const session of closing) session.connection.closeAfterReply();
    }
    if (this.options.accountsMemory) this.hooks.enforceMemory();
    if (this.resumed.length > 0) this.goOn();
    if (this.halted.length > 0) this.proceed();
    if (!this.armed) this.hooks.idle?.(answered, commands, this.load);
  }

  private proceed(): void {
    const { halted } = this;
    this.halted = [];
    for (const session of halted) session.connection.proceed();
  }

  /** Offers what was kept of those who had to wait. */
  private goOn(): void {
    const { resumed } = this;
    this.resumed = [];
    for (const { client } of resumed) client.postponed = false;
    for (const { connection } of resumed) connection.offerKept();
  }
}

const KEPT_PLACES = 1024;

/** Arguments from which on parsing a request again from its start would cost more than keeping them. */
const WORTH_KEEPING = 64;
