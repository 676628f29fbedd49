import { stdout } from 'node:process';
import { clientInfo } from '../commands/connection/client-info.ts';
import { Authentication } from '../commands/connection/index.ts';
import type { HyperLogLogOptions } from '../commands/hyperloglog/index.ts';
import type { ProcessControl } from '../commands/server/debug-crash.ts';
import type { DebugSettings } from '../commands/server/debug-settings.ts';
import { debugSettings } from '../commands/server/debug-settings.ts';
import type { ServerControl, ShutdownOptions } from '../commands/server/shutdown.ts';
import type { Config } from '../config/config.ts';
import { protectionBy } from '../config/protected-commands.ts';
import { rewriteConfigFile } from '../config/rewrite.ts';
import type { ServerState } from '../execution/admission.ts';
import type { Client } from '../execution/client.ts';
import { Clients } from '../execution/clients.ts';
import { CommandTable } from '../execution/command-table.ts';
import { Dispatcher } from '../execution/dispatcher.ts';
import { Effects } from '../execution/effects.ts';
import { ClientPause } from '../execution/pause.ts';
import { Pushes } from '../execution/pushes.ts';
import { PROTECTED } from '../execution/traits.ts';
import { Transactions } from '../execution/transaction.ts';
import { WatchTable } from '../execution/watch.ts';
import { ActiveDefrag } from '../keyspace/defrag.ts';
import { ActiveExpiry } from '../keyspace/expiry.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { collectDropped } from '../memory/off-heap.ts';
import { OutputBuffer } from '../memory/output.ts';
import { CommandWatch } from '../observability/command-watch.ts';
import { Info } from '../observability/info.ts';
import type { LatencyMonitor } from '../observability/latency-monitor.ts';
import { Monitors } from '../observability/monitors.ts';
import { standardSections } from '../observability/sections.ts';
import type { LatencyStatsOptions } from '../observability/sections/command-stats.ts';
import { Statistics } from '../observability/statistics.ts';
import { KeyspaceNotifications } from '../pubsub/notifications.ts';
import { PubSub } from '../pubsub/pubsub.ts';
import { ReplyWriter } from '../resp/reply-writer.ts';
import type { ParserLimits } from '../resp/request-parser.ts';
import { RequestParser } from '../resp/request-parser.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { Random } from '../util/random.ts';
import { loadXxh3 } from '../util/xxh3.ts';
import { bindConfig } from './bindings.ts';
import { bindClients } from './client-bindings.ts';
import { allCommands } from './commands.ts';
import type { CrashFacts } from './crash-report.ts';
import { CAN_SLEEP_BRIEFLY, Coalescing, sleepBriefly } from './coalescing.ts';
import { Cron } from './cron.ts';
import { DefragSchedule } from './defrag-schedule.ts';
import { Listeners } from './listeners.ts';
import { MemoryLimit } from './memory-limit.ts';
import { MetricsListener } from './metrics-listener.ts';
import { Pipeline } from './pipeline.ts';
import { Sessions } from './sessions.ts';
import { allocatorStats, bindWatching, watchErrors } from './watching.ts';

/** What a server is made of besides its configuration: the parts that a test or an embedder may replace. */
export interface ServerParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes hashes, picks and ids replay; without it the system's entropy. */
  readonly seed: number | undefined;
  /** After SHUTDOWN or a signal, once everything is closed. */
  readonly onShutdown: () => void;
  /** Ends and restarts the process for DEBUG; absent where the process is somebody else's. */
  readonly process?: ProcessControl | undefined;
}

/** How long one slice of LazyFree may be, and the keys or elements between two looks at the clock. */
const LAZY_FREE_US = 500;
const FREED_PER_LOOK = 256;

/** Bytes of data let go that are worth a collection. */
const WORTH_COLLECTING = 64 * 1024 * 1024;

/** The composition root: makes every part, hands each what it needs, starts and stops the whole. */
export class CinnabarServer implements ServerControl {
  readonly listeners: Listeners;
  private readonly log: Logger;
  private readonly clock: Clock;
  private readonly keyspace: Keyspace;
  private readonly config: Config;
  private readonly clients: Clients;
  private readonly dispatcher: Dispatcher;
  private readonly info: Info;
  private readonly metrics: MetricsListener;
  private readonly expiry: ActiveExpiry;
  private readonly pipeline: Pipeline;
  private isFreeing = false;
  private readonly sessions: Sessions;
  private readonly cron: Cron;
  private readonly defrag: DefragSchedule;
  private readonly latency: LatencyMonitor;
  private readonly onShutdown: () => void;
  private readonly debug: DebugSettings = debugSettings();
  private closed: Promise<void> | undefined;

