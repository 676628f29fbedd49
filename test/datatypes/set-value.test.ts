import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { STOP } from '../../src/datatypes/set-packed.ts';
import { MemberText } from '../../src/datatypes/set-member.ts';
import type { SetView } from '../../src/datatypes/set-value.ts';
import { anotherSet } from '../../src/datatypes/set-value.ts';
import { FORM_SET_PACKED, FORM_SET_TABLE, TYPE_SET } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { SlotList } from '../../src/structures/slot-list.ts';
import { Random } from '../../src/util/random.ts';
import type { TestMemory } from '../support/data-memory.ts';
import { dataMemory } from '../support/data-memory.ts';

/** A set in entries of its own, driven by strings of one character per byte. */
class Driven {
  readonly memory: TestMemory = dataMemory();
  readonly entries = new Entries(this.memory, 3, 5, 0);
  readonly view: SetView;
  private readonly key: Key;

  constructor() {
    const bytes = Bytes.fromString('key');
    this.key = new Key().set(bytes, 0, bytes.length, 3, 5);
    const { view, create } = anotherSet();
    view.bind(this.entries, create(this.entries, this.key, 0), this.key.hash);
    this.view = view;
  }

  add(member: string): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.add(bytes, 0, bytes.length);
  }

  remove(member: string): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.remove(bytes, 0, bytes.length);
  }

  has(member: string): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    const hash = this.view.hashOf(bytes, 0, bytes.length);
    const found = this.view.has(bytes, 0, bytes.length);
    expect(this.view.hasHashed(bytes, 0, bytes.length, hash)).toBe(found);
    return found;
  }

  /** What each place shows. */
  places(): Map<number, string> {
    const list = new SlotList();
    this.view.collectPlaces(list);
    const text = new MemberText();
    const all = new Map<number, string>();
    for (let i = 0; i < list.count; i++) {
      this.view.readAt(list.addresses[i], text);
      all.set(list.addresses[i], text.bytes.latin1(text.at, text.at + text.length));
    }
    return all;
  }

  members(): string[] {
    const all: string[] = [];
    this.view.forEach(({ bytes, at, length }) => {
      all.push(bytes.latin1(at, at + length));
    });
    return all.sort();
  }

  /** The view, a view bound anew, and the sizes that INFO tells agree with the model. */
  check(model: ReadonlySet<string>): void {
    const { view, entries } = this;
    expect(view.size).toBe(model.size);
    expect(this.members()).toEqual([...model].sort());
    expect([...this.places().values()].sort()).toEqual([...model].sort());
    const { view: again } = anotherSet();
    again.bind(entries, entries.find(this.key), this.key.hash);
    expect([again.size, again.encoding, again.address]).toEqual([view.size, view.encoding, view.address]);
    expect(entries.sizeOf(view.address)).toBe(model.size);
    expect(entries.sizes[TYPE_SET][32 - Math.clz32(model.size)]).toBe(1);
  }

  release(): void {
    this.entries.remove(this.view.address, this.key.hash);
    while (this.memory.collections.step(1000));
    expect([this.memory.arena.used, this.memory.arena.tableBytes]).toEqual([0, 0]);
    expect(this.entries.sizes[TYPE_SET].every((count) => count === 0)).toBe(true);
  }
}

const integer = fc.oneof(
  fc.integer({ min: -20, max: 40 }).map(String),
  fc.constantFrom('32768', '-2147483649', '9007199254740993', '9223372036854775807', '-9223372036854775808'),
);
const word = fc.constantFrom('', 'a', 'b', 'c', '01', '-0', 'm'.repeat(64), 'm'.repeat(65), 'n'.repeat(300), '\xff\0');
const member = fc.oneof({ weight: 6, arbitrary: integer }, { weight: 1, arbitrary: word });
const edits = fc.array(fc.tuple(member, fc.boolean()), { maxLength: 60 });

