import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes, EMPTY_BYTES } from '../../src/memory/bytes.ts';
import { SetTable } from '../../src/structures/set-table.ts';
import { SlotList } from '../../src/structures/slot-list.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';
import { Random } from '../../src/util/random.ts';

const K0 = 11;
const K1 = 22;

/** A table driven by strings, one character per byte. */
class Driven {
  readonly arena: Arena;
  readonly table: SetTable;

  constructor(arena = new Arena(), table = new SetTable(arena, K0, K1)) {
    this.arena = arena;
    this.table = table;
  }

  add(member: string): boolean {
    return this.with(member, (bytes, length, hash) => this.table.add(bytes, 0, length, hash));
  }

  remove(member: string): boolean {
    return this.with(member, (bytes, length, hash) => this.table.remove(bytes, 0, length, hash));
  }

  has(member: string): boolean {
    return this.with(member, (bytes, length, hash) => this.table.has(bytes, 0, length, hash));
  }

  read(address: number): string {
    const into = { bytes: EMPTY_BYTES, at: 0, length: 0 };
    this.table.read(address, into);
    return into.bytes.latin1(into.at, into.at + into.length);
  }

  members(): string[] {
    return [...this.table.dict].map((address) => this.read(address)).sort();
  }

  private with(member: string, use: (bytes: Bytes, length: number, hash: number) => boolean): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    return use(bytes, bytes.length, halfSipHash(bytes, 0, bytes.length, K0, K1));
  }

  /** Every block in the table, its bytes counted, and nothing else in the arena. */
  check(): void {
    let blockBytes = 0;
    for (const address of this.table.dict) blockBytes += this.arena.sizeOf(address);
    expect(this.table.memory).toBe(blockBytes + this.table.dict.memory);
  }
}

const member = fc.oneof(
  fc.nat(30).map(String),
  fc.constantFrom('', 'x'.repeat(255), 'x'.repeat(256), 'y'.repeat(300), 'z'.repeat(70_000)),
);

function filled(count: number): Driven {
  const driven = new Driven();
  for (let i = 0; i < count; i++) driven.add(`member:${i}`);
  return driven;
}

describe('a table of members', () => {
  test('is a set, and gives all memory back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, fc.boolean()), { maxLength: 80 }), (edits) => {
        const driven = new Driven();
        const model = new Set<string>();
        for (const [text, adds] of edits) {
          if (adds) expect(driven.add(text)).toBe(!model.has(text));
          else expect(driven.remove(text)).toBe(model.has(text));
          if (adds) model.add(text);
          else model.delete(text);
          expect(driven.has(text)).toBe(adds);
          driven.check();
        }
        expect(driven.members()).toEqual([...model].sort());
        expect(driven.table.size).toBe(model.size);
        for (const text of model) driven.remove(text);
        expect([driven.arena.used, driven.arena.tableBytes]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });

  test('takes 16 bytes for a member of 12, and little more for its place', () => {
    const { table } = filled(10_000);
    expect(table.memory).toBeLessThan(10_000 * 27);
  });

  test('draws and removes by block', () => {
    const driven = filled(100);
    const random = new Random(7);
    const drawn = new Set<string>();
    while (driven.table.size > 0) {
      const address = driven.table.random(random);
      drawn.add(driven.read(address));
      driven.table.removeBlock(address);
      driven.check();
    }
    expect(drawn.size).toBe(100);
    expect(driven.table.random(random)).toBe(0);
    expect(driven.arena.used).toBe(0);
  });

  test('is copied whole', () => {
    const driven = filled(500);
    const copy = new Driven(driven.arena, driven.table.clone());
    expect(copy.members()).toEqual(driven.members());
    driven.remove('member:1');
    expect(copy.has('member:1')).toBe(true);
    copy.check();
    driven.check();
  });

  test.each([
    [5, 9],
    [40, 5000],
    [5000, 40],
    [3000, 3100],
    [700, 50_000],
  ])('of %i finds what it shares with one of %i, and what it does not', (ours, theirs) => {
    const arena = new Arena();
    const [left, right, third] = [0, 1, 2].map(() => new Driven(arena, new SetTable(arena, K0, K1)));
    for (let i = 0; i < ours; i++) left.add(`member:${i}`);
    for (let i = 0; i < theirs; i++) right.add(`member:${i * 3}`);
    for (let i = 0; i < ours; i++) third.add(`member:${i * 2}`);
    // Tables that have shrunk know fewer bits of their members' hashes.
    for (let i = 0; i < theirs; i += 2) right.remove(`member:${i * 3}`);
    const members = left.members();
    const compared = (wanted: boolean, limit: number): string[] => {
      const found = new SlotList();
      left.table.compare([right.table, third.table], wanted, limit, found);
      return Array.from(found.addresses.subarray(0, found.count), (address) => left.read(address)).sort();
    };
    expect(compared(true, Infinity)).toEqual(members.filter((m) => right.has(m) && third.has(m)));
    expect(compared(false, Infinity)).toEqual(members.filter((m) => !right.has(m) && !third.has(m)));
    expect(compared(false, 1).length).toBe(1);
  });

  test('is freed in slices', () => {
    const { arena, table } = filled(1000);
    let slices = 1;
    let before = arena.blocks;
    while (table.drain(100)) {
      expect(before - arena.blocks).toBeGreaterThanOrEqual(100);
      expect(before - arena.blocks).toBeLessThan(200);
      before = arena.blocks;
      slices++;
    }
    expect(slices).toBeGreaterThan(5);
    expect([arena.used, arena.tableBytes]).toEqual([0, 0]);
  });

  test('moves its blocks out of pages to be emptied', () => {
    const driven = filled(20_000);
    for (let i = 0; i < 20_000; i++) if (i % 8 !== 0) driven.remove(`member:${i}`);
    expect(driven.arena.beginCompaction()).toBeGreaterThan(0);
    const places = new Set(driven.table.dict);
    let cursor = 0;
    let steps = 0;
    do {
      cursor = driven.table.defragment(cursor);
      steps++;
    } while (cursor !== 0);
    driven.arena.endCompaction();
    expect(steps).toBeGreaterThan(10);
    expect([...driven.table.dict].filter((address) => !places.has(address)).length).toBeGreaterThan(500);
    expect(driven.members()).toEqual(Array.from({ length: 2500 }, (_, i) => `member:${i * 8}`).sort());
    for (let i = 0; i < 20_000; i += 8) expect(driven.has(`member:${i}`)).toBe(true);
    driven.check();
  });
});
