import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BitOperation } from '../../src/structures/bit-combine.ts';
import { Bitmap, combineBitmaps } from '../../src/structures/bit-combine.ts';
import { bitmapArbitrary, placed } from './bitmaps.ts';

/** What each operation makes of one byte of every source. */
const MODELS: Readonly<Record<BitOperation, (x: number, ys: readonly number[]) => number>> = {
  and: (x, ys) => ys.reduce((result, y) => result & y, x),
  or: (x, ys) => ys.reduce((result, y) => result | y, x),
  xor: (x, ys) => ys.reduce((result, y) => result ^ y, x),
  not: (x) => ~x & 255,
  diff: (x, ys) => x & ~union(ys),
  diff1: (x, ys) => ~x & union(ys),
  andor: (x, ys) => x & union(ys),
  one: (x, ys) => {
    const counts = Array.from({ length: 8 }, (_, bit) => [x, ...ys].filter((byte) => (byte >>> bit) & 1).length);
    return counts.reduce((result, count, bit) => (count === 1 ? result | (1 << bit) : result), 0);
  },
};

const union = (bytes: readonly number[]): number => bytes.reduce((result, byte) => result | byte, 0);

function sourceOf(bitmap: Uint8Array, offset: number): Bitmap {
  return Object.assign(new Bitmap(), { ...placed(bitmap, offset), length: bitmap.length });
}

function expected(operation: BitOperation, sources: readonly Uint8Array[], length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => {
    const [x, ...ys] = sources.map((source) => source[i] ?? 0);
    return MODELS[operation](x, ys);
  });
}

const least: Partial<Record<BitOperation, number>> = { diff: 2, diff1: 2, andor: 2 };

describe('combineBitmaps', () => {
  it.each(Object.keys(MODELS) as BitOperation[])('%s does to every bit what the definition says', (operation) => {
    const sources = fc.array(fc.oneof(bitmapArbitrary, fc.constant(new Uint8Array(0))), {
      minLength: least[operation] ?? 1,
      maxLength: operation === 'not' ? 1 : 5,
    });
    fc.assert(
      fc.property(sources, fc.nat(9), (bitmaps, offset) => {
        const length = Math.max(...bitmaps.map((bitmap) => bitmap.length));
        const { bytes, at } = placed(new Uint8Array(length), offset);
        combineBitmaps(
          operation,
          bitmaps.map((bitmap, i) => sourceOf(bitmap, i)),
          bytes,
          at,
          length,
        );
        expect(Buffer.compare(bytes.u8.subarray(at, at + length), expected(operation, bitmaps, length))).toBe(0);
        expect([...bytes.u8.subarray(at + length)]).toEqual(Array.from({ length: 9 }, () => 0xa7));
      }),
      { numRuns: 60 },
    );
  });

  it('may write over a source', () => {
    const x = Uint8Array.from({ length: 170_000 }, (_, i) => i % 251);
    const y = Uint8Array.from({ length: 150_000 }, (_, i) => i % 241);
    const source = sourceOf(x, 2);
    combineBitmaps('xor', [sourceOf(y, 1), source], source.bytes, source.at, x.length);
    expect(Buffer.compare(source.bytes.u8.subarray(2, 2 + x.length), expected('xor', [y, x], x.length))).toBe(0);
  });
});
