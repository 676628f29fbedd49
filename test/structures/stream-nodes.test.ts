import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { blockSize, MAX_BLOCK } from '../../src/memory/size-classes.ts';
import { EncodedRun, LISTPACK_EMPTY } from '../../src/structures/listpack.ts';
import { EntryCursor } from '../../src/structures/stream-cursor.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import { DELETED, flagDeleted, SAME_FIELDS, StreamNode } from '../../src/structures/stream-node.ts';
import type { NodeLimits } from '../../src/structures/stream-nodes.ts';
import { StreamNodes } from '../../src/structures/stream-nodes.ts';
import { fieldsOf } from './stream-fields.ts';
import { idOf, valueOf } from './stream-ids.ts';

interface Entry {
  readonly id: bigint;
  readonly words: readonly string[];
  isDeleted: boolean;
}

const NO_LIMITS: NodeLimits = { streamNodeBytes: 0, streamNodeEntries: 0 };
const WORDS = ['field', 'value:00'];
const cursor = new EntryCursor();
const node = new StreamNode();
const id = new StreamId();

function append(nodes: StreamNodes, value: bigint, words: readonly string[] = WORDS): void {
  nodes.append(idOf(value), fieldsOf(words), 0, words.length / 2);
}

/** Entries with the IDs 1 to `count`. */
function filled(arena: Arena, limits: NodeLimits, count: number): StreamNodes {
  const nodes = new StreamNodes(arena, limits);
  for (let i = 1; i <= count; i++) append(nodes, BigInt(i));
  return nodes;
}

function positionsOf({ index }: StreamNodes): number[] {
  const positions: number[] = [];
  for (let p = index.first; p >= 0; p = index.next(p)) positions.push(p);
  return positions;
}

function entriesOf(nodes: StreamNodes, position: number): Entry[] {
  const entries: Entry[] = [];
  cursor.enterNode(nodes, position);
  while (cursor.nextInNode()) {
    const words: string[] = [];
    cursor.forEachField((field, value) => words.push(field.latin1(), value.latin1()));
    entries.push({ id: valueOf(cursor.id), words, isDeleted: cursor.isDeleted });
  }
  return entries;
}

/** The IDs that the nodes have. */
const idsOf = (nodes: StreamNodes): bigint[] => positionsOf(nodes).map((p) => valueOf(nodes.index.readId(p, id)));

/** Marks the entry with an ID as deleted. */
function markDeleted(nodes: StreamNodes, value: bigint): boolean {
  cursor.seek(nodes, idOf(value));
  if (!cursor.next() || valueOf(cursor.id) !== value) throw new Error(`no entry ${value}`);
  return nodes.markDeleted(cursor.position, cursor.entryAt);
}

/** Bytes of the listpack that Redis keeps these entries in. */
function listpackBytes(entries: readonly Entry[]): number {
  const gone = entries.filter(({ isDeleted }) => isDeleted).length;
  const master = fieldsIn(entries[0].words);
  const run = new EncodedRun();
  const add = (text: string): EncodedRun => run.add(Bytes.fromString(text, 'latin1'), 0, text.length);
  run
    .addInteger(entries.length - gone)
    .addInteger(gone)
    .addInteger(master.length);
  master.forEach(add);
  run.addInteger(0);
  for (const { id: value, words, isDeleted } of entries) {
    const fields = fieldsIn(words);
    const isSame = fields.join('\0') === master.join('\0') && fields.length === master.length;
    run.addInteger((isSame ? SAME_FIELDS : 0) | (isDeleted ? DELETED : 0));
    const from = entries[0].id;
    run.addBigInteger(BigInt.asIntN(64, (value >> 64n) - (from >> 64n)));
    run.addBigInteger(BigInt.asIntN(64, (value & MASK) - (from & MASK)));
    if (!isSame) run.addInteger(fields.length);
    words.filter((_, i) => !isSame || i % 2 === 1).forEach(add);
    run.addInteger(isSame ? 3 + fields.length : 4 + words.length);
  }
  return run.length + LISTPACK_EMPTY;
}

const MASK = (1n << 64n) - 1n;
const fieldsIn = (words: readonly string[]): string[] => words.filter((_, i) => i % 2 === 0);

/** Every node has true counts and lengths, in a block that only the last may have too large. */
function expectSound(nodes: StreamNodes): void {
  const { arena, index } = nodes;
  let blockBytes = 0;
  for (const position of positionsOf(nodes)) {
    const address = index.addressAt(position);
    const { length, live, deleted, listpackLength } = node.open(arena, address);
    const entries = entriesOf(nodes, position);
    expect(listpackLength).toBe(listpackBytes(entries));
    expect(valueOf(index.readId(position, id))).toBe(entries[0].id);
    const gone = entries.filter(({ isDeleted }) => isDeleted).length;
    expect([live, deleted]).toEqual([entries.length - gone, gone]);
    if (index.next(position) >= 0) expect(arena.sizeOf(address)).toBe(length > MAX_BLOCK ? length : blockSize(length));
    blockBytes += arena.sizeOf(address);
  }
  expect(nodes.blockBytes).toBe(blockBytes);
}

