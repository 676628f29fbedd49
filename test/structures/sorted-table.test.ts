import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes, EMPTY_BYTES } from '../../src/memory/bytes.ts';
import { SortedTable } from '../../src/structures/sorted-table.ts';
import { Random } from '../../src/util/random.ts';

interface Member {
  readonly name: string;
  readonly score: number;
}

function inOrder(members: ReadonlyMap<string, number>): Member[] {
  return [...members]
    .map(([name, score]) => ({ name, score }))
    .sort((a, b) => a.score - b.score || Buffer.compare(Buffer.from(a.name, 'latin1'), Buffer.from(b.name, 'latin1')));
}

/** A table beside a model of it. */
class Checked {
  readonly arena = new Arena();
  readonly table = new SortedTable(this.arena, 1, 2);
  readonly model = new Map<string, number>();

  put(name: string, score: number): void {
    const bytes = Bytes.fromString(name, 'latin1');
    expect(this.table.put(score, bytes, 0, bytes.length)).toBe(!this.model.has(name));
    this.model.set(name, score);
  }

  remove(name: string): void {
    const bytes = Bytes.fromString(name, 'latin1');
    const address = this.table.find(bytes, 0, bytes.length);
    expect(address !== 0).toBe(this.model.delete(name));
    if (address !== 0) this.table.removeFound(address);
  }

  rankOf(name: string): number {
    const bytes = Bytes.fromString(name, 'latin1');
    const address = this.table.find(bytes, 0, bytes.length);
    return this.table.index.rankOf(this.table.scoreAt(address), address);
  }

  removeRank(rank: number): void {
    const sorted = inOrder(this.model);
    if (sorted.length === 0) return;
    const at = rank % sorted.length;
    this.table.removeRank(at);
    this.model.delete(sorted[at].name);
  }

  pop(end: 'min' | 'max'): void {
    if (this.table.size > 0) this.removeRank(end === 'min' ? 0 : this.table.size - 1);
  }

  checkOrder(): void {
    this.table.index.check();
    const sorted = inOrder(this.model);
    expect(membersOf(this.table)).toEqual(sorted);
    expect(new Set(this.table.dict)).toEqual(addressesOf(this.table));
    expect(this.table.memory).toBe(this.arena.used + this.arena.tableBytes);
  }
}

function nameOf(table: SortedTable, address: number): string {
  const text = { bytes: EMPTY_BYTES, at: 0, length: 0 };
  table.readMember(address, text);
  return text.bytes.latin1(text.at, text.at + text.length);
}

function membersOf(table: SortedTable, from = 0, to = table.size, reverse = false): Member[] {
  const members: Member[] = [];
  table.index.walk(from, to, reverse, (address, score) => members.push({ name: nameOf(table, address), score }));
  return members;
}

function addressesOf(table: SortedTable): Set<number> {
  const addresses = new Set<number>();
  table.index.walk(0, table.size, false, (address) => addresses.add(address));
  return addresses;
}

function countRanks({ table, model }: Checked): void {
  const sorted = inOrder(model);
  for (const score of [-Infinity, 0, 3, 3.5, Infinity]) {
    expect(table.index.countBelow(score, false)).toBe(sorted.filter((member) => member.score < score).length);
    expect(table.index.countBelow(score, true)).toBe(sorted.filter((member) => member.score <= score).length);
  }
  for (const [rank, { name, score }] of sorted.entries()) {
    const address = table.index.seekRank(rank);
    expect(nameOf(table, address)).toBe(name);
    expect(table.index.rankOf(score, address)).toBe(rank);
  }
}

const scores = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(-Infinity, Infinity),
);
const names = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((n) => `member:${n}`),
  fc.constantFrom('', '\0', 'a', 'ab', '\xff', 'x'.repeat(300)),
);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ name: names, score: scores }) },
    { weight: 2, arbitrary: fc.record({ name: names }) },
    { weight: 2, arbitrary: fc.record({ rank: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ end: fc.constantFrom<'min' | 'max'>('min', 'max') }) },
  ),
  { maxLength: 600, size: 'max' },
);

