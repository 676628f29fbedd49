import type { Bytes } from '../memory/bytes.ts';
import type { ByteRange } from '../structures/hash-blocks.ts';
import {
  ElementText,
  EncodedRun,
  findElement,
  integerOf,
  isEnd,
  nextElement,
  skipElements,
} from '../structures/listpack.ts';
import type { Entries } from './entries.ts';
import { Packed } from './packed.ts';

/**
 * The fields of a small hash, in a listpack: pairs, or triplets where fields may expire.
 *
 * ```
 *   pairs      │ field │ value │ field │ value │ …                            in the order in which fields came
 *   triplets   │ field │ value │ 1700 │ field │ value │ 1800 │ field │ value │ 0 │ …
 *                                  └─ by expiry, in milliseconds since the epoch; 0: never, and behind all others
 * ```
 *
 * A field is known by the offset of its name, which holds until the listpack is changed.
 */
export const NOT_FOUND = -1;
const PAIR = 2;
const TRIPLET = 3;

/** The field that was sought last; the elements that are about to be written. */
const sought = new EncodedRun();
const written = new EncodedRun();
const shown = new ElementText();
const shownValue = new ElementText();

export class PackedFields {
  private readonly packed = new Packed();
  private stride = PAIR;

  bind(entries: Entries, address: number, hash: number, timed: boolean): void {
    this.packed.bind(entries, address, hash);
    this.stride = timed ? TRIPLET : PAIR;
  }

  /** Its entry, which moves as the listpack grows. */
  get address(): number {
    return this.packed.address;
  }

  get size(): number {
    return this.packed.count / this.stride;
  }

  get length(): number {
    return this.packed.length;
  }

  /** The offset of a field, or NOT_FOUND. */
  find(bytes: Bytes, at: number, length: number): number {
    const { packed } = this;
    sought.clear().add(bytes, at, length);
    const found = findElement(packed.bytes, packed.at + packed.first, sought, this.stride);
    return found < 0 ? NOT_FOUND : found - packed.at;
  }

  readField(field: number, text: ElementText): ElementText {
    return text.read(this.packed.bytes, this.packed.at + field);
  }

  readValue(field: number, text: ElementText): ElementText {
    const { bytes, at } = this.packed;
    return text.read(bytes, nextElement(bytes, at + field));
  }

  /** When a field expires; -1 for never. */
  expiry(field: number): number {
    if (this.stride === PAIR) return -1;
    const { bytes, at } = this.packed;
    const ms = integerOf(bytes, skipElements(bytes, at + field, PAIR));
    return ms === 0 ? -1 : ms;
  }

  /** Adds the field that was just sought, which stays for ever. */
  add(value: ByteRange): void {
    sought.add(value.bytes, value.at, value.length);
    if (this.stride === TRIPLET) sought.addInteger(0);
    this.packed.splice(this.packed.end, 0, sought);
  }

  setValue(field: number, value: ByteRange): void {
    const { bytes, at } = this.packed;
    const offset = nextElement(bytes, at + field) - at;
    this.packed.splice(offset, 1, written.clear().add(value.bytes, value.at, value.length));
  }

  remove(field: number): void {
    this.packed.splice(field, this.stride);
  }

  /** Lets a field of triplets expire, or stay for ever (-1): it goes to where that places it. */
  setExpiry(field: number, ms: number): void {
    const { packed } = this;
    const at = packed.at + field;
    written.clear().addEncoded(packed.bytes, at).addEncoded(packed.bytes, nextElement(packed.bytes, at));
    written.addInteger(Math.max(0, ms));
    packed.splice(field, TRIPLET);
    packed.splice(ms < 0 ? packed.end : this.placeOf(ms), 0, written);
  }

  /** The field behind another, or the first for -1; NOT_FOUND behind the last. */
  after(field: number): number {
    const { bytes, at, first } = this.packed;
    const next = field < 0 ? at + first : skipElements(bytes, at + field, this.stride);
    return isEnd(bytes, next) ? NOT_FOUND : next - at;
  }

  /** The listpack, where it holds nothing but fields and values by turns. */
  get pairs(): Packed | undefined {
    return this.stride === PAIR ? this.packed : undefined;
  }

  /** Visits the fields whose time has not come. The visitor must leave the hash as it is. */
  forEach(nowMs: number, visit: (field: ElementText, value: ElementText) => void): void {
    const { bytes, at, first } = this.packed;
    let next = at + first;
    while (!isEnd(bytes, next)) {
      const field = next;
      const value = nextElement(bytes, field);
      next = nextElement(bytes, value);
      if (this.stride === TRIPLET) {
        const ms = integerOf(bytes, next);
        next = nextElement(bytes, next);
        if (ms !== 0 && ms < nowMs) continue;
      }
      visit(shown.read(bytes, field), shownValue.read(bytes, value));
    }
  }

  /** Makes triplets of pairs; none of them expires. */
  addExpiries(): void {
    const { packed } = this;
    written.clear();
    for (let field = this.after(-1); field >= 0; field = this.after(field)) {
      const at = packed.at + field;
      written.addEncoded(packed.bytes, at).addEncoded(packed.bytes, nextElement(packed.bytes, at)).addInteger(0);
    }
    packed.splice(packed.first, packed.count, written);
    this.stride = TRIPLET;
  }

  /** When the first field expires; infinite for never. */
  get dueFrom(): number {
    const first = this.after(-1);
    const expiry = first < 0 ? -1 : this.expiry(first);
    return expiry < 0 ? Infinity : expiry;
  }

  /** How many fields are past their time: they stand in front. */
  countDue(nowMs: number): number {
    let count = 0;
    for (let field = this.after(-1); field >= 0; field = this.after(field), count++) {
      const expiry = this.expiry(field);
      if (expiry < 0 || expiry >= nowMs) break;
    }
    return count;
  }

  /** Removes up to `limit` fields that are due, having shown each to `visit`. Answers how many. */
  removeDue(nowMs: number, limit: number, visit: (field: ElementText) => void): number {
    let count = 0;
    for (let field = this.after(-1); field >= 0 && count < limit; field = this.after(field), count++) {
      const expiry = this.expiry(field);
      if (expiry < 0 || expiry > nowMs) break;
      visit(this.readField(field, shown));
    }
    if (count > 0) this.packed.splice(this.packed.first, count * this.stride);
    return count;
  }

  /** The offset of the first field that stays as long as `ms` or longer, or of the end. */
  private placeOf(ms: number): number {
    for (let field = this.after(-1); field >= 0; field = this.after(field)) {
      const expiry = this.expiry(field);
      if (expiry < 0 || expiry >= ms) return field;
    }
    return this.packed.end;
  }
}
