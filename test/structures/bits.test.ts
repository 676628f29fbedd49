import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { countBitRange, countBits, findBit } from '../../src/structures/bits.ts';
import { bitAt, bitmapArbitrary, placed } from './bitmaps.ts';

const LONG = 200_000;

/** The plain way: one bit after the other. */
function countedOneByOne(bitmap: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let position = from; position <= to; position++) count += bitAt(bitmap, position);
  return count;
}

function foundOneByOne(bitmap: Uint8Array, from: number, to: number, bit: number): number {
  for (let position = from; position <= to; position++) if (bitAt(bitmap, position) === bit) return position;
  return -1;
}

/** A bitmap of at least a byte, and two positions in it in order. */
const bitmapAndRange = bitmapArbitrary.chain((bitmap) => {
  const position = fc.nat(bitmap.length * 8 - 1);
  return fc.record({
    bitmap: fc.constant(bitmap),
    range: fc.tuple(position, position).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
    offset: fc.nat(9),
    bit: fc.nat(1),
  });
});

describe('countBits', () => {
  it('counts what a look at each bit counts, wherever the bitmap stands', () => {
    fc.assert(
      fc.property(bitmapArbitrary, fc.nat(9), (bitmap, offset) => {
        const { bytes, at } = placed(bitmap, offset);
        expect(countBits(bytes, at, bitmap.length)).toBe(countedOneByOne(bitmap, 0, bitmap.length * 8 - 1));
      }),
    );
  });

  it.each([0, 1, 3, 4, 5, 511, 512, 513, 65_535, 65_536, 65_537, LONG])('counts %i bytes of ones', (length) => {
    const { bytes, at } = placed(new Uint8Array(length).fill(255), 3);
    expect(countBits(bytes, at, length)).toBe(length * 8);
  });

  it('counts in memory that is shared', () => {
    const bytes = Bytes.zeroed(LONG);
    bytes.u8.fill(0b10101, 1, LONG - 1);
    expect(countBits(bytes, 0, LONG)).toBe(3 * (LONG - 2));
  });
});

describe('countBitRange', () => {
  it('counts what a look at each bit counts', () => {
    fc.assert(
      fc.property(bitmapAndRange, ({ bitmap, range: [from, to], offset }) => {
        const { bytes, at } = placed(bitmap, offset);
        expect(countBitRange(bytes, at, from, to)).toBe(countedOneByOne(bitmap, from, to));
      }),
    );
  });

  it('takes every pair of positions in two bytes', () => {
    const bitmap = Uint8Array.of(0b11010011, 0b01011101);
    const { bytes, at } = placed(bitmap, 1);
    for (let from = 0; from < 16; from++) {
      for (let to = from; to < 16; to++) {
        expect(countBitRange(bytes, at, from, to), `${from} to ${to}`).toBe(countedOneByOne(bitmap, from, to));
      }
    }
  });
});

describe('findBit', () => {
  it('finds what a look at each bit finds', () => {
    fc.assert(
      fc.property(bitmapAndRange, ({ bitmap, range: [from, to], offset, bit }) => {
        const { bytes, at } = placed(bitmap, offset);
        expect(findBit(bytes, at, from, to, bit)).toBe(foundOneByOne(bitmap, from, to, bit));
      }),
    );
  });

  it.each([0, 1])('finds a lone %i, and none behind the range', (bit) => {
    const positions = [
      0,
      7,
      8,
      31,
      32,
      63,
      64,
      4095,
      4096,
      4097,
      524_287,
      524_288,
      524_800,
      528_383,
      528_384,
      LONG * 8 - 1,
    ];
    for (const position of positions) {
      const bitmap = new Uint8Array(LONG).fill(bit === 1 ? 0 : 255);
      bitmap[Math.floor(position / 8)] ^= 0x80 >>> (position & 7);
      const { bytes, at } = placed(bitmap, 5);
      expect(findBit(bytes, at, 0, LONG * 8 - 1, bit)).toBe(position);
      expect(findBit(bytes, at, position, position, bit)).toBe(position);
      if (position > 0) expect(findBit(bytes, at, 0, position - 1, bit)).toBe(-1);
      if (position + 1 < LONG * 8) expect(findBit(bytes, at, position + 1, LONG * 8 - 1, bit)).toBe(-1);
    }
  });
});
