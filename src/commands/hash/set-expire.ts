import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context, PropagatedArgument } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  INVALID_FIELD_COUNT,
  MISSING_EXPIRE,
  ONE_FIELD_CONDITION,
  ONE_FIELD_LIFETIME,
  unknownArgument,
  wrongArity,
} from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { argumentsFrom } from './delete.ts';
import { DELETED, EXPIRES, expireField } from './expire.ts';
import { FOUND, lookQuietly } from './field-access.ts';
import { FIELDS } from './field-list.ts';
import { prepare, setPair } from './set.ts';
import { readFieldTime, timeOptionAt } from './times.ts';

const FNX = keyword('FNX');
const FXX = keyword('FXX');
const KEEPTTL = keyword('KEEPTTL');

const FIRST_OPTION = 2;
const MAX_FIELDS = 0x7fffffff;

interface SetOptions {
  condition: 'FNX' | 'FXX' | undefined;
  /** When the fields expire; undefined where no option says so. */
  expiry: number | undefined;
  /** The argument that named that time; 0 where it stands as it is propagated. */
  timeAt: number;
  keepsExpiry: boolean;
  /** The first field. */
  first: number;
}

export const hsetex = command({
  name: 'HSETEX',
  group: 'hash',
  since: '8.0.0',
  summary: 'Gives fields of a hash their values and an expiry.',
  complexity: 'O(N) for N fields.',
  syntax:
    'key [FNX | FXX] expiration=[EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time ' +
    '| PXAT unix-time-milliseconds:unix-time | KEEPTTL] FIELDS fields=<numfields:integer <field value>...>',
  arity: -6,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  handler(context) {
    const { db, reply } = context;
    const key = context.args.key();
    const options = readOptions(context);
    let hash = db.lookupWrite(key, HashValue);
    if (hash === undefined ? options.condition === 'FXX' : !isMet(context, key, hash, options)) {
      if (hash?.size === 0) removeEmpty(context, key);
      reply.integer(0);
      return;
    }
    hash ??= db.lookupOrCreate(key, HashValue);
    setAll(context, key, hash, options);
    reply.integer(1);
  },
});

/** The last field has expired, and nothing came in its place. */
function removeEmpty({ db }: Context, key: Key): void {
  db.delete(key);
  db.changed(key, 'del', 0);
}

/** All options up to FIELDS, and the number of fields behind it. */
function readOptions(context: Context): SetOptions {
  const { args } = context;
  const options: SetOptions = { condition: undefined, expiry: undefined, timeAt: 0, keepsExpiry: false, first: 0 };
  for (let i = FIRST_OPTION; ; i++) {
    const form = timeOptionAt(context, i);
    if (args.is(i, FIELDS)) {
      options.first = readFieldPairs(context, i);
      return options;
    }
    if (form !== undefined) {
      refuseSecondLifetime(options);
      if (i >= args.count - 1) throw MISSING_EXPIRE;
      args.seek(++i);
      options.expiry = readFieldTime(context, form);
      options.timeAt = form.relative || form.unitMs !== 1 ? i : 0;
    } else if (args.is(i, KEEPTTL)) {
      refuseSecondLifetime(options);
      options.keepsExpiry = true;
    } else if (args.is(i, FXX) || args.is(i, FNX)) {
      if (options.condition !== undefined) throw ONE_FIELD_CONDITION;
      options.condition = args.is(i, FXX) ? 'FXX' : 'FNX';
    } else throw unknownArgument(args.latin1At(i));
  }
}

function refuseSecondLifetime({ expiry, keepsExpiry }: SetOptions): void {
  if (expiry !== undefined || keepsExpiry) throw ONE_FIELD_LIFETIME;
}

function readFieldPairs({ args, commandName }: Context, index: number): number {
  if (index >= args.count - 3) throw wrongArity(commandName);
  args.seek(index + 1);
  const count = args.integerWithin(1, MAX_FIELDS, INVALID_FIELD_COUNT);
  if (count * 2 !== args.remaining) throw wrongArity(commandName);
  return index + 2;
}

/** Whether all fields that are named are there (FXX), or none (FNX). What has expired is removed without a word. */
function isMet(context: Context, key: Key, hash: HashView, { condition, first }: SetOptions): boolean {
  if (condition === undefined) return true;
  const { args } = context;
  for (let i = first; i < args.count; i += 2) {
    if ((lookQuietly(context, key, hash, i) === FOUND) !== (condition === 'FXX')) return false;
  }
  return true;
}

function setAll(context: Context, key: Key, hash: HashView, options: SetOptions): void {
  const { args, db, keyspace } = context;
  const { expiry, first, keepsExpiry } = options;
  let updated = 0;
  let deleted = 0;
  prepare(hash, args, first);
  if (expiry !== undefined) hash.holdExpiries();
  for (let i = first; i < args.count; i += 2) {
    setPair(hash, args, i, keepsExpiry || expiry !== undefined);
    if (expiry === undefined) continue;
    const outcome = expireField(context, key, hash, i, expiry);
    if (outcome === EXPIRES) updated++;
    if (outcome === DELETED) deleted++;
  }
  const count = (args.count - first) >> 1;
  if (updated + deleted === 0) {
    db.changed(key, 'hset', count);
    return;
  }
  db.changed(key, 'hset', count);
  db.changedCollection(key, hash, deleted > 0 ? 'hdel' : 'hexpire', 0);
  // Fields that were deleted have been propagated one by one.
  if (deleted > 0) context.preventPropagation();
  else if (options.timeAt > 0 && keyspace.changes.observed) {
    context.propagateAs('HSETEX', key, ...withAbsoluteTime(context, options.timeAt, expiry ?? 0));
  }
}

/** The arguments behind the key with PXAT in the place of another time. */
function withAbsoluteTime(context: Context, timeAt: number, ms: number): PropagatedArgument[] {
  const list = argumentsFrom(context, FIRST_OPTION);
  list[timeAt - 1 - FIRST_OPTION] = 'PXAT';
  list[timeAt - FIRST_OPTION] = ms;
  return list;
}
