import { Key } from '../structures/key.ts';
import type { Clock } from '../util/clock.ts';
import type { Database } from './database.ts';
import { FieldExpiry } from './field-expiry.ts';
import type { Keyspace } from './keyspace.ts';

/**
 * The active expiry: removes keys whose time has come though nobody asks for them.
 *
 * ```
 *   cron, hz times a second ──▶ cycle: walks the databases' tables of expiries, one slice of time
 *                                 │ out of time, and much of what it saw was due
 *                                 ▼
 *   end of every turn ────────▶ fast: a shorter slice, turn after turn, until little is due
 * ```
 *
 * A database in which nothing can be due yet costs one comparison. Both answer whether much is left, so that the caller
 * comes again without waiting. The time of the keyspace decides what is due; the caller has set it.
 */
export interface ExpiryOptions {
  /** `active-expire-effort`, 1 to 10: longer slices, and less that is due before it is left to the next cycle. */
  effort: number;
}

const CYCLE_US = 1500;
const FAST_US = 500;
/** Longer by this share for each step of effort. */
const EFFORT_SHARE = 0.25;
/** Percent of what a slice saw that must have been due to make more slices worth while, at the least effort. */
const ACCEPTABLE_STALE = 10;
/** How often the clock is read: slots passed and keys removed in between take some 15 microseconds each. */
const SLOTS_PER_LOOK = 8192;
const KEYS_PER_LOOK = 32;
const STALE_WEIGHT = 0.05;

export class ActiveExpiry {
  readonly options: ExpiryOptions = { effort: 1 };
  /** Slices that ended because their time was up. */
  timeCapReached = 0;
  /** Time spent here since the server began, in microseconds. */
  spentUs = 0;

  private readonly keyspace: Keyspace;
  private readonly clock: Clock;
  private readonly settle: () => void;
  private readonly fields: FieldExpiry;
  private readonly key = new Key();
  private nextDatabase = 0;
  private muchIsDue = false;
  private seen = 0;
  private expired = 0;

  /** @param settle called after each slice that removed keys: an execution unit has ended */
  constructor(keyspace: Keyspace, clock: Clock, settle: () => void) {
    this.keyspace = keyspace;
    this.clock = clock;
    this.settle = settle;
    this.fields = new FieldExpiry(keyspace, clock);
  }

  /** The regular slice. Answers whether much is left. */
  cycle(): boolean {
    this.run(CYCLE_US);
    const { stats } = this.keyspace;
    const percent = this.seen === 0 ? 0 : (this.expired / this.seen) * 100;
    stats.expiredStale = percent * STALE_WEIGHT + stats.expiredStale * (1 - STALE_WEIGHT);
    return this.muchIsDue;
  }

  /** A slice between the regular ones, only while much is due. Answers whether much is left. */
  fast(): boolean {
    if (this.muchIsDue) this.run(FAST_US);
    return this.muchIsDue;
  }

  private run(sliceUs: number): void {
    const began = this.clock.monotonicUs();
    const steps = this.options.effort - 1;
    const slice = sliceUs * (1 + EFFORT_SHARE * steps);
    this.seen = 0;
    this.expired = 0;
    // Fields first: of a hash that is due as well, they are told of.
    const fieldsFinished = this.expireFields(began + slice);
    const finished = this.visitDatabases(this.clock.monotonicUs() + slice);
    this.muchIsDue = !finished && this.expired * 100 > this.seen * (ACCEPTABLE_STALE - steps);
    if (!fieldsFinished && this.fields.removed > 0) this.muchIsDue = true;
    if (!finished) this.timeCapReached++;
    if (this.expired + this.fields.removed > 0) this.settle();
    this.spentUs += this.clock.monotonicUs() - began;
  }

  /** Fields of hashes have a slice of their own; answers whether all that are due went. */
  private expireFields(deadline: number): boolean {
    return !this.keyspace.expiresKeys || this.fields.run(deadline);
  }

  /** Begins with the database at which the last slice ended; answers whether all were done before the deadline. */
  private visitDatabases(deadline: number): boolean {
    const { databases, nowMs } = this.keyspace;
    if (!this.keyspace.expiresKeys) return true;
    for (let i = 0; i < databases.length; i++) {
      const database = databases[this.nextDatabase];
      const { expires } = database.entries;
      const tick = expires.tickAt(nowMs);
      if (expires.mayHaveDue(tick) && !this.walk(database, tick, deadline)) return false;
      this.nextDatabase = (this.nextDatabase + 1) % databases.length;
    }
    return true;
  }

  /** Walks to the end of a database's table, or until time is up; answers which. */
  private walk(database: Database, tick: number, deadline: number): boolean {
    const { expires } = database.entries;
    let removed = 0;
    do {
      const ahead = expires.ahead === 0 ? expires.size : Math.min(expires.ahead, expires.size);
      const slot = expires.nextDue(tick, SLOTS_PER_LOOK);
      this.seen += ahead - expires.ahead;
      if (slot >= 0) {
        this.expire(database, expires.addressAt(slot));
        if (++removed % KEYS_PER_LOOK !== 0) continue;
      }
      if (this.clock.monotonicUs() >= deadline) return expires.ahead === 0;
    } while (expires.ahead > 0);
    return true;
  }

  private expire(database: Database, address: number): void {
    // Beyond the table's last tick all times look alike.
    if (database.entries.expiry(address) > this.keyspace.nowMs) return;
    this.expired++;
    database.expire(address, database.entries.readKey(address, this.key));
  }
}
