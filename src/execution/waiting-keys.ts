import type { Database } from '../keyspace/database.ts';
import { TYPE_STREAM } from '../datatypes/value.ts';
import { equalBytes } from '../memory/bytes.ts';
import { Key } from '../structures/key.ts';
import type { Waiter } from './waiter.ts';

/**
 * Which clients wait for which keys.
 *
 * ```
 *   hash ─▶ WaitingKey ─▶ WaitingKey (same hash)
 *              │ first … last                        a Place for every key that a Waiter waits for
 *              ▼
 *            Place ⇄ Place ⇄ Place                   in the order in which they came
 *              │       │       │
 *            Waiter  Waiter  Waiter ─▶ places[]      leaves all its lists at once
 * ```
 *
 * - A WaitingKey is in the table exactly while somebody waits for it.
 * - A waiter has one place for each key, however often the command names it.
 * - `ready` holds keys that may serve somebody since they were served last, each once, in that order.
 *
 * As in Redis, a key may serve when it comes to be (not when another value takes the place of the one it has), when a
 * stream gets an entry or loses a group, and, for those who wait for that too, when what they read from is gone. Any
 * other change says nothing, and must not: who is asked in vain waits again behind all others.
 *
 * A change of a key that nobody waits for costs one look at a Map, by the hash that the key brings along; while nobody
 * waits for anything, the test of a number.
 */

/** One waiter in the queue of one key. */
export class Place {
  readonly waiter: Waiter;
  readonly key: WaitingKey;
  previous: Place | undefined;
  next: Place | undefined = undefined;

  constructor(waiter: Waiter, key: WaitingKey) {
    this.waiter = waiter;
    this.key = key;
    this.previous = key.last;
  }
}

const TYPES = TYPE_STREAM + 1;

/** A key that somebody waits for. */
export class WaitingKey {
  readonly database: Database;
  readonly name: Key;
  /** Another one with the same hash. */
  sibling: WaitingKey | undefined = undefined;
  first: Place | undefined = undefined;
  last: Place | undefined = undefined;
  size = 0;
  /** How many of them wait until it goes, too. */
  whenGone = 0;
  isReady = false;
  /** How many wait for each type of value. */
  private readonly byType: number[] = new Array<number>(TYPES).fill(0);

  constructor(database: Database, name: Key) {
    this.database = database;
    this.name = name;
  }

  /** The type of the value that it holds at present; -1 for none. */
  get type(): number {
    return this.typeIn(this.database);
  }

  /** The type of the value that it would hold in this database. */
  typeIn(database: Database): number {
    const { entries } = database;
    const address = entries.find(this.name);
    return address === 0 || database.isDueAt(address) ? -1 : entries.typeOf(address);
  }

  /** Whether anybody can go on, now that it holds this type of value. */
  serves(type: number): boolean {
    return this.whenGone > 0 || (type >= 0 && this.byType[type] > 0);
  }

  append(waiter: Waiter): Place {
    const place = new Place(waiter, this);
    if (this.last === undefined) this.first = place;
    else this.last.next = place;
    this.last = place;
    this.count(waiter, 1);
    return place;
  }

  remove({ waiter, previous, next }: Place): void {
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    this.count(waiter, -1);
  }

  private count({ options }: Waiter, by: number): void {
    this.size += by;
    this.byType[options.type] += by;
    if (options.whenGone === true) this.whenGone += by;
  }
}

export class WaitingKeys {
  /** Called when the first client begins to wait and when the last has stopped. */
  onWaiting: () => void = () => undefined;
  /** Called when a key has become ready while none was. */
  onReady: () => void = () => undefined;
  private readonly byHash = new Map<number, WaitingKey>();
  /** Whether any key is ready: looked at after every command. */
  hasReady = false;
  private ready: WaitingKey[] = [];
  private keys = 0;
  /** Places by the type of value that is waited for. */
  private readonly byType: number[] = new Array<number>(TYPES).fill(0);

  /** Keys that somebody waits for. */
  get size(): number {
    return this.keys;
  }

