import fc from 'fast-check';
import { Bytes } from '../../src/memory/bytes.ts';

/** Lengths around the words and the areas that bitmaps are worked on in. */
const lengths = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 70 }) },
  { weight: 2, arbitrary: fc.integer({ min: 500, max: 600 }) },
  { weight: 1, arbitrary: fc.constantFrom(4096, 32_768, 65_535, 65_536, 65_537, 131_072, 140_001) },
);

/** Bytes that are all the same for long stretches, which searches skip, or random. */
export const bitmapArbitrary: fc.Arbitrary<Uint8Array> = fc
  .record({
    length: lengths,
    background: fc.constantFrom(0, 255, 0x5a),
    changes: fc.array(fc.tuple(fc.nat(140_000), fc.nat(255)), { maxLength: 12 }),
  })
  .map(({ length, background, changes }) => {
    const bitmap = new Uint8Array(length).fill(background);
    for (const [at, byte] of changes) bitmap[at % length] = byte;
    return bitmap;
  });

/** A bitmap amid other bytes, so that reading outside of it shows. */
export function placed(bitmap: Uint8Array, offset: number): { bytes: Bytes; at: number } {
  const bytes = Bytes.uninitialised(offset + bitmap.length + 9);
  bytes.u8.fill(0xa7);
  bytes.u8.set(bitmap, offset);
  return { bytes, at: offset };
}

/** The bit at a position, the highest of a byte first. */
export function bitAt(bitmap: Uint8Array, position: number): number {
  return (bitmap[Math.floor(position / 8)] >>> (7 - (position % 8))) & 1;
}
