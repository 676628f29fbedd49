import { HashValue } from '../../datatypes/hash-value.ts';
import { command } from '../../execution/command.ts';
import type { Context, PropagatedArgument } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { EXPIRED, FOUND, lookQuietly, replyFound, reportExpired } from './field-access.ts';
import { readFieldList } from './field-list.ts';

const FIRST_FIELD = 2;

export const hdel = command({
  name: 'HDEL',
  group: 'hash',
  since: '2.0.0',
  summary: 'Removes fields from a hash, and the hash with its last field.',
  complexity: 'O(N) for N fields.',
  syntax: 'key field...',
  arity: -3,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete')],
  history: [['2.4.0', 'Takes several fields.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const hash = db.lookupWrite(key, HashValue);
    let removed = 0;
    if (hash !== undefined) {
      for (let i = FIRST_FIELD; i < args.count; i++) {
        if (hash.remove(args.bytes, args.at(i), args.length(i))) removed++;
      }
      if (removed > 0) db.changedCollection(key, hash, 'hdel', removed);
    }
    reply.integer(removed);
  },
});

export const hgetdel = command({
  name: 'HGETDEL',
  group: 'hash',
  since: '8.0.0',
  summary: 'Returns the values of fields of a hash and removes them.',
  complexity: 'O(N) for N fields.',
  syntax: 'key FIELDS fields=<numfields:integer field...>',
  arity: -5,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const hash = db.lookupWrite(key, HashValue);
    const first = readFieldList(args, FIRST_FIELD);
    let removed = 0;
    let hasExpired = false;
    reply.array(args.count - first);
    for (let i = first; i < args.count; i++) {
      const found = hash !== undefined && lookQuietly(context, key, hash, i);
      if (found === EXPIRED) hasExpired = true;
      if (hash === undefined || found !== FOUND) {
        reply.null();
        continue;
      }
      replyFound(context, hash);
      hash.removeSought();
      removed++;
    }
    if (hash === undefined) return;
    if (removed === 0) {
      if (hasExpired) reportExpired(context, key, hash);
      return;
    }
    if (hasExpired) db.changed(key, 'hexpired', 0);
    db.changedCollection(key, hash, 'hdel', removed);
    if (context.keyspace.changes.observed) context.propagateAs('HDEL', key, ...argumentsFrom(context, first));
  },
});

/** The arguments from one on, to be propagated. */
export function argumentsFrom({ args }: Context, first: number): PropagatedArgument[] {
  const list: PropagatedArgument[] = [];
  for (let i = first; i < args.count; i++) list.push({ bytes: args.bytes, at: args.at(i), length: args.length(i) });
  return list;
}
