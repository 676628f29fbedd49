import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { Consumer, ConsumerGroup } from '../../structures/stream-group.ts';
import { UNKNOWN_READS } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyRange } from './entries.ts';
import { replyId } from './ids.ts';

/** What XINFO STREAM tells with FULL: the first entries, and the groups with their pending lists. */
const first = new StreamId().setLeast();
const last = new StreamId().setGreatest();
const id = new StreamId();

/** @param count entries and records of each list, at most */
export function replyFull(reply: ReplyWriter, stream: Stream, count: number): void {
  reply.bulkLatin1('entries');
  replyRange(reply, stream, first, last, count);
  reply.bulkLatin1('groups');
  reply.array(stream.groups.length);
  for (const group of stream.groups) replyGroup(reply, stream, group, count);
}

function replyGroup(reply: ReplyWriter, stream: Stream, group: ConsumerGroup, count: number): void {
  const { pending } = group;
  reply.map(7);
  reply.bulkLatin1('name');
  reply.bulkLatin1(group.name);
  replyProgress(reply, stream, group);
  reply.bulkLatin1('pel-count');
  reply.integer(pending.size);
  reply.bulkLatin1('pending');
  let left = Math.min(count, pending.size);
  reply.array(left);
  for (let more = pending.first(); more && left > 0; more = pending.next(), left--) {
    reply.array(4);
    replyId(reply, pending.readId(id));
    reply.bulkLatin1(group.owner.name);
    reply.integer(group.deliveryTime);
    reply.integer(group.deliveries);
  }
  reply.bulkLatin1('consumers');
  reply.array(group.consumers.length);
  for (const consumer of group.consumers) replyConsumer(reply, group, consumer, count);
}

function replyConsumer(reply: ReplyWriter, group: ConsumerGroup, consumer: Consumer, count: number): void {
  const { name, seenTime, activeTime, pending } = consumer;
  reply.map(5);
  reply.bulkLatin1('name');
  reply.bulkLatin1(name);
  reply.bulkLatin1('seen-time');
  reply.integer(seenTime);
  reply.bulkLatin1('active-time');
  reply.integer(activeTime);
  reply.bulkLatin1('pel-count');
  reply.integer(pending.size);
  reply.bulkLatin1('pending');
  let left = Math.min(count, pending.size);
  reply.array(left);
  for (let more = pending.first(); more && left > 0; more = pending.next(), left--) {
    group.pending.find(pending.readId(id));
    reply.array(3);
    replyId(reply, id);
    reply.integer(group.deliveryTime);
    reply.integer(group.deliveries);
  }
}

/** How far a group has read: its last ID, the number of entries, and how many there are still to read. */
export function replyProgress(reply: ReplyWriter, about: Stream, group: ConsumerGroup): void {
  reply.bulkLatin1('last-delivered-id');
  replyId(reply, group.lastId);
  reply.bulkLatin1('entries-read');
  if (group.entriesRead === UNKNOWN_READS) reply.null();
  else reply.integer(group.entriesRead);
  reply.bulkLatin1('lag');
  const lag = about.lagOf(group);
  if (lag === undefined) reply.null();
  else reply.integer(lag);
}
