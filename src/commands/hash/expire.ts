import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue, NO_EXPIRY, NO_FIELD } from '../../datatypes/hash-value.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context, PropagatedArgument } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NUMFIELDS_NOT_POSITIVE } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { readFieldList } from './field-list.ts';
import type { TimeForm } from './times.ts';
import { readFieldTime } from './times.ts';

/** What became of a field that was to expire, as the reply says it. */
const ABSENT = -2;
const CONDITION_NOT_MET = 0;
export const EXPIRES = 1;
export const DELETED = 2;

const TIME = 2;
const CONDITION = 3;
const FIELDS = 'FIELDS fields=<numfields:integer field...>';

export type ExpireCondition = 'NX' | 'XX' | 'GT' | 'LT';
const CONDITIONS = (['NX', 'XX', 'GT', 'LT'] as const).map((name) => ({ name, word: keyword(name) }));

export const hexpire = expireCommand(
  { name: 'HEXPIRE', syntax: `key seconds:integer [NX | XX | GT | LT] ${FIELDS}` },
  { summary: 'Lets fields of a hash expire after a number of seconds.', unitMs: 1000, relative: true },
);

export const hpexpire = expireCommand(
  { name: 'HPEXPIRE', syntax: `key milliseconds:integer [NX | XX | GT | LT] ${FIELDS}` },
  { summary: 'Lets fields of a hash expire after a number of milliseconds.', unitMs: 1, relative: true },
);

export const hexpireat = expireCommand(
  { name: 'HEXPIREAT', syntax: `key unix-time-seconds:unix-time [NX | XX | GT | LT] ${FIELDS}` },
  { summary: 'Lets fields of a hash expire at a Unix time in seconds.', unitMs: 1000, relative: false },
);

export const hpexpireat = expireCommand(
  { name: 'HPEXPIREAT', syntax: `key unix-time-milliseconds:unix-time [NX | XX | GT | LT] ${FIELDS}` },
  { summary: 'Lets fields of a hash expire at a Unix time in milliseconds.', unitMs: 1, relative: false },
);

function expireCommand(
  head: Pick<CommandSpec, 'name' | 'syntax'>,
  { summary, ...form }: TimeForm & { readonly summary: string },
): CommandSpec {
  return command({
    ...head,
    summary,
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    arity: -6,
    flags: ['write', 'fast'],
    keys: [keyAt(1, 'RW', 'update')],
    handler(context) {
      const { args, db, reply } = context;
      const key = args.key();
      const hash = db.lookupWrite(key, HashValue);
      args.seek(TIME);
      const ms = readFieldTime(context, form);
      const condition = CONDITIONS.find(({ word }) => args.is(CONDITION, word))?.name;
      const fields = condition === undefined ? CONDITION : CONDITION + 1;
      const first = readFieldList(args, fields, NUMFIELDS_NOT_POSITIVE);
      reply.array(args.count - first);
      if (hash !== undefined) expireAll(context, key, hash, ms, condition, first);
      else for (let i = first; i < args.count; i++) reply.integer(ABSENT);
    },
  });
}

/** Lets the fields from an argument on expire, and replies what became of each. */
function expireAll(
  context: Context,
  key: Key,
  hash: HashView,
  ms: number,
  condition: ExpireCondition | undefined,
  first: number,
): void {
  const { args, db, keyspace, reply } = context;
  const { observed } = keyspace.changes;
  const expiring: PropagatedArgument[] = [];
  let updated = 0;
  let deleted = 0;
  hash.holdExpiries();
  for (let i = first; i < args.count; i++) {
    const outcome = expireField(context, key, hash, i, ms, condition);
    if (outcome === EXPIRES) updated++;
    if (outcome === EXPIRES && observed) expiring.push({ bytes: args.bytes, at: args.at(i), length: args.length(i) });
    if (outcome === DELETED) deleted++;
    reply.integer(outcome);
  }
  const changes = updated + deleted;
  if (changes > 0) db.changedCollection(key, hash, deleted > 0 ? 'hdel' : 'hexpire', changes);
  // Fields that were deleted have been propagated one by one.
  if (updated === 0) context.preventPropagation();
  if (updated === 0 || !observed) return;
  const conditions = condition === undefined ? [] : [args.latin1At(CONDITION)];
  context.propagateAs('HPEXPIREAT', key, ms, ...conditions, 'FIELDS', updated, ...expiring);
}

/**
 * Lets the field that is the argument of this index expire, in a hash that can hold expiries; a time that has passed
 * deletes it, and tells who follows. Answers what became of it.
 */
export function expireField(
  { args, db, keyspace }: Context,
  key: Key,
  hash: HashView,
  index: number,
  ms: number,
  condition?: ExpireCondition,
): number {
  const { bytes } = args;
  const at = args.at(index);
  const length = args.length(index);
  const current = hash.seek(bytes, at, length);
  if (current === NO_FIELD) return ABSENT;
  if (condition !== undefined && !isMet(condition, current, ms)) return CONDITION_NOT_MET;
  // Also during a pause, in which nothing expires: this is a deletion.
  if (ms > keyspace.nowMs) {
    hash.expireAt(ms);
    return EXPIRES;
  }
  keyspace.changes.fieldExpired(db, key, { bytes, at, length });
  keyspace.stats.expiredFields++;
  hash.removeSought();
  return DELETED;
}

/** Whether a new time may take the place of the present one. A field without one counts as living for ever. */
function isMet(condition: ExpireCondition, current: number, ms: number): boolean {
  if (current === NO_EXPIRY) return condition === 'NX' || condition === 'LT';
  if (condition === 'NX') return false;
  if (condition === 'GT') return ms > current;
  return condition === 'XX' || ms < current;
}
