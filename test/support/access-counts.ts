import type { Keyspace } from '../../src/keyspace/keyspace.ts';
import { keyNamed } from './stored-keys.ts';

/** What a new key's counter begins with. */
const INITIAL = 5;

/** Lets each access count (LFU without chance or decay), for `accessesOf`. */
export function countEveryAccess(keyspace: Keyspace): void {
  keyspace.access.lfu = true;
  keyspace.access.lfuLogFactor = 0;
  keyspace.access.lfuDecayMinutes = 0;
  keyspace.refreshAccess();
}

/** How often a key has been accessed since it came to be. */
export function accessesOf(keyspace: Keyspace, name: string, db = 0): number {
  const database = keyspace.databases[db];
  const { entries } = database;
  return (entries.access(entries.find(keyNamed(database, name))) & 0xff) - INITIAL;
}
