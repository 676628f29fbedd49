import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { INVALID_CURSOR, SYNTAX } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { globMatch, isMatchAll } from '../../util/glob.ts';
import { parseCursor } from '../../util/numbers.ts';

const MATCH = keyword('MATCH');
const COUNT = keyword('COUNT');
const NOVALUES = keyword('NOVALUES');

const CURSOR = 2;
const DEFAULT_COUNT = 10;
/** Buckets visited for each field asked for, at the most. */
const BUCKETS_PER_COUNT = 10;

interface ScanOptions {
  readonly count: number;
  /** The argument that is the pattern; 0 where everything matches. */
  readonly pattern: number;
  readonly withValues: boolean;
}

export const hscan = command({
  name: 'HSCAN',
  group: 'hash',
  since: '2.8.0',
  summary: 'Goes through the fields of a hash, some at a time.',
  complexity: 'O(1) for a call, O(N) in the number of fields for all calls until the cursor is 0 again.',
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOVALUES]',
  arity: -3,
  flags: ['readonly'],
  hints: ['nondeterministic_output'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const key = args.key();
    const start = args.at(CURSOR);
    const from = parseCursor(args.bytes.u8, start, start + args.length(CURSOR));
    if (from === undefined) throw INVALID_CURSOR;
    const hash = db.lookupRead(key, HashValue);
    if (hash === undefined) {
      reply.array(2);
      reply.bulkInteger(0);
      reply.array(0);
      return;
    }
    const options = optionsOf(args);
    const found: number[] = [];
    const cursor = collect(hash, args, Number(BigInt.asUintN(32, from)), options, found);
    reply.array(2);
    reply.bulkInteger(cursor);
    replyPlaces(reply, hash, found, options.withValues);
  },
});

function optionsOf(args: Args): ScanOptions {
  let count = DEFAULT_COUNT;
  let pattern = 0;
  let withValues = true;
  args.seek(CURSOR + 1);
  while (args.remaining > 0) {
    const hasValue = args.remaining > 1;
    if (hasValue && args.take(COUNT)) {
      count = args.integer();
      if (count < 1) throw SYNTAX;
    } else if (hasValue && args.take(MATCH)) pattern = args.next();
    else if (args.take(NOVALUES)) withValues = false;
    else throw SYNTAX;
  }
  const start = args.at(pattern);
  if (pattern > 0 && isMatchAll(args.bytes.u8, start, start + args.length(pattern))) pattern = 0;
  return { count, pattern, withValues };
}

/** Visits fields until there were `count`; the places of those that match go to `found`. Answers the next cursor. */
function collect(hash: HashView, args: Args, from: number, { count, pattern }: ScanOptions, found: number[]): number {
  const { u8 } = args.bytes;
  const start = args.at(pattern);
  const end = start + args.length(pattern);
  let cursor = from;
  let visited = 0;
  let buckets = count * BUCKETS_PER_COUNT;
  const visit = (place: number): void => {
    visited++;
    if (hash.isDueAt(place)) return;
    if (pattern > 0) {
      const field = hash.fieldAt(place);
      if (!globMatch(u8, start, end, field.bytes.u8, field.at, field.at + field.length, false)) return;
    }
    found.push(place);
  };
  do cursor = hash.scan(cursor, visit);
  while (cursor !== 0 && buckets-- > 0 && visited < count);
  return cursor;
}

function replyPlaces(reply: ReplyWriter, hash: HashView, places: readonly number[], withValues: boolean): void {
  reply.array(withValues ? places.length * 2 : places.length);
  for (const place of places) {
    const field = hash.fieldAt(place);
    reply.bulk(field.bytes, field.at, field.length);
    if (!withValues) continue;
    const value = hash.valueAt(place);
    reply.bulk(value.bytes, value.at, value.length);
  }
}
