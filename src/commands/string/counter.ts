import type { StringView } from '../../datatypes/string-value.ts';
import { FORM_STRING, FORM_STRING_TEXT, StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes } from '../../memory/bytes.ts';
import { DECREMENT_OVERFLOW, NAN_OR_INFINITY, NOT_A_FLOAT, NOT_AN_INTEGER, OVERFLOW } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import type { LongDouble } from '../../util/long-double.ts';
import {
  addLongDouble,
  formatLongDouble,
  isFiniteLongDouble,
  longDoubleFromInteger,
  parseLongDouble,
} from '../../util/long-double.ts';
import { formatInteger, INT64_MAX, INT64_MIN } from '../../util/numbers.ts';

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

/** Where a number is written out before it goes to a key that has none. */
const scratch = Bytes.zeroed(24);

/** Adds to a key's integer and replies with the sum. Throws WRONG_TYPE, NOT_AN_INTEGER, OVERFLOW. */
function increase(context: Context, key: Key, by: number | bigint): void {
  const { db, reply } = context;
  const value = db.lookupWrite(key, StringValue);
  const old = value === undefined ? 0 : value.toSafeInteger();
  // Not a number where it is none, or one beyond 2^53; nor is the sum then.
  const sum = typeof by === 'number' ? old + by : NaN;
  if (!(sum >= Number.MIN_SAFE_INTEGER && sum <= Number.MAX_SAFE_INTEGER)) {
    increaseExactly(context, key, value, BigInt(by));
    return;
  }
  if (value !== undefined) value.setInteger(sum);
  else db.addString(key, scratch, 0, formatInteger(scratch.u8, 0, sum));
  db.changed(key, 'incrby');
  reply.integer(sum);
}

function increaseExactly(context: Context, key: Key, value: StringView | undefined, by: bigint): void {
  const old = value === undefined ? 0n : value.toInt64();
  if (old === undefined) throw NOT_AN_INTEGER;
  const sum = old + by;
  if (sum < INT64_MIN || sum > INT64_MAX) throw OVERFLOW;
  const length = Buffer.from(scratch.u8.buffer).write(sum.toString(), 'latin1');
  if (value !== undefined) value.setBytes(scratch, 0, length, FORM_STRING);
  else context.db.addString(key, scratch, 0, length);
  context.db.changed(key, 'incrby');
  context.reply.integer(sum);
}

const ZERO = longDoubleFromInteger(0n);

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
    const old = value === undefined ? ZERO : parsed(value.bytes, value.at, value.length);
    const argument = args.next();
    const sum = addLongDouble(old, parsed(args.bytes, args.at(argument), args.length(argument)));
    if (!isFiniteLongDouble(sum)) throw NAN_OR_INFINITY;

    const text = formatLongDouble(sum);
    const bytes = Bytes.fromString(text, 'latin1');
    if (value !== undefined) value.setBytes(bytes, 0, bytes.length, FORM_STRING_TEXT);
    else db.setString(key, bytes, 0, bytes.length, FORM_STRING_TEXT);
    db.changed(key, 'incrbyfloat');
    // Replicas get the sum: their floating point may print it otherwise.
    propagateAs('SET', key, text, 'KEEPTTL');
    reply.bulkLatin1(text);
  },
});

function parsed(bytes: Bytes, at: number, length: number): LongDouble {
  const number = parseLongDouble(bytes.u8, at, at + length);
  if (number === undefined) throw NOT_A_FLOAT;
  return number;
}
