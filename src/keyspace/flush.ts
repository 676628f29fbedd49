import type { Entries } from '../datatypes/entries.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';

/**
 * FLUSHALL and FLUSHDB without a pause, whatever the databases hold.
 *
 * ```
 *   nothing else holds a key ──▶ all memory is given back at once
 *   few keys                 ──▶ freed one by one
 *   many, beside others      ──▶ the database gets new tables; the old ones are drained by `step`, slice by slice
 * ```
 */
const FREED_AT_ONCE = 1000;

/** Which removals are logged as UNLINK and not as DEL; all are equally quick here. */
export interface LazyFreeOptions {
  /** `lazyfree-lazy-expire` */
  expire: boolean;
}

/** Databases' former entries, on their way back to the arena. */
export class LazyFree {
  readonly options: LazyFreeOptions = { expire: false };
  /** Keys freed behind the scenes since the server began. */
  freed = 0;
  private readonly queue: Entries[] = [];
  /** The bucket of the first in the queue to go on with, and how many of its keys are freed. */
  private bucket = 0;
  private drained = 0;

  /** Keys that are still to be freed. */
  get pending(): number {
    let keys = 0;
    for (const { dict } of this.queue) keys += dict.size;
    return keys - this.drained;
  }

  /** Bytes of the tables that are still to be freed. */
  get memory(): number {
    let bytes = 0;
    for (const { dict, expires } of this.queue) bytes += dict.memory + expires.memory;
    return bytes;
  }

  /** Takes over entries that no database has any more. */
  add(entries: Entries): void {
    this.queue.push(entries);
  }

  /** Frees about `limit` keys. Answers whether there are more. */
  step(limit: number): boolean {
    if (this.queue.length === 0) return false;
    const [entries] = this.queue;
    const before = this.drained;
    this.bucket = entries.dict.drain(this.bucket, limit, (address) => {
      entries.release(address);
      this.drained++;
    });
    this.freed += this.drained - before;
    if (this.bucket < 0) this.next();
    return this.queue.length > 0;
  }

  /** Drops what is queued: all memory is being given back at once. */
  forget(): void {
    this.freed += this.pending;
    while (this.queue.length > 0) this.next();
  }

  private next(): void {
    this.queue.shift()?.clear();
    this.bucket = 0;
    this.drained = 0;
  }
}

/** Takes all keys of some databases. Counts them as changes and tells who must know, before. */
export function flush(keyspace: Keyspace, databases: readonly Database[]): void {
  const { changes } = keyspace;
  let keys = 0;
  for (const database of databases) {
    changes.flushed(database);
    keys += database.size;
  }
  changes.dirty += keys;
  if (
    keys > FREED_AT_ONCE &&
    !keyspace.databases.some((database) => database.size > 0 && !databases.includes(database))
  ) {
    keyspace.lazyFree.freed += keys;
    keyspace.release();
    return;
  }
  for (const database of databases) if (database.size > 0) detach(keyspace, database);
}

function detach(keyspace: Keyspace, database: Database): void {
  const { entries } = database;
  if (entries.dict.size <= FREED_AT_ONCE) {
    keyspace.lazyFree.freed += entries.dict.size;
    for (const address of entries.dict) entries.release(address);
    entries.clear();
    return;
  }
  database.entries = keyspace.createEntries();
  database.entries.epoch = entries.epoch;
  keyspace.lazyFree.add(entries);
}
