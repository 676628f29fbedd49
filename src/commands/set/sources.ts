import type { SetView } from '../../datatypes/set-value.ts';
import { anotherSet } from '../../datatypes/set-value.ts';
import type { CollectionType } from '../../datatypes/value.ts';
import type { Args, Keyword } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { NEGATIVE_LIMIT, NUMKEYS_NOT_POSITIVE, SYNTAX, TOO_MANY_KEYS } from '../../resp/reply-errors.ts';

const LIMIT = keyword('LIMIT');

/** Views for as many sets as one command has ever read at a time. */
const views: CollectionType<SetView>[] = [];

/** The sets of the next `count` arguments; undefined for keys that do not exist. Throws WRONG_TYPE. */
export function readSets({ args, db }: Context, count: number): (SetView | undefined)[] {
  const sets: (SetView | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    if (i === views.length) views.push(anotherSet());
    sets.push(db.lookupRead(args.key(), views[i]));
  }
  return sets;
}

export interface CountedKeys {
  readonly numkeys: number;
  /** Infinity for none. */
  readonly limit: number;
  /** Whether the word `flag` was among the options. */
  readonly flagged: boolean;
}

/**
 * Reads `numkeys key [key …] [LIMIT limit]` and goes back to the first key.
 * @param flag an option without a value that the command knows besides
 */
export function readCountedKeys(args: Args, flag?: Keyword): CountedKeys {
  const numkeys = args.integerWithin(1, Infinity, NUMKEYS_NOT_POSITIVE);
  if (numkeys > args.remaining) throw TOO_MANY_KEYS;
  const first = args.count - args.remaining;
  args.seek(first + numkeys);
  let limit = 0;
  let flagged = false;
  while (args.remaining > 0) {
    if (args.remaining > 1 && args.take(LIMIT)) limit = args.integerWithin(0, Infinity, NEGATIVE_LIMIT);
    else if (flag !== undefined && args.take(flag)) flagged = true;
    else throw SYNTAX;
  }
  args.seek(first);
  return { numkeys, limit: limit === 0 ? Infinity : limit, flagged };
}
