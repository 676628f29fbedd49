import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Overflow } from '../../src/structures/bit-fields.ts';
import {
  fitBigint,
  fitNumber,
  MAX_NUMBER_BITS,
  readBits,
  readWideBits,
  writeBits,
  writeWideBits,
} from '../../src/structures/bit-fields.ts';
import { placed } from './bitmaps.ts';

const LENGTH = 24;

const bitmap = fc.uint8Array({ minLength: LENGTH, maxLength: LENGTH });
const field = (most: number): fc.Arbitrary<{ bits: number; offset: number }> =>
  fc
    .integer({ min: 1, max: most })
    .chain((bits) => fc.record({ bits: fc.constant(bits), offset: fc.nat(LENGTH * 8 - bits) }));

/** The whole bitmap as one integer. */
function asInteger(bytes: Uint8Array): bigint {
  return bytes.reduce((integer, byte) => (integer << 8n) | BigInt(byte), 0n);
}

function modelRead(bytes: Uint8Array, offset: number, bits: number): bigint {
  return BigInt.asUintN(bits, asInteger(bytes) >> BigInt(LENGTH * 8 - offset - bits));
}

function modelWrite(bytes: Uint8Array, offset: number, bits: number, value: bigint): bigint {
  const shift = BigInt(LENGTH * 8 - offset - bits);
  const mask = ((1n << BigInt(bits)) - 1n) << shift;
  return (asInteger(bytes) & ~mask) | (value << shift);
}

describe('reading', () => {
  it('takes the bits that the bitmap as one integer has there', () => {
    fc.assert(
      fc.property(bitmap, field(64), fc.nat(7), (bytes, { bits, offset }, place) => {
        const { bytes: memory, at } = placed(bytes, place);
        const wanted = modelRead(bytes, offset, bits);
        expect(readWideBits(memory, at, LENGTH, offset, bits)).toBe(wanted);
        if (bits <= MAX_NUMBER_BITS) expect(readBits(memory, at, LENGTH, offset, bits)).toBe(Number(wanted));
      }),
    );
  });

  it('finds zeros behind the end', () => {
    const { bytes, at } = placed(Uint8Array.of(255, 255), 1);
    expect(readBits(bytes, at, 2, 12, 12)).toBe(0xf00);
    expect(readBits(bytes, at, 2, 16, 52)).toBe(0);
    expect(readWideBits(bytes, at, 2, 4, 64)).toBe(0xfff0_0000_0000_0000n);
    expect(readWideBits(bytes, at, 2, 2 ** 32, 64)).toBe(0n);
  });
});

describe('writing', () => {
  it('changes those bits and no others', () => {
    fc.assert(
      fc.property(bitmap, field(64), fc.bigInt(0n, 2n ** 64n - 1n), (bytes, { bits, offset }, random) => {
        const value = BigInt.asUintN(bits, random);
        const wanted = modelWrite(bytes, offset, bits, value);
        const wide = placed(bytes, 3);
        writeWideBits(wide.bytes, wide.at, offset, bits, value);
        expect(asInteger(wide.bytes.u8.subarray(3, 3 + LENGTH))).toBe(wanted);
        if (bits > MAX_NUMBER_BITS) return;
        const narrow = placed(bytes, 3);
        writeBits(narrow.bytes, narrow.at, offset, bits, Number(value));
        expect([...narrow.bytes.u8]).toEqual([...wide.bytes.u8]);
      }),
    );
  });
});

/** Step by step around the range, for narrow fields. */
function modelFit(value: number, bits: number, isSigned: boolean, overflow: Overflow): number | undefined {
  const minimum = isSigned ? -(2 ** (bits - 1)) : 0;
  const maximum = minimum + 2 ** bits - 1;
  if (value >= minimum && value <= maximum) return value;
  if (overflow === 'fail') return undefined;
  if (overflow === 'saturate') return value < minimum ? minimum : maximum;
  let wrapped = value;
  while (wrapped < minimum) wrapped += 2 ** bits;
  while (wrapped > maximum) wrapped -= 2 ** bits;
  return wrapped;
}

const overflows = fc.constantFrom<Overflow>('wrap', 'saturate', 'fail');

describe('fitting', () => {
  it('keeps, wraps, saturates or fails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600, max: 600 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        overflows,
        (value, bits, isSigned, overflow) => {
          const wanted = modelFit(value, bits, isSigned, overflow);
          expect(fitNumber(value, bits, isSigned, overflow) + 0).toBe(wanted ?? NaN);
          expect(fitBigint(BigInt(value), bits, isSigned, overflow)).toBe(
            wanted === undefined ? undefined : BigInt(wanted),
          );
        },
      ),
    );
  });

  it('is the same for numbers and bigints', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 53 - 1), max: 2 ** 53 - 1 }),
        fc.integer({ min: 1, max: MAX_NUMBER_BITS }),
        fc.boolean(),
        overflows,
        (value, bits, isSigned, overflow) => {
          const exact = fitBigint(BigInt(value), bits, isSigned, overflow);
          expect(fitNumber(value, bits, isSigned, overflow) + 0).toBe(exact === undefined ? NaN : Number(exact));
        },
      ),
    );
  });

  it('reaches the ends of 64 bits', () => {
    const top = 2n ** 63n;
    expect(fitBigint(top, 64, true, 'wrap')).toBe(-top);
    expect(fitBigint(top, 64, true, 'saturate')).toBe(top - 1n);
    expect(fitBigint(-top - 1n, 64, true, 'saturate')).toBe(-top);
    expect(fitBigint(-top - 1n, 64, true, 'fail')).toBeUndefined();
    expect(fitBigint(-top, 64, true, 'fail')).toBe(-top);
  });
});
