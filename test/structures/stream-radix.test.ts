import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { StreamIndex } from '../../src/structures/stream-index.ts';
import { radixNodes } from '../../src/structures/stream-radix.ts';
import { idOf } from './stream-ids.ts';

const GREATEST = (1n << 128n) - 1n;
const KEY_BYTES = 16n;

/** The key `ms-seq`. */
function key(text: string): bigint {
  const [ms, seq] = text.split('-');
  return (BigInt(ms) << 64n) | BigInt(seq);
}

function ascending(keys: Iterable<bigint>): bigint[] {
  return [...keys].sort((a, b) => (a < b ? -1 : 1));
}

function indexOf(keys: Iterable<bigint>): StreamIndex {
  const index = new StreamIndex(new Arena());
  for (const each of ascending(keys)) index.append(idOf(each), 1);
  return index;
}

function nodesOf(keys: Iterable<bigint>): number {
  return radixNodes(indexOf(keys));
}

/** A tree with a node for each byte of each key. */
type Trie = Map<bigint, Trie>;

function trieOf(keys: Iterable<bigint>): Trie {
  const root: Trie = new Map();
  for (const each of keys) {
    let node = root;
    for (let byte = KEY_BYTES - 1n; byte >= 0n; byte--) {
      const step = (each >> (byte * 8n)) & 0xffn;
      const below: Trie = node.get(step) ?? new Map<bigint, Trie>();
      node.set(step, below);
      node = below;
    }
  }
  return root;
}

/** Its nodes, where a run of those with one child each counts as one. */
function compressedNodes(trie: Trie): number {
  let nodes = 0;
  const visit = (node: Trie, isInRun: boolean): void => {
    const isRun = node.size === 1;
    if (!isRun || !isInRun) nodes++;
    for (const below of node.values()) visit(below, isRun);
  };
  visit(trie, false);
  return nodes;
}

describe('the number of radix tree nodes', () => {
  test('is that of the root where there is no key', () => {
    const index = new StreamIndex(new Arena());
    expect(radixNodes(index)).toBe(1);
    index.append(idOf(key('5-1')), 1);
    index.remove(index.first);
    expect(radixNodes(index)).toBe(1);
  });

  // What Redis 8.0.2 answers where each of these entries has a node of its own.
  test.each<[number, string[]]>([
    [2, ['5-1']],
    [2, ['0-1']],
    [2, ['18446744073709551615-18446744073709551615']],
    [4, ['5-1', '5-2']],
    [5, ['1-1', '1-2', '1-3']],
    [6, ['5-1', '5-256']],
    [7, ['1-1', '1-256', '1-257']],
    [6, ['5-1', '6-1']],
    [6, ['1-1', '256-1']],
    [6, ['1-1', '65536-1']],
    [10, ['1-1', '1-2', '2-1', '2-2']],
    [12, ['0-1', '0-256', '0-65536', '0-16777216']],
    [5, ['72057594037927936-0', '144115188075855872-0']],
    [5, ['0-1', '18446744073709551615-18446744073709551615']],
  ])('is %i for %j', (nodes, keys) => {
    expect(nodesOf(keys.map(key))).toBe(nodes);
  });

  test('is what Redis has for more keys than one page of the index', () => {
    const keys = Array.from({ length: 300 }, (_, i) => key(`${i + 1}-0`));
    expect(nodesOf(keys)).toBe(604);
  });

  test('counts a branch at any byte of the key', () => {
    for (let byte = 0n; byte < KEY_BYTES; byte++) {
      const before = byte > 0n ? 1 : 0;
      const behind = byte < KEY_BYTES - 1n ? 2 : 0;
      const bit = 1n << ((KEY_BYTES - 1n - byte) * 8n);
      expect([byte, nodesOf([0n, bit])]).toEqual([byte, before + 1 + behind + 2]);
      // All 256 bytes at one place: a leaf each, and a run to each where there are bytes left.
      const all = Array.from({ length: 256 }, (_, i) => bit * BigInt(i));
      expect([byte, nodesOf(all)]).toEqual([byte, before + 1 + 256 * (1 + behind / 2)]);
    }
  });

  test('leaves the index as it is', () => {
    const index = indexOf([1n, 2n, 300n, GREATEST]);
    const positions = [index.first, index.last, index.length, index.memory];
    expect([radixNodes(index), radixNodes(index)]).toEqual([10, 10]);
    expect([index.first, index.last, index.length, index.memory]).toEqual(positions);
  });

  test('is that of the tree itself, whatever keys have come and gone', () => {
    const near = fc.bigInt({ min: 0n, max: 70_000n });
    const value = fc.oneof(
      near,
      fc.tuple(near, near).map(([ms, seq]) => (ms << 64n) | seq),
      fc.bigInt({ min: 0n, max: GREATEST }),
      fc.nat({ max: 127 }).map((bit) => 1n << BigInt(bit)),
    );
    const keys = fc.uniqueArray(value, { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 5 }), (values, every) => {
        const index = indexOf(values);
        expect(radixNodes(index)).toBe(compressedNodes(trieOf(values)));
        const kept = values.filter((_, i) => i % every !== 0);
        for (const gone of values.filter((_, i) => i % every === 0)) index.remove(index.floor(idOf(gone)));
        expect(radixNodes(index)).toBe(compressedNodes(trieOf(kept)));
      }),
      { numRuns: 40 },
    );
  });
});
