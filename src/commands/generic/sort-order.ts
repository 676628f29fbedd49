import type { Context } from '../../execution/context.ts';
import { compareBytes, EMPTY_BYTES } from '../../memory/bytes.ts';
import { NOT_CONVERTIBLE } from '../../resp/reply-errors.ts';
import { ByteList } from '../../structures/byte-list.ts';
import { partInOrder } from '../../structures/partial-quicksort.ts';
import { firstInOrder } from '../../structures/stable-order.ts';
import type { CompareIndexes } from '../../structures/stable-order.ts';
import { parseDouble } from '../../util/double.ts';
import type { SortOptions } from './sort-options.ts';
import type { Text } from './sort-pattern.ts';

/** What the elements are compared by, in the order of the elements. */
const weights = new ByteList();
const element: Text = { bytes: EMPTY_BYTES, at: 0, length: 0 };
const weight: Text = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/**
 * The indexes of the elements at the places from `first` to `end` - 1 of the order that the options ask for. Throws
 * NOT_CONVERTIBLE where they are to be compared as numbers and are none.
 */
export function sortElements(
  context: Context,
  elements: ByteList,
  first: number,
  end: number,
  options: SortOptions,
): Uint32Array {
  const { alphabetic, by, descending } = options;
  let compare: CompareIndexes;
  if (!alphabetic) compare = byNumber(context, elements, options);
  else if (by === undefined) compare = byText(elements, options.store !== 0);
  else compare = byWeight(context, elements, options);
  const directed: CompareIndexes = descending ? (a, b) => -compare(a, b) : compare;
  const { count } = elements;
  // Redis takes another algorithm for a part of what has weights; of texts that weigh the same it tells the order.
  const isPart = by !== undefined && (first > 0 || end < count);
  const order = isPart ? partInOrder(count, first, end, directed) : firstInOrder(count, end, directed).subarray(first);
  weights.clear();
  return order;
}

/** By the number that an element or its weight spells; by its bytes where that is the same. */
function byNumber(context: Context, elements: ByteList, { by }: SortOptions): CompareIndexes {
  const { keyspace, db } = context;
  const numbers = new Float64Array(elements.count);
  let valid = true;
  for (let i = 0; i < elements.count; i++) {
    pointAtString(elements, i, element);
    const isThere = by === undefined || by.lookup(keyspace, db, element, weight);
    if (!isThere) continue;
    numbers[i] = numberOf(by === undefined ? element : weight);
    if (Number.isNaN(numbers[i])) valid = false;
  }
  if (!valid) throw NOT_CONVERTIBLE;
  return (a, b) => {
    if (numbers[a] > numbers[b]) return 1;
    return numbers[a] < numbers[b] ? -1 : compareStrings(elements, a, b);
  };
}

/** By the elements' bytes; `whole`: those behind a NUL byte, too. */
function byText(elements: ByteList, whole: boolean): CompareIndexes {
  return whole ? (a, b) => compareStrings(elements, a, b) : (a, b) => collateStrings(elements, a, b);
}

/** By the bytes of their weights, those without one first. */
function byWeight({ keyspace, db }: Context, elements: ByteList, { by, store }: SortOptions): CompareIndexes {
  const places = new Int32Array(elements.count);
  for (let i = 0; i < elements.count; i++) {
    pointAtString(elements, i, element);
    if (by === undefined || !by.lookup(keyspace, db, element, weight)) {
      places[i] = NO_WEIGHT;
    } else {
      places[i] = weights.count;
      weights.add(weight.bytes, weight.at, weight.length);
    }
  }
  const compare = byText(weights, store !== 0);
  return (a, b) => {
    const left = places[a];
    const right = places[b];
    if (left !== NO_WEIGHT && right !== NO_WEIGHT) return compare(left, right);
    if (left === right) return 0;
    return left === NO_WEIGHT ? -1 : 1;
  };
}

const NO_WEIGHT = -1;

export function pointAtString(list: ByteList, index: number, into: Text): void {
  into.bytes = list.bytes;
  into.at = list.start(index);
  into.length = list.length(index);
}

function compareStrings(list: ByteList, a: number, b: number): number {
  return compareBytes(list.bytes, list.start(a), list.length(a), list.bytes, list.start(b), list.length(b));
}

/** As C's strcoll in the locale of the same name: up to the first NUL byte. */
function collateStrings(list: ByteList, a: number, b: number): number {
  const { u8 } = list.bytes;
  const aAt = list.start(a);
  const bAt = list.start(b);
  const aLength = list.length(a);
  const bLength = list.length(b);
  for (let i = 0; ; i++) {
    const left = i < aLength ? u8[aAt + i] : 0;
    const right = i < bLength ? u8[bAt + i] : 0;
    if (left !== right || left === 0) return left - right;
  }
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** Plain decimals up to here need no text. */
const SHORT = 15;

/** The number that bytes before a NUL spell in decimal, 0 for none, NaN for anything else. */
function numberOf({ bytes, at, length }: Text): number {
  const { u8 } = bytes;
  let plain = length > 0 && length <= SHORT;
  for (let i = at; plain && i < at + length; i++) plain = u8[i] >= 0x2d && u8[i] <= 0x39;
  if (plain) {
    const number = parseDouble(u8, at, at + length);
    if (!Number.isNaN(number)) return number;
  }
  const [text] = bytes.latin1(at, at + length).split('\0', 1);
  if (text === '') return 0;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return DECIMAL.test(text) ? Number(text) : NaN;
}
