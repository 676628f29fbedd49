import { StreamId } from './stream-id.ts';
import type { StreamIndex } from './stream-index.ts';

/**
 * The size of the radix tree in which Redis would keep the nodes of a stream: XINFO STREAM tells it. Its keys are the
 * nodes' IDs as 16 bytes, the most significant first; a run of bytes without a branch is one node.
 *
 * ```
 *   16 bytes of one key        [················]▸()                              2 nodes
 *   two that part at byte 6    [······]▸(ab)▸ a [·········]▸()  b [·········]▸()    6 nodes
 * ```
 */
const KEY_BYTES = 16;

/** Nodes of the radix tree with the IDs of an index as its keys. Takes a step for each of them. */
export function radixNodes(index: StreamIndex): number {
  if (index.length === 0) return 1;
  // Each key ends in a leaf of its own.
  let nodes = index.length;
  /** Depths of the branches above the last key, the deepest last. */
  const branches: number[] = [];
  let position = index.first;
  let id = index.readId(position, new StreamId());
  let next = new StreamId();
  for (position = index.next(position); position >= 0; position = index.next(position)) {
    index.readId(position, next);
    nodes += closeBranches(branches, commonBytes(id, next));
    [id, next] = [next, id];
  }
  return nodes + closeBranches(branches, -1);
}

/**
 * The keys so far part from the next one at byte `depth` (-1: there is none): what hangs below that is complete. Answers
 * how many nodes are.
 */
function closeBranches(branches: number[], depth: number): number {
  let nodes = 0;
  let child = KEY_BYTES;
  for (let deepest = branches.at(-1); deepest !== undefined && deepest > depth; deepest = branches.at(-1)) {
    branches.pop();
    nodes += 1 + chain(deepest, child);
    child = deepest;
  }
  if (depth < 0) return nodes + (child > 0 ? 1 : 0);
  nodes += chain(depth, child);
  if (branches.at(-1) !== depth) branches.push(depth);
  return nodes;
}

/** Nodes between a branch and what hangs on one of its bytes. */
function chain(branch: number, child: number): number {
  return child - branch > 1 ? 1 : 0;
}

/** The number of bytes that two different IDs begin with alike. */
function commonBytes(a: StreamId, b: StreamId): number {
  if (a.msHi !== b.msHi) return commonBytesOfWords(a.msHi, b.msHi);
  if (a.msLo !== b.msLo) return 4 + commonBytesOfWords(a.msLo, b.msLo);
  if (a.seqHi !== b.seqHi) return 8 + commonBytesOfWords(a.seqHi, b.seqHi);
  return 12 + commonBytesOfWords(a.seqLo, b.seqLo);
}

function commonBytesOfWords(a: number, b: number): number {
  return Math.clz32(a ^ b) >>> 3;
}
