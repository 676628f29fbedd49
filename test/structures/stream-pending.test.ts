import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import { PendingList } from '../../src/structures/stream-pending.ts';
import { idOf, valueOf } from './stream-ids.ts';

const PAYLOAD_BYTES = 20;
const id = new StreamId();

function payloadOf(list: PendingList): number {
  return list.bytes.view.getUint32(list.payloadAt, true);
}

/** All records in order, from an ID on. */
function recordsOf(list: PendingList, from?: bigint): [bigint, number][] {
  const records: [bigint, number][] = [];
  let more = from === undefined ? list.first() : list.seek(idOf(from));
  for (; more; more = list.next()) records.push([valueOf(list.readId(id)), payloadOf(list)]);
  return records;
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('append'), value: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert'), value: fc.nat(3000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('first'), value: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), value: fc.nat(3000) }) },
);

describe('a pending list', () => {
  test('holds records in order, whatever is delivered and acknowledged', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150, size: 'max' }), (steps) => {
        const arena = new Arena();
        const list = new PendingList(arena, PAYLOAD_BYTES);
        const model = new Map<bigint, number>();
        let payload = 0;
        const insert = (value: bigint): void => {
          expect(list.insert(idOf(value))).toBe(!model.has(value));
          list.bytes.view.setUint32(list.payloadAt, ++payload, true);
          model.set(value, payload);
        };
        const remove = (value: bigint): void => {
          expect(list.find(idOf(value))).toBe(model.has(value));
          if (!model.delete(value)) return;
          list.remove();
        };
        for (const { kind, value } of steps) {
          const sorted = [...model.keys()].sort((a, b) => (a < b ? -1 : 1));
          const last = sorted.at(-1) ?? 0n;
          if (kind === 'append') for (let i = 0; i < value; i++) insert(last + BigInt(i + 1) * 7n);
          if (kind === 'insert') insert(BigInt(value));
          if (kind === 'first') sorted.slice(0, value).forEach(remove);
          if (kind === 'remove') remove(sorted[value % (sorted.length + 1)] ?? BigInt(value));
          const expected = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
          expect([list.size, recordsOf(list)]).toEqual([model.size, expected]);
          const behind = expected.filter(([key]) => key >= BigInt(value));
          expect(recordsOf(list, BigInt(value))).toEqual(behind);
          expect(list.countFrom(idOf(BigInt(value)), 10)).toBe(Math.min(10, behind.length));
          expect(list.last() ? valueOf(list.readId(id)) : undefined).toBe(expected.at(-1)?.[0]);
          expect(list.memory).toBe(arena.used);
        }
        const copy = new PendingList(arena, PAYLOAD_BYTES);
        list.copyTo(copy);
        const records = recordsOf(list);
        while (list.drain(100));
        expect([recordsOf(copy), copy.size, list.size]).toEqual([records, records.length, 0]);
        while (copy.drain(100));
        expect([arena.used, arena.blocks]).toEqual([0, 0]);
      }),
      { numRuns: 25 },
    );
  });

  test('takes little more than its records', () => {
    const list = new PendingList(new Arena(), PAYLOAD_BYTES);
    for (let i = 1; i <= 10_000; i++) list.insert(idOf(BigInt(i) << 64n));
    expect(list.memory / list.size).toBeLessThan(39);
  });
});
