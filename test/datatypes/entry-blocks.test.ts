import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import type { EntryBlocks } from '../../src/datatypes/entry-blocks.ts';
import { FORM_LIST_PACKED, TYPE_LIST, TYPE_STRING } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { MAX_BLOCK } from '../../src/memory/size-classes.ts';
import { Key } from '../../src/structures/key.ts';
import { writeEmptyListpack } from '../../src/structures/listpack.ts';
import { dataMemory } from '../support/data-memory.ts';

const K0 = 5;
const K1 = 6;
const NOW = 1_700_000_000_000;
const ACCESS = 0x123456;

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return new Key().set(bytes, 0, bytes.length, K0, K1);
}

/** An entry of a database, which only makes it: what is asked of it is asked of its block. */
function makeEntry(
  name: string,
  value: string,
  form = TYPE_STRING,
): { blocks: EntryBlocks; address: number; key: Key } {
  const entries = new Entries(dataMemory(), K0, K1, NOW);
  const key = keyOf(name);
  const address = entries.create(key, form, value.length, ACCESS);
  entries.valueBytes.u8.set(Buffer.from(value, 'latin1'), entries.valueAt);
  return { blocks: entries, address, key };
}

function valueOf(blocks: EntryBlocks, address: number): string {
  blocks.value(address);
  const { valueBytes, valueAt, valueLength } = blocks;
  return Buffer.from(valueBytes.u8.subarray(valueAt, valueAt + valueLength)).toString('latin1');
}

describe('EntryBlocks', () => {
  test.each([0, 1, 254, 255, 256, 4000, MAX_BLOCK, MAX_BLOCK * 3])('locates a value of %i bytes', (length) => {
    const value = 'v'.repeat(length);
    const { blocks, address } = makeEntry('key', value);
    expect(valueOf(blocks, address)).toBe(value);
    expect(blocks.sizeOf(address)).toBe(length);
    expect(blocks.isLarge(address)).toBe(length >= MAX_BLOCK);
    expect(blocks.isObject(address)).toBe(false);
  });

  test.each([0, 1, 255, 256, 5000])('reads a key of %i bytes, with its hash', (length) => {
    const { blocks, address, key } = makeEntry('k'.repeat(length), 'value');
    const read = blocks.readKey(address, new Key());
    expect(blocks.keyLength(address)).toBe(length);
    expect(Buffer.from(read.bytes.u8.subarray(read.at, read.at + read.length)).toString()).toBe('k'.repeat(length));
    expect(read.hash).toBe(key.hash);
    expect(blocks.hashOf(address)).toBe(key.hash);
    expect(blocks.readKeyBytes(address, new Key()).length).toBe(length);
  });

  test('the access time and the epoch stand beside what is around them', () => {
    const { blocks, address } = makeEntry('key', 'value');
    expect(blocks.access(address)).toBe(ACCESS);
    blocks.setAccess(address, 0xffffff);
    blocks.setEpoch(address, 9);
    expect([blocks.access(address), blocks.epochOf(address)]).toStrictEqual([0xffffff, 9]);
    expect([valueOf(blocks, address), blocks.keyLength(address)]).toStrictEqual(['value', 3]);
    expect(blocks.flags(address)).toBe(0);
  });

  test('an expiry is told to the millisecond, beyond 2^53 too', () => {
    const entries = new Entries(dataMemory(), K0, K1, NOW);
    const key = keyOf('key');
    let address = entries.create(key, TYPE_STRING, 0, ACCESS);
    expect(entries.expiry(address)).toBe(-1);
    address = entries.setExpiry(address, key.hash, NOW + 1);
    expect(entries.expiry(address)).toBe(NOW + 1);
    address = entries.setExpiry(address, key.hash, 2n ** 60n + 1n);
    expect(entries.exactExpiry(address)).toBe(2n ** 60n + 1n);
  });

  test('the size of a packed collection is the number of its elements', () => {
    const entries = new Entries(dataMemory(), K0, K1, NOW);
    const address = entries.create(keyOf('list'), FORM_LIST_PACKED, 7, ACCESS);
    writeEmptyListpack(entries.valueBytes, entries.valueAt);
    expect(entries.typeOf(address)).toBe(TYPE_LIST);
    expect(entries.sizeOf(address)).toBe(0);
  });

  test('a large value counts in the memory of its entry', () => {
    const { blocks, address } = makeEntry('key', 'v'.repeat(MAX_BLOCK * 2));
    expect(blocks.memoryOf(address)).toBeGreaterThanOrEqual(MAX_BLOCK * 2);
    const small = makeEntry('key', 'v');
    expect(small.blocks.memoryOf(small.address)).toBe(small.blocks.arena.sizeOf(small.address));
  });

  test('release gives back the block and the large buffer', () => {
    const { blocks, address } = makeEntry('key', 'v'.repeat(MAX_BLOCK * 2));
    const { large } = blocks;
    const before = [blocks.arena.used, large.used];
    blocks.release(address);
    expect(blocks.arena.used).toBeLessThan(before[0]);
    expect(large.used).toBe(0);
    expect(before[1]).toBeGreaterThan(0);
  });
});
