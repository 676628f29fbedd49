import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { SortPattern } from './sort-pattern.ts';

const ASC = keyword('ASC');
const DESC = keyword('DESC');
const ALPHA = keyword('ALPHA');
const LIMIT = keyword('LIMIT');
const STORE = keyword('STORE');
const BY = keyword('BY');
const GET = keyword('GET');

export interface SortOptions {
  descending: boolean;
  /** Compares bytes, not numbers. */
  alphabetic: boolean;
  /** As given: negative offsets are the beginning, negative counts are everything. */
  offset: number;
  count: number;
  by: SortPattern | undefined;
  /** A BY said that nothing shall be sorted. */
  unsorted: boolean;
  readonly gets: SortPattern[];
  /** The argument that names the key to store in, or 0. */
  store: number;
}

/** Reads what follows the key. Of an option that is given twice the later one counts, but every GET. */
export function readSortOptions({ args }: Context, stores: boolean): SortOptions {
  const options: SortOptions = {
    ...{ descending: false, alphabetic: false, offset: 0, count: -1 },
    ...{ by: undefined, unsorted: false, gets: [], store: 0 },
  };
  while (args.remaining > 0) {
    if (args.take(ASC)) options.descending = false;
    else if (args.take(DESC)) options.descending = true;
    else if (args.take(ALPHA)) options.alphabetic = true;
    else {
      // All others have a value.
      if (args.remaining < 2) throw SYNTAX;
      readValued(args, options, stores);
    }
  }
  return options;
}

function readValued(args: Context['args'], options: SortOptions, stores: boolean): void {
  if (args.take(LIMIT)) {
    if (args.remaining < 2) throw SYNTAX;
    options.offset = args.integer();
    options.count = args.integer();
  } else if (stores && args.take(STORE)) {
    options.store = args.next();
  } else if (args.take(BY)) {
    options.by = nextPattern(args);
    if (options.by.isConstant) options.unsorted = true;
  } else if (args.take(GET)) {
    options.gets.push(nextPattern(args));
  } else throw SYNTAX;
}

function nextPattern(args: Context['args']): SortPattern {
  const index = args.next();
  return new SortPattern(args.bytes, args.at(index), args.length(index));
}
