import type { Context, PropagatedArgument } from '../../execution/context.ts';
import type { Args } from '../../execution/args.ts';
import type { Bytes } from '../../memory/bytes.ts';
import type { Consumer, ConsumerGroup } from '../../structures/stream-group.ts';
import type { StreamId } from '../../structures/stream-id.ts';

/** How reading and claiming go to the log and the replicas: as what they have done to the group. */
interface Range {
  readonly bytes: Bytes;
  readonly at: number;
  readonly length: number;
}

/** All arguments as they came, the command's name first, to be changed. */
export function argumentsOf({ args }: Context): PropagatedArgument[] {
  const result: PropagatedArgument[] = [];
  for (let i = 0; i < args.count; i++) result.push(rangeOf(args, i));
  return result;
}

export function rangeOf(args: Args, index: number): Range {
  return { bytes: args.bytes, at: args.at(index), length: args.length(index) };
}

/** A group, with its key and its name as they came. */
export interface GroupPlace {
  readonly key: Range;
  readonly name: Range;
  readonly group: ConsumerGroup;
}

/** The record that the group's pending list has found: an XCLAIM that makes the same one, whatever stood there. */
export function propagateClaim({ propagateAs }: Context, place: GroupPlace, id: StreamId): void {
  const { key, name, group } = place;
  const { owner, deliveryTime, deliveries, lastId } = group;
  propagateAs(
    ...(['XCLAIM', key, name, owner.name, 0, id.toString(), 'TIME', deliveryTime, 'RETRYCOUNT', deliveries] as const),
    ...(['FORCE', 'JUSTID', 'LASTID', lastId.toString()] as const),
  );
}

/** How far the group has read. */
export function propagateLastId({ propagateAs }: Context, { key, name, group }: GroupPlace): void {
  propagateAs('XGROUP', 'SETID', key, name, group.lastId.toString(), 'ENTRIESREAD', group.entriesRead);
}

export function propagateConsumer({ propagateAs }: Context, { key, name }: GroupPlace, consumer: Consumer): void {
  propagateAs('XGROUP', 'CREATECONSUMER', key, name, consumer.name);
}
