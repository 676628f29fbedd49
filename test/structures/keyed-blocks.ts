import { Arena, SEGMENT_MASK, SEGMENT_SHIFT } from '../../src/memory/arena.ts';
import { Bytes, copyBytes } from '../../src/memory/bytes.ts';
import { UNIT_SHIFT } from '../../src/memory/size-classes.ts';
import { Dict } from '../../src/structures/dict.ts';
import { FLAG_LONG_KEY, keyPrefixBytes, MAX_SHORT_KEY } from '../../src/structures/keyed-block.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';

/** Bytes before the key area: the head and four bytes of the owner's. */
export const BASE = 8;
export const K0 = 0x01234567;
export const K1 = 0x89abcdef | 0;

/** Puts a block with a key into the arena, as an owner of a Dict lays it out; answers its address. */
export function keyedBlock(
  arena: Arena,
  key: Uint8Array,
  flags = key.length > MAX_SHORT_KEY ? FLAG_LONG_KEY : 0,
): number {
  const prefix = keyPrefixBytes(flags);
  const address = arena.allocate(BASE + prefix + key.length);
  const segment = arena.segments[address >>> SEGMENT_SHIFT];
  const at = (address & SEGMENT_MASK) << UNIT_SHIFT;
  const short = flags & FLAG_LONG_KEY ? 0 : key.length;
  segment.view.setUint32(at, (short << 24) | (flags << 8), true);
  if (flags & FLAG_LONG_KEY) segment.view.setUint32(at + BASE, key.length, true);
  copyBytes(new Bytes(key), 0, segment, at + BASE + prefix, key.length);
  return address;
}

/** A Dict over an arena of its own, with keys as byte strings. */
export class KeyedDict {
  readonly arena = new Arena();
  readonly dict = new Dict(this.arena, BASE, K0, K1);

  hash(key: string): number {
    const bytes = Bytes.fromString(key, 'latin1');
    return halfSipHash(bytes, 0, bytes.length, K0, K1);
  }

  find(key: string): number {
    const bytes = Bytes.fromString(key, 'latin1');
    return this.dict.find(bytes, 0, bytes.length, halfSipHash(bytes, 0, bytes.length, K0, K1));
  }

  add(key: string): number {
    const address = keyedBlock(this.arena, Buffer.from(key, 'latin1'));
    this.dict.add(address, this.hash(key));
    return address;
  }

  remove(key: string, address: number): boolean {
    const removed = this.dict.remove(address, this.hash(key));
    if (removed) this.arena.free(address);
    return removed;
  }
}
