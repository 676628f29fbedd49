import { describe, expect, test } from 'vitest';
import { blockBytes, ENTRY_BASE, LONG_VALUE, standsInline, valueOffset } from '../../src/datatypes/entry-layout.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { MAX_BLOCK } from '../../src/memory/size-classes.ts';
import { FLAG_EXPIRES, FLAG_LONG_KEY } from '../../src/structures/keyed-block.ts';

const EXPIRY_BYTES = 12;
const LENGTH_BYTES = 4;

describe('blockBytes', () => {
  test('a key and a value of 16 bytes take 40', () => {
    expect(blockBytes(0, 16, 16)).toBe(40);
  });

  test('an expiry, a long key and a long value each bring a field', () => {
    expect(blockBytes(FLAG_EXPIRES, 16, 16)).toBe(40 + EXPIRY_BYTES);
    expect(blockBytes(FLAG_LONG_KEY, 300, 16)).toBe(ENTRY_BASE + LENGTH_BYTES + 300 + 16);
    expect(blockBytes(0, 16, LONG_VALUE - 1)).toBe(ENTRY_BASE + 16 + LONG_VALUE - 1);
    expect(blockBytes(0, 16, LONG_VALUE)).toBe(ENTRY_BASE + 16 + LENGTH_BYTES + LONG_VALUE);
  });
});

describe('standsInline', () => {
  test('up to the largest block', () => {
    const longest = MAX_BLOCK - blockBytes(0, 16, LONG_VALUE) + LONG_VALUE;
    expect(standsInline(0, 16, longest)).toBe(true);
    expect(standsInline(0, 16, longest + 1)).toBe(false);
    expect(standsInline(FLAG_EXPIRES, 16, longest)).toBe(false);
  });

  test('a short value always, however long the key', () => {
    expect(standsInline(FLAG_LONG_KEY, MAX_BLOCK * 2, LONG_VALUE - 1)).toBe(true);
    expect(standsInline(FLAG_LONG_KEY, MAX_BLOCK * 2, LONG_VALUE)).toBe(false);
  });
});

describe('valueOffset', () => {
  const AT = 24;

  function offsetOf(flags: number, keyLength: number): number {
    const bytes = new Bytes(new Uint8Array(256));
    bytes.view.setInt32(AT, (flags << 8) | ((flags & FLAG_LONG_KEY ? 0 : keyLength) << 24), true);
    if (flags & FLAG_LONG_KEY) bytes.view.setUint32(AT + ENTRY_BASE, keyLength, true);
    return valueOffset(bytes, AT);
  }

  test.each([
    [0, 0, 0],
    [0, 255, 255],
    [FLAG_EXPIRES, 10, EXPIRY_BYTES + 10],
    [FLAG_LONG_KEY, 256, LENGTH_BYTES + 256],
    [FLAG_LONG_KEY | FLAG_EXPIRES, 70_000, LENGTH_BYTES + EXPIRY_BYTES + 70_000],
  ])('flags %i with a key of %i bytes: %i after the head', (flags, keyLength, after) => {
    expect(offsetOf(flags, keyLength)).toBe(AT + ENTRY_BASE + after);
  });
});
