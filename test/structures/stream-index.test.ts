import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import { StreamIndex } from '../../src/structures/stream-index.ts';
import { radixNodes } from '../../src/structures/stream-radix.ts';
import { idOf, valueOf } from './stream-ids.ts';

const id = new StreamId();

/** All items in order, by walking forwards; checks that walking backwards meets the same. */
function itemsOf(index: StreamIndex): [bigint, number][] {
  const items: [bigint, number][] = [];
  for (let p = index.first; p >= 0; p = index.next(p)) items.push([valueOf(index.readId(p, id)), index.addressAt(p)]);
  const backwards: number[] = [];
  for (let p = index.last; p >= 0; p = index.previous(p)) backwards.push(index.addressAt(p));
  expect(backwards.reverse()).toEqual(items.map(([, address]) => address));
  return items;
}

/** A step: insert a value, or remove the item nearest below one. */
const step = fc.record({ value: fc.nat(20_000), removes: fc.boolean() });

describe('the index of a stream', () => {
  test('holds items in order, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
        const arena = new Arena();
        const index = new StreamIndex(arena);
        const model = new Map<bigint, number>();
        let address = 1;
        for (const { value, removes } of steps) {
          const key = BigInt(value) << 40n;
          const position = index.floor(idOf(key));
          const below = [...model.keys()].filter((other) => other <= key).reduce((a, b) => (b > a ? b : a), -1n);
          expect(position < 0 ? -1n : valueOf(index.readId(position, id))).toBe(below);
          if (removes && position >= 0) {
            index.remove(position);
            model.delete(below);
          } else if (below !== key) {
            if (position === index.last) index.append(idOf(key), address);
            else index.insertAfter(position, idOf(key), address);
            model.set(key, address++);
          }
          expect(index.length).toBe(model.size);
        }
        expect(itemsOf(index)).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(index.memory).toBe(arena.used);
        index.clear();
        expect([arena.used, arena.blocks]).toEqual([0, 0]);
      }),
      { numRuns: 15 },
    );
  });

  test('grows by pages, and gives them back from either end', () => {
    const arena = new Arena();
    const index = new StreamIndex(arena);
    for (let i = 1; i <= 2000; i++) index.append(idOf(BigInt(i)), i);
    expect(index.addressAt(index.floor(idOf(1500n)))).toBe(1500);
    while (index.length > 1000) index.remove(index.first);
    while (index.length > 0) index.remove(index.last);
    expect([arena.used, index.memory]).toEqual([0, 0]);
  });

  test('a position that has gone leads to the next', () => {
    const index = new StreamIndex(new Arena());
    for (let i = 1; i <= 300; i++) index.append(idOf(BigInt(i)), i);
    const { last } = index;
    index.remove(last);
    expect([index.existing(0), index.existing(last), index.existing(255)]).toEqual([0, -1, 255]);
    index.remove(255);
    expect(index.existing(255)).toBe(256);
  });
});

describe('the radix tree that Redis would have', () => {
  /** The tree itself, built key by key; answers its nodes. */
  function modelNodes(keys: readonly string[]): number {
    const visit = (rest: readonly string[]): number => {
      if (rest.length === 1 && rest[0] === '') return 1;
      const branches = new Map<string, string[]>();
      for (const text of rest)
        branches.set(text.slice(0, 2), [...(branches.get(text.slice(0, 2)) ?? []), text.slice(2)]);
      if (branches.size > 1) return 1 + [...branches.values()].reduce((sum, below) => sum + visit(below), 0);
      // A run without a branch is one node.
      let below = rest;
      const same = (): boolean => below[0] !== '' && below.every((text) => text.slice(0, 2) === below[0].slice(0, 2));
      while (same()) below = below.map((text) => text.slice(2));
      return 1 + visit(below);
    };
    return keys.length === 0 ? 1 : visit(keys);
  }

  test('is counted without being built', () => {
    const value = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.bigInt({ min: 0n, max: 70_000n }));
    fc.assert(
      fc.property(fc.uniqueArray(value, { maxLength: 40 }), (values) => {
        const index = new StreamIndex(new Arena());
        const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
        sorted.forEach((each, i) => index.append(idOf(each), i + 1));
        expect(radixNodes(index)).toBe(modelNodes(sorted.map((each) => each.toString(16).padStart(32, '0'))));
      }),
    );
  });
});
