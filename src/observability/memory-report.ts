import type { Clients } from '../execution/clients.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';

/** What one database's tables take, in bytes. */
export interface DatabaseOverhead {
  readonly index: number;
  readonly main: number;
  readonly expires: number;
}

/**
 * Where the memory has gone, in bytes, as the arena counts it and as the system sees the process. One look, so that
 * the figures fit together.
 *
 * ```
 *   used ─┬─ dataset:  entries and values, each at the size of its block
 *         └─ overhead: tables of keys and of expiry, clients, what the server had when it started
 *   active: segments taken from the system, whether or not they are full
 *   rss:    the whole process, the engine that runs it included
 * ```
 */
export class MemoryReport {
  readonly used: number;
  readonly peak: number;
  readonly startup: number;
  readonly dataset: number;
  readonly active: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly clients: number;
  readonly clientCount: number;
  readonly keys: number;
  /** Of the databases that were ever used. */
  readonly databases: readonly DatabaseOverhead[];

  constructor(keyspace: Keyspace, clients: Clients, startup: number, peak: number) {
    const { heapUsed, heapTotal, rss } = process.memoryUsage();
    this.rss = rss;
    this.heapUsed = heapUsed;
    this.heapTotal = heapTotal;
    this.startup = startup;
    this.used = keyspace.usedMemory;
    this.peak = Math.max(peak, this.used);
    this.dataset = keyspace.arena.used + keyspace.large.used;
    this.active = keyspace.arena.reserved + keyspace.large.used;
    let bytes = 0;
    for (const client of clients) bytes += client.memory;
    this.clients = bytes;
    this.clientCount = clients.size;
    const inUse = keyspace.databases.filter(({ size }) => size > 0);
    this.keys = inUse.reduce((sum, { size }) => sum + size, 0);
    this.databases = inUse.map(overheadOf);
  }

  get overhead(): number {
    return this.used - this.dataset;
  }

  /** Bytes of all buckets of all databases. */
  get tables(): number {
    return this.databases.reduce((sum, { main, expires }) => sum + main + expires, 0);
  }

  get datasetPercent(): number {
    const net = this.used - this.startup;
    return net > 0 ? (this.dataset / net) * 100 : 0;
  }

  get peakPercent(): number {
    return this.peak > 0 ? (this.used / this.peak) * 100 : 0;
  }

  get bytesPerKey(): number {
    return this.keys > 0 ? Math.floor((this.used - this.startup) / this.keys) : 0;
  }

  /** How much more the segments take than what stands in them. */
  get allocatorFragmentation(): number {
    return ratio(this.active, this.dataset);
  }

  /** How much more the process takes than the segments: Node itself, its heap, free segments not yet given back. */
  get rssOverhead(): number {
    return ratio(this.rss, this.active);
  }

  get fragmentation(): number {
    return ratio(this.rss, this.used);
  }
}

function overheadOf({ index, entries }: Database): DatabaseOverhead {
  return { index, main: entries.dict.memory, expires: entries.expires.memory };
}

function ratio(a: number, b: number): number {
  return b > 0 ? a / b : 1;
}
