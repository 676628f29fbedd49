import { INNER_SLOTS, LEAF_SLOTS } from './ordered-nodes.ts';
import { KEYS_BEFORE, NONE } from './ordered-target.ts';
import { LEAF, OrderedTree, PATH_NODES, PATH_SLOTS } from './ordered-tree.ts';

/**
 * How the tree of an {@link OrderedIndex} takes elements and gives them up: the nodes on the way to a leaf part where they
 * are full and join a neighbour where both are small.
 *
 * ```
 *   a leaf parts      │ a … m n … z │              ─▶  │ a … m │ n … z │      its node gets a slot more, and may part, too
 *   at the end        │ a … y │  + z                 ─▶  │ a … y │ z │          what comes in order leaves full nodes behind
 *   two leaves join   │ a … h │ i … n │            ─▶  │ a … n │              its node has a slot less, and may join, too
 * ```
 *
 * The counts on the way are changed first, so that what parts or joins only shares them out anew. Neighbours join well
 * below the room of one node, lest adding and removing by turns at the limit make and free a node each time.
 */
/** Two neighbours that hold no more than so many together become one. */
const MERGED_ELEMENTS = 44;
const MERGED_SLOTS = 36;

export class BalancedTree extends OrderedTree {
  /** Adds a block, which must not be there yet. */
  insert(score: number, address: number): void {
    const { nodes, target } = this;
    if (this.root === 0) {
      this.root = nodes.createLeaf();
      nodes.writeElement(this.root, 0, score, address);
      this.size = 1;
      return;
    }
    target.set(score, address, KEYS_BEFORE);
    const leaf = this.descend(1);
    const count = LEAF.count;
    this.size++;
    const place = this.target.inLeaf(leaf, count);
    if (count < LEAF_SLOTS) nodes.insertElement(leaf, place, count, score, address);
    else this.splitLeaf(leaf, place, score, address);
  }

  /** Removes a block that stands here with this score. */
  remove(score: number, address: number): void {
    const leaf = this.descendTo(score, address, -1);
    const { count } = LEAF;
    this.removeAt(leaf, this.placeOf(leaf, count, address), count);
  }

  /** Removes the element that `seekRank` has just found, with no other index used since. Answers its address. */
  removeSought(): number {
    this.removeOnPath(LEAF.node, LEAF.place, LEAF.count);
    return this.address;
  }

  /** Gives a block another score. */
  update(address: number, from: number, to: number): void {
    const leaf = this.descendTo(from, address, 0);
    const { count } = LEAF;
    const place = this.placeOf(leaf, count, address);
    if (this.staysBetween(leaf, place, count, to)) {
      this.nodes.writeElement(leaf, place, to, address);
      return;
    }
    this.removeOnPath(leaf, place, count);
    this.insert(to, address);
  }

  /** The least element below the path's slot at `level` is another one now. */
  protected setFirst(level: number, score: number, address: number): void {
    for (let above = level; above <= this.height; above++) {
      if (PATH_SLOTS[above] === 0) continue;
      this.nodes.setFirst(PATH_NODES[above], PATH_SLOTS[above], score, address);
      return;
    }
  }

  /** The place of a block in the leaf that the target led to. Among equal scores its address tells it: no key is read. */
  private placeOf(leaf: number, count: number, address: number): number {
    const { nodes, target } = this;
    target.ties = NONE;
    let place = target.inLeaf(leaf, count);
    while (place < count && nodes.addressAt(leaf, place) !== address) place++;
    if (place === count) throw new Error('a block is not in the index');
    return place;
  }

  /** Whether the element that the target names keeps its place in the leaf with another score. */
  private staysBetween(leaf: number, place: number, count: number, score: number): boolean {
    const { nodes } = this;
    if (place === 0 || place === count - 1) return false;
    return nodes.scoreAt(leaf, place - 1) < score && score < nodes.scoreAt(leaf, place + 1);
  }

  private splitLeaf(leaf: number, place: number, score: number, address: number): void {
    const { nodes } = this;
    const right = nodes.createLeaf();
    const cut = this.cutOf(place);
    nodes.moveElements(leaf, cut, right, 0, LEAF_SLOTS - cut);
    let leftCount = cut;
    if (place <= cut && cut < LEAF_SLOTS) nodes.insertElement(leaf, place, leftCount++, score, address);
    else nodes.insertElement(right, place - cut, LEAF_SLOTS - cut, score, address);
    const rightCount = LEAF_SLOTS + 1 - leftCount;
    this.addChild(1, right, leftCount, rightCount, nodes.scoreAt(right, 0), nodes.addressAt(right, 0));
  }

  /** Where a full leaf parts: in the middle, but what is added in order at either end leaves full leaves behind. */
  private cutOf(place: number): number {
    if (place === LEAF_SLOTS && this.isPathLast(1)) return LEAF_SLOTS;
    return place === 0 ? 0 : LEAF_SLOTS / 2;
  }

  /** Whether the path from this level up leads along the last slots. */
  private isPathLast(from: number): boolean {
    for (let level = from; level <= this.height; level++) {
      if (PATH_SLOTS[level] !== this.nodes.slotsOf(PATH_NODES[level]) - 1) return false;
    }
    return true;
  }

