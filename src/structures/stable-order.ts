/**
 * Orders things that are known by their index, without moving them: what is equal stays in its order.
 *
 * ```
 *   all of it      merges runs of 1, 2, 4 … indexes from one array to the other and back
 *   a few first    a heap of so many, the last of them on top, which whatever comes before it replaces
 * ```
 */

/** Below 0 where the thing of the first index comes first, 0 where the two are equal. */
export type CompareIndexes = (a: number, b: number) => number;

/** Below this part of the whole, a heap is quicker than ordering everything. */
const FEW = 1 / 8;

/** The first `wanted` of the indexes 0 to `count` - 1, in order. */
export function firstInOrder(count: number, wanted: number, compare: CompareIndexes): Uint32Array {
  if (wanted >= count * FEW) return inOrder(count, compare).subarray(0, wanted);
  const chosen = fewFirst(count, wanted, compare);
  const order = inOrder(wanted, (a, b) => compare(chosen[a], chosen[b]) || chosen[a] - chosen[b]);
  return order.map((place) => chosen[place]);
}

/** The indexes 0 to `count` - 1, in order. */
export function inOrder(count: number, compare: CompareIndexes): Uint32Array {
  let from = new Uint32Array(count);
  for (let i = 0; i < count; i++) from[i] = i;
  let to = new Uint32Array(count);
  for (let run = 1; run < count; run *= 2) {
    for (let start = 0; start < count; start += run * 2) {
      merge(from, to, start, Math.min(start + run, count), Math.min(start + run * 2, count), compare);
    }
    [from, to] = [to, from];
  }
  return from;
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
