import type { Arena } from '../memory/arena.ts';
import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';
import type { ElementText } from './listpack.ts';
import { elementSize, previousElement, skipElements } from './listpack.ts';
import type { ElementRun } from './long-element.ts';
import type { ListSettings } from './quicklist-limits.ts';
import { keptNodeSize } from './quicklist-limits.ts';
import { QuicklistNodes } from './quicklist-nodes.ts';

/**
 * A long list: a row of nodes, each a run of elements (see quicklist-nodes.ts). Nodes fill, part and join where those of
 * Redis do, since that decides when a shrinking list is a listpack again.
 *
 * ```
 *   insert between c and d where the node is full:
 *   │ a b c d e f │ g h │  ─▶  │ a b c │ x d e f │ g h │  ─▶  neighbours that fit in one node are joined
 * ```
 *
 * Elements are named by a node and their number in it, which `locate` finds. A value is given both encoded and with its
 * length in bytes, which alone decides whether a node has room.
 *
 * Invariant: `size` is the sum of the nodes' counts.
 */
/** Freeing a node counts as so much work as freeing one of 32 of its elements. */
const DRAIN_SHIFT = 5;
const DEFRAGMENT_ELEMENTS = 100;

export class QuickList {
  size = 0;
  readonly nodes: QuicklistNodes;
  /** The element that `locate` found: its node, its number and its offset there. */
  node = 0;
  element = 0;
  offset = 0;
  private readonly arena: Arena;
  private readonly settings: ListSettings;

  constructor(
    arena: Arena,
    settings: ListSettings,
    nodeSize = keptNodeSize(settings.listNodeSize),
    depth = settings.listCompressDepth,
  ) {
    this.arena = arena;
    this.settings = settings;
    this.nodes = new QuicklistNodes(arena, settings, nodeSize, depth);
  }

  get memory(): number {
    return this.nodes.memory;
  }

  /** Its blocks, as far as freeing them goes. */
  get pieces(): number {
    return this.nodes.length;
  }

  /** Takes the elements of a listpack, `count` in `bytes[start, end)`, as its first node. */
  adopt(bytes: Bytes, start: number, end: number, count: number): void {
    this.nodes.insertNode(0, end - start, 0, end - start, count);
    this.nodes.load(0);
    copyBytes(bytes, start, this.nodes.bytes, this.nodes.start, end - start);
    this.size = count;
  }

  /** Adds an element before the first one. `length`: of its bytes. */
  pushHead(run: ElementRun, length: number): void {
    this.size++;
    if (this.nodes.accepts(0, length)) this.nodes.prependFound(0, run);
    else this.insertNew(0, run, length);
  }

  /** Adds an element behind the last one. */
  pushTail(run: ElementRun, length: number): void {
    this.size++;
    const last = this.nodes.length - 1;
    if (this.nodes.accepts(last, length)) this.nodes.appendFound(last, run);
    else this.insertNew(last + 1, run, length);
  }

  readHead(into: ElementText): void {
    this.nodes.load(0);
    into.read(this.nodes.bytes, this.nodes.start);
  }

  readTail(into: ElementText): void {
    const { nodes } = this;
    nodes.load(nodes.length - 1);
    into.read(nodes.bytes, previousElement(nodes.bytes, nodes.end));
  }

  /** Takes elements from the front; at most so many as there are. */
  dropHead(count: number): void {
    const { nodes } = this;
    this.size -= count;
    let left = count;
    while (left > 0 && nodes.countOf(0) <= left) {
      left -= nodes.countOf(0);
      nodes.remove(0);
    }
    if (left > 0) {
      nodes.load(0);
      const { bytes, start } = nodes;
      nodes.dropFront(0, skipElements(bytes, start, left) - start, left);
    }
    nodes.settleDepth();
  }

  /** Takes elements from the back; at most so many as there are. */
  dropTail(count: number): void {
    const { nodes } = this;
    this.size -= count;
    let left = count;
    while (left > 0 && nodes.countOf(nodes.length - 1) <= left) {
      left -= nodes.countOf(nodes.length - 1);
      nodes.remove(nodes.length - 1);
    }
    if (left > 0) {
      const last = nodes.length - 1;
      nodes.load(last);
      const { bytes, end } = nodes;
      let p = end;
      for (let i = 0; i < left; i++) p = previousElement(bytes, p);
      nodes.dropBack(last, end - p, left);
    }
    nodes.settleDepth(nodes.length - 1);
  }

  /** Finds the element of an index, 0 to `size` - 1: leaves its node loaded. Walks from the nearer end. */
  locate(index: number): void {
    const { nodes } = this;
    let node: number;
    let before: number;
    if (index * 2 <= this.size) {
      node = 0;
      before = 0;
      for (let count = nodes.countOf(0); before + count <= index; count = nodes.countOf(node)) {
        before += count;
        node++;
      }
    } else {
      node = nodes.length - 1;
      before = this.size - nodes.countOf(node);
      while (before > index) before -= nodes.countOf(--node);
    }
    this.locateIn(node, index - before);
  }

