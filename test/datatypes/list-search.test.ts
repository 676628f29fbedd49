import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { ListSearch } from '../../src/datatypes/list-search.ts';
import type { ListView } from '../../src/datatypes/list-value.ts';
import { ListValue } from '../../src/datatypes/list-value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { dataMemory } from '../support/data-memory.ts';

function listOf(nodeSize: number, ...elements: string[]): ListView {
  const memory = dataMemory();
  memory.packing.listNodeSize = nodeSize;
  const entries = new Entries(memory, 1, 2, 0);
  const key = new Key().set(Bytes.fromString('key'), 0, 3, 1, 2);
  const { view } = ListValue;
  view.bind(entries, ListValue.create(entries, key, 0), key.hash);
  for (const element of elements) view.pushTail(Bytes.fromString(element), 0, element.length);
  return view;
}

/** How far it had looked at each match. */
function matches(search: ListSearch): number[] {
  const found: number[] = [];
  while (search.next()) found.push(search.scanned);
  return found;
}

describe.each([
  ['listpack', -2],
  ['quicklist', 2],
])('a search in a %s', (_, nodeSize) => {
  const search = new ListSearch();
  const wanted = Bytes.fromString('..7');
  const elements = ['7', 'a', '7', '07', '7', 'b'];

  test('finds what equals, from either end, and no further than it is told', () => {
    const list = listOf(nodeSize, ...elements);
    search.begin(list, wanted, 2, 1);
    expect([matches(search), search.next()]).toEqual([[1, 3, 5], false]);
    search.begin(list, wanted, 2, 1, true);
    expect(matches(search)).toEqual([2, 4, 6]);
    search.begin(list, wanted, 2, 1, false, 4);
    expect([matches(search), search.scanned]).toEqual([[1, 3], 4]);
    search.begin(list, wanted, 2, 1, true, 1);
    expect(matches(search)).toEqual([]);
  });

  test.each([false, true])('goes on where it was when a match is taken out (backwards: %s)', (backwards) => {
    const list = listOf(nodeSize, ...elements);
    search.begin(list, wanted, 2, 1, backwards);
    for (let i = 0; i < 2 && search.next(); i++) search.remove();
    list.swept();
    const left: string[] = [];
    list.forEachRange(0, list.size - 1, (text) => left.push(text.latin1()));
    expect(left).toEqual(backwards ? ['7', 'a', '07', 'b'] : ['a', '07', '7', 'b']);
  });

  test('finds nothing in an empty list, nor a value that is long', () => {
    const list = listOf(nodeSize);
    search.begin(list, wanted, 2, 1);
    expect(search.next()).toBe(false);
    search.begin(list, wanted, 2, 1, true);
    expect(search.next()).toBe(false);
    const long = 'x'.repeat(100_000);
    search.begin(listOf(nodeSize, 'a', long, long), Bytes.fromString(long), 0, long.length);
    expect(matches(search)).toEqual([2, 3]);
  });
});
