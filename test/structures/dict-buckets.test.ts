import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKET_SLOTS, BucketStore } from '../../src/structures/dict-buckets.ts';
import { SlotList } from '../../src/structures/slot-list.ts';

type Slot = [tag: number, address: number];

function slotsOf(store: BucketStore, bucket: number): Slot[] {
  const list = new SlotList();
  store.collect(bucket, list);
  const slots: Slot[] = [];
  for (let i = 0; i < list.count; i++) slots.push([list.tags[i], list.addresses[i]]);
  return slots;
}

const step = fc.record({
  action: fc.oneof(
    { weight: 6, arbitrary: fc.constant('append') },
    { weight: 6, arbitrary: fc.constant('remove') },
    { weight: 2, arbitrary: fc.constant('replace') },
    { weight: 1, arbitrary: fc.constant('reset') },
  ),
  times: fc.integer({ min: 1, max: 12 }),
  bucket: fc.integer({ min: 0, max: 2 }),
  tag: fc.integer({ min: 0, max: 255 }),
  pick: fc.nat(),
});

describe('BucketStore', () => {
  test('over any sequence each chain holds what was put into it, and overflow buckets are recycled', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 100, size: 'max' }),
        fc.integer({ min: 0, max: 8 }),
        (sequence, valid) => {
          const total = { tableBytes: 0 };
          const store = new BucketStore(total);
          const chains: Slot[][] = [[], [], []];
          let nextAddress = 0xffff_ff00;
          store.ensure(3);
          for (const bucket of [0, 1, 2]) store.reset(bucket, valid);
          const perform = (action: string, bucket: number, tag: number, pick: number): void => {
            const chain = chains[bucket];
            const at = pick % Math.max(1, chain.length);
            if (action === 'append') {
              const address = nextAddress-- >>> 0;
              store.append(bucket, tag, address);
              chain.push([tag & ((1 << valid) - 1), address]);
            } else if (action === 'reset') {
              store.reset(bucket, valid);
              chain.length = 0;
            } else if (chain.length > 0 && action === 'remove') {
              expect(store.removeFrom(bucket, chain[at][1])).toBe(true);
              chain[at] = chain[chain.length - 1];
              chain.pop();
            } else if (chain.length > 0) {
              const to = nextAddress-- >>> 0;
              store.replaceIn(bucket, chain[at][1], to);
              chain[at] = [chain[at][0], to];
            }
          };
          for (const { action, bucket, tag, pick, times } of sequence) {
            for (let i = 0; i < times; i++) perform(action, bucket, tag + i, pick + i);
            for (const b of [0, 1, 2]) {
              expect(slotsOf(store, b)).toEqual(chains[b]);
              expect(store.validBits(b)).toBe(valid);
              expect(store.lengthOf(b)).toBe(chains[b].length);
            }
            const overflow = chains.map(({ length }) => Math.max(0, Math.ceil(length / BUCKET_SLOTS) - 1));
            expect(store.overflowInUse).toBe(overflow[0] + overflow[1] + overflow[2]);
            expect(store.memory).toBe(64 * (3 + store.overflowInUse));
            expect(total.tableBytes).toBe(store.memory);
            expect(store.at(bucket, pick % 60)).toBe(chains[bucket][pick % 60]?.[1] ?? 0);
            for (const [, address] of chains[bucket]) expect(store.has(bucket, address)).toBe(true);
            expect(store.has(bucket, 1)).toBe(false);
          }
          expect(store.removeFrom(0, 1)).toBe(false);
        },
      ),
    );
  });

  test('memory follows the number of buckets, what is taken from the system by segments of 16,384', () => {
    const total = { tableBytes: 1000 };
    const store = new BucketStore(total);
    expect([store.memory, store.reserved]).toEqual([0, 0]);
    store.ensure(1);
    expect([store.memory, store.reserved]).toEqual([64, 64]);
    for (let count = 2; count <= 16_384; count++) store.ensure(count);
    expect([store.memory, store.reserved]).toEqual([1_048_576, 1_048_576]);
    store.ensure(16_385);
    expect([store.memory, store.reserved]).toEqual([1_048_576 + 64, 2 * 1_048_576]);
    store.ensure(5 * 16_384);
    store.release(16_384);
    expect(total.tableBytes).toBe(1000 + 1_048_576);
    // One segment more than needed stays.
    expect([store.memory, store.reserved]).toEqual([1_048_576, 2 * 1_048_576]);
    store.clear();
    expect([store.memory, store.reserved, total.tableBytes]).toEqual([0, 0, 1000]);
  });

  test('growing keeps what the buckets hold', () => {
    const store = new BucketStore({ tableBytes: 0 });
    for (let bucket = 0; bucket < 40_000; bucket++) {
      store.ensure(bucket + 1);
      store.reset(bucket, 8);
      store.append(bucket, bucket & 255, bucket + 1);
    }
    const wrong = Array.from({ length: 3_000 }, (_, bucket) => bucket).filter((bucket) => {
      const [[tag, address]] = slotsOf(store, bucket);
      return tag !== (bucket & 255) || address !== bucket + 1;
    });
    expect(wrong).toEqual([]);
  });
});
