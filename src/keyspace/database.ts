import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import type { Entries } from '../datatypes/entries.ts';
import { HEAD_EXPIRES, TYPE_MASK } from '../datatypes/entry-layout.ts';
import type { StringView } from '../datatypes/string-value.ts';
import { FORM_STRING, StringValue } from '../datatypes/string-value.ts';
import type { CollectionType, CollectionView, ValueType, ValueView } from '../datatypes/value.ts';
import { TYPE_STRING } from '../datatypes/value.ts';
import { WRONG_TYPE } from '../resp/reply-errors.ts';
import { Key } from '../structures/key.ts';
import type { Keyspace } from './keyspace.ts';

/**
 * One numbered database, and the only doors to its values.
 *
 * ```
 *   lookupRead ──▶ find ▶ due? expire ▶ touch LRU/LFU ▶ hit or miss ▶ right type? ▶ view
 *   lookupWrite ─▶ find ▶ due? expire ▶ touch LRU/LFU ▶ before-image ▶ right type? ▶ view
 *   lookupUpdate ▶ find ▶ due? expire ▶ touch LRU/LFU ▶ hit or miss ▶ before-image ▶ right type? ▶ view
 *   changed ─────▶ dirty += n, and a record for those who observe
 * ```
 */
export class Database {
  /** The number that SELECT knows it by. */
  index: number;
  entries: Entries;
  private readonly keyspace: Keyspace;

  constructor(index: number, keyspace: Keyspace) {
    this.index = index;
    this.keyspace = keyspace;
    this.entries = keyspace.createEntries();
  }

  /** Keys, those included whose time has come but which nobody has touched since. */
  get size(): number {
    return this.entries.dict.size;
  }

  /** The value of a key for reading; undefined where there is none. Throws WRONG_TYPE. */
  lookupRead<V extends ValueView>(key: Key, type: ValueType<V>): V | undefined {
    const address = this.findRead(key);
    if (address === 0) return undefined;
    if ((this.entries.head & TYPE_MASK) !== type.code) throw WRONG_TYPE;
    const { view } = type;
    view.bind(this.entries, address, key.hash);
    return view;
  }

  /** The value of a key for writing; undefined where there is none. Throws WRONG_TYPE. */
  lookupWrite<V extends ValueView>(key: Key, type: ValueType<V>): V | undefined {
    const address = this.findWrite(key);
    if (address === 0) return undefined;
    if ((this.entries.head & TYPE_MASK) !== type.code) throw WRONG_TYPE;
    const { view } = type;
    view.bind(this.entries, address, key.hash);
    return view;
  }

  /** The value of a key for a write that counts as a read, as Redis has some of them. Throws WRONG_TYPE. */
  lookupUpdate<V extends ValueView>(key: Key, type: ValueType<V>): V | undefined {
    return this.viewFound(this.findUpdate(key), key, type);
  }

  /** The value of an entry that was found for a key, undefined for the address 0. Throws WRONG_TYPE. */
  viewFound<V extends ValueView>(address: number, key: Key, type: ValueType<V>): V | undefined {
    if (address === 0) return undefined;
    if (this.entries.typeOf(address) !== type.code) throw WRONG_TYPE;
    const { view } = type;
    view.bind(this.entries, address, key.hash);
    return view;
  }

  /** The collection of a key for writing, a new empty one where there is none: the caller fills it. Throws WRONG_TYPE. */
  lookupOrCreate<V extends CollectionView>(key: Key, type: CollectionType<V>): V {
    const found = this.lookupWrite(key, type);
    if (found !== undefined) return found;
    return this.create(key, type);
  }

  /** A new empty collection for a key, whatever it held: the caller fills it, or reports that it is empty. */
  makeCollection<V extends CollectionView>(key: Key, type: CollectionType<V>): V {
    const { entries } = this;
    const address = this.findWrite(key);
    if (address === 0) return this.create(key, type);
    const before = entries.typeOf(address);
    const access = entries.access(address);
    entries.remove(address, key.hash);
    const { view } = type;
    view.bind(entries, type.create(entries, key, access), key.hash);
    this.replaced(key, before !== type.code);
    return view;
  }

  /** A new empty collection for a key that was just looked up for writing and has no value: the caller fills it. */
  create<V extends CollectionView>(key: Key, type: CollectionType<V>): V {
    const { view } = type;
    view.bind(this.entries, type.create(this.entries, key, this.keyspace.newAccess), key.hash);
    this.created(key);
    return view;
  }

  /** The address of a key's entry, of any type, as a read: counted and touched. 0 where there is none. */
  findRead(key: Key): number {
    const { keyspace, entries } = this;
    const address = entries.open(key, keyspace.accessClock);
    if (address === 0 || ((entries.head & HEAD_EXPIRES) !== 0 && this.isDue(address, key))) {
      keyspace.stats.misses++;
      if (keyspace.changes.notices) keyspace.changes.noticed(this, key, 'keymiss');
      return 0;
    }
    keyspace.stats.hits++;
    if (keyspace.countsAccess) keyspace.countAccess(entries, address);
    return address;
  }

