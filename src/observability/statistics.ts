import type { Clients } from '../execution/clients.ts';
import type { CommandTable } from '../execution/command-table.ts';
import type { CommandTimer } from '../execution/command-timer.ts';
import type { ErrorStats } from '../execution/error-stats.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Clock } from '../util/clock.ts';
import type { BlockingCounts } from './sections/clients.ts';
import { EventLoop } from './event-loop.ts';
import { MemoryReport } from './memory-report.ts';
import { Rate } from './rate.ts';

/** Deliveries of input from sockets, and writes of replies to them. */
export interface TrafficCounters {
  reads: number;
  writes: number;
}

/** What active expiry counts. */
export interface ExpiryCounters {
  timeCapReached: number;
  spentUs: number;
}

/** What active defragmentation counts: entries that it moved, and those that it left. */
export interface DefragCounters {
  readonly running: number;
  readonly totalUs: number;
  readonly currentUs: number;
  readonly stats: { readonly hits: number; readonly misses: number };
  resetStats(): void;
}

/** What the dispatcher counts. */
export interface DispatcherCounters {
  readonly table: CommandTable;
  readonly timer: CommandTimer;
  readonly errors: ErrorStats;
  readonly blocking: BlockingCounts;
}

/** Whose counters INFO shows. The dispatcher stands only after the commands, so it is looked up when needed. */
export interface StatisticsSources {
  readonly clock: Clock;
  readonly keyspace: Keyspace;
  readonly clients: Clients;
  readonly expiry: ExpiryCounters;
  readonly traffic: TrafficCounters;
  readonly defrag: DefragCounters;
  readonly dispatcher: () => DispatcherCounters;
}

/** The counters of all parts together: what is sampled, what is derived, and what CONFIG RESETSTAT sets back. */
export class Statistics {
  readonly sources: StatisticsSources;
  readonly commandRate: Rate;
  readonly inputRate: Rate;
  readonly outputRate: Rate;
  readonly loop: EventLoop;
  private readonly startupMemory: number;
  private peak = 0;

  constructor(sources: StatisticsSources) {
    const { clock, clients } = sources;
    const nowMs = clock.wallMs();
    this.sources = sources;
    this.startupMemory = sources.keyspace.usedMemory;
    this.commandRate = new Rate(() => sources.dispatcher().timer.commands, nowMs);
    this.inputRate = new Rate(() => clients.inputBytes, nowMs);
    this.outputRate = new Rate(() => clients.outputBytes, nowMs);
    this.loop = new EventLoop(clock, () => sources.dispatcher().timer);
  }

  /** The most memory that was in use at any look. */
  get peakMemory(): number {
    this.peak = Math.max(this.peak, this.sources.keyspace.usedMemory);
    return this.peak;
  }

  /** Where the memory has gone, at this moment. */
  memory(): MemoryReport {
    const { keyspace, clients } = this.sources;
    return new MemoryReport(keyspace, clients, this.startupMemory, this.peakMemory);
  }

  /** Takes the samples; called about ten times a second. */
  sample(): void {
    const nowMs = this.sources.clock.wallMs();
    for (const rate of this.rates()) rate.sample(nowMs);
    this.loop.sample(nowMs);
    this.peak = this.peakMemory;
  }

  reset(): void {
    const { keyspace, clients, expiry, traffic } = this.sources;
    const { timer, errors, table } = this.sources.dispatcher();
    timer.commands = 0;
    timer.busyUs = 0;
    errors.reset();
    this.loop.reset();
    for (const entry of table.entries) entry.resetStats();
    for (const name of Object.keys(keyspace.stats) as (keyof typeof keyspace.stats)[]) keyspace.stats[name] = 0;
    keyspace.lazyFree.freed = 0;
    expiry.timeCapReached = 0;
    expiry.spentUs = 0;
    this.sources.defrag.resetStats();
    traffic.reads = 0;
    traffic.writes = 0;
    clients.resetStats();
    for (const rate of this.rates()) rate.reset();
  }

  private rates(): readonly Rate[] {
    return [this.commandRate, this.inputRate, this.outputRate];
  }
}
