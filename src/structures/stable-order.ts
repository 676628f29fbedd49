/**
 * Orders things that are known by their index, without moving them: what is equal stays in its order.
 *
 * ```
 *   all of it      runs of eight by insertion; merges runs of 8, 16, 32 … from one array to the other and back
 *   a few first    a heap of so many, the last of them on top, which whatever comes before it replaces
 * ```
 *
 * What is answered holds until something else is put in order.
 */

/** Below 0 where the thing of the first index comes first, 0 where the two are equal. */
export type CompareIndexes = (a: number, b: number) => number;

/** Below this part of the whole, a heap is quicker than ordering everything. */
export const FEW = 1 / 8;
/** Indexes of a run that insertion makes. */
const RUN = 8;
/** Up to so many indexes the arrays are used again. */
const KEPT = 4096;
const KEPT_FROM = new Uint32Array(KEPT);
const KEPT_TO = new Uint32Array(KEPT);

/** The first `wanted` of the indexes 0 to `count` - 1, in order. */
export function firstInOrder(count: number, wanted: number, compare: CompareIndexes): Uint32Array {
  if (wanted >= count * FEW) return inOrder(count, compare).subarray(0, wanted);
  const chosen = fewFirst(count, wanted, compare);
  const order = inOrder(wanted, (a, b) => compare(chosen[a], chosen[b]) || chosen[a] - chosen[b]);
  return order.map((place) => chosen[place]);
}

/** The indexes 0 to `count` - 1, in order. */
export function inOrder(count: number, compare: CompareIndexes): Uint32Array {
  let from = count <= KEPT ? KEPT_FROM : new Uint32Array(count);
  let to = count <= KEPT ? KEPT_TO : new Uint32Array(count);
  for (let start = 0; start < count; start += RUN) insert(from, start, Math.min(start + RUN, count), compare);
  for (let run = RUN; run < count; run *= 2) {
    for (let start = 0; start < count; start += run * 2) {
      merge(from, to, start, Math.min(start + run, count), Math.min(start + run * 2, count), compare);
    }
    [from, to] = [to, from];
  }
  return from.subarray(0, count);
}

/** Fills [start, end) with its own indexes, in order. */
function insert(order: Uint32Array, start: number, end: number, compare: CompareIndexes): void {
  for (let index = start; index < end; index++) {
    let at = index;
    for (; at > start && compare(order[at - 1], index) > 0; at--) order[at] = order[at - 1];
    order[at] = index;
  }
}

/** Merges [start, middle) and [middle, end), each in order. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
  compare: CompareIndexes,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takesLeft = left < middle && (right === end || compare(from[left], from[right]) <= 0);
    to[at] = takesLeft ? from[left++] : from[right++];
  }
}

/** The first `wanted` indexes in no order. */
function fewFirst(count: number, wanted: number, compare: CompareIndexes): Uint32Array {
  const heap = new Uint32Array(wanted);
  if (wanted === 0) return heap;
  const isAfter = (a: number, b: number): boolean => {
    const order = compare(a, b);
    return order > 0 || (order === 0 && a > b);
  };
  for (let i = 0; i < wanted; i++) heap[i] = i;
  for (let i = (wanted >>> 1) - 1; i >= 0; i--) sink(heap, i, isAfter);
  for (let i = wanted; i < count; i++) {
    if (!isAfter(heap[0], i)) continue;
    heap[0] = i;
    sink(heap, 0, isAfter);
  }
  return heap;
}

/** Restores the heap below a place: above each stands one that comes after it. */
function sink(heap: Uint32Array, place: number, isAfter: (a: number, b: number) => boolean): void {
  const moved = heap[place];
  let at = place;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isAfter(heap[child + 1], heap[child])) child++;
    if (!isAfter(heap[child], moved)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}