function removeAll(nodes: StreamNodes): void {
  while (nodes.index.length > 0) nodes.remove(nodes.index.last);
  nodes.index.clear();
}

const word = fc.constantFrom('a', 'b', '12', '-300', '', 'x'.repeat(70), '\xff');
const step = fc.record({
  kind: fc.constantFrom('append', 'append', 'append', 'append', 'delete', 'delete', 'remove', 'copy'),
  pick: fc.nat(1000),
  words: fc.oneof(
    word.map((value) => ['f', value]),
    fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }).map((pairs) => pairs.flat()),
  ),
});
const limits = fc.record({
  streamNodeBytes: fc.constantFrom(0, 1, 60, 300, 4096),
  streamNodeEntries: fc.constantFrom(0, 1, 3, 100),
});

/** What becomes of a node of the model that takes `words` by its limits: `length` is that of its listpack. */
function takes(
  entries: readonly Entry[] | undefined,
  length: number,
  words: readonly string[],
  by: NodeLimits,
): boolean {
  if (entries === undefined) return false;
  if (by.streamNodeEntries > 0 && entries.length >= by.streamNodeEntries) return false;
  return by.streamNodeBytes === 0 || length + words.join('').length < by.streamNodeBytes;
}

describe('the nodes of a stream', () => {
  test('hold what is added, node by node, whatever comes and goes', () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 100, size: 'max' }), fc.boolean(), (by, steps, far) => {
        const arena = new Arena();
        let nodes = new StreamNodes(arena, by);
        const model: Entry[][] = [];
        // Far: the last differences of 64 bits that there are room for, in either half.
        let next = far ? 1n : (1n << 128n) - 1000n;
        for (const { kind, pick, words } of steps) {
          const { last } = nodes.index;
          if (kind === 'append') {
            next += far ? (1n << 120n) + (BigInt(pick) << 50n) : 1n + BigInt(pick % 5);
            const length = last < 0 ? 0 : node.open(arena, nodes.index.addressAt(last)).listpackLength;
            if (!takes(model.at(-1), length, words, by)) model.push([]);
            model.at(-1)?.push({ id: next, words, isDeleted: false });
            append(nodes, next, words);
          } else if (kind === 'copy') {
            const copy = new StreamNodes(arena, by);
            nodes.copyTo(copy);
            removeAll(nodes);
            nodes = copy;
          } else if (model.length > 0) {
            const number = pick % model.length;
            const live = model[number].filter(({ isDeleted }) => !isDeleted);
            const entry = live[pick % live.length];
            if (kind === 'remove') nodes.remove(positionsOf(nodes)[number]);
            else expect(markDeleted(nodes, entry.id)).toBe(live.length === 1);
            entry.isDeleted = true;
            if (kind === 'remove' || live.length === 1) model.splice(number, 1);
          }
          expect(positionsOf(nodes).map((position) => entriesOf(nodes, position))).toEqual(model);
        }
        expectSound(nodes);
        expect(nodes.blockBytes + nodes.index.memory).toBe(arena.used);
        removeAll(nodes);
        expect([nodes.blockBytes, arena.used, arena.blocks]).toEqual([0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  test('are none at first, and none again without the last entry', () => {
    const arena = new Arena();
    const nodes = new StreamNodes(arena, NO_LIMITS);
    expect([positionsOf(nodes), nodes.blockBytes, arena.used]).toEqual([[], 0, 0]);
    append(nodes, 7n);
    expectSound(nodes);
    expect(markDeleted(nodes, 7n)).toBe(true);
    nodes.index.clear();
    expect([nodes.index.length, nodes.blockBytes, arena.used]).toEqual([0, 0, 0]);
  });

  test('end where Redis ends them', () => {
    // Measured on 8.0.2: stream-node-max-bytes 200 begins its second and third node with the 11th and the 21st entry.
    const byBytes = filled(new Arena(), { streamNodeBytes: 200, streamNodeEntries: 100 }, 0);
    for (let i = 1n; i <= 30n; i++) append(byBytes, i << 64n);
    expect(idsOf(byBytes)).toEqual([1n << 64n, 11n << 64n, 21n << 64n]);
    // An entry that is marked as deleted counts as any other.
    const byEntries = filled(new Arena(), { streamNodeBytes: 4096, streamNodeEntries: 3 }, 3);
    markDeleted(byEntries, 2n);
    append(byEntries, 4n);
    expect(idsOf(byEntries)).toEqual([1n, 4n]);
  });

  test('are no longer than limits allow, but for an entry that is larger itself', () => {
    const nodes = new StreamNodes(new Arena(), { streamNodeBytes: 1000, streamNodeEntries: 0 });
    for (let i = 1; i <= 50; i++) append(nodes, BigInt(i), ['f', 'v'.repeat(i === 20 ? 200_000 : 90)]);
    const entries = positionsOf(nodes).map((position) => entriesOf(nodes, position).length);
    expect(entries).toEqual([9, 9, 1, 1, 9, 9, 9, 3]);
    expectSound(nodes);
  });

  test('are exact about IDs at the limits', () => {
    const nodes = new StreamNodes(new Arena(), NO_LIMITS);
    const ids = [1n, (1n << 64n) - 1n, 1n << 64n, (1n << 127n) + 3n, (1n << 128n) - 2n, (1n << 128n) - 1n];
    for (const value of ids) append(nodes, value);
    expect(entriesOf(nodes, 0).map((entry) => entry.id)).toEqual(ids);
  });

  test('take entries from the middle of a source, and repeat no fields of the master', () => {
    const [same, other] = [new StreamNodes(new Arena(), NO_LIMITS), new StreamNodes(new Arena(), NO_LIMITS)];
    const source = fieldsOf(['no', 'a', '1', 'b', '2', 'c', '1', 'b', '2', 'no']);
    for (let i = 1n; i <= 2n; i++) same.append(idOf(i), source, 1, 2);
    expect(entriesOf(same, 0).map(({ words }) => words)).toEqual(Array(2).fill(['a', '1', 'b', '2']));
    for (const first of [1, 5]) other.append(idOf(BigInt(first)), source, first, 2);
    expect(entriesOf(other, 0).map(({ words }) => words[0])).toEqual(['a', 'c']);
    // Two fields of a byte take two bytes each, and their number one; in a listpack a byte more each.
    const opened = (each: StreamNodes): StreamNode => node.open(each.arena, each.index.addressAt(0));
    expect(opened(other).length - opened(same).length).toBe(5);
    expect(opened(other).listpackLength - opened(same).listpackLength).toBe(8);
  });

  test('count past one byte, forwards and back', () => {
    const nodes = filled(new Arena(), NO_LIMITS, 130);
    expectSound(nodes);
    for (let i = 130n; i > 1n; i--) {
      expect(markDeleted(nodes, i)).toBe(false);
      const { live, deleted } = node.open(nodes.arena, nodes.index.addressAt(0));
      expect([live, deleted]).toEqual([Number(i) - 1, 131 - Number(i)]);
    }
    expectSound(nodes);
    expect(markDeleted(nodes, 1n)).toBe(true);
  });

  test('have their counts changed by several at once', () => {
    const nodes = filled(new Arena(), { streamNodeBytes: 0, streamNodeEntries: 300 }, 301);
    cursor.enterNode(nodes, 0);
    for (let i = 0; i < 200 && cursor.nextInNode(); i++) flagDeleted(cursor.node, cursor.entryAt);
    nodes.recount(0, -200, 200);
    expectSound(nodes);
  });

  test('stay where they are once another has followed, in blocks that fit', () => {
    const arena = new Arena();
    const nodes = filled(arena, { streamNodeBytes: 0, streamNodeEntries: 260 }, 261);
    const address = nodes.index.addressAt(0);
    const { length } = node.open(arena, address);
    expect(arena.sizeOf(address)).toBe(blockSize(length));
    for (let i = 1n; i <= 259n; i++) markDeleted(nodes, i);
    expect([nodes.index.addressAt(0), node.open(arena, address).length]).toEqual([address, length]);
  });

  test('move out of pages that are to be emptied', () => {
    const arena = new Arena();
    const all = Array.from({ length: 400 }, () => filled(arena, { streamNodeBytes: 300, streamNodeEntries: 0 }, 30));
    const kept = all.filter((_, i) => i % 8 === 0);
    for (const nodes of all) if (!kept.includes(nodes)) removeAll(nodes);
    const contents = (): Entry[][][] => kept.map((nodes) => positionsOf(nodes).map((p) => entriesOf(nodes, p)));
    const addresses = (): number[] => kept.flatMap((nodes) => positionsOf(nodes).map((p) => nodes.index.addressAt(p)));
    const [before, places, used] = [contents(), addresses(), arena.used];
    expect(arena.beginCompaction()).toBeGreaterThan(0);
    for (const nodes of kept) for (const position of positionsOf(nodes)) nodes.moveIfWanted(position);
    expect(addresses().filter((address) => arena.shouldMove(address))).toEqual([]);
    arena.endCompaction();
    expect([contents(), arena.used]).toEqual([before, used]);
    expect(addresses()).not.toEqual(places);
    kept.forEach(expectSound);
  });
});
