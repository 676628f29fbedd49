import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { createPacked, Packed, packedSize } from '../../src/datatypes/packed.ts';
import { FORM_HASH_PACKED, FORM_LIST_PACKED } from '../../src/datatypes/value.ts';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';
import { Key } from '../../src/structures/key.ts';
import {
  ElementText,
  EncodedRun,
  isEnd,
  LISTPACK_HEADER,
  listpackLength,
  nextElement,
  skipElements,
} from '../../src/structures/listpack.ts';
import { dataMemory } from '../support/data-memory.ts';

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(name);
  return new Key().set(bytes, 0, bytes.length, 1, 2);
}

function runOf(elements: readonly string[]): EncodedRun {
  const run = new EncodedRun();
  for (const element of elements) {
    const bytes = Bytes.fromString(element, 'latin1');
    run.add(bytes, 0, bytes.length);
  }
  return run;
}

function elementsOf({ bytes, at }: Packed): string[] {
  const text = new ElementText();
  const elements: string[] = [];
  for (let p = at + LISTPACK_HEADER; !isEnd(bytes, p); p = nextElement(bytes, p))
    elements.push(text.read(bytes, p).latin1());
  return elements;
}

const element = fc.oneof(
  fc.integer({ min: -5000, max: 5000 }).map(String),
  fc.string({ maxLength: 20 }),
  fc.integer({ min: 0, max: 70_000 }).map((length) => 'v'.repeat(length)),
);
const edit = fc.record({ at: fc.nat(), removed: fc.nat(3), inserted: fc.array(element, { maxLength: 3 }) });

describe('a packed collection', () => {
  test('is what a plain array is after any edits, however large it grows, and leaks nothing', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const arena = new Arena();
        const large = new LargeValues();
        const entries = new Entries({ ...dataMemory(), arena, large }, 1, 2, 0);
        const key = keyOf('key');
        const other = keyOf('other');
        const packed = new Packed();
        packed.bind(entries, createPacked(entries, key, FORM_LIST_PACKED, 0), key.hash);
        createPacked(entries, other, FORM_HASH_PACKED, 0);
        const model: string[] = [];
        for (const { at, removed, inserted } of edits) {
          const index = at % (model.length + 1);
          const gone = Math.min(removed, model.length - index);
          const offset = skipElements(packed.bytes, packed.at + packed.first, index) - packed.at;
          packed.splice(offset, gone, inserted.length === 0 ? undefined : runOf(inserted));
          model.splice(index, gone, ...inserted);
          expect(elementsOf(packed)).toEqual(model);
          expect(packed.count).toBe(model.length);
          expect(packed.length).toBe(listpackLength(packed.bytes, packed.at));
          expect(packedSize(FORM_LIST_PACKED, packed.bytes, packed.at)).toBe(model.length);
          expect(packed.bytes.u8[packed.at + packed.end]).toBe(0xff);
        }
        expect(entries.find(key)).toBe(packed.address);
        entries.remove(packed.address, key.hash);
        entries.remove(entries.find(other), other.hash);
        expect([arena.used, large.used, arena.tableBytes]).toEqual([0, 0, 0]);
      }),
    );
  });

  test('takes the place of another as a whole', () => {
    const entries = new Entries(dataMemory(), 1, 2, 0);
    const source = new Packed();
    const target = new Packed();
    const [from, to] = [keyOf('from'), keyOf('to')];
    source.bind(entries, createPacked(entries, from, FORM_LIST_PACKED, 0), from.hash);
    source.splice(source.end, 0, runOf(['a', '7', 'x'.repeat(300)]));
    target.bind(entries, createPacked(entries, to, FORM_LIST_PACKED, 0), to.hash);
    target.replace(source.bytes, source.at, source.length);
    expect(elementsOf(target)).toEqual(['a', '7', 'x'.repeat(300)]);
  });
});
