import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes, EMPTY_BYTES } from '../../memory/bytes.ts';
import {
  HASH_VALUE_NOT_A_FLOAT,
  HASH_VALUE_NOT_AN_INTEGER,
  NAN_OR_INFINITY,
  NOT_A_FLOAT,
  OVERFLOW,
  VALUE_NAN_OR_INFINITY,
} from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import {
  addLongDouble,
  formatLongDouble,
  isFiniteLongDouble,
  longDoubleFromInteger,
  parseLongDouble,
} from '../../util/long-double.ts';
import { formatInteger, INT64_MAX, INT64_MIN, parseInt64, parseSafeInteger } from '../../util/numbers.ts';
import { EXPIRED_HASH, FOUND, look } from './field-access.ts';

const FIELD = 2;
const INCREMENT = 3;

/** Where a number is written out before it becomes the field's value. */
const scratch = Bytes.zeroed(24);
const old = { bytes: EMPTY_BYTES, at: 0, length: 0 };

/** Whether the field that was opened had no value; else `old` is that. */
let isNew = false;

/** The hash to increase a field of, with that sought in it. */
function openField(context: Context, key: Key): HashView {
  const { db } = context;
  const hash = db.lookupOrCreate(key, HashValue);
  const found = look(context, key, hash, FIELD);
  isNew = found !== FOUND;
  if (!isNew) hash.read(old);
  return found === EXPIRED_HASH ? db.lookupOrCreate(key, HashValue) : hash;
}

/** Gives the field that was opened another value; its expiry stays. */
function store({ args, db }: Context, key: Key, hash: HashView, bytes: Bytes, length: number, event: string): void {
  if (isNew || !hash.update(bytes, 0, length)) {
    hash.set(args.bytes, args.at(FIELD), args.length(FIELD), bytes, 0, length, true);
  }
  db.changed(key, event);
}

export const hincrby = command({
  name: 'HINCRBY',
  group: 'hash',
  since: '2.0.0',
  summary: 'Adds a number to the integer value of a field, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key field increment:integer',
  arity: 4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args, reply } = context;
    const key = args.key();
    args.seek(INCREMENT);
    const by = args.int64();
    const hash = openField(context, key);
    const value = isNew ? 0 : parseSafeInteger(old.bytes.u8, old.at, old.at + old.length);
    // Not a number where it is none, or one beyond 2^53; nor is the sum then.
    const sum = typeof by === 'number' ? value + by : NaN;
    if (!(sum >= Number.MIN_SAFE_INTEGER && sum <= Number.MAX_SAFE_INTEGER)) {
      increaseExactly(context, key, hash, BigInt(by));
      return;
    }
    store(context, key, hash, scratch, formatInteger(scratch.u8, 0, sum), 'hincrby');
    reply.integer(sum);
  },
});

function increaseExactly(context: Context, key: Key, hash: HashView, by: bigint): void {
  const value = isNew ? 0n : parseInt64(old.bytes.u8, old.at, old.at + old.length);
  if (value === undefined) throw HASH_VALUE_NOT_AN_INTEGER;
  const sum = value + by;
  if (sum < INT64_MIN || sum > INT64_MAX) throw OVERFLOW;
  const bytes = Bytes.fromString(sum.toString(), 'latin1');
  store(context, key, hash, bytes, bytes.length, 'hincrby');
  context.reply.integer(sum);
}

const ZERO = longDoubleFromInteger(0n);

export const hincrbyfloat = command({
  name: 'HINCRBYFLOAT',
  group: 'hash',
  since: '2.6.0',
  summary: 'Adds a number to the floating-point value of a field, which begins at 0.',
  complexity: 'O(1)',
  syntax: 'key field increment:double',
  arity: 4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args, keyspace, propagateAs, reply } = context;
    const key = args.key();
    const at = args.at(INCREMENT);
    const by = parseLongDouble(args.bytes.u8, at, at + args.length(INCREMENT));
    if (by === undefined) throw NOT_A_FLOAT;
    if (!isFiniteLongDouble(by)) throw VALUE_NAN_OR_INFINITY;
    const hash = openField(context, key);
    const value = isNew ? ZERO : parseLongDouble(old.bytes.u8, old.at, old.at + old.length);
    if (value === undefined) throw HASH_VALUE_NOT_A_FLOAT;
    const sum = addLongDouble(value, by);
    if (!isFiniteLongDouble(sum)) throw NAN_OR_INFINITY;

    const text = formatLongDouble(sum);
    const bytes = Bytes.fromString(text, 'latin1');
    store(context, key, hash, bytes, bytes.length, 'hincrbyfloat');
    // Replicas get the sum: their floating point may print it otherwise.
    const field = { bytes: args.bytes, at: args.at(FIELD), length: args.length(FIELD) };
    if (keyspace.changes.observed) propagateAs('HSET', key, field, text);
    reply.bulkLatin1(text);
  },
});
