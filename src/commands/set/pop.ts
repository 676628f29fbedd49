import { MemberText } from '../../datatypes/set-member.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes } from '../../memory/bytes.ts';
import { NOT_POSITIVE, SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { replyMembers, writeMemberAt } from './inspect.ts';
import { choosePlaces } from './random.ts';

/** A set of which fewer members stay than a fifth of those popped is made anew of those that stay, as Redis does. */
const RETAINED_SHARE = 5;
/** Members in one SREM that stands for an SPOP. */
const PROPAGATED_TOGETHER = 1024;

export const spop = command({
  name: 'SPOP',
  group: 'set',
  since: '1.0.0',
  summary: 'Removes random members from a set and returns them. A set without members is deleted.',
  complexity: 'O(1) without a count, else O(N), N being the count.',
  syntax: 'key [count:integer^3.2.0]',
  arity: -2,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete')],
  hints: ['nondeterministic_output'],
  history: [['3.2.0', 'Takes `count`.']],
  handler(context) {
    const { args } = context;
    const key = args.key();
    if (args.remaining === 0) popOne(context, key);
    else if (args.remaining === 1) popSome(context, key, args.integerWithin(0, Infinity, NOT_POSITIVE));
    else throw SYNTAX;
  },
});

const text = new MemberText();

function popOne(context: Context, key: Key): void {
  const { db, keyspace, reply } = context;
  const set = db.lookupWrite(key, SetValue);
  if (set === undefined) {
    reply.null();
    return;
  }
  const place = set.randomPlace(keyspace.random);
  set.readAt(place, text);
  reply.bulk(text.bytes, text.at, text.length);
  if (keyspace.changes.observed) context.propagateAs('SREM', key, text);
  set.removeAt(place);
  db.changedCollection(key, set, 'spop');
}

function popSome(context: Context, key: Key, count: number): void {
  const { db, reply } = context;
  const set = db.lookupWrite(key, SetValue);
  if (set === undefined || count === 0) reply.set(0);
  else if (count >= set.size) popAll(context, key, set);
  else {
    reply.set(count);
    const popped = new PoppedMembers(context, key);
    if ((set.size - count) * RETAINED_SHARE > count) popFew(context, set, count, popped);
    else popMost(context, set, count, popped);
    popped.propagate();
    db.changed(key, 'spop', count);
  }
}

/** The whole set is looked up anew, to be read: as a union of one. */
function popAll({ db, keyspace, reply, propagateAs }: Context, key: Key, set: SetView): void {
  db.findRead(key);
  replyMembers(reply, set);
  db.changed(key, 'spop', set.size);
  db.delete(key);
  db.changed(key, 'del', 0);
  propagateAs(keyspace.collections.isLazy ? 'UNLINK' : 'DEL', key);
}

/** Pops one after the other; of a listpack, which is walked from its begin each time, all at once. */
function popFew({ keyspace, reply }: Context, set: SetView, count: number, popped: PoppedMembers): void {
  if (set.isTable || set.isIntegers) {
    for (let i = 0; i < count; i++) {
      const place = set.randomPlace(keyspace.random);
      popped.note(set, place);
      writeMemberAt(reply, set, place);
      set.removeAt(place);
    }
    return;
  }
  const places = choosePlaces(set, count, keyspace.random);
  for (const place of places) {
    popped.note(set, place);
    writeMemberAt(reply, set, place);
  }
  // From the last on, so that the others stay where they are.
  for (const place of places.sort().reverse()) set.removeAt(place);
}

/** Pops all but a few, which are chosen instead of those. */
function popMost({ keyspace, reply }: Context, set: SetView, count: number, popped: PoppedMembers): void {
  const retained = new Set(choosePlaces(set, set.size - count, keyspace.random));
  set.forEach((_, place) => {
    if (retained.has(place)) return;
    popped.note(set, place);
    writeMemberAt(reply, set, place);
  });
  set.retain(retained);
}

/** What was popped, to be propagated as SREM. */
class PoppedMembers {
  private readonly context: Context;
  private readonly key: Key;
  private members: { bytes: Bytes; at: number; length: number }[] = [];

  constructor(context: Context, key: Key) {
    this.context = context;
    this.key = key;
  }

  note(set: SetView, place: number): void {
    if (!this.context.keyspace.changes.observed) return;
    set.readAt(place, text);
    const { at, length } = text;
    this.members.push({ bytes: Bytes.copyOf(text.bytes, at, at + length), at: 0, length });
    if (this.members.length === PROPAGATED_TOGETHER) this.propagate();
  }

  propagate(): void {
    if (this.members.length > 0) this.context.propagateAs('SREM', this.key, ...this.members);
    this.members = [];
  }
}
