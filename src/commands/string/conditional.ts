import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import type { Args, Keyword } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { CONDITION_NEEDS_STRING, INVALID_CONDITION, wrongArity } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { digestOf, isEqual, matches } from './conditions.ts';
import { IFDEQ, IFDNE, IFEQ, IFNE } from './options.ts';

const CONDITION_WORDS: readonly (readonly [Keyword, number])[] = [
  [keyword('IFEQ'), IFEQ],
  [keyword('IFNE'), IFNE],
  [keyword('IFDEQ'), IFDEQ],
  [keyword('IFDNE'), IFDNE],
];

export const delex = command({
  name: 'DELEX',
  group: 'string',
  since: '8.4.0',
  summary: 'Deletes a key, on the condition that its value or the digest of it equals another, or does not.',
  complexity: 'O(1) without a digest; with one O(N), N being the length of the value.',
  syntax: 'key [IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest]',
  arity: -2,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete', 'variable_flags')],
  findKeys: ({ count }) => [{ index: 1, flags: count > 2 ? ['RW', 'access', 'delete'] : ['RM', 'delete'] }],
  handler(context) {
    const { args, commandName } = context;
    const key = args.key();
    if (args.remaining === 0) {
      remove(context, key, true);
      return;
    }
    if (args.remaining !== 2) throw wrongArity(commandName);
    remove(context, key, meetsCondition(context, key));
  },
});

/** The condition is looked at only when there is a key, and only where it holds a string. */
function meetsCondition({ args, db }: Context, key: Key): boolean {
  const address = db.findWrite(key);
  if (address === 0) return false;
  if ((db.entries.head & TYPE_MASK) !== StringValue.code) throw CONDITION_NEEDS_STRING;
  const condition = conditionAt(args, args.next());
  const { view } = StringValue;
  view.bind(db.entries, address, key.hash);
  return matches(view, args, args.next(), condition);
}

function conditionAt(args: Args, index: number): number {
  const known = CONDITION_WORDS.find(([word]) => args.is(index, word));
  if (known === undefined) throw INVALID_CONDITION;
  return known[1];
}

/** Deletes a key where it is there and `allowed`, and replies with how many were deleted. */
function remove({ db, reply, propagateAs }: Context, key: Key, allowed: boolean): void {
  const removed = allowed && db.deleteLiving(key);
  if (removed) {
    db.changed(key, 'del');
    propagateAs('DEL', key);
  }
  reply.integer(removed ? 1 : 0);
}

export const delifeq = command({
  name: 'DELIFEQ',
  group: 'string',
  since: '9.0.0',
  summary: 'Deletes a key when its value equals another.',
  complexity: 'O(1)',
  syntax: 'key value',
  arity: 3,
  flags: ['write'],
  keys: [keyAt(1, 'RM', 'access', 'delete')],
  handler(context) {
    const { args, db } = context;
    const key = args.key();
    const value = db.lookupWrite(key, StringValue);
    remove(context, key, value !== undefined && isEqual(value, args, args.next()));
  },
});

export const digest = command({
  name: 'DIGEST',
  group: 'string',
  since: '8.4.0',
  summary: 'Returns the XXH3 hash of the string value of a key, in hexadecimal.',
  complexity: 'O(N), N being the length of the value.',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const value = db.lookupRead(args.key(), StringValue);
    if (value === undefined) reply.null();
    else reply.bulkLatin1(digestOf(value));
  },
});
