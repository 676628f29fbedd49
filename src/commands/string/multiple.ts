import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { FORM_STRING, StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keysCounted, keysFrom } from '../../execution/key-specs.ts';
import { INVALID_NUMKEYS, wrongArity, WRONG_PAIRS } from '../../resp/reply-errors.ts';
import { KEEPTTL, NX, readOptions, TIMES, timeOf, XX } from './options.ts';
import { setUntil } from './set.ts';

export const mget = command({
  name: 'MGET',
  group: 'string',
  since: '1.0.0',
  summary: 'Returns the string values of several keys.',
  complexity: 'O(N), N being the number of keys.',
  syntax: 'key...',
  arity: -2,
  flags: ['readonly', 'fast'],
  keys: [keysFrom(1, -1, 1, 'RO', 'access')],
  hints: ['request_policy:multi_shard'],
  handler(context) {
    const { args, reply } = context;
    reply.array(args.remaining);
    while (args.remaining > 0) replyStringOrNull(context);
  },
});

/** For the next key. One that holds no string is as good as missing here. */
function replyStringOrNull({ args, db, reply, replyString }: Context): void {
  const key = args.key();
  const address = db.findRead(key);
  if (address === 0 || (db.entries.head & TYPE_MASK) !== StringValue.code) {
    reply.null();
    return;
  }
  const { view } = StringValue;
  view.bind(db.entries, address, key.hash);
  replyString(view);
}

export const mset = command({
  name: 'MSET',
  group: 'string',
  since: '1.0.1',
  summary: 'Gives several keys their string values at once.',
  complexity: 'O(N), N being the number of keys.',
  syntax: '<key value>...',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keysFrom(1, -1, 2, 'OW', 'update')],
  hints: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  handler(context) {
    needPairs(context);
    setPairs(context);
    context.reply.ok();
  },
});

export const msetnx = command({
  name: 'MSETNX',
  group: 'string',
  since: '1.0.1',
  summary: 'Gives several keys their string values at once, only when none of them exists.',
  complexity: 'O(N), N being the number of keys.',
  syntax: '<key value>...',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keysFrom(1, -1, 2, 'OW', 'insert')],
  handler(context) {
    const { args, reply } = context;
    needPairs(context);
    const first = args.count - args.remaining;
    const free = exist(context, args.remaining / 2, false);
    args.seek(first);
    if (free) setPairs(context);
    reply.integer(free ? 1 : 0);
  },
});

function needPairs({ args, commandName }: Context): void {
  if (args.remaining % 2 !== 0) throw wrongArity(commandName);
}

function setPairs({ args, db }: Context): void {
  while (args.remaining > 0) {
    const key = args.key();
    const value = args.next();
    db.setString(key, args.bytes, args.at(value), args.length(value));
    db.changed(key, 'set');
  }
}

/** Whether the next `count` keys, each before its value, all exist, or all do not. */
function exist({ args, db }: Context, count: number, wanted: boolean): boolean {
  for (let i = 0; i < count; i++) {
    if ((db.findWrite(args.key()) !== 0) !== wanted) return false;
    args.next();
  }
  return true;
}

const MAX_NUMKEYS = 0x7fffffff;

export const msetex = command({
  name: 'MSETEX',
  group: 'string',
  since: '8.4.0',
  summary: 'Gives several keys their string values at once, and one expiry to all of them.',
  complexity: 'O(N), N being the number of keys.',
  syntax:
    'numkeys:integer <key value>... [NX | XX] ' +
    'expiration=[EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time ' +
    '| PXAT unix-time-milliseconds:unix-time | KEEPTTL]',
  arity: -4,
  flags: ['write', 'denyoom', 'movablekeys'],
  keys: [keysCounted(1, 2, 'OW', 'update')],
  hints: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  handler(context) {
    const { args, reply } = context;
    const count = args.integerWithin(1, MAX_NUMKEYS, INVALID_NUMKEYS);
    if (count * 2 > args.remaining) throw WRONG_PAIRS;
    const first = args.count - args.remaining;
    args.seek(first + count * 2);
    const options = readOptions(args, NX | XX | TIMES | KEEPTTL);
    const { flags } = options;
    const expiry = (flags & TIMES) !== 0 ? timeOf(context, options) : 0;
    args.seek(first);
    const met = (flags & (NX | XX)) === 0 || exist(context, count, (flags & XX) !== 0);
    args.seek(first);
    if (met) setAll(context, count, flags, expiry);
    reply.integer(met ? 1 : 0);
  },
});

/** Sets the next `count` keys; replicas are sent a SET for each, which servers of every release know. */
function setAll(context: Context, count: number, flags: number, expiry: number | bigint): void {
  const { args, db, keyspace } = context;
  const keepTtl = (flags & KEEPTTL) !== 0;
  for (let i = 0; i < count; i++) {
    const key = args.key();
    const value = args.next();
    if ((flags & TIMES) !== 0) {
      setUntil(context, key, value, expiry);
      continue;
    }
    const at = args.at(value);
    const length = args.length(value);
    db.setString(key, args.bytes, at, length, FORM_STRING, keepTtl);
    db.changed(key, 'set');
    if (!keyspace.changes.observed) continue;
    if (keepTtl) context.propagateAs('SET', key, { bytes: args.bytes, at, length }, 'KEEPTTL');
    else context.propagateAs('SET', key, { bytes: args.bytes, at, length });
  }
}