describe('a set in any encoding', () => {
  test.each(['intset', 'listpack', 'hashtable'])('that begins as %s is a set through all changes', (encoding) => {
    fc.assert(
      fc.property(edits, (all) => {
        const driven = new Driven();
        driven.memory.packing.intsetMembers = 10;
        driven.memory.packing.setMembers = 12;
        if (encoding === 'listpack') driven.view.become(FORM_SET_PACKED);
        else if (encoding === 'hashtable') driven.view.become(FORM_SET_TABLE);
        const model = new Set<string>();
        for (const [text, adds] of all) {
          if (adds) expect(driven.add(text)).toBe(!model.has(text));
          else expect(driven.remove(text)).toBe(model.has(text));
          if (adds) model.add(text);
          else model.delete(text);
          expect(driven.has(text)).toBe(adds);
          driven.check(model);
        }
        driven.release();
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['intset', ['1', '2', '30', '4000000']],
    ['listpack', ['1', 'a', '-7', '']],
    ['hashtable', ['1', 'a', 'x'.repeat(65), '']],
  ])('%s: draws every member, and removes it by its place', (encoding, members) => {
    const driven = new Driven();
    for (const text of members) driven.add(text);
    expect(driven.view.encoding).toBe(encoding);
    const random = new Random(3);
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) seen.add(driven.places().get(driven.view.randomPlace(random)) ?? 'no member');
    expect([...seen].sort()).toEqual([...members].sort());
    const left = new Set(members);
    while (driven.view.size > 0) {
      const place = driven.view.randomPlace(random);
      left.delete(driven.places().get(place) ?? '');
      driven.view.removeAt(place);
      driven.check(left);
    }
    driven.release();
  });

  test.each(['intset', 'listpack', 'hashtable'])('%s: stops when the visitor says so', (encoding) => {
    const driven = new Driven();
    for (const text of ['1', '2', '3']) driven.add(text);
    if (encoding === 'listpack') driven.view.become(FORM_SET_PACKED);
    else if (encoding === 'hashtable') driven.view.become(FORM_SET_TABLE);
    let visited = 0;
    driven.view.forEach(() => (++visited === 2 ? STOP : undefined));
    expect(visited).toBe(2);
  });
});

/** Adds the members to a new set and answers its encoding. */
function encodingOf(members: readonly string[], limits: Partial<TestMemory['packing']> = {}): string {
  const driven = new Driven();
  Object.assign(driven.memory.packing, limits);
  for (const text of members) driven.add(text);
  driven.check(new Set(members));
  return driven.view.encoding;
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

describe('a set that grows', () => {
  test('is an intset up to the limit', () => {
    expect([encodingOf(numbers(512)), encodingOf(numbers(513))]).toEqual(['intset', 'hashtable']);
  });

  test('becomes a listpack with the first that is no integer, unless it is too large for one', () => {
    expect(encodingOf([...numbers(127), 'a'])).toBe('listpack');
    expect(encodingOf([...numbers(128), 'a'])).toBe('hashtable');
    expect(encodingOf(['12345', 'a'], { setMemberBytes: 4 })).toBe('hashtable');
    expect(encodingOf(['-1234', '1', 'a'], { setMemberBytes: 4 })).toBe('hashtable');
    expect(encodingOf(['1234', 'a'], { setMemberBytes: 4 })).toBe('listpack');
  });

  test('is a listpack up to both limits', () => {
    const words = numbers(129).map((text) => `w${text}`);
    expect([encodingOf(words.slice(0, 128)), encodingOf(words)]).toEqual(['listpack', 'hashtable']);
    expect([encodingOf(['a', 'x'.repeat(64)]), encodingOf(['a', 'x'.repeat(65)])]).toEqual(['listpack', 'hashtable']);
  });

  test('begins as its first member and their number say', () => {
    const begun = (text: string, expected: number): string => {
      const { view } = new Driven();
      const bytes = Bytes.fromString(text);
      view.begin(bytes, 0, bytes.length, expected);
      return view.encoding;
    };
    expect([begun('1', 512), begun('1', 513), begun('a', 128), begun('a', 129)]).toEqual([
      'intset',
      'hashtable',
      'listpack',
      'hashtable',
    ]);
  });

  test('becomes a table when more are coming than it could hold', () => {
    const expecting = (first: string, count: number): string => {
      const driven = new Driven();
      driven.add(first);
      driven.view.expect(count);
      driven.check(new Set([first]));
      return driven.view.encoding;
    };
    expect([expecting('1', 512), expecting('1', 513)]).toEqual(['intset', 'hashtable']);
    expect([expecting('a', 128), expecting('a', 129)]).toEqual(['listpack', 'hashtable']);
  });
});

describe('a set of integers', () => {
  test.each([FORM_SET_PACKED, FORM_SET_TABLE] as const)('becomes an intset from form %i', (form) => {
    const driven = new Driven();
    driven.view.become(form);
    const members = ['5', '-9223372036854775808', '70000', '9007199254740993', '-1'];
    for (const text of members) driven.add(text);
    driven.view.becomeIntegers();
    expect(driven.view.encoding).toBe('intset');
    driven.check(new Set(members));
    driven.release();
  });

  test('stays what it is when it has too many', () => {
    const driven = new Driven();
    driven.memory.packing.intsetMembers = 2;
    for (const text of numbers(3)) driven.add(text);
    driven.view.becomeIntegers();
    expect(driven.view.encoding).toBe('hashtable');
  });
});

describe('what is retained', () => {
  test.each([
    ['intset', numbers(500), 100, 'intset'],
    ['listpack', ['a', ...numbers(100)], 20, 'listpack'],
    ['hashtable', numbers(1000).map((text) => `w${text}`), 128, 'listpack'],
    ['hashtable', numbers(1000).map((text) => `w${text}`), 129, 'hashtable'],
    ['hashtable', numbers(1000), 100, 'listpack'],
  ])('of %s is as if it had been added to a new set', (before, members, count, after) => {
    const driven = new Driven();
    for (const text of members) driven.add(text);
    expect(driven.view.encoding).toBe(before);
    const kept = [...driven.places()].slice(0, count);
    driven.view.retain(kept.map(([place]) => place));
    expect(driven.view.encoding).toBe(after);
    driven.check(new Set(kept.map(([, text]) => text)));
    driven.release();
  });
});
