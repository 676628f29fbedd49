import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';

/** HalfSipHash-1-3 of the first 0, 1, 2 … bytes of 00 01 02 …, under the key 00 to 07; as published with Linux's siphash. */
const PUBLISHED = [
  0x5814c896, 0xe7e864ca, 0xbc4b0e30, 0x01539939, 0x7e059ea6, 0x88e3d89b, 0xa0080b65, 0x9d38d9d6, 0x577999b1,
  0xc839caed, 0xe4fa32cf, 0x959246ee, 0x6b28096c, 0x66dd9cd6, 0x16658a7c, 0xd0257b04, 0x8b31d501, 0x2b1cd04b,
];
const K0 = 0x03020100;
const K1 = 0x07060504;

/** The definition in plain steps over 32-bit numbers as bigints. */
class Reference {
  private v: bigint[];

  constructor(k0: number, k1: number) {
    const key = [BigInt(k0 >>> 0), BigInt(k1 >>> 0)];
    this.v = [key[0], key[1], 0x6c796765n ^ key[0], 0x74656462n ^ key[1]];
  }

  hash(content: Uint8Array): number {
    const padded = new Uint8Array((content.length & ~3) + 4);
    padded.set(content);
    padded[padded.length - 1] = content.length;
    const words = new DataView(padded.buffer);
    for (let at = 0; at < padded.length; at += 4) {
      const word = BigInt(words.getUint32(at, true));
      this.v[3] ^= word;
      this.round();
      this.v[0] ^= word;
    }
    this.v[2] ^= 0xffn;
    for (let i = 0; i < 3; i++) this.round();
    return Number(this.v[1] ^ this.v[3]);
  }

  private round(): void {
    this.mix(0, 1, 5);
    this.v[0] = rotated(this.v[0], 16);
    this.mix(2, 3, 8);
    this.mix(0, 3, 7);
    this.mix(2, 1, 13);
    this.v[2] = rotated(this.v[2], 16);
  }

  private mix(a: number, b: number, distance: number): void {
    this.v[a] = BigInt.asUintN(32, this.v[a] + this.v[b]);
    this.v[b] = rotated(this.v[b], distance) ^ this.v[a];
  }
}

function rotated(value: bigint, distance: number): bigint {
  return BigInt.asUintN(32, value << BigInt(distance)) | (value >> BigInt(32 - distance));
}

describe('halfSipHash', () => {
  test('agrees with the published vectors', () => {
    const bytes = new Bytes(new Uint8Array(PUBLISHED.length).map((_, i) => i));
    const hashes = PUBLISHED.map((_, length) => halfSipHash(bytes, 0, length, K0, K1) >>> 0);
    expect(hashes).toEqual(PUBLISHED);
  });

  test('agrees with the definition for any key, length and place', () => {
    const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100, size: 'max' }),
        fc.nat({ max: 7 }),
        int32,
        int32,
        (content, at, k0, k1) => {
          const bytes = new Bytes(new Uint8Array([...Array<number>(at).fill(0xee), ...content, 0xee]));
          const hash = halfSipHash(bytes, at, content.length, k0, k1);
          expect(hash).toBe(hash | 0);
          expect(hash >>> 0).toBe(new Reference(k0, k1).hash(content));
        },
      ),
    );
  });
});
