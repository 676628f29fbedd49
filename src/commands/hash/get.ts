import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import { EXPIRED, FOUND, look, lookQuietly, replyFound, reportExpired } from './field-access.ts';

const FIELD = 2;
const value = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/** The hash of the key, with the field that the request names sought in it; undefined unless it was found. */
function findField(context: Context): HashView | undefined {
  const key = context.args.key();
  const hash = context.db.lookupRead(key, HashValue);
  return hash !== undefined && look(context, key, hash, FIELD) === FOUND ? hash : undefined;
}

export const hget = command({
  name: 'HGET',
  group: 'hash',
  since: '2.0.0',
  summary: 'Returns the value of a field of a hash.',
  complexity: 'O(1)',
  syntax: 'key field',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const hash = findField(context);
    if (hash === undefined) context.reply.null();
    else replyFound(context, hash);
  },
});

export const hmget = command({
  name: 'HMGET',
  group: 'hash',
  since: '2.0.0',
  summary: 'Returns the values of fields of a hash.',
  complexity: 'O(N) for N fields.',
  syntax: 'key field...',
  arity: -3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const hash = db.lookupRead(key, HashValue);
    let hasExpired = false;
    reply.array(args.remaining);
    for (let i = FIELD; i < args.count; i++) {
      const found = hash !== undefined && lookQuietly(context, key, hash, i);
      if (hash !== undefined && found === FOUND) replyFound(context, hash);
      else reply.null();
      if (found === EXPIRED) hasExpired = true;
    }
    if (hash !== undefined && hasExpired) reportExpired(context, key, hash);
  },
});

export const hstrlen = command({
  name: 'HSTRLEN',
  group: 'hash',
  since: '3.2.0',
  summary: 'Returns how long the value of a field is, in bytes.',
  complexity: 'O(1)',
  syntax: 'key field',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler(context) {
    const hash = findField(context);
    value.length = 0;
    if (hash !== undefined) hash.read(value);
    context.reply.integer(value.length);
  },
});

export const hexists = command({
  name: 'HEXISTS',
  group: 'hash',
  since: '2.0.0',
  summary: 'Tells whether a hash has a field.',
  complexity: 'O(1)',
  syntax: 'key field',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler(context) {
    context.reply.integer(findField(context) === undefined ? 0 : 1);
  },
});

export const hlen = command({
  name: 'HLEN',
  group: 'hash',
  since: '2.0.0',
  summary: 'Returns the number of fields of a hash.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    reply.integer(db.lookupRead(args.key(), HashValue)?.size ?? 0);
  },
});
