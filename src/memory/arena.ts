import { Bytes, EMPTY_BYTES } from './bytes.ts';
import { CompactionPlan, EVACUATE_PAGE, EVACUATE_SEGMENT } from './compaction.ts';
import { CLASS_COUNT, CLASS_UNITS, classFor, MAX_BLOCK, UNIT, UNIT_SHIFT } from './size-classes.ts';

/**
 * The memory that all data lives in: blocks of a few size classes in segments of plain memory.
 *
 * ```
 *  address (32 bits, in units of 8 bytes)
 *  ┌───────────────┬──────┬───────────────┐
 *  │ segment  (15) │ page │ unit     (13) │      32 GiB reachable; address 0 is "nothing"
 *  └───────────────┴──(4)─┴───────────────┘
 *
 *  segment, 1 MiB: sixteen pages of 64 KiB
 *  ┌────────┬────────┬────────┬─ ─ ─┬────────┐
 *  │ page 0 │ page 1 │ page 2 │     │ page15 │   a small class has pages; a class above 8 KiB a whole segment
 *  └────────┴────────┴────────┴─ ─ ─┴────────┘
 *
 *  page of one class
 *  ┌───────┬───────┬───────┬───────┬────────────────┐
 *  │ block │ free ─┼─▶free │ block │ never used yet │
 *  └───────┴───────┴───────┴───────┴▲───────────────┘
 *                                   bump
 * ```
 *
 * A block of more than 64 KiB (an entry with a very long key) is a segment of its own, of just its length.
 *
 * Invariants
 * - `used` is the sum of the sizes of all live blocks, to the byte.
 * - A page is in the list of its class exactly while it has room and is not being emptied (compaction.ts); a page
 *   without a live block goes back to its segment (but for the last one with room of its class), an empty segment to
 *   the system (but for one).
 * - A page's live blocks + its free list + what lies behind its bump pointer are all its blocks.
 */
export const SEGMENT_SHIFT = 17;
export const SEGMENT_MASK = (1 << SEGMENT_SHIFT) - 1;
const SEGMENT_BYTES = 1 << (SEGMENT_SHIFT + UNIT_SHIFT);
const PAGE_SHIFT = 13;
const PAGE_UNITS = 1 << PAGE_SHIFT;
const PAGES_PER_SEGMENT = 1 << (SEGMENT_SHIFT - PAGE_SHIFT);
const MAX_SEGMENTS = 1 << (32 - SEGMENT_SHIFT);
const MAX_SMALL_UNITS = 1024;
const NO_PAGE = -1;
/** Stands in `pageClass` for a block that has a segment of its own, of its own length. */
const HUGE = 255;

/** Where a table counts what it takes, so that the sum over all of them is one number. */
export interface TableMemory {
  tableBytes: number;
}

export class ArenaFullError extends Error {
  constructor() {
    super('the arena has no address left');
  }
}

export class Arena {
  /** Segments by number; a released one is empty memory until its number is used again. */
  readonly segments: Bytes[] = [];
  /** Bytes in live blocks, each counted at the size of its class. */
  used = 0;
  /** Live blocks. */
  blocks = 0;
  /** Bytes of the tables that stand beside the arena and lead to its blocks; each table keeps its share up to date. */
  tableBytes = 0;
  /** Bytes of segments let go since somebody last saw to their collection (see off-heap.ts). */
  dropped = 0;

  private pageClass = new Uint8Array(PAGES_PER_SEGMENT);
  /** The page that keeps the books for this one: itself, or its segment's first where the class spans the segment. */
  private pageHead = new Uint32Array(PAGES_PER_SEGMENT);
  private pageFree = new Uint32Array(PAGES_PER_SEGMENT);
  private pageBump = new Uint32Array(PAGES_PER_SEGMENT);
  private pageLive = new Uint32Array(PAGES_PER_SEGMENT);
  private pageNext = new Int32Array(PAGES_PER_SEGMENT);
  private pagePrevious = new Int32Array(PAGES_PER_SEGMENT);
  /** The marks of the compaction under way; all 0 while there is none. */
  private evacuated: Uint8Array = new Uint8Array(PAGES_PER_SEGMENT);
  private readonly classHead = new Int32Array(CLASS_COUNT).fill(NO_PAGE);

  /** Empty pages of segments that are partly in use. */
  private readonly freePages: number[] = [];
  private readonly segmentEmptyPages: number[] = [];
  private readonly freeSegmentNumbers: number[] = [];
  private emptySegment = -1;
  private liveSegments = 0;
  private hugeBytes = 0;

