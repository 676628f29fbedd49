import type { SetView } from '../../datatypes/set-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NOT_A_LONG, NOT_AN_INTEGER, SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { SlotList } from '../../structures/slot-list.ts';
import { INT64_MIN } from '../../util/numbers.ts';
import type { Random } from '../../util/random.ts';
import { writeMemberAt, writeMembers } from './inspect.ts';

/** Where fewer than this part of the members is wanted, they are drawn one by one; else all are shuffled. */
const DRAWN_SHARE = 3;

export const srandmember = command({
  name: 'SRANDMEMBER',
  group: 'set',
  since: '1.0.0',
  summary: 'Returns random members of a set.',
  complexity: 'O(1) without a count, else O(N), N being the count without its sign.',
  syntax: 'key [count:integer^2.6.0]',
  arity: -2,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  history: [['2.6.0', 'Takes `count`.']],
  handler(context) {
    const { args, db, keyspace, reply } = context;
    const key = args.key();
    if (args.remaining > 1) throw SYNTAX;
    if (args.remaining === 1) {
      const count = args.int64(NOT_AN_INTEGER);
      if (count === INT64_MIN) throw NOT_A_LONG;
      replySome(context, key, Number(count));
      return;
    }
    const set = db.lookupRead(key, SetValue);
    if (set === undefined) reply.null();
    else writeMemberAt(reply, set, set.randomPlace(keyspace.random));
  },
});

/** Up to `count` different members, or where it is negative as many as that says, some of them more than once. */
function replySome({ db, keyspace, reply }: Context, key: Key, count: number): void {
  const { random } = keyspace;
  const set = db.lookupRead(key, SetValue);
  if (set === undefined || count === 0) reply.array(0);
  else if (count < 0) {
    reply.array(-count);
    for (let i = 0; i < -count && !reply.out.isUnread; i++) writeMemberAt(reply, set, set.randomPlace(random));
  } else if (count >= set.size) {
    reply.array(set.size);
    writeMembers(reply, set);
  } else {
    reply.array(count);
    for (const place of choosePlaces(set, count, random)) writeMemberAt(reply, set, place);
  }
}

/**
 * The places of `count` different members of a set that has more, each choice with the same chance; those in a listpack
 * in its order.
 */
export function choosePlaces(set: SetView, count: number, random: Random): Uint32Array {
  if (set.isTable && count * DRAWN_SHARE < set.size && count < MOST_DRAWN) return drawPlaces(set, count, random);
  const all = new SlotList();
  set.collectPlaces(all);
  const { addresses } = all;
  for (let i = 0; i < count; i++) {
    const other = i + random.below(all.count - i);
    const place = addresses[i];
    addresses[i] = addresses[other];
    addresses[other] = place;
  }
  const chosen = addresses.slice(0, count);
  return set.isTable || set.isIntegers ? chosen : chosen.sort();
}

/** What a Set can hold without trouble. */
const MOST_DRAWN = 1 << 20;

function drawPlaces(set: SetView, count: number, random: Random): Uint32Array {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(set.randomPlace(random));
  return Uint32Array.from(drawn);
}
