import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SCORE_NAN, SYNTAX, ZADD_GT_LT_NX, ZADD_INCR_PAIRS, ZADD_NX_WITH_XX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';

const NX = 1;
const XX = 2;
const GT = 4;
const LT = 8;
const CH = 16;
const INCR = 32;

const OPTIONS = [
  { word: keyword('NX'), flag: NX },
  { word: keyword('XX'), flag: XX },
  { word: keyword('CH'), flag: CH },
  { word: keyword('INCR'), flag: INCR },
  { word: keyword('GT'), flag: GT },
  { word: keyword('LT'), flag: LT },
];

export const zadd = command({
  name: 'ZADD',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Adds members with their scores to a sorted set, or gives those that it has other scores.',
  complexity: 'O(log(N)) for each member, N being the number of members in the sorted set.',
  syntax:
    'key [NX | XX]^3.0.2 comparison=[GT | LT]^6.2.0 [change=CH^3.0.2] [increment=INCR^3.0.2] ' +
    '<score:double member>...',
  arity: -4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  history: [
    ['2.4.0', 'Takes several members.'],
    ['3.0.2', 'Added `XX`, `NX`, `CH` and `INCR`.'],
    ['6.2.0', 'Added `GT` and `LT`.'],
  ],
  handler(context) {
    add(context, 0);
  },
});

export const zincrby = command({
  name: 'ZINCRBY',
  group: 'sorted-set',
  since: '1.2.0',
  summary: 'Adds to the score of a member, which begins with 0 where it is new.',
  complexity: 'O(log(N)), N being the number of members in the sorted set.',
  syntax: 'key increment:integer member',
  arity: 4,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    add(context, INCR);
  },
});

/** The scores of the command under way, read before anything is changed. */
let scores = new Float64Array(16);
/** What the pairs of the command under way have done so far. */
const outcome = { added: 0, updated: 0, processed: 0, score: 0 };

function add(context: Context, given: number): void {
  const { args, db } = context;
  const key = args.key();
  const flags = readFlags(args, given);
  const pairs = args.remaining / 2;
  const first = args.count - args.remaining;
  checkFlags(flags, pairs);
  readScores(args, pairs);
  clear();
  const zset = (flags & XX) === 0 ? db.lookupOrCreate(key, ZSetValue) : db.lookupWrite(key, ZSetValue);
  if (zset !== undefined) {
    const isNew = zset.size === 0;
    zset.expect(pairs, isNew ? args.length(first + 1) : 0);
    for (let i = 0; i < pairs; i++) put(args, zset, flags, scores[i], first + 2 * i + 1);
    report(context, key, flags);
  }
  answer(context, flags);
}

function readFlags(args: Args, given: number): number {
  let flags = given;
  while (args.remaining > 0) {
    const flag = flagOf(args);
    if (flag === 0) return flags;
    flags |= flag;
    args.next();
  }
  return flags;
}

/** The flag of the next argument, 0 where it is none. */
function flagOf(args: Args): number {
  const index = args.count - args.remaining;
  if (args.length(index) !== 2 && args.length(index) !== 4) return 0;
  // Scores are digits, signs and points, but for infinities.
  if (args.bytes.u8[args.at(index)] < LETTERS) return 0;
  for (const { word, flag } of OPTIONS) if (args.is(index, word)) return flag;
  return 0;
}

const LETTERS = 65;

function checkFlags(flags: number, pairs: number): void {
  if (pairs === 0 || !Number.isInteger(pairs)) throw SYNTAX;
  if (flags === 0) return;
  if ((flags & NX) !== 0 && (flags & XX) !== 0) throw ZADD_NX_WITH_XX;
  const exclusive = [NX, GT, LT].filter((flag) => (flags & flag) !== 0);
  if (exclusive.length > 1) throw ZADD_GT_LT_NX;
  if ((flags & INCR) !== 0 && pairs > 1) throw ZADD_INCR_PAIRS;
}

function readScores(args: Args, pairs: number): void {
  if (pairs > scores.length) scores = new Float64Array(pairs * 2);
  for (let i = 0; i < pairs; i++) {
    scores[i] = args.double();
    args.next();
  }
}

function clear(): void {
  outcome.added = 0;
  outcome.updated = 0;
  outcome.processed = 0;
}

/** Adds the member at an index of the arguments, or changes its score, where the flags allow it. */
function put(args: Args, zset: ZSetView, flags: number, given: number, index: number): void {
  const { bytes } = args;
  const at = args.at(index);
  const length = args.length(index);
  if (!zset.find(bytes, at, length)) {
    if ((flags & XX) !== 0) return;
    zset.add(given, bytes, at, length);
    outcome.added++;
    outcome.processed++;
    outcome.score = given;
    return;
  }
  if ((flags & NX) !== 0) return;
  const before = zset.score;
  const score = (flags & INCR) === 0 ? given : given + before;
  if (Number.isNaN(score)) throw SCORE_NAN;
  if (((flags & LT) !== 0 && score >= before) || ((flags & GT) !== 0 && score <= before)) return;
  outcome.processed++;
  outcome.score = score;
  if (score === before) return;
  zset.setFound(score, bytes, at, length);
  outcome.updated++;
}

function report({ db }: Context, key: Key, flags: number): void {
  const changes = outcome.added + outcome.updated;
  if (changes > 0) db.changed(key, (flags & INCR) === 0 ? 'zadd' : 'zincr', changes);
}

function answer({ reply }: Context, flags: number): void {
  if ((flags & INCR) === 0) reply.integer(outcome.added + ((flags & CH) === 0 ? 0 : outcome.updated));
  else if (outcome.processed > 0) reply.double(outcome.score);
  else reply.null();
}