  /** Bytes taken from the system, touched or not. */
  get reserved(): number {
    return this.liveSegments * SEGMENT_BYTES + this.hugeBytes;
  }

  /** Gives all memory back at once. Every address handed out is void, and so is every table of such. */
  reset(): void {
    this.dropped += this.reserved;
    this.segments.length = 0;
    this.freePages.length = 0;
    this.segmentEmptyPages.length = 0;
    this.freeSegmentNumbers.length = 0;
    this.classHead.fill(NO_PAGE);
    this.evacuated.fill(0);
    this.emptySegment = -1;
    this.liveSegments = 0;
    this.hugeBytes = 0;
    this.used = 0;
    this.blocks = 0;
    // The tables of collections go with them, unasked.
    this.tableBytes = 0;
  }

  /** A block of at least `bytes` (at least 1). Its content is whatever stood there. */
  allocate(bytes: number): number {
    if (bytes > MAX_BLOCK) return this.allocateHuge(bytes);
    const sizeClass = classFor(bytes);
    let page = this.classHead[sizeClass];
    if (page === NO_PAGE) page = this.openPage(sizeClass);
    const units = CLASS_UNITS[sizeClass];
    this.used += units * UNIT;
    this.blocks++;
    this.pageLive[page]++;

    const free = this.pageFree[page];
    if (free !== 0) {
      const next = this.segments[free >>> SEGMENT_SHIFT].view.getUint32((free & SEGMENT_MASK) << UNIT_SHIFT, true);
      this.pageFree[page] = next;
      if (next === 0 && !this.hasUnusedTail(page, units)) this.unlink(page, sizeClass);
      return free;
    }
    const address = page * PAGE_UNITS + this.pageBump[page];
    this.pageBump[page] += units;
    if (!this.hasUnusedTail(page, units)) this.unlink(page, sizeClass);
    return address;
  }

  /** Gives a block back. The address must be one that `allocate` answered and nothing freed since. */
  free(address: number): void {
    const page = this.pageHead[address >>> PAGE_SHIFT];
    const sizeClass = this.pageClass[page];
    this.blocks--;
    if (sizeClass === HUGE) {
      this.freeHuge(address >>> SEGMENT_SHIFT);
      return;
    }
    const units = CLASS_UNITS[sizeClass];
    this.used -= units * UNIT;
    const head = this.pageFree[page];
    const wasFull = head === 0 && !this.hasUnusedTail(page, units);
    this.segments[address >>> SEGMENT_SHIFT].view.setUint32((address & SEGMENT_MASK) << UNIT_SHIFT, head, true);
    this.pageFree[page] = address;
    if (wasFull) this.link(page, sizeClass);
    if (--this.pageLive[page] === 0) this.closePage(page, sizeClass);
  }

  /** The true size in bytes of the block at an address. */
  sizeOf(address: number): number {
    const sizeClass = this.pageClass[this.pageHead[address >>> PAGE_SHIFT]];
    return sizeClass === HUGE ? this.segments[address >>> SEGMENT_SHIFT].length : CLASS_UNITS[sizeClass] * UNIT;
  }

  /** Whether the block at `address` is the one that `allocate(bytes)` would choose too, so it can be written in place. */
  fits(address: number, bytes: number): boolean {
    return bytes <= MAX_BLOCK && this.pageClass[this.pageHead[address >>> PAGE_SHIFT]] === classFor(bytes);
  }

  /**
   * Begins a compaction: no block is given out any more in the pages to be emptied, and room is filled from the fullest
   * page on. Moving the blocks is for the caller, and so is `endCompaction`. Answers how many pages are to be emptied.
   */
  beginCompaction(): number {
    this.endCompaction();
    const { pageClass, pageLive } = this;
    const segments: number[] = [];
    this.segments.forEach(({ length }, segment) => {
      const isHuge = pageClass[segment * PAGES_PER_SEGMENT] === HUGE;
      if (length > 0 && !isHuge && segment !== this.emptySegment) segments.push(segment);
    });
    const books = { pagesPerSegment: PAGES_PER_SEGMENT, pageUnits: PAGE_UNITS, pageClass, pageLive, segments };
    const plan = new CompactionPlan(books);
    this.evacuated = plan.marks;
    this.arrangePages(plan.pagesWithRoom());
    this.closeVacantPages();
    return plan.evacuated;
  }

