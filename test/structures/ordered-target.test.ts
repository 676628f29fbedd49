import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { IndexNodes } from '../../src/structures/ordered-nodes.ts';
import {
  ALL,
  IndexTarget,
  KEYS_BEFORE,
  KEYS_UP_TO,
  NONE,
  ONLY_KEYS_BEFORE,
  ONLY_KEYS_UP_TO,
} from '../../src/structures/ordered-target.ts';
import { BASE, keyedBlock } from './keyed-blocks.ts';

describe('IndexTarget', () => {
  const arena = new Arena();
  const nodes = new IndexNodes(arena);
  const leaf = nodes.createLeaf();
  const elements = [
    [1, 'a'],
    [2, 'b'],
    [2, 'c'],
    [2, 'd'],
    [3, 'e'],
  ] as const;
  const addresses = elements.map(([, name]) => keyedBlock(arena, Buffer.from(name)));
  for (const [i, [score]] of elements.entries()) nodes.insertElement(leaf, i, i, score, addresses[i]);

  test.each([
    [NONE, 1],
    [ALL, 4],
    [KEYS_BEFORE, 2],
    [KEYS_UP_TO, 3],
    [ONLY_KEYS_BEFORE, 2],
    [ONLY_KEYS_UP_TO, 3],
  ])('ties %i: so many precede (2, "c")', (ties, count) => {
    const target = new IndexTarget(arena, BASE);
    target.set(2, addresses[2], ties);
    expect(target.inLeaf(leaf, elements.length)).toBe(count);
  });

  test.each([
    [0, 0],
    [1.5, 1],
    [2.5, 4],
    [Infinity, 5],
  ])('a score between others: %d', (score, count) => {
    const target = new IndexTarget(arena, BASE);
    target.set(score, addresses[0], KEYS_UP_TO);
    expect(target.inLeaf(leaf, elements.length)).toBe(count);
  });
});
