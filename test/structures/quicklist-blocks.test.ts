import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { QuicklistBlocks } from '../../src/structures/quicklist-blocks.ts';

/** A node whose elements are these bytes: what they are does not matter here. */
function addNode(blocks: QuicklistBlocks, content: string, count = 3): number {
  const index = blocks.length;
  blocks.insertNode(index, content.length, 0, content.length, count);
  blocks.load(index);
  blocks.bytes.u8.set(Buffer.from(content, 'latin1'), blocks.start);
  return index;
}

function contentOf(blocks: QuicklistBlocks, index: number): string {
  blocks.load(index);
  return blocks.bytes.latin1(blocks.start, blocks.end);
}

const TEXT = 'a sentence that repeats itself; '.repeat(100);
const NOISE = Array.from({ length: 500 }, (_, i) => String.fromCharCode(Math.imul(i + 1, 0x9e3779b1) >>> 24)).join('');

describe('the blocks of a quicklist', () => {
  test('are compressed and inflated without anybody noticing', () => {
    const arena = new Arena();
    const blocks = new QuicklistBlocks(arena);
    const index = addNode(blocks, TEXT);
    const before = arena.used;
    blocks.compress(index);
    expect(arena.used).toBeLessThan(before / 4);
    expect([blocks.isCompressed(index), blocks.bytesOf(index), blocks.countOf(index)]).toEqual([true, TEXT.length, 3]);
    expect(contentOf(blocks, index)).toBe(TEXT);
    blocks.inflate(index);
    expect([blocks.isCompressed(index), contentOf(blocks, index), arena.used]).toEqual([false, TEXT, before]);
    blocks.remove(index);
    expect(arena.used + arena.tableBytes).toBe(0);
  });

  test.each([
    ['it saves nothing', NOISE],
    ['it is short', 'x'.repeat(47)],
    ['it is very long', 'x'.repeat(1024 * 1024 + 1)],
  ])('are left as they are where %s', (_, content) => {
    const arena = new Arena();
    const blocks = new QuicklistBlocks(arena);
    const index = addNode(blocks, content);
    const before = arena.used;
    blocks.compress(index);
    blocks.compress(index);
    expect([blocks.isCompressed(index), arena.used, blocks.countOf(index)]).toEqual([false, before, 3]);
    blocks.inflate(index);
    expect(contentOf(blocks, index)).toBe(content);
  });

  test('are read one at a time, however long they are', () => {
    const blocks = new QuicklistBlocks(new Arena());
    const contents = [TEXT, 'y'.repeat(100_000), 'z'.repeat(300)];
    for (const content of contents) blocks.compress(addNode(blocks, content));
    expect(contents.map((_, i) => blocks.isCompressed(i))).toEqual([true, true, true]);
    for (const i of [0, 1, 2, 1, 0]) expect(contentOf(blocks, i)).toBe(contents[i]);
  });

  test('are copied and moved as they are', () => {
    const arena = new Arena();
    const blocks = new QuicklistBlocks(arena);
    for (const content of [TEXT, NOISE]) blocks.compress(addNode(blocks, content));
    const copy = new QuicklistBlocks(arena);
    for (let i = 0; i < 2; i++) copy.addCopy(blocks, i);
    for (let i = 0; i < 2; i++) copy.moveBlock(i);
    expect([copy.isCompressed(0), copy.isCompressed(1)]).toEqual([true, false]);
    expect([contentOf(copy, 0), contentOf(copy, 1), contentOf(blocks, 0)]).toEqual([TEXT, NOISE, TEXT]);
    expect(copy.memory).toBe(blocks.memory);
    expect(arena.used + arena.tableBytes).toBe(2 * blocks.memory);
  });

  test('may be freed before their records go', () => {
    const arena = new Arena();
    const blocks = new QuicklistBlocks(arena);
    for (const content of ['abc', 'def', 'ghi']) addNode(blocks, content);
    blocks.empty(1);
    expect(blocks.countOf(1)).toBe(0);
    blocks.table.sweep();
    expect([blocks.length, contentOf(blocks, 0), contentOf(blocks, 1), arena.blocks]).toEqual([2, 'abc', 'ghi', 2]);
  });
});
