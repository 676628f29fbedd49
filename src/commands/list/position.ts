import { ListSearch } from '../../datatypes/list-search.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NEGATIVE_COUNT, NEGATIVE_MAXLEN, NOT_A_LONG, SYNTAX, ZERO_RANK } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { INT64_MIN } from '../../util/numbers.ts';

const RANK = keyword('RANK');
const COUNT = keyword('COUNT');
const MAXLEN = keyword('MAXLEN');
const search = new ListSearch();

export const lpos = command({
  name: 'LPOS',
  group: 'list',
  since: '6.0.6',
  summary: 'Returns where in a list elements stand that equal a value.',
  complexity: 'O(N), N being the number of elements looked at.',
  syntax: 'key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const key = args.key();
    const element = args.next();
    readOptions(args);
    const { rank, count, most } = options;
    const list = db.lookupRead(key, ListValue);
    if (list === undefined) {
      if (count < 0) reply.null();
      else reply.array(0);
      return;
    }
    search.begin(list, args.bytes, args.at(element), args.length(element), rank < 0, most);
    for (let skipped = 1; skipped < Math.abs(rank); skipped++) if (!search.next()) break;
    const found = findPositions(list.size, rank < 0, count < 0 ? 1 : count);
    if (count >= 0) replyPositions(reply, found);
    else if (found.length === 0) reply.null();
    else reply.integer(found[0]);
  },
});

const options = { rank: 1, count: -1, most: Infinity };

/** Reads the options into `options`: without COUNT `count` is -1. */
function readOptions(args: Args): void {
  options.rank = 1;
  options.count = -1;
  options.most = Infinity;
  while (args.remaining > 0) {
    if (args.remaining < 2) throw SYNTAX;
    if (args.take(RANK)) options.rank = readRank(args);
    else if (args.take(COUNT)) options.count = args.integerWithin(0, Infinity, NEGATIVE_COUNT);
    else if (args.take(MAXLEN)) options.most = args.integerWithin(0, Infinity, NEGATIVE_MAXLEN) || Infinity;
    else throw SYNTAX;
  }
}

function readRank(args: Args): number {
  const rank = args.int64();
  if (rank === INT64_MIN) throw NOT_A_LONG;
  if (rank === 0) throw ZERO_RANK;
  return Number(rank);
}

/** The indexes of the next matches, up to `count` (0: all). */
function findPositions(size: number, backwards: boolean, count: number): number[] {
  const found: number[] = [];
  while ((count === 0 || found.length < count) && search.next()) {
    found.push(backwards ? size - search.scanned : search.scanned - 1);
  }
  return found;
}

function replyPositions(reply: ReplyWriter, positions: readonly number[]): void {
  reply.array(positions.length);
  for (const position of positions) reply.integer(position);
}
