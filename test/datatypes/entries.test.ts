import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { ENTRY_BASE } from '../../src/datatypes/entry-layout.ts';
import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';
import { MAX_BLOCK, UNIT } from '../../src/memory/size-classes.ts';
import { TYPE_STRING } from '../../src/datatypes/value.ts';
import { Key } from '../../src/structures/key.ts';
import { dataMemory } from '../support/data-memory.ts';

const K0 = 111;
const K1 = 222;
const ORIGIN = 1_700_000_000_000;
const EPOCH = 7;
const ACCESS = 0xabcdef;
/** Other forms of a string. */
const STRING_FORM = 0x10;
const PLAIN_FORM = 0x00;

interface Expected {
  readonly key: Key;
  address: number;
  content: Buffer;
  expiry: bigint | undefined;
  form: number;
}

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return new Key().set(bytes, 0, bytes.length, K0, K1);
}

let nextByte = 0;

function fresh(length: number): Buffer {
  nextByte = (nextByte + 1) & 0xff;
  return Buffer.alloc(length, Buffer.from([nextByte, nextByte ^ 0x55, 3]));
}

/** Strings counted by the number of bits of their lengths. */
function sizesOf(entries: readonly Expected[]): number[] {
  const counts = new Array<number>(32).fill(0);
  for (const { form, content } of entries) {
    if ((form & 15) === 0) counts[content.length === 0 ? 0 : 1 + Math.floor(Math.log2(content.length))]++;
  }
  return counts;
}

/** Two databases over one memory, beside plain models of them. */
class Checked {
  readonly arena = new Arena();
  readonly large = new LargeValues();
  readonly sides = [0, 1].map(() => ({
    entries: new Entries({ ...dataMemory(), arena: this.arena, large: this.large }, K0, K1, ORIGIN),
    model: new Map<string, Expected>(),
  }));

  constructor() {
    for (const { entries } of this.sides) entries.epoch = EPOCH;
  }

  create(side: number, name: string, length: number): void {
    const { entries, model } = this.sides[side];
    if (model.has(name)) return;
    const key = keyOf(name);
    const content = fresh(length);
    const address = entries.create(key, 0x20, length, ACCESS);
    expect(entries.valueLength).toBe(length);
    entries.valueBytes.u8.set(content, entries.valueAt);
    model.set(name, { key, address, content, expiry: undefined, form: 0x20 });
  }

  resize(side: number, name: string, length: number, keep: number): void {
    const { entries, model } = this.sides[side];
    const entry = model.get(name);
    if (entry === undefined) return;
    const kept = Math.min(keep, length, entry.content.length);
    entry.address = entries.resizeValue(entry.address, entry.key.hash, length, kept);
    expect(entries.valueLength).toBe(length);
    const added = fresh(length - kept);
    entries.valueBytes.u8.set(added, entries.valueAt + kept);
    entry.content = Buffer.concat([entry.content.subarray(0, kept), added]);
  }

  setExpiry(side: number, name: string, ms: bigint): void {
    const { entries, model } = this.sides[side];
    const entry = model.get(name);
    if (entry === undefined) return;
    const given = ms <= BigInt(Number.MAX_SAFE_INTEGER) && ms % 2n === 0n ? Number(ms) : ms;
    entry.address = entries.setExpiry(entry.address, entry.key.hash, given);
    entry.expiry = ms;
  }

  clearExpiry(side: number, name: string): void {
    const { entries, model } = this.sides[side];
    const entry = model.get(name);
    if (entry === undefined) return;
    entry.address = entries.clearExpiry(entry.address, entry.key.hash);
    entry.expiry = undefined;
  }

  setForm(side: number, name: string, form: number): void {
    const { entries, model } = this.sides[side];
    const entry = model.get(name);
    if (entry === undefined) return;
    entries.setForm(entry.address, form);
    entry.form = form;
  }

  remove(side: number, name: string): void {
    const { entries, model } = this.sides[side];
    const entry = model.get(name);
    if (entry === undefined) return;
    entries.remove(entry.address, entry.key.hash);
    model.delete(name);
  }

  /** Copies or moves an entry to the other database, under a name of its own. */
  pass(side: number, name: string, to: string, moves: boolean): void {
    const from = this.sides[side];
    const target = this.sides[1 - side];
    const entry = from.model.get(name);
    if (entry === undefined || target.model.has(to)) return;
    const key = keyOf(to);
    const address = moves
      ? target.entries.transfer(from.entries, entry.address, entry.key.hash, key, ACCESS)
      : target.entries.duplicate(from.entries, entry.address, key, ACCESS);
    target.model.set(to, { ...entry, key, address });
    if (moves) from.model.delete(name);
  }

