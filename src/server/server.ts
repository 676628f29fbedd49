import { Authentication } from '../commands/connection/index.ts';
import type { ServerControl } from '../commands/server/shutdown.ts';
import type { Config } from '../config/config.ts';
import type { ServerState } from '../execution/admission.ts';
import { Clients } from '../execution/clients.ts';
import { CommandTable } from '../execution/command-table.ts';
import { Dispatcher } from '../execution/dispatcher.ts';
import { Effects } from '../execution/effects.ts';
import { Transactions } from '../execution/transaction.ts';
import { WatchTable } from '../execution/watch.ts';
import { ActiveExpiry } from '../keyspace/expiry.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { collectDropped } from '../memory/off-heap.ts';
import { OutputBuffer } from '../memory/output.ts';
import { Info } from '../observability/info.ts';
import { standardSections } from '../observability/sections.ts';
import { Statistics } from '../observability/statistics.ts';
import { ReplyWriter } from '../resp/reply-writer.ts';
import type { ParserLimits } from '../resp/request-parser.ts';
import { RequestParser } from '../resp/request-parser.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { Random } from '../util/random.ts';
import { loadXxh3 } from '../util/xxh3.ts';
import { bindConfig } from './bindings.ts';
import { allCommands } from './commands.ts';
import { Cron } from './cron.ts';
import { Listeners } from './listeners.ts';
import { Pipeline } from './pipeline.ts';
import { Sessions } from './sessions.ts';

/** What a server is made of besides its configuration: the parts that a test or an embedder may replace. */
export interface ServerParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes hashes, picks and ids replay; without it the system's entropy. */
  readonly seed: number | undefined;
  /** After SHUTDOWN or a signal, once everything is closed. */
  readonly onShutdown: () => void;
}

/** Keys that LazyFree gives back in one slice: some half a millisecond. */
const LAZY_FREE_SLICE = 2000;

/** Bytes of data let go that are worth the pause of a collection. */
const WORTH_COLLECTING = 64 * 1024 * 1024;

/** The composition root: makes every part, hands each what it needs, starts and stops the whole. */
export class CinnabarServer implements ServerControl {
  readonly listeners: Listeners;
  private readonly log: Logger;
  private readonly keyspace: Keyspace;
  private readonly expiry: ActiveExpiry;
  private readonly pipeline: Pipeline;
  private readonly sessions: Sessions;
  private readonly cron: Cron;
  private readonly onShutdown: () => void;
  private closed: Promise<void> | undefined;

  constructor({ config, clock, log, seed, onShutdown }: ServerParts) {
    const random = new Random(seed);
    const watch = new WatchTable();
    const clients = new Clients();
    const effects = new Effects(watch);
    const state: ServerState = { refuses: 0, loading: false, makeRoom: () => true };
    const parserLimits: ParserLimits = { maxBulkLength: config.get('proto-max-bulk-len') };
    const reply = new ReplyWriter(new OutputBuffer());
    const transactions = new Transactions(watch, reply);
    const authentication = new Authentication();

    const keyspace = new Keyspace(config.get('databases'), random, clock.wallMs(), effects);
    this.keyspace = keyspace;
    this.expiry = new ActiveExpiry(keyspace, clock, () => effects.settleOutsideCommands());
    const sessions = new Sessions(clients, keyspace, watch, log);
    this.sessions = sessions;
    this.listeners = new Listeners(config, sessions.input.window, (socket, from) => sessions.accept(socket, from));

    const statistics = new Statistics({ clock, keyspace, clients, expiry: this.expiry, dispatcher: () => dispatcher });
    const facts = {
      runId: random.hex(40),
      startedMs: clock.wallMs(),
      port: () => this.listeners.port,
      listeners: () => this.listeners.facts,
    };
    const info = new Info(standardSections({ config, state, watch, statistics, facts, replicationId: random.hex(40) }));
    const commands = allCommands({
      ...{ config, clock, clients, watch, transactions, authentication, statistics, info, state },
      control: this,
      dispatcher: () => dispatcher,
    });
    const dispatcher = new Dispatcher(new CommandTable(commands), keyspace, reply, effects, state);
    transactions.dispatcher = dispatcher;
    dispatcher.onHttpRequest = (client) => sessions.refuseHttp(client);

    this.pipeline = new Pipeline(new RequestParser(parserLimits), dispatcher, keyspace, reply, clock, {
      beforeReplies: [() => this.expireFast()],
      protocolError: (session, error) => sessions.protocolError(session, error),
      inputOverflow: (session) => sessions.inputOverflow(session),
    });
    sessions.pipeline = this.pipeline;
    this.cron = new Cron(config.get('hz'), [
      () => this.pipeline.readClock(),
      () => this.expireRegularly(),
      () => this.freeLazily(),
      () => this.returnMemory(),
      () => sessions.enforceTimeLimits(keyspace.nowMs),
      () => statistics.sample(),
    ]);
    bindConfig(config, {
      ...{ keyspace, clients, sessions, parserLimits, authentication, log },
      ...{ pipeline: this.pipeline, cron: this.cron, expiry: this.expiry },
    });
    this.log = log;
    this.onShutdown = onShutdown;
  }

  /**
   * Listens and begins to serve. Rejects with a ListenError where an address is taken; answers false where the
   * configuration names none.
   */
  async start(): Promise<boolean> {
    await Promise.all([loadXxh3(), this.listeners.open()]);
    if (!this.listeners.hasTcp && !this.listeners.hasUnix) return false;
    this.cron.start();
    this.log.notice('Server initialized');
    if (this.listeners.hasTcp) this.log.notice('Ready to accept connections tcp');
    if (this.listeners.hasUnix) this.log.notice('Ready to accept connections unix');
    return true;
  }

  /** Closes everything without a trace: sockets, timers, files. */
  close(): Promise<void> {
    this.closed ??= this.stop();
    return this.closed;
  }

  /** Closes, and tells the owner that the process may end. */
  shutdown(): void {
    this.log.notice('User requested shutdown...');
    void this.close().then(this.onShutdown);
  }

  abortShutdown(): boolean {
    return false;
  }

  private expireRegularly(): void {
    if (this.expiry.cycle()) this.pipeline.arm();
  }

  private expireFast(): void {
    if (this.expiry.fast()) this.pipeline.arm();
  }

  private freeLazily(): void {
    if (this.keyspace.lazyFree.step(LAZY_FREE_SLICE)) setImmediate(() => this.freeLazily());
  }

  /** Memory that the data let go goes back to the system, once it is much. */
  private returnMemory(): void {
    const { arena, large } = this.keyspace;
    if (arena.dropped + large.dropped < WORTH_COLLECTING) return;
    arena.dropped = 0;
    large.dropped = 0;
    collectDropped();
  }

  private async stop(): Promise<void> {
    this.cron.stop();
    const listening = this.listeners.close();
    this.pipeline.flush();
    this.sessions.destroyAll();
    await listening;
    this.keyspace.release();
  }
}
