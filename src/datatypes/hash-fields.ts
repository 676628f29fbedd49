import type { Bytes } from '../memory/bytes.ts';
import { EMPTY_BYTES } from '../memory/bytes.ts';
import type { ByteRange } from '../structures/hash-blocks.ts';
import { HashTable } from '../structures/hash-table.ts';
import { ElementText } from '../structures/listpack.ts';
import type { Entries } from './entries.ts';
import { NOT_FOUND, PackedFields } from './packed-fields.ts';
import type { CollectionView } from './value.ts';
import { FORM_HASH_PACKED, FORM_HASH_PACKED_TIMED, FORM_HASH_TABLE, TYPE_HASH } from './value.ts';

/**
 * A hash: fields with a value each, some of which may expire.
 *
 * | form | encoding | up to |
 * |---|---|---|
 * | FORM_HASH_PACKED | listpack, pairs | `hash-max-listpack-entries` fields, `hash-max-listpack-value` bytes each |
 * | FORM_HASH_PACKED_TIMED | listpackex, triplets | the same; from the first expiry on |
 * | FORM_HASH_TABLE | hashtable | |
 *
 * None goes back to a smaller one. A field whose time has come counts and takes part until somebody removes it, but
 * `get` and `forEach` do not show it. An entry is marked as timed exactly while a field of it has an expiry.
 */
export const NO_FIELD = -2;
export const NO_EXPIRY = -1;

const ENCODINGS: Readonly<Record<number, string>> = {
  [FORM_HASH_PACKED]: 'listpack',
  [FORM_HASH_PACKED_TIMED]: 'listpackex',
  [FORM_HASH_TABLE]: 'hashtable',
};

const fieldText = new ElementText();
const valueText = new ElementText();
const fieldRange: ByteRange = { bytes: EMPTY_BYTES, at: 0, length: 0 };
const valueRange: ByteRange = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/** What single fields need; HashView adds what goes through all of them. */
export class HashFields implements CollectionView {
  protected entries!: Entries;
  private hash = 0;
  private form = FORM_HASH_PACKED;
  /** Of a table; of a packed hash it is `fields.address`. */
  private tableAddress = 0;
  protected table: HashTable | undefined = undefined;
  protected readonly fields = new PackedFields();
  /** Where the field stands that was sought last: an offset or a block. */
  private place = 0;

  bind(entries: Entries, address: number, hash: number): void {
    this.entries = entries;
    this.hash = hash;
    this.form = entries.form(address);
    if (this.form === FORM_HASH_TABLE) {
      this.tableAddress = address;
      this.table = entries.objectOf(address) as HashTable;
    } else {
      this.table = undefined;
      this.fields.bind(entries, address, hash, this.form === FORM_HASH_PACKED_TIMED);
    }
  }

  /** Its number of fields, those included whose time has come. */
  get size(): number {
    return this.table === undefined ? this.fields.size : this.table.size;
  }

  get isPacked(): boolean {
    return this.table === undefined;
  }

  get encoding(): string {
    return ENCODINGS[this.form];
  }

  /**
   * Looks for a field, whether its time has come or not: the methods below that say "the field sought" mean it. Answers
   * when it expires, in milliseconds since the epoch, or NO_EXPIRY, or NO_FIELD.
   */
  seek(bytes: Bytes, at: number, length: number): number {
    const { table } = this;
    if (table !== undefined) {
      this.place = table.find(bytes, at, length);
      return this.place === 0 ? NO_FIELD : table.expiry(this.place);
    }
    this.place = this.fields.find(bytes, at, length);
    return this.place === NOT_FOUND ? NO_FIELD : this.fields.expiry(this.place);
  }

  /** Points at the value of the field sought, which is there. It holds until the next of these is read. */
  read(into: ByteRange): void {
    if (this.table !== undefined) this.table.readValue(this.place, into);
    else assign(into, this.fields.readValue(this.place, valueText));
  }

  /** Whether a time that `seek` answered has passed. */
  isDue(expiry: number): boolean {
    return expiry >= 0 && expiry < this.entries.time.nowMs;
  }

  /** Points at a field's value. Answers whether there is one whose time has not come. */
  get(bytes: Bytes, at: number, length: number, into: ByteRange): boolean {
    const expiry = this.seek(bytes, at, length);
    if (expiry === NO_FIELD || this.isDue(expiry)) return false;
    this.read(into);
    return true;
  }

  /**
   * Gives a field a value; it stays for ever then, unless `keepExpiry`. The value may stand in another entry, not in
   * this hash. Answers whether the field is new.
   */
  set(
    field: Bytes,
    fieldAt: number,
    fieldLength: number,
    value: Bytes,
    valueAt: number,
    valueLength: number,
    keepExpiry = false,
  ): boolean {
    valueRange.bytes = value;
    valueRange.at = valueAt;
    valueRange.length = valueLength;
    if (this.table === undefined) {
      const longest = this.entries.packing.hashValueBytes;
      if (fieldLength > longest || valueLength > longest || this.hasTooMany()) this.makeTable();
    }
    const expiry = this.seek(field, fieldAt, fieldLength);
    if (expiry !== NO_FIELD) {
      this.replace(valueRange);
      if (expiry >= 0 && !keepExpiry) this.persist();
      return false;
    }
    const before = this.size;
    if (this.table === undefined && before >= this.entries.packing.hashFields) {
      this.makeTable();
      this.seek(field, fieldAt, fieldLength);
    }
    fieldRange.bytes = field;
    fieldRange.at = fieldAt;
    fieldRange.length = fieldLength;
    if (this.table !== undefined) this.table.add(fieldRange, valueRange);
    else this.fields.add(valueRange);
    this.entries.recountItems(TYPE_HASH, before, before + 1);
    return true;
  }

