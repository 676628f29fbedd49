import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';
import type { ByteRange } from '../../src/structures/hash-blocks.ts';
import { HashTable } from '../../src/structures/hash-table.ts';
import { Random } from '../../src/util/random.ts';

const ORIGIN = 1_000_000;
const K0 = 7;
const K1 = 9;

interface Content {
  value: string;
  expiry: number;
}

/** A table beside a plain map of what it should hold. */
class Pair {
  readonly arena = new Arena();
  readonly large = new LargeValues();
  readonly model = new Map<string, Content>();
  table = new HashTable(this.arena, this.large, K0, K1, ORIGIN);

  find(field: string): number {
    const range = rangeOf(field);
    return this.table.find(range.bytes, range.at, range.length);
  }

  set(field: string, value: string): void {
    const address = this.find(field);
    const expiry = this.model.get(field)?.expiry ?? -1;
    if (address === 0) this.table.add(rangeOf(field), rangeOf(value));
    else this.table.setValue(address, rangeOf(value));
    this.model.set(field, { value, expiry });
  }

  remove(field: string): void {
    const address = this.find(field);
    expect(address !== 0).toBe(this.model.delete(field));
    if (address !== 0) this.table.remove(address, this.table.hash);
  }

  expire(field: string, expiry: number): void {
    const address = this.find(field);
    const content = this.model.get(field);
    if (content === undefined) return;
    content.expiry = expiry;
    if (expiry < 0) this.table.clearExpiry(address);
    else this.table.setExpiry(address, expiry);
  }

  removeDue(now: number, thorough: boolean): void {
    const seen: string[] = [];
    const visit = (field: ByteRange): void => void seen.push(textOf(field));
    const removed = thorough ? this.table.removeAllDue(now, visit) : this.table.removeDue(now, 1000, visit);
    expect(seen.length).toBe(removed);
    for (const field of seen) {
      expect(this.model.get(field)?.expiry).toBeLessThanOrEqual(now);
      this.model.delete(field);
    }
    const left = [...this.model.values()].filter(({ expiry }) => expiry >= 0 && expiry < (thorough ? now : now - 128));
    expect(left).toEqual([]);
  }

  check(table = this.table): void {
    const entries: [string, Content][] = [];
    table.forEach((address) => entries.push([fieldOf(table, address), contentOf(table, address)]));
    expect(new Map(entries)).toEqual(this.model);
    expect(entries.length).toBe(table.size);
    const expiring = [...this.model.values()].map(({ expiry }) => expiry).filter((expiry) => expiry >= 0);
    expect(table.expiring).toBe(expiring.length);
    expect(table.dueFrom).toBeLessThanOrEqual(Math.min(Infinity, ...expiring));
    for (const now of [ORIGIN - 1, ORIGIN + 500, ORIGIN + 5000]) {
      expect(table.countDue(now)).toBe(expiring.filter((expiry) => expiry < now).length);
    }
  }

  /** The whole of memory is what the table says that it takes. */
  checkMemory(): void {
    expect(this.table.memory).toBe(this.arena.used + this.arena.tableBytes + this.large.used);
  }
}

function rangeOf(text: string): ByteRange {
  return { bytes: Bytes.fromString(text, 'latin1'), at: 0, length: text.length };
}

function textOf({ bytes, at, length }: ByteRange): string {
  return bytes.latin1(at, at + length);
}

function fieldOf(table: HashTable, address: number): string {
  const range = rangeOf('');
  table.readField(address, range);
  return textOf(range);
}

function contentOf(table: HashTable, address: number): Content {
  const range = rangeOf('');
  table.readValue(address, range);
  return { value: textOf(range), expiry: table.expiry(address) };
}

function drain(table: HashTable, step: number): void {
  while (table.drain(step));
}

const field = fc.oneof(
  { weight: 8, arbitrary: fc.nat(60).map((n) => `field${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(70_000)) },
);
const value = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.constantFrom(0, 1, 254, 255, 256, 60_000, 65_000, 65_531, 65_536, 100_000).map((length) => 'v'.repeat(length)),
);
const expiry = fc.oneof(fc.integer({ min: ORIGIN - 100, max: ORIGIN + 6000 }), fc.constant(-1));
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), field, value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), field }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('expire' as const), field, expiry }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('due' as const), now: fc.nat(7000), thorough: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('defragment' as const) }) },
);

function defragment(pair: Pair): void {
  pair.arena.beginCompaction();
  let cursor = 0;
  do cursor = pair.table.defragment(cursor);
  while (cursor !== 0);
  pair.arena.endCompaction();
}

describe('a hash table', () => {
  test('holds what a plain map holds, fields that expire too, and leaks nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 20 }), (steps, slice) => {
        const pair = new Pair();
        for (const each of steps) {
          if (each.kind === 'set') pair.set(each.field, each.value);
          else if (each.kind === 'remove') pair.remove(each.field);
          else if (each.kind === 'expire') pair.expire(each.field, each.expiry);
          else if (each.kind === 'due') pair.removeDue(ORIGIN + each.now, each.thorough);
          else defragment(pair);
          pair.check();
        }
        pair.checkMemory();
        const copy = pair.table.clone();
        pair.check(copy);
        drain(pair.table, slice);
        pair.check(copy);
        drain(copy, slice);
        expect(pair.arena.used + pair.arena.tableBytes + pair.large.used + pair.arena.blocks).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('says how much is left while it is drained', () => {
    const pair = new Pair();
    for (let i = 0; i < 500; i++) pair.set(`f${i}`, 'v');
    expect(pair.table.drain(100)).toBe(true);
    expect(pair.table.size).toBeLessThanOrEqual(400);
    expect(pair.table.size).toBeGreaterThan(300);
    drain(pair.table, 1000);
    expect(pair.table.size).toBe(0);
  });

  test('shows every field to a scan that begins and ends while others come and go', () => {
    const pair = new Pair();
    for (let i = 0; i < 300; i++) pair.set(`stays${i}`, 'v');
    const seen = new Set<string>();
    let cursor = 0;
    let round = 0;
    do {
      cursor = pair.table.scan(cursor, (address) => seen.add(fieldOf(pair.table, address)));
      for (let i = 0; i < 20; i++) pair.set(`comes${round * 20 + i}`, 'v');
      if (round % 3 === 2)
        for (let i = 0; i < round * 20; i++) if (pair.model.has(`comes${i}`)) pair.remove(`comes${i}`);
      round++;
    } while (cursor !== 0);
    for (let i = 0; i < 300; i++) expect(seen.has(`stays${i}`)).toBe(true);
  });

  test('draws every field as often as any other', () => {
    const pair = new Pair();
    for (let i = 0; i < 40; i++) pair.set(`f${i}`, 'v');
    const random = new Random(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 8000; i++) {
      const drawn = fieldOf(pair.table, pair.table.random(random));
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect(counts.size).toBe(40);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(80);
  });

  test('takes 24 bytes for a field of 10 with a value of 10, beside its place in the table', () => {
    const pair = new Pair();
    pair.set('0123456789', '0123456789');
    expect(pair.arena.used).toBe(24);
  });
});
