import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { EntryCursor } from '../../src/structures/stream-cursor.ts';
import type { ConsumerGroup } from '../../src/structures/stream-group.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import type { Trimming } from '../../src/structures/stream-trim.ts';
import {
  ACKNOWLEDGED_ONLY,
  DELETE_REFERENCES,
  isReferenced,
  KEEP_REFERENCES,
  removeReferences,
  trimStream,
} from '../../src/structures/stream-trim.ts';
import { Stream } from '../../src/structures/stream.ts';
import { fieldsOf } from './stream-fields.ts';
import { idOf, valueOf } from './stream-ids.ts';

const NAME = Bytes.fromString('ab');

/** A stream with the IDs 1 to `count`, four to a node. */
function streamOf(count: number, arena = new Arena()): Stream {
  const stream = new Stream(arena, { streamNodeBytes: 4096, streamNodeEntries: 4 });
  for (let i = 1; i <= count; i++) stream.append(idOf(BigInt(i)), fieldsOf(['f', `${i}`]), 0, 1);
  return stream;
}

/** Trims to a length or to a least ID. */
function trim(stream: Stream, by: { length: number } | { minId: number }, options: Partial<Trimming> = {}): number {
  const byLength = 'length' in by;
  return trimStream(stream, {
    byLength,
    maxLength: byLength ? by.length : 0,
    minId: idOf(byLength ? 0n : BigInt(by.minId)),
    approximate: false,
    limit: 0,
    references: KEEP_REFERENCES,
    ...options,
  });
}

function idsOf(stream: Stream): number[] {
  const cursor = new EntryCursor();
  const ids: number[] = [];
  for (cursor.seek(stream.nodes, new StreamId()); cursor.next();) ids.push(Number(valueOf(cursor.id)));
  return ids;
}

/** Adds a group that has read up to an ID, of which its consumer has some pending. */
function addGroup(stream: Stream, letter: number, lastId: number, pending: readonly number[]): ConsumerGroup {
  const group = stream.addGroup(NAME, letter, 1);
  const consumer = group.addConsumer(NAME, 0, 1, 1);
  group.lastId.copy(idOf(BigInt(lastId)));
  for (const each of pending) group.deliver(idOf(BigInt(each)), consumer, 1);
  return group;
}

const rangeOf = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const exact = {};
const about = { approximate: true };

