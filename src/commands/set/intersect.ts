import { MemberText } from '../../datatypes/set-member.ts';
import { STOP } from '../../datatypes/set-packed.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { FORM_SET_PACKED } from '../../datatypes/value.ts';
import { command } from '../../execution/command.ts';
import { keyAt, keysCounted, keysFrom } from '../../execution/key-specs.ts';
import { memberInteger } from '../../structures/intset.ts';
import { SlotList } from '../../structures/slot-list.ts';
import { writeMemberAt } from './inspect.ts';
import { beginResult, deleteDestination, storeResult } from './result.ts';
import { readCountedKeys, readSets } from './sources.ts';

const COMPLEXITY = 'O(N*M), N being the size of the smallest set and M the number of sets, at the worst.';

export const sinter = command({
  name: 'SINTER',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns the members that several sets have in common.',
  complexity: COMPLEXITY,
  syntax: 'key...',
  arity: -2,
  flags: ['readonly'],
  keys: [keysFrom(1, -1, 1, 'RO', 'access')],
  hints: ['nondeterministic_output_order'],
  handler(context) {
    const { args, reply } = context;
    const smallest = intersect(readSets(context, args.remaining), Infinity);
    reply.set(common.count);
    for (let i = 0; i < common.count && smallest !== undefined; i++) {
      writeMemberAt(reply, smallest, common.addresses[i]);
    }
  },
});

export const sintercard = command({
  name: 'SINTERCARD',
  group: 'set',
  since: '7.0.0',
  summary: 'Returns how many members several sets have in common.',
  complexity: COMPLEXITY,
  syntax: 'numkeys:integer key... [LIMIT limit:integer]',
  arity: -3,
  flags: ['readonly', 'movablekeys'],
  keys: [keysCounted(1, 1, 'RO', 'access')],
  handler(context) {
    const { numkeys, limit } = readCountedKeys(context.args);
    intersect(readSets(context, numkeys), limit);
    context.reply.integer(common.count);
  },
});

export const sinterstore = command({
  name: 'SINTERSTORE',
  group: 'set',
  since: '1.0.0',
  summary: 'Stores the members that several sets have in common under a key.',
  complexity: COMPLEXITY,
  syntax: 'destination:key key...',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update'), keysFrom(2, -1, 1, 'RO', 'access')],
  handler(context) {
    const { args, reply } = context;
    args.next();
    const smallest = intersect(readSets(context, args.remaining), Infinity);
    const key = args.keyAt(1);
    if (smallest === undefined) {
      reply.integer(0);
      deleteDestination(context, key);
      return;
    }
    const result = beginResult(context, key);
    fill(result, smallest);
    storeResult(context, key, result, 'sinterstore');
  },
});

/** Adds the members in common to a result, whose encoding follows from theirs and from that of the smallest set. */
function fill(result: SetView, smallest: SetView): void {
  if (!smallest.isIntegers) result.become(FORM_SET_PACKED);
  let onlyIntegers = true;
  for (let i = 0; i < common.count; i++) {
    smallest.readAt(common.addresses[i], text);
    const { bytes, at, length } = text;
    onlyIntegers &&= memberInteger(bytes, at, length) !== undefined;
    result.add(bytes, at, length);
  }
  if (onlyIntegers) result.becomeIntegers();
}

const text = new MemberText();
/** Where in the smallest set the members stand that all sets have. */
const common = new SlotList();
let others: SetView[] = [];
let smallest: SetView;
let hashed = false;
let most = 0;

/**
 * Finds what sets have in common, up to `limit` members: `common` holds their places in the set answered, the smallest.
 * Undefined where one does not exist.
 */
function intersect(sets: (SetView | undefined)[], limit: number): SetView | undefined {
  common.count = 0;
  const present = sets.filter((set) => set !== undefined);
  if (present.length < sets.length) return undefined;
  present.sort((a, b) => a.size - b.size);
  [smallest] = present;
  others = present.filter(({ address }) => address !== smallest.address);
  if (smallest.compareTables(others, true, limit, common)) return smallest;
  hashed = others.some(({ isTable }) => isTable);
  most = limit;
  smallest.forEach(keepCommon);
  return smallest;
}

function keepCommon({ bytes, at, length }: MemberText, place: number): unknown {
  const hash = hashed ? smallest.hashOf(bytes, at, length) : 0;
  for (const other of others) if (!other.hasHashed(bytes, at, length, hash)) return undefined;
  common.pushAddress(place);
  return common.count >= most ? STOP : undefined;
}
