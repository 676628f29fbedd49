import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Subscriber } from '../../src/pubsub/subscriber.ts';
import type { Topic } from '../../src/pubsub/topic-table.ts';
import { TopicTable } from '../../src/pubsub/topic-table.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';

const K0 = 17;
const K1 = 4711;

/** A name somewhere inside other bytes, as arguments stand. */
function within(name: string): { bytes: Bytes; at: number; length: number } {
  return { bytes: Bytes.fromString(`<<${name}>>`, 'latin1'), at: 2, length: name.length };
}

function find(table: TopicTable, name: string): Topic | undefined {
  const { bytes, at, length } = within(name);
  return table.find(bytes, at, length);
}

function add(table: TopicTable, name: string): Topic {
  const { bytes, at, length } = within(name);
  return table.findOrAdd(bytes, at, length);
}

/** Names whose hashes are the same, as many as a million names have. */
function collisions(): string[][] {
  const byHash = new Map<number, string>();
  const found: string[][] = [];
  for (let i = 0; found.length < 3; i++) {
    const name = `n${i}`;
    const bytes = Bytes.fromString(name, 'latin1');
    const hash = halfSipHash(bytes, 0, bytes.length, K0, K1);
    const other = byHash.get(hash);
    if (other === undefined) byHash.set(hash, name);
    else found.push([other, name]);
  }
  return found;
}

const COLLIDING = collisions().flat();

describe('TopicTable', () => {
  test('does as a Map does', () => {
    const names = fc.oneof(
      fc.constantFrom(...COLLIDING, '', 'a', 'ab', 'abc', 'abcd', '\xff\0'),
      fc.string({ maxLength: 9, unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
    );
    const steps = fc.array(fc.record({ what: fc.constantFrom('add', 'remove', 'find'), name: names }), {
      maxLength: 300,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (all) => {
        const table = new TopicTable(K0, K1);
        const model = new Map<string, Topic>();
        for (const { what, name } of all) {
          const known = model.get(name);
          expect(find(table, name)).toBe(known);
          if (what === 'add') {
            const topic = add(table, name);
            if (known !== undefined) expect(topic).toBe(known);
            expect(topic.name).toBe(name);
            model.set(name, topic);
          } else if (what === 'remove' && known !== undefined) {
            table.remove(known);
            model.delete(name);
          }
          expect(table.size).toBe(model.size);
        }
        expect(new Set(table)).toEqual(new Set(model.values()));
      }),
      { numRuns: 200 },
    );
  });

  test('tells names of the same hash apart, in whatever order they come and go', () => {
    const [first, second] = COLLIDING;
    for (const goesFirst of [first, second]) {
      const table = new TopicTable(K0, K1);
      const topics = [add(table, first), add(table, second)];
      expect(topics[0].hash).toBe(topics[1].hash);
      expect([find(table, first), find(table, second)]).toEqual(topics);
      table.remove(find(table, goesFirst)!);
      expect(find(table, goesFirst)).toBeUndefined();
      expect([...table]).toHaveLength(1);
    }
  });

  test('shows a name as bytes', () => {
    const topic = add(new TopicTable(K0, K1), 'a\xff');
    expect(topic.bytes.latin1()).toBe('a\xff');
    expect(topic.receivers).toEqual([] as Subscriber[]);
  });
});