  check(): void {
    let blocks = 0;
    let used = 0;
    let large = 0;
    for (const { entries, model } of this.sides) {
      expect(entries.dict.size).toBe(model.size);
      expect([...entries.sizes[TYPE_STRING]]).toEqual(sizesOf([...model.values()]));
      expect(entries.expires.size).toBe([...model.values()].filter(({ expiry }) => expiry !== undefined).length);
      for (const { address } of model.values()) {
        blocks++;
        used += this.arena.sizeOf(address);
        large += entries.memoryOf(address) - this.arena.sizeOf(address);
      }
    }
    expect(this.arena.blocks).toBe(blocks);
    expect(this.arena.used).toBe(used);
    expect(this.large.used).toBe(large);
  }

  checkEntries(): void {
    for (const { entries, model } of this.sides) {
      const slots = new Map<number, number>();
      for (let slot = 0; slot < entries.expires.size; slot++) slots.set(entries.expires.addressAt(slot), slot);
      for (const entry of model.values()) expect(this.faults(entries, entry, slots)).toEqual([]);
    }
  }

  /** The place in the table of expiries that the entry itself names: behind its time. */
  private knownSlot({ key, address }: Expected): number {
    const at = (address & SEGMENT_MASK) * UNIT + ENTRY_BASE + (key.length > 255 ? 4 : 0) + 8;
    return this.arena.segments[address >>> SEGMENT_SHIFT].view.getUint32(at, true);
  }

  /** What is wrong with an entry, by name. */
  private faults(entries: Entries, entry: Expected, slots: Map<number, number>): string[] {
    const { key, address, content, expiry, form } = entry;
    entries.value(address);
    const { valueBytes, valueAt, valueLength } = entries;
    const slot = slots.get(address);
    const tick = Math.min(0xffffffff, Math.max(0, Math.ceil((Number(expiry ?? 0) - ORIGIN) / 64)));
    const isHuge = this.arena.sizeOf(address) > MAX_BLOCK;
    const right: Record<string, boolean> = {
      address: entries.find(key) === address,
      value: content.equals(valueBytes.u8.subarray(valueAt, valueAt + valueLength)),
      form: entries.form(address) === form,
      epoch: entries.epochOf(address) === EPOCH,
      access: entries.access(address) === ACCESS,
      hash: entries.hashOf(address) === key.hash,
      key: entries.readKey(address, new Key()).latin1() === key.latin1(),
      expiry: entries.expiry(address) === Number(expiry ?? -1),
      exactExpiry: expiry === undefined || entries.exactExpiry(address) === expiry,
      slot: slot === (expiry === undefined ? undefined : this.knownSlot(entry)),
      tick: slot === undefined || entries.expires.tickOf(slot) === tick,
      // A short value stands beside its key however long that is; a long one only within the largest block.
      shortIsInline: content.length >= 255 || !entries.isLarge(address),
      longIsNotHuge: content.length < 255 || key.length > MAX_BLOCK - 300 || !isHuge,
    };
    return Object.keys(right).filter((name) => !right[name]);
  }
}

const names = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }).map((n) => `key:${n}`) },
  { weight: 2, arbitrary: fc.constantFrom('', 'x'.repeat(255), 'x'.repeat(256), 'y'.repeat(400), 'y'.repeat(70_000)) },
);
const lengths = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 16, 253, 254, 255, 256, 257, 300) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: MAX_BLOCK - 60, max: MAX_BLOCK + 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 200_000, 1024 * 1024) },
);
const times = fc.oneof(
  fc.integer({ min: -10_000, max: 10_000 }).map((ms) => BigInt(ORIGIN + ms)),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 34n), max: 0n }),
);
const step = fc.record({
  action: fc.constantFrom(
    'create',
    'create',
    'resize',
    'resize',
    'expire',
    'expire',
    'persist',
    'form',
    'remove',
    'copy',
    'move',
  ),
  side: fc.integer({ min: 0, max: 1 }),
  name: names,
  to: names,
  length: lengths,
  keep: lengths,
  ms: times,
});