  /**
   * The address of a key's entry, as a read that counts but leaves no trace in the entry: EXISTS, TTL, TYPE.
   * @param notices whether a miss is worth a notice, too
   */
  findUntouched(key: Key, notices = true): number {
    const { keyspace } = this;
    const address = this.peek(key);
    if (address !== 0) {
      keyspace.stats.hits++;
      return address;
    }
    keyspace.stats.misses++;
    if (notices && keyspace.changes.notices) keyspace.changes.noticed(this, key, 'keymiss');
    return 0;
  }

  /** The address of a key's entry, of any type, as a write: touched, and its before-image taken. */
  findWrite(key: Key): number {
    const { keyspace, entries } = this;
    const address = entries.open(key, keyspace.accessClock);
    if (address === 0 || ((entries.head & HEAD_EXPIRES) !== 0 && this.isDue(address, key))) return 0;
    this.captureOnce(address);
    if (keyspace.countsAccess) keyspace.countAccess(entries, address);
    return address;
  }

  /** The address of a key's entry, of any type, as a read, and its before-image taken: what is found may be changed. */
  findUpdate(key: Key): number {
    const address = this.findRead(key);
    if (address !== 0) this.captureOnce(address);
    return address;
  }

  /** The address of a key's entry without touching or counting anything but its expiry. */
  peek(key: Key): number {
    const address = this.entries.open(key, -1);
    if (address === 0 || ((this.entries.head & HEAD_EXPIRES) !== 0 && this.isDue(address, key))) return 0;
    return address;
  }

  /** Counts a key's access once more, where accesses count: what Redis does by looking it up again. */
  countAgain(key: Key): void {
    const { keyspace, entries } = this;
    if (!keyspace.countsAccess) return;
    const address = entries.find(key);
    if (address !== 0) keyspace.countAccess(entries, address);
  }

  /** The address of a key's entry for a write that is no access of its own, its before-image taken; 0 where there is none. */
  private reopen(key: Key): number {
    const address = this.entries.open(key, -1);
    if (address !== 0) this.captureOnce(address);
    return address;
  }

  /** Takes the before-image of an entry that was just found, unless this unit has it already. */
  private captureOnce(address: number): void {
    const { keyspace, entries } = this;
    if (((entries.head >>> 16) & 0xff) !== entries.epoch) keyspace.captureBefore(this, address);
  }

  /** Gives a key a string value, whatever it held; its expiry goes unless `keepTtl`. The caller reports the change. */
  setString(key: Key, bytes: Bytes, at: number, length: number, form = FORM_STRING, keepTtl = false): void {
    this.placeString(key, length, 0, form, keepTtl);
    copyBytes(bytes, at, this.entries.valueBytes, this.entries.valueAt, length);
  }

  /** Gives a string to a key that was just looked up for writing and has no value. The caller reports the change. */
  addString(key: Key, bytes: Bytes, at: number, length: number): void {
    this.entries.create(key, FORM_STRING, length, this.keyspace.newAccess);
    this.created(key);
    copyBytes(bytes, at, this.entries.valueBytes, this.entries.valueAt, length);
  }

  /**
   * `setString` with bytes that the caller writes to the view, but for the first `keep` ones: they stay those of the
   * key's string.
   */
  makeString(key: Key, length: number, form: number, keep = 0): StringView {
    const address = this.placeString(key, length, keep, form, false);
    const { view } = StringValue;
    view.bind(this.entries, address, key.hash);
    return view;
  }

  private placeString(key: Key, length: number, keep: number, form: number, keepTtl: boolean): number {
    const { entries } = this;
    let address = this.findWrite(key);
    if (address === 0) {
      address = entries.create(key, form, length, this.keyspace.newAccess);
      this.created(key);
      return address;
    }
    const type = entries.head & TYPE_MASK;
    if (type !== TYPE_STRING) address = entries.becomeString(address, key.hash);
    if (!keepTtl && (entries.head & HEAD_EXPIRES) !== 0) address = entries.clearExpiry(address, key.hash);
    address = entries.resizeValue(address, key.hash, length, keep);
    if (length > UNSHARED_BELOW) entries.unshareValue(address);
    entries.setForm(address, form);
    this.replaced(key, type !== (form & TYPE_MASK));
    return address;
  }

  /**
   * Removes a key as it stands, even where its time has come and nobody has noticed. Answers whether it was there. The
   * caller reports the change.
   * @param isLazy whether a large collection counts as freed behind the scenes
   */
  delete(key: Key, isLazy = this.keyspace.collections.isLazy): boolean {
    const address = this.reopen(key);
    if (address === 0) return false;
    this.remove(address, key.hash, isLazy);
    return true;
  }

