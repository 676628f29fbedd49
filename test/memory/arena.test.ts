import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { blockSize, CLASS_COUNT, MAX_BLOCK, UNIT } from '../../src/memory/size-classes.ts';

const SEGMENT = 1024 * 1024;

/** A size in bytes: small ones mostly, every class, the limits of classes, and blocks beyond the largest class. */
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: MAX_BLOCK }) },
  { weight: 2, arbitrary: fc.constantFrom(1, 8, 9, 255, 256, 257, 8191, 8192, 8193, 65535, 65536, 65537) },
  { weight: 1, arbitrary: fc.integer({ min: MAX_BLOCK + 1, max: 3 * MAX_BLOCK }) },
);

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ allocate: sizes, times: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 3, arbitrary: fc.record({ free: fc.nat(), times: fc.integer({ min: 1, max: 60 }) }) },
  ),
  { maxLength: 60, size: 'max' },
);

function trueSize(bytes: number): number {
  return bytes > MAX_BLOCK ? bytes : blockSize(bytes);
}

/** The arena beside a plain model of it: which blocks live, how large, and what was written into each. */
class Checked {
  readonly arena = new Arena();
  readonly live: { address: number; size: number; mark: number }[] = [];
  used = 0;
  private marks = 0;

  allocate(bytes: number): number {
    const address = this.arena.allocate(bytes);
    const size = trueSize(bytes);
    const mark = ++this.marks & 0xff;
    this.live.push({ address, size, mark });
    this.used += size;
    this.fill(address, size, mark);
    this.check(address, size);
    return address;
  }

  free(pick: number): void {
    if (this.live.length === 0) return;
    const at = pick % this.live.length;
    const { address, size, mark } = this.live[at];
    this.live[at] = this.live[this.live.length - 1];
    this.live.pop();
    expect(this.holds(address, size, mark)).toBe(true);
    this.arena.free(address);
    this.used -= size;
    this.checkTotals();
  }

  /** No two live blocks share a byte, and each still holds what was written. */
  checkAll(): void {
    const sorted = [...this.live].sort((a, b) => a.address - b.address);
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1];
      if (sorted[i].address >>> SEGMENT_SHIFT !== before.address >>> SEGMENT_SHIFT) continue;
      expect(before.address + before.size / UNIT).toBeLessThanOrEqual(sorted[i].address);
    }
    for (const { address, size, mark } of this.live) expect(this.holds(address, size, mark)).toBe(true);
  }

  private check(address: number, size: number): void {
    expect(address).not.toBe(0);
    expect(this.arena.sizeOf(address)).toBe(size);
    this.checkTotals();
  }

  private checkTotals(): void {
    expect(this.arena.used).toBe(this.used);
    expect(this.arena.blocks).toBe(this.live.length);
    expect(this.arena.reserved).toBeGreaterThanOrEqual(this.used);
  }

  private range(address: number, size: number): Uint8Array {
    const at = (address & SEGMENT_MASK) * UNIT;
    return this.arena.segments[address >>> SEGMENT_SHIFT].u8.subarray(at, at + size);
  }

  private fill(address: number, size: number, mark: number): void {
    const range = this.range(address, size);
    expect(range.length).toBe(size);
    range.fill(mark);
  }

  private holds(address: number, size: number, mark: number): boolean {
    return Buffer.alloc(size, mark).equals(this.range(address, size));
  }
}

