import type { Arena } from '../memory/arena.ts';
import { SEGMENT_MASK, SEGMENT_SHIFT } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import { UNIT_SHIFT } from '../memory/size-classes.ts';
import type { StreamId } from './stream-id.ts';

/**
 * Addresses of blocks in the order of the IDs that they begin with: the nodes of a stream, the chunks of a pending list.
 *
 * ```
 *   pages     [ page 0 │ page 1 │ page 2 ]                     a page is a block of the arena
 *                 │
 *                 ▼
 *   page      │ count, u32 │ item 0 │ item 1 │ … up to 256 │
 *   item      │ ms high │ ms low │ seq high │ seq low │ address │          five words
 *
 *   position  page · 256 + item: holds until the next insertion or removal
 * ```
 *
 * Appending costs the same whatever the length, looking up is two binary searches, and nothing larger than a page is
 * ever moved.
 *
 * Invariants: IDs rise from item to item and from page to page; no page is empty; two neighbours that fit into half a
 * page are one.
 */
const PAGE_SHIFT = 8;
const PAGE_ITEMS = 1 << PAGE_SHIFT;
const SLOT_MASK = PAGE_ITEMS - 1;
const ITEM_BYTES = 20;
const HEAD_BYTES = 4;
const ADDRESS_OFFSET = 16;
const FIRST_ITEMS = 4;

export class StreamIndex {
  /** Items in all. */
  length = 0;
  /** Bytes of its pages. */
  memory = 0;
  private readonly arena: Arena;
  private readonly pages: number[] = [];
  /** What `open` found: a page's items begin at `bytes[at]`. */
  private bytes!: Bytes;
  private at = 0;
  private count = 0;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** The position of the last item, or -1. */
  get last(): number {
    if (this.length === 0) return -1;
    const page = this.pages.length - 1;
    this.open(page);
    return page * PAGE_ITEMS + this.count - 1;
  }

  /** Finds the last item, for `readFoundId`. Answers its address, or 0 where there is none. */
  seekLast(): number {
    if (this.length === 0) return 0;
    this.open(this.pages.length - 1);
    this.at += (this.count - 1) * ITEM_BYTES;
    return this.bytes.view.getUint32(this.at + ADDRESS_OFFSET, true);
  }

  /** The position of the first item, or -1. */
  get first(): number {
    return this.length === 0 ? -1 : 0;
  }

  /** The position behind this one, or -1. */
  next(position: number): number {
    const page = position >>> PAGE_SHIFT;
    this.open(page);
    if ((position & SLOT_MASK) + 1 < this.count) return position + 1;
    return page + 1 < this.pages.length ? (page + 1) * PAGE_ITEMS : -1;
  }

  /** The position before this one, or -1. */
  previous(position: number): number {
    if ((position & SLOT_MASK) > 0) return position - 1;
    const page = (position >>> PAGE_SHIFT) - 1;
    if (page < 0) return -1;
    this.open(page);
    return page * PAGE_ITEMS + this.count - 1;
  }

  /** This position, or the next where it has no item (any more); -1 behind the last. */
  existing(position: number): number {
    const page = position >>> PAGE_SHIFT;
    if (page >= this.pages.length) return -1;
    this.open(page);
    if ((position & SLOT_MASK) < this.count) return position;
    return page + 1 < this.pages.length ? (page + 1) * PAGE_ITEMS : -1;
  }

  addressAt(position: number): number {
    return this.item(position).view.getUint32(this.at + ADDRESS_OFFSET, true);
  }

  setAddress(position: number, address: number): void {
    this.item(position).view.setUint32(this.at + ADDRESS_OFFSET, address, true);
  }

  readId(position: number, into: StreamId): StreamId {
    this.item(position);
    return this.readFoundId(into);
  }

