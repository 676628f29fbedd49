import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue, NO_FIELD } from '../../datatypes/hash-value.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { Bytes, copyBytes, EMPTY_BYTES } from '../../memory/bytes.ts';
import { Key } from '../../structures/key.ts';

/** A range of bytes, where it stands. */
export interface Text {
  bytes: Bytes;
  at: number;
  length: number;
}

/**
 * A pattern of SORT's BY or GET, which leads from an element to a value:
 *
 * | pattern | value of element `7` |
 * |---|---|
 * | `#` | `7` itself |
 * | `price_*` | the string of `price_7` |
 * | `item_*->price` | the field `price` of the hash `item_7` |
 * | without `*` | none |
 *
 * As C sees it: what it looks for is sought before the first NUL byte, and `->` counts with something behind it.
 */
export class SortPattern {
  readonly isElement: boolean;
  /** Nothing in it to be replaced. */
  readonly isConstant: boolean;
  private readonly bytes: Bytes;
  private readonly at: number;
  private readonly end: number;
  /** Of the `*`. */
  private readonly star: number;
  /** Of the `->`, or the end. */
  private readonly arrow: number;

  /** Over a range that stays as it is as long as the pattern is used. */
  constructor(bytes: Bytes, at: number, length: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = at + length;
    const text = bytes.latin1(at, this.end).split('\0', 1)[0];
    const star = text.indexOf('*');
    this.isElement = text === '#';
    this.isConstant = star < 0;
    this.star = at + star;
    const arrow = text.indexOf('->', star + 1);
    this.arrow = star < 0 || arrow < 0 || arrow + 2 === text.length ? this.end : at + arrow;
  }

  /** Points `into` at the value for an element, until the next look-up. Answers whether there is one. */
  lookup(keyspace: Keyspace, db: Database, element: Text, into: Text): boolean {
    if (this.isElement) return pointAt(into, element.bytes, element.at, element.length);
    if (this.isConstant) return false;
    const address = db.findRead(this.keyFor(keyspace, element));
    if (address === 0) return false;
    const type = db.entries.head & TYPE_MASK;
    if (this.arrow < this.end) {
      if (type !== HashValue.code) return false;
      const { view } = HashValue;
      view.bind(db.entries, address, key.hash);
      return this.readField(keyspace, db, view, into);
    }
    if (type !== StringValue.code) return false;
    const { view } = StringValue;
    view.bind(db.entries, address, key.hash);
    return pointAt(into, view.bytes, view.at, view.length);
  }

  /** Points `into` at the field that the pattern names. One whose time has come goes, as with HGET. */
  private readField(keyspace: Keyspace, db: Database, hash: HashView, into: Text): boolean {
    const at = this.arrow + 2;
    const length = this.end - at;
    const expiry = hash.seek(this.bytes, at, length);
    if (expiry === NO_FIELD) return false;
    if (!hash.isDue(expiry)) {
      hash.read(into);
      return true;
    }
    if (!keyspace.expiresKeys) return false;
    keyspace.captureBefore(db, hash.address);
    keyspace.changes.fieldExpired(db, key, { bytes: this.bytes, at, length });
    hash.removeSought();
    keyspace.stats.expiredFields++;
    db.changedCollection(key, hash, 'hexpired', 0);
    return false;
  }

  private keyFor(keyspace: Keyspace, element: Text): Key {
    const before = this.star - this.at;
    const behind = this.arrow - this.star - 1;
    const length = before + element.length + behind;
    if (name.length < length) name = Bytes.uninitialised(length);
    copyBytes(this.bytes, this.at, name, 0, before);
    copyBytes(element.bytes, element.at, name, before, element.length);
    copyBytes(this.bytes, this.star + 1, name, before + element.length, behind);
    return key.set(name, 0, length, keyspace.hashKey0, keyspace.hashKey1);
  }
}

function pointAt(into: Text, bytes: Bytes, at: number, length: number): true {
  into.bytes = bytes;
  into.at = at;
  into.length = length;
  return true;
}

/** What keys are put together in. */
let name: Bytes = EMPTY_BYTES;
const key = new Key(true);
