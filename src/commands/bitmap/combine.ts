import { FORM_STRING_RAW, StringValue } from '../../datatypes/string-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysFrom } from '../../execution/key-specs.ts';
import type { Database } from '../../keyspace/database.ts';
import { equalBytes } from '../../memory/bytes.ts';
import { needsTwoSources, NOT_TAKES_ONE_SOURCE, SYNTAX } from '../../resp/reply-errors.ts';
import type { BitOperation } from '../../structures/bit-combine.ts';
import { Bitmap, combineBitmaps } from '../../structures/bit-combine.ts';
import type { Key } from '../../structures/key.ts';

const OPERATIONS = (['and', 'or', 'xor', 'not', 'diff', 'diff1', 'andor', 'one'] as const).map((operation) => ({
  operation,
  word: keyword(operation),
}));

/** Operations between a first source and the others, which need one. */
const BETWEEN: readonly BitOperation[] = ['diff', 'diff1', 'andor'];

const TARGET = 2;
const FIRST_SOURCE = 3;

export const bitop = command({
  name: 'BITOP',
  group: 'bitmap',
  since: '2.6.0',
  summary: 'Combines the bits of several strings and stores the result.',
  complexity: 'O(N)',
  syntax: 'operation=<AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE> destkey:key key...',
  arity: -4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(2, 'OW', 'update'), keysFrom(3, -1, 1, 'RO', 'access')],
  history: [['8.2.0', 'Added `DIFF`, `DIFF1`, `ANDOR` and `ONE`.']],
  handler(context) {
    const { args, db, reply } = context;
    const operation = readOperation(args);
    args.seek(FIRST_SOURCE);
    const length = longestSource(context);
    if (length > 0) {
      store(context, operation, length);
      db.changed(args.keyAt(TARGET), 'set');
    } else {
      const target = args.keyAt(TARGET);
      if (db.delete(target)) db.changed(target, 'del');
    }
    reply.integer(length);
  },
});

function readOperation(args: Args): BitOperation {
  const index = args.next();
  const found = OPERATIONS.find(({ word }) => args.is(index, word));
  if (found === undefined) throw SYNTAX;
  const { operation } = found;
  const sources = args.count - FIRST_SOURCE;
  if (operation === 'not' && sources !== 1) throw NOT_TAKES_ONE_SOURCE;
  if (BETWEEN.includes(operation) && sources < 2) throw needsTwoSources(operation.toUpperCase());
  return operation;
}

/** Looks every source up, as a read. Answers the length of the longest. Throws WRONG_TYPE. */
function longestSource({ args, db }: Context): number {
  let longest = 0;
  while (args.remaining > 0) {
    const value = db.lookupRead(args.key(), StringValue);
    if (value !== undefined && value.length > longest) longest = value.length;
  }
  return longest;
}

/** The keys are read by index, each when it is needed: only 16 can be held at a time. */
function store({ args, db }: Context, operation: BitOperation, length: number): void {
  const kept = sourceLength(args, db);
  const { bytes, at } = db.makeString(args.keyAt(TARGET), length, FORM_STRING_RAW, kept);
  const sources: Bitmap[] = [];
  for (let i = FIRST_SOURCE; i < args.count; i++) sources.push(sourceAt(args, db, i, kept));
  combineBitmaps(operation, sources, bytes, at, length);
}

/** The length of the target's string, where the target is a source too; else 0. */
function sourceLength(args: Args, db: Database): number {
  for (let i = FIRST_SOURCE; i < args.count; i++) if (isTarget(args, i)) return locate(db, args.keyAt(i)).length;
  return 0;
}

/** A source where it stands now that room was made for the result; of the target only what it was before. */
function sourceAt(args: Args, db: Database, index: number, kept: number): Bitmap {
  const source = locate(db, args.keyAt(index));
  if (isTarget(args, index)) source.length = kept;
  return source;
}

/** Locates a key's string without another count of a hit. */
function locate(db: Database, key: Key): Bitmap {
  const source = new Bitmap();
  const address = db.peek(key);
  if (address === 0) return source;
  const { entries } = db;
  entries.value(address);
  source.bytes = entries.valueBytes;
  source.at = entries.valueAt;
  source.length = entries.valueLength;
  return source;
}

function isTarget(args: Args, index: number): boolean {
  const length = args.length(index);
  return length === args.length(TARGET) && equalBytes(args.bytes, args.at(index), args.bytes, args.at(TARGET), length);
}