describe('Arena', () => {
  test('counts every byte that it lets go: segments, huge blocks, and all at a reset', () => {
    const arena = new Arena();
    const blocks = Array.from({ length: 200 }, () => arena.allocate(MAX_BLOCK));
    const before = arena.reserved;
    for (const block of blocks) arena.free(block);
    expect(arena.reserved).toBeLessThan(before);
    expect(arena.dropped).toBe(before - arena.reserved);
    arena.free(arena.allocate(MAX_BLOCK * 4));
    expect(arena.dropped).toBe(before - arena.reserved + MAX_BLOCK * 4);
    const rest = arena.reserved;
    arena.reset();
    expect(arena.dropped).toBe(before + MAX_BLOCK * 4);
    expect(rest).toBeGreaterThan(0);
  });

  test('over any sequence: exact sums, no overlap, contents survive, all bytes return', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const checked = new Checked();
        for (const step of sequence) {
          for (let i = 0; i < step.times; i++) {
            if ('allocate' in step) checked.allocate(step.allocate);
            else checked.free(step.free + i * 7);
          }
        }
        checked.checkAll();
        while (checked.live.length > 0) checked.free(checked.live.length * 31);
        expect(checked.arena.used).toBe(0);
        expect(checked.arena.blocks).toBe(0);
        expect(checked.arena.reserved).toBeLessThanOrEqual(CLASS_COUNT * SEGMENT);
      }),
      { numRuns: 150 },
    );
  });

  test('a block freed is the next of its class to be handed out', () => {
    const arena = new Arena();
    const first = arena.allocate(40);
    arena.allocate(40);
    arena.free(first);
    expect(arena.allocate(33)).toBe(first);
  });

  test('segments left empty go back, but for the spare', () => {
    const arena = new Arena();
    const addresses = Array.from({ length: 100_000 }, () => arena.allocate(128));
    expect(arena.reserved).toBe(13 * SEGMENT);
    for (const address of addresses) arena.free(address);
    expect(arena.used).toBe(0);
    // The class keeps a page, so one segment is in use beside the spare.
    expect(arena.reserved).toBe(2 * SEGMENT);
    for (let i = 0; i < 100_000; i++) arena.allocate(128);
    expect(arena.reserved).toBe(13 * SEGMENT);
  });

  test('pages of one class serve another once they are empty', () => {
    const arena = new Arena();
    const small = Array.from({ length: 5 * 8192 }, () => arena.allocate(8));
    const { reserved } = arena;
    for (const address of small) arena.free(address);
    for (let i = 0; i < 4 * 64; i++) arena.allocate(1024);
    expect(arena.reserved).toBe(reserved);
  });

  test('a huge block has a segment of just its length, which goes at once', () => {
    const arena = new Arena();
    arena.allocate(8);
    const { reserved } = arena;
    const address = arena.allocate(5_000_001);
    expect(arena.sizeOf(address)).toBe(5_000_001);
    expect(arena.reserved).toBe(reserved + 5_000_001);
    arena.free(address);
    expect(arena.reserved).toBe(reserved);
    expect(arena.segments[address >>> SEGMENT_SHIFT].length).toBe(0);
  });

  test('no block stands at address 0, not even a huge one', () => {
    expect(new Arena().allocate(MAX_BLOCK + 1)).not.toBe(0);

    // Segments 0 and 1 become empty in the order that leaves the first of them without use.
    const arena = new Arena();
    const blocks = Array.from({ length: 3 * 16 - 1 }, () => arena.allocate(MAX_BLOCK));
    const inSegment = (segment: number): number[] => blocks.filter((address) => address >>> SEGMENT_SHIFT === segment);
    arena.free(inSegment(2)[0]);
    for (const address of inSegment(1)) arena.free(address);
    for (const address of inSegment(0)) arena.free(address);
    expect(arena.reserved).toBe(2 * SEGMENT);
    for (let i = 0; i < 4; i++) expect(arena.allocate(MAX_BLOCK + 1)).not.toBe(0);
  });

  test('fits: whether a block may be written in place', () => {
    const arena = new Arena();
    const address = arena.allocate(300);
    expect(arena.fits(address, 289)).toBe(true);
    expect(arena.fits(address, 320)).toBe(true);
    expect(arena.fits(address, 288)).toBe(false);
    expect(arena.fits(address, 321)).toBe(false);
    const largest = arena.allocate(MAX_BLOCK);
    expect(arena.fits(largest, MAX_BLOCK)).toBe(true);
    expect(arena.fits(largest, MAX_BLOCK + 1)).toBe(false);
    expect(arena.fits(arena.allocate(MAX_BLOCK + 1), MAX_BLOCK + 1)).toBe(false);
  });

  test('reset gives everything back, and the arena begins anew', () => {
    const checked = new Checked();
    for (let i = 1; i < 200; i++) checked.allocate(i * 700);
    checked.arena.reset();
    expect([checked.arena.used, checked.arena.blocks, checked.arena.reserved]).toEqual([0, 0, 0]);
    expect(checked.arena.segments).toEqual([]);
    checked.live.length = 0;
    checked.used = 0;
    for (let i = 1; i < 200; i++) checked.allocate(i * 700);
    checked.checkAll();
  });
});
