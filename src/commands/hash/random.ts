import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { expireFields } from '../../keyspace/field-expiry.ts';
import { NOT_A_LONG, SYNTAX, VALUE_OUT_OF_RANGE } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { INT64_MAX, INT64_MIN } from '../../util/numbers.ts';

const WITHVALUES = keyword('WITHVALUES');
/** A table so many times as large as the number of fields asked for is drawn from until enough are different. */
const SPARSE = 3;

export const hrandfield = command({
  name: 'HRANDFIELD',
  group: 'hash',
  since: '6.2.0',
  summary: 'Returns fields of a hash, picked at random.',
  complexity: 'O(N) in the number of fields returned.',
  syntax: 'key options=[count:integer [WITHVALUES]]',
  arity: -2,
  flags: ['readonly'],
  hints: ['nondeterministic_output'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const { args, reply } = context;
    const key = args.key();
    if (args.remaining > 0) {
      replySeveral(context, key);
      return;
    }
    const hash = openHash(context, key);
    if (hash === undefined) {
      reply.null();
      return;
    }
    const { bytes, at, length } = hash.fieldAt(new Picker(context, hash).next());
    reply.bulk(bytes, at, length);
  },
});

/** The hash of the key without the fields whose time has come; undefined where there is none. */
function openHash({ db, keyspace }: Context, key: Key): HashView | undefined {
  const hash = db.lookupRead(key, HashValue);
  if (hash === undefined || !keyspace.expiresKeys || hash.dueFrom >= keyspace.nowMs) return hash;
  return expireFields(keyspace, db, key, hash, Infinity) ? undefined : hash;
}

function replySeveral(context: Context, key: Key): void {
  const { args, reply } = context;
  const wanted = args.int64();
  if (wanted === INT64_MIN) throw NOT_A_LONG;
  const withValues = args.remaining > 0;
  if (args.remaining > 1 || (withValues && !args.take(WITHVALUES))) throw SYNTAX;
  if (withValues && (wanted < -INT64_MAX / 2n || wanted > INT64_MAX / 2n)) throw VALUE_OUT_OF_RANGE;
  const hash = openHash(context, key);
  const count = Number(wanted);
  if (hash === undefined || count === 0) {
    reply.array(0);
    return;
  }
  const size = count < 0 ? -count : Math.min(count, hash.size);
  reply.array(withValues && reply.protocol === 2 ? size * 2 : size);
  if (count < 0) replyRepeating(context, hash, size, withValues);
  else for (const place of differentPlaces(context, hash, size)) replyPlace(context, hash, place, withValues);
}

function replyPlace({ reply }: Context, hash: HashView, place: number, withValues: boolean): void {
  if (withValues && reply.protocol === 3) reply.array(2);
  const field = hash.fieldAt(place);
  reply.bulk(field.bytes, field.at, field.length);
  if (!withValues) return;
  const value = hash.valueAt(place);
  reply.bulk(value.bytes, value.at, value.length);
}

function replyRepeating(context: Context, hash: HashView, count: number, withValues: boolean): void {
  const picker = new Picker(context, hash);
  const { out } = context.reply;
  for (let i = 0; i < count && !out.isUnread; i++) replyPlace(context, hash, picker.next(), withValues);
}

/** Draws fields, each with the same chance as any other, again and again. */
class Picker {
  private readonly hash: HashView;
  private readonly random: Context['keyspace']['random'];
  /** Of a packed hash, whose fields cannot be found by number. */
  private readonly places: Uint32Array | undefined;

  constructor({ keyspace }: Context, hash: HashView) {
    this.hash = hash;
    this.random = keyspace.random;
    this.places = hash.isPacked ? hash.places() : undefined;
  }

  next(): number {
    const { places } = this;
    return places === undefined ? this.hash.randomPlace(this.random) : places[this.random.below(places.length)];
  }
}

/** `count` different fields, each set of them with the same chance; those of a listpack in its order. */
function differentPlaces(context: Context, hash: HashView, count: number): Iterable<number> {
  const { random } = context.keyspace;
  if (!hash.isPacked && count * SPARSE <= hash.size) {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(hash.randomPlace(random));
    return chosen;
  }
  const places = hash.places();
  if (count === places.length) return places;
  for (let i = 0; i < count; i++) {
    const j = i + random.below(places.length - i);
    const drawn = places[j];
    places[j] = places[i];
    places[i] = drawn;
  }
  const chosen = places.subarray(0, count);
  return hash.isPacked ? chosen.sort() : chosen;
}
