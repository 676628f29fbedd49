import type { ZSetView } from '../../datatypes/zset-value.ts';
import { replyElements } from '../../execution/packed-reply.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { ElementText } from '../../structures/listpack.ts';
import { seekElement } from '../../structures/listpack.ts';

/** Begins an array of members: with their scores it is pairs in RESP3, twice as many elements in RESP2. */
export function beginMembers(reply: ReplyWriter, count: number, withScores: boolean): void {
  reply.array(withScores && reply.protocol === 2 ? count * 2 : count);
}

/** Replies with the members of ranks `first` to `last`, an array's header included. */
export function replyRanks(
  reply: ReplyWriter,
  zset: ZSetView,
  first: number,
  last: number,
  reverse: boolean,
  withScores: boolean,
): void {
  beginMembers(reply, last - first + 1, withScores);
  const { pairs } = zset;
  if (pairs !== undefined && withScores && !reverse && reply.protocol === 2) {
    // A score stands there as it is shown.
    const from = seekElement(pairs.bytes, pairs.at, first * 2);
    if (first <= last) replyElements(reply, pairs.bytes, from, pairs.at + pairs.end, (last - first + 1) * 2);
    return;
  }
  target.reply = reply;
  if (withScores) zset.forEachByRank(first, last, reverse, reply.protocol === 3 ? writePair : writeTwo);
  else zset.forEachByRank(first, last, reverse, writeMember);
}

/** Replies with a member and, where wanted, its score. */
export function replyMember(reply: ReplyWriter, member: ElementText, score: number, withScores: boolean): void {
  if (withScores && reply.protocol === 3) reply.array(2);
  reply.bulk(member.bytes, member.at, member.length);
  if (withScores) reply.double(score);
}

/** Where the visitors below write to. */
const target: { reply: ReplyWriter } = { reply: undefined as unknown as ReplyWriter };

function writeMember(member: ElementText): void {
  target.reply.bulk(member.bytes, member.at, member.length);
}

function writeTwo(member: ElementText, score: number): void {
  const { reply } = target;
  reply.bulk(member.bytes, member.at, member.length);
  reply.double(score);
}

function writePair(member: ElementText, score: number): void {
  target.reply.array(2);
  writeTwo(member, score);
}
