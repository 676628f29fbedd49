import type { Entries } from '../datatypes/entries.ts';
import type { HashView } from '../datatypes/hash-value.ts';
import { anotherHash } from '../datatypes/hash-value.ts';
import { Key } from '../structures/key.ts';
import type { Clock } from '../util/clock.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';

/**
 * The active expiry of hashes' fields: removes those whose time has come though nobody asks for them.
 *
 * ```
 *   entries.timed: hashes with fields that expire      entries.fieldsDueFrom: nothing is due before
 *        │ a walk, some at a time                              ▲ what the walk saw, and what was set since it began
 *        ▼                                                     │
 *   hash: due? ─ yes ─▶ its due fields go, up to a number; 'hexpired' once; empty: the key goes
 * ```
 *
 * A database in which nothing can be due yet costs one comparison. A walk goes through all of the hashes over as many
 * slices as it takes; it knows when the next is worth while.
 */
const HASHES_PER_LOOK = 32;
const FIELDS_AT_ONCE = 256;

export class FieldExpiry {
  /** Fields that the last slice removed. */
  removed = 0;
  private readonly keyspace: Keyspace;
  private readonly clock: Clock;
  private readonly view: HashView = anotherHash().view;
  private readonly key = new Key();
  private nextDatabase = 0;
  /** The walk under way: whose hashes, where it is, and when a field that it passed is due first. */
  private walked: Entries | undefined = undefined;
  private cursor = 0;
  private earliestPassed = Infinity;

  constructor(keyspace: Keyspace, clock: Clock) {
    this.keyspace = keyspace;
    this.clock = clock;
  }

  /** Works until nothing is due or the deadline (monotonic, in microseconds) has come; answers whether all is done. */
  run(deadlineUs: number): boolean {
    this.removed = 0;
    const { databases, nowMs } = this.keyspace;
    for (let i = 0; i < databases.length; i++) {
      const database = databases[this.nextDatabase];
      while (this.mayBeDue(database.entries, nowMs)) {
        const before = this.removed;
        if (!this.walk(database, deadlineUs)) return false;
        if (this.removed === before) break;
        if (this.clock.monotonicUs() >= deadlineUs) return false;
      }
      this.nextDatabase = (this.nextDatabase + 1) % databases.length;
    }
    return true;
  }

  private mayBeDue(entries: Entries, nowMs: number): boolean {
    if (entries.timed.size === 0) return false;
    return this.walked === entries || entries.fieldsDueFrom <= nowMs;
  }

  /** Walks to the end of a database's hashes, or until time is up; answers which. */
  private walk(database: Database, deadlineUs: number): boolean {
    const { entries } = database;
    if (this.walked !== entries) this.begin(entries);
    let seen = 0;
    do {
      this.cursor = entries.timed.scan(this.cursor, (address) => {
        seen++;
        this.visit(database, address);
      });
      if (seen < HASHES_PER_LOOK) continue;
      seen = 0;
      if (this.clock.monotonicUs() >= deadlineUs) break;
    } while (this.cursor !== 0);
    if (this.cursor !== 0) return false;
    entries.fieldsDueFrom = Math.min(entries.fieldsDueFrom, this.earliestPassed);
    this.walked = undefined;
    return true;
  }

  private begin(entries: Entries): void {
    // A walk of another's that was given up has not said when that is due.
    if (this.walked !== undefined) this.walked.fieldsDueFrom = 0;
    this.walked = entries;
    this.cursor = 0;
    this.earliestPassed = Infinity;
    entries.fieldsDueFrom = Infinity;
  }

  private visit(database: Database, address: number): void {
    const { view } = this;
    const { entries } = database;
    const { nowMs } = this.keyspace;
    const key = entries.readKey(address, this.key);
    view.bind(entries, address, key.hash);
    if (view.dueFrom <= nowMs && expireFields(this.keyspace, database, key.detach(), view, FIELDS_AT_ONCE, this))
      return;
    this.earliestPassed = Math.min(this.earliestPassed, view.dueFrom);
  }
}

/**
 * Removes up to `limit` fields of a hash that are due, and the key with the last one, and reports it all. Answers
 * whether the key went.
 * @param key whose bytes do not stand in the entry
 * @param count where fields removed are counted, for who is in no hurry; without it every field is looked at
 */
export function expireFields(
  keyspace: Keyspace,
  database: Database,
  key: Key,
  view: HashView,
  limit: number,
  count?: { removed: number },
): boolean {
  keyspace.captureBefore(database, view.address);
  const removed = view.removeDue(limit, count === undefined, (field) => {
    keyspace.changes.fieldExpired(database, key, field);
  });
  keyspace.stats.expiredFields += removed;
  if (count !== undefined) count.removed += removed;
  if (removed === 0) return false;
  const isGone = view.size === 0;
  database.changedCollection(key, view, 'hexpired', 0);
  return isGone;
}
