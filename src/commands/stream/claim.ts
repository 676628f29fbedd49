import { StreamValue } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  IDLE_NOT_AN_INTEGER,
  minIdleNotAnInteger,
  noGroup,
  RETRYCOUNT_NOT_AN_INTEGER,
  TIME_NOT_AN_INTEGER,
  unknownClaimOption,
} from '../../resp/reply-errors.ts';
import type { Consumer, Counter } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Claim } from './claiming.ts';
import { claimingConsumer, collect, passOn, replyClaimed } from './claiming.ts';
import { IdList, readId, tryId } from './ids.ts';
import { propagateClaim, propagateLastId, rangeOf } from './propagation.ts';

const FORCE = keyword('FORCE');
const JUSTID = keyword('JUSTID');
const IDLE = keyword('IDLE');
const TIME = keyword('TIME');
const RETRYCOUNT = keyword('RETRYCOUNT');
const LASTID = keyword('LASTID');
const FIRST_ID = 5;

const list = new IdList();
const lastId = new StreamId();
/** What the options say. */
const options = { minIdle: 0, ids: 0, time: 0, retryCount: -1 as Counter, force: false, justId: false };

export const xclaim: CommandSpec = command({
  name: 'XCLAIM',
  group: 'stream',
  since: '5.0.0',
  summary: 'Gives pending entries to another consumer of their group, and returns them.',
  complexity: 'O(log N) for each entry, with N entries that are pending.',
  syntax:
    'key group consumer min-idle-time id... [IDLE ms:integer] [TIME unix-time-milliseconds:unix-time] [RETRYCOUNT count:integer] [FORCE] [JUSTID] [LASTID lastid]',
  arity: -6,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  hints: ['nondeterministic_output'],
  handler(context) {
    const { args, db, keyspace } = context;
    const key = args.key();
    const stream = db.lookupUpdate(key, StreamValue)?.stream;
    const group = stream?.group(args.bytes, args.at(2), args.length(2));
    if (stream === undefined || group === undefined) throw noGroup(key.latin1(), args.latin1At(2));
    readOptions(args, keyspace.nowMs);
    const advances = lastId.compare(group.lastId) > 0;
    if (advances) group.lastId.copy(lastId);
    const place = { key: rangeOf(args, 1), name: rangeOf(args, 2), group };
    const claim = { context, stream, place, consumer: claimingConsumer(context, group, key), isPropagated: false };
    claimAll(claim);
    if (advances && !claim.isPropagated) {
      propagateLastId(context, place);
      claim.isPropagated = true;
      keyspace.changes.dirty++;
    }
    replyClaimed(context, stream, options.justId);
    if (!claim.isPropagated) context.preventPropagation();
  },
});

/** Reads all that follows the group: the shortest idle time, IDs for as long as there are some, and the options. */
function readOptions(args: Args, now: number): void {
  args.seek(FIRST_ID - 1);
  options.minIdle = Math.max(0, args.integer(minIdleNotAnInteger('XCLAIM')));
  list.reserve(args.count - FIRST_ID);
  options.ids = 0;
  while (args.remaining > 0 && tryId(args, FIRST_ID + options.ids, list.ids[options.ids])) {
    args.next();
    options.ids++;
  }
  options.time = now;
  options.retryCount = -1;
  options.force = false;
  options.justId = false;
  lastId.setLeast();
  while (args.remaining > 0) readOption(args, now);
}

function readOption(args: Args, now: number): void {
  if (args.take(FORCE)) options.force = true;
  else if (args.take(JUSTID)) options.justId = true;
  else if (args.remaining < 2) throw unknownClaimOption(args.latin1());
  else if (args.take(IDLE)) options.time = sensibleTime(now - args.integer(IDLE_NOT_AN_INTEGER), now);
  else if (args.take(TIME)) options.time = sensibleTime(args.integer(TIME_NOT_AN_INTEGER), now);
  else if (args.take(RETRYCOUNT)) options.retryCount = args.int64(RETRYCOUNT_NOT_AN_INTEGER);
  else if (args.take(LASTID)) readId(args, args.next(), lastId);
  else throw unknownClaimOption(args.latin1());
}

/** Clients may reckon with a clock that is ahead of this one: a time that cannot be is now. */
function sensibleTime(time: number, now: number): number {
  return time < 0 || time > now ? now : time;
}

function claimAll(claim: Claim): void {
  collect.claimed = 0;
  for (let i = 0; i < options.ids; i++) claimOne(claim, list.ids[i]);
}

function claimOne(claim: Claim, id: StreamId): void {
  const { context, consumer, stream, place } = claim;
  const { group } = place;
  const isPending = group.pending.find(id);
  if (!stream.has(id)) {
    if (isPending) passOn(claim, id);
    return;
  }
  if (isPending) {
    if (options.minIdle > 0 && context.keyspace.nowMs - group.deliveryTime < options.minIdle) return;
    group.give(id, consumer);
  } else if (options.force) {
    group.add(id, consumer, options.time, 1);
  } else {
    return;
  }
  group.deliveryTime = options.time;
  countDelivery(claim);
  collectClaimed(consumer, id, context);
  propagateClaim(context, place, id);
  claim.isPropagated = true;
}

function countDelivery({ place: { group } }: Claim): void {
  if (options.retryCount >= 0) group.deliveries = options.retryCount;
  else if (!options.justId) group.countDelivery();
}

function collectClaimed(consumer: Consumer, id: StreamId, { keyspace }: Context): void {
  collect.add(id);
  consumer.activeTime = keyspace.nowMs;
  keyspace.changes.dirty++;
}
