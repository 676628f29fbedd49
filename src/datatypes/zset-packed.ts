import { Bytes, compareBytes } from '../memory/bytes.ts';
import {
  ElementText,
  EncodedRun,
  findElement,
  integerOf,
  isEnd,
  isInteger,
  LISTPACK_HEADER,
  nextElement,
  previousElement,
  seekElement,
  skipElements,
} from '../structures/listpack.ts';
import { formatDouble, parseDouble } from '../util/double.ts';
import type { Entries } from './entries.ts';
import { Packed } from './packed.ts';
import type { PackingLimits } from './packing.ts';

/**
 * A small sorted set: a listpack of members and scores by turns, in order. A score without a fraction, up to 2^62, is
 * kept as an integer, any other as the text that clients see.
 *
 * Places are offsets from the begin of the listpack, which is never 0 for a member.
 */
export class PackedZSet {
  private readonly packed = new Packed();

  bind(entries: Entries, address: number, hash: number): void {
    this.packed.bind(entries, address, hash);
  }

  /** Its entry, which moves as the listpack grows. */
  get address(): number {
    return this.packed.address;
  }

  get size(): number {
    return this.packed.count / 2;
  }

  /** Whether there is room for one more member, of this length. */
  takes({ zsetMembers, zsetMemberBytes }: PackingLimits, length: number): boolean {
    return this.size < zsetMembers && length <= zsetMemberBytes && this.packed.length + length <= LARGEST;
  }

  /** The place of a member, or 0. */
  find(bytes: Bytes, at: number, length: number): number {
    const { packed } = this;
    const found = findElement(packed.bytes, packed.at + LISTPACK_HEADER, RUN.clear().add(bytes, at, length), 2);
    return found < 0 ? 0 : found - packed.at;
  }

  /** The score of the member at a place. */
  scoreAt(place: number): number {
    const { bytes, at } = this.packed;
    return readScore(bytes, nextElement(bytes, at + place));
  }

  /** Reads the member at a place. Answers its score. */
  read(place: number, into: ElementText): number {
    into.read(this.packed.bytes, this.packed.at + place);
    return this.scoreAt(place);
  }

  /** The listpack, of members and scores by turns. */
  get pairs(): Packed {
    return this.packed;
  }

  /** The place of the member of a rank, which there must be. */
  seek(rank: number): number {
    const { bytes, at } = this.packed;
    return seekElement(bytes, at, rank * 2) - at;
  }

  rankAt(place: number): number {
    const { bytes, at } = this.packed;
    let rank = 0;
    for (let p = at + LISTPACK_HEADER; p < at + place; p = skipElements(bytes, p, 2)) rank++;
    return rank;
  }

  /** Adds a member, which must not be there. */
  insert(score: number, bytes: Bytes, at: number, length: number): void {
    const place = this.placeFor(score, bytes, at, length);
    addPair(RUN.clear(), score, bytes, at, length);
    this.packed.splice(place, 0, RUN);
  }

  /** Gives the member at a place another score. */
  replace(place: number, score: number, bytes: Bytes, at: number, length: number): void {
    this.packed.splice(place, 2);
    this.insert(score, bytes, at, length);
  }

  /** Removes `count` members from a place on. */
  remove(place: number, count: number): void {
    this.packed.splice(place, count * 2);
  }

  /** How many members have a lower score; `orEqual`: that or the same. */
  countBelow(score: number, orEqual: boolean): number {
    const { bytes, at } = this.packed;
    let count = 0;
    for (let p = at + LISTPACK_HEADER; !isEnd(bytes, p); count++) {
      const scoreAt = nextElement(bytes, p);
      const other = readScore(bytes, scoreAt);
      if (orEqual ? other > score : other >= score) break;
      p = nextElement(bytes, scoreAt);
    }
    return count;
  }

  /** How many members, from the first on, are lower; `orEqual`: those or the same. */
  countBefore(bytes: Bytes, at: number, length: number, orEqual: boolean): number {
    const { packed } = this;
    let count = 0;
    for (let p = packed.at + LISTPACK_HEADER; !isEnd(packed.bytes, p); count++) {
      const order = compareMember(packed.bytes, p, bytes, at, length);
      if (orEqual ? order > 0 : order >= 0) break;
      p = skipElements(packed.bytes, p, 2);
    }
    return count;
  }

  /** Visits the members of ranks `first` to `last`; `reverse`: from the last to the first. They must not change. */
  walk(
    first: number,
    last: number,
    reverse: boolean,
    text: ElementText,
    visit: (member: ElementText, score: number) => void,
  ): void {
    if (first > last) return;
    const { bytes, at } = this.packed;
    let p = seekElement(bytes, at, (reverse ? last : first) * 2);
    for (let left = last - first + 1; ;) {
      const scoreAt = nextElement(bytes, p);
      visit(text.read(bytes, p), readScore(bytes, scoreAt));
      if (--left === 0) return;
      p = reverse ? previousElement(bytes, previousElement(bytes, p)) : nextElement(bytes, scoreAt);
    }
  }

  private placeFor(score: number, bytes: Bytes, at: number, length: number): number {
    const { packed } = this;
    let p = packed.at + LISTPACK_HEADER;
    while (!isEnd(packed.bytes, p)) {
      const scoreAt = nextElement(packed.bytes, p);
      const other = readScore(packed.bytes, scoreAt);
      if (other > score || (other === score && compareMember(packed.bytes, p, bytes, at, length) > 0)) break;
      p = nextElement(packed.bytes, scoreAt);
    }
    return p - packed.at;
  }
}

/** Integers up to this magnitude are kept as such. */
const MAX_INTEGER = 2 ** 62;
/** Bytes of a listpack that Redis would not let grow any more. */
const LARGEST = 1 << 30;
const RUN = new EncodedRun();
const TEXT = new ElementText();
/** Holds the text of any double. */
const DIGITS = Bytes.uninitialised(64);

/** Adds a member and its score. */
export function addPair(run: EncodedRun, score: number, bytes: Bytes, at: number, length: number): void {
  run.add(bytes, at, length);
  // -0 loses its sign here, as it does in Redis.
  if (Number.isSafeInteger(score)) run.addInteger(score === 0 ? 0 : score);
  else if (Number.isInteger(score) && Math.abs(score) <= MAX_INTEGER) run.addBigInteger(BigInt(score));
  else addText(run, formatDouble(score));
}

function addText(run: EncodedRun, text: string): void {
  for (let i = 0; i < text.length; i++) DIGITS.u8[i] = text.charCodeAt(i);
  run.add(DIGITS, 0, text.length);
}

function readScore(bytes: Bytes, at: number): number {
  if (isInteger(bytes, at)) return integerOf(bytes, at);
  TEXT.read(bytes, at);
  return parseDouble(bytes.u8, TEXT.at, TEXT.at + TEXT.length);
}

/** The order of the member at `p` and another. */
function compareMember(listpack: Bytes, p: number, bytes: Bytes, at: number, length: number): number {
  TEXT.read(listpack, p);
  return compareBytes(TEXT.bytes, TEXT.at, TEXT.length, bytes, at, length);
}
