import type { Entries } from '../../datatypes/entries.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { anotherSet } from '../../datatypes/set-value.ts';
import { TYPE_SET } from '../../datatypes/value.ts';
import type { Context } from '../../execution/context.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import type { Key } from '../../structures/key.ts';

/**
 * Sets in the making: the result of a command grows in entries of its own, beside the databases, and is then shown and
 * let go, or handed over to a database as it stands. So a destination may be one of the sources.
 */
const workshops = new WeakMap<Keyspace, Entries>();
const Result = anotherSet();

function workshopOf(keyspace: Keyspace): Entries {
  let workshop = workshops.get(keyspace);
  if (workshop === undefined) workshops.set(keyspace, (workshop = keyspace.createEntries()));
  return workshop;
}

/** Begins an empty set under a key that no other set in the making has. There is one at a time. */
export function beginResult({ keyspace }: Context, key: Key): SetView {
  const workshop = workshopOf(keyspace);
  const { view } = Result;
  view.bind(workshop, Result.create(workshop, key, keyspace.newAccess), key.hash);
  return view;
}

/** Lets a result go that was begun under this key. */
export function dropResult({ keyspace }: Context, key: Key, result: SetView): void {
  workshopOf(keyspace).remove(result.address, key.hash);
}

/** Puts a result in the place of what its key holds, or deletes the key where there are no members. Replies their number. */
export function storeResult(context: Context, key: Key, result: SetView, event: string): void {
  const { db, keyspace, reply } = context;
  const { size } = result;
  reply.integer(size);
  if (size === 0) {
    dropResult(context, key, result);
    deleteDestination(context, key);
    return;
  }
  const { entries } = db;
  const old = db.findWrite(key);
  const type = old === 0 ? TYPE_SET : entries.typeOf(old);
  const access = old === 0 ? keyspace.newAccess : entries.access(old);
  if (old !== 0) entries.remove(old, key.hash);
  entries.transfer(workshopOf(keyspace), result.address, key.hash, key, access);
  if (old === 0) db.created(key);
  else db.replaced(key, type !== TYPE_SET);
  db.changed(key, event);
}

/** Deletes the key of a result without members. */
export function deleteDestination({ db }: Context, key: Key): void {
  if (db.delete(key)) db.changed(key, 'del');
}
