import type { Bytes } from '../memory/bytes.ts';
import type { SetInteger } from '../structures/intset.ts';
import {
  findInteger,
  insertInteger,
  integerWidth,
  intsetCount,
  intsetInteger,
  intsetLength,
  intsetWidth,
  removeInteger,
  writeIntsetHeader,
  writeIntsetInteger,
} from '../structures/intset.ts';
import { EncodedRun, findElement, LISTPACK_EMPTY, nextElement, writeEmptyListpack } from '../structures/listpack.ts';
import type { Packed } from './packed.ts';
import type { MemberText } from './set-member.ts';

/**
 * The two small encodings of a set, over a packed value that stands in the entry: an intset, whose members' places are
 * their indexes, and a listpack, whose members' places are their offsets.
 */

/** Ends a visit (see `SetView.forEach`). */
export const STOP = Symbol('stop');

/**
 * Is shown a member, and the place where it stands; it must leave the set as it is. May answer STOP; whatever else it
 * answers counts for nothing.
 */
export type MemberVisitor = (member: MemberText, place: number) => unknown;

const RUN = new EncodedRun();

/** Adds an integer to an intset. Answers whether it is new. */
export function addInteger(packed: Packed, value: SetInteger): boolean {
  const index = findInteger(packed.bytes, packed.at, value);
  if (index >= 0) return false;
  const width = Math.max(integerWidth(value), intsetWidth(packed.bytes, packed.at));
  packed.resize(intsetLength(width, intsetCount(packed.bytes, packed.at) + 1), packed.length);
  insertInteger(packed.bytes, packed.at, width, -1 - index, value);
  return true;
}

/** Removes the integer of this index. */
export function removeIntegerAt(packed: Packed, index: number): void {
  removeInteger(packed.bytes, packed.at, index);
  const length = packed.length - intsetWidth(packed.bytes, packed.at);
  packed.resize(length, length);
}

export function forEachInteger(packed: Packed, text: MemberText, visit: MemberVisitor): void {
  const count = intsetCount(packed.bytes, packed.at);
  for (let index = 0; index < count; index++) {
    text.setInteger(intsetInteger(packed.bytes, packed.at, index));
    if (visit(text, index) === STOP) return;
  }
}

/** Puts the integers, in whatever order, in the place of what the entry holds: an intset as narrow as can be. */
export function writeIntegers(packed: Packed, integers: SetInteger[]): void {
  integers.sort((a, b) => (a < b ? -1 : 1));
  const width = Math.max(integerWidth(integers[0] ?? 0), integerWidth(integers.at(-1) ?? 0));
  packed.resize(intsetLength(width, integers.length), 0);
  writeIntsetHeader(packed.bytes, packed.at, width, integers.length);
  integers.forEach((value, index) => {
    writeIntsetInteger(packed.bytes, packed.at, width, index, value);
  });
}

/** The offset of a member in a listpack, or -1. */
export function findElementOf(packed: Packed, bytes: Bytes, at: number, length: number): number {
  RUN.clear().add(bytes, at, length);
  const found = findElement(packed.bytes, packed.at + packed.first, RUN);
  return found < 0 ? -1 : found - packed.at;
}

/** Adds the member that `findElementOf` has just not found. */
export function addSoughtElement(packed: Packed): void {
  packed.splice(packed.end, 0, RUN);
}

export function forEachElement(packed: Packed, text: MemberText, visit: MemberVisitor): void {
  const { bytes, at } = packed;
  const end = at + packed.end;
  for (let p = at + packed.first; p < end; p = nextElement(bytes, p)) {
    text.setElement(bytes, p);
    if (visit(text, p - at) === STOP) return;
  }
}

/** Makes an intset a listpack of the same members. */
export function integersToElements(packed: Packed): void {
  RUN.clear();
  const count = intsetCount(packed.bytes, packed.at);
  for (let index = 0; index < count; index++) {
    const value = intsetInteger(packed.bytes, packed.at, index);
    if (typeof value === 'number') RUN.addInteger(value);
    else RUN.addBigInteger(value);
  }
  writeElements(packed, RUN);
}

/** Puts a listpack of a run in the place of what the entry holds. */
export function writeElements(packed: Packed, run: EncodedRun): void {
  packed.resize(LISTPACK_EMPTY, 0);
  writeEmptyListpack(packed.bytes, packed.at);
  packed.splice(packed.first, 0, run);
}
