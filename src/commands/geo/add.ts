import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context, PropagatedArgument } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { encodeGeohash, GeoPoint } from '../../structures/geohash.ts';
import { readPosition } from './arguments.ts';

const NX = keyword('NX');
const XX = keyword('XX');
const CH = keyword('CH');

/** Longitude, latitude, member. */
const TRIPLE = 3;

interface AddOptions {
  readonly onlyNew: boolean;
  readonly onlyKnown: boolean;
  readonly countsChanges: boolean;
}

export const geoAdd = command({
  name: 'GEOADD',
  group: 'geo',
  since: '3.2.0',
  summary: 'Adds members with their positions to a geospatial index, or moves those that it has.',
  complexity: 'O(log(N)) for each member, N being the number of members of the sorted set.',
  syntax: 'key [NX | XX]^6.2.0 [change=CH^6.2.0] <longitude:double latitude:double member>...',
  arity: -5,
  flags: ['write', 'denyoom'],
  categories: ['geo'],
  keys: [keyAt(1, 'RW', 'update')],
  history: [['6.2.0', '`CH`, `NX` and `XX` were added.']],
  handler(context) {
    const { args, reply } = context;
    const key = args.key();
    const options = readAddOptions(context);
    const first = args.count - args.remaining;
    const scores = readScores(context);
    args.seek(first);
    reply.integer(addMembers(context, key, scores, options));
  },
});

function readAddOptions({ args }: Context): AddOptions {
  let onlyNew = false;
  let onlyKnown = false;
  let countsChanges = false;
  for (;;) {
    if (args.take(NX)) onlyNew = true;
    else if (args.take(XX)) onlyKnown = true;
    else if (args.take(CH)) countsChanges = true;
    else break;
  }
  if (args.remaining === 0 || args.remaining % TRIPLE !== 0 || (onlyNew && onlyKnown)) throw SYNTAX;
  return { onlyNew, onlyKnown, countsChanges };
}

/** The scores of all members, before any is added. */
function readScores({ args }: Context): Float64Array {
  const scores = new Float64Array(args.remaining / TRIPLE);
  for (let i = 0; i < scores.length; i++) {
    readPosition(args, position);
    args.next();
    scores[i] = encodeGeohash(position.longitude, position.latitude);
  }
  return scores;
}

const position = new GeoPoint();

/** Answers what the command replies. */
function addMembers(context: Context, key: Key, scores: Float64Array, options: AddOptions): number {
  const { args, db } = context;
  const view = options.onlyKnown ? db.lookupWrite(key, ZSetValue) : db.lookupOrCreate(key, ZSetValue);
  if (view === undefined) return 0;
  const sizeBefore = view.size;
  view.expect(scores.length, sizeBefore === 0 ? args.length(args.count - args.remaining + TRIPLE - 1) : 0);
  const changed = putMembers(context, view, scores, options);
  const added = view.size - sizeBefore;
  if (changed > 0) {
    db.changed(key, 'zadd', changed);
    propagate(context, key, scores, options);
  }
  return options.countsChanges ? changed : added;
}

/** Answers how many members are new or have another score now. */
function putMembers({ args }: Context, view: ZSetView, scores: Float64Array, options: AddOptions): number {
  let changed = 0;
  for (const score of scores) {
    args.next();
    args.next();
    const member = args.next();
    const { bytes } = args;
    const at = args.at(member);
    const length = args.length(member);
    if (view.find(bytes, at, length)) {
      if (options.onlyNew || view.score === score) continue;
      view.setFound(score, bytes, at, length);
    } else {
      if (options.onlyKnown) continue;
      view.add(score, bytes, at, length);
    }
    changed++;
  }
  return changed;
}

/** As the ZADD that it amounts to. */
function propagate({ args, propagateAs }: Context, key: Key, scores: Float64Array, options: AddOptions): void {
  const { bytes } = args;
  const words: PropagatedArgument[] = [{ bytes: key.bytes, at: key.at, length: key.length }];
  if (options.onlyNew) words.push('NX');
  if (options.onlyKnown) words.push('XX');
  if (options.countsChanges) words.push('CH');
  const first = args.count - scores.length * TRIPLE;
  for (const [i, score] of scores.entries()) {
    const member = first + i * TRIPLE + 2;
    words.push(BigInt(score), { bytes, at: args.at(member), length: args.length(member) });
  }
  propagateAs('ZADD', ...words);
}
