import { StreamValue } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  COUNT_NOT_ABOVE_0,
  CLAIM_COUNT_TOO_HIGH,
  minIdleNotAnInteger,
  noGroup,
  SYNTAX,
} from '../../resp/reply-errors.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Claim } from './claiming.ts';
import { claimingConsumer, collect, passOn, replyClaimed } from './claiming.ts';
import { readStart, replyId } from './ids.ts';
import { propagateClaim, rangeOf } from './propagation.ts';

const COUNT = keyword('COUNT');
const JUSTID = keyword('JUSTID');
const DEFAULT_COUNT = 100;
/** Redis makes a list of so many IDs beforehand: above these it takes no number, and finds no memory. */
const GREATEST_COUNT = 576460752303423487n;
const COUNT_WITHOUT_MEMORY = 2 ** 43;
/** Records looked at for each one asked for. */
const ATTEMPTS = 10;

const cursor = new StreamId();
const id = new StreamId();
const options = { minIdle: 0, count: DEFAULT_COUNT, justId: false };

export const xautoclaim: CommandSpec = command({
  name: 'XAUTOCLAIM',
  group: 'stream',
  since: '6.2.0',
  summary: 'Gives the entries that are pending for long to another consumer of their group, and returns them.',
  complexity: 'O(1) where COUNT is small.',
  syntax: 'key group consumer min-idle-time start [COUNT count:integer] [JUSTID]',
  arity: -6,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete')],
  hints: ['nondeterministic_output'],
  history: [['7.0.0', 'The reply tells which IDs were taken out, since their entries are no more.']],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const found = db.findUpdate(key);
    readOptions(args);
    // The type matters only where the options are right.
    const stream = db.viewFound(found, key, StreamValue)?.stream;
    const group = stream?.group(args.bytes, args.at(2), args.length(2));
    if (stream === undefined || group === undefined) throw noGroup(key.latin1(), args.latin1At(2));
    if (options.count > COUNT_WITHOUT_MEMORY) throw CLAIM_COUNT_TOO_HIGH;
    const place = { key: rangeOf(args, 1), name: rangeOf(args, 2), group };
    const claim = { context, stream, place, consumer: claimingConsumer(context, group, key), isPropagated: false };
    const gone = claimFrom(claim);
    reply.array(3);
    replyId(reply, cursor);
    replyClaimed(context, stream, options.justId);
    reply.array(gone.length);
    for (const each of gone) replyId(reply, each);
    if (!claim.isPropagated) context.preventPropagation();
  },
});

function readOptions(args: Args): void {
  args.seek(4);
  options.minIdle = Math.max(0, args.integer(minIdleNotAnInteger('XAUTOCLAIM')));
  options.count = DEFAULT_COUNT;
  options.justId = false;
  readStart(args, args.next(), cursor);
  while (args.remaining > 0) {
    if (args.remaining > 1 && args.take(COUNT)) {
      options.count = readCount(args);
    } else if (args.take(JUSTID)) {
      options.justId = true;
    } else {
      throw SYNTAX;
    }
  }
}

function readCount(args: Args): number {
  const count = args.int64(COUNT_NOT_ABOVE_0);
  if (count < 1 || count > GREATEST_COUNT) throw COUNT_NOT_ABOVE_0;
  return Number(count);
}

/** Claims from `cursor` on, and leaves there where to go on. Answers the IDs of entries that are no more. */
function claimFrom(claim: Claim): StreamId[] {
  const { pending } = claim.place.group;
  const gone: StreamId[] = [];
  collect.claimed = 0;
  let more = pending.seek(cursor);
  for (let left = options.count * ATTEMPTS; more && left > 0; left--) {
    if (collect.claimed + gone.length === options.count) break;
    pending.readId(id);
    if (claim.stream.has(id)) {
      claimOne(claim);
      more = pending.next();
      continue;
    }
    passOn(claim, id);
    gone.push(new StreamId().copy(id));
    more = pending.seek(id);
  }
  if (more) pending.readId(cursor);
  else cursor.setLeast();
  return gone;
}

/** Claims the record found, unless it was delivered too recently. */
function claimOne(claim: Claim): void {
  const { context, consumer, place } = claim;
  const { group } = place;
  const { nowMs, changes } = context.keyspace;
  if (options.minIdle > 0 && nowMs - group.deliveryTime < options.minIdle) return;
  group.give(id, consumer);
  group.deliveryTime = nowMs;
  if (!options.justId) group.countDelivery();
  collect.add(id);
  consumer.activeTime = nowMs;
  propagateClaim(context, place, id);
  claim.isPropagated = true;
  changes.dirty++;
}
