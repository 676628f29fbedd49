import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { EntryCursor } from '../../src/structures/stream-cursor.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import { KEEP_REFERENCES, trimStream } from '../../src/structures/stream-trim.ts';
import { Stream } from '../../src/structures/stream.ts';
import { fieldsOf } from './stream-fields.ts';
import { idOf, valueOf } from './stream-ids.ts';

type Entry = readonly [id: bigint, words: readonly string[]];

const NOTHING_AFTER = (1n << 128n) - 1n;

function append(stream: Stream, value: bigint, words: readonly string[]): void {
  stream.append(idOf(value), fieldsOf(words), 0, words.length / 2);
}

function entryAt(cursor: EntryCursor): Entry {
  const words: string[] = [];
  cursor.forEachField((field, value) => words.push(field.latin1(), value.latin1()));
  return [valueOf(cursor.id), words];
}

function forwards(stream: Stream, from = 0n): Entry[] {
  const cursor = new EntryCursor();
  const entries: Entry[] = [];
  for (cursor.seek(stream.nodes, idOf(from)); cursor.next();) entries.push(entryAt(cursor));
  return entries;
}

function backwards(stream: Stream, from = NOTHING_AFTER): Entry[] {
  const cursor = new EntryCursor();
  const entries: Entry[] = [];
  for (cursor.seekLast(stream.nodes, idOf(from)); cursor.previous();) entries.push(entryAt(cursor));
  return entries;
}

/** The stream is what the model says, seen in every way, and knows its memory. */
function expectSame(stream: Stream, model: readonly Entry[], probe: bigint): void {
  expect(forwards(stream)).toEqual(model);
  expect(backwards(stream)).toEqual([...model].reverse());
  expect(forwards(stream, probe)).toEqual(model.filter(([id]) => id >= probe));
  expect(backwards(stream, probe)).toEqual(model.filter(([id]) => id <= probe).reverse());
  expect([stream.size, valueOf(stream.firstId)]).toEqual([model.length, model[0]?.[0] ?? 0n]);
  expect(stream.has(idOf(probe))).toBe(model.some(([id]) => id === probe));
  const cursor = new EntryCursor();
  const upper = probe + 20n;
  const within = model.filter(([id]) => id >= probe && id <= upper).length;
  expect(stream.countRange(idOf(probe), idOf(upper), 5, cursor)).toBe(Math.min(5, within));
  expect(stream.countRange(idOf(probe), idOf(upper), Infinity, cursor)).toBe(within);
  const last = new StreamId();
  expect(stream.lastEntryId(last) ? valueOf(last) : undefined).toBe(model.at(-1)?.[0]);
}

const word = fc.oneof(
  fc.constantFrom('a', 'b', '12', '-300', '', 'x'.repeat(70)),
  fc.string({ maxLength: 5 }).map((s) => Buffer.from(s).toString('latin1')),
);
const words = fc.oneof(
  word.map((value) => ['f', value]),
  fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }).map((pairs) => pairs.flat()),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append'), value: fc.integer({ min: 1, max: 9 }), words }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), value: fc.nat(300), words }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('length', 'minimum', 'about'), value: fc.nat(60), words }),
  },
);
const limits = fc.record({
  streamNodeBytes: fc.constantFrom(0, 60, 300, 4096),
  streamNodeEntries: fc.constantFrom(0, 1, 3, 100),
});

