import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { readMilliseconds } from '../../execution/deadline.ts';
import {
  GROUP_WITH_XREAD,
  MISSING_GROUP,
  NOACK_WITH_XREAD,
  SYNTAX,
  unbalancedStreams,
} from '../../resp/reply-errors.ts';

const BLOCK = keyword('BLOCK');
const COUNT = keyword('COUNT');
const STREAMS = keyword('STREAMS');
const GROUP = keyword('GROUP');
const NOACK = keyword('NOACK');

/** What XREAD and XREADGROUP are asked for. One is used for command after command. */
export class ReadOptions {
  /** Entries of each stream, at most. */
  count = Infinity;
  /** Milliseconds to wait, 0 for ever; -1 for not at all. */
  timeoutMs = -1;
  noAck = false;
  /** The indexes of the arguments: the first key, the group's name (0: none) and the consumer's. */
  firstKey = 0;
  groupAt = 0;
  consumerAt = 0;
  /** Streams asked for: so many keys, then as many IDs. */
  streams = 0;

  /** Reads the arguments, up to the keys. */
  read(context: Context, isGroup: boolean): void {
    const { args } = context;
    this.count = Infinity;
    this.timeoutMs = -1;
    this.noAck = false;
    this.groupAt = 0;
    this.streams = 0;
    this.firstKey = 0;
    while (args.remaining > 0 && this.firstKey === 0) this.take(context, isGroup);
    if (this.firstKey === 0) throw SYNTAX;
    if (isGroup && this.groupAt === 0) throw MISSING_GROUP;
  }

  private take({ args, keyspace, commandName }: Context, isGroup: boolean): void {
    const hasValue = args.remaining > 1;
    if (hasValue && args.take(STREAMS)) {
      if (args.remaining % 2 !== 0) throw unbalancedStreams(commandName);
      this.streams = args.remaining / 2;
      this.firstKey = args.next();
    } else if (hasValue && args.take(COUNT)) {
      const count = args.integer();
      this.count = count > 0 ? count : Infinity;
    } else if (hasValue && args.take(BLOCK)) {
      this.timeoutMs = readMilliseconds(args, keyspace.nowMs);
    } else if (args.remaining > 2 && args.take(GROUP)) {
      if (!isGroup) throw GROUP_WITH_XREAD;
      this.groupAt = args.next();
      this.consumerAt = args.next();
    } else if (args.take(NOACK)) {
      if (!isGroup) throw NOACK_WITH_XREAD;
      this.noAck = true;
    } else {
      throw SYNTAX;
    }
  }
}
