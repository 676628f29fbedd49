import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { equalBytes } from '../../memory/bytes.ts';
import { NO_SUCH_KEY } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';

const declaration = {
  group: 'generic',
  since: '1.0.0',
  complexity: 'O(1)',
  syntax: 'key newkey:key',
  arity: 3,
  categories: ['keyspace'],
} as const;

export const rename = command({
  ...declaration,
  name: 'RENAME',
  summary: 'Gives a key another name, whatever had that name before.',
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'access', 'delete'), keyAt(2, 'OW', 'update')],
  handler(context) {
    renameKey(context, true);
    context.reply.ok();
  },
});

export const renameNx = command({
  ...declaration,
  name: 'RENAMENX',
  summary: 'Gives a key another name, unless a key has that name already.',
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete'), keyAt(2, 'OW', 'insert')],
  history: [['3.2.0', 'The same name twice is no error any more.']],
  handler(context) {
    context.reply.integer(renameKey(context, false) ? 1 : 0);
  },
});

/** Answers whether the key has another name now. Throws NO_SUCH_KEY. */
function renameKey({ args, db, keyspace }: Context, overwrites: boolean): boolean {
  const key = args.key();
  const newKey = args.key();
  const address = db.findWrite(key);
  if (address === 0) throw NO_SUCH_KEY;
  if (isSame(key, newKey)) return false;
  const replaced = db.findWrite(newKey);
  if (replaced !== 0 && !overwrites) return false;

  const typeChanges = replaced !== 0 && db.entries.typeOf(replaced) !== db.entries.typeOf(address);
  if (replaced !== 0) db.entries.remove(replaced, newKey.hash);
  db.entries.transfer(db.entries, address, key.hash, newKey, keyspace.newAccess);
  db.created(newKey);
  db.changed(key, 'rename_from', 0);
  db.changed(newKey, 'rename_to');
  if (replaced !== 0) db.replaced(newKey, typeChanges);
  return true;
}

export function isSame(a: Key, b: Key): boolean {
  return a.length === b.length && equalBytes(a.bytes, a.at, b.bytes, b.at, a.length);
}