  /**
   * Gives the field sought, which is there, another value; its expiry stays. Answers false, and does nothing, where the
   * value asks for another encoding: `set` sees to that.
   */
  update(value: Bytes, at: number, length: number): boolean {
    if (this.table === undefined && (length > this.entries.packing.hashValueBytes || this.hasTooMany())) return false;
    valueRange.bytes = value;
    valueRange.at = at;
    valueRange.length = length;
    this.replace(valueRange);
    return true;
  }

  /** Whether a packed hash has more fields than it may, which was set lower meanwhile. */
  private hasTooMany(): boolean {
    return this.size > this.entries.packing.hashFields;
  }

  /** Gives the field sought another value. */
  private replace(value: ByteRange): void {
    if (this.table !== undefined) this.place = this.table.setValue(this.place, value);
    else this.fields.setValue(this.place, value);
  }

  /** Removes a field. Answers whether it was there. */
  remove(bytes: Bytes, at: number, length: number): boolean {
    if (this.seek(bytes, at, length) === NO_FIELD) return false;
    this.removeSought();
    return true;
  }

  /** Removes the field sought, which is there. */
  removeSought(): void {
    const before = this.size;
    if (this.table !== undefined) this.table.remove(this.place, this.table.hash);
    else this.fields.remove(this.place);
    this.settle(before);
  }

  /** Lets the field sought expire. The hash can hold expiries (`holdExpiries`). */
  expireAt(ms: number): void {
    if (this.table !== undefined) this.place = this.table.setExpiry(this.place, ms);
    else this.fields.setExpiry(this.place, ms);
    this.entries.setTimed(this.address, this.hash, true);
    this.entries.fieldsDueFrom = Math.min(this.entries.fieldsDueFrom, ms);
  }

  /** Makes the field sought, which expires, stay for ever. */
  persist(): void {
    if (this.table !== undefined) this.place = this.table.clearExpiry(this.place);
    else this.fields.setExpiry(this.place, NO_EXPIRY);
    this.markTimed();
  }

  /** Takes the encoding that can hold expiries. */
  holdExpiries(): void {
    if (this.form !== FORM_HASH_PACKED) return;
    this.fields.addExpiries();
    this.setForm(FORM_HASH_PACKED_TIMED);
  }

  /** Takes the encoding for `count` more fields, as if all of them were new. */
  expect(count: number): void {
    if (this.table === undefined && count > this.entries.packing.hashFields) this.makeTable();
  }

  /** Takes the encoding for a field or a value of so many bytes. */
  expectLength(length: number): void {
    if (this.table === undefined && length > this.entries.packing.hashValueBytes) this.makeTable();
  }

  /** The address of its entry. */
  get address(): number {
    return this.table === undefined ? this.fields.address : this.tableAddress;
  }

  /** Whether the value of the field sought stands in a buffer of its own, which replies send in place. */
  get isLarge(): boolean {
    return this.table !== undefined && this.table.isLarge(this.place);
  }

  private makeTable(): void {
    const { entries, fields } = this;
    const { arena, large, k0, k1, time } = entries;
    const table = new HashTable(arena, large, k0, k1, time.nowMs);
    for (let field = fields.after(-1); field >= 0; field = fields.after(field)) {
      const name = fields.readField(field, fieldText);
      table.find(name.bytes, name.at, name.length);
      const block = table.add(name, fields.readValue(field, valueText));
      const expiry = fields.expiry(field);
      if (expiry >= 0) table.setExpiry(block, expiry);
    }
    this.tableAddress = entries.setObject(fields.address, this.hash, FORM_HASH_TABLE, table);
    this.table = table;
    this.form = FORM_HASH_TABLE;
  }

  private setForm(form: number): void {
    this.form = form;
    this.entries.setForm(this.address, form);
  }

  /** Fields have gone. */
  protected settle(before: number): void {
    this.entries.recountItems(TYPE_HASH, before, this.size);
    this.markTimed();
  }

  private markTimed(): void {
    if (this.form === FORM_HASH_PACKED) return;
    this.entries.setTimed(this.address, this.hash, this.hasExpiries);
  }

  /** Whether a field has an expiry. */
  get hasExpiries(): boolean {
    if (this.table !== undefined) return this.table.expiring > 0;
    const first = this.fields.after(-1);
    return first >= 0 && this.fields.expiry(first) >= 0;
  }
}

function assign(into: ByteRange, from: ByteRange): void {
  into.bytes = from.bytes;
  into.at = from.at;
  into.length = from.length;
}
