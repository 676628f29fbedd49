import type { Context } from '../../execution/context.ts';
import type { Database } from '../../keyspace/database.ts';
import { Key } from '../../structures/key.ts';
import { bigEndian, Digest } from './digest.ts';
import { mixValue } from './digest-value.ts';

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
    if (address !== 0) mixValue(digest, db.entries, address, key.hash);
    reply.simple(digest.toString());
  }
}

const key = new Key();

function digestOfEntry(database: Database, address: number): Digest {
  const digest = new Digest();
  database.entries.readKey(address, key);
  digest.mix(key.bytes.u8.subarray(key.at, key.at + key.length));
  mixValue(digest, database.entries, address, key.hash);
  return digest;
}
