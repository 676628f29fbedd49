import { FEW, firstInOrder } from './stable-order.ts';
import type { CompareIndexes } from './stable-order.ts';

/**
 * A range of some things in order, by a quicksort that does not follow the parts before it and behind it. It does not
 * keep what is equal in its order: which of several members at one place belong to the nearest three, or of several
 * elements without a weight to the first three, is for the algorithm to say. So it is the one that Redis uses, move by
 * move. Parts do not know of each other: wherever the range begins and ends, it is cut out of one and the same order.
 *
 * ```
 *   pivot first     │ p │ …                                       the median of three, of nine where there are many
 *   by exchanges    │ p = = │ < < < │     ?     │ > > > │ = = │   equal ones are put aside at both ends
 *   put together    │ < < < │ p = = = = │ > > > │                 and brought to the middle, which is done then
 * ```
 *
 * Source: J. L. Bentley and M. D. McIlroy, "Engineering a Sort Function" (1993).
 */

/** Below so many, insertion; of just so many, the one in the middle is the pivot. */
const FEWEST = 7;
/** Above so many, a median of medians. */
const MANY = 40;

/** As `partialQuicksort`, and quicker for the first few where none of them equals another. */
export function partInOrder(count: number, first: number, end: number, compare: CompareIndexes): Uint32Array {
  if (end + 1 < count * FEW) {
    // One more tells whether the last has one behind it that is equal.
    const order = firstInOrder(count, end + 1, compare);
    const hasEqual = order.some((index, i) => i >= first && i > 0 && compare(order[i - 1], index) === 0);
    if (!hasEqual) return order.subarray(first, end);
  }
  return partialQuicksort(count, first, end, compare);
}

/** Of the indexes 0 to `count` - 1, in order, those at the places from `first` to `end` - 1. */
export function partialQuicksort(count: number, first: number, end: number, compare: CompareIndexes): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  // Parts still to be sorted, a start and an end each: on no stack of calls, however unevenly the pivots part them.
  const waiting = [0, count];
  for (let to = waiting.pop(); to !== undefined; to = waiting.pop()) {
    const from = waiting.pop() ?? 0;
    if (from >= end || to <= first || to - from < 2) continue;
    if (to - from < FEWEST) {
      insertEach(order, from, to, compare);
      continue;
    }
    exchange(order, from, pivotPlace(order, from, to, compare));
    const { below, above } = partition(order, from, to, compare);
    waiting.push(to - above, to, from, from + below);
  }
  return order.subarray(first, end);
}

function insertEach(order: Uint32Array, from: number, to: number, compare: CompareIndexes): void {
  for (let next = from + 1; next < to; next++) {
    const index = order[next];
    let at = next;
    for (; at > from && compare(order[at - 1], index) > 0; at--) order[at] = order[at - 1];
    order[at] = index;
  }
}

function pivotPlace(order: Uint32Array, from: number, to: number, compare: CompareIndexes): number {
  const count = to - from;
  const middle = from + (count >>> 1);
  if (count === FEWEST) return middle;
  const median = (a: number, b: number, c: number): number => medianPlace(order, a, b, c, compare);
  if (count <= MANY) return median(from, middle, to - 1);
  const gap = count >>> 3;
  return median(
    median(from, from + gap, from + 2 * gap),
    median(middle - gap, middle, middle + gap),
    median(to - 1 - 2 * gap, to - 1 - gap, to - 1),
  );
}

/** The place of the median of three. Where some are equal it matters which of them that is. */
function medianPlace(order: Uint32Array, a: number, b: number, c: number, compare: CompareIndexes): number {
  const rises = compare(order[a], order[b]) < 0;
  const next = compare(order[b], order[c]);
  if (rises ? next < 0 : next > 0) return b;
  return compare(order[a], order[c]) < 0 === rises ? c : a;
}

/** How many elements are below a pivot, and above. */
interface Parts {
  readonly below: number;
  readonly above: number;
}

/** Parts [from, to) by the element at `from`. */
function partition(order: Uint32Array, from: number, to: number, compare: CompareIndexes): Parts {
  const pivot = order[from];
  // The ends of the equal ones, left and right, and those of the part between that has not been looked at.
  let leftEqual = from + 1;
  let rightEqual = to - 1;
  let low = from + 1;
  let high = to - 1;
  for (;;) {
    for (let side = 0; low <= high && (side = compare(order[low], pivot)) <= 0; low++) {
      if (side === 0) exchange(order, leftEqual++, low);
    }
    for (let side = 0; low <= high && (side = compare(order[high], pivot)) >= 0; high--) {
      if (side === 0) exchange(order, high, rightEqual--);
    }
    if (low > high) break;
    exchange(order, low++, high--);
  }
  const below = low - leftEqual;
  const above = rightEqual - high;
  exchangeRuns(order, from, low, Math.min(leftEqual - from, below));
  exchangeRuns(order, low, to, Math.min(above, to - 1 - rightEqual));
  return { below, above };
}

/** Exchanges the `count` elements from `start` on with those that end before `end`, in their order. */
function exchangeRuns(order: Uint32Array, start: number, end: number, count: number): void {
  for (let i = 0; i < count; i++) exchange(order, start + i, end - count + i);
}

function exchange(order: Uint32Array, a: number, b: number): void {
  const moved = order[a];
  order[a] = order[b];
  order[b] = moved;
}
