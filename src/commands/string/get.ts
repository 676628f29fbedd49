import { StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import { EXAT, PERSIST, PXAT, readOptions, TIMES, timeOf } from './options.ts';

export const get = command({
  name: 'GET',
  group: 'string',
  since: '1.0.0',
  summary: 'Returns the string value of a key.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    replyValue(context, context.args.key());
  },
});

/** Replies with a key's string value, or null. Answers whether there was one. Throws WRONG_TYPE. */
function replyValue(context: Context, key: Key): boolean {
  const value = context.db.lookupRead(key, StringValue);
  if (value === undefined) {
    context.reply.null();
    return false;
  }
  context.replyString(value);
  return true;
}

export const getex = command({
  name: 'GETEX',
  group: 'string',
  since: '6.2.0',
  summary: 'Returns the string value of a key and sets, or takes away, its expiry.',
  complexity: 'O(1)',
  syntax:
    'key expiration=[EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time ' +
    '| PXAT unix-time-milliseconds:unix-time | PERSIST]',
  arity: -2,
  flags: ['write', 'fast'],
  keys: [{ ...keyAt(1, 'RW', 'access', 'update'), notes: 'An update, since the expiry changes' }],
  handler(context) {
    const { args, db } = context;
    const key = args.key();
    const options = readOptions(args, TIMES | PERSIST);
    const { flags } = options;
    if (!replyValue(context, key)) return;
    if ((flags & TIMES) !== 0) expireAt(context, key, timeOf(context, options), (flags & (EXAT | PXAT)) !== 0);
    else if ((flags & PERSIST) !== 0 && db.persist(key)) {
      db.changed(key, 'persist');
      context.propagateAs('PERSIST', key);
    }
  },
});

/** Sets a key's expiry; a time that was named and has passed deletes the key. */
function expireAt(context: Context, key: Key, ms: number | bigint, named: boolean): void {
  const { db, keyspace } = context;
  if (named && ms <= keyspace.nowMs) {
    remove(context, key);
    return;
  }
  db.setExpiry(key, ms);
  db.changed(key, 'expire');
  if (keyspace.changes.observed) context.propagateAs('PEXPIREAT', key, ms);
}

function remove(context: Context, key: Key): void {
  const { db, keyspace } = context;
  db.delete(key);
  db.changed(key, 'del');
  if (keyspace.changes.observed) context.propagateAs('DEL', key);
}

export const getdel = command({
  name: 'GETDEL',
  group: 'string',
  since: '6.2.0',
  summary: 'Returns the string value of a key and deletes the key.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete')],
  handler(context) {
    const key = context.args.key();
    if (replyValue(context, key)) remove(context, key);
  },
});

export const getset = command({
  name: 'GETSET',
  group: 'string',
  since: '1.0.0',
  summary: 'Gives a key a string value and returns the one before.',
  complexity: 'O(1)',
  syntax: 'key value',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  deprecated: { since: '6.2.0', replacedBy: '`SET` with the `GET` argument' },
  handler(context) {
    const { args, db, keyspace } = context;
    const key = args.key();
    const value = args.next();
    const at = args.at(value);
    const length = args.length(value);
    replyValue(context, key);
    db.setString(key, args.bytes, at, length);
    db.changed(key, 'set');
    if (keyspace.changes.observed) context.propagateAs('SET', key, { bytes: args.bytes, at, length });
  },
});
