import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes, EMPTY_BYTES } from '../../src/memory/bytes.ts';
import {
  blockHasKey,
  createKeyedBlock,
  FLAG_EXPIRES,
  hashOfBlock,
  readBlockKey,
} from '../../src/structures/keyed-block.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';

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
