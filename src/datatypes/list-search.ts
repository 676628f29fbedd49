import { EMPTY_BYTES } from '../memory/bytes.ts';
import { EncodedRun, nextElement, previousElement } from '../structures/listpack.ts';
import type { ListView } from './list-value.ts';

/**
 * A walk over a list that stops at each element which equals a value.
 *
 * ```
 *   begin ──▶ next ──▶ true: `piece`, `element`, `scanned` say where ──▶ (remove) ──▶ next …
 *                 └──▶ false: there are no more
 * ```
 */
/** A longer value is not kept in memory when it has been looked for. */
const KEPT_BYTES = 64 * 1024;

export class ListSearch {
  /** The piece of the match, and the match's number there (on the way forward only). */
  piece = 0;
  /** Elements looked at so far, the match included. */
  scanned = 0;
  private list!: ListView;
  private readonly short = new EncodedRun();
  private wanted = this.short;
  private backwards = false;
  private most = 0;
  /** Elements of the piece not looked at yet, and where they begin (or end). */
  private left = 0;
  private at = 0;
  private found = 0;

  /** @param most elements to look at */
  begin(list: ListView, bytes = EMPTY_BYTES, at = 0, length = 0, backwards = false, most = Infinity): void {
    this.list = list;
    this.wanted = (length > KEPT_BYTES ? new EncodedRun() : this.short.clear()).add(bytes, at, length);
    this.backwards = backwards;
    this.most = most;
    this.scanned = 0;
    this.piece = backwards ? list.pieces - 1 : 0;
    this.left = 0;
    if (list.size > 0) this.enter();
  }

  get element(): number {
    return this.list.count - this.left - 1;
  }

  /** Goes to the next match. Answers whether there is one. */
  next(): boolean {
    for (;;) {
      if (this.backwards ? this.searchBackwards() : this.searchForwards()) return true;
      if (this.scanned >= this.most) return false;
      this.piece += this.backwards ? -1 : 1;
      if (this.piece < 0 || this.piece >= this.list.pieces) return false;
      this.enter();
    }
  }

  /** Takes the match out of the list; `list.swept` must follow the last one. */
  remove(): void {
    const { list, piece } = this;
    const offset = this.found - list.start;
    if (list.removeAt(piece, offset)) return;
    list.open(piece);
    this.at = list.start + offset;
  }

  private enter(): void {
    const { list } = this;
    list.open(this.piece);
    this.left = list.count;
    this.at = this.backwards ? list.end : list.start;
  }

  private searchForwards(): boolean {
    const { wanted } = this;
    const { bytes } = this.list;
    const { u8 } = bytes;
    const [first] = wanted.bytes.u8;
    const stop = this.left - Math.min(this.left, this.most - this.scanned);
    let { left, at } = this;
    let found = -1;
    for (; left > stop && found < 0; left--) {
      if (u8[at] === first && wanted.firstEquals(bytes, at)) found = at;
      at = nextElement(bytes, at);
    }
    return this.pause(left, at, found);
  }

  private searchBackwards(): boolean {
    const { wanted } = this;
    const { bytes } = this.list;
    const { u8 } = bytes;
    const [first] = wanted.bytes.u8;
    const stop = this.left - Math.min(this.left, this.most - this.scanned);
    let { left, at } = this;
    let found = -1;
    for (; left > stop && found < 0; left--) {
      at = previousElement(bytes, at);
      if (u8[at] === first && wanted.firstEquals(bytes, at)) found = at;
    }
    return this.pause(left, at, found);
  }

  private pause(left: number, at: number, found: number): boolean {
    this.scanned += this.left - left;
    this.left = left;
    this.at = at;
    this.found = found;
    return found >= 0;
  }
}
