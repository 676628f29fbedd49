import type { Dict } from '../structures/dict.ts';

/**
 * Collections too large for their entry's block: each is one object over the arena, and its entry holds its number.
 *
 * ```
 *   entry  … │ key │ number ──▶ objects[number]   Dict, Skiplist, QuickList, Stream …
 *                                     │ entry removed
 *                                     ▼
 *                  small: freed at once · large: `dropped`, freed slice by slice (LazyFree)
 * ```
 */
export interface LargeCollection {
  /** Elements, as the type's LLEN, SCARD, ZCARD, HLEN or XLEN counts them. */
  readonly size: number;
  /**
   * Pieces that it consists of in Redis, where these are not its elements but a list's or a stream's nodes: Redis frees
   * few pieces at once, even when it is asked to do so behind the scenes, and does not count them.
   */
  readonly pieces?: number;
  /** The hash table that finds its elements, if it has one. */
  readonly dict?: Dict;
  /** Bytes that it takes: its blocks, each at its true size, and its tables. */
  readonly memory: number;
  /** A copy of everything, in the same arena. */
  clone(): LargeCollection;
  /** Frees about `limit` elements and their memory. Answers whether there are more; when not, nothing is held any more. */
  drain(limit: number): boolean;
  /**
   * Gives blocks that stand in pages to be emptied (`arena.shouldMove`) other places, for about a hundred of its
   * elements from `cursor` on (0: the first). Answers the cursor to go on with, 0 at the end.
   */
  defragment(cursor: number): number;
}

/** Elements up to which a collection is freed on the spot, as Redis does (LAZYFREE_THRESHOLD). */
const FREED_AT_ONCE = 64;

export class Collections {
  /** Collections that no entry leads to any more and that are still to be freed. */
  readonly dropped: LargeCollection[] = [];
  /** Whether what is let go from now on counts as freed behind the scenes, in INFO; all is equally quick here. */
  isLazy = false;
  /** Those of `dropped` that count. */
  private readonly counted = new Set<LargeCollection>();
  private readonly objects: (LargeCollection | undefined)[] = [undefined];
  private readonly free: number[] = [];

  /** Keeps a collection. Answers its number, which is never 0. */
  add(collection: LargeCollection): number {
    const number = this.free.pop() ?? this.objects.length;
    this.objects[number] = collection;
    return number;
  }

  of(number: number): LargeCollection {
    return this.objects[number] as LargeCollection;
  }

  /** Lets a collection go, with all its memory: now if that is little, else by `step`. */
  release(number: number): void {
    const collection = this.take(number);
    const { size, pieces = size } = collection;
    if (Math.max(size, pieces) <= FREED_AT_ONCE) {
      while (collection.drain(FREED_AT_ONCE));
      return;
    }
    this.dropped.push(collection);
    if (this.isLazy && pieces > FREED_AT_ONCE) this.counted.add(collection);
  }

  /** Collections that count as freed behind the scenes and are not yet. */
  get pending(): number {
    return this.counted.size;
  }

  /** Does something with another `isLazy`. */
  withLazy(isLazy: boolean, release: () => void): void {
    const before = this.isLazy;
    this.isLazy = isLazy;
    release();
    this.isLazy = before;
  }

  /** The number is free again; the collection goes on without it. */
  take(number: number): LargeCollection {
    const collection = this.of(number);
    this.objects[number] = undefined;
    this.free.push(number);
    return collection;
  }

  /** Frees about `limit` elements of what was dropped. Answers whether there is more. */
  step(limit: number): boolean {
    const [first] = this.dropped;
    if (this.dropped.length === 0) return false;
    if (!first.drain(limit)) {
      this.dropped.shift();
      this.counted.delete(first);
    }
    return this.dropped.length > 0;
  }

  /** Forgets everything: all memory is being given back at once. */
  clear(): void {
    this.objects.length = 1;
    this.free.length = 0;
    this.dropped.length = 0;
    this.counted.clear();
  }
}