  /** Finds an element by its number in a node. */
  locateIn(node: number, element: number): void {
    const { nodes } = this;
    nodes.load(node);
    const { bytes, start, end, count } = nodes;
    let p = start;
    if (element * 2 <= count) {
      p = skipElements(bytes, start, element);
    } else {
      p = end;
      for (let i = count; i > element; i--) p = previousElement(bytes, p);
    }
    this.node = node;
    this.element = element;
    this.offset = p - start;
  }

  /** Puts a value in the place of the located element. */
  replace(run: ElementRun, length: number): void {
    const { nodes, node, element, offset } = this;
    const large = nodes.isPlainLength(length);
    if (nodes.isPlain(node)) {
      this.replacePlain(run, length, large);
    } else if (!large) {
      nodes.load(node);
      nodes.splice(node, offset, elementSize(nodes.bytes, nodes.start + offset), 1, run);
    } else {
      this.partBehind();
      nodes.insertPlain(node + 1, run);
      if (element === 0) {
        nodes.remove(node);
      } else {
        nodes.load(node);
        nodes.dropBack(node, nodes.end - nodes.start - offset, 1);
        nodes.mergeAround(node + 1);
      }
    }
    nodes.settleDepth(node);
  }

  /** Puts a value before the located element, or behind it. */
  insert(run: ElementRun, length: number, behind: boolean): void {
    const { nodes, node } = this;
    this.size++;
    nodes.load(node);
    const atEdge = behind ? this.element === nodes.count - 1 : this.element === 0;
    if (nodes.isPlainLength(length)) {
      if (!atEdge) this.part(behind);
      nodes.insertPlain(behind || !atEdge ? node + 1 : node, run);
    } else if (nodes.accepts(node, length)) {
      const { offset } = this;
      nodes.splice(node, behind ? offset + this.elementBytes() : offset, 0, 0, run);
    } else if (!atEdge) {
      this.part(behind);
      if (behind) nodes.prepend(node + 1, run);
      else nodes.append(node, run);
      nodes.mergeAround(behind ? node : node + 1);
    } else if (nodes.accepts(behind ? node + 1 : node - 1, length)) {
      if (behind) nodes.prepend(node + 1, run);
      else nodes.append(node - 1, run);
    } else {
      nodes.insertRun(behind ? node + 1 : node, run);
    }
    nodes.settleDepth(node);
  }

  /** Ends a series of `removeElement`. */
  sweep(): void {
    this.nodes.table.sweep();
    this.nodes.settleAll();
  }

  /** Takes the element at `offset` bytes of a node out. Answers whether the node is empty then, and to be swept. */
  removeElement(node: number, offset: number): boolean {
    const { nodes } = this;
    this.size--;
    nodes.load(node);
    if (nodes.count === 1) {
      nodes.empty(node);
      return true;
    }
    nodes.splice(node, offset, elementSize(nodes.bytes, nodes.start + offset), 1);
    return false;
  }

  /** Whether it is one node that can be a listpack. */
  get isOnePacked(): boolean {
    return this.nodes.length === 1 && !this.nodes.isPlain(0);
  }

  clone(): QuickList {
    const { nodes } = this;
    const copy = new QuickList(this.arena, this.settings, nodes.nodeSize, nodes.depth);
    for (let i = 0; i < nodes.length; i++) copy.nodes.addCopy(nodes, i);
    copy.size = this.size;
    return copy;
  }

  drain(limit: number): boolean {
    const { nodes } = this;
    for (let freed = 0; freed < limit && nodes.length > 0;) {
      const last = nodes.length - 1;
      const count = nodes.countOf(last);
      // A node costs one block, however many elements it has.
      freed += Math.max(1, count >> DRAIN_SHIFT);
      this.size -= count;
      nodes.remove(last);
    }
    return nodes.length > 0;
  }

  defragment(cursor: number): number {
    const { nodes, arena } = this;
    let seen = 0;
    let i = cursor;
    for (; i < nodes.length && seen < DEFRAGMENT_ELEMENTS; i++) {
      seen += nodes.countOf(i);
      const address = nodes.addressOf(i);
      if (arena.shouldMove(address)) nodes.moveBlock(i);
    }
    return i < nodes.length ? i : 0;
  }

  private elementBytes(): number {
    const { nodes } = this;
    nodes.load(this.node);
    return elementSize(nodes.bytes, nodes.start + this.offset);
  }

  private insertNew(index: number, run: ElementRun, length: number): void {
    if (this.nodes.isPlainLength(length)) this.nodes.insertPlain(index, run);
    else this.nodes.insertRun(index, run);
    this.nodes.settleDepth(index);
  }

  private replacePlain(run: ElementRun, length: number, large: boolean): void {
    const { nodes, node } = this;
    if (large) {
      nodes.remove(node);
      nodes.insertPlain(node, run);
      return;
    }
    this.insert(run, length, true);
    this.size--;
    nodes.remove(node);
  }

  /** Parts the located element's node before or behind it. */
  private part(behind: boolean): void {
    if (behind) this.partBehind();
    else this.nodes.split(this.node, this.offset, this.element);
  }

  /** … behind it, unless it is the last there. */
  private partBehind(): void {
    const { nodes, node, element, offset } = this;
    const size = this.elementBytes();
    if (element < nodes.count - 1) nodes.split(node, offset + size, element + 1);
  }
}