  /** Ends it: pages that were not emptied are as any other. */
  endCompaction(): void {
    const { evacuated } = this;
    for (let page = 0; page < evacuated.length; page++) {
      const mark = evacuated[page];
      if (mark === 0) continue;
      evacuated[page] = 0;
      const sizeClass = this.pageClass[page];
      if (sizeClass !== 0 && this.pageHasRoom(page, sizeClass)) this.link(page, sizeClass);
      else if (mark === EVACUATE_SEGMENT && sizeClass === 0 && !this.isSpanned(page)) this.freePages.push(page);
    }
  }

  /** Whether the block at an address stands in a page to be emptied, and there is room for it elsewhere. */
  shouldMove(address: number): boolean {
    const page = this.pageHead[address >>> PAGE_SHIFT];
    if (this.evacuated[page] === 0) return false;
    const sizeClass = this.pageClass[page];
    if (this.classHead[sizeClass] !== NO_PAGE) return true;
    return this.freePages.length > 0 && this.pageUnits(sizeClass) === PAGE_UNITS;
  }

  /** Links the pages given, which are all that have room, the last of them foremost; forgets those to be emptied. */
  private arrangePages(pages: Uint32Array): void {
    this.classHead.fill(NO_PAGE);
    for (const page of pages) if (this.pageHasRoom(page, this.pageClass[page])) this.link(page, this.pageClass[page]);
    let kept = 0;
    for (const page of this.freePages) if (this.evacuated[page] === 0) this.freePages[kept++] = page;
    this.freePages.length = kept;
  }

  /** Closes the pages to be emptied in which nothing lives: nobody will free a last block there. */
  private closeVacantPages(): void {
    const { evacuated } = this;
    for (let page = 0; page < evacuated.length; page++) {
      const sizeClass = this.pageClass[page];
      if (evacuated[page] !== 0 && sizeClass !== 0 && this.pageLive[page] === 0) this.closePage(page, sizeClass);
    }
  }

  /** Whether a page is part of a segment that is all one page. */
  private isSpanned(page: number): boolean {
    const sizeClass = this.pageClass[page - (page % PAGES_PER_SEGMENT)];
    return sizeClass !== 0 && this.pageUnits(sizeClass) > PAGE_UNITS;
  }

  private pageHasRoom(page: number, sizeClass: number): boolean {
    return this.pageFree[page] !== 0 || this.hasUnusedTail(page, CLASS_UNITS[sizeClass]);
  }

  private pageUnits(sizeClass: number): number {
    return CLASS_UNITS[sizeClass] > MAX_SMALL_UNITS ? PAGE_UNITS * PAGES_PER_SEGMENT : PAGE_UNITS;
  }

  private hasUnusedTail(page: number, units: number): boolean {
    const limit = units > MAX_SMALL_UNITS ? PAGE_UNITS * PAGES_PER_SEGMENT : PAGE_UNITS;
    return this.pageBump[page] + units <= limit;
  }

  private link(page: number, sizeClass: number): void {
    if (this.evacuated[page] !== 0) return;
    const head = this.classHead[sizeClass];
    this.pageNext[page] = head;
    this.pagePrevious[page] = NO_PAGE;
    if (head !== NO_PAGE) this.pagePrevious[head] = page;
    this.classHead[sizeClass] = page;
  }

  private unlink(page: number, sizeClass: number): void {
    const next = this.pageNext[page];
    const previous = this.pagePrevious[page];
    if (previous === NO_PAGE) this.classHead[sizeClass] = next;
    else this.pageNext[previous] = next;
    if (next !== NO_PAGE) this.pagePrevious[next] = previous;
  }

  private openPage(sizeClass: number): number {
    const spansSegment = this.pageUnits(sizeClass) > PAGE_UNITS;
    const page = spansSegment ? this.takeSegment() * PAGES_PER_SEGMENT : this.takePage();
    const pages = spansSegment ? PAGES_PER_SEGMENT : 1;
    this.segmentEmptyPages[Math.floor(page / PAGES_PER_SEGMENT)] -= pages;
    this.pageHead.fill(page, page, page + pages);
    this.pageClass[page] = sizeClass;
    this.pageFree[page] = 0;
    // Address 0 means "nothing", so the very first block is never handed out.
    this.pageBump[page] = page === 0 ? CLASS_UNITS[sizeClass] : 0;
    this.pageLive[page] = 0;
    this.link(page, sizeClass);
    return page;
  }

