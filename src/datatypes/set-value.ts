import type { Bytes } from '../memory/bytes.ts';
import type { SetInteger } from '../structures/intset.ts';
import {
  findInteger,
  INTSET_HEADER,
  intsetCount,
  intsetInteger,
  memberInteger,
  writeIntsetHeader,
} from '../structures/intset.ts';
import type { Key } from '../structures/key.ts';
import { fetchBlocks } from '../structures/keyed-block.ts';
import { EncodedRun, LISTPACK_EMPTY, nextElement, seekElement, writeEmptyListpack } from '../structures/listpack.ts';
import { SetTable } from '../structures/set-table.ts';
import { SlotList } from '../structures/slot-list.ts';
import { halfSipHash } from '../util/half-siphash.ts';
import { integerLength } from '../util/numbers.ts';
import type { Random } from '../util/random.ts';
import type { Entries } from './entries.ts';
import { Packed } from './packed.ts';
import { MemberText } from './set-member.ts';
import type { MemberVisitor } from './set-packed.ts';
import {
  addInteger,
  addSoughtElement,
  findElementOf,
  forEachElement,
  forEachInteger,
  integersToElements,
  removeIntegerAt,
  STOP,
  writeIntegers,
} from './set-packed.ts';
import type { CollectionType, CollectionView } from './value.ts';
import { FORM_INTSET, FORM_SET_PACKED, FORM_SET_TABLE, TYPE_SET } from './value.ts';

/** The encoding of a set. */
export type SetForm = typeof FORM_INTSET | typeof FORM_SET_PACKED | typeof FORM_SET_TABLE;

/**
 * A set, in one of three encodings:
 *
 * | form | encoding | holds |
 * |---|---|---|
 * | FORM_INTSET | intset | integers, up to `set-max-intset-entries` |
 * | FORM_SET_PACKED | listpack | up to `set-max-listpack-entries` members of `set-max-listpack-value` bytes |
 * | FORM_SET_TABLE | hashtable | all else |
 *
 * As it grows, a set goes from above to below and never back.
 *
 * A `place` names a member while nothing is added or removed: its index in the intset, its offset in the listpack, or
 * the address of its block.
 */
export class SetView implements CollectionView {
  private entries!: Entries;
  private hash = 0;
  private form: number = FORM_INTSET;
  private tableAddress = 0;
  private table!: SetTable;
  /** The bytes of an intset or a listpack. */
  private readonly packed = new Packed();
  private readonly text = new MemberText();
  /** Takes what was read ahead, so that the compiler cannot leave it out. */
  fetched = 0;

  bind(entries: Entries, address: number, hash: number): void {
    this.entries = entries;
    this.hash = hash;
    this.form = entries.form(address);
    if (this.form === FORM_SET_TABLE) {
      this.tableAddress = address;
      this.table = entries.objectOf(address) as SetTable;
    } else {
      this.packed.bind(entries, address, hash);
    }
  }

  /** Where the entry stands: it moves as the set grows. */
  get address(): number {
    return this.form === FORM_SET_TABLE ? this.tableAddress : this.packed.address;
  }

  get size(): number {
    if (this.form === FORM_SET_TABLE) return this.table.size;
    return this.form === FORM_INTSET ? intsetCount(this.packed.bytes, this.packed.at) : this.packed.count;
  }

  get encoding(): 'intset' | 'listpack' | 'hashtable' {
    if (this.form === FORM_SET_TABLE) return 'hashtable';
    return this.form === FORM_INTSET ? 'intset' : 'listpack';
  }

  /** Whether its members are found by their hash. */
  get isTable(): boolean {
    return this.form === FORM_SET_TABLE;
  }

  get isIntegers(): boolean {
    return this.form === FORM_INTSET;
  }

  /** The hash by which a table finds a member: the same in all tables of a keyspace. */
  hashOf(bytes: Bytes, at: number, length: number): number {
    return halfSipHash(bytes, at, length, this.entries.k0, this.entries.k1);
  }

  has(bytes: Bytes, at: number, length: number): boolean {
    if (this.form === FORM_SET_TABLE) return this.table.has(bytes, at, length, this.hashOf(bytes, at, length));
    return this.findPlace(bytes, at, length) >= 0;
  }

  /** The same where the member's hash is known. */
  hasHashed(bytes: Bytes, at: number, length: number, hash: number): boolean {
    if (this.form === FORM_SET_TABLE) return this.table.has(bytes, at, length, hash);
    return this.findPlace(bytes, at, length) >= 0;
  }

  /** Adds a member, whose bytes are not this set's own. Answers whether it is new. */
  add(bytes: Bytes, at: number, length: number): boolean {
    if (this.form === FORM_SET_TABLE) return this.addToTable(bytes, at, length);
    return this.form === FORM_INTSET ? this.addToIntegers(bytes, at, length) : this.addToElements(bytes, at, length);
  }

