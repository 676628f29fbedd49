import { describe, expect, it } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { AREA_BYTES, BitKernel, bitKernel } from '../../src/structures/bit-kernel.ts';
import { LANES_128, LANES_64 } from '../../src/structures/bit-kernel-code.ts';

const [X, Y] = [BitKernel.area(0), BitKernel.area(1)];

/** The four rows of a truth table, in each byte. */
const LENGTH = 192;
const a = Bytes.uninitialised(LENGTH);
const b = Bytes.uninitialised(LENGTH);
a.u8.fill(0b0011_0011);
b.u8.fill(0b0101_0101);

function loaded(kernel: BitKernel): number {
  kernel.load(Y, b, 0, LENGTH);
  return kernel.load(X, a, 0, LENGTH);
}

describe('the kernel', () => {
  it('is one for all, with an area behind the other', () => {
    expect(bitKernel()).toBe(bitKernel());
    expect(bitKernel().bytes.length).toBe(4 * AREA_BYTES);
    expect([X, Y]).toEqual([0, AREA_BYTES]);
  });
});

describe.each([
  ['128 bits', LANES_128],
  ['64 bits', LANES_64],
])('the kernel in lanes of %s', (_, lanes) => {
  it('loads and fills up to a whole step', () => {
    const kernel = new BitKernel(lanes);
    kernel.bytes.u8.fill(9);
    expect(kernel.load(Y, a, 1, 33, 40, 7)).toBe(Y + 64);
    expect([...kernel.bytes.u8.subarray(Y - 1, Y + 65)]).toEqual([
      9,
      ...Array.from({ length: 33 }, () => 0b0011_0011),
      ...Array.from({ length: 31 }, () => 7),
      9,
    ]);
    expect(kernel.load(X, a, 0, 64)).toBe(64);
    expect(kernel.bytes.u8[64]).toBe(9);
  });

  it.each([
    ['and', 0b0001_0001],
    ['or', 0b0111_0111],
    ['xor', 0b0110_0110],
    ['andNot', 0b0010_0010],
  ] as const)('%s', (name, result) => {
    const kernel = new BitKernel(lanes);
    const end = loaded(kernel);
    kernel.bytes.u8[end] = 0xff;
    kernel.loops[name](X, Y, end);
    expect([...kernel.bytes.u8.subarray(X, end)]).toEqual(Array.from({ length: LENGTH }, () => result));
    expect([...kernel.bytes.u8.subarray(Y, Y + LENGTH)]).toEqual([...b.u8]);
    expect(kernel.bytes.u8[end]).toBe(0xff);
  });

  it('not', () => {
    const kernel = new BitKernel(lanes);
    const end = loaded(kernel);
    kernel.loops.not(X, end);
    expect([...kernel.bytes.u8.subarray(X, end + 1)]).toEqual([
      ...Array.from({ length: LENGTH }, () => 0b1100_1100),
      0,
    ]);
  });

  it('count', () => {
    const kernel = new BitKernel(lanes);
    expect(kernel.loops.count(X, loaded(kernel))).toBe(LENGTH * 4);
  });

  it.each([
    [0, 0],
    [-1, 255],
  ])('skip words of %i', (word, byte) => {
    const kernel = new BitKernel(lanes);
    kernel.bytes.u8.fill(byte, 0, 256);
    expect(kernel.loops.skip(0, 256, word)).toBe(256);
    for (const at of [0, 7, 8, 63, 64, 127, 255]) {
      kernel.bytes.u8.fill(byte, 0, 256);
      kernel.bytes.u8[at] ^= 1;
      expect(kernel.loops.skip(0, 256, word)).toBe(at - (at % 64));
      expect(kernel.loops.skip(at - (at % 64), 256, word)).toBe(at - (at % 64));
    }
  });
});
