import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ElementText } from '../../src/structures/listpack.ts';
import { DrivenZSet, sorted } from './sorted-sets.ts';

const member = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 25 }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom('', 'a', 'ab', '01', '\xff\0', '9223372036854775807') },
  { weight: 1, arbitrary: fc.constantFrom('m'.repeat(64), 'm'.repeat(65), 'n'.repeat(300)) },
);
const score = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(0.5, -2.25, Infinity, -Infinity, 2 ** 62, 1e300, 5e-324, 2 ** 53 + 2) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }).map((value) => value + 0) },
);
const edits = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ member, score }) },
    { weight: 2, arbitrary: fc.record({ member }) },
    { weight: 1, arbitrary: fc.record({ rank: fc.nat(30), count: fc.integer({ min: 1, max: 4 }) }) },
  ),
  { maxLength: 60 },
);

/** That -0 and 0 are one score matters to nobody here. */
const plain = (value: number): number => (value === 0 ? 0 : value);

describe('a sorted set in any encoding', () => {
  test.each([
    ['listpack', 1000],
    ['across the conversion', 12],
    ['skiplist', 0],
  ])('stays what its model is: %s', (_name, zsetMembers) => {
    fc.assert(
      fc.property(edits, (all) => {
        const driven = new DrivenZSet();
        driven.memory.packing.zsetMembers = zsetMembers;
        const model = new Map<string, number>();
        for (const edit of all) {
          if ('score' in edit) {
            expect(driven.put(edit.member, plain(edit.score))).toBe(!model.has(edit.member));
            model.set(edit.member, plain(edit.score));
            expect(driven.scoreOf(edit.member)).toBe(plain(edit.score));
          } else if ('member' in edit) {
            expect(driven.remove(edit.member)).toBe(model.delete(edit.member));
            expect(driven.scoreOf(edit.member)).toBeUndefined();
          } else if (edit.rank < model.size) {
            const count = Math.min(edit.count, model.size - edit.rank);
            for (const [name] of sorted(model).slice(edit.rank, edit.rank + count)) model.delete(name);
            if (count > 1) driven.view.removeRanks(edit.rank, count);
            else {
              driven.view.readRank(edit.rank, new ElementText());
              driven.view.removeRead(edit.rank);
            }
          }
          driven.check(model);
        }
        driven.release();
      }),
      { numRuns: 60 },
    );
  });

  test.each([1000, 0])('finds ranks, and members by them, with up to %i in a listpack', (zsetMembers) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, score), { maxLength: 40 }), score, (pairs, bound) => {
        const driven = new DrivenZSet();
        driven.memory.packing.zsetMembers = zsetMembers;
        for (const [name, value] of pairs) driven.put(name, plain(value));
        const all = driven.pairs();
        const text = new ElementText();
        for (const [rank, [name, value]] of all.entries()) {
          expect(driven.rankOf(name)).toBe(rank);
          expect(driven.view.readRank(rank, text)).toBe(value);
          expect(text.latin1()).toBe(name);
        }
        expect(driven.rankOf('none')).toBe(-1);
        expect(driven.view.countBelow(bound, false)).toBe(all.filter(([, value]) => value < bound).length);
        expect(driven.view.countBelow(bound, true)).toBe(all.filter(([, value]) => value <= bound).length);
        expect(driven.pairs(1, all.length - 2, true)).toEqual(all.slice(1, -1).reverse());
      }),
      { numRuns: 60 },
    );
  });

  test.each([1000, 0])('finds names where all scores are the same, with up to %i in a listpack', (zsetMembers) => {
    fc.assert(
      fc.property(fc.uniqueArray(member, { maxLength: 30 }), member, (names, bound) => {
        const driven = new DrivenZSet();
        driven.memory.packing.zsetMembers = zsetMembers;
        for (const name of names) driven.put(name, 0);
        const bytes = Bytes.fromString(bound, 'latin1');
        const before = driven.pairs().filter(([name]) => Buffer.compare(Buffer.from(name, 'latin1'), bytes.u8) < 0);
        const same = names.includes(bound) ? 1 : 0;
        expect(driven.view.countBefore(bytes, 0, bytes.length, false)).toBe(before.length);
        expect(driven.view.countBefore(bytes, 0, bytes.length, true)).toBe(before.length + same);
      }),
      { numRuns: 60 },
    );
  });
});

describe('encodings', () => {
  test('a listpack holds as many members, as long, as the limits say', () => {
    const driven = new DrivenZSet();
    for (let i = 0; i < 128; i++) driven.put(i === 0 ? 'm'.repeat(64) : `m${i}`, i);
    expect(driven.view.encoding).toBe('listpack');
    driven.put('one more', 1);
    expect(driven.view.encoding).toBe('skiplist');
    const long = new DrivenZSet();
    long.put('m'.repeat(65), 1);
    expect(long.view.encoding).toBe('skiplist');
  });

  test('what is to come counts, too', () => {
    const driven = new DrivenZSet();
    driven.view.expect(128, 64);
    expect(driven.view.encoding).toBe('listpack');
    driven.view.expect(129);
    expect(driven.view.encoding).toBe('skiplist');
  });

  test('it becomes a listpack again when asked, where it fits one', () => {
    const driven = new DrivenZSet();
    driven.view.expect(129);
    const model = new Map([...Array(100).keys()].map((i) => [`m${i}`, i / 2]));
    for (const [name, value] of model) driven.put(name, value);
    driven.memory.packing.zsetMembers = 99;
    driven.view.packIfSmall();
    expect(driven.view.encoding).toBe('skiplist');
    driven.memory.packing.zsetMembers = 100;
    driven.memory.packing.zsetMemberBytes = 2;
    driven.view.packIfSmall();
    expect(driven.view.encoding).toBe('skiplist');
    driven.memory.packing.zsetMemberBytes = 3;
    driven.view.packIfSmall();
    expect(driven.view.encoding).toBe('listpack');
    driven.check(model);
    driven.release();
  });

  test('a scan of a table shows all', () => {
    const driven = new DrivenZSet();
    driven.view.expect(1000);
    for (let i = 0; i < 500; i++) driven.put(`m${i}`, i);
    const seen = new Map<string, number>();
    let cursor = 0;
    do cursor = driven.view.scan(cursor, (text, value) => seen.set(text.latin1(), value));
    while (cursor !== 0);
    expect(sorted(seen)).toEqual(driven.pairs());
  });
});
