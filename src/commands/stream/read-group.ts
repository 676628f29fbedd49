import { StreamValue } from '../../datatypes/stream-value.ts';
import { TYPE_STREAM } from '../../datatypes/value.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { meaninglessId, noGroup } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { EntryCursor } from '../../structures/stream-cursor.ts';
import type { Consumer, ConsumerGroup } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyEntry, replyEntryOf } from './entries.ts';
import { readId, replyId } from './ids.ts';
import type { GroupPlace } from './propagation.ts';
import { propagateClaim, propagateConsumer, propagateLastId, rangeOf } from './propagation.ts';
import { ReadOptions } from './read-options.ts';
import { streamKeys } from './read.ts';

/** XREADGROUP: new entries for a consumer of a group, which are pending from then on; or those that it has pending. */
const DOLLAR = keyword('$');
const PLUS = keyword('+');
const NEW = keyword('>');
const NO_GROUP_SUFFIX = ' in XREADGROUP with GROUP option';

const options = new ReadOptions();
const end = new StreamId().setGreatest();
const start = new StreamId();
const id = new StreamId();
const cursor = new EntryCursor();

/** What is asked of one stream. */
interface Request {
  readonly stream: Stream;
  readonly group: ConsumerGroup;
  readonly consumer: Consumer;
  /** The pending entries behind this ID; undefined: new ones. */
  readonly after: StreamId | undefined;
  readonly keyAt: number;
}

export const xreadgroup: CommandSpec = command({
  name: 'XREADGROUP',
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns new or pending entries of streams to a consumer of a group; waits for some where it is asked to.',
  complexity: 'For each stream O(N) for the N entries that are returned.',
  syntax:
    'GROUP group-block=<group consumer> [COUNT count:integer] [BLOCK milliseconds:integer] [NOACK] STREAMS streams=<key... id...>',
  arity: -7,
  flags: ['blocking', 'write'],
  keys: [streamKeys(4)],
  handler(context) {
    const { args, reply } = context;
    options.read(context, true);
    for (let i = 0; i < options.streams; i++) checkRequest(context, i);
    let propagates = false;
    const served: Request[] = [];
    for (let i = 0; i < options.streams; i++) {
      const request = openRequest(context, i);
      if (options.noAck && created.propagated) propagates = true;
      if (request.after !== undefined || hasNew(context, request, served)) served.push(request);
    }
    if (served.length > 0) {
      if (reply.protocol === 3) reply.map(served.length);
      else reply.array(served.length);
    }
    for (const request of served) {
      if (reply.protocol === 2) reply.array(2);
      reply.bulk(args.bytes, args.at(request.keyAt), args.length(request.keyAt));
      if (request.after !== undefined) replyPending(context, request);
      else if (deliver(context, request) > 0) propagates = true;
    }
    // What was read goes out as what it did to the group, and never as it came.
    if (!propagates) context.preventPropagation();
    if (served.length > 0) return;
    const { firstKey, streams, timeoutMs } = options;
    if (timeoutMs < 0) reply.nullArray();
    else context.blockOn(firstKey, streams, { type: TYPE_STREAM, timeoutMs, whenGone: true });
  },
});

/** Sees that one stream has the group, and that its ID is one. */
function checkRequest(context: Context, number: number): void {
  const { args } = context;
  const idAt = options.firstKey + options.streams + number;
  const key = args.keyAt(options.firstKey + number);
  if (findGroup(context, key) === undefined) {
    throw noGroup(key.latin1(), args.latin1At(options.groupAt), NO_GROUP_SUFFIX);
  }
  if (args.is(idAt, DOLLAR)) throw meaninglessId('$');
  if (args.is(idAt, PLUS)) throw meaninglessId('+');
  if (!args.is(idAt, NEW)) readId(args, idAt, id);
}

function findGroup({ args, db }: Context, key: Key): ConsumerGroup | undefined {
  const { groupAt } = options;
  const stream = db.lookupUpdate(key, StreamValue)?.stream;
  return stream?.group(args.bytes, args.at(groupAt), args.length(groupAt));
}

const created = { propagated: false };

/** Reads what is asked of one stream, and adds the consumer to the group where that does not have it. */
function openRequest(context: Context, number: number): Request {
  const { args, db, keyspace } = context;
  const { consumerAt, firstKey, streams } = options;
  const key = args.keyAt(firstKey + number);
  const group = findGroup(context, key) as ConsumerGroup;
  const { stream } = StreamValue.view;
  created.propagated = false;
  const found = group.consumer(args.bytes, args.at(consumerAt), args.length(consumerAt));
  const consumer = found ?? group.addConsumer(args.bytes, args.at(consumerAt), args.length(consumerAt), keyspace.nowMs);
  if (found === undefined) {
    db.changedAround(key, 'xgroup-createconsumer');
    created.propagated = options.noAck;
    if (options.noAck) propagateConsumer(context, placeOf(context, group, firstKey + number), consumer);
  }
  consumer.seenTime = keyspace.nowMs;
  const idAt = firstKey + streams + number;
  const isNew = args.is(idAt, NEW) || readId(args, idAt, id).isGreatest;
  return { stream, group, consumer, keyAt: firstKey + number, after: isNew ? undefined : new StreamId().copy(id) };
}

/** Whether there are entries that the group has not read, when the same stream is asked for before, too. */
function hasNew(_context: Context, { stream, group }: Request, before: readonly Request[]): boolean {
  if (!stream.hasAfter(group.lastId)) return false;
  let taken = 0;
  for (const other of before) if (other.stream === stream && other.after === undefined) taken += options.count;
  if (taken === 0) return true;
  start.copy(group.lastId).increment();
  return taken < Infinity && stream.countRange(start, end, taken + 1, cursor) > taken;
}

/** Replies new entries, and notes them as pending. Answers what there is to propagate. */
function deliver(context: Context, { stream, group, consumer, keyAt }: Request): number {
  const { keyspace, reply } = context;
  const { observed } = keyspace.changes;
  const place = observed ? placeOf(context, group, keyAt) : undefined;
  start.copy(group.lastId).increment();
  const count = stream.countRange(start, end, options.count, cursor);
  reply.array(count);
  for (let i = 0; i < count; i++) {
    cursor.next();
    stream.advance(group, cursor.id);
    replyEntry(reply, cursor);
    if (options.noAck) continue;
    group.deliver(cursor.id, consumer, keyspace.nowMs);
    if (place !== undefined) propagateClaim(context, place, cursor.id);
  }
  if (count === 0) return 0;
  if (!options.noAck) consumer.activeTime = keyspace.nowMs;
  if (place !== undefined) propagateLastId(context, place);
  keyspace.changes.dirty++;
  return count;
}

/** Replies entries that the consumer has pending already; null for the fields of those that are no more. */
function replyPending({ keyspace, reply }: Context, { stream, group, consumer, after }: Request): void {
  const { pending } = consumer;
  start.copy(after as StreamId).increment();
  const count = pending.countFrom(start, options.count);
  reply.array(count);
  let more = pending.seek(start);
  for (let i = 0; more && i < count; i++) {
    pending.readId(id);
    if (replyEntryOf(reply, stream, id)) {
      group.pending.find(id);
      group.redeliver(keyspace.nowMs);
    } else {
      reply.array(2);
      replyId(reply, id);
      reply.nullArray();
    }
    more = pending.next();
  }
}

function placeOf({ args }: Context, group: ConsumerGroup, keyAt: number): GroupPlace {
  return { key: rangeOf(args, keyAt), name: rangeOf(args, options.groupAt), group };
}
