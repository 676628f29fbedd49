import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { ElementText, EncodedRun, nextElement, previousElement } from '../../src/structures/listpack.ts';
import { QuickList } from '../../src/structures/quicklist.ts';
import { nodeCapacity } from '../../src/structures/quicklist-limits.ts';

const text = new ElementText();

function runOf(element: string): EncodedRun {
  const bytes = Bytes.fromString(element, 'latin1');
  return new EncodedRun().add(bytes, 0, bytes.length);
}

/** All elements; fails where a node is empty, is not what its record says, or is plain with several elements. */
function elementsOf({ nodes }: QuickList): string[] {
  const elements: string[] = [];
  for (let node = 0; node < nodes.length; node++) {
    nodes.load(node);
    const { bytes, start, end, count } = nodes;
    const offsets: number[] = [];
    for (let p = start; p < end; p = nextElement(bytes, p)) offsets.push(p);
    expect(offsets.length).toBe(count);
    expect(count).toBeGreaterThan(0);
    if (nodes.isPlain(node)) expect(count).toBe(1);
    const backwards: number[] = [];
    for (let p = end; p > start;) backwards.unshift((p = previousElement(bytes, p)));
    expect(backwards).toEqual(offsets);
    for (const p of offsets) elements.push(text.read(bytes, p).latin1());
  }
  return elements;
}

const element = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -5000, max: 5_000_000_000 }).map(String) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.constantFrom(60, 500, 1500, 3000, 4096, 5000).map((length) => 'v'.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom(8192, 8193, 70_000).map((length) => 'w'.repeat(length)) },
);

type Step =
  | { readonly what: 'pushHead' | 'pushTail'; readonly elements: string[] }
  | { readonly what: 'dropHead' | 'dropTail'; readonly count: number }
  | { readonly what: 'replace' | 'insertBefore' | 'insertBehind'; readonly at: number; readonly element: string }
  | { readonly what: 'remove'; readonly each: number; readonly from: number }
  | { readonly what: 'read'; readonly at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom('pushHead', 'pushTail'),
      elements: fc.array(element, { minLength: 1, maxLength: 40, size: 'max' }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('dropHead', 'dropTail'), count: fc.nat(30) }) },
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constantFrom('replace', 'insertBefore', 'insertBehind'), at: fc.nat(), element }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('remove'), each: fc.integer({ min: 1, max: 4 }), from: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('read'), at: fc.nat() }) },
);

/** Takes every `each`-th element from the one `from` on out, as LREM does. */
function removeSome(list: QuickList, model: string[], each: number, from: number): void {
  let number = 0;
  const first = from % (model.length + 1);
  const goes = (): boolean => number >= first && (number - first) % each === 0;
  for (let node = 0; node < list.nodes.length; node++) {
    list.nodes.load(node);
    const { count } = list.nodes;
    let offset = 0;
    for (let i = 0; i < count; i++, number++) {
      list.nodes.load(node);
      if (goes()) list.removeElement(node, offset);
      else offset = nextElement(list.nodes.bytes, list.nodes.start + offset) - list.nodes.start;
    }
  }
  list.sweep();
  model.splice(0, model.length, ...model.filter((_, i) => i < first || (i - first) % each !== 0));
}

function apply(list: QuickList, model: string[], step: Step): void {
  switch (step.what) {
    case 'pushHead':
    case 'pushTail':
      for (const pushed of step.elements) {
        list[step.what](runOf(pushed), pushed.length);
        if (step.what === 'pushHead') model.unshift(pushed);
        else model.push(pushed);
      }
      return;
    case 'dropHead':
    case 'dropTail': {
      const count = Math.min(step.count, model.length);
      list[step.what](count);
      model.splice(step.what === 'dropHead' ? 0 : model.length - count, count);
      return;
    }
    case 'remove':
      removeSome(list, model, step.each, step.from);
      return;
    default:
  }
  if (model.length === 0) return;
  const index = step.at % model.length;
  list.locate(index);
  if (step.what === 'read') {
    expect(text.read(list.nodes.bytes, list.nodes.start + list.offset).latin1()).toBe(model[index]);
  } else if (step.what === 'replace') {
    list.replace(runOf(step.element), step.element.length);
    model[index] = step.element;
  } else {
    const behind = step.what === 'insertBehind';
    list.insert(runOf(step.element), step.element.length, behind);
    model.splice(behind ? index + 1 : index, 0, step.element);
  }
}

/** Nodes inside are compressed where that is worth it, those at the ends are not. */
function expectCompression({ nodes }: QuickList, depth: number): void {
  for (let node = 0; node < nodes.length; node++) {
    const isInside = depth > 0 && node >= depth && node < nodes.length - depth;
    if (!isInside) expect(nodes.isCompressed(node)).toBe(false);
    else if (isRepetitive(nodes, node)) expect(nodes.isCompressed(node)).toBe(true);
  }
}

