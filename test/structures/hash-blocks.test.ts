import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/memory/arena.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';
import type { ByteRange } from '../../src/structures/hash-blocks.ts';
import { HashBlocks } from '../../src/structures/hash-blocks.ts';

function rangeOf(text: string): ByteRange {
  return { bytes: Bytes.fromString(text, 'latin1'), at: 0, length: text.length };
}

function read(blocks: HashBlocks, address: number): { field: string; value: string; expiry: number } {
  const field = rangeOf('');
  const value = rangeOf('');
  blocks.readField(address, field);
  blocks.readValue(address, value);
  return {
    field: field.bytes.latin1(field.at, field.at + field.length),
    value: value.bytes.latin1(value.at, value.at + value.length),
    expiry: blocks.expiry(address),
  };
}

const length = fc.oneof(
  fc.nat(300),
  fc.constantFrom(
    254,
    255,
    256,
    65_000,
    65_268,
    65_272,
    65_275,
    65_276,
    65_277,
    65_280,
    65_531,
    65_532,
    65_536,
    90_000,
  ),
);
const value = fc.tuple(length, fc.constantFrom('a', 'b')).map(([size, letter]) => letter.repeat(size));
const change = fc.oneof(value, fc.constantFrom(true, false));

describe('the blocks of a hash table', () => {
  test('keep field, value and expiry through any change, and leak nothing', () => {
    fc.assert(
      fc.property(length, value, fc.array(change, { maxLength: 12 }), (fieldLength, first, changes) => {
        const arena = new Arena();
        const large = new LargeValues();
        const blocks = new HashBlocks(arena, large);
        const expected = { field: 'f'.repeat(fieldLength), value: first, expiry: -1 };
        let address = blocks.create(rangeOf(expected.field), rangeOf(first));
        for (const each of changes) {
          if (typeof each === 'string') {
            address = blocks.setValue(address, rangeOf(each));
            expected.value = each;
          } else if (each !== expected.expiry >= 0) {
            address = blocks.reshape(address, each);
            expected.expiry = each ? 1_700_000_000_123 : -1;
            if (each) {
              blocks.writeExpiry(address, expected.expiry);
              blocks.writeSlot(address, 77);
            }
          }
          expect(read(blocks, address)).toEqual(expected);
          if (expected.expiry >= 0) expect(blocks.slot(address)).toBe(77);
          expect(blocks.memoryOf(address)).toBe(arena.used + large.used);
        }
        const copy = blocks.copy(address);
        address = blocks.move(address);
        expect(read(blocks, copy)).toEqual(expected);
        blocks.free(copy);
        expect(read(blocks, address)).toEqual(expected);
        blocks.free(address);
        expect([arena.used, arena.blocks, large.used]).toEqual([0, 0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  test('put a value too long for a block in a buffer of its own', () => {
    const large = new LargeValues();
    const blocks = new HashBlocks(new Arena(), large);
    const address = blocks.create(rangeOf('field'), rangeOf('v'.repeat(70_000)));
    expect(blocks.isLarge(address)).toBe(true);
    expect(large.used).toBe(70_000);
    expect(blocks.isLarge(blocks.setValue(address, rangeOf('v')))).toBe(false);
    expect(large.used).toBe(0);
  });

  test('leave the bytes of a long value alone that a reply is still reading', () => {
    const large = new LargeValues();
    const blocks = new HashBlocks(new Arena(), large);
    const address = blocks.create(rangeOf('field'), rangeOf('a'.repeat(70_000)));
    const before = rangeOf('');
    blocks.readValue(address, before);
    large.pin(before.bytes);
    blocks.setValue(address, rangeOf('b'.repeat(70_000)));
    expect(before.bytes.latin1(0, 3)).toBe('aaa');
    expect(read(blocks, address).value.slice(0, 3)).toBe('bbb');
  });
});