  constructor({ config, clock, log, seed, onShutdown, process }: ServerParts) {
    const random = new Random(seed);
    const watch = new WatchTable();
    const clients = new Clients();
    const replies = new OutputBuffer();
    const pushes = new Pushes(replies);
    const effects = new Effects(watch, pushes);
    const state: ServerState = { refuses: PROTECTED, loading: false, makeRoom: () => true };
    state.protects = protectionBy(config);
    const parserLimits: ParserLimits = { maxBulkLength: config.get('proto-max-bulk-len') };
    const reply = new ReplyWriter(replies);
    const transactions = new Transactions(watch, reply);
    const authentication = new Authentication();
    const hyperloglog: HyperLogLogOptions = { maxSparseBytes: config.get('hll-sparse-max-bytes') };

    const keyspace = new Keyspace(config.get('databases'), random, clock.wallMs(), effects);
    this.keyspace = keyspace;
    const pause = new ClientPause(state, keyspace);
    this.expiry = new ActiveExpiry(keyspace, clock, () => effects.settleOutsideCommands());
    const defrag = new ActiveDefrag(keyspace, clock);
    const pubsub = new PubSub(pushes, keyspace.hashKey0, keyspace.hashKey1);
    const notifications = new KeyspaceNotifications(effects, pubsub);
    const sessions = new Sessions(clients, keyspace, watch, log);
    pubsub.onClassChange = (client) => sessions.refreshLimit(client);
    sessions.onClosed = (client) => {
      pubsub.removeAll(client);
      dispatcher.blocking.remove(client);
    };
    sessions.peaks = this.debug;
    this.sessions = sessions;
    keyspace.sharedBytes = sessions.input.bytes.length + replies.bytes.length;
    this.listeners = new Listeners(config, sessions.input.window, (socket, from) => sessions.accept(socket, from));

    const traffic = { reads: 0, writes: 0 };
    const statistics = new Statistics({
      traffic,
      clock,
      keyspace,
      clients,
      expiry: this.expiry,
      defrag,
      dispatcher: () => dispatcher,
    });
    const facts = {
      runId: random.hex(40),
      startedMs: clock.wallMs(),
      port: () => this.listeners.port,
      listeners: () => this.listeners.facts,
    };
    const identity = { replicationId: random.hex(40) };
    const monitors = new Monitors(pushes, () => clock.wallUs());
    const commandWatch = new CommandWatch(monitors, () => clock.wallMs());
    const latencyStats: LatencyStatsOptions = { tracks: true, percentiles: [] };
    this.latency = commandWatch.latency;
    this.defrag = new DefragSchedule(defrag, clock, (us) => this.latency.note('active-defrag-cycle', us));
    const info = new Info(
      standardSections({
        ...{ config, state, watch, statistics, facts, latencyStats },
        pubsub: pubsub.counts,
        get replicationId() {
          return identity.replicationId;
        },
      }),
    );
    const commands = allCommands({
      ...{ config, clock, clients, watch, transactions, authentication, statistics, info, state, hyperloglog, pubsub },
      pause,
      control: this,
      debug: {
        ...{ settings: this.debug, clients, log, control: process },
        limitsClientMemory: () => config.get('maxmemory-clients').amount !== 0,
        rewriteAll: () => rewriteConfigFile(config, { force: true })?.replace(/^ERR (?:Rewriting config file: )?/, ''),
        changeReplicationId: () => (identity.replicationId = random.hex(40)),
        print: (text) => void stdout.write(text),
      },
      ...{ commandWatch, monitors },
      allocator: { allocatorStats: () => allocatorStats(keyspace), purge: collectDropped },
      dispatcher: () => dispatcher,
    });
    const dispatcher = new Dispatcher(new CommandTable(commands), keyspace, reply, effects, state, clock);
    transactions.dispatcher = dispatcher;
    watchErrors(dispatcher.errors, keyspace.lazyFree, log);
    dispatcher.onHttpRequest = (client) => sessions.refuseHttp(client);

    const coalescing = new Coalescing(clock, sleepBriefly);
    config.bind('request-coalescing', (on) => {
      // A process that is somebody else's is not put to sleep.
      coalescing.enabled = on && CAN_SLEEP_BRIEFLY && process !== undefined;
    });
    this.pipeline = new Pipeline(new RequestParser(parserLimits), dispatcher, keyspace, reply, clock, {
      beforeReplies: [() => this.expireFast(), () => dispatcher.blocking.serve()],
      afterReplies: () => pushes.settled(),
      turnEnded: () => statistics.loop.endTurn(),
      idle: (answered, commands, load) => coalescing.turnEnded(answered, commands, load),
      traffic,
      protocolError: (session, error) => sessions.protocolError(session, error),
      inputOverflow: (session) => sessions.inputOverflow(session),
      account: ({ client }) => sessions.eviction.account(client),
      enforceMemory: () => {
        // Clients first: what they let go need not be made up for by keys.
        sessions.eviction.enforceNow(keyspace.nowMs);
        memoryLimit.endOfTurn();
      },
    });
    sessions.pipeline = this.pipeline;
    dispatcher.blocking.onReleased = (client) => this.pipeline.goOnWith(client);
    pause.onLift = () => {
      dispatcher.blocking.resume();
      this.pipeline.resume();
    };
    const arm = (): void => this.pipeline.arm();
    // What became ready outside of a command is served when the turn ends.
    effects.awaited.onReady = arm;
    const memoryLimit = new MemoryLimit(config, { keyspace, effects, state, clock, log, arm });
    const periodicWork = [
      () => this.pipeline.readClock(),
      () => this.expireRegularly(),
      () => this.freeLazily(),
      () => this.returnMemory(),
      () => this.defrag.check(),
      () => pause.endWhenDue(),
      () => sessions.check(keyspace.nowMs),
      () => memoryLimit.check(),
      () => statistics.sample(),
    ];
    const timedWork = (): void => statistics.loop.runCron(() => periodicWork.forEach((work) => work()));
    this.cron = new Cron(config.get('hz'), [timedWork], () => this.debug.cronPaused);
    bindWatching(config, commandWatch, { timer: dispatcher.timer, latencyStats, memoryLimit });
    bindClients(config, { sessions, pipeline: this.pipeline, listeners: this.listeners });
    bindConfig(config, {
      ...{ keyspace, clients, sessions, parserLimits, authentication, log },
      ...{ pipeline: this.pipeline, cron: this.cron, expiry: this.expiry, hyperloglog, notifications, defrag },
    });
    this.config = config;
    this.clients = clients;
    this.dispatcher = dispatcher;
    this.info = info;
    this.metrics = new MetricsListener(config, info);
    this.log = log;
    this.clock = clock;
    this.onShutdown = onShutdown;
  }

