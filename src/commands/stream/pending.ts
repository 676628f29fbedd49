import { StreamValue } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { noGroup, SYNTAX } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { Consumer, ConsumerGroup } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import { readEnd, readStart, replyId } from './ids.ts';

const IDLE = keyword('IDLE');
const SUMMARY_ARGUMENTS = 3;
const RANGE_AT = 3;

const start = new StreamId();
const end = new StreamId();
const id = new StreamId();
/** What is asked for, beside the range. */
const filter = { minIdle: 0, count: 0, consumerAt: 0 };

export const xpending: CommandSpec = command({
  name: 'XPENDING',
  group: 'stream',
  since: '5.0.0',
  summary: 'Tells of the entries that a group has delivered and that are not acknowledged.',
  complexity: 'O(N) for the N entries that are returned, or looked at because of IDLE.',
  syntax: 'key group filters=[[IDLE min-idle-time:integer^6.2.0] start end count:integer [consumer]]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  history: [['6.2.0', '`IDLE` was added, and an ID behind `(` is not part of the range.']],
  handler(context) {
    const { args, db, reply } = context;
    const isSummary = args.count === SUMMARY_ARGUMENTS;
    if (!isSummary) readFilter(args);
    const key = args.key();
    const name = args.next();
    const stream = db.lookupRead(key, StreamValue)?.stream;
    const group = stream?.group(args.bytes, args.at(name), args.length(name));
    if (group === undefined) throw noGroup(key.latin1(), args.latin1At(name));
    if (isSummary) replySummary(reply, group);
    else replyRecords(context, group);
  },
});

function readFilter(args: Args): void {
  if (args.count < 6 || args.count > 9) throw SYNTAX;
  const hasIdle = args.is(RANGE_AT, IDLE);
  filter.minIdle = 0;
  if (hasIdle) {
    args.seek(RANGE_AT + 1);
    filter.minIdle = args.integer();
    if (args.count < 8) throw SYNTAX;
  }
  const first = hasIdle ? RANGE_AT + 2 : RANGE_AT;
  args.seek(first + 2);
  filter.count = Math.max(0, args.integer());
  readStart(args, first, start);
  readEnd(args, first + 1, end);
  filter.consumerAt = first + 3 < args.count ? first + 3 : 0;
  args.seek(1);
}

/** How many entries are pending, from which ID to which, and with whom. */
function replySummary(reply: ReplyWriter, { pending, consumers }: ConsumerGroup): void {
  reply.array(4);
  reply.integer(pending.size);
  if (pending.size === 0) {
    reply.null();
    reply.null();
    reply.nullArray();
    return;
  }
  pending.first();
  replyId(reply, pending.readId(id));
  pending.last();
  replyId(reply, pending.readId(id));
  const busy = consumers.filter((consumer) => consumer.pending.size > 0);
  reply.array(busy.length);
  for (const consumer of busy) {
    reply.array(2);
    reply.bulkLatin1(consumer.name);
    reply.bulkInteger(consumer.pending.size);
  }
}

function replyRecords({ args, keyspace, reply }: Context, group: ConsumerGroup): void {
  const { consumerAt } = filter;
  let consumer: Consumer | undefined;
  if (consumerAt > 0) {
    consumer = group.consumer(args.bytes, args.at(consumerAt), args.length(consumerAt));
    if (consumer === undefined) {
      reply.array(0);
      return;
    }
  }
  const now = keyspace.nowMs;
  // First to count them, since an array begins with its length.
  reply.array(visit(group, consumer, now, undefined));
  visit(group, consumer, now, reply);
}

/** Goes through the records asked for, and replies each. Answers how many there are. */
function visit(
  group: ConsumerGroup,
  consumer: Consumer | undefined,
  now: number,
  reply: ReplyWriter | undefined,
): number {
  const pending = consumer?.pending ?? group.pending;
  let found = 0;
  for (let more = pending.seek(start); more && found < filter.count; more = pending.next()) {
    if (pending.readId(id).compare(end) > 0) break;
    if (consumer !== undefined) group.pending.find(id);
    const idle = now - group.deliveryTime;
    if (filter.minIdle !== 0 && idle < filter.minIdle) continue;
    found++;
    if (reply !== undefined) replyRecord(reply, group, Math.max(0, idle));
  }
  return found;
}

function replyRecord(reply: ReplyWriter, group: ConsumerGroup, idle: number): void {
  reply.array(4);
  replyId(reply, id);
  reply.bulkLatin1(group.owner.name);
  reply.integer(idle);
  reply.integer(group.deliveries);
}
