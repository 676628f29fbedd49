import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { ElementText, EncodedRun, nextElement } from '../../src/structures/listpack.ts';
import { QuicklistNodes } from '../../src/structures/quicklist-nodes.ts';

const text = new ElementText();

function runOf(...elements: string[]): EncodedRun {
  const run = new EncodedRun();
  for (const element of elements) {
    const bytes = Bytes.fromString(element);
    run.add(bytes, 0, bytes.length);
  }
  return run;
}

/** Nodes of these elements, with room for `nodeSize`. */
function nodesOf(nodeSize: number, ...contents: string[][]): QuicklistNodes {
  const settings = { listNodeSize: nodeSize, listCompressDepth: 0, listPlainBytes: 0 };
  const nodes = new QuicklistNodes(new Arena(), settings, nodeSize, 0);
  for (const [i, elements] of contents.entries()) nodes.insertRun(i, runOf(...elements));
  return nodes;
}

function contents(nodes: QuicklistNodes): string[][] {
  return Array.from({ length: nodes.length }, (_, i) => {
    nodes.load(i);
    const elements: string[] = [];
    for (let p = nodes.start; p < nodes.end; p = nextElement(nodes.bytes, p))
      elements.push(text.read(nodes.bytes, p).latin1());
    expect(nodes.count).toBe(elements.length);
    return elements;
  });
}

describe('a node', () => {
  test('accepts what it has room for', () => {
    const nodes = nodesOf(3, ['a', 'b'], ['c', 'd', 'e']);
    nodes.insertPlain(2, runOf('x'.repeat(9000)));
    expect([0, 1, 2, 3, -1].map((i) => nodes.accepts(i, 1))).toEqual([true, false, false, false, false]);
    expect([nodes.accepts(0, 8192), nodes.accepts(0, 8165), nodes.isPlain(2)]).toEqual([false, true, true]);
  });

  test('grows at both ends', () => {
    const nodes = nodesOf(-2, ['m']);
    const expected = ['m'];
    for (let i = 0; i < 300; i++) {
      const element = 'x'.repeat(i % 50);
      if (i % 3 === 0) nodes.prepend(0, runOf(element));
      else nodes.append(0, runOf(element));
      if (i % 3 === 0) expected.unshift(element);
      else expected.push(element);
    }
    expect(contents(nodes)).toEqual([expected]);
  });

  test('is spliced anywhere', () => {
    const nodes = nodesOf(-2, ['a', 'b', 'c', 'd']);
    nodes.splice(0, 3, 3, 1, runOf('x'.repeat(100), 'y'));
    expect(contents(nodes)).toEqual([['a', 'x'.repeat(100), 'y', 'c', 'd']]);
    nodes.splice(0, 3, 103 + 3, 2);
    nodes.splice(0, 0, 0, 0, runOf('0'));
    nodes.splice(0, 2 + 9, 0, 0, runOf('end'));
    expect(contents(nodes)).toEqual([['0', 'a', 'c', 'd', 'end']]);
  });

  test('parts, and joins its neighbours as far as they fit', () => {
    const nodes = nodesOf(4, ['a', 'b'], ['c'], ['d', 'e', 'f'], ['g'], ['h', 'i', 'j']);
    nodes.split(2, 3, 1);
    expect(contents(nodes)[2]).toEqual(['d']);
    nodes.mergeAround(2);
    expect(contents(nodes)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['e', 'f', 'g'],
      ['h', 'i', 'j'],
    ]);
  });

  test('gives its room back when it comes to lie inside', () => {
    const nodes = nodesOf(-2, ['a'], ['b']);
    const before = nodes.memory;
    nodes.insertRun(2, runOf('c'));
    nodes.insertRun(0, runOf('z'));
    // Of four nodes the two inside are as short as they can be.
    expect(nodes.memory - before).toBeLessThan(64);
    expect(contents(nodes)).toEqual([['z'], ['a'], ['b'], ['c']]);
  });
});
