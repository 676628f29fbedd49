import { FORM_STRING, FORM_STRING_TEXT, StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { addFloats, addToInteger, FLOAT_ZERO, readFloat, sumText, writeSum } from '../../execution/counting.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes } from '../../memory/bytes.ts';
import { DECREMENT_OVERFLOW, NOT_A_FLOAT, NOT_AN_INTEGER } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { INT64_MIN } from '../../util/numbers.ts';

export const incr = command({
  name: 'INCR',
  group: 'string',
  since: '1.0.0',
  summary: 'Adds one to the integer value of a key, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    increase(context, context.args.key(), 1);
  },
});

export const decr = command({
  name: 'DECR',
  group: 'string',
  since: '1.0.0',
  summary: 'Subtracts one from the integer value of a key, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    increase(context, context.args.key(), -1);
  },
});

export const incrby = command({
  name: 'INCRBY',
  group: 'string',
  since: '1.0.0',
  summary: 'Adds a number to the integer value of a key, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key increment:integer',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args } = context;
    const key = args.key();
    increase(context, key, args.int64());
  },
});

export const decrby = command({
  name: 'DECRBY',
  group: 'string',
  since: '1.0.0',
  summary: 'Subtracts a number from the integer value of a key, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key decrement:integer',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args } = context;
    const key = args.key();
    const decrement = args.int64();
    if (decrement === INT64_MIN) throw DECREMENT_OVERFLOW;
    increase(context, key, typeof decrement === 'number' ? 0 - decrement : -decrement);
  },
});

/** Adds to a key's integer and replies with the sum. Throws WRONG_TYPE, NOT_AN_INTEGER, OVERFLOW. */
function increase(context: Context, key: Key, by: number | bigint): void {
  const { db, reply } = context;
  const value = db.lookupWrite(key, StringValue);
  if (value !== undefined && typeof by === 'number' && value.addToLastDigit(by)) {
    db.changed(key, 'incrby');
    reply.integerText(value.bytes, value.at, value.length);
    return;
  }
  let sum = by;
  if (value === undefined) db.addString(key, sumText, 0, writeSum(by));
  else {
    sum = addToInteger(value.bytes.u8, value.at, value.at + value.length, by, NOT_AN_INTEGER);
    if (typeof sum === 'number') value.setInteger(sum);
    else value.setBytes(sumText, 0, writeSum(sum), FORM_STRING);
  }
  db.changed(key, 'incrby');
  reply.integer(sum);
}

export const incrbyfloat = command({
  name: 'INCRBYFLOAT',
  group: 'string',
  since: '2.6.0',
  summary: 'Adds a number to the floating-point value of a key, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key increment:double',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args, db, reply, propagateAs } = context;
    const key = args.key();
    const value = db.lookupWrite(key, StringValue);
    const old = value === undefined ? FLOAT_ZERO : readFloat(value.bytes, value.at, value.length, NOT_A_FLOAT);
    const argument = args.next();
    const by = readFloat(args.bytes, args.at(argument), args.length(argument), NOT_A_FLOAT);
    const text = addFloats(old, by);
    const bytes = Bytes.fromString(text, 'latin1');
    if (value !== undefined) value.setBytes(bytes, 0, bytes.length, FORM_STRING_TEXT);
    else db.setString(key, bytes, 0, bytes.length, FORM_STRING_TEXT);
    db.changed(key, 'incrbyfloat');
    // Replicas get the sum: their floating point may print it otherwise.
    propagateAs('SET', key, text, 'KEEPTTL');
    reply.bulkLatin1(text);
  },
});
