import { Bytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { halfSipHash } from '../util/half-siphash.ts';

/**
 * The bytes of a key where they stand, with their hash, computed once. Reused: who keeps one for later copies its
 * bytes (`detach`).
 */
export class Key {
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  hash = 0;
  /** Where its block most likely stands, or 0, as long as the table of blocks bears this stamp (see Dict). */
  likely = 0;
  stamp = 0;
  /** Its bytes are overwritten before the command ends, as those of arguments are not. */
  readonly isFleeting: boolean;

  constructor(isFleeting = false) {
    this.isFleeting = isFleeting;
  }

  set(bytes: Bytes, at: number, length: number, k0: number, k1: number): this {
    return this.setHashed(bytes, at, length, halfSipHash(bytes, at, length, k0, k1));
  }

  /** The same where the hash is known. */
  setHashed(bytes: Bytes, at: number, length: number, hash: number): this {
    this.bytes = bytes;
    this.at = at;
    this.length = length;
    this.hash = hash;
    this.likely = 0;
    return this;
  }

  /** Remembers where its block was seen while the table bore `stamp`. */
  expectAt(address: number, stamp: number): this {
    this.likely = address;
    this.stamp = stamp;
    return this;
  }

  /** The same key over a copy of its bytes, which nothing will overwrite. */
  detach(): Key {
    const copy = new Key();
    copy.bytes = Bytes.copyOf(this.bytes, this.at, this.at + this.length);
    copy.length = this.length;
    copy.hash = this.hash;
    return copy;
  }

  /** One character per byte: a name for Maps and logs. */
  latin1(): string {
    return this.bytes.latin1(this.at, this.at + this.length);
  }
}
