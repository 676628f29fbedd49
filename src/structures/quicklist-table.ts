import type { TableMemory } from '../memory/arena.ts';

/**
 * The nodes of a quicklist in their order: a row of records that grows and shrinks at both ends.
 *
 * ```
 *   pages      │ · · · r0 r1 │ r2 r3 r4 r5 │ r6 r7 · · │        slot of record i: first + i
 *                      ▲ first
 *   record     │ address │ count, plain │ start │ end │        the node's elements are bytes [start, end) of its block
 * ```
 *
 * A table begins with one short page, which doubles up to 256 records; from there on it gets page after page, so that
 * growing never copies more than one. Records are found by `seek`, which leaves them in `page` and `at`.
 *
 * Invariant: pages before the first record and behind the last are given back, but for one at each end.
 */
const PAGE_SHIFT = 8;
const PAGE_RECORDS = 1 << PAGE_SHIFT;
const PAGE_MASK = PAGE_RECORDS - 1;
const RECORD_SHIFT = 2;
const RECORD_WORDS = 1 << RECORD_SHIFT;
const FIRST_RECORDS = 8;
const WORD_BYTES = 4;

/** Words of a record. */
export const NODE_ADDRESS = 0;
export const NODE_COUNT = 1;
export const NODE_START = 2;
export const NODE_END = 3;

const NO_PAGE = new Uint32Array(0);

export class QuicklistTable {
  length = 0;
  /** The record found: words `page[at … at + 3]`. */
  page: Uint32Array = NO_PAGE;
  at = 0;
  private readonly total: TableMemory;
  private readonly pages: Uint32Array[] = [];
  private first = 0;

  /** @param total where the bytes in use are counted too */
  constructor(total: TableMemory) {
    this.total = total;
  }

  get memory(): number {
    let bytes = 0;
    for (const page of this.pages) bytes += page.byteLength;
    return bytes;
  }

  seek(index: number): void {
    const slot = this.first + index;
    this.page = this.pages[slot >>> PAGE_SHIFT];
    this.at = (slot & PAGE_MASK) << RECORD_SHIFT;
  }

  /** Makes a place for a record before the one of this index, and leaves it found: its words are the caller's to fill. */
  insert(index: number): void {
    if (index < this.length / 2) {
      this.openFront();
      for (let i = 0; i < index; i++) this.copy(i + 1, i);
    } else {
      this.openBack();
      for (let i = this.length - 1; i > index; i--) this.copy(i - 1, i);
    }
    this.seek(index);
  }

  /** Takes a record out. */
  remove(index: number): void {
    if (index < this.length / 2) {
      for (let i = index; i > 0; i--) this.copy(i - 1, i);
      this.first++;
      this.length--;
      if (this.first >= 2 * PAGE_RECORDS) this.dropFirstPage();
    } else {
      for (let i = index; i < this.length - 1; i++) this.copy(i + 1, i);
      this.length--;
      this.dropLastPages();
    }
    if (this.length === 0) this.clear();
  }

  /** Takes out every record whose count is 0, in one pass. */
  sweep(): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      this.seek(i);
      if (this.page[this.at + NODE_COUNT] === 0) continue;
      if (kept < i) this.copy(i, kept);
      kept++;
    }
    this.length = kept;
    this.dropLastPages();
    if (kept === 0) this.clear();
  }

  /** Forgets all records. */
  clear(): void {
    this.total.tableBytes -= this.memory;
    this.pages.length = 0;
    this.page = NO_PAGE;
    this.first = 0;
    this.length = 0;
  }

  private copy(from: number, to: number): void {
    this.seek(from);
    const { page, at } = this;
    this.seek(to);
    for (let word = 0; word < RECORD_WORDS; word++) this.page[this.at + word] = page[at + word];
  }

  private openFront(): void {
    if (this.first === 0 && !this.recentre(true)) {
      const shift = this.widen(true) ? 0 : PAGE_RECORDS;
      if (shift > 0) this.pages.unshift(this.newPage(PAGE_RECORDS));
      this.first += shift;
    }
    this.first--;
    this.length++;
  }

  private openBack(): void {
    const slot = this.first + this.length;
    const isFull = this.pages.length <= 1 ? slot >= this.capacity : slot >>> PAGE_SHIFT >= this.pages.length;
    if (isFull && !this.recentre(false) && !this.widen(false)) this.pages.push(this.newPage(PAGE_RECORDS));
    this.length++;
  }

  /** Moves the records of a single page that is at most half full to one end of it. Answers whether that made room. */
  private recentre(toBack: boolean): boolean {
    const { capacity, first, length } = this;
    if (this.pages.length !== 1 || length > capacity / 2) return false;
    const target = toBack ? capacity - length : 0;
    this.pages[0].copyWithin(target << RECORD_SHIFT, first << RECORD_SHIFT, (first + length) << RECORD_SHIFT);
    this.first = target;
    return true;
  }

  /** Records of a table of one page. */
  private get capacity(): number {
    return this.pages.length === 0 ? 0 : this.pages[0].length >>> RECORD_SHIFT;
  }

  /** Doubles the only page while it is short, with the new room at one end. Answers false where it is full length. */
  private widen(atFront: boolean): boolean {
    const { capacity } = this;
    if (this.pages.length > 1 || capacity === PAGE_RECORDS) return false;
    const wider = this.newPage(Math.max(FIRST_RECORDS, capacity * 2));
    const shift = atFront ? (wider.length >>> RECORD_SHIFT) - capacity : 0;
    if (capacity > 0) {
      wider.set(this.pages[0], shift << RECORD_SHIFT);
      this.total.tableBytes -= this.pages[0].byteLength;
    }
    this.pages[0] = wider;
    this.first += shift;
    return true;
  }

  private newPage(records: number): Uint32Array {
    this.total.tableBytes += records * RECORD_WORDS * WORD_BYTES;
    return new Uint32Array(records * RECORD_WORDS);
  }

  private dropFirstPage(): void {
    this.pages.shift();
    this.first -= PAGE_RECORDS;
    this.total.tableBytes -= PAGE_RECORDS * RECORD_WORDS * WORD_BYTES;
  }

  private dropLastPages(): void {
    const needed = ((this.first + this.length) >>> PAGE_SHIFT) + 2;
    while (this.pages.length > needed) {
      this.pages.pop();
      this.total.tableBytes -= PAGE_RECORDS * RECORD_WORDS * WORD_BYTES;
    }
  }
}
