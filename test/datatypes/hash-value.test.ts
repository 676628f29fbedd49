import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entries } from '../../src/datatypes/entries.ts';
import type { HashView } from '../../src/datatypes/hash-value.ts';
import { anotherHash, HashValue, NO_EXPIRY, NO_FIELD } from '../../src/datatypes/hash-value.ts';
import { TYPE_HASH } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { ByteRange } from '../../src/structures/hash-blocks.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import { keyNamed } from '../support/stored-keys.ts';

const NOW = HARNESS_NOW_MS;

interface Content {
  value: string;
  expiry: number;
}

interface Limits {
  readonly fields: number;
  readonly bytes: number;
}

/** A hash in a database of its own, beside what it should hold and how. */
class Pair {
  readonly keyspace = createHarness().keyspace;
  readonly entries: Entries = this.keyspace.databases[0].entries;
  readonly key = keyNamed(this.keyspace.databases[0], 'hash');
  readonly model = new Map<string, Content>();
  readonly view: HashView;
  encoding = 'listpack';
  private readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
    this.keyspace.packing.hashFields = limits.fields;
    this.keyspace.packing.hashValueBytes = limits.bytes;
    this.view = this.keyspace.databases[0].lookupOrCreate(this.key, anotherHash());
  }

  set(field: string, value: string, keeps: boolean): void {
    const isNew = this.view.set(...argumentsOf(field), ...argumentsOf(value), keeps);
    const old = this.model.get(field);
    expect(isNew).toBe(old === undefined);
    const expiry = keeps && old !== undefined ? old.expiry : NO_EXPIRY;
    if (old !== undefined && old.expiry !== expiry) this.model.delete(field);
    this.model.set(field, { value, expiry });
    const isTooLong = Math.max(field.length, value.length) > this.limits.bytes;
    if (isTooLong || this.model.size > this.limits.fields) this.encoding = 'hashtable';
  }

  remove(field: string): void {
    expect(this.view.remove(...argumentsOf(field))).toBe(this.model.delete(field));
  }

  expire(field: string, expiry: number): void {
    this.view.holdExpiries();
    if (this.encoding === 'listpack') this.encoding = 'listpackex';
    const content = this.model.get(field);
    const found = this.view.seek(...argumentsOf(field));
    expect(found).toBe(content?.expiry ?? NO_FIELD);
    if (content === undefined || (expiry < 0 && content.expiry < 0)) return;
    if (expiry < 0) this.view.persist();
    else this.view.expireAt(expiry);
    this.model.delete(field);
    this.model.set(field, { ...content, expiry });
  }

  removeDue(thorough: boolean): void {
    const { nowMs } = this.keyspace;
    const seen: string[] = [];
    const removed = this.view.removeDue(1000, thorough, (field) => void seen.push(textOf(field)));
    expect(seen.length).toBe(removed);
    for (const field of seen) {
      expect(this.model.get(field)?.expiry).toBeLessThanOrEqual(nowMs);
      this.model.delete(field);
    }
    if (thorough) expect(this.view.countDue()).toBe(0);
  }

  check(): void {
    const { entries, model, view } = this;
    const { nowMs } = this.keyspace;
    const expiries = [...model.values()].map(({ expiry }) => expiry).filter((expiry) => expiry >= 0);
    const due = expiries.filter((expiry) => expiry < nowMs).length;
    expect(view.encoding).toBe(this.encoding);
    expect([view.size, view.countDue(), view.hasExpiries]).toEqual([model.size, due, expiries.length > 0]);
    expect(entries.isTimed(entries.find(this.key))).toBe(expiries.length > 0);
    expect(entries.sizeOf(entries.find(this.key))).toBe(model.size);
    expect(entries.sizes[TYPE_HASH][model.size === 0 ? 0 : 32 - Math.clz32(model.size)]).toBe(1);
    expect(view.dueFrom).toBeLessThanOrEqual(Math.min(Infinity, ...expiries));
    this.checkFields();
  }

  private checkFields(): void {
    const { model, view } = this;
    const shown = new Map<string, string>();
    view.forEach((field, value) => shown.set(textOf(field), textOf(value)));
    const visible = [...model].filter(([, { expiry }]) => !view.isDue(expiry));
    expect(shown).toEqual(new Map(visible.map(([field, { value }]) => [field, value])));
    if (this.encoding === 'listpack') expect([...shown.keys()]).toEqual(visible.map(([field]) => field));
    const into = { bytes: Bytes.zeroed(0), at: 0, length: 0 };
    for (const [field, { value, expiry }] of model) {
      expect(view.get(...argumentsOf(field), into)).toBe(!view.isDue(expiry));
      expect(view.seek(...argumentsOf(field))).toBe(expiry);
      view.read(into);
      expect(textOf(into)).toBe(value);
    }
    const places = [...view.places()].map((place) => textOf(view.fieldAt(place)));
    expect(new Set(places)).toEqual(new Set(model.keys()));
    if (this.encoding === 'listpackex') expect(places).toEqual(inOrder(model));
  }
}

