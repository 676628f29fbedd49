import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { UNIT_SHIFT } from '../../src/memory/size-classes.ts';

const SEGMENT = 1024 * 1024;
const MOST_ROUNDS = 100;

interface Block {
  address: number;
  readonly bytes: number;
  readonly mark: number;
}

/** An arena and the blocks that live in it, each filled with its mark. */
class Blocks {
  readonly arena = new Arena();
  live: Block[] = [];
  private marks = 0;

  add(bytes: number): void {
    const block = { address: this.arena.allocate(bytes), bytes, mark: ++this.marks & 0xff };
    this.fill(block);
    this.live.push(block);
  }

  /** Frees all but those that are to be kept. */
  keep(isKept: (index: number) => boolean): void {
    const freed = this.live.filter((_, index) => !isKept(index));
    this.live = this.live.filter((_, index) => isKept(index));
    for (const { address } of freed) this.arena.free(address);
  }

  /** Moves what the arena wants moved, as the owner of the blocks does; answers how many. */
  moveAll(from = 0): number {
    let moved = 0;
    for (const block of this.live.slice(from)) {
      if (!this.arena.shouldMove(block.address)) continue;
      const { address } = block;
      block.address = this.arena.allocate(this.arena.sizeOf(address));
      this.fill(block);
      this.arena.free(address);
      moved++;
    }
    return moved;
  }

  compact(): number {
    let moved = 0;
    for (let rounds = 0; this.arena.beginCompaction() > 0; rounds++) {
      // Each must have come nearer to where nothing is left to be done.
      if (rounds > MOST_ROUNDS) throw new Error('the blocks are moved round and round');
      const now = this.moveAll();
      this.arena.endCompaction();
      if (now === 0) break;
      moved += now;
    }
    return moved;
  }

  check(): void {
    for (const { address, bytes, mark } of this.live) {
      const { u8 } = this.arena.segments[address >>> SEGMENT_SHIFT];
      const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
      // Whoever overwrites part of a block overwrites its beginning or its end.
      if (u8[at] !== mark || u8[at + bytes - 1] !== mark) throw new Error(`the block at ${address} was overwritten`);
    }
    expect(new Set(this.live.map(({ address }) => address)).size).toBe(this.live.length);
    expect(this.arena.used).toBe(this.live.reduce((sum, { address }) => sum + this.arena.sizeOf(address), 0));
    expect(this.arena.blocks).toBe(this.live.length);
  }

  private fill({ address, bytes, mark }: Block): void {
    const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
    this.arena.segments[address >>> SEGMENT_SHIFT].u8.fill(mark, at, at + bytes);
  }
}

function filled(sizes: readonly number[], megabytes: number): Blocks {
  const blocks = new Blocks();
  while (blocks.arena.used < megabytes * SEGMENT) for (const bytes of sizes) blocks.add(bytes);
  return blocks;
}

describe('compaction', () => {
  test.each([
    ['one class', [160], 10],
    ['one class, nearly full', [160], 1.5],
    ['several classes', [40, 160, 328, 1000], 10],
    ['classes that span segments', [12_000, 30_000, 160], 4],
  ] as [string, number[], number][])('gives back what is empty: %s', (_name, sizes, oneIn) => {
    const blocks = filled(sizes, 12);
    blocks.keep((index) => Math.floor(index / oneIn) !== Math.floor((index - 1) / oneIn));
    const before = blocks.arena.reserved;
    expect(blocks.compact()).toBeGreaterThan(0);
    blocks.check();
    // A page of each class may be partly full, and one segment is kept in reserve.
    const spanning = sizes.filter((bytes) => bytes > 8192).length;
    const pages = (sizes.length - spanning + 1) * 64 * 1024;
    expect(blocks.arena.reserved).toBeLessThan(before);
    expect(blocks.arena.reserved).toBeLessThanOrEqual(blocks.arena.used + pages + (2 + spanning) * SEGMENT);
  });

  test('frees the pages of a class for others where its segments are full of those', () => {
    const blocks = filled([320, 160, 160], 8);
    blocks.keep((index) => index % 3 !== 0 || index % 30 === 0);
    const before = blocks.arena.reserved;
    blocks.compact();
    blocks.check();
    expect(blocks.arena.reserved).toBeLessThan(before);
    const reserved = blocks.arena.reserved;
    for (let i = 0; i < 300; i++) blocks.add(40);
    expect(blocks.arena.reserved).toBe(reserved);
  });

  test('plans nothing where nothing can be won', () => {
    const blocks = filled([40, 160], 4);
    blocks.compact();
    expect(blocks.arena.beginCompaction()).toBe(0);
    expect(new Arena().beginCompaction()).toBe(0);
  });

  test('no block comes into a page that is being emptied, and one left half-way is as any other', () => {
    const blocks = filled([160], 8);
    blocks.keep((index) => index % 4 === 0);
    blocks.arena.beginCompaction();
    const { length } = blocks.live;
    for (let i = 0; i < 2000; i++) blocks.add(160);
    expect(blocks.live.slice(length).filter(({ address }) => blocks.arena.shouldMove(address))).toEqual([]);
    blocks.moveAll(length / 2);
    blocks.arena.endCompaction();
    expect(blocks.live.filter(({ address }) => blocks.arena.shouldMove(address))).toEqual([]);
    const { reserved } = blocks.arena;
    const room = Math.floor((reserved - blocks.arena.used) / 160) - 3 * Math.floor(SEGMENT / 160);
    for (let i = 0; i < room; i++) blocks.add(160);
    expect(blocks.arena.reserved).toBe(reserved);
    blocks.check();
  });

  test('the first page, whose first block is never given out, is not taken to have room for it', () => {
    const blocks = new Blocks();
    // Two pages of 78 but for that one, and one more block.
    for (let i = 0; i < 156; i++) blocks.add(769);
    expect(blocks.compact()).toBe(0);
    expect(blocks.arena.beginCompaction()).toBe(0);
  });

  test('whatever comes and goes meanwhile, no block is lost', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 40_000 }));
    const steps = fc.array(
      fc.oneof(
        fc.record({ add: size, times: fc.integer({ min: 1, max: 200 }) }),
        fc.record({ keepOneIn: fc.integer({ min: 2, max: 6 }) }),
        fc.record({ begin: fc.constant(true) }),
        fc.record({ move: fc.double({ min: 0, max: 1, noNaN: true }) }),
        fc.record({ end: fc.constant(true) }),
      ),
      { maxLength: 40, size: 'max' },
    );
    fc.assert(
      fc.property(steps, (made) => {
        const blocks = new Blocks();
        for (const step of made) {
          if ('add' in step) for (let i = 0; i < step.times; i++) blocks.add(step.add);
          else if ('keepOneIn' in step) blocks.keep((index) => index % step.keepOneIn === 0);
          else if ('begin' in step) blocks.arena.beginCompaction();
          else if ('move' in step) blocks.moveAll(Math.floor(blocks.live.length * step.move));
          else blocks.arena.endCompaction();
        }
        blocks.check();
        blocks.arena.endCompaction();
        blocks.compact();
        blocks.check();
        blocks.keep(() => false);
        expect(blocks.arena.used).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
