import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { HASH, murmurHash64 } from '../../src/util/murmur-hash.ts';

const MULTIPLIER = 0xc6a4a7935bd1e995n;
const cut = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The same hash as its definition has it, in 64-bit numbers. */
function model(input: Uint8Array, seed: bigint): bigint {
  let hash = seed ^ cut(BigInt(input.length) * MULTIPLIER);
  const whole = input.length - (input.length % 8);
  for (let i = 0; i < whole; i += 8) {
    let word = cut(Buffer.from(input).readBigUInt64LE(i) * MULTIPLIER);
    word = cut((word ^ (word >> 47n)) * MULTIPLIER);
    hash = cut((hash ^ word) * MULTIPLIER);
  }
  if (whole < input.length) {
    let rest = 0n;
    for (let i = input.length - 1; i >= whole; i--) rest = (rest << 8n) | BigInt(input[i]);
    hash = cut((hash ^ rest) * MULTIPLIER);
  }
  hash = cut((hash ^ (hash >> 47n)) * MULTIPLIER);
  return hash ^ (hash >> 47n);
}

function hashOf(input: Uint8Array, at: number, length: number, seed: number): bigint {
  murmurHash64(new Bytes(input), at, length, seed);
  return (BigInt(HASH.high >>> 0) << 32n) | BigInt(HASH.low >>> 0);
}

describe('MurmurHash64A', () => {
  test('is the hash of its definition, for every length, place and seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(7), fc.nat(0xffffffff), (input, skipped, seed) => {
        const at = Math.min(skipped, input.length);
        const range = input.subarray(at);
        expect(hashOf(input, at, range.length, seed)).toBe(model(range, BigInt(seed)));
      }),
      { numRuns: 2000 },
    );
  });

  test('agrees where all bits are set or only the highest', () => {
    for (const byte of [0x00, 0x80, 0xff]) {
      for (let length = 0; length <= 40; length++) {
        const input = new Uint8Array(length).fill(byte);
        expect(hashOf(input, 0, length, 0xadc83b19)).toBe(model(input, 0xadc83b19n));
      }
    }
  });
});
