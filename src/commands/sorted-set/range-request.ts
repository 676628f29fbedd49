import type { ZSetView } from '../../datatypes/zset-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { LIMIT_WITHOUT_BY, SCORES_WITH_BYLEX, SYNTAX } from '../../resp/reply-errors.ts';
import type { MemberRange } from './bounds.ts';
import { LEX_RANGE, RANK_RANGE, SCORE_RANGE } from './bounds.ts';

const WITHSCORES = keyword('WITHSCORES');
const LIMIT = keyword('LIMIT');
const REV = keyword('REV');
const BYLEX = keyword('BYLEX');
const BYSCORE = keyword('BYSCORE');

export type RangeBy = 'rank' | 'score' | 'lex';

/** What a command of the ZRANGE family fixes by its name; undefined: an option says it. */
export interface RangeForm {
  readonly by?: RangeBy;
  readonly reverse?: boolean;
  /** Whether it stores its result, so that WITHSCORES has no meaning. */
  readonly stores?: boolean;
}

/**
 * A range as a command asks for it: `min max` and options. Reused.
 *
 * ```
 *   ranks   0 ··· first ├───── the range ─────┤ end ··· size        LIMIT counts within it, from the end where reversed
 * ```
 */
export class RangeRequest {
  withScores = false;
  reverse = false;
  /** The ranks that `locate` found: none where `count` is 0. */
  first = 0;
  count = 0;
  private by: RangeBy | undefined = undefined;
  private offset = 0;
  private limit = -1;
  private range: MemberRange = RANK_RANGE;

  /** Reads the arguments from this index, that of `min`, to the end. */
  read(args: Args, min: number, form: RangeForm): this {
    this.by = form.by;
    this.reverse = form.reverse ?? false;
    this.withScores = false;
    this.offset = 0;
    this.limit = -1;
    args.seek(min + 2);
    while (args.remaining > 0) this.readOption(args, form);
    const by = this.by ?? 'rank';
    if (this.limit !== -1 && by === 'rank') throw LIMIT_WITHOUT_BY;
    if (this.withScores && by === 'lex') throw SCORES_WITH_BYLEX;
    this.range = this.rangeOf(args, by, min);
    return this;
  }

  /** Whether it asks for ranks, so that Redis knows how many members there will be. */
  get isByRank(): boolean {
    return (this.by ?? 'rank') === 'rank';
  }

  /** Finds the ranks that the request comes to. */
  locate(zset: ZSetView): void {
    const first = this.range.first(zset);
    const count = Math.max(0, this.range.end(zset) - first);
    const skipped = this.offset < 0 ? offsetFromEnd(zset, count, this.offset) : Math.min(count, this.offset);
    const left = count - skipped;
    this.count = this.limit < 0 ? left : Math.min(left, this.limit);
    if (this.count === 0) this.first = 0;
    else this.first = this.reverse ? first + left - this.count : first + skipped;
  }

  private readOption(args: Args, { by, reverse, stores }: RangeForm): void {
    if (stores !== true && args.take(WITHSCORES)) this.withScores = true;
    else if (args.remaining >= 3 && args.take(LIMIT)) {
      this.offset = args.integer();
      this.limit = args.integer();
    } else if (reverse === undefined && !this.reverse && args.take(REV)) this.reverse = true;
    else if (by === undefined && this.by === undefined && args.take(BYLEX)) this.by = 'lex';
    else if (by === undefined && this.by === undefined && args.take(BYSCORE)) this.by = 'score';
    else throw SYNTAX;
  }

  private rangeOf(args: Args, by: RangeBy, min: number): MemberRange {
    if (by === 'rank') {
      this.offset = 0;
      RANK_RANGE.read(args, min, min + 1);
      return this.reverse ? FROM_END : RANK_RANGE;
    }
    const range = by === 'score' ? SCORE_RANGE : LEX_RANGE;
    return this.reverse ? range.read(args, min + 1, min) : range.read(args, min, min + 1);
  }
}

/** Ranks that were counted from the end. */
const FROM_END: MemberRange = {
  first: (zset) => zset.size - RANK_RANGE.end(zset),
  end: (zset) => zset.size - RANK_RANGE.first(zset),
};

/** In Redis a negative offset counts from the range's end in a skiplist, and finds nothing in a listpack. */
function offsetFromEnd(zset: ZSetView, count: number, offset: number): number {
  return zset.isLarge && count + offset >= 0 ? count + offset : count;
}

export const RANGE_REQUEST = new RangeRequest();
