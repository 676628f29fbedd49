import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { addFloats, addToInteger, FLOAT_ZERO, readFloat, sumText, writeSum } from '../../execution/counting.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes, EMPTY_BYTES } from '../../memory/bytes.ts';
import {
  HASH_VALUE_NOT_A_FLOAT,
  HASH_VALUE_NOT_AN_INTEGER,
  NOT_A_FLOAT,
  VALUE_NAN_OR_INFINITY,
} from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { isFiniteLongDouble } from '../../util/long-double.ts';
import { EXPIRED_HASH, FOUND, look } from './field-access.ts';

const FIELD = 2;
const INCREMENT = 3;

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
    const sum = isNew ? by : addToInteger(old.bytes.u8, old.at, old.at + old.length, by, HASH_VALUE_NOT_AN_INTEGER);
    store(context, key, hash, sumText, writeSum(sum), 'hincrby');
    reply.integer(sum);
  },
});

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
    const by = readFloat(args.bytes, args.at(INCREMENT), args.length(INCREMENT), NOT_A_FLOAT);
    if (!isFiniteLongDouble(by)) throw VALUE_NAN_OR_INFINITY;
    const hash = openField(context, key);
    const value = isNew ? FLOAT_ZERO : readFloat(old.bytes, old.at, old.length, HASH_VALUE_NOT_A_FLOAT);
    const text = addFloats(value, by);
    const bytes = Bytes.fromString(text, 'latin1');
    store(context, key, hash, bytes, bytes.length, 'hincrbyfloat');
    // Replicas get the sum: their floating point may print it otherwise.
    const field = { bytes: args.bytes, at: args.at(FIELD), length: args.length(FIELD) };
    if (keyspace.changes.observed) propagateAs('HSET', key, field, text);
    reply.bulkLatin1(text);
  },
});
