import { MemberText } from '../../datatypes/set-member.ts';
import { STOP } from '../../datatypes/set-packed.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { FORM_SET_TABLE } from '../../datatypes/value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted, keysFrom } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import { SlotList } from '../../structures/slot-list.ts';
import { replyMembers, writeMemberAt } from './inspect.ts';
import { beginResult, deleteDestination, dropResult, storeResult } from './result.ts';
import { readCountedKeys, readSets } from './sources.ts';

/**
 * What the first of several sets has and the others have not, by the cheaper of two ways:
 *
 * | way | work |
 * |---|---|
 * | look each member of the first up in the others | size of the first x number of sets |
 * | copy the first, and remove from it what the others have | size of all sets |
 *
 * The choice is Redis's, since the encoding of what SDIFFSTORE makes depends on it.
 */
const COMPLEXITY = 'O(N), N being the number of members of all sets.';

export const sdiff = command({
  name: 'SDIFF',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns the members of a set that others do not have.',
  complexity: COMPLEXITY,
  syntax: 'key...',
  arity: -2,
  flags: ['readonly'],
  keys: [keysFrom(1, -1, 1, 'RO', 'access')],
  hints: ['nondeterministic_output_order'],
  handler(context) {
    const { args, reply } = context;
    const { first, others, byLookup } = planOf(readSets(context, args.remaining));
    if (first === undefined) reply.set(0);
    else if (byLookup) {
      findKept(first, others, Infinity);
      reply.set(kept.count);
      for (let i = 0; i < kept.count; i++) writeMemberAt(reply, first, kept.addresses[i]);
    } else withRest(context, args.keyAt(1), first, others, (rest) => replyMembers(reply, rest));
  },
});

export const sdiffcard = command({
  name: 'SDIFFCARD',
  group: 'set',
  since: '8.10.0',
  summary: 'Returns how many members of a set others do not have.',
  complexity: COMPLEXITY,
  syntax: 'numkeys:integer key... [LIMIT limit:integer]',
  arity: -3,
  flags: ['readonly', 'movablekeys'],
  keys: [keysCounted(1, 1, 'RO', 'access')],
  handler(context) {
    const { args, reply } = context;
    const { numkeys, limit } = readCountedKeys(args);
    const { first, others, byLookup } = planOf(readSets(context, numkeys));
    if (first === undefined) reply.integer(0);
    else if (byLookup) {
      findKept(first, others, limit);
      reply.integer(kept.count);
    } else withRest(context, args.keyAt(2), first, others, ({ size }) => reply.integer(Math.min(size, limit)));
  },
});

export const sdiffstore = command({
  name: 'SDIFFSTORE',
  group: 'set',
  since: '1.0.0',
  summary: 'Stores the members of a set that others do not have under a key.',
  complexity: COMPLEXITY,
  syntax: 'destination:key key...',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update'), keysFrom(2, -1, 1, 'RO', 'access')],
  handler(context) {
    const { args, reply } = context;
    args.next();
    const { first, others, byLookup } = planOf(readSets(context, args.remaining));
    const key = args.keyAt(1);
    if (first === undefined) {
      reply.integer(0);
      deleteDestination(context, key);
      return;
    }
    target = beginResult(context, key);
    if (byLookup) {
      findKept(first, others, Infinity);
      addKept(first, target);
    } else subtract(first, others);
    storeResult(context, key, target, 'sdiffstore');
  },
});

interface Plan {
  /** Undefined where the difference is empty for sure. */
  readonly first: SetView | undefined;
  /** Those of the others that exist. */
  readonly others: SetView[];
  readonly byLookup: boolean;
}

function planOf([first, ...rest]: (SetView | undefined)[]): Plan {
  const others = rest.filter((set) => set !== undefined);
  if (first === undefined || others.some(({ address }) => address === first.address)) {
    return { first: undefined, others, byLookup: true };
  }
  const all = others.reduce((sum, { size }) => sum + size, first.size);
  const byLookup = Math.floor((first.size * (others.length + 1)) / 2) <= all;
  // The largest is the likeliest to have a member.
  if (byLookup) others.sort((a, b) => b.size - a.size);
  return { first, others, byLookup };
}

/** Where in the first set the members stand that no other has. */
const kept = new SlotList();
const text = new MemberText();
let lookedUp: readonly SetView[] = [];
let most = 0;
let source: SetView;
let hashed = false;
let target: SetView;

function findKept(first: SetView, others: readonly SetView[], limit: number): void {
  kept.count = 0;
  if (first.compareTables(others, false, limit, kept)) return;
  source = first;
  lookedUp = others;
  hashed = others.some(({ isTable }) => isTable);
  most = limit;
  first.forEach(keepUnlessElsewhere);
}

function keepUnlessElsewhere({ bytes, at, length }: MemberText, place: number): unknown {
  const hash = hashed ? source.hashOf(bytes, at, length) : 0;
  for (const other of lookedUp) if (other.hasHashed(bytes, at, length, hash)) return undefined;
  kept.pushAddress(place);
  return kept.count >= most ? STOP : undefined;
}

function addKept(first: SetView, result: SetView): void {
  for (let i = 0; i < kept.count; i++) {
    first.readAt(kept.addresses[i], text);
    result.add(text.bytes, text.at, text.length);
  }
}

/** Fills `target` with the first set, less what the others have. */
function subtract(first: SetView, others: readonly SetView[]): void {
  first.forEach(addMember);
  for (const other of others) if (target.size > 0) other.forEach(removeMember);
}

function addMember({ bytes, at, length }: MemberText): void {
  target.add(bytes, at, length);
}

function removeMember({ bytes, at, length }: MemberText): unknown {
  return target.remove(bytes, at, length) && target.size === 0 ? STOP : undefined;
}

/** Makes the difference by subtraction, for as long as it is used. */
function withRest(
  context: Context,
  key: Key,
  first: SetView,
  others: readonly SetView[],
  use: (rest: SetView) => void,
): void {
  target = beginResult(context, key);
  if (!first.isIntegers) target.become(FORM_SET_TABLE);
  subtract(first, others);
  use(target);
  dropResult(context, key, target);
}