/** Long enough, and nothing but one letter. */
function isRepetitive(nodes: QuickList['nodes'], node: number): boolean {
  nodes.load(node);
  return nodes.count === 1 && text.read(nodes.bytes, nodes.start).length > 100;
}

function memoryOf(arena: Arena): number {
  return arena.used + arena.tableBytes;
}

const nodeSizes = fc.constantFrom(-1, -2, -5, 0, 1, 2, 5, 128, 40_000);
const settingsOf = (listPlainBytes: number) => ({ listNodeSize: -2, listCompressDepth: 0, listPlainBytes });

describe('a quicklist', () => {
  test('is what a plain array is after any steps, with its memory accounted for to the byte', () => {
    fc.assert(
      fc.property(
        nodeSizes,
        fc.constantFrom(0, 0, 1, 2),
        fc.constantFrom(0, 0, 0, 1, 20),
        fc.array(step, { maxLength: 25, size: 'max' }),
        (nodeSize, depth, plainBytes, steps) => {
          const arena = new Arena();
          const list = new QuickList(arena, settingsOf(plainBytes), nodeSize, depth);
          const model: string[] = [];
          for (const each of steps) {
            apply(list, model, each);
            expect(elementsOf(list)).toEqual(model);
            expect(list.size).toBe(model.length);
            expect(list.memory).toBe(memoryOf(arena));
            expectCompression(list, depth);
          }
          const copy = list.clone();
          expect(elementsOf(copy)).toEqual(model);
          while (list.drain(64));
          expect(memoryOf(arena)).toBe(copy.memory);
          expect(elementsOf(copy)).toEqual(model);
          while (copy.drain(1));
          expect([memoryOf(arena), list.size, copy.size]).toEqual([0, 0, 0]);
        },
      ),
    );
  });

  test.each([-1, -2, -3, -4, -5, 10])('fills its nodes up to the limit of size %i and wastes little', (nodeSize) => {
    for (const push of ['pushHead', 'pushTail'] as const) {
      const arena = new Arena();
      const list = new QuickList(arena, settingsOf(0), nodeSize);
      const run = runOf('element of 20 bytes.');
      const elements = 60_000;
      for (let i = 0; i < elements; i++) list[push](run, 20);
      const perNode = nodeSize > 0 ? nodeSize : Math.floor((nodeCapacity(nodeSize) - 7 - 28) / 22) + 1;
      expect(list.nodes.length).toBe(Math.ceil(elements / perNode));
      expect(list.memory).toBeLessThan(elements * 22 * (nodeSize > 0 ? 1.2 : 1.03) + 2 * nodeCapacity(nodeSize));
    }
  });

  test('is not copied about where a queue moves on', () => {
    const arena = new Arena();
    const list = new QuickList(arena, settingsOf(0));
    const run = runOf('x'.repeat(100));
    for (let i = 0; i < 200; i++) list.pushTail(run, 100);
    const { memory } = list;
    for (let i = 0; i < 10_000; i++) {
      list.dropHead(1);
      list.pushTail(run, 100);
    }
    expect([list.size, list.memory <= memory + 8192]).toEqual([200, true]);
  });

  test('takes much less where its inner nodes are compressed', () => {
    const sizes = [0, 1].map((depth) => {
      const arena = new Arena();
      const list = new QuickList(arena, settingsOf(0), -2, depth);
      for (let i = 0; i < 50_000; i++) list.pushTail(runOf(`element number ${i}`), `element number ${i}`.length);
      list.locate(25_000);
      expect(text.read(list.nodes.bytes, list.nodes.start + list.offset).latin1()).toBe('element number 25000');
      return memoryOf(arena);
    });
    expect(sizes[1]).toBeLessThan(sizes[0] * 0.6);
  });

  test('moves its blocks out of pages that are to be emptied', () => {
    const arena = new Arena();
    const lists = Array.from({ length: 40 }, () => new QuickList(arena, settingsOf(0)));
    for (let i = 0; i < 300; i++) for (const list of lists) list.pushTail(runOf(`element ${i}`), 10);
    const kept = lists.filter((_, i) => i % 8 === 0);
    for (const list of lists) if (!kept.includes(list)) while (list.drain(64));
    const before = kept.map((list) => elementsOf(list));
    const addresses = kept.map((list) => list.nodes.addressOf(0));
    expect(arena.beginCompaction()).toBeGreaterThan(0);
    for (const list of kept) for (let cursor = list.defragment(0); cursor !== 0;) cursor = list.defragment(cursor);
    arena.endCompaction();
    expect(kept.map((list) => elementsOf(list))).toEqual(before);
    expect(kept.map((list) => list.nodes.addressOf(0))).not.toEqual(addresses);
  });
});
