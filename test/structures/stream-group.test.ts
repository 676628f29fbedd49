import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Consumer, Counter } from '../../src/structures/stream-group.ts';
import {
  ConsumerGroup,
  countedUp,
  counterDifference,
  findName,
  UNKNOWN_READS,
} from '../../src/structures/stream-group.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import { idOf, valueOf } from './stream-ids.ts';

type Item = readonly [owner: string, time: number, deliveries: Counter];

const GREATEST = (1n << 128n) - 1n;
const id = new StreamId();

const byOrder = ([a]: readonly [bigint, unknown], [b]: readonly [bigint, unknown]): number => (a < b ? -1 : 1);

/** Calls with a name that stands somewhere within other bytes. */
function named<T>(name: string, use: (bytes: Bytes, at: number, length: number) => T): T {
  return use(Bytes.fromString(`<<${name}>>`, 'latin1'), 2, name.length);
}

function consumerOf(group: ConsumerGroup, name: string): Consumer {
  return named(name, (bytes, at, length) => {
    return group.consumer(bytes, at, length) ?? group.addConsumer(bytes, at, length, 5);
  });
}

function recordsOf(group: ConsumerGroup): [bigint, Item][] {
  const records: [bigint, Item][] = [];
  const { pending } = group;
  for (let more = pending.first(); more; more = pending.next()) {
    records.push([valueOf(pending.readId(id)), [group.owner.name, group.deliveryTime, group.deliveries]]);
  }
  return records;
}

function idsOf({ pending }: Consumer): bigint[] {
  const ids: bigint[] = [];
  for (let more = pending.first(); more; more = pending.next()) ids.push(valueOf(pending.readId(id)));
  return ids;
}

/** The group has these records and consumers, and each consumer those that are its own. */
function expectSame(group: ConsumerGroup, model: ReadonlyMap<bigint, Item>, names: ReadonlySet<string>): void {
  const records = [...model].sort(byOrder);
  expect(recordsOf(group)).toEqual(records);
  expect(group.consumers.map(({ name }) => name)).toEqual([...names].sort());
  for (const consumer of group.consumers) {
    expect(named(consumer.name, (bytes, at, length) => group.consumer(bytes, at, length))).toBe(consumer);
    expect(idsOf(consumer)).toEqual(records.filter(([, [owner]]) => owner === consumer.name).map(([each]) => each));
  }
  expect(new Set(group.consumers.map(({ number }) => number)).size).toBe(names.size);
}

function expectFreed(arena: Arena, group: ConsumerGroup): void {
  while (group.drain(3));
  expect([arena.used, arena.blocks]).toEqual([0, 0]);
}

const step = fc.record({
  kind: fc.constantFrom('deliver', 'deliver', 'deliver', 'add', 'give', 'redeliver', 'acknowledge', 'leave'),
  which: fc.oneof(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: GREATEST - 3n, max: GREATEST })),
  name: fc.constantFrom('', 'a', 'ab', 'b', '\xff', '\0'),
  time: fc.oneof(fc.nat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
  count: fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, 2n ** 53n),
});