describe('SortedTable', () => {
  test('keeps its members in order through any sequence of changes, and leaves nothing behind', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const checked = new Checked();
        for (const step of sequence) {
          if ('score' in step) checked.put(step.name, step.score);
          else if ('name' in step) checked.remove(step.name);
          else if ('end' in step) checked.pop(step.end);
          else checked.removeRank(step.rank);
          checked.table.index.check();
        }
        checked.checkOrder();
        countRanks(checked);
        while (checked.table.drain(100));
        expect([checked.arena.used, checked.arena.tableBytes, checked.table.memory]).toEqual([0, 0, 0]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['ascending', (i: number) => i],
    ['descending', (i: number) => -i],
    ['equal', () => 1],
    ['scattered', (i: number) => (i * 7919) % 10_007],
  ])(
    'grows over several levels with %s scores, and shrinks to nothing',
    (_name, scoreOf) => {
      const checked = new Checked();
      for (let i = 0; i < 8000; i++) checked.put(`m${i}`, scoreOf(i));
      checked.checkOrder();
      const random = new Random(5);
      const sorted = inOrder(checked.model);
      while (sorted.length > 0) {
        for (let i = 0; i < 1000; i++) {
          const [{ name }] = sorted.splice(random.below(sorted.length), 1);
          if (i % 2 === 0) checked.remove(name);
          else checked.table.removeRank(checked.rankOf(name));
          checked.model.delete(name);
        }
        checked.checkOrder();
      }
      expect([checked.arena.used, checked.arena.tableBytes, checked.table.memory]).toEqual([0, 0, 0]);
    },
    60_000,
  );

  test('what was read ahead is forgotten when others take members out, move them, or pop from another table', () => {
    // Arenas of their own: the same addresses in both.
    const [a, b] = [new Checked(), new Checked()];
    for (let i = 0; i < 400; i++) {
      a.put(`m${i}`, i);
      b.put(`m${i}`, -i);
    }
    // A new name in the place of one that was read ahead, and next in order, too.
    a.pop('min');
    a.remove('m1');
    a.put('n1', 1);
    a.pop('min');
    // One that comes before all that were read ahead; one of them that goes to the end.
    a.put('first', -1);
    a.pop('min');
    a.put('m3', 1000);
    for (let i = 0; i < 40; i++) {
      a.pop(i % 5 === 0 ? 'max' : 'min');
      b.pop(i % 3 === 0 ? 'max' : 'min');
    }
    for (const { table } of [a, b]) expect(table.dict.size).toBe(table.size);
    a.checkOrder();
    b.checkOrder();
  });

  test('a copy is like it, and lives on without it', () => {
    const checked = new Checked();
    for (let i = 0; i < 500; i++) checked.put(`m${i}`, i % 7);
    const copy = checked.table.clone();
    const members = membersOf(checked.table);
    while (checked.table.drain(64));
    copy.index.check();
    expect(membersOf(copy)).toEqual(members);
    expect(copy.memory).toBe(checked.arena.used + checked.arena.tableBytes);
    while (copy.drain(64));
    expect([checked.arena.used, checked.arena.tableBytes]).toEqual([0, 0]);
  });

  test('moves its blocks and nodes out of pages to be emptied', () => {
    const checked = new Checked();
    for (let i = 0; i < 20_000; i++) checked.put(`member:${i}`, i % 100);
    for (let i = 0; i < 20_000; i++) if (i % 8 !== 0) checked.remove(`member:${i}`);
    expect(checked.arena.beginCompaction()).toBeGreaterThan(0);
    const places = new Set(checked.table.dict);
    let cursor = 0;
    let steps = 0;
    do {
      cursor = checked.table.defragment(cursor);
      steps++;
    } while (cursor !== 0);
    checked.arena.endCompaction();
    expect(steps).toBeGreaterThan(10);
    expect([...checked.table.dict].filter((address) => !places.has(address)).length).toBeGreaterThan(500);
    checked.checkOrder();
    for (let i = 0; i < 20_000; i += 8) checked.put(`member:${i}`, i);
    checked.checkOrder();
  });
});