  /** The ID of the item that was found last. */
  readFoundId(into: StreamId): StreamId {
    const { at } = this;
    const { view } = this.bytes;
    return into.set(
      view.getUint32(at, true),
      view.getUint32(at + 4, true),
      view.getUint32(at + 8, true),
      view.getUint32(at + 12, true),
    );
  }

  /** Gives an item another ID, which must leave the order as it is. */
  setId(position: number, id: StreamId): void {
    this.item(position);
    this.writeId(this.at, id);
  }

  /** The position of the last item whose ID is not greater than `id`, or -1. */
  floor(id: StreamId): number {
    let low = 0;
    let high = this.pages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      this.open(middle);
      if (this.compareAt(this.at, id) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return -1;
    return (low - 1) * PAGE_ITEMS + this.floorIn(low - 1, id);
  }

  append(id: StreamId, address: number): void {
    const page = this.pages.length - 1;
    if (page >= 0) this.open(page);
    if (page < 0 || this.count === PAGE_ITEMS) this.insertPage(page + 1, page < 0 ? FIRST_ITEMS : PAGE_ITEMS);
    const target = this.pages.length - 1;
    this.open(target);
    this.place(target, this.count, id, address);
  }

  /** Adds an item behind the one at `position` (-1: before all others). */
  insertAfter(position: number, id: StreamId, address: number): void {
    if (this.length === 0) {
      this.append(id, address);
      return;
    }
    const page = position < 0 ? 0 : position >>> PAGE_SHIFT;
    const slot = position < 0 ? 0 : (position & SLOT_MASK) + 1;
    this.open(page);
    if (this.count < PAGE_ITEMS) {
      this.place(page, slot, id, address);
      return;
    }
    this.split(page);
    const half = PAGE_ITEMS / 2;
    if (slot <= half) this.place(page, slot, id, address);
    else this.place(page + 1, slot - half, id, address);
  }

  remove(position: number): void {
    const page = position >>> PAGE_SHIFT;
    const slot = position & SLOT_MASK;
    this.open(page);
    const { bytes, at, count } = this;
    bytes.u8.copyWithin(at + slot * ITEM_BYTES, at + (slot + 1) * ITEM_BYTES, at + count * ITEM_BYTES);
    this.setCount(count - 1);
    this.length--;
    if (count === 1) this.dropPage(page);
    else this.mergeAround(page);
  }

  /** Forgets all items and frees the pages. */
  clear(): void {
    for (const page of this.pages) this.arena.free(page);
    this.pages.length = 0;
    this.length = 0;
    this.memory = 0;
  }

  /** Gives pages that stand where memory is being emptied other places. */
  defragment(): void {
    const { arena, pages } = this;
    for (let page = 0; page < pages.length; page++) {
      if (!arena.shouldMove(pages[page])) continue;
      this.open(page);
      this.resize(page, arena.sizeOf(pages[page]));
    }
  }

  private item(position: number): Bytes {
    this.open(position >>> PAGE_SHIFT);
    this.at += (position & SLOT_MASK) * ITEM_BYTES;
    return this.bytes;
  }

  private open(page: number): void {
    const address = this.pages[page];
    const bytes = this.arena.segments[address >>> SEGMENT_SHIFT];
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.bytes = bytes;
    this.at = at + HEAD_BYTES;
    this.count = bytes.view.getUint32(at, true);
  }

  /** Of the page that is open. */
  private setCount(count: number): void {
    this.bytes.view.setUint32(this.at - HEAD_BYTES, count, true);
    this.count = count;
  }

  private floorIn(page: number, id: StreamId): number {
    this.open(page);
    let low = 1;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareAt(this.at + middle * ITEM_BYTES, id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** How the ID at `at` compares with another. */
  private compareAt(at: number, id: StreamId): number {
    const { view } = this.bytes;
    const difference = view.getUint32(at, true) - id.msHi || view.getUint32(at + 4, true) - id.msLo;
    if (difference !== 0) return difference;
    return view.getUint32(at + 8, true) - id.seqHi || view.getUint32(at + 12, true) - id.seqLo;
  }

  private writeId(at: number, id: StreamId): void {
    const { view } = this.bytes;
    view.setUint32(at, id.msHi, true);
    view.setUint32(at + 4, id.msLo, true);
    view.setUint32(at + 8, id.seqHi, true);
    view.setUint32(at + 12, id.seqLo, true);
  }

  /** Puts an item into a page that is not full. */
  private place(page: number, slot: number, id: StreamId, address: number): void {
    this.open(page);
    const needed = HEAD_BYTES + (this.count + 1) * ITEM_BYTES;
    if (needed > this.arena.sizeOf(this.pages[page])) {
      this.resize(page, HEAD_BYTES + Math.min(this.count * 2, PAGE_ITEMS) * ITEM_BYTES);
    }
    const { bytes, at, count } = this;
    const target = at + slot * ITEM_BYTES;
    if (slot < count) bytes.u8.copyWithin(target + ITEM_BYTES, target, at + count * ITEM_BYTES);
    this.writeId(target, id);
    bytes.view.setUint32(target + ADDRESS_OFFSET, address, true);
    this.setCount(count + 1);
    this.length++;
  }

  private insertPage(at: number, items: number): void {
    const address = this.arena.allocate(HEAD_BYTES + items * ITEM_BYTES);
    this.memory += this.arena.sizeOf(address);
    this.pages.splice(at, 0, address);
    this.open(at);
    this.setCount(0);
  }

  private dropPage(page: number): void {
    const [address] = this.pages.splice(page, 1);
    this.memory -= this.arena.sizeOf(address);
    this.arena.free(address);
  }

  /** Gives the page that is open a block of another size. */
  private resize(page: number, bytes: number): void {
    const { arena } = this;
    const from = this.bytes;
    const start = this.at - HEAD_BYTES;
    const used = HEAD_BYTES + this.count * ITEM_BYTES;
    const old = this.pages[page];
    this.memory -= arena.sizeOf(old);
    const target = arena.allocate(bytes);
    this.memory += arena.sizeOf(target);
    this.pages[page] = target;
    copyBytes(from, start, arena.segments[target >>> SEGMENT_SHIFT], (target & SEGMENT_MASK) << UNIT_SHIFT, used);
    arena.free(old);
    this.open(page);
  }

  /** Moves the second half of a full page to a new one behind it. */
  private split(page: number): void {
    const half = PAGE_ITEMS / 2;
    this.insertPage(page + 1, PAGE_ITEMS);
    this.open(page);
    const { bytes, at } = this;
    this.setCount(half);
    this.open(page + 1);
    copyBytes(bytes, at + half * ITEM_BYTES, this.bytes, this.at, half * ITEM_BYTES);
    this.setCount(half);
  }

  /** Makes a page one with a neighbour, where they have become small. */
  private mergeAround(page: number): void {
    if (page + 1 < this.pages.length && this.fitTogether(page)) this.merge(page);
    else if (page > 0 && this.fitTogether(page - 1)) this.merge(page - 1);
  }

  private fitTogether(page: number): boolean {
    this.open(page);
    const { count } = this;
    this.open(page + 1);
    return count + this.count <= PAGE_ITEMS / 2;
  }

  private merge(page: number): void {
    this.open(page + 1);
    const { count } = this;
    this.open(page);
    const together = HEAD_BYTES + (this.count + count) * ITEM_BYTES;
    if (together > this.arena.sizeOf(this.pages[page])) this.resize(page, HEAD_BYTES + PAGE_ITEMS * ITEM_BYTES);
    const { bytes, at, count: before } = this;
    this.setCount(before + count);
    this.open(page + 1);
    copyBytes(this.bytes, this.at, bytes, at + before * ITEM_BYTES, count * ITEM_BYTES);
    this.dropPage(page + 1);
  }
}
