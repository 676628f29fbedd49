import type { Entries } from '../datatypes/entries.ts';
import { Key } from '../structures/key.ts';
import type { Database } from './database.ts';
import { EvictionPool } from './eviction-pool.ts';
import type { Keyspace } from './keyspace.ts';

/** The names that `maxmemory-policy` may have. */
export type EvictionPolicy =
  | 'noeviction'
  | 'allkeys-lru'
  | 'allkeys-lfu'
  | 'allkeys-random'
  | 'volatile-lru'
  | 'volatile-lfu'
  | 'volatile-random'
  | 'volatile-ttl';

/** The most that `maxmemory-samples` may be. */
const MOST_SAMPLES = 64;
/** Victims after which it is looked again which databases have keys: passing by sixteen empty ones takes its time. */
const VICTIMS_PER_LOOK = 16;

/**
 * Chooses which key goes next.
 *
 * ```
 *   lru, lfu, ttl   each database: a few keys at random ─▶ scored ─▶ pool of the best ─▶ the best that still is one
 *   random          each database in turn: one key
 *   allkeys-        drawn from the table of keys;    volatile-   from the table of expiries
 * ```
 */
export class Victims {
  samples = 5;
  /** What `choose` has found. */
  database!: Database;
  address = 0;
  readonly key = new Key();

  private readonly keyspace: Keyspace;
  private readonly pool = new EvictionPool();
  private readonly sampled = new Uint32Array(MOST_SAMPLES);
  private readonly scores = new Float64Array(MOST_SAMPLES);
  private allKeys = true;
  private order = 'none';
  private nextDatabase = 0;
  /** The databases that had keys at the last look, and how many victims may be chosen before the next. */
  private inUse: Database[] = [];
  private untilLook = 0;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  /** False for noeviction. */
  get any(): boolean {
    return this.order !== 'none';
  }

  setPolicy(policy: EvictionPolicy): void {
    this.allKeys = policy.startsWith('allkeys');
    this.order = policy === 'noeviction' ? 'none' : policy.slice(policy.indexOf('-') + 1);
    // The scores were another order's.
    this.pool.clear();
    this.untilLook = 0;
  }

  /** Finds a victim and leaves it in `database`, `address` and `key`. False when no key may go. */
  choose(): boolean {
    if (this.order === 'none') return false;
    return this.order === 'random' ? this.chooseAny() : this.chooseBest();
  }

  private chooseAny(): boolean {
    const { databases, random } = this.keyspace;
    for (let tries = 0; tries < databases.length; tries++) {
      this.nextDatabase = (this.nextDatabase + 1) % databases.length;
      const database = databases[this.nextDatabase];
      if (!this.hasCandidates(database)) continue;
      const { dict, expires } = database.entries;
      const address = this.allKeys ? dict.random(random) : expires.addressAt(random.below(expires.size));
      this.database = database;
      this.address = address;
      database.entries.readKey(address, this.key);
      return true;
    }
    return false;
  }

  private chooseBest(): boolean {
    const { pool } = this;
    while (this.fillPool()) {
      while (pool.count > 0) if (this.isStillGood(pool.takeBest())) return true;
    }
    return false;
  }

  /** Lets the pool see new samples of every database. False when there are no keys at all. */
  private fillPool(): boolean {
    if (--this.untilLook > 0 && this.sampleAll()) return true;
    this.inUse = this.keyspace.databases.filter((database) => this.hasCandidates(database));
    this.untilLook = VICTIMS_PER_LOOK;
    return this.sampleAll();
  }

  private sampleAll(): boolean {
    let found = false;
    for (const database of this.inUse) {
      if (!this.hasCandidates(database)) continue;
      found = true;
      this.sampleFrom(database);
    }
    return found;
  }

  private hasCandidates({ entries }: Database): boolean {
    return (this.allKeys ? entries.dict.size : entries.expires.size) > 0;
  }

  private sampleFrom(database: Database): void {
    const { pool, sampled, scores } = this;
    const { entries } = database;
    const count = this.allKeys ? entries.dict.sample(this.keyspace.random, this.samples, sampled) : this.draw(entries);
    // Two loops, so that the processor overlaps the trips to the entries.
    for (let i = 0; i < count; i++) scores[i] = this.score(entries, sampled[i]);
    for (let i = 0; i < count; i++) {
      if (pool.wants(scores[i])) pool.add(scores[i], entries.hashOf(sampled[i]), sampled[i], database.index);
    }
  }

  /** Entries that expire, each drawn by itself: neighbours in their table have often been written together. */
  private draw({ expires }: Entries): number {
    const count = Math.min(this.samples, expires.size);
    for (let i = 0; i < count; i++) this.sampled[i] = expires.addressAt(this.keyspace.random.below(expires.size));
    return count;
  }

  /** How good a victim an entry would be: the higher, the better. */
  private score(entries: Entries, address: number): number {
    const { keyspace } = this;
    switch (this.order) {
      case 'lru':
        return keyspace.idleSeconds(entries.access(address));
      case 'lfu':
        return 255 - keyspace.lfuCounter(entries.access(address));
      default:
        return -entries.expiry(address);
    }
  }

  /**
   * Whether a candidate is there still, and no worse: a key used since its sample was taken stays. Its address alone
   * proves nothing, for the block may have been given to another entry.
   */
  private isStillGood(place: number): boolean {
    const { pool, key } = this;
    const database = this.keyspace.databases[pool.databases[place]];
    const { entries } = database;
    const address = pool.addresses[place];
    if (!entries.dict.has(address, pool.hashes[place])) return false;
    if (entries.readKey(address, key).hash !== pool.hashes[place]) return false;
    if (!this.allKeys && entries.expiry(address) < 0) return false;
    if (this.score(entries, address) < pool.scores[place]) return false;
    this.database = database;
    this.address = address;
    return true;
  }
}
