import type { Database } from '../../src/keyspace/database.ts';
import type { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Key } from '../../src/structures/key.ts';

export interface StoredKey {
  readonly db?: number;
  /** Absolute, in milliseconds. */
  readonly expiresMs?: number | bigint;
  readonly form?: number;
}

/** Stores a string as a command would, without one. Names and values stand for their bytes in Latin-1. */
export function put(keyspace: Keyspace, name: string, value: string, options: StoredKey = {}): void {
  const database = keyspace.databases[options.db ?? 0];
  const key = keyNamed(database, name);
  const bytes = Bytes.fromString(value, 'latin1');
  database.setString(key, bytes, 0, bytes.length, options.form);
  if (options.expiresMs !== undefined) database.setExpiry(key, options.expiresMs);
}

/** The value of a string, or undefined; neither expires nor touches anything. */
export function get(keyspace: Keyspace, name: string, db = 0): string | undefined {
  const { entries } = keyspace.databases[db];
  const address = entries.find(keyNamed(keyspace.databases[db], name));
  if (address === 0) return undefined;
  entries.value(address);
  return entries.valueBytes.latin1(entries.valueAt, entries.valueAt + entries.valueLength);
}

export function expiryOf(keyspace: Keyspace, name: string, db = 0): number {
  const { entries } = keyspace.databases[db];
  return entries.expiry(entries.find(keyNamed(keyspace.databases[db], name)));
}

export function keyNamed(database: Database, name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return database.keyOver(bytes, 0, bytes.length);
}

/** Bytes that the data takes, without the tables: what must be back at zero when all keys are gone. */
export function dataBytes(keyspace: Keyspace): number {
  return keyspace.arena.used + keyspace.large.used;
}
