import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { UNIT_SHIFT } from '../../src/memory/size-classes.ts';
import { ElementText, EncodedRun, LISTPACK_EMPTY, nextValue } from '../../src/structures/listpack.ts';
import { EntryCursor } from '../../src/structures/stream-cursor.ts';
import { StreamId } from '../../src/structures/stream-id.ts';
import type { FieldSource } from '../../src/structures/stream-node.ts';
import {
  DELETED,
  exactInteger,
  flagDeleted,
  hasMasterFields,
  liveEntries,
  NODE_HEADER,
  SAME_FIELDS,
  StreamNode,
} from '../../src/structures/stream-node.ts';
import { StreamNodes } from '../../src/structures/stream-nodes.ts';
import { fieldsOf } from './stream-fields.ts';

const text = new ElementText();

/** Places a node that has fields but no entry. Answers its address. */
function place(arena: Arena, fields: readonly string[]): number {
  const run = new EncodedRun(false);
  const { bytes, starts, lengths } = fieldsOf(fields);
  fields.forEach((_, i) => run.add(bytes, starts[i], lengths[i]));
  run.addInteger(0);
  const address = arena.allocate(NODE_HEADER + run.length);
  const node = new StreamNode();
  node.begin(arena.segments[address >>> SEGMENT_SHIFT], (address & SEGMENT_MASK) << UNIT_SHIFT, fields.length);
  run.copyTo(node.bytes, node.end);
  node.setLength(NODE_HEADER + run.length, 0);
  return address;
}

/** Fields with a value each, behind `before` words that are none of theirs. */
function sourceOf(fields: readonly string[], before = 0): FieldSource {
  return fieldsOf([...Array<string>(before).fill('none'), ...fields.flatMap((field) => [field, 'value'])]);
}

/** The node that `XADD s 5-3 a 1 b xy`, `XADD s 5-4 a 2 b z` and `XADD s 7-0 c -300` make. */
function threeEntries(): StreamNodes {
  const nodes = new StreamNodes(new Arena(), { streamNodeBytes: 4096, streamNodeEntries: 100 });
  nodes.append(new StreamId().set(0, 5, 0, 3), fieldsOf(['a', '1', 'b', 'xy']), 0, 2);
  nodes.append(new StreamId().set(0, 5, 0, 4), fieldsOf(['a', '2', 'b', 'z']), 0, 2);
  nodes.append(new StreamId().set(0, 7, 0, 0), fieldsOf(['c', '-300']), 0, 1);
  return nodes;
}

/** The offsets in the first node of its entries' flags. */
function entriesAt(nodes: StreamNodes): number[] {
  const cursor = new EntryCursor();
  const offsets: number[] = [];
  cursor.enterNode(nodes, 0);
  while (cursor.nextInNode()) offsets.push(cursor.entryAt);
  return offsets;
}

describe('a node of a stream', () => {
  test('begins with nothing but its fields', () => {
    const arena = new Arena();
    arena.allocate(100);
    const address = place(arena, ['name', '', '7']);
    const node = new StreamNode();
    expect(node.open(arena, address)).toBe(node);
    expect([node.live, node.deleted, node.fieldCount, liveEntries(arena, address)]).toEqual([0, 0, 3, 0]);
    expect(node.entriesAt).toBe(node.end);
    expect(node.end - node.at).toBe(node.length);
    const fields: string[] = [];
    for (let i = 0, p = node.fieldsAt; i < 3; i++, p = nextValue(node.bytes, p)) {
      fields.push(text.read(node.bytes, p).latin1());
    }
    expect(fields).toEqual(['name', '', '7']);
  });

  test('is read anew each time', () => {
    const arena = new Arena();
    const [first, second] = [place(arena, ['a', 'b', 'c']), place(arena, ['long field'])];
    const node = new StreamNode().open(arena, first);
    node.recount(3, 4);
    const { at, length } = node.open(arena, second);
    expect([node.live, node.deleted, node.fieldCount]).toEqual([0, 0, 1]);
    node.open(arena, first);
    expect([node.live, node.deleted, node.fieldCount]).toEqual([3, 4, 3]);
    expect([node.at === at, node.length === length]).toEqual([false, false]);
  });

  test.each([
    [1, 0, 0],
    [127, 127, 0],
    [128, 127, 1],
    [128, 128, 2],
    [4096, 4095, 3],
    [100_000, 70_000, 6],
  ])('counts %i entries, and %i that are deleted, at the price of Redis', (live, deleted, more) => {
    const arena = new Arena();
    const address = place(arena, ['a']);
    const node = new StreamNode().open(arena, address);
    const { length, listpackLength } = node;
    node.recount(live + 5, deleted - 5);
    node.recount(-5, 5);
    expect([node.live, node.deleted, node.length]).toEqual([live, deleted, length]);
    expect(node.listpackLength - listpackLength).toBe(more);
    node.open(arena, address);
    expect([node.live, node.deleted, liveEntries(arena, address)]).toEqual([live, deleted, live]);
  });

  test('knows the length of the listpack that Redis makes of it', () => {
    const nodes = threeEntries();
    const node = new StreamNode().open(nodes.arena, nodes.index.addressAt(0));
    // As DUMP of 8.0.2 has it.
    expect(node.listpackLength).toBe(65);
    expect(node.length).toBeLessThan(65);
    expect(entriesAt(nodes).map((at) => node.bytes.u8[at])).toEqual([SAME_FIELDS, SAME_FIELDS, 0]);
    expect(entriesAt(nodes)[0]).toBe(node.entriesAt);
  });

  test('has an entry marked as deleted in one bit, and nothing else changed', () => {
    const nodes = threeEntries();
    const node = new StreamNode().open(nodes.arena, nodes.index.addressAt(0));
    const expected = node.bytes.u8.slice(node.at, node.end);
    for (const at of entriesAt(nodes).slice(1)) {
      flagDeleted(node, at);
      expected[at - node.at] |= DELETED;
    }
    expect(node.bytes.u8.slice(node.at, node.end)).toEqual(expected);
    expect(entriesAt(nodes).map((at) => node.bytes.u8[at])).toEqual([SAME_FIELDS, SAME_FIELDS | DELETED, DELETED]);
  });

  test('counts what it would take as the listpack that Redis makes of it', () => {
    const words = ['1', '-300', '', 'x'.repeat(63), 'x'.repeat(200), 'x'.repeat(20_000), '9223372036854775807'];
    const nodes = new StreamNodes(new Arena(), { streamNodeBytes: 1 << 20, streamNodeEntries: 100 });
    const entries: string[] = [];
    words.forEach((word, i) => {
      nodes.append(new StreamId().set(0, 5, 0, 3 + 200 * i), fieldsOf(['f', word]), 0, 1);
      entries.push('2', '0', String(200 * i), word, '4');
      const head = [String(i + 1), '0', '1', 'f', '0'];
      expect(listpackLength(nodes)).toBe(LISTPACK_EMPTY + encodedLength([...head, ...entries]));
    });
    nodes.append(new StreamId().set(0, 200, 0, 0), fieldsOf(['f', 'a', 'g', 'b']), 0, 2);
    entries.push('0', '195', '-3', '2', 'f', 'a', 'g', 'b', '8');
    expect(listpackLength(nodes)).toBe(LISTPACK_EMPTY + encodedLength(['8', '0', '1', 'f', '0', ...entries]));
  });
});

