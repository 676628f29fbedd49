import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import {
  blockHasKey,
  EXPIRY_BYTES,
  FLAG_EXPIRES,
  FLAG_LONG_KEY,
  hashOfBlock,
  keyPrefixBytes,
  LONG_KEY_BYTES,
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