  /** Keys that somebody waits for to go, too. */
  countWhenGone(): number {
    let count = 0;
    this.visit(({ whenGone }) => (count += whenGone > 0 ? 1 : 0));
    return count;
  }

  /** Puts a waiter behind all others who wait for a key. */
  add(waiter: Waiter, name: Key): void {
    const key = this.find(waiter.database, name) ?? this.create(waiter.database, name);
    // The command has named it twice.
    if (key.last?.waiter === waiter) return;
    waiter.places.push(key.append(waiter));
    this.byType[waiter.options.type]++;
  }

  /** Takes a waiter out of all its queues. */
  remove(waiter: Waiter): void {
    const { places } = waiter;
    this.byType[waiter.options.type] -= places.length;
    for (const place of places) {
      const { key } = place;
      key.remove(place);
      if (key.size === 0) this.forget(key);
    }
    places.length = 0;
  }

  /** A key has come to be: news where anybody at all waits for its type. */
  created(database: Database, name: Key): void {
    const key = this.find(database, name);
    if (key !== undefined && !key.isReady && this.isAwaited(key.type)) this.makeReady(key);
  }

  /** A command has changed a key. */
  changed(database: Database, name: Key, event: string): void {
    const key = this.find(database, name);
    if (key === undefined || key.isReady) return;
    if (event === 'xadd' || event === 'xgroup-destroy' || (key.whenGone > 0 && key.type !== TYPE_STREAM)) {
      this.makeReady(key);
    }
  }

  /** A key has gone by itself. */
  removed(database: Database, name: Key): void {
    const key = this.find(database, name);
    if (key !== undefined && key.whenGone > 0) this.makeReady(key);
  }

  /** A database is about to lose all its keys, or to get those of `replacement`. */
  flushed(database: Database, replacement: Database | undefined): void {
    if (this.keys === 0) return;
    this.visit((key) => {
      if (key.database !== database) return;
      const type = replacement === undefined ? -1 : key.typeIn(replacement);
      if (this.isAwaited(type) || (key.whenGone > 0 && type !== key.type)) this.makeReady(key);
    });
  }

  /** Makes a key ready again that could not be served yet. */
  makeReady(key: WaitingKey): void {
    if (key.isReady) return;
    key.isReady = true;
    this.ready.push(key);
    if (this.hasReady) return;
    this.hasReady = true;
    this.onReady();
  }

  /** The keys that are ready, which are not any more. */
  takeReady(): readonly WaitingKey[] {
    const { ready } = this;
    this.ready = [];
    this.hasReady = false;
    return ready;
  }

  private isAwaited(type: number): boolean {
    return type >= 0 && this.byType[type] > 0;
  }

  private find(database: Database, name: Key): WaitingKey | undefined {
    let key = this.byHash.get(name.hash);
    while (key !== undefined && !isNamed(key, database, name)) key = key.sibling;
    return key;
  }

  private create(database: Database, name: Key): WaitingKey {
    const key = new WaitingKey(database, new Key().setHashed(name.bytes, name.at, name.length, name.hash));
    key.sibling = this.byHash.get(name.hash);
    this.byHash.set(name.hash, key);
    this.keys++;
    if (this.keys === 1) this.onWaiting();
    return key;
  }

  private forget(key: WaitingKey): void {
    const { hash } = key.name;
    const first = this.byHash.get(hash);
    if (first === key) {
      if (key.sibling === undefined) this.byHash.delete(hash);
      else this.byHash.set(hash, key.sibling);
    } else {
      let before = first as WaitingKey;
      while (before.sibling !== key) before = before.sibling as WaitingKey;
      before.sibling = key.sibling;
    }
    this.keys--;
    if (this.keys === 0) this.onWaiting();
  }

  private visit(each: (key: WaitingKey) => void): void {
    for (const first of this.byHash.values()) {
      for (let key: WaitingKey | undefined = first; key !== undefined; key = key.sibling) each(key);
    }
  }
}

function isNamed(key: WaitingKey, database: Database, { bytes, at, length }: Key): boolean {
  const { name } = key;
  if (key.database !== database || name.length !== length) return false;
  return equalBytes(name.bytes, name.at, bytes, at, length);
}
