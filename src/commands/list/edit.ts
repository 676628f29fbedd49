import { ListSearch } from '../../datatypes/list-search.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NO_SUCH_KEY, OUT_OF_RANGE, NOT_A_LONG, SYNTAX } from '../../resp/reply-errors.ts';
import { INT64_MIN } from '../../util/numbers.ts';

const BEFORE = keyword('BEFORE');
const AFTER = keyword('AFTER');
const search = new ListSearch();

export const lset = command({
  name: 'LSET',
  group: 'list',
  since: '1.0.0',
  summary: 'Puts a value in the place of the element of an index.',
  complexity: 'O(N), N being the number of elements on the way from the nearer end.',
  syntax: 'key index:integer element',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'update')],
  handler({ args, db, reply }) {
    const key = args.key();
    const list = db.lookupWrite(key, ListValue);
    if (list === undefined) throw NO_SUCH_KEY;
    const index = readIndex(args);
    const value = args.next();
    if (!list.set(index, args.bytes, args.at(value), args.length(value))) throw OUT_OF_RANGE;
    db.changed(key, 'lset');
    reply.ok();
  },
});

/** Redis looks at the lowest 32 bits of LSET's index only. */
function readIndex(args: Args): number {
  const index = args.int64();
  return typeof index === 'number' && Math.abs(index) < 2 ** 31 ? index : Number(BigInt.asIntN(32, BigInt(index)));
}

export const linsert = command({
  name: 'LINSERT',
  group: 'list',
  since: '2.2.0',
  summary: 'Inserts an element before or after the first one that equals another.',
  complexity: 'O(N), N being the number of elements up to the other one.',
  syntax: 'key where=<BEFORE | AFTER> pivot element',
  arity: 5,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'insert')],
  handler({ args, db, reply }) {
    const key = args.key();
    const behind = readPlace(args);
    const list = db.lookupWrite(key, ListValue);
    if (list === undefined) {
      reply.integer(0);
      return;
    }
    const pivot = args.next();
    const value = args.next();
    const length = args.length(value);
    // As in Redis, before it is known whether there is room to be made for anything.
    list.prepare(length, 1);
    search.begin(list, args.bytes, args.at(pivot), args.length(pivot));
    if (!search.next()) {
      reply.integer(-1);
      return;
    }
    list.insertAt(search.piece, search.element, behind, args.bytes, args.at(value), length);
    db.changed(key, 'linsert');
    reply.integer(list.size);
  },
});

/** Reads BEFORE or AFTER: whether it is behind. Throws SYNTAX. */
function readPlace(args: Args): boolean {
  if (args.take(AFTER)) return true;
  if (args.take(BEFORE)) return false;
  throw SYNTAX;
}

export const lrem = command({
  name: 'LREM',
  group: 'list',
  since: '1.0.0',
  summary: 'Takes elements that equal a value out of a list: all, so many from the head, or so many from the tail.',
  complexity: 'O(N+M), N being the length of the list and M the number of elements taken out.',
  syntax: 'key count:integer element',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler({ args, db, reply }) {
    const key = args.key();
    const count = readRemovals(args);
    const list = db.lookupWrite(key, ListValue);
    if (list === undefined) {
      reply.integer(0);
      return;
    }
    const value = args.next();
    const wanted = count === 0 ? Infinity : Math.abs(count);
    let removed = 0;
    search.begin(list, args.bytes, args.at(value), args.length(value), count < 0);
    for (; removed < wanted && search.next(); removed++) search.remove();
    if (removed > 0) {
      list.swept();
      db.changedCollection(key, list, 'lrem', removed);
    }
    reply.integer(removed);
  },
});

function readRemovals(args: Args): number {
  const count = args.int64();
  if (count === INT64_MIN) throw NOT_A_LONG;
  return Number(count);
}
