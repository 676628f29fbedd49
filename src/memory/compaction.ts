import { CLASS_COUNT, CLASS_UNITS } from './size-classes.ts';

/**
 * Which pages to empty, so that segments go back to the system.
 *
 * ```
 *   segment 0 ▓▓▓▓▓▓▓▓  stays, its room fills up
 *   segment 1 ▓░▓▓▓░▓▓  stays
 *   segment 2 ░░▓░░░░░  all pages are emptied ─▶ the segment is released
 *
 *   within a segment that stays, of one class:   ▓▓▓░ ▓▓░░ ▓░░░ ─▶ ▓▓▓▓ ▓▓░░, and a page for any class
 * ```
 *
 * The emptiest segments come first, each only if the room that the rest has, class by class and in empty pages, holds
 * its blocks too. Then each class gives up as many of its emptiest pages as the others have room for.
 */
export interface PageBooks {
  readonly pagesPerSegment: number;
  readonly pageUnits: number;
  /** Class of a page's blocks, 0 for an empty page; the first of a segment for all where the class spans it. */
  readonly pageClass: Uint8Array;
  readonly pageLive: Uint32Array;
  /** Numbers of the segments made of pages, but for one kept in reserve. */
  readonly segments: readonly number[];
}

/** Stands in the plan for a page to be emptied; when it is, it is open to all classes. */
export const EVACUATE_PAGE = 1;
/** The same as part of its segment: it is not to be used again. */
export const EVACUATE_SEGMENT = 2;

/** Above this share of its bytes in use a segment is not worth moving. */
const WORTH_MOVING = 0.95;
const NUMBER_BITS = 19;
const NUMBER_MASK = (1 << NUMBER_BITS) - 1;

export class CompactionPlan {
  /** EVACUATE_PAGE, EVACUATE_SEGMENT or 0, by page. */
  readonly marks: Uint8Array;
  /** Pages to empty. */
  evacuated = 0;
  private readonly books: PageBooks;
  /** Blocks that the pages which stay have room for, by class. */
  private readonly room = new Int32Array(CLASS_COUNT);
  /** Live blocks of the segment being looked at, by class. */
  private readonly moving = new Int32Array(CLASS_COUNT);
  private emptyPages = 0;

  constructor(books: PageBooks) {
    this.books = books;
    this.marks = new Uint8Array(books.pageClass.length);
    for (const segment of books.segments) this.count(segment, 1);
    for (const segment of this.emptiestFirst()) if (this.fitsElsewhere(segment)) this.mark(segment);
    this.markSparePages();
  }

  /** Blocks that a page holds: the first of all gives one fewer away, whose address would be 0. */
  private capacityOf(page: number): number {
    const capacity = this.capacity(this.books.pageClass[page]);
    return page === 0 ? capacity - 1 : capacity;
  }

  /** Blocks that a page of this class holds. */
  private capacity(sizeClass: number): number {
    const units = CLASS_UNITS[sizeClass];
    const { pageUnits } = this.books;
    return Math.floor((this.spans(sizeClass) ? pageUnits * this.books.pagesPerSegment : pageUnits) / units);
  }

  private spans(sizeClass: number): boolean {
    return CLASS_UNITS[sizeClass] * 8 > this.books.pageUnits;
  }

  /** Adds a segment's room to what there is (`sign` 1), or takes it away (-1). */
  private count(segment: number, sign: number): void {
    const { pagesPerSegment, pageClass, pageLive } = this.books;
    const first = segment * pagesPerSegment;
    for (let page = first; page < first + pagesPerSegment; page++) {
      const sizeClass = pageClass[page];
      if (sizeClass === 0) this.emptyPages += sign;
      else this.room[sizeClass] += sign * (this.capacityOf(page) - pageLive[page]);
      if (this.spans(sizeClass)) return;
    }
  }

