import type { Collections } from '../datatypes/collections.ts';
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

/** What is logged as UNLINK and not as DEL, and counted as freed behind the scenes; all is equally quick here. */
export interface LazyFreeOptions {
  /** `lazyfree-lazy-expire` */
  expire: boolean;
  /** `lazyfree-lazy-eviction` */
  eviction: boolean;
  /** `lazyfree-lazy-user-del`: DEL is as UNLINK. */
  userDel: boolean;
  /** `lazyfree-lazy-user-flush`: flushing without a mode is as with ASYNC. */
  userFlush: boolean;
}

interface Detached {
  readonly entries: Entries;
  /** The client knows that they are freed behind the scenes: they appear in the counters. */
  readonly counts: boolean;
}

/** Databases' former entries, on their way back to the arena. */
export class LazyFree {
  readonly options: LazyFreeOptions = { expire: false, eviction: false, userDel: false, userFlush: false };
  /** Keys and large collections freed behind the scenes since the server began. */
  freed = 0;
  private readonly queue: Detached[] = [];
  private readonly collections: Collections;
  /** The bucket of the first in the queue to go on with, and how many of its keys are freed. */
  private bucket = 0;
  private drained = 0;

  constructor(collections: Collections) {
    this.collections = collections;
  }

  /** Whether anything is still to be freed. */
  get isWaiting(): boolean {
    return this.queue.length > 0 || this.collections.dropped.length > 0;
  }

  /** Keys and large collections that are still to be freed. */
  get pending(): number {
    let keys = this.collections.pending;
    for (const { entries, counts } of this.queue) if (counts) keys += entries.dict.size;
    return this.queue.length > 0 && this.queue[0].counts ? keys - this.drained : keys;
  }

  /** Bytes of the tables that are still to be freed. */
  get memory(): number {
    let bytes = 0;
    for (const { entries } of this.queue) bytes += entries.dict.memory + entries.expires.memory;
    for (const { memory } of this.collections.dropped) bytes += memory;
    return bytes;
  }

  /** Takes over entries that no database has any more. */
  add(entries: Entries, counts: boolean): void {
    this.queue.push({ entries, counts });
  }

  /** Frees about `limit` keys, or elements of a large collection. Answers whether there are more. */
  step(limit: number): boolean {
    if (this.collections.dropped.length > 0) {
      const before = this.collections.pending;
      this.collections.step(limit);
      this.freed += before - this.collections.pending;
      return this.isWaiting;
    }
    if (this.queue.length === 0) return false;
    const [{ entries, counts }] = this.queue;
    const before = this.drained;
    this.collections.withLazy(false, () => {
      this.bucket = entries.dict.drain(this.bucket, limit, (address) => {
        entries.release(address);
        this.drained++;
      });
    });
    if (counts) this.freed += this.drained - before;
    if (this.bucket < 0) this.next();
    return this.isWaiting;
  }

  /** Drops what is queued: all memory is being given back at once. */
  forget(): void {
    this.freed += this.pending;
    while (this.queue.length > 0) this.next();
  }

  private next(): void {
    this.queue.shift()?.entries.clear();
    this.bucket = 0;
    this.drained = 0;
  }
}

/**
 * Takes all keys of some databases. Counts them as changes and tells who must know, before.
 * @param lazily whether they count as freed behind the scenes
 */
export function flush(keyspace: Keyspace, databases: readonly Database[], lazily = true): void {
  const { changes, lazyFree } = keyspace;
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
    if (lazily) lazyFree.freed += keys;
    keyspace.release();
    return;
  }
  for (const database of databases) if (database.size > 0) detach(keyspace, database, lazily);
}

function detach(keyspace: Keyspace, database: Database, lazily: boolean): void {
  const { entries } = database;
  if (entries.dict.size <= FREED_AT_ONCE) {
    if (lazily) keyspace.lazyFree.freed += entries.dict.size;
    keyspace.collections.withLazy(false, () => {
      for (const address of entries.dict) entries.release(address);
    });
    entries.clear();
    return;
  }
  database.entries = keyspace.createEntries();
  database.entries.epoch = entries.epoch;
  keyspace.lazyFree.add(entries, lazily);
}
