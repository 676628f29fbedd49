import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { skipValues } from '../../src/structures/listpack.ts';
import { EntryCursor } from '../../src/structures/stream-cursor.ts';
import { flagDeleted } from '../../src/structures/stream-node.ts';
import { StreamNodes } from '../../src/structures/stream-nodes.ts';
import { fieldsOf } from './stream-fields.ts';
import { idOf, valueOf } from './stream-ids.ts';

interface Entry {
  readonly id: bigint;
  readonly words: readonly string[];
  readonly isDeleted: boolean;
}

const GREATEST = (1n << 128n) - 1n;

const live = (entries: readonly Entry[]): Entry[] => entries.filter(({ isDeleted }) => !isDeleted);

function nodesOf(entries: readonly Entry[], perNode: number): StreamNodes {
  const nodes = new StreamNodes(new Arena(), { streamNodeBytes: 0, streamNodeEntries: perNode });
  for (const { id, words } of entries) nodes.append(idOf(id), fieldsOf(words), 0, words.length / 2);
  const cursor = new EntryCursor();
  for (const { id, isDeleted } of entries) {
    if (!isDeleted) continue;
    cursor.seek(nodes, idOf(id));
    cursor.next();
    nodes.markDeleted(cursor.position, cursor.entryAt);
  }
  return nodes;
}

/** The entries node by node, without the nodes that have gone with their last live entry. */
function chunksOf(entries: readonly Entry[], perNode: number): Entry[][] {
  const chunks: Entry[][] = [];
  for (let i = 0; i < entries.length; i += perNode) chunks.push(entries.slice(i, i + perNode));
  return chunks.filter((chunk) => live(chunk).length > 0);
}

/** Entries with these IDs and one field each. */
function plain(...ids: readonly bigint[]): Entry[] {
  return ids.map((id) => ({ id, words: ['f', String(id)], isDeleted: false }));
}

function wordsAt(cursor: EntryCursor): string[] {
  const words: string[] = [];
  cursor.forEachField((field, value) => words.push(field.latin1(), value.latin1()));
  return words;
}

/** Does as a reader does that has come to the end of the last value. */
function tellValuesEnd(cursor: EntryCursor): void {
  const { node, valuesAt, fieldCount, hasMasterFields } = cursor;
  cursor.valuesEndAt(skipValues(node.bytes, valuesAt, hasMasterFields ? fieldCount : fieldCount * 2));
}

/** The IDs that a cursor meets from its place on; undefined where there is none any more. */
function meets(cursor: EntryCursor, ...moves: readonly ('next' | 'previous')[]): (bigint | undefined)[] {
  return moves.map((move) => (cursor[move]() ? valueOf(cursor.id) : undefined));
}

const word = fc.oneof(
  fc.constantFrom('', 'f', '12', '-300', 'x'.repeat(70)),
  fc.string({ maxLength: 4, unit: 'binary-ascii' }),
);
const words = fc.oneof(
  word.map((value) => ['f', value]),
  fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }).map((pairs) => pairs.flat()),
);
const gap = fc.tuple(fc.bigInt({ min: 1n, max: 9n }), fc.constantFrom(0n, 31n, 61n, 64n)).map(([n, by]) => n << by);
const item = fc.record({ gap, words, isDeleted: fc.boolean() });
/** The first has the least ID or any, or the last has the greatest. */
const someEntries = fc
  .tuple(fc.array(item, { maxLength: 24, size: 'max' }), fc.constantFrom(0n, (1n << 127n) - (1n << 62n), GREATEST))
  .map(([items, base]): Entry[] => {
    const total = items.slice(1).reduce((sum, each) => sum + each.gap, 0n);
    let id = base === GREATEST ? GREATEST - total : base;
    return items.map(({ gap: after, ...each }, i) => ({ ...each, id: i === 0 ? id : (id += after) }));
  });
const perNode = fc.constantFrom(1, 2, 5, 100);

const move = fc.record({
  kind: fc.constantFrom('next', 'next', 'previous', 'previous', 'seek', 'seekLast', 'first', 'last'),
  which: fc.nat(40),
  beside: fc.constantFrom(-1n, 0n, 1n),
  tellsEnd: fc.boolean(),
});

