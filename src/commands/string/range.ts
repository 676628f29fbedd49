import { FORM_STRING_RAW, StringValue } from '../../datatypes/string-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import { OFFSET_OUT_OF_RANGE, STRING_TOO_LONG } from '../../resp/reply-errors.ts';

export const append = command({
  name: 'APPEND',
  group: 'string',
  since: '2.0.0',
  summary: 'Appends to the string value of a key, which begins empty.',
  complexity: 'O(1), taken over many calls with short strings: room is made ahead.',
  syntax: 'key value',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'insert')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const argument = args.next();
    const length = args.length(argument);
    const value = db.lookupWrite(key, StringValue);
    if (value === undefined) {
      db.setString(key, args.bytes, args.at(argument), length);
    } else {
      checkLength(context, value.length + length);
      value.append(args.bytes, args.at(argument), length);
    }
    db.changed(key, 'append');
    reply.integer(value === undefined ? length : value.length);
  },
});

function checkLength({ keyspace }: Context, length: number): void {
  if (length > keyspace.limits.maxStringLength) throw STRING_TOO_LONG;
}

export const strlen = command({
  name: 'STRLEN',
  group: 'string',
  since: '2.2.0',
  summary: 'Returns the length of the string value of a key.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    const value = db.lookupRead(args.key(), StringValue);
    reply.integer(value === undefined ? 0 : value.length);
  },
});

export const setrange = command({
  name: 'SETRANGE',
  group: 'string',
  since: '2.2.0',
  summary: 'Overwrites a part of the string value of a key; what is missing before it becomes zero bytes.',
  complexity: 'O(M), M being the length of the value argument; more where the value must grow.',
  syntax: 'key offset:integer value',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'update')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const offset = args.integer();
    const argument = args.next();
    const length = args.length(argument);
    if (offset < 0) throw OFFSET_OUT_OF_RANGE;
    const found = db.lookupWrite(key, StringValue);
    if (length === 0) {
      reply.integer(found === undefined ? 0 : found.length);
      return;
    }
    checkLength(context, offset + length);
    const value = found ?? db.makeString(key, 0, FORM_STRING_RAW);
    value.setRange(offset, args.bytes, args.at(argument), length);
    db.changed(key, 'setrange');
    reply.integer(value.length);
  },
});

const RANGE_COMPLEXITY = 'O(N), N being the length of the part.';

export const getrange = command({
  name: 'GETRANGE',
  group: 'string',
  since: '2.4.0',
  summary: 'Returns a part of the string value of a key.',
  complexity: RANGE_COMPLEXITY,
  syntax: 'key start:integer end:integer',
  arity: 4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  handler: replyRange,
});

export const substr: CommandSpec = command({
  ...getrange,
  name: 'SUBSTR',
  since: '1.0.0',
  deprecated: { since: '2.0.0', replacedBy: '`GETRANGE`' },
});

function replyRange(context: Context): void {
  const { args, db, reply, keyspace } = context;
  const key = args.key();
  const exactStart = args.int64();
  const exactEnd = args.int64();
  const start = Number(exactStart);
  const end = Number(exactEnd);
  const value = db.lookupRead(key, StringValue);
  const total = value === undefined ? 0 : value.length;
  const from = Math.max(0, start < 0 ? total + start : start);
  const to = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
  const crossed = start < 0 && end < 0 && exactStart > exactEnd;
  if (value === undefined || crossed || from > to) reply.bulk(EMPTY_BYTES, 0, 0);
  else if (!value.isLarge || to - from < WORTH_LENDING) reply.bulk(value.bytes, value.at + from, to - from + 1);
  else reply.bulkInPlace(value.bytes, value.at + from, to - from + 1, keyspace.large);
}

/** Bytes from which on a part of a large value is sent from where it stands. */
const WORTH_LENDING = 32 * 1024;