  /** Removes a member. Answers whether it was there. */
  remove(bytes: Bytes, at: number, length: number): boolean {
    if (this.form !== FORM_SET_TABLE) {
      const place = this.findPlace(bytes, at, length);
      if (place >= 0) this.removeAt(place);
      return place >= 0;
    }
    const removed = this.table.remove(bytes, at, length, this.hashOf(bytes, at, length));
    if (removed) this.recount(this.table.size + 1);
    return removed;
  }

  /** Removes the member of a place. */
  removeAt(place: number): void {
    const before = this.size;
    if (this.form === FORM_SET_TABLE) this.table.removeBlock(place);
    else if (this.form === FORM_INTSET) removeIntegerAt(this.packed, place);
    else this.packed.splice(place, 1);
    this.recount(before);
  }

  /** Shows each member to the visitor, until it answers STOP. */
  forEach(visit: MemberVisitor): void {
    if (this.form === FORM_SET_TABLE) this.forEachInTable(visit);
    else if (this.form === FORM_INTSET) forEachInteger(this.packed, this.text, visit);
    else forEachElement(this.packed, this.text, visit);
  }

  /** Points `into` at the member of a place. */
  readAt(place: number, into: MemberText): void {
    if (this.form === FORM_SET_TABLE) into.setBlock(this.entries.arena, place);
    else if (this.form === FORM_INTSET) into.setInteger(intsetInteger(this.packed.bytes, this.packed.at, place));
    else into.setElement(this.packed.bytes, this.packed.at + place);
  }

  /** The place of a member picked with the same chance as any other, of a set that has some. */
  randomPlace(random: Random): number {
    if (this.form === FORM_SET_TABLE) return this.table.random(random);
    const index = random.below(this.size);
    if (this.form === FORM_INTSET) return index;
    return seekElement(this.packed.bytes, this.packed.at, index) - this.packed.at;
  }

  /** Adds the places of all members to a list. */
  collectPlaces(list: SlotList): void {
    if (this.form === FORM_SET_TABLE) this.table.dict.gather(0, list, Infinity);
    else this.forEach((_, place) => list.pushAddress(place));
  }

  /**
   * Finds the members that all of the other sets have (`wanted` true), or that none of them has: adds their places to a
   * list, until it holds `limit`. Answers false, and does nothing, unless all are tables.
   */
  compareTables(others: readonly SetView[], wanted: boolean, limit: number, found: SlotList): boolean {
    if (!this.isTable || !others.every(({ isTable }) => isTable)) return false;
    this.table.compare(
      others.map(({ table }) => table),
      wanted,
      limit,
      found,
    );
    return true;
  }

  /** Visits the places of some members of a table; answers the cursor to go on with, 0 at the end. */
  scan(cursor: number, visit: (place: number) => void): number {
    return this.table.dict.scan(cursor, visit);
  }

  /**
   * Chooses the encoding of a set that is empty, for about `expected` members of which this range is the first: as
   * Redis does, which asks of no more than that one whether it is an integer.
   */
  begin(bytes: Bytes, at: number, length: number, expected: number): void {
    const { packing } = this.entries;
    if (expected <= packing.intsetMembers && memberInteger(bytes, at, length) !== undefined) return;
    this.become(expected <= packing.setMembers ? FORM_SET_PACKED : FORM_SET_TABLE);
  }

  /** So many members are about to be added: a set that could not hold even these as it is becomes a table now. */
  expect(added: number): void {
    if (this.form === FORM_SET_TABLE) return;
    const { packing } = this.entries;
    if (added > (this.form === FORM_INTSET ? packing.intsetMembers : packing.setMembers)) this.become(FORM_SET_TABLE);
  }

  /** Changes to an encoding that comes later in the table above. */
  become(form: SetForm): void {
    if (form === FORM_SET_PACKED) {
      integersToElements(this.packed);
      this.entries.setForm(this.packed.address, FORM_SET_PACKED);
      this.form = FORM_SET_PACKED;
    } else if (form === FORM_SET_TABLE) {
      const table = new SetTable(this.entries.arena, this.entries.k0, this.entries.k1);
      this.forEach(({ bytes, at, length }) => {
        table.insert(bytes, at, length, this.hashOf(bytes, at, length));
      });
      this.bind(this.entries, this.entries.setObject(this.address, this.hash, form, table), this.hash);
    }
  }

  /** Makes a set of nothing but integers an intset, unless there are too many of them. */
  becomeIntegers(): void {
    if (this.form === FORM_INTSET || this.size > this.mostIntegers) return;
    const integers: SetInteger[] = [];
    this.forEach(({ bytes, at, length }) => integers.push(memberInteger(bytes, at, length) ?? 0));
    this.restart(FORM_INTSET);
    writeIntegers(this.packed, integers);
  }

  /**
   * Leaves only the members of these places, as if they had been added to a new set: of members of a table a listpack,
   * where they fit one.
   */
  retain(places: Iterable<number>): void {
    const { text } = this;
    const kept = new EncodedRun();
    for (const place of places) {
      this.readAt(place, text);
      kept.add(text.bytes, text.at, text.length);
    }
    this.entries.recountItems(TYPE_SET, this.size, 0);
    this.restart(this.form === FORM_INTSET ? FORM_INTSET : FORM_SET_PACKED);
    for (let p = 0; p < kept.length; p = nextElement(kept.bytes, p)) {
      text.setElement(kept.bytes, p);
      this.add(text.bytes, text.at, text.length);
    }
  }

