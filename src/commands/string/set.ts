import { FORM_STRING, StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { hasWord } from '../../execution/key-extraction.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import { matchesOrMissing } from './conditions.ts';
import type { StringOptions } from './options.ts';
import { absoluteTime, CONDITIONS, GET, KEEPTTL, MATCHES, NX, readOptions, TIMES, timeOf, XX } from './options.ts';

const SET_OPTIONS = CONDITIONS | GET | TIMES | KEEPTTL;

/** Options that look at the old value. */
const READING_OPTIONS = ['GET', 'IFEQ', 'IFNE', 'IFDEQ', 'IFDNE'];

export const set = command({
  name: 'SET',
  group: 'string',
  since: '1.0.0',
  summary: 'Gives a key a string value, whatever it held before.',
  complexity: 'O(1)',
  syntax:
    'key value [NX | XX | IFEQ ifeq-value^8.4.0 | IFNE ifne-value^8.4.0 | IFDEQ ifdeq-digest^8.4.0 ' +
    '| IFDNE ifdne-digest^8.4.0]^2.6.12 [GET^6.2.0] ' +
    'expiration=[EX seconds:integer^2.6.12 | PX milliseconds:integer^2.6.12 | EXAT unix-time-seconds:unix-time^6.2.0 ' +
    '| PXAT unix-time-milliseconds:unix-time^6.2.0 | KEEPTTL^6.0.0]',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [{ ...keyAt(1, 'RW', 'access', 'update', 'variable_flags'), notes: 'Read only with GET or a condition' }],
  findKeys: (request) => [
    { index: 1, flags: hasWord(request, 3, READING_OPTIONS) ? ['RW', 'access', 'update'] : ['OW', 'update'] },
  ],
  history: [
    ['2.6.12', 'Added `EX`, `PX`, `NX` and `XX`.'],
    ['6.0.0', 'Added `KEEPTTL`.'],
    ['6.2.0', 'Added `GET`, `EXAT` and `PXAT`.'],
    ['7.0.0', '`NX` and `GET` may be given together.'],
    ['8.4.0', 'Added `IFEQ`, `IFNE`, `IFDEQ` and `IFDNE`.'],
  ],
  handler(context) {
    const { args, db } = context;
    const key = args.key();
    const value = args.next();
    if (args.remaining > 0) {
      setWithOptions(context, key, value);
      return;
    }
    db.setString(key, args.bytes, args.at(value), args.length(value));
    db.changed(key, 'set');
    context.reply.ok();
  },
});

function setWithOptions(context: Context, key: Key, value: number): void {
  const { reply } = context;
  const options = readOptions(context.args, SET_OPTIONS);
  const { flags } = options;
  const expiry = (flags & TIMES) !== 0 ? timeOf(context, options) : 0;
  const met =
    (flags & (GET | MATCHES)) !== 0 ? meetsByValue(context, key, options) : meetsByPresence(context, key, flags);
  if (met) {
    if ((flags & TIMES) !== 0) setUntil(context, key, value, expiry);
    else setWithoutTime(context, key, value, flags);
  }
  if ((flags & GET) !== 0) return;
  if (met) reply.ok();
  else reply.null();
}

function meetsByPresence({ db }: Context, key: Key, flags: number): boolean {
  if ((flags & (NX | XX)) === 0) return true;
  // The key that is set is looked up then, once like one that stays.
  if ((flags & XX) !== 0) return db.peek(key) !== 0;
  return db.findWrite(key) === 0;
}

/** Looks at the value too, and replies with it where GET asks for it. Throws WRONG_TYPE. */
function meetsByValue(context: Context, key: Key, { flags, match }: StringOptions): boolean {
  const { args, db, reply } = context;
  const wantsValue = (flags & GET) !== 0;
  const current = wantsValue ? db.lookupRead(key, StringValue) : db.lookupWrite(key, StringValue);
  const met =
    (flags & MATCHES) !== 0
      ? matchesOrMissing(current, args, match, flags)
      : (flags & (NX | XX)) === 0 || (current !== undefined) === ((flags & XX) !== 0);
  if (!wantsValue) return met;
  // What is set is looked up again, and in Redis so is what stays.
  if (!met) db.countAgain(key);
  if (current === undefined) reply.null();
  else context.replyString(current);
  return met;
}

function setWithoutTime(context: Context, key: Key, value: number, flags: number): void {
  const { args, db, keyspace } = context;
  const keepTtl = (flags & KEEPTTL) !== 0;
  const at = args.at(value);
  const length = args.length(value);
  db.setString(key, args.bytes, at, length, FORM_STRING, keepTtl);
  db.changed(key, 'set');
  // What was asked of the old value has been answered here; replicas only need to know the new one.
  if ((flags & (GET | MATCHES)) === 0 || !keyspace.changes.observed) return;
  const copy = { bytes: args.bytes, at, length };
  if (keepTtl) context.propagateAs('SET', key, copy, 'KEEPTTL');
  else context.propagateAs('SET', key, copy);
}

/** Sets a key to the argument at `value`, to expire at an absolute time; replicas are told the same time. */
export function setUntil(context: Context, key: Key, value: number, ms: number | bigint): void {
  const { args, db, keyspace } = context;
  const at = args.at(value);
  const length = args.length(value);
  // An expiry that is there already is overwritten at once, which is cheaper than to take it away first.
  db.setString(key, args.bytes, at, length, FORM_STRING, true);
  db.changed(key, 'set');
  db.setExpiry(key, ms);
  db.changed(key, 'expire', 0);
  if (keyspace.changes.observed) context.propagateAs('SET', key, { bytes: args.bytes, at, length }, 'PXAT', ms);
}

export const setnx = command({
  name: 'SETNX',
  group: 'string',
  since: '1.0.0',
  summary: 'Gives a key a string value only when there is no such key.',
  complexity: 'O(1)',
  syntax: 'key value',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'OW', 'insert')],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `NX` argument' },
  handler({ args, db, reply }) {
    const key = args.key();
    const value = args.next();
    if (db.findWrite(key) !== 0) {
      reply.integer(0);
      return;
    }
    db.setString(key, args.bytes, args.at(value), args.length(value));
    db.changed(key, 'set');
    reply.integer(1);
  },
});

export const setex = command({
  name: 'SETEX',
  group: 'string',
  since: '2.0.0',
  summary: 'Gives a key a string value and a time to live in seconds.',
  complexity: 'O(1)',
  syntax: 'key seconds:integer value',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update')],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `EX` argument' },
  handler(context) {
    setFor(context, true);
  },
});

export const psetex = command({
  name: 'PSETEX',
  group: 'string',
  since: '2.6.0',
  summary: 'Gives a key a string value and a time to live in milliseconds.',
  complexity: 'O(1)',
  syntax: 'key milliseconds:integer value',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update')],
  deprecated: { since: '2.6.12', replacedBy: '`SET` with the `PX` argument' },
  handler(context) {
    setFor(context, false);
  },
});

function setFor(context: Context, inSeconds: boolean): void {
  const { args } = context;
  const key = args.key();
  const ms = absoluteTime(context, inSeconds, true);
  setUntil(context, key, args.next(), ms);
  context.reply.ok();
}
