import { Collections } from '../datatypes/collections.ts';
import { Entries } from '../datatypes/entries.ts';
import { Arena } from '../memory/arena.ts';
import { LargeValues } from '../memory/large-values.ts';
import { defaultPackingLimits } from '../datatypes/packing.ts';
import type { Random } from '../util/random.ts';
import type { ChangeRecorder } from './changes.ts';
import { Database } from './database.ts';
import { LazyFree } from './flush.ts';

/** How access is noted in an entry: seconds of the last (LRU), or a decaying counter (LFU). */
export interface AccessOptions {
  lfu: boolean;
  lfuLogFactor: number;
  lfuDecayMinutes: number;
  /** Whether small integers pass for objects that many keys share: not while eviction goes by their last access. */
  sharesIntegers: boolean;
}

/** How large data may become. */
export interface KeyspaceLimits {
  /** Longest string value in bytes (`proto-max-bulk-len`). */
  maxStringLength: number;
}

/** Captures what a snapshot under way must still write, before it changes. */
export interface BeforeImageSink {
  capture(database: Database, address: number): void;
}

/** All databases of one server and what they share: memory, time, counters. */
export class Keyspace {
  readonly arena = new Arena();
  readonly large = new LargeValues();
  readonly collections = new Collections();
  readonly packing = defaultPackingLimits();
  readonly random: Random;
  readonly databases: Database[] = [];
  readonly lazyFree = new LazyFree(this.collections);
  /**
   * Counters since the server began. Of memory above its limit: microseconds in all, but for the time since
   * `overLimitSinceUs` (monotonic; 0 while it is within).
   */
  readonly stats = {
    ...{ hits: 0, misses: 0, expired: 0, expiredFields: 0, evicted: 0, expiredStale: 0 },
    ...{ overLimitUs: 0, overLimitSinceUs: 0 },
  };
  readonly access: AccessOptions = { lfu: false, lfuLogFactor: 10, lfuDecayMinutes: 1, sharesIntegers: true };
  readonly limits: KeyspaceLimits = { maxStringLength: 512 * 1024 * 1024 };
  readonly hashKey0: number;
  readonly hashKey1: number;

  /** The time of the execution unit under way, in milliseconds since the epoch. */
  nowMs: number;
  /** What `Entries.open` notes as access: the LRU clock, or -1 for "nothing". */
  accessClock = 0;
  /** What a new entry begins with. */
  newAccess = 0;
  /** Every access counts (LFU). */
  countsAccess = false;
  /** A due key is removed by whoever finds it; a replica only hides it. */
  expiresKeys = true;
  /** Whether keys may go to make room: not while clients are paused, nor while data is loaded. */
  evictsKeys = true;
  /** Bytes that clients take: their buffers, their queued commands. The owner of the clients keeps it up to date. */
  clientBytes = 0;
  /** Bytes of the buffers that all clients share, which their owner has from the start. */
  sharedBytes = 0;
  changes: ChangeRecorder;
  beforeImages: BeforeImageSink | undefined;

  constructor(databases: number, random: Random, nowMs: number, changes: ChangeRecorder) {
    this.random = random;
    this.nowMs = nowMs;
    this.changes = changes;
    this.hashKey0 = random.uint32() | 0;
    this.hashKey1 = random.uint32() | 0;
    for (let index = 0; index < databases; index++) this.databases.push(new Database(index, this));
    this.refreshAccess();
  }

  /** Bytes in use: blocks, large values, tables, clients and what they share. */
  get usedMemory(): number {
    const { arena } = this;
    return arena.used + arena.tableBytes + this.large.used + this.clientBytes + this.sharedBytes;
  }

  createEntries(): Entries {
    return new Entries(this, this.hashKey0, this.hashKey1, this.nowMs, this);
  }

  /** Sets the time for the commands to come. `touch` false: the client's accesses leave no trace. */
  setTime(nowMs: number): void {
    this.nowMs = nowMs;
    this.refreshAccess();
  }

  refreshAccess(): void {
    const { lfu } = this.access;
    this.countsAccess = lfu && this.touches;
    this.accessClock = lfu || !this.touches ? -1 : lruClock(this.nowMs);
    this.newAccess = lfu ? (lfuMinutes(this.nowMs) << 8) | LFU_INITIAL : lruClock(this.nowMs);
  }

  /** Whether accesses leave a trace: not for a client with CLIENT NO-TOUCH. */
  touches = true;

  countAccess(entries: Entries, address: number): void {
    const counter = this.lfuCounter(entries.access(address));
    const base = Math.max(0, counter - LFU_INITIAL);
    const grows = counter < 255 && this.random.unit() < 1 / (base * this.access.lfuLogFactor + 1);
    entries.setAccess(address, (lfuMinutes(this.nowMs) << 8) | (grows ? counter + 1 : counter));
  }

  /** Notes an access even of a client whose accesses leave no trace: TOUCH. */
  noteAccess(entries: Entries, address: number): void {
    if (this.access.lfu) this.countAccess(entries, address);
    else entries.setAccess(address, this.newAccess);
  }

  /** The counter in an access field of LFU, less what has decayed since. */
  lfuCounter(access: number): number {
    const counter = access & 0xff;
    if (this.access.lfuDecayMinutes === 0) return counter;
    const elapsed = since(access >>> 8, lfuMinutes(this.nowMs), 0xffff);
    return Math.max(0, counter - Math.floor(elapsed / this.access.lfuDecayMinutes));
  }

  /** Seconds since the last access, by an access field of LRU. */
  idleSeconds(access: number): number {
    return since(access, lruClock(this.nowMs), 0xffffff);
  }

  captureBefore(database: Database, address: number): void {
    this.beforeImages?.capture(database, address);
  }

  /** Gives all memory back: the server is closed. */
  release(): void {
    for (const { entries } of this.databases) entries.clear();
    this.lazyFree.forget();
    this.arena.reset();
    this.large.clear();
    this.collections.clear();
  }

  /** Exchanges the contents of two databases: their clients see the other's keys from now on. */
  swap(a: number, b: number): void {
    this.changes.dirty++;
    if (a === b) return;
    const first = this.databases[a];
    const second = this.databases[b];
    this.changes.flushed(first, second);
    this.changes.flushed(second, first);
    [first.entries, second.entries] = [second.entries, first.entries];
  }
}

const LFU_INITIAL = 5;

function lruClock(ms: number): number {
  return Math.floor(ms / 1000) & 0xffffff;
}

function lfuMinutes(ms: number): number {
  return Math.floor(ms / 60000) & 0xffff;
}

/** Ticks between two readings of a clock that has wrapped around at most once. As Redis counts, its last tick is none. */
function since(then: number, now: number, last: number): number {
  return now >= then ? now - then : last - then + now;
}
