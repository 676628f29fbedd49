import type { Args, Keyword } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { INVALID_CURSOR, NO_VALUES_OUTSIDE_HASH, SYNTAX } from '../../resp/reply-errors.ts';
import { parseCursor } from '../../util/numbers.ts';
import { KeyPattern } from './key-pattern.ts';

/** What SSCAN, HSCAN and ZSCAN have in common: `key cursor [MATCH pattern] [COUNT count]`. */
const MATCH = keyword('MATCH');
const COUNT = keyword('COUNT');
export const NOVALUES = keyword('NOVALUES');

const DEFAULT_COUNT = 10;
/** Buckets visited for each element asked for, at the most: a table that is nearly empty must not hold up the others. */
const BUCKETS_PER_COUNT = 10;

export interface ElementScan {
  readonly count: number;
  readonly pattern: KeyPattern;
  /** Whether the word `flag` was among the options. */
  readonly flagged: boolean;
}

const pattern = new KeyPattern();

/** The next argument as a cursor: of its 64 bits a table has 32. Throws INVALID_CURSOR. */
export function scanCursor(args: Args): number {
  const index = args.next();
  const cursor = parseCursor(args.bytes.u8, args.at(index), args.at(index) + args.length(index));
  if (cursor === undefined) throw INVALID_CURSOR;
  return Number(BigInt.asUintN(32, cursor));
}

/**
 * The options, which Redis reads only when the key is there and has the type. The pattern is valid until the next call.
 * @param flag an option without a value that this command knows besides (NOVALUES)
 */
export function scanOptions(args: Args, flag?: Keyword): ElementScan {
  let count = DEFAULT_COUNT;
  let flagged = false;
  pattern.clear();
  while (args.remaining > 0) {
    const hasValue = args.remaining > 1;
    if (hasValue && args.take(COUNT)) {
      count = args.integer();
      if (count < 1) throw SYNTAX;
    } else if (hasValue && args.take(MATCH)) pattern.set(args, args.next());
    else if (flag !== undefined && args.take(flag)) flagged = true;
    else throw args.take(NOVALUES) ? NO_VALUES_OUTSIDE_HASH : SYNTAX;
  }
  return { count, pattern, flagged };
}

/**
 * Visits buckets of a table from a cursor on until they held `count` elements; answers the cursor to go on with.
 * @param scan visits one bucket, as `Dict.scan` does
 */
export function scanTable(
  cursor: number,
  count: number,
  scan: (cursor: number, visit: (address: number) => void) => number,
  visit: (address: number) => void,
): number {
  let visited = 0;
  let buckets = count * BUCKETS_PER_COUNT;
  const counted = (address: number): void => {
    visited++;
    visit(address);
  };
  let next = cursor;
  do next = scan(next, counted);
  while (next !== 0 && buckets-- > 0 && visited < count);
  return next;
}
