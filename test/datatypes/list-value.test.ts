import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { ListSearch } from '../../src/datatypes/list-search.ts';
import { anotherList } from '../../src/datatypes/list-value.ts';
import type { ListView } from '../../src/datatypes/list-value.ts';
import { TYPE_LIST } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { ElementText } from '../../src/structures/listpack.ts';
import { dataMemory } from '../support/data-memory.ts';

const text = new ElementText();

type Argument = [bytes: Bytes, at: number, length: number];

function argument(element: string): Argument {
  const bytes = Bytes.fromString(element, 'latin1');
  return [bytes, 0, bytes.length];
}

/** One list in memory of its own, under the limit of a node's size. */
class Fixture {
  readonly memory = dataMemory();
  readonly entries = new Entries(this.memory, 1, 2, 0);
  private readonly key = new Key().set(Bytes.fromString('key'), 0, 3, 1, 2);
  private readonly type = anotherList();

  constructor(listNodeSize: number, listCompressDepth = 0) {
    this.memory.packing.listNodeSize = listNodeSize;
    this.memory.packing.listCompressDepth = listCompressDepth;
    this.type.create(this.entries, this.key, 0);
  }

  /** The list as the next command would find it. */
  get list(): ListView {
    this.type.view.bind(this.entries, this.entries.find(this.key), this.key.hash);
    return this.type.view;
  }

  get bins(): Record<number, number> {
    return Object.fromEntries([...this.entries.sizes[TYPE_LIST].entries()].filter(([, count]) => count !== 0));
  }

  remove(): void {
    this.entries.remove(this.entries.find(this.key), this.key.hash);
    while (this.memory.collections.step(64));
  }
}

function elementsOf(list: ListView, first = 0, last = list.size - 1): string[] {
  const elements: string[] = [];
  list.forEachRange(first, last, (visited) => elements.push(visited.latin1()));
  return elements;
}

function piecewise(list: ListView): number {
  let count = 0;
  for (let piece = 0; piece < list.pieces; piece++) {
    list.open(piece);
    count += list.count;
  }
  return count;
}

const element = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', '', '7', '-300', '70000', '9223372036854775807', '007') },
  { weight: 2, arbitrary: fc.constantFrom(62, 63, 64, 1000, 4080, 4096).map((length) => 'v'.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom(8180, 8193, 70_000).map((length) => 'w'.repeat(length)) },
);

