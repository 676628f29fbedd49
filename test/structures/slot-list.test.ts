import { describe, expect, test } from 'vitest';
import { SlotList } from '../../src/structures/slot-list.ts';

describe('SlotList', () => {
  test('holds tags of nine bits and addresses of 32, however many', () => {
    const list = new SlotList();
    for (let n = 0; n < 1_000; n++) list.push(n & 0x1ff, 0xffff_ffff - n);
    expect(list.count).toBe(1_000);
    for (const n of [0, 47, 48, 511, 512, 999]) {
      expect([list.tags[n], list.addresses[n]]).toEqual([n & 0x1ff, 0xffff_ffff - n]);
    }
  });

  test('is filled anew in the same memory', () => {
    const list = new SlotList();
    for (let n = 0; n < 100; n++) list.push(n, n);
    const { addresses } = list;
    list.count = 0;
    list.push(1, 2);
    expect([list.count, list.tags[0], list.addresses[0]]).toEqual([1, 1, 2]);
    expect(list.addresses).toBe(addresses);
  });
});