  /**
   * Listens and begins to serve. Rejects with a ListenError where an address is taken; answers false where the
   * configuration names none.
   */
  async start(): Promise<boolean> {
    await Promise.all([loadXxh3(), this.listeners.open()]);
    await this.metrics.open();
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

  /** Closes, and tells the owner that the process may end. Nothing waits: there are no replicas to catch up. */
  shutdown({ save }: ShutdownOptions): void {
    this.log.notice('User requested shutdown...');
    if (save ?? this.config.get('save').length > 0) {
      this.log.warning('No snapshot is saved before exiting: this release writes none.');
    }
    void this.close().then(this.onShutdown);
  }

  /** `rename-command`, before the start; an empty name takes the command away. Answers what is wrong. */
  renameCommand(from: string, to: string): string | undefined {
    const { table } = this.dispatcher;
    if (table.get(from.toLowerCase()) === undefined) return 'No such command in rename-command';
    return table.rename(from, to) ? undefined : 'Target command name already exists';
  }

  /** For the report of a crash. */
  crashFacts(): CrashFacts {
    const { interrupted } = this.dispatcher;
    const describe = (client: Client): string => clientInfo(client, this.keyspace.nowMs);
    return {
      info: this.info.text(['everything']),
      clients: [...this.clients].map((client) => `${describe(client)}\n`).join(''),
      current: interrupted && {
        client: describe(interrupted.client),
        argv: Array.from({ length: interrupted.args.count }, (_, i) => interrupted.args.latin1At(i)),
      },
      hidesUserData: this.config.get('hide-user-data-from-log'),
    };
  }

  abortShutdown(): boolean {
    return false;
  }

  private expireRegularly(): void {
    if (this.debug.activeExpire && this.timeExpiry(() => this.expiry.cycle())) this.pipeline.arm();
  }

  private expireFast(): void {
    if (this.debug.activeExpire && this.expiry.fast()) this.pipeline.arm();
  }

  private timeExpiry(cycle: () => boolean): boolean {
    const before = this.expiry.spentUs;
    const isMuchLeft = cycle();
    this.latency.note('expire-cycle', this.expiry.spentUs - before);
    return isMuchLeft;
  }

  /** Frees slice by slice, one in each turn of the loop, until nothing waits. */
  private freeLazily(): void {
    if (this.isFreeing) return;
    this.isFreeing = true;
    const step = (): void => {
      const until = this.clock.monotonicUs() + LAZY_FREE_US;
      do this.isFreeing = this.keyspace.lazyFree.step(FREED_PER_LOOK);
      while (this.isFreeing && this.clock.monotonicUs() < until);
      if (this.isFreeing) setImmediate(step);
    };
    step();
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
    this.defrag.stop();
    this.dispatcher.blocking.close();
    const listening = Promise.all([this.listeners.close(), this.metrics.close()]);
    this.pipeline.flush();
    this.sessions.destroyAll();
    await listening;
    this.keyspace.release();
  }
}