describe('a cursor of a stream', () => {
  test('goes from entry to entry wherever it was sent, and turns round anywhere', () => {
    fc.assert(
      fc.property(someEntries, perNode, fc.array(move, { maxLength: 60, size: 'max' }), (entries, limit, moves) => {
        const nodes = nodesOf(entries, limit);
        const { used } = nodes.arena;
        const list = live(entries);
        const cursor = new EntryCursor();
        cursor.seekEdge(nodes, false);
        // The index of the entry behind the place and of the one before it; none beyond the ends.
        let place: { before: number; behind: number } | undefined = { before: -1, behind: 0 };
        for (const { kind, which, beside, tellsEnd } of moves) {
          const near = (entries[which % (entries.length + 1)]?.id ?? GREATEST) + beside;
          const wanted = near < 0n ? 0n : near > GREATEST ? GREATEST : near;
          const countBelow = list.filter(({ id }) => id < wanted || (kind === 'seekLast' && id === wanted)).length;
          if (kind === 'next' || kind === 'previous') {
            const index: number = place === undefined ? -1 : kind === 'next' ? place.behind : place.before;
            const expected: Entry | undefined = list[index];
            expect(cursor[kind]()).toBe(expected !== undefined);
            place = expected === undefined ? undefined : { before: index - 1, behind: index + 1 };
            if (expected === undefined) continue;
            expect([valueOf(cursor.id), wordsAt(cursor)]).toEqual([expected.id, expected.words]);
            expect(cursor.isDeleted).toBe(false);
            if (tellsEnd) tellValuesEnd(cursor);
            continue;
          }
          if (kind === 'seek') cursor.seek(nodes, idOf(wanted));
          else if (kind === 'seekLast') cursor.seekLast(nodes, idOf(wanted));
          else cursor.seekEdge(nodes, kind === 'last');
          const behind = kind === 'first' ? 0 : kind === 'last' ? list.length : countBelow;
          place = { before: behind - 1, behind };
        }
        expect(nodes.arena.used).toBe(used);
      }),
    );
  });

  test('knows after a seek how many live entries of the node are left', () => {
    fc.assert(
      fc.property(someEntries, perNode, fc.nat(30), fc.constantFrom(0n, 1n), (entries, limit, which, more) => {
        const nodes = nodesOf(entries, limit);
        const chunks = chunksOf(entries, limit);
        fc.pre(chunks.length > 0);
        const start = (entries[which % entries.length].id + more) & GREATEST;
        const chunk = chunks.findLast(([{ id }]) => id <= start) ?? chunks[0];
        const cursor = new EntryCursor();
        cursor.seek(nodes, idOf(start));
        expect(valueOf(cursor.nodeId)).toBe(chunk[0].id);
        expect(cursor.remaining).toBe(live(chunk).filter(({ id }) => id >= start).length);
      }),
    );
  });

  test('shows the deleted entries of a node to those who walk through it', () => {
    fc.assert(
      fc.property(someEntries, perNode, (entries, limit) => {
        const nodes = nodesOf(entries, limit);
        const cursor = new EntryCursor();
        const met: Entry[][] = [];
        for (let at = nodes.index.first; at >= 0; at = nodes.index.next(at)) {
          const chunk: Entry[] = [];
          cursor.enterNode(nodes, at);
          while (cursor.nextInNode()) {
            chunk.push({ id: valueOf(cursor.id), words: wordsAt(cursor), isDeleted: cursor.isDeleted });
          }
          expect(cursor.nextInNode()).toBe(false);
          cursor.enterNode(nodes, at);
          expect(cursor.lastInNode() && valueOf(cursor.id)).toBe(chunk.at(-1)?.id);
          expect(cursor.nextInNode()).toBe(false);
          met.push(chunk);
        }
        expect(met).toEqual(chunksOf(entries, limit));
      }),
    );
  });

  test('has nowhere to go in a stream without entries, wherever it was before', () => {
    const empty = nodesOf([], 3);
    const cursor = new EntryCursor();
    cursor.seekEdge(nodesOf(plain(1n, 2n), 3), false);
    expect(meets(cursor, 'next')).toEqual([1n]);
    cursor.seek(empty, idOf(0n));
    expect([cursor.position, meets(cursor, 'next', 'previous')]).toEqual([-1, [undefined, undefined]]);
    cursor.seekLast(empty, idOf(GREATEST));
    expect([cursor.position, meets(cursor, 'previous', 'next')]).toEqual([-1, [undefined, undefined]]);
    cursor.seekEdge(empty, true);
    expect([cursor.position, meets(cursor, 'previous', 'next')]).toEqual([-1, [undefined, undefined]]);
  });

  test('stands between two entries after a seek, and has no place any more beyond an end', () => {
    const nodes = nodesOf(plain(10n, 20n, 30n, 40n), 2);
    const cursor = new EntryCursor();
    // Behind the last entry of the first node: before the next one's first.
    cursor.seek(nodes, idOf(21n));
    expect(meets(cursor, 'previous', 'next', 'next', 'previous')).toEqual([20n, 30n, 40n, 30n]);
    cursor.seekLast(nodes, idOf(29n));
    expect(meets(cursor, 'next', 'previous', 'previous', 'previous')).toEqual([30n, 20n, 10n, undefined]);
    expect(meets(cursor, 'next')).toEqual([undefined]);
    cursor.seekLast(nodes, idOf(9n));
    expect(meets(cursor, 'next')).toEqual([10n]);
    cursor.seek(nodes, idOf(41n));
    expect(meets(cursor, 'previous')).toEqual([40n]);
    cursor.seekEdge(nodes, true);
    expect(meets(cursor, 'next', 'previous')).toEqual([undefined, undefined]);
  });

  test('reads IDs as far apart as there are within one node', () => {
    const ids = [0n, 1n, (1n << 64n) - 1n, 1n << 64n, 1n << 127n, GREATEST - 1n, GREATEST];
    const nodes = nodesOf(plain(...ids), 100);
    const cursor = new EntryCursor();
    expect(nodes.index.length).toBe(1);
    cursor.seekEdge(nodes, false);
    expect(meets(cursor, ...ids.map(() => 'next' as const))).toEqual(ids);
    cursor.seekLast(nodes, idOf(GREATEST));
    expect(meets(cursor, ...ids.map(() => 'previous' as const))).toEqual([...ids].reverse());
  });

  test('passes over a node in which everything is deleted', () => {
    const nodes = nodesOf(plain(1n, 2n, 3n, 4n, 5n, 6n), 2);
    const cursor = new EntryCursor();
    const second = nodes.index.next(nodes.index.first);
    for (cursor.enterNode(nodes, second); cursor.nextInNode();) flagDeleted(cursor.node, cursor.entryAt);
    nodes.recount(second, -2, 2);
    cursor.seek(nodes, idOf(3n));
    expect([cursor.remaining, meets(cursor, 'next', 'previous', 'previous')]).toEqual([0, [5n, 2n, 1n]]);
    cursor.seekLast(nodes, idOf(4n));
    expect(meets(cursor, 'previous', 'next', 'next')).toEqual([2n, 5n, 6n]);
  });

  test('tells the fields that an entry shares with its node from its own', () => {
    const contents = [
      ['a', '1', 'b', '2'],
      ['a', '3', 'b', '4'],
      ['b', '5', 'a', '6'],
      ['a', '7'],
    ];
    const nodes = nodesOf(
      contents.map((each, i) => ({ id: BigInt(i), words: each, isDeleted: false })),
      100,
    );
    const cursor = new EntryCursor();
    const met: unknown[] = [];
    for (cursor.seekEdge(nodes, false); cursor.next();) {
      expect(cursor.bytes).toBe(cursor.node.bytes);
      met.push([cursor.hasMasterFields, cursor.fieldCount, wordsAt(cursor)]);
    }
    expect(met).toEqual(contents.map((each, i) => [i < 2, each.length / 2, each]));
  });
});
