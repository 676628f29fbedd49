import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import type { Args } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { wrongArity } from '../../resp/reply-errors.ts';
import { EXPIRED_HASH, FOUND, look } from './field-access.ts';

const FIRST_FIELD = 2;

export const hset = command({
  name: 'HSET',
  group: 'hash',
  since: '2.0.0',
  summary: 'Gives fields of a hash their values.',
  complexity: 'O(1) for a field, O(N) for N of them.',
  syntax: 'key <field value>...',
  arity: -4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  history: [['4.0.0', 'Takes several fields with their values.']],
  handler(context) {
    context.reply.integer(setAll(context));
  },
});

export const hmset = command({
  name: 'HMSET',
  group: 'hash',
  since: '2.0.0',
  summary: 'Gives several fields of a hash their values.',
  complexity: 'O(N) for N fields.',
  syntax: 'key <field value>...',
  arity: -4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  deprecated: { since: '4.0.0', replacedBy: '`HSET` with multiple field-value pairs' },
  handler(context) {
    setAll(context);
    context.reply.ok();
  },
});

/** Sets all fields that the arguments name. Answers how many of them are new. */
function setAll({ args, db, commandName }: Context): number {
  const key = args.key();
  if ((args.remaining & 1) !== 0) throw wrongArity(commandName);
  const hash = db.lookupOrCreate(key, HashValue);
  prepare(hash, args, FIRST_FIELD);
  let created = 0;
  for (let i = FIRST_FIELD; i < args.count; i += 2) if (setPair(hash, args, i, false)) created++;
  db.changed(key, 'hset', (args.count - FIRST_FIELD) >> 1);
  return created;
}

/** Chooses the encoding for the fields and values from an argument on, before the first of them is set. */
export function prepare(hash: HashView, args: Args, from: number): void {
  if (!hash.isPacked) return;
  hash.expect((args.count - from) >> 1);
  for (let i = from; i < args.count; i++) hash.expectLength(args.length(i));
}

/** Sets the field that is the argument of this index to the one behind it. Answers whether it is new. */
export function setPair(hash: HashView, args: Args, field: number, keepExpiry: boolean): boolean {
  const { bytes } = args;
  const value = field + 1;
  return hash.set(bytes, args.at(field), args.length(field), bytes, args.at(value), args.length(value), keepExpiry);
}

export const hsetnx = command({
  name: 'HSETNX',
  group: 'hash',
  since: '2.0.0',
  summary: 'Gives a field of a hash a value, unless it has one.',
  complexity: 'O(1)',
  syntax: 'key field value',
  arity: 4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'insert')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    let hash = db.lookupOrCreate(key, HashValue);
    const found = look(context, key, hash, FIRST_FIELD);
    if (found === FOUND) {
      reply.integer(0);
      return;
    }
    if (found === EXPIRED_HASH) hash = db.lookupOrCreate(key, HashValue);
    prepare(hash, args, FIRST_FIELD);
    setPair(hash, args, FIRST_FIELD, false);
    db.changed(key, 'hset');
    reply.integer(1);
  },
});
