import { BalancedTree } from './ordered-balance.ts';
import { NONE } from './ordered-target.ts';
import { LEAF, PATH_NODES, PATH_SLOTS } from './ordered-tree.ts';

/**
 * Keyed blocks in the order of a score and, where scores are the same, of their keys' bytes; each can be found by its
 * place in that order, too. It does the work of Redis's skiplist, in a tree (see ordered-tree.ts).
 *
 * ```
 *   walk           │ … [3 3 4 │ 7 7 8 │ 9.5] 10 │ …    ranks, from either end: whole leaves but the first and last
 *   walkScores     │ … 3 [4 │ 7 7) 8 │ 9.5 10 │ …      one descent, then on through the leaves
 *   drain          │ … │ 7 7 8 │ ╳                     the last leaf first, and each node when nothing is below it
 * ```
 */
export class OrderedIndex extends BalancedTree {
  /** Visits the elements of ranks `from` to `to` - 1, in order or from the last to the first. They must not change. */
  walk(from: number, to: number, reverse: boolean, visit: (address: number, score: number) => void): void {
    if (from < to) this.walkNode(this.root, this.height, this.size, from, to, reverse, visit);
  }

  /**
   * Visits the elements whose scores are at least `minimum` and below `maximum`, in order, until the visitor answers true.
   * They must not change.
   */
  walkScores(minimum: number, maximum: number, visit: (address: number, score: number) => boolean): void {
    if (this.root !== 0) this.walkScoresOf(this.root, this.height, this.size, minimum, maximum, visit);
  }

  /** Frees about `limit` elements from the end on, by `free`, and their nodes. Only this may be called from then on. */
  drain(limit: number, free: (address: number) => void): void {
    for (let freed = 0; freed < limit && this.root !== 0;) {
      const leaf = this.descendLast();
      const { count } = LEAF;
      for (let i = 0; i < count; i++) free(this.nodes.addressAt(leaf, i));
      freed += count;
      this.size -= count;
      this.nodes.freeLeaf(leaf);
      let level = 1;
      for (; level <= this.height && this.nodes.dropLast(PATH_NODES[level]) === 0; level++) {
        this.nodes.freeInner(PATH_NODES[level]);
      }
      if (level > this.height) this.root = 0;
    }
  }

  /**
   * Moves the nodes on the way to the element of a rank, and the blocks of its leaf, out of pages to be emptied.
   * `relocate` answers where a block stands from now on. Answers how many elements of the leaf follow, this one included.
   */
  defragment(rank: number, relocate: (address: number) => number): number {
    const { nodes } = this;
    this.seekRank(rank);
    const { count, place } = LEAF;
    for (let level = this.height; level > 0; level--) {
      PATH_NODES[level] = this.moved(level, nodes.moveInner(PATH_NODES[level]));
    }
    const leaf = this.moved(0, nodes.moveLeaf(LEAF.node));
    for (let i = 0; i < count; i++) {
      const address = nodes.addressAt(leaf, i);
      const target = relocate(address);
      if (target === address) continue;
      const score = nodes.scoreAt(leaf, i);
      nodes.writeElement(leaf, i, score, target);
      if (i === 0) this.setFirst(1, score, target);
    }
    return count - place;
  }

  private walkNode(
    node: number,
    level: number,
    count: number,
    from: number,
    to: number,
    reverse: boolean,
    visit: (address: number, score: number) => void,
  ): void {
    const { nodes } = this;
    const start = Math.max(from, 0);
    const end = Math.min(to, count);
    if (level === 0) {
      if (reverse) for (let i = end - 1; i >= start; i--) visit(nodes.addressAt(node, i), nodes.scoreAt(node, i));
      else for (let i = start; i < end; i++) visit(nodes.addressAt(node, i), nodes.scoreAt(node, i));
      return;
    }
    const slots = nodes.slotsOf(node);
    let first = reverse ? count : 0;
    for (let i = 0; i < slots; i++) {
      const slot = reverse ? slots - 1 - i : i;
      const below = nodes.countAt(node, slot);
      if (reverse) first -= below;
      if (first < end && first + below > start) {
        this.walkNode(nodes.childAt(node, slot), level - 1, below, start - first, end - first, reverse, visit);
      }
      if (!reverse) first += below;
    }
  }

  /** Answers whether that was all. */
  private walkScoresOf(
    node: number,
    level: number,
    count: number,
    minimum: number,
    maximum: number,
    visit: (address: number, score: number) => boolean,
  ): boolean {
    const { nodes, target } = this;
    target.score = minimum;
    target.ties = NONE;
    if (level === 0) {
      for (let i = target.inLeaf(node, count); i < count; i++) {
        const score = nodes.scoreAt(node, i);
        if (score >= maximum || visit(nodes.addressAt(node, i), score)) return true;
      }
      return false;
    }
    const slots = nodes.slotsOf(node);
    const first = target.firstSlot(node);
    for (let slot = first; slot < slots; slot++) {
      if (slot > first && nodes.firstScoreAt(node, slot) >= maximum) return true;
      const child = nodes.childAt(node, slot);
      if (this.walkScoresOf(child, level - 1, nodes.countAt(node, slot), minimum, maximum, visit)) return true;
    }
    return false;
  }

  private descendLast(): number {
    const { nodes } = this;
    let node = this.root;
    LEAF.count = this.size;
    for (let level = this.height; level > 0; level--) {
      const slot = nodes.slotsOf(node) - 1;
      PATH_NODES[level] = node;
      LEAF.count = nodes.countAt(node, slot);
      node = nodes.childAt(node, slot);
    }
    return node;
  }

  /** The path's node at `level` (0: the leaf) stands at `address` now. Answers it. */
  private moved(level: number, address: number): number {
    if (level === this.height) this.root = address;
    else this.nodes.setChild(PATH_NODES[level + 1], PATH_SLOTS[level + 1], address);
    return address;
  }
}