  private closePage(page: number, sizeClass: number): void {
    const mark = this.evacuated[page];
    if (mark === 0) {
      const isLastWithRoom = this.classHead[sizeClass] === page && this.pageNext[page] === NO_PAGE;
      if (isLastWithRoom) return;
      this.unlink(page, sizeClass);
    }
    if (mark === EVACUATE_PAGE) this.evacuated[page] = 0;
    this.pageClass[page] = 0;
    const segment = Math.floor(page / PAGES_PER_SEGMENT);
    const spansSegment = this.pageUnits(sizeClass) > PAGE_UNITS;
    this.segmentEmptyPages[segment] += spansSegment ? PAGES_PER_SEGMENT : 1;
    if (this.segmentEmptyPages[segment] === PAGES_PER_SEGMENT) this.retireSegment(segment);
    else if (mark !== EVACUATE_SEGMENT) this.freePages.push(page);
  }

  private takePage(): number {
    const page = this.freePages.pop();
    if (page !== undefined) return page;
    const first = this.takeSegment() * PAGES_PER_SEGMENT;
    for (let next = first + PAGES_PER_SEGMENT - 1; next > first; next--) this.freePages.push(next);
    return first;
  }

  private takeSegment(): number {
    if (this.emptySegment >= 0) {
      const spare = this.emptySegment;
      this.emptySegment = -1;
      return spare;
    }
    const segment = this.takeSegmentNumber();
    this.segments[segment] = Bytes.zeroed(SEGMENT_BYTES);
    this.segmentEmptyPages[segment] = PAGES_PER_SEGMENT;
    this.liveSegments++;
    return segment;
  }

  private takeSegmentNumber(): number {
    const segment = this.freeSegmentNumbers.pop() ?? this.segments.length;
    if (segment >= MAX_SEGMENTS) throw new ArenaFullError();
    this.growPageBooks((segment + 1) * PAGES_PER_SEGMENT);
    return segment;
  }

  private allocateHuge(bytes: number): number {
    // Not the first segment: the block's address would be 0.
    if (this.segments.length === 0) this.emptySegment = this.takeSegment();
    const segment = this.takeSegmentNumber();
    this.segments[segment] = Bytes.uninitialised(bytes);
    const page = segment * PAGES_PER_SEGMENT;
    this.pageHead[page] = page;
    this.pageClass[page] = HUGE;
    this.segmentEmptyPages[segment] = 0;
    this.hugeBytes += bytes;
    this.used += bytes;
    this.blocks++;
    return page * PAGE_UNITS;
  }

  private freeHuge(segment: number): void {
    const { length } = this.segments[segment];
    this.hugeBytes -= length;
    this.dropped += length;
    this.used -= length;
    this.pageClass[segment * PAGES_PER_SEGMENT] = 0;
    this.segments[segment] = EMPTY_BYTES;
    this.freeSegmentNumbers.push(segment);
  }

  /**
   * One empty segment is kept, so that a workload at its edge does not take and return memory at every turn. The first
   * is kept rather than another: as the segment of a huge block its number would make the address 0.
   */
  private retireSegment(segment: number): void {
    this.forgetPagesOf(segment);
    const spare = this.emptySegment;
    if (spare < 0 || segment === 0) this.emptySegment = segment;
    if (spare < 0) return;
    const released = segment === 0 ? spare : segment;
    this.segments[released] = EMPTY_BYTES;
    this.freeSegmentNumbers.push(released);
    this.liveSegments--;
    this.dropped += SEGMENT_BYTES;
  }

  private forgetPagesOf(segment: number): void {
    this.evacuated.fill(0, segment * PAGES_PER_SEGMENT, (segment + 1) * PAGES_PER_SEGMENT);
    let kept = 0;
    for (const page of this.freePages) {
      if (Math.floor(page / PAGES_PER_SEGMENT) !== segment) this.freePages[kept++] = page;
    }
    this.freePages.length = kept;
  }

  private growPageBooks(pages: number): void {
    if (pages <= this.pageClass.length) return;
    const capacity = Math.max(pages, this.pageClass.length * 2);
    this.pageClass = grown(this.pageClass, new Uint8Array(capacity));
    this.pageHead = grown(this.pageHead, new Uint32Array(capacity));
    this.pageFree = grown(this.pageFree, new Uint32Array(capacity));
    this.pageBump = grown(this.pageBump, new Uint32Array(capacity));
    this.pageLive = grown(this.pageLive, new Uint32Array(capacity));
    this.evacuated = grown(this.evacuated, new Uint8Array(capacity));
    this.pageNext = grown(this.pageNext, new Int32Array(capacity));
    this.pagePrevious = grown(this.pagePrevious, new Int32Array(capacity));
  }
}

function grown<T extends Uint8Array | Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
