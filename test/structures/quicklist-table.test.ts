import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NODE_ADDRESS,
  NODE_COUNT,
  NODE_END,
  NODE_START,
  QuicklistTable,
} from '../../src/structures/quicklist-table.ts';

const RECORD_BYTES = 16;
const PAGE_RECORDS = 256;

function fill(table: QuicklistTable, index: number, id: number): void {
  table.insert(index);
  const { page, at } = table;
  page[at + NODE_ADDRESS] = id;
  page[at + NODE_COUNT] = (id % 7) + 1;
  page[at + NODE_START] = id + 2;
  page[at + NODE_END] = id + 3;
}

function records(table: QuicklistTable): number[][] {
  return Array.from({ length: table.length }, (_, i) => {
    table.seek(i);
    return [...table.page.subarray(table.at, table.at + 4)];
  });
}

const recordOf = (id: number): number[] => [id, (id % 7) + 1, id + 2, id + 3];

/** Many steps at the ends, so that pages come and go, and some anywhere. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('head', 'tail'), times: fc.integer({ min: 1, max: 400 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('unhead', 'untail'), times: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('insert', 'remove', 'sweep'), times: fc.nat(5000) }) },
);

describe('the table of a quicklist', () => {
  test('is what a plain array is, and keeps no more memory than its records need', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25, size: 'max' }), (steps) => {
        const total = { tableBytes: 0 };
        const table = new QuicklistTable(total);
        const model: number[] = [];
        let id = 0;
        for (const { what, times } of steps) {
          if (what === 'insert') {
            const at = times % (model.length + 1);
            model.splice(at, 0, ++id);
            fill(table, at, id);
          } else if (what === 'remove') {
            if (model.length === 0) continue;
            const at = times % model.length;
            model.splice(at, 1);
            table.remove(at);
          } else if (what === 'sweep') {
            const modulus = (times % 5) + 1;
            for (const [i, kept] of model.entries()) {
              if (kept % modulus !== 0) continue;
              table.seek(i);
              table.page[table.at + NODE_COUNT] = 0;
            }
            model.splice(0, model.length, ...model.filter((kept) => kept % modulus !== 0));
            table.sweep();
          } else {
            for (let i = 0; i < times; i++) {
              if (what === 'head') fill(table, 0, (model.unshift(++id), id));
              else if (what === 'tail') fill(table, model.length, (model.push(++id), id));
              else if (model.length > 0) {
                const at = what === 'unhead' ? 0 : model.length - 1;
                model.splice(at, 1);
                table.remove(at);
              }
            }
          }
          expect(table.length).toBe(model.length);
          expect(records(table)).toEqual(model.map(recordOf));
          expect(total.tableBytes).toBe(table.memory);
          expect(table.memory).toBeLessThanOrEqual((2 * model.length + 5 * PAGE_RECORDS) * RECORD_BYTES);
        }
        table.clear();
        expect([total.tableBytes, table.memory, table.length]).toEqual([0, 0, 0]);
      }),
    );
  });

  test('begins small and stays so while it works as a queue', () => {
    const table = new QuicklistTable({ tableBytes: 0 });
    fill(table, 0, 1);
    fill(table, 1, 2);
    const before = table.memory;
    for (let id = 3; id < 5000; id++) {
      fill(table, table.length, id);
      table.remove(0);
    }
    expect(records(table)).toEqual([4998, 4999].map(recordOf));
    expect([before, table.memory]).toEqual([8 * RECORD_BYTES, 8 * RECORD_BYTES]);
  });
});