/** What Redis's listpack of the first node would take. */
function listpackLength(nodes: StreamNodes): number {
  return new StreamNode().open(nodes.arena, nodes.index.addressAt(0)).listpackLength;
}

/** Bytes of these words as elements. */
function encodedLength(words: readonly string[]): number {
  const run = new EncodedRun();
  const { bytes, starts, lengths } = fieldsOf(words);
  words.forEach((_, i) => run.add(bytes, starts[i], lengths[i]));
  return run.length;
}

describe('the fields of the master', () => {
  const has = (master: readonly string[], fields: readonly string[], before = 0): boolean => {
    const arena = new Arena();
    const node = new StreamNode().open(arena, place(arena, master));
    return hasMasterFields(node, sourceOf(fields, before), before, fields.length);
  };

  test.each([
    ['the same', ['name', 'age'], ['name', 'age'], true],
    ['another order', ['name', 'age'], ['age', 'name'], false],
    ['one more', ['name'], ['name', 'age'], false],
    ['one less', ['name', 'age'], ['name'], false],
    ['another last one', ['name', 'age'], ['name', 'agE'], false],
    ['one that begins as the other', ['name'], ['names'], false],
    ['an empty one', [''], [''], true],
    ['one instead of an empty one', [''], ['a'], false],
    ['integers', ['12', '-300', '18446744073709551615'], ['12', '-300', '18446744073709551615'], true],
    ['the greatest integer that is kept as such', ['9223372036854775807'], ['9223372036854775807'], true],
    ['another integer of its length', ['9223372036854775807'], ['9223372036854775806'], false],
    ['a text that is no canonical integer', ['12'], ['012'], false],
    ['a text where an integer stands', ['12'], ['ab'], false],
    ['an integer where a text stands', ['012'], ['12'], false],
    ['bytes above 127', ['\xff\x80'], ['\xff\x80'], true],
  ])('are compared: %s', (_, master, fields, expected) => {
    expect(has(master, fields)).toBe(expected);
    expect(has(master, fields, 3)).toBe(expected);
  });

  test.each([63, 64, 65, 4095, 4096])('are compared to the last byte at a length of %i', (length) => {
    const field = 'x'.repeat(length);
    expect(has([field], [field])).toBe(true);
    expect(has([field], [`${'x'.repeat(length - 1)}y`])).toBe(false);
    expect(has([field], [`${field}x`])).toBe(false);
    expect(has([`${field}x`], [field])).toBe(false);
  });

  test('are the same exactly where all their texts are', () => {
    const name = fc.constantFrom('', 'a', 'ab', '1', '-1', '01', '300', 'x'.repeat(63), 'x'.repeat(64));
    const names = fc.array(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(names, names, fc.boolean(), fc.nat(4), (master, other, same, before) => {
        const fields = same ? master : other;
        expect(has(master, fields, before)).toBe(JSON.stringify(master) === JSON.stringify(fields));
      }),
      { numRuns: 300 },
    );
  });
});

describe('an integer of a node', () => {
  test.each([
    [0n, 0],
    [127n, 127],
    [-1n, -1],
    [4096n, 4096],
    [-4097n, -4097],
    [(1n << 31n) - 1n, 2_147_483_647],
    [(1n << 53n) - 1n, Number.MAX_SAFE_INTEGER],
    [-(1n << 53n) + 1n, Number.MIN_SAFE_INTEGER],
    [1n << 53n, 1n << 53n],
    [(1n << 53n) + 1n, (1n << 53n) + 1n],
    [(1n << 63n) - 1n, (1n << 63n) - 1n],
    [-(1n << 63n), -(1n << 63n)],
  ])('is exact: %s', (value, expected) => {
    expect(exactInteger(new EncodedRun().addBigInteger(value).bytes, 0)).toBe(expected);
  });
});
