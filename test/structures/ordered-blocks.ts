import { Arena } from '../../src/memory/arena.ts';
import { OrderedIndex } from '../../src/structures/ordered-index.ts';
import { BASE, keyedBlock } from './keyed-blocks.ts';

/** An index over blocks named by numbers of four digits, each with the score of its place in `scores`. */
export function indexOf(scores: readonly number[]): { index: OrderedIndex; addresses: number[]; arena: Arena } {
  const arena = new Arena();
  const index = new OrderedIndex(arena, BASE);
  const addresses = scores.map((_, i) => keyedBlock(arena, Buffer.from(String(i).padStart(4, '0'))));
  for (const [i, address] of addresses.entries()) index.insert(scores[i], address);
  return { index, addresses, arena };
}

/** The places in `scores` in the order that an index of them has. */
export function orderOf(scores: readonly number[]): number[] {
  return scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b] || a - b);
}