/** By expiry, what came later in front of what has the same; behind them those that stay, as they came. */
function inOrder(model: Map<string, Content>): string[] {
  const fields = [...model];
  const staying = fields.filter(([, { expiry }]) => expiry < 0);
  const expiring = fields.filter(([, { expiry }]) => expiry >= 0).reverse();
  expiring.sort(([, a], [, b]) => a.expiry - b.expiry);
  return [...expiring, ...staying].map(([field]) => field);
}

function argumentsOf(text: string): [Bytes, number, number] {
  return [Bytes.fromString(text, 'latin1'), 0, text.length];
}

function textOf({ bytes, at, length }: ByteRange): string {
  return bytes.latin1(at, at + length);
}

const field = fc.oneof(
  { weight: 6, arbitrary: fc.nat(12).map((n) => `f${n}`) },
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 5 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('', '01', 'x'.repeat(20), 'x'.repeat(300)) },
);
const value = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 10 }) },
  { weight: 3, arbitrary: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String) },
  { weight: 1, arbitrary: fc.constantFrom(20, 64, 65, 256, 5000).map((length) => 'v'.repeat(length)) },
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), field, value, keeps: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), field }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('expire' as const),
      field,
      expiry: fc.oneof(fc.integer({ min: NOW, max: NOW + 500 }), fc.constantFrom(NO_EXPIRY, NOW + 100)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('due' as const), thorough: fc.boolean() }) },
);
const LIMITS: readonly Limits[] = [
  { fields: 512, bytes: 64 },
  { fields: 8, bytes: 20_000 },
  { fields: 4, bytes: 8 },
  { fields: 0, bytes: 64 },
];

describe('a hash', () => {
  test.each(LIMITS)('is what a plain map is, up to $fields fields of $bytes bytes in one piece', (limits) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50, size: 'max' }), (steps) => {
        const pair = new Pair(limits);
        for (const each of steps) {
          if (each.kind === 'set') pair.set(each.field, each.value, each.keeps);
          else if (each.kind === 'remove') pair.remove(each.field);
          else if (each.kind === 'expire') pair.expire(each.field, each.expiry);
          else if (each.kind === 'due') pair.removeDue(each.thorough);
          else pair.keyspace.setTime(pair.keyspace.nowMs + each.ms);
          pair.check();
        }
        pair.entries.remove(pair.entries.find(pair.key), pair.key.hash);
        const { arena, collections, large } = pair.keyspace;
        while (collections.step(100));
        expect([arena.used, arena.tableBytes, large.used, pair.entries.timed.size]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  test('goes over to a table with the field that is one too many', () => {
    const { keyspace } = createHarness();
    const [db] = keyspace.databases;
    const view = db.lookupOrCreate(keyNamed(db, 'k'), HashValue);
    for (let i = 0; i < 512; i++) view.set(...argumentsOf(`f${i}`), ...argumentsOf('v'));
    expect(view.encoding).toBe('listpack');
    view.set(...argumentsOf('f0'), ...argumentsOf('w'));
    expect(view.encoding).toBe('listpack');
    view.set(...argumentsOf('f512'), ...argumentsOf('v'));
    expect([view.encoding, view.size, view.isPacked]).toEqual(['hashtable', 513, false]);
  });

  test('shows its fields to a scan: all at once while it is in one piece', () => {
    const { keyspace } = createHarness();
    const [db] = keyspace.databases;
    const view = db.lookupOrCreate(keyNamed(db, 'k'), HashValue);
    for (let i = 0; i < 100; i++) view.set(...argumentsOf(`f${i}`), ...argumentsOf('v'));
    const seen: string[] = [];
    const visit = (place: number): void => void seen.push(textOf(view.fieldAt(place)) + textOf(view.valueAt(place)));
    expect(view.scan(0, visit)).toBe(0);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => `f${i}v`));
    view.expect(1000);
    seen.length = 0;
    let cursor = 0;
    do cursor = view.scan(cursor, visit);
    while (cursor !== 0);
    expect(new Set(seen).size).toBe(100);
  });
});