  /** Puts a node behind the one on the path, of whose elements `leftCount` stay there. */
  private addChild(
    level: number,
    child: number,
    leftCount: number,
    count: number,
    score: number,
    address: number,
  ): void {
    const { nodes } = this;
    if (level > this.height) {
      this.root = nodes.createRoot(this.root, leftCount);
      this.height++;
      nodes.insertSlot(this.root, 1, child, count, score, address);
      return;
    }
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    nodes.setCount(node, slot, leftCount);
    const slots = nodes.slotsOf(node);
    if (slots < INNER_SLOTS) {
      nodes.insertSlot(node, slot + 1, child, count, score, address);
      return;
    }
    const cut = slot === slots - 1 && this.isPathLast(level) ? slots : slots >>> 1;
    const right = nodes.createInner();
    nodes.moveSlots(node, cut, right, 0, slots - cut);
    if (slot < cut && cut < slots) nodes.insertSlot(node, slot + 1, child, count, score, address);
    else nodes.insertSlot(right, slot + 1 - cut, child, count, score, address);
    const left = nodes.sum(node, 0, nodes.slotsOf(node));
    const rest = nodes.sum(right, 0, nodes.slotsOf(right));
    this.addChild(level + 1, right, left, rest, nodes.firstScoreAt(right, 0), nodes.firstAt(right, 0));
  }

  /** Removes an element of the path's leaf, which has `count`. */
  private removeOnPath(leaf: number, place: number, count: number): void {
    const { nodes } = this;
    for (let level = this.height; level > 0; level--) {
      const node = PATH_NODES[level];
      const slot = PATH_SLOTS[level];
      nodes.setCount(node, slot, nodes.countAt(node, slot) - 1);
    }
    this.removeAt(leaf, place, count);
  }

  /** Removes an element of the path's leaf, which had `count`; the counts above are right already. */
  private removeAt(leaf: number, place: number, count: number): void {
    const { nodes } = this;
    const rest = count - 1;
    this.size--;
    if (rest === 0) {
      this.removeLeaf(leaf);
      return;
    }
    nodes.removeElement(leaf, place, count);
    if (place === 0) this.setFirst(1, nodes.scoreAt(leaf, 0), nodes.addressAt(leaf, 0));
    if (rest < LEAF_SLOTS / 2 && this.height > 0) this.mergeLeaf(rest);
  }

  private removeLeaf(leaf: number): void {
    this.nodes.freeLeaf(leaf);
    if (this.height === 0) this.root = 0;
    else this.removeSlot(1);
  }

  /** Removes the path's slot at `level`, below which nothing is left. */
  private removeSlot(level: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    nodes.removeSlot(node, slot);
    if (nodes.slotsOf(node) === 0) {
      nodes.freeInner(node);
      this.removeSlot(level + 1);
      return;
    }
    if (slot === 0) this.setFirst(level + 1, nodes.firstScoreAt(node, 0), nodes.firstAt(node, 0));
    this.slim(level);
  }

  /** Joins the path's leaf, of `count` elements, with a neighbour where both are small. */
  private mergeLeaf(count: number): void {
    const { nodes } = this;
    const node = PATH_NODES[1];
    const slot = PATH_SLOTS[1];
    let left = slot - 1;
    if (slot === 0 || nodes.countAt(node, left) + count > MERGED_ELEMENTS) left = slot;
    if (left + 1 >= nodes.slotsOf(node)) return;
    const leftCount = nodes.countAt(node, left);
    const rightCount = nodes.countAt(node, left + 1);
    if (leftCount + rightCount > MERGED_ELEMENTS) return;
    const right = nodes.childAt(node, left + 1);
    nodes.moveElements(right, 0, nodes.childAt(node, left), leftCount, rightCount);
    nodes.freeLeaf(right);
    nodes.setCount(node, left, leftCount + rightCount);
    nodes.removeSlot(node, left + 1);
    this.slim(1);
  }

  /** The path's node at `level` has lost a slot: joins it with a neighbour, or takes a root away that has one slot. */
  private slim(level: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slots = nodes.slotsOf(node);
    if (level === this.height) {
      if (slots > 1) return;
      this.root = nodes.childAt(node, 0);
      this.height--;
      nodes.freeInner(node);
      return;
    }
    if (slots < INNER_SLOTS / 2) this.mergeInner(level + 1, slots);
  }

  private mergeInner(level: number, slots: number): void {
    const { nodes } = this;
    const node = PATH_NODES[level];
    const slot = PATH_SLOTS[level];
    let left = slot - 1;
    if (slot === 0 || nodes.slotsOf(nodes.childAt(node, left)) + slots > MERGED_SLOTS) left = slot;
    if (left + 1 >= nodes.slotsOf(node)) return;
    const into = nodes.childAt(node, left);
    const from = nodes.childAt(node, left + 1);
    const leftSlots = nodes.slotsOf(into);
    const rightSlots = nodes.slotsOf(from);
    if (leftSlots + rightSlots > MERGED_SLOTS) return;
    nodes.setFirst(from, 0, nodes.firstScoreAt(node, left + 1), nodes.firstAt(node, left + 1));
    nodes.moveSlots(from, 0, into, leftSlots, rightSlots);
    nodes.freeInner(from);
    nodes.setCount(node, left, nodes.countAt(node, left) + nodes.countAt(node, left + 1));
    nodes.removeSlot(node, left + 1);
    this.slim(level);
  }
}
