import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';

describe('Key', () => {
  test('is a range of bytes with its hash', () => {
    const bytes = Bytes.fromString('SET hello x');
    const key = new Key().set(bytes, 4, 5, 11, 22);
    expect(key.latin1()).toBe('hello');
    expect(key.hash).toBe(halfSipHash(Bytes.fromString('hello'), 0, 5, 11, 22));
  });

  test('a detached one outlives the bytes it was read from', () => {
    const bytes = Bytes.fromString('SET hell\xf6 x', 'latin1');
    const key = new Key().set(bytes, 4, 5, 11, 22);
    const detached = key.detach();
    bytes.u8.fill(0);
    key.set(bytes, 0, 1, 11, 22);
    expect(detached.latin1()).toBe('hell\xf6');
    expect([detached.at, detached.length]).toEqual([0, 5]);
    expect(detached.hash).toBe(halfSipHash(Bytes.fromString('hell\xf6', 'latin1'), 0, 5, 11, 22));
  });
});
