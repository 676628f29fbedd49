import { describe, expect, test } from 'vitest';
import { collectDropped, offHeap } from '../../src/memory/off-heap.ts';

describe('off-heap memory', () => {
  test('is zeroed, and counts neither as heap nor as external memory', () => {
    const before = process.memoryUsage();
    const memory = Array.from({ length: 64 }, () => new Uint8Array(offHeap(1024 * 1024)));
    const after = process.memoryUsage();
    expect(memory.every((bytes) => bytes.length === 1024 * 1024 && bytes[0] === 0 && bytes.at(-1) === 0)).toBe(true);
    expect(after.external - before.external).toBeLessThan(8 * 1024 * 1024);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(8 * 1024 * 1024);
  });

  test('what was dropped is collected soon after it was asked for', async () => {
    const dropped = new WeakRef(offHeap(1024));
    collectDropped();
    for (let turn = 0; turn < 1_000 && dropped.deref() !== undefined; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(dropped.deref()).toBeUndefined();
  });
});