describe('Entries', () => {
  test('over any sequence: values, expiries and tables agree with a plain model, and no byte leaks', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (sequence) => {
        const checked = new Checked();
        for (const { action, side, name, to, length, keep, ms } of sequence) {
          if (action === 'create') checked.create(side, name, length);
          else if (action === 'resize') checked.resize(side, name, length, keep);
          else if (action === 'expire') checked.setExpiry(side, name, ms);
          else if (action === 'persist') checked.clearExpiry(side, name);
          else if (action === 'form') checked.setForm(side, name, length % 2 === 0 ? STRING_FORM : PLAIN_FORM);
          else if (action === 'remove') checked.remove(side, name);
          else checked.pass(side, name, to, action === 'move');
          checked.check();
          checked.checkEntries();
        }
        for (const side of [0, 1]) for (const name of [...checked.sides[side].model.keys()]) checked.remove(side, name);
        expect([checked.arena.used, checked.arena.blocks, checked.large.used]).toEqual([0, 0, 0]);
        for (const { entries } of checked.sides) {
          expect([entries.dict.size, entries.expires.size]).toEqual([0, 0]);
          expect(entries.sizes[TYPE_STRING].some((count) => count !== 0)).toBe(false);
        }
        expect(checked.arena.tableBytes).toBe(0);
      }),
      { numRuns: 120 },
    );
  });

  test.each([254, 255, 256, 300, 60_000, MAX_BLOCK - 60, MAX_BLOCK, 1024 * 1024])(
    'a value of %i bytes keeps its beginning on the way to every other length and back',
    (length) => {
      const others = [
        0,
        1,
        254,
        255,
        256,
        60_000,
        ...Array.from({ length: 40 }, (_, i) => MAX_BLOCK - 35 + i),
        1024 * 1024,
      ];
      for (const name of ['k', 'x'.repeat(256)]) {
        for (const expires of [false, true]) {
          const checked = new Checked();
          checked.create(0, name, length);
          if (expires) checked.setExpiry(0, name, BigInt(ORIGIN + 5));
          for (const other of others) {
            checked.resize(0, name, other, length);
            checked.checkEntries();
            checked.resize(0, name, length, other);
            checked.checkEntries();
            checked.check();
          }
        }
      }
    },
  );

  test('the expiry field comes and goes at every length around the largest block', () => {
    for (const name of ['k', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(MAX_BLOCK - 100), 'x'.repeat(70_000)]) {
      const checked = new Checked();
      for (let length = MAX_BLOCK - name.length - 40; length < MAX_BLOCK - name.length + 4; length++) {
        if (length < 0) continue;
        checked.create(0, name, length);
        checked.setExpiry(0, name, BigInt(ORIGIN + length));
        checked.checkEntries();
        checked.clearExpiry(0, name);
        checked.check();
        checked.checkEntries();
        checked.remove(0, name);
      }
      checked.create(0, name, 10);
      checked.setExpiry(0, name, 2n ** 62n);
      checked.clearExpiry(0, name);
      checked.checkEntries();
    }
  });

  test('an entry of 16 and 16 bytes takes a block of 40, and one of 56 with an expiry', () => {
    const checked = new Checked();
    checked.create(0, 'k'.repeat(16), 16);
    expect(checked.arena.used).toBe(40);
    checked.setExpiry(0, 'k'.repeat(16), BigInt(ORIGIN));
    expect(checked.arena.used).toBe(56);
  });

  test('open notes the access and the first word', () => {
    const checked = new Checked();
    const { entries } = checked.sides[0];
    checked.create(0, 'abc', 3);
    expect(entries.open(keyOf('abc'), 0x123456)).toBe(entries.find(keyOf('abc')));
    expect(entries.access(entries.find(keyOf('abc')))).toBe(0x123456);
    expect(entries.head >>> 24).toBe(3);
    expect((entries.head >>> 16) & 0xff).toBe(EPOCH);
    entries.open(keyOf('abc'), -1);
    expect(entries.access(entries.find(keyOf('abc')))).toBe(0x123456);
    entries.value(entries.find(keyOf('abc')));
    expect(entries.valueLength).toBe(3);
    expect(entries.open(keyOf('other'), 1)).toBe(0);
  });

  test('bytes lent to a reply never change', () => {
    const checked = new Checked();
    const { entries, model } = checked.sides[0];
    const writers: ((name: string) => void)[] = [
      (name) => checked.resize(0, name, 100_000, 0),
      (name) => checked.resize(0, name, 150_000, 100_000),
      (name) => checked.resize(0, name, 90_000, 90_000),
      (name) => checked.resize(0, name, 90_000, 0),
      (name) => checked.resize(0, name, 10, 10),
      (name) => checked.remove(0, name),
      (name) => {
        const address = model.get(name)?.address ?? 0;
        entries.unshareValue(address);
        entries.valueBytes.u8.fill(0, entries.valueAt, entries.valueAt + entries.valueLength);
      },
    ];
    for (const write of writers) {
      checked.create(0, 'k', 100_000);
      const { content } = model.get('k') ?? { content: Buffer.alloc(0) };
      const { valueBytes } = entries;
      checked.large.pin(valueBytes);
      write('k');
      expect(content.equals(valueBytes.u8.subarray(0, 100_000))).toBe(true);
      checked.large.unpin(valueBytes);
      checked.remove(0, 'k');
    }
    expect(checked.large.used).toBe(0);
  });

  test('a large value is handed over, not copied, when its entry moves', () => {
    const checked = new Checked();
    checked.create(0, 'k', 200_000);
    const { valueBytes } = checked.sides[0].entries;
    checked.pass(0, 'k', 'new name', true);
    const { entries, model } = checked.sides[1];
    entries.value(model.get('new name')?.address ?? 0);
    expect(entries.valueBytes).toBe(valueBytes);
    checked.check();
    checked.checkEntries();
  });
});
