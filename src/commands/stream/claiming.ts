import type { Context } from '../../execution/context.ts';
import type { Key } from '../../structures/key.ts';
import type { Consumer, ConsumerGroup } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyEntryOf } from './entries.ts';
import { replyId } from './ids.ts';
import type { GroupPlace } from './propagation.ts';
import { propagateClaim } from './propagation.ts';

/** What XCLAIM and XAUTOCLAIM have in common: a consumer takes over what others have pending. */
export interface Claim {
  readonly context: Context;
  readonly stream: Stream;
  readonly place: GroupPlace;
  readonly consumer: Consumer;
  /** There is something for others to be told. */
  isPropagated: boolean;
}

/** The IDs that were claimed: an array begins with its length, so that they are replied when all is done. */
class Collected {
  claimed = 0;
  readonly ids: StreamId[] = [];

  add(id: StreamId): void {
    if (this.ids.length === this.claimed) this.ids.push(new StreamId());
    this.ids[this.claimed++].copy(id);
  }
}

export const collect = new Collected();
const KEPT_IDS = 1024;

/** The consumer that claims, which is argument 3, added to the group where that does not have it. */
export function claimingConsumer({ args, db, keyspace }: Context, group: ConsumerGroup, key: Key): Consumer {
  const at = args.at(3);
  const length = args.length(3);
  let consumer = group.consumer(args.bytes, at, length);
  if (consumer === undefined) {
    consumer = group.addConsumer(args.bytes, at, length, keyspace.nowMs);
    db.changedAround(key, 'xgroup-createconsumer');
  }
  consumer.seenTime = keyspace.nowMs;
  return consumer;
}

/** Takes a record, which the group's list has found, out: its entry is no more. */
export function passOn(claim: Claim, id: StreamId): void {
  const { context, place } = claim;
  propagateClaim(context, place, id);
  place.group.acknowledge(id);
  claim.isPropagated = true;
  context.keyspace.changes.dirty++;
}

/** Replies what was claimed: the entries, or only their IDs. */
export function replyClaimed({ reply }: Context, stream: Stream, justIds: boolean): void {
  reply.array(collect.claimed);
  for (let i = 0; i < collect.claimed; i++) {
    if (justIds) replyId(reply, collect.ids[i]);
    else replyEntryOf(reply, stream, collect.ids[i]);
  }
  if (collect.ids.length > KEPT_IDS) collect.ids.length = KEPT_IDS;
}