  /** Puts an empty packed set in the place of what the entry holds. */
  private restart(form: typeof FORM_INTSET | typeof FORM_SET_PACKED): void {
    const { entries, hash, address } = this;
    const length = form === FORM_INTSET ? INTSET_HEADER : LISTPACK_EMPTY;
    const target = this.isTable
      ? entries.setPacked(address, hash, form, length)
      : entries.resizeValue(address, hash, length, 0);
    entries.setForm(target, form);
    this.bind(entries, target, hash);
    writeEmpty(form, this.packed.bytes, this.packed.at);
  }

  private get mostIntegers(): number {
    return Math.min(this.entries.packing.intsetMembers, MOST_INTEGERS);
  }

  private findPlace(bytes: Bytes, at: number, length: number): number {
    if (this.form !== FORM_INTSET) return findElementOf(this.packed, bytes, at, length);
    const value = memberInteger(bytes, at, length);
    return value === undefined ? -1 : findInteger(this.packed.bytes, this.packed.at, value);
  }

  private addToTable(bytes: Bytes, at: number, length: number): boolean {
    const { table } = this;
    if (!table.add(bytes, at, length, this.hashOf(bytes, at, length))) return false;
    this.recount(table.size - 1);
    return true;
  }

  private addToElements(bytes: Bytes, at: number, length: number): boolean {
    const { packed } = this;
    if (findElementOf(packed, bytes, at, length) >= 0) return false;
    const { count } = packed;
    if (!this.fitsElements(count, length, packed.length)) {
      this.become(FORM_SET_TABLE);
      return this.addToTable(bytes, at, length);
    }
    addSoughtElement(packed);
    this.recount(count);
    return true;
  }

  private addToIntegers(bytes: Bytes, at: number, length: number): boolean {
    const value = memberInteger(bytes, at, length);
    const count = this.size;
    if (value !== undefined) {
      if (!addInteger(this.packed, value)) return false;
      this.recount(count);
      if (count + 1 > this.mostIntegers) this.become(FORM_SET_TABLE);
      return true;
    }
    const longest = Math.max(length, this.longestInteger(count));
    this.become(this.fitsElements(count, longest, this.packed.length) ? FORM_SET_PACKED : FORM_SET_TABLE);
    return this.add(bytes, at, length);
  }

  /** Whether a listpack of `count` elements in `bytes` may take one of `length` bytes more. */
  private fitsElements(count: number, length: number, bytes: number): boolean {
    const { packing } = this.entries;
    return count < packing.setMembers && length <= packing.setMemberBytes && bytes + length <= LARGEST_LISTPACK;
  }

  /** The digits of its longest integer: the first or the last. */
  private longestInteger(count: number): number {
    if (count === 0) return 0;
    const { bytes, at } = this.packed;
    return Math.max(digitsOf(intsetInteger(bytes, at, 0)), digitsOf(intsetInteger(bytes, at, count - 1)));
  }

  private forEachInTable(visit: MemberVisitor): void {
    const { arena } = this.entries;
    const { text, table } = this;
    const list = new SlotList();
    for (let bucket = 0; bucket >= 0;) {
      list.count = 0;
      bucket = table.dict.gather(bucket, list, SHOWN_AT_A_TIME);
      this.fetched = fetchBlocks(arena, list.addresses, list.count);
      for (let i = 0; i < list.count; i++) {
        text.setBlock(arena, list.addresses[i]);
        if (visit(text, list.addresses[i]) === STOP) return;
      }
    }
  }

  private recount(before: number): void {
    this.entries.recountItems(TYPE_SET, before, this.size);
  }
}

/** A set of more integers than these is never an intset. */
const MOST_INTEGERS = 1 << 30;
const LARGEST_LISTPACK = 1 << 30;
/** Members of a table that are fetched together. */
const SHOWN_AT_A_TIME = 64;

function digitsOf(value: SetInteger): number {
  return typeof value === 'number' ? integerLength(value) : value.toString().length;
}

function writeEmpty(form: number, bytes: Bytes, at: number): void {
  if (form === FORM_INTSET) writeIntsetHeader(bytes, at, NARROWEST, 0);
  else writeEmptyListpack(bytes, at);
}

/** Bytes of an integer in an intset that has none yet. */
const NARROWEST = 2;

/** Sets through a view of its own, for commands that have several at hand. */
export function anotherSet(): CollectionType<SetView> {
  return {
    code: TYPE_SET,
    view: new SetView(),
    create(entries: Entries, key: Key, access: number): number {
      const address = entries.create(key, FORM_INTSET, INTSET_HEADER, access);
      writeEmpty(FORM_INTSET, entries.valueBytes, entries.valueAt);
      return address;
    },
  };
}

export const SetValue = anotherSet();
