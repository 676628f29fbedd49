import type { StringView } from '../../datatypes/string-value.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import type { KeyReference } from '../../execution/key-extraction.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { ArgumentVector } from '../../resp/argument-vector.ts';
import { FIELDS_READ_ONLY } from '../../resp/reply-errors.ts';
import { executeField, readField } from './field-access.ts';
import { fieldOperations } from './field-operations.ts';
import { lookupBits } from './growth.ts';

export const bitfield: CommandSpec = command({
  name: 'BITFIELD',
  group: 'bitmap',
  since: '3.2.0',
  summary: 'Reads and writes integers of any width at any bit of the string value of a key.',
  complexity: 'O(1) for each operation',
  syntax:
    'key operation=[GET get-block=<encoding offset:integer> | write=<[OVERFLOW overflow-block=<WRAP | SAT | FAIL>] ' +
    'write-operation=<SET set-block=<encoding offset:integer value:integer> | ' +
    'INCRBY incrby-block=<encoding offset:integer increment:integer>>>]...',
  arity: -2,
  flags: ['write', 'denyoom'],
  keys: [{ ...keyAt(1, 'RW', 'update', 'access', 'variable_flags'), notes: 'Read only with nothing but GET' }],
  findKeys,
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    fieldOperations.read(context);
    if (fieldOperations.writtenBits === 0) {
      replyFields(context, db.lookupRead(key, StringValue));
      return;
    }
    const length = Math.ceil(fieldOperations.writtenBits / 8);
    const found = db.lookupWrite(key, StringValue);
    const grows = found === undefined || found.length < length;
    const value = lookupBits(db, key, found, length);
    let changes = 0;
    reply.array(fieldOperations.count);
    for (let i = 0; i < fieldOperations.count; i++) {
      if (executeField(fieldOperations.at(i), value, grows, reply)) changes++;
    }
    if (changes > 0) db.changed(key, 'setbit', changes);
  },
});

export const bitfieldReadOnly = command({
  name: 'BITFIELD_RO',
  group: 'bitmap',
  since: '6.0.0',
  summary: 'Reads integers of any width at any bit of the string value of a key.',
  complexity: 'O(1) for each operation',
  syntax: 'key [GET get-block=<encoding offset:integer>]...',
  arity: -2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const key = context.args.key();
    fieldOperations.read(context);
    if (fieldOperations.writtenBits > 0) throw FIELDS_READ_ONLY;
    replyFields(context, context.db.lookupRead(key, StringValue));
  },
});

function replyFields({ reply }: Context, value: StringView | undefined): void {
  reply.array(fieldOperations.count);
  for (let i = 0; i < fieldOperations.count; i++) readField(fieldOperations.at(i), value, reply);
}

/** The key is only read where every operation is a GET. */
function findKeys(request: ArgumentVector): readonly KeyReference[] {
  return [{ index: 1, flags: onlyReads(request) ? ['RO', 'access'] : ['RW', 'access', 'update'] }];
}

function onlyReads(request: ArgumentVector): boolean {
  for (let i = 2; i < request.count;) {
    const words = wordAt(request, i) === 'get' ? 3 : wordAt(request, i) === 'overflow' ? 2 : Infinity;
    if (i + words > request.count) return false;
    i += words;
  }
  return true;
}

function wordAt(request: ArgumentVector, index: number): string {
  const start = request.starts[index];
  return request.bytes.latin1(start, start + request.lengths[index]).toLowerCase();
}
