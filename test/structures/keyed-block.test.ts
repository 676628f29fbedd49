import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes, EMPTY_BYTES } from '../../src/memory/bytes.ts';
import {
  blockHasKey,
  createKeyedBlock,
  EXPIRY_BYTES,
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  hashOfBlock,
  keyPrefixBytes,
  LONG_KEY_BYTES,
  readBlockKey,
} from '../../src/structures/keyed-block.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';
import { BASE, K0, K1, keyedBlock } from './keyed-blocks.ts';

describe('keyed blocks', () => {
  test('the key stands behind what the flags announce', () => {
    expect(keyPrefixBytes(0)).toBe(0);
    expect(keyPrefixBytes(FLAG_LONG_KEY)).toBe(LONG_KEY_BYTES);
    expect(keyPrefixBytes(FLAG_EXPIRES)).toBe(EXPIRY_BYTES);
    expect(keyPrefixBytes(FLAG_EXPIRES | FLAG_LONG_KEY)).toBe(EXPIRY_BYTES + LONG_KEY_BYTES);
    expect(keyPrefixBytes(0xfc)).toBe(0);
  });

  test('has its own key and no other, hashed as the key alone, whatever the flags', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(254, 255, 256, 300, 70_000));
    fc.assert(
      fc.property(length, fc.boolean(), fc.nat(), (keyLength, expires, seed) => {
        const arena = new Arena();
        const key = new Uint8Array(keyLength).map((_, i) => (i * 7 + seed) & 255);
        const flags = (keyLength > 255 ? FLAG_LONG_KEY : 0) | (expires ? FLAG_EXPIRES : 0);
        const address = keyedBlock(arena, key, flags);
        const bytes = new Bytes(new Uint8Array([9, ...key, 9]));
        expect(blockHasKey(arena, BASE, address, bytes, 1, keyLength)).toBe(true);
        expect(blockHasKey(arena, BASE, address, bytes, 1, keyLength + 1)).toBe(false);
        expect(hashOfBlock(arena, BASE, address, K0, K1)).toBe(halfSipHash(bytes, 1, keyLength, K0, K1));
        if (keyLength === 0) return;
        expect(blockHasKey(arena, BASE, address, bytes, 1, keyLength - 1)).toBe(false);
        bytes.u8[1 + (seed % keyLength)] ^= 0x80;
        expect(blockHasKey(arena, BASE, address, bytes, 1, keyLength)).toBe(false);
      }),
    );
  });
});

describe('a block for a key', () => {
  test('holds the key, short or long, behind the base and what the flags ask for', () => {
    const lengths = fc.oneof(fc.nat(20), fc.constantFrom(255, 256, 300), fc.nat(70_000));
    fc.assert(
      fc.property(
        fc.constantFrom(4, 8, 12),
        fc.constantFrom(0, FLAG_EXPIRES),
        lengths,
        fc.nat(40),
        (base, flags, length, tail) => {
          const arena = new Arena();
          const key = Bytes.zeroed(length + 1);
          for (let i = 0; i < length; i++) key.u8[i + 1] = i % 251;
          const address = createKeyedBlock(arena, base, flags, key, 1, length, tail);
          const long = length > 255 ? 4 : 0;
          expect(arena.sizeOf(address)).toBeGreaterThanOrEqual(base + long + (flags === 0 ? 0 : 12) + length + tail);
          expect(blockHasKey(arena, base, address, key, 1, length)).toBe(true);
          expect(hashOfBlock(arena, base, address, 1, 2)).toBe(halfSipHash(key, 1, length, 1, 2));
          const range = { bytes: EMPTY_BYTES, at: 0, length: 0 };
          readBlockKey(arena, base, address, range);
          const read = range.bytes.u8.subarray(range.at, range.at + range.length);
          expect(Buffer.compare(read, key.u8.subarray(1))).toBe(0);
          arena.free(address);
          expect(arena.used).toBe(0);
        },
      ),
    );
  });
});
