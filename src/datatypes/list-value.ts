import { Bytes, copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { Key } from '../structures/key.ts';
import {
  ElementText,
  EncodedRun,
  LISTPACK_HEADER,
  nextElement,
  previousElement,
  seekElement,
  writeListpackHeader,
} from '../structures/listpack.ts';
import type { ElementRun } from '../structures/long-element.ts';
import { LongElement } from '../structures/long-element.ts';
import { QuickList } from '../structures/quicklist.ts';
import { byteLimit, countLimit, exceedsNode, LISTPACK_OVERHEAD } from '../structures/quicklist-limits.ts';
import type { Entries } from './entries.ts';
import { createPacked, Packed } from './packed.ts';
import type { CollectionType, CollectionView } from './value.ts';
import { FORM_LIST_PACKED, FORM_QUICKLIST, TYPE_LIST } from './value.ts';

/**
 * A list, whichever way it is kept: a listpack in its entry, or a quicklist.
 *
 * ```
 *   listpack ──(growing past list-max-listpack-size)──▶ quicklist
 *      ▲                                                    │
 *      └──(shrinking to one node of at most half of that)───┘
 * ```
 *
 * Loops over elements go piece by piece: a listpack is one piece, a quicklist has one for each node.
 */

/** What an element is encoded in before it is put anywhere. */
const scratch = new EncodedRun();
/** Longer than what a listpack may be: one such is always in a quicklist. */
const LONG_ELEMENT = 64 * 1024;

function encode(bytes: Bytes, at: number, length: number): EncodedRun {
  return scratch.clear().add(bytes, at, length);
}

function encodeAny(bytes: Bytes, at: number, length: number): ElementRun {
  return length > LONG_ELEMENT ? new LongElement(bytes, at, length) : encode(bytes, at, length);
}

export class ListView implements CollectionView {
  size = 0;
  /** The piece that `open` found: elements in `bytes[start, end)`. */
  bytes: Bytes = EMPTY_BYTES;
  start = 0;
  end = 0;
  count = 0;
  /** The element that `seek` found. */
  at = 0;
  private entries!: Entries;
  private hash = 0;
  private address = 0;
  private quick: QuickList | undefined;
  private readonly packed = new Packed();

  bind(entries: Entries, address: number, hash: number): void {
    this.entries = entries;
    this.hash = hash;
    this.address = address;
    const quick = entries.objectAt(address) as QuickList | undefined;
    this.quick = quick;
    if (quick === undefined) this.packed.bind(entries, address, hash);
    this.size = quick === undefined ? this.packed.count : quick.size;
  }

  get isPacked(): boolean {
    return this.quick === undefined;
  }

  get encoding(): string {
    return this.quick === undefined ? 'listpack' : 'quicklist';
  }

  /** The quicklist that it is, for those who look inside. */
  get quicklist(): QuickList | undefined {
    return this.quick;
  }

  /**
   * Makes it a quicklist if `count` more elements of `bytes` together might be too much for a listpack. Whoever adds
   * several elements says so first, and adds them with `addHead` and `addTail`.
   */
  prepare(bytes: number, count: number): void {
    if (this.quick !== undefined) return;
    const { listNodeSize } = this.entries.packing;
    if (exceedsNode(listNodeSize, this.packed.length + bytes, this.size + count)) this.unpack();
  }

  /** Adds an element before the first one. */
  pushHead(bytes: Bytes, at: number, length: number): void {
    this.prepare(length, 1);
    this.addHead(bytes, at, length);
  }

  /** Adds an element behind the last one. */
  pushTail(bytes: Bytes, at: number, length: number): void {
    this.prepare(length, 1);
    this.addTail(bytes, at, length);
  }

  /** `pushHead` of an element that was prepared for. */
  addHead(bytes: Bytes, at: number, length: number): void {
    if (this.quick === undefined) this.splice(this.packed.first, 0, encode(bytes, at, length));
    else this.quick.pushHead(encodeAny(bytes, at, length), length);
    this.resized(this.size + 1);
  }

  /** `pushTail` of an element that was prepared for. */
  addTail(bytes: Bytes, at: number, length: number): void {
    if (this.quick === undefined) this.splice(this.packed.end, 0, encode(bytes, at, length));
    else this.quick.pushTail(encodeAny(bytes, at, length), length);
    this.resized(this.size + 1);
  }

  /** Reads the first element. Answers whether there is one. */
  readHead(into: ElementText): boolean {
    if (this.size === 0) return false;
    if (this.quick === undefined) into.read(this.packed.bytes, this.packed.at + LISTPACK_HEADER);
    else this.quick.readHead(into);
    return true;
  }

  /** Reads the last element. Answers whether there is one. */
  readTail(into: ElementText): boolean {
    if (this.size === 0) return false;
    const { packed } = this;
    if (this.quick !== undefined) this.quick.readTail(into);
    else into.read(packed.bytes, previousElement(packed.bytes, packed.at + packed.end));
    return true;
  }

  /** Reads the element of an index, from the end where it is negative. Answers whether there is one. */
  readAt(index: number, into: ElementText): boolean {
    const wanted = index < 0 ? this.size + index : index;
    if (wanted < 0 || wanted >= this.size) return false;
    const { quick, packed } = this;
    if (quick === undefined) {
      into.read(packed.bytes, seekElement(packed.bytes, packed.at, wanted));
      return true;
    }
    quick.locate(wanted);
    into.read(quick.nodes.bytes, quick.nodes.start + quick.offset);
    return true;
  }

  /** Takes `count` elements (at most all) from the front. */
  dropHead(count: number): void {
    this.cutHead(count);
    this.settle();
  }

  /** Takes `count` elements (at most all) from the back. */
  dropTail(count: number): void {
    this.cutTail(count);
    this.settle();
  }

  /** `dropHead` that leaves it to the caller to `settle`. */
  cutHead(count: number): void {
    if (this.quick === undefined) this.splice(this.packed.first, count);
    else this.quick.dropHead(count);
    this.resized(this.size - count);
  }

  /** `dropTail` that leaves it to the caller to `settle`. */
  cutTail(count: number): void {
    const { quick } = this;
    if (quick === undefined) this.splice(this.offsetOf(this.size - count), count);
    else quick.dropTail(count);
    this.resized(this.size - count);
  }

  /** Keeps the elements of indexes `first` to `last` (in range), or none where there are none such. */
  trim(first: number, last: number): void {
    const behind = first > last ? 0 : this.size - 1 - last;
    const before = first > last ? this.size : first;
    const { quick } = this;
    if (quick === undefined) {
      if (before > 0) this.splice(this.packed.first, before);
      if (behind > 0) this.splice(this.offsetOf(this.size - before - behind), behind);
    } else {
      quick.dropHead(before);
      quick.dropTail(behind);
    }
    this.resized(this.size - before - behind);
    this.settle();
  }

  /** Puts a value in the place of the element of an index, from the end where negative. Answers whether there is one. */
  set(index: number, bytes: Bytes, at: number, length: number): boolean {
    this.prepare(length, 1);
    const wanted = index < 0 ? this.size + index : index;
    if (wanted < 0 || wanted >= this.size) return false;
    const { quick } = this;
    if (quick === undefined) {
      this.splice(this.offsetOf(wanted), 1, encode(bytes, at, length));
    } else {
      quick.locate(wanted);
      quick.replace(encodeAny(bytes, at, length), length);
      this.settle();
    }
    return true;
  }

  /** Inserts a value before a piece's element of this number, or behind it. */
  insertAt(piece: number, element: number, behind: boolean, bytes: Bytes, at: number, length: number): void {
    const { quick } = this;
    if (quick === undefined) {
      this.splice(this.offsetOf(behind ? element + 1 : element), 0, encode(bytes, at, length));
    } else {
      quick.locateIn(piece, element);
      quick.insert(encodeAny(bytes, at, length), length, behind);
    }
    this.resized(this.size + 1);
  }

  /**
   * Takes the element at `offset` bytes of a piece out; `swept` must follow when the last has been taken. Answers
   * whether the piece is empty then.
   */
  removeAt(piece: number, offset: number): boolean {
    const { quick } = this;
    let isEmpty: boolean;
    if (quick === undefined) {
      this.splice(LISTPACK_HEADER + offset, 1);
      isEmpty = this.size === 1;
    } else {
      isEmpty = quick.removeElement(piece, offset);
    }
    this.resized(this.size - 1);
    return isEmpty;
  }

  /** Ends a series of `removeAt`. */
  swept(): void {
    this.quick?.sweep();
    this.settle();
  }

  /** Pieces that its elements stand in. */
  get pieces(): number {
    return this.quick === undefined ? 1 : this.quick.nodes.length;
  }

  /** Leaves a piece in `bytes`, `start`, `end` and `count`, until the list changes. */
  open(piece: number): void {
    const { packed, quick } = this;
    if (quick === undefined) {
      this.bytes = packed.bytes;
      this.start = packed.at + LISTPACK_HEADER;
      this.end = packed.at + packed.end;
      this.count = this.size;
      return;
    }
    const { nodes } = quick;
    nodes.load(piece);
    this.bytes = nodes.bytes;
    this.start = nodes.start;
    this.end = nodes.end;
    this.count = nodes.count;
  }

  /**
   * Finds the element of an index, 0 to `size` - 1: opens its piece, leaves its offset in `bytes` in `at` and answers the
   * piece.
   */
  seek(index: number): number {
    const { quick, packed } = this;
    if (quick === undefined) {
      this.open(0);
      this.at = seekElement(packed.bytes, packed.at, index);
      return 0;
    }
    quick.locate(index);
    this.open(quick.node);
    this.at = this.start + quick.offset;
    return quick.node;
  }

  /**
   * Visits the elements of indexes `first` to `last` (in range) in order; the text holds for the visit. Nothing may
   * change the list meanwhile.
   */
  forEachRange(first: number, last: number, visit: (text: ElementText) => void): void {
    if (first > last) return;
    let piece = this.seek(first);
    let p = this.at;
    for (let left = last - first + 1; left > 0; left--) {
      if (p >= this.end) {
        this.open(++piece);
        p = this.start;
      }
      visit(visited.read(this.bytes, p));
      p = nextElement(this.bytes, p);
    }
  }

  /** The offset of an element of a listpack, or of its end. */
  private offsetOf(index: number): number {
    const { packed } = this;
    if (index === this.size) return packed.end;
    return seekElement(packed.bytes, packed.at, index) - packed.at;
  }

  private splice(offset: number, removed: number, run?: EncodedRun): void {
    this.packed.splice(offset, removed, run);
    this.address = this.packed.address;
  }

  private resized(size: number): void {
    const before = this.size;
    this.size = size;
    this.entries.recountItems(TYPE_LIST, before, size);
  }

  private unpack(): void {
    const { entries, packed } = this;
    const quick = new QuickList(entries.arena, entries.packing);
    if (this.size > 0) quick.adopt(packed.bytes, packed.at + LISTPACK_HEADER, packed.at + packed.end, this.size);
    this.address = entries.setObject(this.address, this.hash, FORM_QUICKLIST, quick);
    this.quick = quick;
  }

  /** Makes it a listpack again if it has become one node of at most half the limit. */
  settle(): void {
    const { quick, entries } = this;
    if (quick === undefined || !quick.isOnePacked) return;
    const { listNodeSize } = entries.packing;
    const length = quick.nodes.bytesOf(0) + LISTPACK_OVERHEAD;
    if (length > byteLimit(listNodeSize) / 2 || this.size > Math.floor(countLimit(listNodeSize) / 2)) return;
    this.pack(quick, length);
  }

  private pack(quick: QuickList, length: number): void {
    const { entries, size } = this;
    const { nodes } = quick;
    nodes.load(0);
    const elements = nodes.end - nodes.start;
    if (packing.length < elements) packing = Bytes.uninitialised(elements);
    copyBytes(nodes.bytes, nodes.start, packing, 0, elements);
    while (quick.drain(size));
    this.address = entries.setPacked(this.address, this.hash, FORM_LIST_PACKED, length);
    const { valueBytes, valueAt } = entries;
    copyBytes(packing, 0, valueBytes, valueAt + LISTPACK_HEADER, elements);
    writeListpackHeader(valueBytes, valueAt, length, size);
    this.packed.bind(entries, this.address, this.hash);
    this.quick = undefined;
  }
}

/** Where elements stand on their way from a quicklist to a listpack. */
let packing = EMPTY_BYTES;

const visited = new ElementText();

/** Another view, for a command that works on several lists at once. */
export function anotherList(): CollectionType<ListView> {
  return {
    code: TYPE_LIST,
    view: new ListView(),
    create: (entries: Entries, key: Key, access: number) => createPacked(entries, key, FORM_LIST_PACKED, access),
  };
}

export const ListValue = anotherList();
