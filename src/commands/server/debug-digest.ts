import { createHash } from 'node:crypto';
import type { Context } from '../../execution/context.ts';
import type { Database } from '../../keyspace/database.ts';
import { TYPE_MASK } from '../../datatypes/entries.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import { Key } from '../../structures/key.ts';

/**
 * DEBUG DIGEST and DIGEST-VALUE: 20 bytes that two data sets share when they hold the same, in Redis's own scheme, so
 * that they may be compared with a real server's too.
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

const EXPIRES = Buffer.from('!!expire!!');

export function digestAll({ keyspace, reply }: Context): void {
  const total = new Digest();
  for (const database of keyspace.databases) {
    if (database.size === 0) continue;
    total.mix(bigEndian(database.index));
    for (const address of database.entries.dict) total.addDigest(digestOfEntry(database, address));
  }
  reply.simple(total.toString());
}

/** Of the values only, without the keys' names; a key that is missing has nothing but zeros. */
export function digestValues({ args, db, reply }: Context): void {
  reply.array(args.remaining);
  while (args.remaining > 0) {
    const key = args.key();
    const digest = new Digest();
    const address = db.entries.find(key);
    if (address !== 0) mixValue(digest, db, address, key.hash);
    reply.simple(digest.toString());
  }
}

const key = new Key();

function digestOfEntry(database: Database, address: number): Digest {
  const digest = new Digest();
  database.entries.readKey(address, key);
  digest.mix(key.bytes.u8.subarray(key.at, key.at + key.length));
  mixValue(digest, database, address, key.hash);
  return digest;
}

function mixValue(digest: Digest, { entries }: Database, address: number, hash: number): void {
  const type = entries.form(address) & TYPE_MASK;
  digest.mix(bigEndian(type));
  if (type !== StringValue.code) throw new Error(`a value of type ${type} has no digest`);
  const { view } = StringValue;
  view.bind(entries, address, hash);
  digest.mix(view.bytes.u8.subarray(view.at, view.at + view.length));
  if (entries.expiry(address) >= 0) digest.add(EXPIRES);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
