import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { compressLzf, decompressLzf } from '../../src/structures/lzf.ts';

const MARGIN = 3;

/** The compressed form, or undefined where it does not fit; nothing around it is written. */
function compress(data: Uint8Array, room = data.length): Uint8Array | undefined {
  const from = Bytes.fromString('xx' + Buffer.from(data).toString('latin1'), 'latin1');
  const to = new Bytes(new Uint8Array(room + 2 * MARGIN).fill(0xee));
  const length = compressLzf(from, 2, data.length, to, MARGIN, room);
  expect(length).toBeLessThanOrEqual(room);
  expect([...to.u8.subarray(0, MARGIN), ...to.u8.subarray(MARGIN + Math.max(length, room))]).toEqual(
    Array(2 * MARGIN).fill(0xee),
  );
  return length === 0 ? undefined : to.u8.slice(MARGIN, MARGIN + length);
}

function decompress(data: Uint8Array, wanted: number): Buffer | undefined {
  const to = new Bytes(new Uint8Array(wanted + 2 * MARGIN).fill(0xee));
  const from = new Bytes(Buffer.from(data));
  if (!decompressLzf(from, 0, data.length, to, MARGIN, wanted)) return undefined;
  expect(to.u8[MARGIN + wanted]).toBe(0xee);
  return Buffer.from(to.u8.subarray(MARGIN, MARGIN + wanted));
}

const compressible = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.tuple(fc.constantFrom(97, 98), fc.nat(700)).map(([byte, times]) => new Uint8Array(times).fill(byte)),
      fc.constantFrom('the quick brown fox ', 'jumps over ', 'element:').map((text) => Buffer.from(text)),
    ),
    { maxLength: 60, size: 'max' },
  )
  .map((parts) => Buffer.concat(parts));

describe('LZF', () => {
  test('gives back what it was given', () => {
    fc.assert(
      fc.property(compressible, (data) => {
        const packed = compress(data, data.length + Math.ceil(data.length / 32) + 3);
        if (data.length > 0) expect(decompress(packed ?? Buffer.alloc(0), data.length)).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });

  test('compresses what repeats itself, near or far, and says where it does not fit', () => {
    const repeated = Buffer.from('element number '.repeat(500));
    expect(compress(repeated)?.length).toBeLessThan(repeated.length / 20);
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24));
    const far = Buffer.concat([noise, Buffer.alloc(3100, 'x'), noise]);
    expect(decompress(compress(far) as Uint8Array, far.length)).toEqual(far);
    expect(compress(noise.subarray(0, 300))).toBeUndefined();
    expect(compress(Buffer.from('ab'))).toBeUndefined();
  });

  test.each([
    ['a literal', [4, 104, 101, 108, 108, 111], 'hello'],
    ['a short repetition', [1, 97, 98, (2 << 5) | 0, 1], 'ababab'],
    ['a long one of one byte', [0, 97, 7 << 5, 1, 0], 'a'.repeat(11)],
  ])('reads %s', (_, data, text) => {
    expect(decompress(Uint8Array.from(data), text.length)?.toString()).toBe(text);
  });

  test.each([
    ['a literal that is cut short', [4, 104, 101], 5],
    ['a repetition that is cut short', [0, 97, 32], 4],
    ['a repetition from before the beginning', [0, 97, 32, 1], 4],
    ['more than was said', [4, 104, 101, 108, 108, 111], 4],
    ['less than was said', [4, 104, 101, 108, 108, 111], 6],
    ['a repetition past what was said', [0, 97, 7 << 5, 200, 0], 10],
  ])('refuses %s', (_, data, wanted) => {
    expect(decompress(Uint8Array.from(data), wanted)).toBeUndefined();
  });

  test('never reads or writes outside, whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(600), (data, wanted) => {
        const out = decompress(data, wanted);
        if (out !== undefined) expect(out.length).toBe(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
