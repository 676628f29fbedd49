import { MemberText } from '../../datatypes/set-member.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';

export const scard = command({
  name: 'SCARD',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns how many members a set has.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    reply.integer(db.lookupRead(args.key(), SetValue)?.size ?? 0);
  },
});

export const sismember = command({
  name: 'SISMEMBER',
  group: 'set',
  since: '1.0.0',
  summary: 'Tells whether a set has a member.',
  complexity: 'O(1)',
  syntax: 'key member',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    const set = db.lookupRead(args.key(), SetValue);
    const member = args.next();
    reply.integer(set?.has(args.bytes, args.at(member), args.length(member)) === true ? 1 : 0);
  },
});

export const smismember = command({
  name: 'SMISMEMBER',
  group: 'set',
  since: '6.2.0',
  summary: 'Tells of each of several members whether a set has it.',
  complexity: 'O(N), N being the number of members asked for.',
  syntax: 'key member...',
  arity: -3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const set = db.lookupRead(args.key(), SetValue);
    reply.array(args.remaining);
    while (args.remaining > 0) {
      const member = args.next();
      reply.integer(set?.has(args.bytes, args.at(member), args.length(member)) === true ? 1 : 0);
    }
  },
});

export const smembers = command({
  name: 'SMEMBERS',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns all members of a set.',
  complexity: 'O(N), N being the number of members.',
  syntax: 'key',
  arity: 2,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output_order'],
  handler({ args, db, reply }) {
    replyMembers(reply, db.lookupRead(args.key(), SetValue));
  },
});

let writer: ReplyWriter;

function writeMember(member: MemberText): void {
  writer.bulk(member.bytes, member.at, member.length);
}

/** Replies with all members of a set, or with an empty set where there is none. */
export function replyMembers(reply: ReplyWriter, set: SetView | undefined): void {
  reply.set(set?.size ?? 0);
  writeMembers(reply, set);
}

/** The members alone. */
export function writeMembers(reply: ReplyWriter, set: SetView | undefined): void {
  writer = reply;
  set?.forEach(writeMember);
}

const text = new MemberText();

/** Writes the member of a place. */
export function writeMemberAt(reply: ReplyWriter, set: SetView, place: number): void {
  set.readAt(place, text);
  reply.bulk(text.bytes, text.at, text.length);
}
