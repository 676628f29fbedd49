import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { UNIT_SHIFT } from '../../src/memory/size-classes.ts';
import { ElementText, EncodedRun, nextElement, writeListpackHeader } from '../../src/structures/listpack.ts';
import type { FieldSource } from '../../src/structures/stream-node.ts';
import {
  DELETED,
  exactInteger,
  flagDeleted,
  hasMasterFields,
  liveEntries,
  SAME_FIELDS,
  StreamNode,
} from '../../src/structures/stream-node.ts';

/**
 * What DUMP of Redis 8.0.2 shows after `XADD s 5-3 a 1 b xy`, `XADD s 5-4 a 2 b z`, `XADD s 7-0 c -300` and
 * `XDEL s 5-4`: head; live, deleted and the master's fields; three entries; end.
 */
const REDIS_NODE = [
  '410000001900',
  '0201' + '0101' + '0201' + '816102' + '816202' + '0001',
  '0201' + '0001' + '0001' + '0101' + '82787903' + '0501',
  '0301' + '0001' + '0101' + '0201' + '817a02' + '0501',
  '0001' + '0201' + 'dffd02' + '0101' + '816302' + 'ded402' + '0601',
  'ff',
];
const text = new ElementText();

function place(arena: Arena, content: Uint8Array): number {
  const address = arena.allocate(content.length);
  arena.segments[address >>> SEGMENT_SHIFT].u8.set(content, (address & SEGMENT_MASK) << UNIT_SHIFT);
  return address;
}

/** The offsets of the parts above within the node. */
const partAt = (part: number): number => REDIS_NODE.slice(0, part).join('').length / 2;

/** A node without entries, as far as these functions look at it. */
function nodeOf(arena: Arena, live: number, deleted: number, fields: readonly string[]): StreamNode {
  const run = new EncodedRun().addInteger(live).addInteger(deleted).addInteger(fields.length);
  for (const field of fields) run.add(Bytes.fromString(field, 'latin1'), 0, field.length);
  run.addInteger(0);
  const content = Bytes.uninitialised(run.length + 7);
  writeListpackHeader(content, 0, run.length + 7, run.count);
  run.copyTo(content, 6);
  content.u8[run.length + 6] = 0xff;
  return new StreamNode().open(arena, place(arena, content.u8));
}

/** Fields with a value each, behind `before` words that are none of theirs. */
function sourceOf(fields: readonly string[], before = 0): FieldSource {
  const words = [...Array<string>(before).fill('none'), ...fields.flatMap((field) => [field, 'value'])];
  const lengths = words.map((word) => word.length);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  return { bytes: Bytes.fromString(words.join(''), 'latin1'), starts, lengths };
}

describe('a node of a stream', () => {
  test('is read as Redis writes it', () => {
    const arena = new Arena();
    arena.allocate(100);
    const address = place(arena, Buffer.from(REDIS_NODE.join(''), 'hex'));
    const node = new StreamNode().open(arena, address);
    expect([node.length, node.live, node.deleted, node.fieldCount]).toEqual([65, 2, 1, 2]);
    expect([node.entriesAt - node.at, node.end - node.at]).toEqual([partAt(2), partAt(5)]);
    expect(text.read(node.bytes, node.fieldsAt).latin1()).toBe('a');
    expect(text.read(node.bytes, nextElement(node.bytes, node.fieldsAt)).latin1()).toBe('b');
    expect(liveEntries(arena, address)).toBe(2);
    const flags = [2, 3, 4].map((part) => node.bytes.u8[node.at + partAt(part)]);
    expect(flags).toEqual([SAME_FIELDS, SAME_FIELDS | DELETED, 0]);
  });

  test('is read anew each time', () => {
    const arena = new Arena();
    const first = nodeOf(arena, 1, 0, ['a', 'b', 'c']);
    const other = place(arena, Buffer.from(REDIS_NODE.join(''), 'hex'));
    const { at } = first;
    expect(first.open(arena, other)).toBe(first);
    expect([first.live, first.deleted, first.fieldCount, first.length]).toEqual([2, 1, 2, 65]);
    expect(first.at).not.toBe(at);
  });

  test.each([
    [1, 0],
    [127, 128],
    [128, 127],
    [4095, 4096],
    [100_000, 70_000],
  ])('counts %i entries, and %i that are deleted, however many bytes that takes', (live, deleted) => {
    const arena = new Arena();
    const node = nodeOf(arena, live, deleted, ['a', '', '7']);
    expect([node.live, node.deleted, node.fieldCount]).toEqual([live, deleted, 3]);
    expect(node.entriesAt).toBe(node.end);
    // The node is the first block of all.
    const address = arena.segments.findIndex(({ length }) => length > 0) * (SEGMENT_MASK + 1) + (node.at >> UNIT_SHIFT);
    expect(liveEntries(arena, address)).toBe(live);
  });

  test('has an entry marked as deleted in one bit, and nothing else changed', () => {
    const arena = new Arena();
    const content = Buffer.from(REDIS_NODE.join(''), 'hex');
    const node = new StreamNode().open(arena, place(arena, content));
    for (const part of [2, 3, 4]) flagDeleted(node, node.at + partAt(part));
    content[partAt(2)] = SAME_FIELDS | DELETED;
    content[partAt(4)] = DELETED;
    expect(Buffer.from(node.bytes.u8.subarray(node.at, node.at + node.length))).toEqual(content);
  });
});

describe('the fields of the master', () => {
  const arena = new Arena();
  const has = (master: readonly string[], fields: readonly string[], before = 0): boolean =>
    hasMasterFields(nodeOf(arena, 1, 0, master), sourceOf(fields, before), before, fields.length);

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