  private emptiestFirst(): number[] {
    const { pagesPerSegment, pageUnits, segments } = this.books;
    const limit = pageUnits * pagesPerSegment * WORTH_MOVING;
    const sized = segments.map((segment) => ({ segment, units: this.unitsIn(segment) }));
    const sparse = sized.filter(({ units }) => units < limit);
    return sparse.sort((a, b) => a.units - b.units).map(({ segment }) => segment);
  }

  private unitsIn(segment: number): number {
    const { pagesPerSegment, pageClass, pageLive } = this.books;
    const first = segment * pagesPerSegment;
    let units = 0;
    for (let page = first; page < first + pagesPerSegment; page++) {
      units += pageLive[page] * CLASS_UNITS[pageClass[page]];
      if (this.spans(pageClass[page])) break;
    }
    return units;
  }

  /** Takes a segment's room away, and gives its blocks room in the rest; undoes that where there is not enough. */
  private fitsElsewhere(segment: number): boolean {
    const { pagesPerSegment, pageClass, pageLive } = this.books;
    const first = segment * pagesPerSegment;
    this.count(segment, -1);
    this.moving.fill(0);
    for (let page = first; page < first + pagesPerSegment; page++) {
      this.moving[pageClass[page]] += pageLive[page];
      if (this.spans(pageClass[page])) break;
    }
    const pages = this.pagesNeeded();
    if (pages > this.emptyPages) {
      this.count(segment, 1);
      return false;
    }
    this.emptyPages -= pages;
    for (let sizeClass = 1; sizeClass < CLASS_COUNT; sizeClass++) this.takeRoom(sizeClass);
    return true;
  }

  /** Empty pages that the blocks to be moved need beside the room of their classes. */
  private pagesNeeded(): number {
    let pages = 0;
    for (let sizeClass = 1; sizeClass < CLASS_COUNT; sizeClass++) {
      const missing = this.moving[sizeClass] - this.room[sizeClass];
      if (this.moving[sizeClass] === 0 || missing <= 0) continue;
      // A class that spans segments would need a whole one.
      pages += this.spans(sizeClass) ? Infinity : Math.ceil(missing / this.capacity(sizeClass));
    }
    return pages;
  }

  private takeRoom(sizeClass: number): void {
    const count = this.moving[sizeClass];
    if (count === 0) return;
    const capacity = this.capacity(sizeClass);
    this.room[sizeClass] -= count;
    if (this.room[sizeClass] < 0) this.room[sizeClass] += Math.ceil(-this.room[sizeClass] / capacity) * capacity;
  }

  private mark(segment: number): void {
    const { pagesPerSegment, pageClass } = this.books;
    const first = segment * pagesPerSegment;
    this.marks.fill(EVACUATE_SEGMENT, first, first + pagesPerSegment);
    for (let page = first; page < first + pagesPerSegment; page++) if (pageClass[page] !== 0) this.evacuated++;
  }

  private markSparePages(): void {
    for (const page of this.pagesWithRoom()) {
      const sizeClass = this.books.pageClass[page];
      const capacity = this.capacityOf(page);
      if (this.spans(sizeClass) || this.room[sizeClass] < capacity) continue;
      this.room[sizeClass] -= capacity;
      this.marks[page] = EVACUATE_PAGE;
      this.evacuated++;
    }
  }

  /** The pages that stay and have room, the emptiest first. */
  pagesWithRoom(): Uint32Array {
    const { pagesPerSegment, pageClass, pageLive, segments } = this.books;
    const found: number[] = [];
    for (const segment of segments) {
      const first = segment * pagesPerSegment;
      for (let page = first; page < first + pagesPerSegment; page++) {
        const sizeClass = pageClass[page];
        if (sizeClass === 0 || this.marks[page] !== 0 || pageLive[page] >= this.capacityOf(page)) continue;
        found.push(pageLive[page] * (1 << NUMBER_BITS) + page);
      }
    }
    return Uint32Array.from(found)
      .sort()
      .map((key) => key & NUMBER_MASK);
  }
}
