import { ListValue } from '../../datatypes/list-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import type { KeyReference } from '../../execution/key-extraction.ts';
import { keyAt, keysUnknown } from '../../execution/key-specs.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import type { ArgumentVector } from '../../resp/argument-vector.ts';
import { ByteList } from '../../structures/byte-list.ts';
import type { Key } from '../../structures/key.ts';
import type { SortOptions } from './sort-options.ts';
import { readSortOptions } from './sort-options.ts';
import { pointAtString, sortElements } from './sort-order.ts';
import type { Text } from './sort-pattern.ts';
import { SortSource } from './sort-source.ts';

const BY_GET_NOTES =
  "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key " +
  'we sort';
const STORE_NOTES =
  "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array";

const SYNTAX_READING =
  'key [BY by-pattern:pattern@pattern#1] [LIMIT limit=<offset:integer count:integer>] ' +
  '[GET get-pattern:pattern@pattern#1]... order=[ASC | DESC] [sorting=ALPHA]';

const declaration = {
  group: 'generic',
  complexity: 'O(N+M*log(M)), N being the number of elements and M that of those returned; O(N) without sorting.',
  arity: -2,
  categories: ['set', 'sortedset', 'list', 'dangerous', '-keyspace'],
} as const;

const sorted: KeyReference = { index: 1, flags: ['RO', 'access'] };

export const sort = command({
  ...declaration,
  name: 'SORT',
  since: '1.0.0',
  summary: 'Sorts a list, a set or a sorted set, and returns or stores the result.',
  syntax: `${SYNTAX_READING} [STORE destination:key]`,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RO', 'access'), keysUnknown(BY_GET_NOTES, 'RO', 'access'), keysUnknown(STORE_NOTES, 'OW', 'update')],
  findKeys: (request) => {
    const store = storeIndex(request);
    return store === 0 ? [sorted] : [sorted, { index: store, flags: ['OW', 'update'] }];
  },
  handler: (context) => sortKey(context, true),
});

export const sortRo = command({
  ...declaration,
  name: 'SORT_RO',
  since: '7.0.0',
  summary: 'Returns the elements of a list, a set or a sorted set, sorted.',
  syntax: SYNTAX_READING,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access'), keysUnknown(BY_GET_NOTES, 'RO', 'access')],
  findKeys: () => [sorted],
  handler: (context) => sortKey(context, false),
});

/** Values that follow an option. */
const VALUES: Readonly<Record<string, number>> = { LIMIT: 2, GET: 1, BY: 1 };

/** The index of the key behind the last STORE, or 0. */
function storeIndex(request: ArgumentVector): number {
  let found = 0;
  for (let i = 2; i < request.count; i++) {
    const word = request.bytes.latin1(request.starts[i], request.starts[i] + request.lengths[i]).toUpperCase();
    if (word === 'STORE' && i + 1 < request.count) found = i + 1;
    i += VALUES[word] ?? 0;
  }
  return found;
}

const elements = new ByteList();
const results = new ByteList();
const source = new SortSource(elements);
const element: Text = { bytes: EMPTY_BYTES, at: 0, length: 0 };
const value: Text = { bytes: EMPTY_BYTES, at: 0, length: 0 };

function sortKey(context: Context, stores: boolean): void {
  const { args, db } = context;
  const key = args.key();
  const options = readSortOptions(context, stores);
  source.open(db, key);
  const first = Math.min(Math.max(options.offset, 0), source.size);
  const most = options.count < 0 ? source.size : options.count;
  const wanted = Math.min(most, source.size - first);

  const order = orderOf(context, first, wanted, options);
  if (options.store === 0) replyOrdered(context, order, options);
  else storeOrdered(context, args.keyAt(options.store), order, options);
  elements.clear();
}

/** Copies the elements that are needed, and answers the indexes of those wanted, in order. */
function orderOf(context: Context, first: number, wanted: number, options: SortOptions): Uint32Array {
  const end = first + wanted;
  if (!options.unsorted) {
    source.copyAll();
    return sortElements(context, elements, first, end, options);
  }
  if (source.isOrdered) {
    source.copySome(first, wanted, options.descending);
    return firstIndexes(0, wanted, options.descending);
  }
  source.copyAll();
  if (options.store === 0) return firstIndexes(first, wanted, false);
  // What is stored must come out the same everywhere.
  const alphabetic = { ...options, alphabetic: true, by: undefined };
  return sortElements(context, elements, first, end, alphabetic);
}

function firstIndexes(first: number, count: number, backwards: boolean): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => (backwards ? count - 1 - i : first + i));
}

function replyOrdered({ db, keyspace, reply }: Context, order: Uint32Array, { gets }: SortOptions): void {
  reply.array(order.length * Math.max(gets.length, 1));
  for (const index of order) {
    pointAtString(elements, index, element);
    if (gets.length === 0) reply.bulk(element.bytes, element.at, element.length);
    for (const pattern of gets) {
      if (pattern.lookup(keyspace, db, element, value)) reply.bulk(value.bytes, value.at, value.length);
      else reply.null();
    }
  }
}

/** Stores the result as a list, what is missing as an empty string; where there is none the key goes. */
function storeOrdered(context: Context, destination: Key, order: Uint32Array, options: SortOptions): void {
  const { db, reply } = context;
  gatherResults(context, order, options);
  const { count } = results;
  if (count > 0) {
    const list = db.makeCollection(destination, ListValue);
    for (let i = 0; i < count; i++) list.pushTail(results.bytes, results.start(i), results.length(i));
    db.changed(destination, 'sortstore', count);
  } else if (db.delete(destination)) {
    db.changed(destination, 'del');
  }
  results.clear();
  reply.integer(count);
}

function gatherResults({ db, keyspace }: Context, order: Uint32Array, { gets }: SortOptions): void {
  results.clear();
  for (const index of order) {
    pointAtString(elements, index, element);
    if (gets.length === 0) results.add(element.bytes, element.at, element.length);
    for (const pattern of gets) {
      if (pattern.lookup(keyspace, db, element, value)) results.add(value.bytes, value.at, value.length);
      else results.add(EMPTY_BYTES, 0, 0);
    }
  }
}
