import { describe, expect, test, vi } from 'vitest';
import { collectDropped, offHeap } from '../../src/memory/off-heap.ts';

// Out here, where it stays: a registry that nobody holds tells nothing.
const collected = vi.fn();
const registry = new FinalizationRegistry(collected);

describe('off-heap memory', () => {
  test('is zeroed, and counts neither as heap nor as external memory', () => {
    const before = process.memoryUsage();
    const memory = Array.from({ length: 64 }, () => offHeap(Uint8Array, 1024 * 1024));
    const after = process.memoryUsage();
    expect(memory.every((bytes) => bytes.length === 1024 * 1024 && bytes[0] === 0 && bytes.at(-1) === 0)).toBe(true);
    expect(after.external - before.external).toBeLessThan(8 * 1024 * 1024);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(8 * 1024 * 1024);
  });

  test('what was dropped is collected soon after it was asked for', async () => {
    // Not a WeakRef: to look at it while V8 marks keeps alive what it refers to.
    registry.register(offHeap(Uint8Array, 1024), 'dropped');
    collectDropped();
    await vi.waitFor(() => expect(collected).toHaveBeenCalledWith('dropped'), 10_000);
  });

  test('goes back to the system although what came after it stays', async () => {
    const mebibyte = 1024 * 1024;
    const memory = Array.from({ length: 256 }, () => offHeap(Uint8Array, mebibyte).fill(1));
    const filled = process.memoryUsage.rss();
    memory.splice(0, memory.length - 1);
    collectDropped();
    await vi.waitFor(() => expect(process.memoryUsage.rss()).toBeLessThan(filled - 200 * mebibyte), 10_000);
    expect(memory[0].every((byte) => byte === 1)).toBe(true);
  });

  test('a window has the length that it was asked for, whatever its elements', () => {
    for (const length of [0, 1, 1000, 300_000]) {
      expect([...offHeap(Int32Array, length)]).toEqual(Array.from({ length }, () => 0));
    }
  });
});