describe('trimming', () => {
  // Measured on Redis 8.0.2: nodes of 4, 4 and 2 entries.
  test.each([
    ['MAXLEN 10', { length: 10 }, exact, 0, 3],
    ['MAXLEN 7', { length: 7 }, exact, 3, 3],
    ['MAXLEN ~ 7', { length: 7 }, about, 0, 3],
    ['MAXLEN ~ 6', { length: 6 }, about, 4, 2],
    ['MAXLEN ~ 0 LIMIT 3', { length: 0 }, { ...about, limit: 3 }, 0, 3],
    ['MAXLEN ~ 0 LIMIT 7', { length: 0 }, { ...about, limit: 7 }, 4, 2],
    ['MAXLEN ~ 0 LIMIT 8', { length: 0 }, { ...about, limit: 8 }, 8, 1],
    ['MAXLEN 0', { length: 0 }, exact, 10, 0],
    ['MINID 1', { minId: 1 }, exact, 0, 3],
    ['MINID 5', { minId: 5 }, exact, 4, 2],
    ['MINID 6', { minId: 6 }, exact, 5, 2],
    ['MINID 11', { minId: 11 }, exact, 10, 0],
    ['MINID ~ 4', { minId: 4 }, about, 0, 3],
    ['MINID ~ 5', { minId: 5 }, about, 4, 2],
    ['MINID ~ 11 LIMIT 9', { minId: 11 }, { ...about, limit: 9 }, 8, 1],
  ])('goes as far as Redis does: %s', (_, by, options, lost, nodes) => {
    const stream = streamOf(10);
    expect(trim(stream, by, options)).toBe(lost);
    expect(idsOf(stream)).toEqual(rangeOf(lost + 1, 10));
    expect([stream.size, stream.index.length]).toEqual([10 - lost, nodes]);
    expect(Number(valueOf(stream.firstId))).toBe(lost === 10 ? 0 : lost + 1);
    // Neither is touched by what goes in this way.
    expect([Number(valueOf(stream.lastId)), stream.maxDeletedId.isLeast]).toEqual([10, true]);
  });

  test('finds nothing in an empty stream', () => {
    const stream = streamOf(0);
    expect([trim(stream, { length: 0 }), trim(stream, { minId: 5 }), stream.index.length]).toEqual([0, 0, 0]);
  });

  test('leaves a node without live entries, which goes the next time and counts for nothing', () => {
    const stream = streamOf(10);
    for (const id of [2n, 3n, 4n]) stream.delete(idOf(id));
    // The node's last entry, deleted as it is, is not before 4.
    expect([trim(stream, { minId: 4 }), stream.size, stream.index.length]).toEqual([1, 6, 3]);
    expect([idsOf(stream), valueOf(stream.firstId)]).toEqual([rangeOf(5, 10), 5n]);
    expect([trim(stream, { minId: 5 }, about), stream.size, stream.index.length]).toEqual([0, 6, 2]);
    expect(idsOf(stream)).toEqual(rangeOf(5, 10));
  });

  test('takes the right number where some are deleted already', () => {
    const stream = streamOf(10);
    for (const id of [1n, 3n, 6n]) stream.delete(idOf(id));
    expect([trim(stream, { length: 4 }), idsOf(stream)]).toEqual([3, [7, 8, 9, 10]]);
    expect([trim(stream, { length: 3 }), idsOf(stream)]).toEqual([1, [8, 9, 10]]);
  });

  test('compares IDs in all their 128 bits', () => {
    const stream = streamOf(3);
    const far = [(1n << 64n) - 1n, 1n << 64n, (1n << 128n) - 2n, (1n << 128n) - 1n];
    for (const id of far) stream.append(idOf(id), fieldsOf(['f', 'v']), 0, 1);
    const minimum = (id: bigint): number => trim(stream, { minId: 0 }, { minId: idOf(id) });
    expect(minimum(1n << 64n)).toBe(4);
    expect(valueOf(stream.firstId)).toBe(1n << 64n);
    expect([minimum((1n << 128n) - 1n), stream.size, valueOf(stream.firstId)]).toEqual([2, 1, (1n << 128n) - 1n]);
  });

  test('takes the oldest, and by nodes only where that is enough', () => {
    const options = fc.record({ approximate: fc.boolean(), limit: fc.constantFrom(0, 0, 1, 5, 20) });
    const deleted = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.nat(40), deleted, fc.boolean(), fc.nat(45), options, (count, gone, byLength, bound, how) => {
        const arena = new Arena();
        const stream = streamOf(count, arena);
        for (const id of gone) stream.delete(idOf(BigInt(id)));
        stream.findFirstId();
        const before = rangeOf(1, count).filter((id) => !gone.includes(id));
        const beyond = byLength ? Math.max(0, before.length - bound) : before.filter((id) => id < bound).length;
        const lost = trim(stream, byLength ? { length: bound } : { minId: bound }, how);
        expect(idsOf(stream)).toEqual(before.slice(lost));
        expect([stream.size, Number(valueOf(stream.firstId))]).toEqual([before.length - lost, before[lost] ?? 0]);
        expect(lost).toBeLessThanOrEqual(how.limit > 0 ? Math.min(beyond, how.limit) : beyond);
        if (how.limit === 0) expect(beyond - lost).toBeLessThan(how.approximate ? 4 : 1);
        expect(stream.nodes.blockBytes + stream.index.memory).toBe(arena.used);
        while (stream.drain(10));
        expect([arena.used, arena.blocks]).toEqual([0, 0]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the references of entries that are trimmed', () => {
  const pendingOf = ({ pending }: ConsumerGroup): number[] => {
    const ids: number[] = [];
    const id = new StreamId();
    for (let more = pending.first(); more; more = pending.next()) ids.push(Number(valueOf(pending.readId(id))));
    return ids;
  };

  test('stay, where that is wanted', () => {
    const stream = streamOf(10);
    const group = addGroup(stream, 0, 8, [2, 5, 7]);
    expect([trim(stream, { length: 4 }), pendingOf(group)]).toEqual([6, [2, 5, 7]]);
  });

  test('go with whole nodes and with entries, from all groups and consumers', () => {
    const arena = new Arena();
    const stream = streamOf(10, arena);
    const groups = [addGroup(stream, 0, 8, [2, 5, 7]), addGroup(stream, 1, 10, [4, 6, 10])];
    expect(trim(stream, { minId: 7 }, { references: DELETE_REFERENCES })).toBe(6);
    expect(groups.map(pendingOf)).toEqual([[7], [10]]);
    expect(groups.map(({ consumers: [consumer] }) => consumer.pending.size)).toEqual([1, 1]);
    while (stream.drain(10));
    expect([arena.used, arena.blocks]).toEqual([0, 0]);
  });

  test('keep their entries, where only what is acknowledged may go', () => {
    const stream = streamOf(10);
    const group = addGroup(stream, 0, 8, [2, 7]);
    expect(trim(stream, { length: 0 }, { references: ACKNOWLEDGED_ONLY })).toBe(6);
    expect([idsOf(stream), pendingOf(group), stream.index.length]).toEqual([[2, 7, 9, 10], [2, 7], 3]);
    expect(valueOf(stream.firstId)).toBe(2n);
    group.acknowledge(idOf(2n));
    expect(trim(stream, { minId: 6 }, { references: ACKNOWLEDGED_ONLY })).toBe(1);
    expect([idsOf(stream), stream.index.length]).toEqual([[7, 9, 10], 2]);
  });

  test('are those of groups that have read or have still to read', () => {
    const stream = streamOf(5);
    const [one, two] = [addGroup(stream, 0, 4, [2]), addGroup(stream, 1, 3, [2, 3])];
    const referenced = (): number[] => rangeOf(1, 5).filter((id) => isReferenced(stream, idOf(BigInt(id))));
    expect(referenced()).toEqual([2, 3, 4, 5]);
    expect([removeReferences(stream, idOf(2n)), removeReferences(stream, idOf(2n))]).toEqual([true, false]);
    expect([pendingOf(one), pendingOf(two), referenced()]).toEqual([[], [3], [3, 4, 5]]);
    two.lastId.copy(idOf(5n));
    expect(referenced()).toEqual([3, 5]);
    expect(isReferenced(streamOf(5), idOf(5n))).toBe(false);
  });
});