describe('a consumer group', () => {
  test('has each record with exactly the consumer that it names, whatever is delivered and claimed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
        const arena = new Arena();
        const group = new ConsumerGroup(arena, 'g');
        const model = new Map<bigint, Item>();
        const names = new Set<string>();
        for (const { kind, which, name, time, count } of steps) {
          const item = model.get(which);
          const wanted = idOf(which);
          if (kind === 'leave') {
            if (names.delete(name)) group.deleteConsumer(consumerOf(group, name));
            for (const [each, [owner]] of model) if (owner === name) model.delete(each);
          } else if (kind === 'acknowledge') {
            expect(group.acknowledge(wanted)).toBe(model.delete(which));
          } else {
            const consumer = consumerOf(group, name);
            names.add(name);
            expect(group.pending.find(wanted)).toBe(item !== undefined);
            if (kind === 'deliver') {
              group.deliver(wanted, consumer, time);
              model.set(which, [name, time, 1]);
            } else if (item === undefined) {
              group.add(wanted, consumer, time, count);
              model.set(which, [name, time, count]);
              // What was added is found.
              expect([group.owner, group.deliveryTime, group.deliveries]).toEqual([consumer, time, count]);
            } else if (kind === 'redeliver') {
              group.redeliver(time);
              model.set(which, [item[0], time, countedUp(item[2])]);
            } else {
              group.give(wanted, consumer);
              model.set(which, [name, item[1], item[2]]);
            }
          }
          expectSame(group, model, names);
        }
        const lists = [group.pending, ...group.consumers.map(({ pending }) => pending)];
        expect(lists.reduce((sum, list) => sum + list.memory, 0)).toBe(arena.used);
        const copy = group.clone();
        while (group.drain(3));
        // The copy does not hang on the original, and a consumer that comes later has a number of its own.
        names.add('new');
        consumerOf(copy, 'new');
        expectSame(copy, model, names);
        expectFreed(arena, copy);
      }),
      { numRuns: 50 },
    );
  });

  test('is copied with everything that it knows', () => {
    const group = new ConsumerGroup(new Arena(), 'g');
    const [alice] = ['alice', 'bob', 'carol'].map((name) => consumerOf(group, name));
    expect([group.entriesRead, group.lastId.isLeast, alice.seenTime, alice.activeTime]).toEqual([
      UNKNOWN_READS,
      true,
      5,
      -1,
    ]);
    group.lastId.copy(idOf(7n));
    group.entriesRead = 2n ** 60n;
    group.deleteConsumer(alice);
    consumerOf(group, 'bob').activeTime = 9;
    const copy = group.clone();
    expect([copy.name, valueOf(copy.lastId), copy.entriesRead]).toEqual(['g', 7n, 2n ** 60n]);
    expect(copy.consumers.map(({ name, seenTime, activeTime }) => [name, seenTime, activeTime])).toEqual([
      ['bob', 5, 9],
      ['carol', 5, -1],
    ]);
    expect(copy.lastId).not.toBe(group.lastId);
    // The number that alice had is free, there as here.
    for (const each of [group, copy]) expect(consumerOf(each, 'dave').number).toBe(alice.number);
  });

  test('gives many records from one to another, and frees them a part at a time', () => {
    const arena = new Arena();
    const group = new ConsumerGroup(arena, 'group');
    const [alice, bob] = [consumerOf(group, 'alice'), consumerOf(group, 'bob')];
    const empty = group.memory;
    for (let i = 1n; i <= 1000n; i++) group.deliver(idOf(i << 64n), alice, 1);
    for (let i = 1n; i <= 1000n; i += 2n) {
      expect(group.pending.find(idOf(i << 64n))).toBe(true);
      group.give(idOf(i << 64n), bob);
    }
    expect([group.pending.size, alice.pending.size, bob.pending.size]).toEqual([1000, 500, 500]);
    expect(group.memory - empty).toBe(arena.used);
    let parts = 1;
    while (group.drain(100)) {
      parts++;
      expect(group.pending.size).toBeLessThanOrEqual(Math.max(0, 1000 - (parts - 1) * 100));
    }
    expect(parts).toBeGreaterThan(10);
    expect([arena.used, group.memory]).toEqual([0, empty]);
  });

  test('moves out of memory that is to be emptied, with its consumers', () => {
    const arena = new Arena();
    const groups = Array.from({ length: 64 }, () => new ConsumerGroup(arena, 'g'));
    for (let i = 1n; i <= 200n; i++) {
      for (const group of groups) group.deliver(idOf(i), consumerOf(group, i % 2n === 0n ? 'a' : 'b'), Number(i));
    }
    const kept = groups.filter((_, i) => i % 8 === 0);
    for (const group of groups) if (!kept.includes(group)) while (group.drain(Infinity));
    const { used } = arena;
    const model = new Map(recordsOf(kept[0]));
    expect(arena.beginCompaction()).toBeGreaterThan(0);
    for (const group of kept) group.defragment();
    arena.endCompaction();
    expect([arena.used, arena.beginCompaction()]).toEqual([used, 0]);
    for (const group of kept) expectSame(group, model, new Set(['a', 'b']));
  });

  test('counts deliveries exactly: as a number while that is exact, then as a bigint that wraps around', () => {
    const group = new ConsumerGroup(new Arena(), 'g');
    group.add(idOf(1n), consumerOf(group, 'a'), 0, 0);
    const counts: [Counter, Counter][] = [
      [0, 1],
      [2 ** 32 - 1, 2 ** 32],
      [2 ** 32, 2 ** 32 + 1],
      [Number.MAX_SAFE_INTEGER, 2n ** 53n],
      [2n ** 53n, 2n ** 53n + 1n],
      [2n ** 63n - 1n, -(2n ** 63n)],
      [-(2n ** 53n), -Number.MAX_SAFE_INTEGER],
      [-1, 0],
    ];
    for (const [before, after] of counts) {
      group.deliveries = before;
      expect(group.deliveries).toBe(before);
      group.countDelivery();
      expect([group.deliveries, countedUp(before)]).toEqual([after, after]);
    }
    group.deliveries = 6n;
    expect(group.deliveries).toBe(6);
  });
});

describe('a counter', () => {
  test('is the 64-bit integer that it stands for, and a number wherever that is exact', () => {
    const value = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -3n, max: 3n }));
    const near = fc.tuple(value, fc.constantFrom(0n, 2n ** 32n, 2n ** 53n, 2n ** 62n)).map(([a, b]) => a + b);
    const wrapped = near.map((each) => BigInt.asIntN(64, each));
    const counterOf = (each: bigint): Counter => {
      const exact = BigInt.asIntN(64, each);
      return exact > -(2n ** 53n) && exact < 2n ** 53n ? Number(exact) : exact;
    };
    fc.assert(
      fc.property(wrapped, wrapped, (a, b) => {
        expect(countedUp(counterOf(a))).toBe(counterOf(a + 1n));
        expect(counterDifference(counterOf(a), counterOf(b))).toBe(counterOf(a - b));
      }),
    );
  });
});

describe('a place among names', () => {
  test('is where the name stands or belongs, in the order of bytes', () => {
    const name = fc.string({ maxLength: 3, unit: fc.constantFrom('\0', 'a', 'b', '\x7f', '\x80', '\xff') });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), name, (names, wanted) => {
        const sorted = names.map((each) => Buffer.from(each, 'latin1')).sort((a, b) => Buffer.compare(a, b));
        const items = sorted.map((each) => ({ name: each.toString('latin1') }));
        const place = named(wanted, (bytes, at, length) => findName(items, bytes, at, length));
        const bytes = Buffer.from(wanted, 'latin1');
        const below = sorted.filter((each) => Buffer.compare(each, bytes) < 0).length;
        expect(place).toBe(names.includes(wanted) ? below : ~below);
      }),
    );
  });
});
