import { expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { IndexNodes, INNER_SLOTS, LEAF_SLOTS } from '../../src/structures/ordered-nodes.ts';

function elementsOf(nodes: IndexNodes, leaf: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [nodes.scoreAt(leaf, i), nodes.addressAt(leaf, i)]);
}

test('a node takes a block of just its size', () => {
  const arena = new Arena();
  const nodes = new IndexNodes(arena);
  const leaf = nodes.createLeaf();
  const inner = nodes.createInner();
  expect(nodes.memory).toBe(arena.used);
  nodes.freeLeaf(leaf);
  nodes.freeInner(inner);
  expect([nodes.memory, arena.used]).toEqual([0, 0]);
});

test('elements are put in, taken out and moved on', () => {
  const nodes = new IndexNodes(new Arena());
  const leaf = nodes.createLeaf();
  for (let i = 0; i < LEAF_SLOTS; i++) nodes.insertElement(leaf, 0, i, -i, i + 1);
  expect(nodes.scoreAt(leaf, 0)).toBe(1 - LEAF_SLOTS);
  nodes.removeElement(leaf, 1, LEAF_SLOTS);
  expect(elementsOf(nodes, leaf, 2)).toEqual([
    [1 - LEAF_SLOTS, LEAF_SLOTS],
    [3 - LEAF_SLOTS, LEAF_SLOTS - 2],
  ]);
  const other = nodes.createLeaf();
  nodes.moveElements(leaf, LEAF_SLOTS - 3, other, 0, 2);
  expect(elementsOf(nodes, other, 2)).toEqual([
    [-1, 2],
    [-0, 1],
  ]);
});

test('slots keep their counts, children and first elements together', () => {
  const nodes = new IndexNodes(new Arena());
  const node = nodes.createInner();
  const wanted: number[] = [];
  for (let i = 0; i < INNER_SLOTS; i++) {
    const slot = (i * 7) % (i + 1);
    nodes.insertSlot(node, slot, 100 + i, 200 + i, i / 2, 300 + i);
    wanted.splice(slot, 0, i);
  }
  nodes.removeSlot(node, 5);
  wanted.splice(5, 1);
  const right = nodes.createInner();
  nodes.moveSlots(node, 20, right, 0, wanted.length - 20);
  const check = (target: number, numbers: number[]): void => {
    expect(nodes.slotsOf(target)).toBe(numbers.length);
    for (const [slot, i] of numbers.entries()) {
      expect(nodes.childAt(target, slot)).toBe(100 + i);
      expect(nodes.countAt(target, slot)).toBe(200 + i);
      expect(nodes.firstScoreAt(target, slot)).toBe(i / 2);
      expect(nodes.firstAt(target, slot)).toBe(300 + i);
    }
  };
  check(node, wanted.slice(0, 20));
  check(right, wanted.slice(20));
  expect(nodes.sum(node, 3, 6)).toBe(wanted.slice(3, 6).reduce((sum, i) => sum + 200 + i, 0));
  expect(nodes.dropLast(node)).toBe(19);
});
