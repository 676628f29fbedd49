import type { Args } from '../execution/args.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { ReplyError } from '../resp/reply-errors.ts';
import type { CommandLog } from './command-log.ts';

const COUNT_TOO_SMALL = new ReplyError('ERR count should be greater than or equal to -1');

/** How many entries are asked for; -1 stands for all. */
export function readCount(args: Args): number {
  const count = args.integer(COUNT_TOO_SMALL);
  if (count < -1) throw COUNT_TOO_SMALL;
  return count === -1 ? Infinity : count;
}

/** The newest entries, each as: id, unix time, value, arguments, client's address, client's name. */
export function replyEntries(reply: ReplyWriter, log: CommandLog, count: number): void {
  const entries = log.latest(Math.min(count, log.length));
  reply.array(entries.length);
  for (const { id, unixSeconds, value, args, address, clientName } of entries) {
    reply.array(6);
    reply.integer(id);
    reply.integer(unixSeconds);
    reply.integer(value);
    reply.array(args.length);
    for (const text of args) reply.bulkLatin1(text);
    reply.bulkLatin1(address);
    reply.bulkLatin1(clientName);
  }
}
