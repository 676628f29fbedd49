import type { HashView } from '../../datatypes/hash-value.ts';
import { NO_FIELD } from '../../datatypes/hash-value.ts';
import type { Context } from '../../execution/context.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import type { Key } from '../../structures/key.ts';

/** What became of a look for a field. */
export const FOUND = 0;
export const MISSING = 1;
/** Its time had come: it is gone now, or hidden where this server removes nothing by itself. */
export const EXPIRED = 2;
/** The same, and it was the hash's last: the view leads nowhere any more. */
export const EXPIRED_HASH = 3;
export type Look = typeof FOUND | typeof MISSING | typeof EXPIRED | typeof EXPIRED_HASH;

const value = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/**
 * Looks for the field that is the argument of this index; one whose time has come goes, but not the hash with it: who
 * has looked for all that it wants says what became of them (`reportExpired`).
 */
export function lookQuietly(context: Context, key: Key, hash: HashView, index: number): Look {
  const { args, db, keyspace } = context;
  const { bytes } = args;
  const expiry = hash.seek(bytes, args.at(index), args.length(index));
  if (expiry === NO_FIELD) return MISSING;
  if (!hash.isDue(expiry)) return FOUND;
  if (!keyspace.expiresKeys) return EXPIRED;
  keyspace.captureBefore(db, hash.address);
  keyspace.changes.fieldExpired(db, key, { bytes, at: args.at(index), length: args.length(index) });
  hash.removeSought();
  keyspace.stats.expiredFields++;
  return EXPIRED;
}

/** The same for a single field: reports at once, and the hash goes with its last field. */
export function look(context: Context, key: Key, hash: HashView, index: number): Look {
  const found = lookQuietly(context, key, hash, index);
  return found === EXPIRED && reportExpired(context, key, hash) ? EXPIRED_HASH : found;
}

/** Reports that fields went because their time had come. Answers whether the hash went with the last of them. */
export function reportExpired({ db, keyspace }: Context, key: Key, hash: HashView): boolean {
  if (!keyspace.expiresKeys) return false;
  const isEmpty = hash.size === 0;
  db.changedCollection(key, hash, 'hexpired', 0);
  return isEmpty;
}

/** Replies with the value of the field that was just found. */
export function replyFound({ keyspace, reply }: Context, hash: HashView): void {
  hash.read(value);
  if (hash.isLarge) reply.bulkInPlace(value.bytes, value.at, value.length, keyspace.large);
  else reply.bulk(value.bytes, value.at, value.length);
}
