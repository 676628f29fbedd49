import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Due } from '../../src/structures/deadline-heap.ts';
import { DeadlineHeap } from '../../src/structures/deadline-heap.ts';

class Item implements Due {
  readonly deadline: number;
  heapIndex = -1;

  constructor(deadline: number) {
    this.deadline = deadline;
  }
}

describe('a heap of deadlines', () => {
  test('has none at first', () => {
    const heap = new DeadlineHeap<Item>();
    expect([heap.first, heap.size]).toEqual([undefined, 0]);
    heap.remove(new Item(1));
    expect(heap.size).toBe(0);
  });

  test('always knows the nearest, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ remove: fc.nat() }),
      fc.constant('take' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new DeadlineHeap<Item>();
        const model: Item[] = [];
        for (const what of steps) {
          if (what === 'take') drop(heap, model, heap.first);
          else if ('remove' in what) drop(heap, model, model[what.remove % Math.max(1, model.length)]);
          else {
            const item = new Item(what.add);
            heap.add(item);
            model.push(item);
          }
          expect(heap.size).toBe(model.length);
          const nearest = Math.min(...model.map(({ deadline }) => deadline));
          expect(heap.first?.deadline ?? Infinity).toBe(nearest);
          const places = model.map(({ heapIndex }) => heapIndex).sort((a, b) => a - b);
          expect(places).toEqual(model.map((_, i) => i));
        }
      }),
    );
  });
});

function drop(heap: DeadlineHeap<Item>, model: Item[], item: Item | undefined): void {
  if (item === undefined) return;
  heap.remove(item);
  expect(item.heapIndex).toBe(-1);
  // Once more does nothing.
  heap.remove(item);
  model.splice(model.indexOf(item), 1);
}