const elements = fc.array(element, { minLength: 1, maxLength: 12, size: 'max' });

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constantFrom('pushHead', 'pushTail', 'addAll'), elements, at: fc.nat() }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      what: fc.constantFrom('drop', 'trim', 'set', 'insert', 'remove', 'removeBackwards', 'read'),
      elements,
      at: fc.nat(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const search = new ListSearch();

function push(list: ListView, model: string[], { what, elements: pushed }: Step): void {
  if (what === 'addAll') {
    list.prepare(
      pushed.reduce((sum, { length }) => sum + length, 0),
      pushed.length,
    );
  }
  for (const each of pushed) {
    if (what === 'pushHead') list.pushHead(...argument(each));
    else if (what === 'pushTail') list.pushTail(...argument(each));
    else list.addTail(...argument(each));
    if (what === 'pushHead') model.unshift(each);
    else model.push(each);
  }
}

function removeEqual(list: ListView, model: string[], wanted: string, count: number, backwards: boolean): void {
  search.begin(list, ...argument(wanted), backwards);
  let removed = 0;
  for (; removed < count && search.next(); removed++) search.remove();
  if (removed > 0) list.swept();
  const places = [...model.keys()].filter((i) => model[i] === wanted);
  const gone = backwards ? places.slice(-count) : places.slice(0, count);
  expect(removed).toBe(gone.length);
  model.splice(0, model.length, ...model.filter((_, i) => !gone.includes(i)));
}

function insert(list: ListView, model: string[], [pivot, value]: string[], behind: boolean): void {
  const inserted = value ?? 'x';
  search.begin(list, ...argument(pivot));
  const place = model.indexOf(pivot);
  expect(search.next()).toBe(place >= 0);
  if (place < 0) return;
  expect(search.scanned).toBe(place + 1);
  list.insertAt(search.piece, search.element, behind, ...argument(inserted));
  model.splice(behind ? place + 1 : place, 0, inserted);
}

function apply(list: ListView, model: string[], each: Step): void {
  const { what, elements: values, at } = each;
  const index = model.length === 0 ? 0 : at % model.length;
  switch (what) {
    case 'drop':
      if (at % 2 === 0) list.dropHead(index);
      else list.dropTail(index);
      model.splice(at % 2 === 0 ? 0 : model.length - index, index);
      return;
    case 'trim': {
      const last = Math.min(model.length - 1, index + values.length - 1);
      list.trim(index, last);
      model.splice(0, model.length, ...model.slice(index, last + 1));
      return;
    }
    case 'set': {
      const wanted = at % 3 === 0 ? index - model.length : index;
      expect(list.set(wanted, ...argument(values[0]))).toBe(model.length > 0);
      if (model.length > 0) model[index] = values[0];
      return;
    }
    case 'insert':
      insert(list, model, values, at % 2 === 0);
      return;
    case 'remove':
    case 'removeBackwards':
      removeEqual(list, model, values[0], (at % 4) + 1, what === 'removeBackwards');
      return;
    case 'read':
      expect(list.readAt(index, text) && text.latin1()).toBe(model.length > 0 && model[index]);
      expect(list.readHead(text) && text.latin1()).toBe(model.length > 0 && model[0]);
      expect(list.readTail(text) && text.latin1()).toBe(model.length > 0 && model[model.length - 1]);
      expect([list.readAt(model.length, text), list.readAt(-model.length - 1, text)]).toEqual([false, false]);
      if (model.length > 0) expect(elementsOf(list, index)).toEqual(model.slice(index));
      return;
    default:
      push(list, model, each);
  }
}

describe('a list', () => {
  test.each([-1, -2, -5, 1, 4, 128])('of size %i is what a plain array is, however it is kept', (listNodeSize) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25, size: 'max' }), fc.nat(2), (steps, depth) => {
        const fixture = new Fixture(listNodeSize, depth);
        const model: string[] = [];
        for (const each of steps) {
          apply(fixture.list, model, each);
          const { list } = fixture;
          expect(elementsOf(list)).toEqual(model);
          expect([list.size, piecewise(list)]).toEqual([model.length, model.length]);
          expect(fixture.bins).toEqual({ [model.length === 0 ? 0 : 1 + Math.floor(Math.log2(model.length))]: 1 });
          seen.add(list.encoding);
        }
        fixture.remove();
        const { arena, large } = fixture.memory;
        expect([arena.used, arena.tableBytes, large.used, fixture.bins]).toEqual([0, 0, 0, {}]);
      }),
      { numRuns: 60 },
    );
    expect([...seen].sort()).toEqual(['listpack', 'quicklist']);
  });

  test('is a listpack up to the limit and again from half of it down', () => {
    const fixture = new Fixture(4);
    const encodings: string[] = [];
    for (let i = 0; i < 5; i++) {
      fixture.list.pushTail(...argument('x'));
      encodings.push(fixture.list.encoding);
    }
    for (let i = 0; i < 4; i++) {
      fixture.list.dropTail(1);
      encodings.push(fixture.list.encoding);
    }
    const [pack, quick] = ['listpack', 'quicklist'];
    expect(encodings).toEqual([...[pack, pack, pack, pack, quick], ...[quick, quick, pack, pack]]);
  });

  test('is a listpack up to its bytes, whatever they are expected to become', () => {
    const fixture = new Fixture(-1);
    fixture.list.pushTail(...argument('x'.repeat(4000)));
    // 4012 bytes and 2 x 42 are the limit; what they take beside their own bytes does not count.
    fixture.list.prepare(84, 2);
    for (let i = 0; i < 2; i++) fixture.list.addTail(...argument('y'.repeat(42)));
    expect(fixture.list.encoding).toBe('listpack');
    fixture.list.prepare(0, 1);
    expect(fixture.list.encoding).toBe('quicklist');
  });
});
