import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInOrder, inOrder } from '../../src/structures/stable-order.ts';

const small = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 });

/** Indexes of `values` in order, those of equal values as they stand. */
function model(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
}

describe('inOrder', () => {
  it('is stable', () => {
    fc.assert(
      fc.property(small, (values) => {
        const order = inOrder(values.length, (a, b) => values[a] - values[b]);
        expect([...order]).toEqual(model(values));
      }),
    );
  });

  it('compares about as often as merging needs', () => {
    let calls = 0;
    inOrder(1024, (a, b) => {
      calls++;
      return b - a;
    });
    expect(calls).toBeLessThanOrEqual(1024 * 10);
  });
});

describe('firstInOrder', () => {
  it('is the beginning of the whole order, however few are wanted', () => {
    fc.assert(
      fc.property(small, fc.nat(300), (values, nat) => {
        const wanted = Math.min(nat, values.length);
        const order = firstInOrder(values.length, wanted, (a, b) => values[a] - values[b]);
        expect([...order]).toEqual(model(values).slice(0, wanted));
      }),
    );
  });

  it('does not order what is not wanted', () => {
    let calls = 0;
    const compare = (a: number, b: number): number => {
      calls++;
      return a - b;
    };
    expect([...firstInOrder(10_000, 3, compare)]).toEqual([0, 1, 2]);
    expect(calls).toBeLessThan(11_000);
  });
});