  /** The same, but a key whose time has come expires, and was not there. */
  deleteLiving(key: Key, isLazy = this.keyspace.collections.isLazy): boolean {
    const address = this.findWrite(key);
    if (address === 0) return false;
    this.remove(address, key.hash, isLazy);
    return true;
  }

  /** The absolute time in milliseconds at which the entry at an address expires, or -1. */
  expiryOf(address: number): number {
    return this.entries.expiry(address);
  }

  /** Lets a key that was looked up, or was just set, expire at an absolute time. */
  setExpiry(key: Key, ms: number | bigint): void {
    const address = this.reopen(key);
    if (address !== 0) this.entries.setExpiry(address, key.hash, ms);
  }

  /** Takes the expiry of a key that was looked up away. Answers whether it had one. */
  persist(key: Key): boolean {
    const address = this.reopen(key);
    if (address === 0 || (this.entries.head & HEAD_EXPIRES) === 0) return false;
    this.entries.clearExpiry(address, key.hash);
    return true;
  }

  /** A key over bytes that are no argument. */
  keyOver(bytes: Bytes, at: number, length: number): Key {
    return new Key().set(bytes, at, length, this.keyspace.hashKey0, this.keyspace.hashKey1);
  }

  /** Notes that a key has come to be. Whoever adds one without `setString` calls it, before it reports the change. */
  created(key: Key): void {
    const { changes } = this.keyspace;
    if (changes.notices) changes.noticed(this, key, 'new');
  }

  /** Notes that another value has taken the place of a key's former one. */
  replaced(key: Key, typeChanged: boolean): void {
    const { changes } = this.keyspace;
    if (!changes.notices) return;
    changes.noticed(this, key, 'overwritten');
    if (typeChanged) changes.noticed(this, key, 'type_changed');
  }

  /** Reports that a command changed a key: the only way in which anybody learns of it. */
  changed(key: Key, event: string, count = 1): void {
    const { changes } = this.keyspace;
    changes.dirty += count;
    if (changes.observed) changes.changed(this, key, event);
  }

  /** Reports what a command did around a value that stays as it is: a change for all but those who watch the key. */
  changedAround(key: Key, event: string): void {
    const { changes } = this.keyspace;
    changes.dirty++;
    if (changes.observed) changes.changed(this, key, event, false);
  }

  /**
   * Reports that a command changed a collection, bound to `view`: `changed`, and where that left it empty the key goes.
   */
  changedCollection(key: Key, view: CollectionView, event: string, count = 1): void {
    this.changed(key, event, count);
    if (view.size > 0) return;
    this.entries.remove(this.entries.find(key), key.hash);
    const { changes } = this.keyspace;
    if (changes.observed) changes.changed(this, key, 'del');
  }

  /** A key picked with the same chance as any other, that is not due; undefined when there is none. */
  randomKey(): Key | undefined {
    const key = new Key();
    for (let tries = 1; ; tries++) {
      const address = this.entries.dict.random(this.keyspace.random);
      if (address === 0) return undefined;
      this.entries.readKey(address, key);
      if (!this.isDueAt(address)) return key;
      if (this.keyspace.expiresKeys) this.expire(address, key);
      else if (tries >= HIDDEN_KEYS_TRIED) return key;
    }
  }

  /** Whether an entry's time has come: then it is as good as gone. */
  isDueAt(address: number): boolean {
    const expiry = this.entries.expiry(address);
    return expiry >= 0 && expiry < this.keyspace.nowMs;
  }

  /** Removes an entry whose time has come, and reports it. */
  expire(address: number, key: Key): void {
    this.keyspace.stats.expired++;
    this.take(address, key, 'expired');
  }

  /** Removes an entry to make room, and reports it. */
  evict(address: number, key: Key): void {
    this.keyspace.stats.evicted++;
    this.take(address, key, 'evicted');
  }

  private take(address: number, key: Key, event: 'expired' | 'evicted'): void {
    this.keyspace.captureBefore(this, address);
    // First, since the key may be read from the entry's own bytes.
    this.keyspace.changes.removed(this, key, event);
    const { options } = this.keyspace.lazyFree;
    this.remove(address, key.hash, event === 'expired' ? options.expire : options.eviction);
  }

  private remove(address: number, hash: number, isLazy: boolean): void {
    const { collections } = this.keyspace;
    const before = collections.isLazy;
    collections.isLazy = isLazy;
    this.entries.remove(address, hash);
    collections.isLazy = before;
  }

  private isDue(address: number, key: Key): boolean {
    if (!this.isDueAt(address)) return false;
    if (this.keyspace.expiresKeys) this.expire(address, key);
    return true;
  }
}

/** On a replica, where due keys stay: so many are drawn before one of them is answered, as Redis does. */
const HIDDEN_KEYS_TRIED = 100;

/** A value that may stand in a buffer of its own, which a reply under way may be reading. */
const UNSHARED_BELOW = 16 * 1024;
