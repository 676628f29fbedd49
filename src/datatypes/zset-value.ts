import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import type { Key } from '../structures/key.ts';
import {
  ElementText,
  EncodedRun,
  LISTPACK_EMPTY,
  LISTPACK_HEADER,
  writeListpackHeader,
} from '../structures/listpack.ts';
import { SortedTable } from '../structures/sorted-table.ts';
import type { Entries } from './entries.ts';
import type { Packed } from './packed.ts';
import { createPacked } from './packed.ts';
import type { CollectionType, CollectionView } from './value.ts';
import { FORM_SKIPLIST, FORM_ZSET_PACKED, TYPE_ZSET } from './value.ts';
import { addPair, PackedZSet } from './zset-packed.ts';

/** Visits a member and its score; the text holds until the next visit. */
export type ZSetVisitor = (member: ElementText, score: number) => void;

/**
 * A sorted set: members, each with a score, in the order of the scores and, where those are the same, of the members'
 * bytes. Ranks count from 0, the lowest.
 *
 * ```
 *   listpack   member, score, member, score … in order (zset-packed.ts)       up to `zset-max-listpack-entries` members
 *   skiplist   a table of blocks and an ordered index (sorted-table.ts)       of `zset-max-listpack-value` bytes at most
 * ```
 *
 * A sorted set that has grown out of a listpack does not go back to one, but for those that a command has computed
 * (`packIfSmall`).
 */
export class ZSetView implements CollectionView {
  /** The score of the member that `find` found. */
  score = 0;
  private entries!: Entries;
  private address = 0;
  private hash = 0;
  private readonly packed = new PackedZSet();
  private table: SortedTable | undefined = undefined;
  /** Where `find` found its member: an address in the table, or an offset in the listpack; 0 where it is not there. */
  private found = 0;
  private readonly text = new ElementText();
  private visitor: ZSetVisitor = () => undefined;
  private readonly visitBlock = (address: number, score: number): void => {
    (this.table as SortedTable).readMember(address, this.text);
    this.visitor(this.text, score);
  };

  bind(entries: Entries, address: number, hash: number): void {
    this.entries = entries;
    this.address = address;
    this.hash = hash;
    this.table = entries.objectAt(address) as SortedTable | undefined;
    if (this.table === undefined) this.packed.bind(entries, address, hash);
  }

  get size(): number {
    return this.table === undefined ? this.packed.size : this.table.size;
  }

  get encoding(): string {
    return this.table === undefined ? 'listpack' : 'skiplist';
  }

  /** Whether elements stand in a table, to be scanned bucket by bucket. */
  get isLarge(): boolean {
    return this.table !== undefined;
  }

  /** The score of a member, or undefined. */
  scoreOf(bytes: Bytes, at: number, length: number): number | undefined {
    return this.find(bytes, at, length) ? this.score : undefined;
  }

  /** Looks a member up: its score is in `score`, and `setFound`, `removeFound` or `add` may follow. */
  find(bytes: Bytes, at: number, length: number): boolean {
    const { table } = this;
    if (table !== undefined) {
      this.found = table.find(bytes, at, length);
      if (this.found !== 0) this.score = table.scoreAt(this.found);
    } else {
      this.found = this.packed.find(bytes, at, length);
      if (this.found !== 0) this.score = this.packed.scoreAt(this.found);
    }
    return this.found !== 0;
  }

  /** Gives the member that `find` has found another score. */
  setFound(score: number, bytes: Bytes, at: number, length: number): void {
    if (this.table !== undefined) this.table.setScore(this.found, score);
    else this.packed.replace(this.found, score, bytes, at, length);
  }

  /** Adds the member that `find` has not found. */
  add(score: number, bytes: Bytes, at: number, length: number): void {
    const before = this.size;
    if (this.table === undefined && !this.packed.takes(this.entries.packing, length)) this.unpack(bytes, at, length);
    if (this.table !== undefined) this.table.addMissing(score, bytes, at, length);
    else this.packed.insert(score, bytes, at, length);
    this.recount(before);
  }

  /** Adds a member or sets its score, as it is. Answers whether it is new. */
  put(score: number, bytes: Bytes, at: number, length: number): boolean {
    if (this.find(bytes, at, length)) {
      if (score !== this.score) this.setFound(score, bytes, at, length);
      return false;
    }
    this.add(score, bytes, at, length);
    return true;
  }

  /** Removes a member. Answers whether it was there. */
  remove(bytes: Bytes, at: number, length: number): boolean {
    if (!this.find(bytes, at, length)) return false;
    const before = this.size;
    if (this.table !== undefined) this.table.removeFound(this.found);
    else this.packed.remove(this.found, 1);
    this.recount(before);
    return true;
  }

  /** Removes `count` members from a rank on. */
  removeRanks(first: number, count: number): void {
    const before = this.size;
    const { table } = this;
    if (table === undefined) this.packed.remove(this.packed.seek(first), count);
    else for (let i = 0; i < count; i++) table.removeRank(first);
    this.recount(before);
  }

  /** Removes the member of this rank, which `readRank` has just read, with no other sorted set used since. */
  removeRead(rank: number): void {
    const before = this.size;
    if (this.table === undefined) this.packed.remove(this.packed.seek(rank), 1);
    else this.table.removeSought();
    this.recount(before);
  }

  /** The rank of a member, whose score is in `score` then, or -1. */
  rankOf(bytes: Bytes, at: number, length: number): number {
    if (!this.find(bytes, at, length)) return -1;
    if (this.table === undefined) return this.packed.rankAt(this.found);
    return this.table.index.rankOf(this.score, this.found);
  }

