import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { IDS_MISSING, NUMIDS_MISMATCH, NUMIDS_NOT_POSITIVE, SYNTAX } from '../../resp/reply-errors.ts';
import type { ReferencePolicy } from '../../structures/stream-trim.ts';
import { KEEP_REFERENCES } from '../../structures/stream-trim.ts';
import { takePolicy } from './trim-options.ts';

const IDS = keyword('IDS');

/** Which IDs, by the indexes of their arguments, and what becomes of the references to their entries. */
export interface IdBlock {
  readonly first: number;
  readonly count: number;
  readonly policy: ReferencePolicy;
}

/** Reads `[KEEPREF | DELREF | ACKED] IDS numids id…`, in either order, up to the end. */
export function readIdBlock(args: Args): IdBlock {
  let first = 0;
  let count = 0;
  let policy: ReferencePolicy | undefined;
  while (args.remaining > 0) {
    const taken: ReferencePolicy | undefined = policy === undefined ? takePolicy(args) : undefined;
    if (taken !== undefined) {
      policy = taken;
      continue;
    }
    if (args.remaining < 2 || !args.take(IDS)) throw SYNTAX;
    count = args.integerWithin(1, Number.MAX_SAFE_INTEGER, NUMIDS_NOT_POSITIVE);
    if (count > args.remaining) throw NUMIDS_MISMATCH;
    first = args.next();
    args.seek(first + count);
  }
  if (count === 0) throw IDS_MISSING;
  return { first, count, policy: policy ?? KEEP_REFERENCES };
}
