/**
 * Things that fall due, the nearest first: a binary heap in which each item knows its own place, so that one that is
 * not waited for any longer leaves without a search.
 *
 * ```
 *            0                items[i].deadline <= items[2i + 1].deadline, items[2i + 2].deadline
 *         ┌──┴──┐             items[i].heapIndex === i; -1 outside
 *         1     2
 *       ┌─┴─┐ ┌─┴─┐
 *       3   4 5   6
 * ```
 */
export interface Due {
  /** In whatever unit its owner counts; does not change while it is in a heap. */
  readonly deadline: number;
  /** Where it stands; -1 while it is in no heap. Only the heap writes it. */
  heapIndex: number;
}

export class DeadlineHeap<T extends Due> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  /** The one that falls due first; undefined when there is none. */
  get first(): T | undefined {
    return this.items.length === 0 ? undefined : this.items[0];
  }

  add(item: T): void {
    this.items.push(item);
    this.rise(item, this.items.length - 1);
  }

  /** Does nothing for an item that is not in the heap. */
  remove(item: T): void {
    const at = item.heapIndex;
    if (at < 0) return;
    item.heapIndex = -1;
    const last = this.items.pop() as T;
    if (last === item) return;
    this.rise(last, at);
    this.sink(last, last.heapIndex);
  }

  private rise(item: T, from: number): void {
    const { items } = this;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent.deadline <= item.deadline) break;
      this.put(parent, at);
      at = above;
    }
    this.put(item, at);
  }

  private sink(item: T, from: number): void {
    const { items } = this;
    let at = from;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && items[below + 1].deadline < items[below].deadline) below++;
      if (items[below].deadline >= item.deadline) break;
      this.put(items[below], at);
      at = below;
    }
    this.put(item, at);
  }

  private put(item: T, at: number): void {
    this.items[at] = item;
    item.heapIndex = at;
  }
}
