import type { Clients } from '../execution/clients.ts';
import type { CommandTable } from '../execution/command-table.ts';
import type { DispatchStats } from '../execution/dispatcher.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Clock } from '../util/clock.ts';
import { Rate } from './rate.ts';

/** What active expiry counts. */
export interface ExpiryCounters {
  timeCapReached: number;
  spentUs: number;
}

/** Whose counters INFO shows. The dispatcher stands only after the commands, so it is looked up when needed. */
export interface StatisticsSources {
  readonly clock: Clock;
  readonly keyspace: Keyspace;
  readonly clients: Clients;
  readonly expiry: ExpiryCounters;
  readonly dispatcher: () => { readonly stats: DispatchStats; readonly table: CommandTable };
}

/** The counters of all parts together: what is sampled, what is derived, and what CONFIG RESETSTAT sets back. */
export class Statistics {
  readonly sources: StatisticsSources;
  readonly commandRate: Rate;
  readonly inputRate: Rate;
  readonly outputRate: Rate;
  private peak = 0;

  constructor(sources: StatisticsSources) {
    const { clock, clients } = sources;
    const nowMs = clock.wallMs();
    this.sources = sources;
    this.commandRate = new Rate(() => sources.dispatcher().stats.commands, nowMs);
    this.inputRate = new Rate(() => clients.inputBytes, nowMs);
    this.outputRate = new Rate(() => clients.outputBytes, nowMs);
  }

  /** The most memory that was in use at any look. */
  get peakMemory(): number {
    this.peak = Math.max(this.peak, this.sources.keyspace.usedMemory);
    return this.peak;
  }

  /** Takes the samples; called about ten times a second. */
  sample(): void {
    const nowMs = this.sources.clock.wallMs();
    for (const rate of this.rates()) rate.sample(nowMs);
    this.peak = this.peakMemory;
  }

  reset(): void {
    const { keyspace, clients, expiry } = this.sources;
    const { stats, table } = this.sources.dispatcher();
    stats.commands = 0;
    stats.errors = 0;
    stats.errorsByCode.clear();
    for (const entry of table.entries) entry.resetStats();
    for (const name of Object.keys(keyspace.stats) as (keyof typeof keyspace.stats)[]) keyspace.stats[name] = 0;
    keyspace.lazyFree.freed = 0;
    expiry.timeCapReached = 0;
    expiry.spentUs = 0;
    clients.resetStats();
    for (const rate of this.rates()) rate.reset();
    this.peak = keyspace.usedMemory;
  }

  private rates(): readonly Rate[] {
    return [this.commandRate, this.inputRate, this.outputRate];
  }
}