  /** Reads the member of a rank, which there must be, into `into`. Answers its score. */
  readRank(rank: number, into: ElementText): number {
    const { table } = this;
    if (table === undefined) return this.packed.read(this.packed.seek(rank), into);
    table.readMember(table.index.seekRank(rank), into);
    return table.index.score;
  }

  /** How many members have a lower score; `orEqual`: that or the same. */
  countBelow(score: number, orEqual: boolean): number {
    return this.table === undefined
      ? this.packed.countBelow(score, orEqual)
      : this.table.index.countBelow(score, orEqual);
  }

  /** Where all scores are the same: how many members are lower; `orEqual`: those or the same. */
  countBefore(bytes: Bytes, at: number, length: number, orEqual: boolean): number {
    return this.table === undefined
      ? this.packed.countBefore(bytes, at, length, orEqual)
      : this.table.index.countBefore(bytes, at, length, orEqual);
  }

  /** Visits all members in order. */
  forEach(visit: ZSetVisitor): void {
    this.forEachByRank(0, this.size - 1, false, visit);
  }

  /** The listpack of members and scores by turns that a small one is. */
  get pairs(): Packed | undefined {
    return this.table === undefined ? this.packed.pairs : undefined;
  }

  /** Visits the members of ranks `first` to `last`; `reverse`: from the last to the first. */
  forEachByRank(first: number, last: number, reverse: boolean, visit: ZSetVisitor): void {
    const { table, text } = this;
    if (table === undefined) {
      this.packed.walk(first, last, reverse, text, visit);
      return;
    }
    this.visitor = visit;
    table.index.walk(first, last + 1, reverse, this.visitBlock);
  }

  /**
   * Visits the scores of a table from `minimum` up to, not including, `maximum`, in order, with the places that
   * `readPlace` knows, until the visitor answers true.
   */
  forEachScore(minimum: number, maximum: number, visit: (place: number, score: number) => boolean): void {
    if (this.table === undefined) throw new Error('a listpack has no places');
    this.table.index.walkScores(minimum, maximum, visit);
  }

  /** Reads the member at a place. */
  readPlace(place: number, into: ElementText): void {
    this.table?.readMember(place, into);
  }

  /** Visits some members of a table, as SCAN does, and answers the cursor to go on with. */
  scan(cursor: number, visit: ZSetVisitor): number {
    const { table, text } = this;
    if (table === undefined) throw new Error('a listpack has no cursors');
    return table.dict.scan(cursor, (address) => {
      table.readMember(address, text);
      visit(text, table.scoreAt(address));
    });
  }

  /** Becomes a table where so many members, or one of this length, would not fit a listpack. */
  expect(members: number, length = 0): void {
    const { zsetMembers, zsetMemberBytes } = this.entries.packing;
    if (this.table === undefined && (members > zsetMembers || length > zsetMemberBytes)) this.toTable();
  }

  /** An empty one takes a table's members; it is their owner from then on. */
  adopt(table: SortedTable): void {
    this.address = this.entries.setObject(this.address, this.hash, FORM_SKIPLIST, table);
    this.table = table;
    this.recount(0);
  }

  /** Becomes a listpack again where the limits allow it. */
  packIfSmall(): void {
    const { table, entries } = this;
    const { zsetMembers, zsetMemberBytes } = entries.packing;
    if (table === undefined || table.size > zsetMembers) return;
    RUN.clear();
    let longest = 0;
    this.forEach((member, score) => {
      longest = Math.max(longest, member.length);
      if (longest <= zsetMemberBytes) addPair(RUN, score, member.bytes, member.at, member.length);
    });
    if (longest > zsetMemberBytes) return;
    const length = LISTPACK_EMPTY + RUN.length;
    this.address = entries.setPacked(this.address, this.hash, FORM_ZSET_PACKED, length);
    writeListpackHeader(entries.valueBytes, entries.valueAt, length, RUN.count);
    copyBytes(RUN.bytes, 0, entries.valueBytes, entries.valueAt + LISTPACK_HEADER, RUN.length);
    this.bind(entries, this.address, this.hash);
  }

  /** Becomes a table, with the place of a missing member looked for there. */
  private unpack(bytes: Bytes, at: number, length: number): void {
    this.toTable();
    this.find(bytes, at, length);
  }

  private toTable(): void {
    const { entries } = this;
    const table = new SortedTable(entries.arena, entries.k0, entries.k1);
    this.packed.walk(0, this.packed.size - 1, false, this.text, ({ bytes, at, length }, score) => {
      table.put(score, bytes, at, length);
    });
    this.address = entries.setObject(this.packed.address, this.hash, FORM_SKIPLIST, table);
    this.table = table;
  }

  private recount(before: number): void {
    this.entries.recountItems(TYPE_ZSET, before, this.size);
    if (this.table === undefined) this.address = this.packed.address;
  }
}

export const ZSetValue: CollectionType<ZSetView> = {
  code: TYPE_ZSET,
  view: new ZSetView(),
  create: (entries: Entries, key: Key, access: number): number => createPacked(entries, key, FORM_ZSET_PACKED, access),
};

/** The type with a view of its own, for who works with several sorted sets at a time. */
export function anotherZSet(): CollectionType<ZSetView> {
  return { ...ZSetValue, view: new ZSetView() };
}

const RUN = new EncodedRun();