describe('a stream', () => {
  test('is the list of its entries, whatever is added, deleted and trimmed', () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 120, size: 'max' }), fc.boolean(), (nodeLimits, steps, far) => {
        const arena = new Arena();
        const stream = new Stream(arena, nodeLimits);
        let model: Entry[] = [];
        // Far: steps in the upper half of the ID and across words, so that differences need 64 bits.
        let next = far ? (1n << 127n) + 5n : 1n;
        for (const { kind, value, words: content } of steps) {
          const probe = model[value % (model.length + 1)]?.[0] ?? BigInt(value);
          const trimming = {
            byLength: true,
            maxLength: value,
            minId: idOf(probe),
            approximate: kind === 'about',
            limit: 0,
          };
          if (kind === 'append') {
            next += far ? BigInt(value) << 61n : BigInt(value);
            append(stream, next, content);
            model.push([next, content]);
          } else if (kind === 'delete') {
            const found = model.some(([id]) => id === probe);
            expect(stream.delete(idOf(probe))).toBe(found);
            model = model.filter(([id]) => id !== probe);
            stream.findFirstId();
          } else {
            const byLength = kind !== 'minimum';
            const lost = trimStream(stream, { ...trimming, byLength, references: KEEP_REFERENCES });
            if (kind === 'about') expect(stream.size === model.length || stream.size >= value).toBe(true);
            else if (byLength) expect(lost).toBe(Math.max(0, model.length - value));
            else expect(lost).toBe(model.filter(([id]) => id < probe).length);
            model = model.slice(lost);
          }
          expectSame(stream, model, probe);
        }
        const { nodes } = stream;
        expect(nodes.blockBytes + nodes.index.memory).toBe(arena.used);
        const copy = stream.clone();
        while (stream.drain(7));
        expect(forwards(copy)).toEqual(model);
        expect([valueOf(copy.lastId), copy.entriesAdded]).toEqual([valueOf(stream.lastId), stream.entriesAdded]);
        while (copy.drain(7));
        expect([arena.used, arena.blocks]).toEqual([0, 0]);
      }),
      { numRuns: 40 },
    );
  });

  test('chooses an ID after the last, and none behind the greatest', () => {
    const stream = new Stream(new Arena(), { streamNodeBytes: 4096, streamNodeEntries: 100 });
    const id = new StreamId();
    expect([stream.nextId(1000, id), id.toString()]).toEqual([true, '1000-0']);
    append(stream, valueOf(id), ['f', 'v']);
    expect([stream.nextId(1000, id), id.toString()]).toEqual([true, '1000-1']);
    expect([stream.nextId(999, id), id.toString()]).toEqual([true, '1000-1']);
    expect([stream.nextId(1001, id), id.toString()]).toEqual([true, '1001-0']);
    stream.lastId.setGreatest();
    expect(stream.nextId(1001, id)).toBe(false);
  });

  test('keeps a million small entries in no more memory than Redis', () => {
    const arena = new Arena();
    const stream = new Stream(arena, { streamNodeBytes: 4096, streamNodeEntries: 100 });
    for (let i = 1n; i <= 20_000n; i++) append(stream, (1_700_000_000_000n + i) << 64n, ['field', `value:${i}`]);
    expect(arena.used / stream.size).toBeLessThan(25);
  });

  test('gives what its groups have pending back with them', () => {
    const arena = new Arena();
    const stream = new Stream(arena, { streamNodeBytes: 4096, streamNodeEntries: 100 });
    const name = Bytes.fromString('groupalicebob');
    const group = stream.addGroup(name, 0, 5);
    const [alice, bob] = [group.addConsumer(name, 5, 5, 1), group.addConsumer(name, 10, 3, 2)];
    for (let i = 1n; i <= 500n; i++) group.deliver(idOf(i), i % 3n === 0n ? bob : alice, 7);
    group.deliver(idOf(3n), alice, 8);
    expect([group.pending.size, alice.pending.size, bob.pending.size]).toEqual([500, 335, 165]);
    expect([group.acknowledge(idOf(3n)), group.acknowledge(idOf(3n))]).toEqual([true, false]);
    expect(
      stream
        .clone()
        .group(name, 0, 5)
        ?.consumers.map(({ pending }) => pending.size),
    ).toEqual([334, 165]);
    group.deleteConsumer(alice);
    expect([group.pending.size, group.consumers.length]).toEqual([165, 1]);
    expect(group.pending.first() && group.owner).toBe(bob);
    while (stream.drain(50));
    expect(stream.groups).toEqual([]);
  });
});
