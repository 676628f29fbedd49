import { describe, expect, test } from 'vitest';
import type { LargeCollection } from '../../src/datatypes/collections.ts';
import { Collections } from '../../src/datatypes/collections.ts';
import { Entries } from '../../src/datatypes/entries.ts';
import { createPacked } from '../../src/datatypes/packed.ts';
import { FORM_HASH_PACKED, FORM_HASH_TABLE, TYPE_HASH, TYPE_STRING } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { dataMemory } from '../support/data-memory.ts';

class Fake implements LargeCollection {
  size: number;
  readonly memory = 1000;
  readonly pieces: number;

  constructor(size: number, pieces = size) {
    this.size = size;
    this.pieces = pieces;
  }

  clone(): Fake {
    return new Fake(this.size);
  }

  drain(limit: number): boolean {
    this.size = Math.max(0, this.size - limit);
    return this.size > 0;
  }

  defragment(): number {
    return 0;
  }
}

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(name);
  return new Key().set(bytes, 0, bytes.length, 1, 2);
}

/** The bins that are not 0, by their number. */
function bins(entries: Entries, type: number): Record<number, number> {
  return Object.fromEntries([...entries.sizes[type].entries()].filter(([, count]) => count !== 0));
}

describe('a large collection', () => {
  test('is freed on the spot when it is small, and in slices when it is large', () => {
    const collections = new Collections();
    const small = new Fake(64);
    const large = new Fake(65);
    const numbers = [collections.add(small), collections.add(large)];
    expect(numbers).toEqual([1, 2]);
    for (const number of numbers) collections.release(number);
    expect([small.size, large.size, collections.dropped]).toEqual([0, 65, [large]]);
    expect(collections.step(60)).toBe(true);
    expect(large.size).toBe(5);
    expect(collections.step(60)).toBe(false);
    expect([large.size, collections.dropped]).toEqual([0, []]);
    expect(collections.step(60)).toBe(false);
    expect(collections.add(small)).toBe(2);
  });

  test('counts as freed behind the scenes where that was asked for, if Redis would not rather free it at once', () => {
    const collections = new Collections();
    const release = (fake: Fake, isLazy: boolean): number => {
      collections.withLazy(isLazy, () => collections.release(collections.add(fake)));
      return collections.pending;
    };
    expect(release(new Fake(65), false)).toBe(0);
    expect(release(new Fake(64), true)).toBe(0);
    expect(release(new Fake(1000, 64), true)).toBe(0);
    expect(release(new Fake(1000, 65), true)).toBe(1);
    expect(release(new Fake(10, 65), true)).toBe(2);
    expect(release(new Fake(65), true)).toBe(3);
    expect(collections.isLazy).toBe(false);
    while (collections.step(1000));
    expect([collections.pending, collections.dropped]).toEqual([0, []]);
    release(new Fake(65), true);
    collections.clear();
    expect(collections.pending).toBe(0);
  });

  test('takes the place of a packed value, goes with its entry, is copied with it and freed with it', () => {
    const parts = dataMemory();
    const [a, b, c] = [keyOf('a'), keyOf('b'), keyOf('c')];
    const [from, to] = [new Entries(parts, 1, 2, 0), new Entries(parts, 1, 2, 0)];
    const object = new Fake(40);
    let address = createPacked(from, a, FORM_HASH_PACKED, 7);
    expect(bins(from, TYPE_HASH)).toEqual({ 0: 1 });
    address = from.setObject(address, a.hash, FORM_HASH_TABLE, object);
    from.recountItems(TYPE_HASH, 0, 40);
    address = from.setExpiry(address, a.hash, 5000);
    from.setTimed(address, a.hash, true);
    expect([from.isObject(address), from.objectOf(address), from.sizeOf(address)]).toEqual([true, object, 40]);
    expect(from.memoryOf(address)).toBe(parts.arena.sizeOf(address) + 1000);

    const moved = to.transfer(from, address, a.hash, b, 0);
    expect([to.objectOf(moved), to.expiry(moved), to.isTimed(moved)]).toEqual([object, 5000, true]);
    expect([from.dict.size, from.timed.size, to.timed.has(moved, b.hash)]).toEqual([0, 0, true]);
    expect([bins(from, TYPE_HASH), bins(to, TYPE_HASH)]).toEqual([{}, { 6: 1 }]);

    const copy = to.duplicate(to, moved, c, 7);
    expect(to.objectOf(copy)).not.toBe(object);
    expect([to.form(copy), to.sizeOf(copy), to.expiry(copy), to.isTimed(copy)]).toEqual([
      FORM_HASH_TABLE,
      40,
      5000,
      true,
    ]);
    expect(bins(to, TYPE_HASH)).toEqual({ 6: 2 });

    to.remove(to.move(copy, c.hash), c.hash);
    to.remove(moved, b.hash);
    expect([bins(to, TYPE_HASH), to.timed.size, parts.arena.used]).toEqual([{}, 0, 0]);
    expect(object.size).toBe(0);
  });

  test('makes way for a packed value, or for a string', () => {
    const parts = dataMemory();
    const entries = new Entries(parts, 1, 2, 0);
    const key = keyOf('key');
    const object = new Fake(3);
    let address = entries.createObject(key, FORM_HASH_TABLE, object, 0);
    expect(bins(entries, TYPE_HASH)).toEqual({ 2: 1 });
    address = entries.setPacked(address, key.hash, FORM_HASH_PACKED, 9);
    expect([object.size, entries.isObject(address), entries.valueLength]).toEqual([0, false, 9]);
    entries.valueBytes.u8.set([9, 0, 0, 0, 2, 0, 1, 1, 255], entries.valueAt);
    entries.recountItems(TYPE_HASH, 3, 1);
    entries.setTimed(address, key.hash, true);
    address = entries.becomeString(address, key.hash);
    expect([bins(entries, TYPE_HASH), bins(entries, TYPE_STRING)]).toEqual([{}, { 0: 1 }]);
    expect([entries.timed.size, entries.typeOf(address)]).toEqual([0, TYPE_STRING]);
    entries.remove(address, key.hash);
    expect([bins(entries, TYPE_STRING), parts.arena.used]).toEqual([{}, 0]);
  });
});
