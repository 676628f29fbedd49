import { countRegisters } from '../../datatypes/hyperloglog-value.ts';
import type { MemberText } from '../../datatypes/set-member.ts';
import { STOP } from '../../datatypes/set-packed.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { FORM_SET_TABLE } from '../../datatypes/value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted, keysFrom } from '../../execution/key-specs.ts';
import { SpreadRegisters } from '../../structures/hyperloglog-dense.ts';
import { patternOf, registerOf, runOf } from '../../structures/hyperloglog.ts';
import type { Key } from '../../structures/key.ts';
import { replyMembers } from './inspect.ts';
import { beginResult, dropResult, storeResult } from './result.ts';
import { readCountedKeys, readSets } from './sources.ts';

const COMPLEXITY = 'O(N), N being the number of members of all sets.';
const APPROX = keyword('APPROX');

export const sunion = command({
  name: 'SUNION',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns the members of several sets together.',
  complexity: COMPLEXITY,
  syntax: 'key...',
  arity: -2,
  flags: ['readonly'],
  keys: [keysFrom(1, -1, 1, 'RO', 'access')],
  hints: ['nondeterministic_output_order'],
  handler(context) {
    const { args, reply } = context;
    const sets = different(readSets(context, args.remaining));
    if (sets.length > 1) withUnion(context, args.keyAt(1), sets, Infinity, (union) => replyMembers(reply, union));
    else replyMembers(reply, sets[0]);
  },
});

export const sunioncard = command({
  name: 'SUNIONCARD',
  group: 'set',
  since: '8.10.0',
  summary: 'Returns how many members several sets have together.',
  complexity: COMPLEXITY,
  syntax: 'numkeys:integer key... [APPROX] [LIMIT limit:integer]',
  arity: -3,
  flags: ['readonly', 'movablekeys'],
  keys: [keysCounted(1, 1, 'RO', 'access')],
  handler(context) {
    const { args, reply } = context;
    const { numkeys, limit, flagged } = readCountedKeys(args, APPROX);
    const sets = different(readSets(context, numkeys));
    if (flagged) reply.integer(Math.min(estimateUnion(sets), limit));
    else if (sets.length < 2) reply.integer(Math.min(sets[0]?.size ?? 0, limit));
    else withUnion(context, args.keyAt(2), sets, limit, ({ size }) => reply.integer(size));
  },
});

export const sunionstore = command({
  name: 'SUNIONSTORE',
  group: 'set',
  since: '1.0.0',
  summary: 'Stores the members of several sets together under a key.',
  complexity: COMPLEXITY,
  syntax: 'destination:key key...',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update'), keysFrom(2, -1, 1, 'RO', 'access')],
  handler(context) {
    const { args } = context;
    args.next();
    const sets = different(readSets(context, args.remaining));
    const key = args.keyAt(1);
    const union = beginResult(context, key);
    addAll(union, sets, Infinity);
    storeResult(context, key, union, 'sunionstore');
  },
});

/** The sets that exist, each once. */
function different(sets: (SetView | undefined)[]): SetView[] {
  const found: SetView[] = [];
  for (const set of sets) {
    if (set !== undefined && found.every(({ address }) => address !== set.address)) found.push(set);
  }
  return found;
}

/** Makes the union of sets, up to `limit` members, for as long as it is used. */
function withUnion(context: Context, key: Key, sets: SetView[], limit: number, use: (union: SetView) => void): void {
  const union = beginResult(context, key);
  // A table finds members sooner than a listpack does.
  if (sets.some(({ isIntegers }) => !isIntegers)) union.become(FORM_SET_TABLE);
  addAll(union, sets, limit);
  use(union);
  dropResult(context, key, union);
}

let target: SetView;
let most = 0;

function addAll(union: SetView, sets: readonly SetView[], limit: number): void {
  target = union;
  most = limit;
  for (const set of sets) if (union.size < limit) set.forEach(addMember);
}

function addMember({ bytes, at, length }: MemberText): unknown {
  return target.add(bytes, at, length) && target.size >= most ? STOP : undefined;
}

const registers = new SpreadRegisters();

/** The number of members of all sets together as a HyperLogLog estimates it, which takes no memory for them. */
function estimateUnion(sets: readonly SetView[]): number {
  registers.clear();
  for (const set of sets) set.forEach(raiseRegister);
  return Number(countRegisters(registers));
}

function raiseRegister({ bytes, at, length }: MemberText): void {
  const { u8 } = registers.bytes;
  const pattern = patternOf(bytes, at, length);
  const register = registerOf(pattern);
  u8[register] = Math.max(u8[register], runOf(pattern));
}
