import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { TYPE_NAMES } from '../../datatypes/value.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { INVALID_CURSOR, NO_VALUES_OUTSIDE_HASH, SYNTAX } from '../../resp/reply-errors.ts';
import { Key } from '../../structures/key.ts';
import { parseCursor } from '../../util/numbers.ts';
import { KeyPattern } from './key-pattern.ts';

const MATCH = keyword('MATCH');
const COUNT = keyword('COUNT');
const TYPE = keyword('TYPE');
const NOVALUES = keyword('NOVALUES');

const DEFAULT_COUNT = 10;
/** Buckets visited for each key asked for, at the most: a table that is nearly empty must not hold up the others. */
const BUCKETS_PER_COUNT = 10;

const pattern = new KeyPattern();
const key = new Key();

interface ScanOptions {
  readonly count: number;
  /** A type's code; -1 for a name that is none, which no key has; undefined for every type. */
  readonly type: number | undefined;
}

export const scan = command({
  name: 'SCAN',
  group: 'generic',
  since: '2.8.0',
  summary: 'Goes through the keys of the database, some at a time.',
  complexity: 'O(1) for a call, O(N) in the number of keys for all calls until the cursor is 0 again.',
  syntax: 'cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type^6.0.0]',
  arity: -2,
  flags: ['readonly'],
  categories: ['keyspace'],
  hints: ['nondeterministic_output', 'request_policy:special', 'response_policy:special'],
  history: [['6.0.0', 'Takes `TYPE`.']],
  handler({ args, db, keyspace, reply }) {
    const from = cursorOf(args);
    const { count, type } = optionsOf(args);
    const found: number[] = [];
    const cursor = collect(db, from, count, found);
    const kept = found.filter((address) => isWanted(db, keyspace, address, type));
    reply.array(2);
    reply.bulkInteger(cursor);
    reply.array(kept.length);
    for (const address of kept) {
      db.entries.readKeyBytes(address, key);
      reply.bulk(key.bytes, key.at, key.length);
    }
  },
});

/** The table's cursors have 32 bits, of which it reads as many as it has buckets. */
function cursorOf(args: Args): number {
  const index = args.next();
  const cursor = parseCursor(args.bytes.u8, args.at(index), args.at(index) + args.length(index));
  if (cursor === undefined) throw INVALID_CURSOR;
  return Number(BigInt.asUintN(32, cursor));
}

function optionsOf(args: Args): ScanOptions {
  let count = DEFAULT_COUNT;
  let type: number | undefined;
  pattern.clear();
  while (args.remaining > 0) {
    const hasValue = args.remaining > 1;
    if (hasValue && args.take(COUNT)) {
      count = args.integer();
      if (count < 1) throw SYNTAX;
    } else if (hasValue && args.take(MATCH)) pattern.set(args, args.next());
    else if (hasValue && args.take(TYPE)) type = TYPE_NAMES.indexOf(args.latin1().toLowerCase());
    else throw args.take(NOVALUES) ? NO_VALUES_OUTSIDE_HASH : SYNTAX;
  }
  return { count, type };
}

/** Visits buckets until they held `count` keys; those that match go to `found`. Answers the cursor to go on with. */
function collect(db: Database, from: number, count: number, found: number[]): number {
  const { entries } = db;
  let cursor = from;
  let visited = 0;
  let buckets = count * BUCKETS_PER_COUNT;
  const visit = (address: number): void => {
    visited++;
    if (pattern.matches(entries.readKeyBytes(address, key))) found.push(address);
  };
  do cursor = entries.dict.scan(cursor, visit);
  while (cursor !== 0 && buckets-- > 0 && visited < count);
  return cursor;
}

/** Whether a key has the type and has not expired; looking at its type counts as a read. */
function isWanted(db: Database, keyspace: Keyspace, address: number, type: number | undefined): boolean {
  const gone = db.isDueAt(address);
  if (gone && keyspace.expiresKeys) db.expire(address, db.entries.readKey(address, key));
  if (type === undefined) return !gone;
  if (gone) keyspace.stats.misses++;
  else keyspace.stats.hits++;
  return !gone && (db.entries.form(address) & TYPE_MASK) === type;
}
