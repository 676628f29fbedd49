import { EMPTY_BYTES } from '../memory/bytes.ts';
import type { ByteRange } from '../structures/hash-blocks.ts';
import type { Key } from '../structures/key.ts';
import { ElementText } from '../structures/listpack.ts';
import type { Random } from '../util/random.ts';
import type { Entries } from './entries.ts';
import { HashFields } from './hash-fields.ts';
import type { Packed } from './packed.ts';
import { createPacked } from './packed.ts';
import type { CollectionType } from './value.ts';
import { FORM_HASH_PACKED, TYPE_HASH } from './value.ts';

export { NO_EXPIRY, NO_FIELD } from './hash-fields.ts';

/** Called for each field; both ranges hold until it returns. */
export type FieldVisitor = (field: ByteRange, value: ByteRange) => void;

const fieldText = new ElementText();
const valueText = new ElementText();
const fieldRange: ByteRange = { bytes: EMPTY_BYTES, at: 0, length: 0 };
const valueRange: ByteRange = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/** A hash (see hash-fields.ts), and what goes through all of its fields: in order, at random, or by their time. */
export class HashView extends HashFields {
  /** The listpack of a hash that is nothing but one of fields and values by turns. */
  get pairs(): Packed | undefined {
    return this.table === undefined ? this.fields.pairs : undefined;
  }

  /** Visits the fields whose time has not come. The visitor must leave the hash as it is. */
  forEach(visit: FieldVisitor): void {
    const { table } = this;
    if (table === undefined) {
      this.fields.forEach(this.entries.time.nowMs, visit);
      return;
    }
    table.forEach((address) => {
      if (this.isDue(table.expiry(address))) return;
      table.readField(address, fieldRange);
      table.readValue(address, valueRange);
      visit(fieldRange, valueRange);
    });
  }

  /** How many of its fields are past their time. */
  countDue(): number {
    const { nowMs } = this.entries.time;
    if (this.table !== undefined) return this.table.countDue(nowMs);
    return this.fields.countDue(nowMs);
  }

  /** A time before which no field is due; infinite when none expires. */
  get dueFrom(): number {
    if (this.table !== undefined) return this.table.dueFrom;
    return this.fields.dueFrom;
  }

  /**
   * Removes up to `limit` fields that are due, having shown each to `visit`. Answers how many.
   * @param thorough whether to look at every field; else a table leaves those that have been due for a few moments only
   */
  removeDue(limit: number, thorough: boolean, visit: (field: ByteRange) => void): number {
    const { table, fields } = this;
    const { nowMs } = this.entries.time;
    const before = this.size;
    let removed: number;
    if (table === undefined) removed = fields.removeDue(nowMs, limit, visit);
    else if (thorough) removed = table.removeAllDue(nowMs, visit);
    else removed = table.removeDue(nowMs, limit, visit);
    if (removed > 0) this.settle(before);
    return removed;
  }

  /** Where each field stands: what `fieldAt` and `valueAt` take, until the hash is changed. */
  places(): Uint32Array {
    const places = new Uint32Array(this.size);
    let count = 0;
    if (this.table !== undefined) {
      this.table.forEach((address) => {
        places[count++] = address;
      });
      return places;
    }
    const { fields } = this;
    for (let field = fields.after(-1); field >= 0; field = fields.after(field)) places[count++] = field;
    return places;
  }

  /** The place of a field drawn from a table with the same chance as any other; 0 where the hash is none. */
  randomPlace(random: Random): number {
    return this.table === undefined ? 0 : this.table.random(random);
  }

  /** The field at a place. Holds until the next of these is read. */
  fieldAt(place: number): ByteRange {
    if (this.table === undefined) return this.fields.readField(place, fieldText);
    this.table.readField(place, fieldRange);
    return fieldRange;
  }

  /** The value of the field at a place. Holds until the next of these is read. */
  valueAt(place: number): ByteRange {
    if (this.table === undefined) return this.fields.readValue(place, valueText);
    this.table.readValue(place, valueRange);
    return valueRange;
  }

  /**
   * Visits the places of some fields, as {@link Dict.scan} does; a packed hash has them all in one step. Answers the
   * cursor to go on with, 0 at the end.
   */
  scan(cursor: number, visit: (place: number) => void): number {
    if (this.table !== undefined) return this.table.scan(cursor, visit);
    const { fields } = this;
    for (let field = fields.after(-1); field >= 0; field = fields.after(field)) visit(field);
    return 0;
  }

  /** When the field at a place expires, in milliseconds since the epoch, or NO_EXPIRY. */
  expiryAt(place: number): number {
    return this.table === undefined ? this.fields.expiry(place) : this.table.expiry(place);
  }

  /** Whether the time of the field at a place has come. */
  isDueAt(place: number): boolean {
    return this.isDue(this.expiryAt(place));
  }
}

/** A view of its own, for a command that holds several hashes at once. */
export function anotherHash(): CollectionType<HashView> {
  return {
    code: TYPE_HASH,
    view: new HashView(),
    create: (entries: Entries, key: Key, access: number) => createPacked(entries, key, FORM_HASH_PACKED, access),
  };
}

export const HashValue: CollectionType<HashView> = anotherHash();
