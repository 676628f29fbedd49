import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { ReplyError } from '../../resp/reply-errors.ts';
import { FIELD_COUNT_NOT_POSITIVE, FIELDS_MISPLACED, FIELDS_UNEQUAL } from '../../resp/reply-errors.ts';

export const FIELDS = keyword('FIELDS');

/**
 * Reads `FIELDS numfields field [field ...]`, which begins at the argument of this index and ends the request. Answers
 * the index of the first field. Throws `notPositive` for a number that is none.
 */
export function readFieldList(args: Args, index: number, notPositive: ReplyError = FIELD_COUNT_NOT_POSITIVE): number {
  if (index >= args.count || !args.is(index, FIELDS)) throw FIELDS_MISPLACED;
  const first = index + 2;
  if (index + 1 >= args.count) throw notPositive;
  args.seek(index + 1);
  const count = args.int64(notPositive);
  if (count < 1) throw notPositive;
  if (count !== args.count - first) throw FIELDS_UNEQUAL;
  return first;
}
