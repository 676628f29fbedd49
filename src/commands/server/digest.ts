import { createHash } from 'node:crypto';

/**
 * What DEBUG DIGEST and DIGEST-VALUE answer: 20 bytes that two data sets share when they hold the same, in Redis's own
 * scheme, so that they may be compared with a real server's too.
 *
 * ```
 *   add(d, bytes)  d ^= sha1(bytes)                what has no order: keys, the members of a set
 *   mix(d, bytes)  d = sha1(d ^ sha1(bytes))       what has one: name, then type, then value
 * ```
 */
export class Digest {
  private bytes = Buffer.alloc(20);

  add(data: Uint8Array): void {
    const hash = sha1(data);
    for (let i = 0; i < 20; i++) this.bytes[i] ^= hash[i];
  }

  mix(data: Uint8Array): void {
    this.add(data);
    this.bytes = sha1(this.bytes);
  }

  addDigest(other: Digest): void {
    this.add(other.bytes);
  }

  toString(): string {
    return this.bytes.toString('hex');
  }
}

function sha1(data: Uint8Array): Buffer<ArrayBuffer> {
  return Buffer.from(createHash('sha1').update(data).digest());
}

export function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
