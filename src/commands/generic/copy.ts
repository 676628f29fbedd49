import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { SAME_OBJECT, SYNTAX } from '../../resp/reply-errors.ts';
import { databaseAt, databaseIndex } from './database-argument.ts';
import { isSame } from './rename.ts';

const DB = keyword('DB');
const REPLACE = keyword('REPLACE');

export const copy = command({
  name: 'COPY',
  group: 'generic',
  since: '6.2.0',
  summary: 'Copies the value of a key, with its expiry, to another key.',
  complexity: 'O(N) in the number of elements for collections, O(1) for strings.',
  syntax: 'source:key destination:key [DB destination-db:integer] [REPLACE]',
  arity: -3,
  flags: ['write', 'denyoom'],
  categories: ['keyspace'],
  keys: [keyAt(1, 'RO', 'access'), keyAt(2, 'OW', 'update')],
  handler({ args, db, keyspace, reply }) {
    const key = args.key();
    const newKey = args.key();
    const { target, replaces } = optionsOf(args, db, keyspace);
    if (target === db && isSame(key, newKey)) throw SAME_OBJECT;

    const address = db.findRead(key);
    const replaced = address === 0 ? 0 : target.findWrite(newKey);
    if (address === 0 || (replaced !== 0 && !replaces)) {
      reply.integer(0);
      return;
    }
    const typeChanges = replaced !== 0 && target.entries.typeOf(replaced) !== db.entries.typeOf(address);
    if (replaced !== 0) target.entries.remove(replaced, newKey.hash);
    target.entries.duplicate(db.entries, address, newKey, keyspace.newAccess);
    target.created(newKey);
    target.changed(newKey, 'copy_to');
    if (replaced !== 0) target.replaced(newKey, typeChanges);
    reply.integer(1);
  },
});

export const move = command({
  name: 'MOVE',
  group: 'generic',
  since: '1.0.0',
  summary: 'Moves a key to another database, unless it exists there.',
  complexity: 'O(1)',
  syntax: 'key db:integer',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler({ args, db, keyspace, reply }) {
    const key = args.key();
    const target = databaseAt(keyspace, databaseIndex(args));
    if (target === db) throw SAME_OBJECT;
    const address = db.findWrite(key);
    if (address === 0 || target.findWrite(key) !== 0) {
      reply.integer(0);
      return;
    }
    target.entries.transfer(db.entries, address, key.hash, key, keyspace.newAccess);
    target.created(key);
    db.changed(key, 'move_from', 0);
    target.changed(key, 'move_to');
    reply.integer(1);
  },
});

function optionsOf(args: Args, db: Database, keyspace: Keyspace): { target: Database; replaces: boolean } {
  let target = db;
  let replaces = false;
  while (args.remaining > 0) {
    if (args.take(REPLACE)) replaces = true;
    else if (args.remaining > 1 && args.take(DB)) target = databaseAt(keyspace, databaseIndex(args));
    else throw SYNTAX;
  }
  return { target, replaces };
}
