import type { ZSetView } from '../../datatypes/zset-value.ts';
import type { Args } from '../../execution/args.ts';
import { LEX_RANGE_NOT_VALID, SCORE_RANGE_NOT_FLOAT } from '../../resp/reply-errors.ts';
import { isInfinityText } from '../../util/binary-float.ts';
import { parseSafeInteger } from '../../util/numbers.ts';

/**
 * A range of a sorted set as a command names it: by rank, by score or by the members' bytes. Each says which ranks it
 * comes to, [first, end), which is empty where `first` is not below `end`. Reused: a range holds for one command.
 */
export interface MemberRange {
  first: (zset: ZSetView) => number;
  end: (zset: ZSetView) => number;
}

const OPEN = 0x28;
const CLOSED = 0x5b;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** From one rank to another, both included; negative ones count from the end. */
export class RankRange implements MemberRange {
  private start = 0;
  private stop = 0;

  /** Reads the ranks from the arguments of these indexes. Throws NOT_AN_INTEGER. */
  read(args: Args, start: number, stop: number): this {
    args.seek(start);
    this.start = args.integer();
    args.seek(stop);
    this.stop = args.integer();
    return this;
  }

  first({ size }: ZSetView): number {
    return Math.max(0, this.start < 0 ? size + this.start : this.start);
  }

  end({ size }: ZSetView): number {
    return Math.min(size, (this.stop < 0 ? size + this.stop : this.stop) + 1);
  }
}

/** From one score to another; `(` before one leaves it out. */
export class ScoreRange implements MemberRange {
  private min = 0;
  private max = 0;
  private minOpen = false;
  private maxOpen = false;

  /** Reads the scores from the arguments of these indexes. Throws SCORE_RANGE_NOT_FLOAT. */
  read(args: Args, min: number, max: number): this {
    this.minOpen = isOpen(args, min);
    this.min = readScore(args, min, this.minOpen);
    this.maxOpen = isOpen(args, max);
    this.max = readScore(args, max, this.maxOpen);
    return this;
  }

  first(zset: ZSetView): number {
    return zset.countBelow(this.min, this.minOpen);
  }

  end(zset: ZSetView): number {
    return zset.countBelow(this.max, !this.maxOpen);
  }
}

/** From one member to another, where all scores are the same: `[` or `(` before it, or `-` and `+` for the ends. */
export class LexRange implements MemberRange {
  private args!: Args;
  private min = 0;
  private max = 0;

  /** Takes the arguments of these indexes, which must stay where they are. Throws LEX_RANGE_NOT_VALID. */
  read(args: Args, min: number, max: number): this {
    this.args = args;
    this.min = min;
    this.max = max;
    checkLexBound(args, min);
    checkLexBound(args, max);
    return this;
  }

  first(zset: ZSetView): number {
    return this.countUpTo(zset, this.min, OPEN);
  }

  end(zset: ZSetView): number {
    return this.countUpTo(zset, this.max, CLOSED);
  }

  /** How many members precede a bound; the member of that name counts, too, where the bound begins with `inclusive`. */
  private countUpTo(zset: ZSetView, index: number, inclusive: number): number {
    const { args } = this;
    const { bytes } = args;
    const at = args.at(index);
    const kind = bytes.u8[at];
    if (kind === MINUS) return 0;
    if (kind === PLUS) return zset.size;
    return zset.countBefore(bytes, at + 1, args.length(index) - 1, kind === inclusive);
  }
}

/** Ranges by name, each for the command under way. */
export const RANK_RANGE = new RankRange();
export const SCORE_RANGE = new ScoreRange();
export const LEX_RANGE = new LexRange();

function isOpen(args: Args, index: number): boolean {
  return args.length(index) > 0 && args.bytes.u8[args.at(index)] === OPEN;
}

/**
 * Redis reads these numbers up to a NUL byte, takes none at all for 0 and what is too large for an infinity; hexadecimal
 * ones it refuses here.
 */
function readScore(args: Args, index: number, open: boolean): number {
  const start = args.at(index) + (open ? 1 : 0);
  const end = args.at(index) + args.length(index);
  const integer = parseSafeInteger(args.bytes.u8, start, end);
  if (!Number.isNaN(integer)) return integer;
  const [text] = args.bytes.latin1(start, end).split('\0', 1);
  if (text === '') return 0;
  if (isInfinityText(text)) return text[0] === '-' ? -Infinity : Infinity;
  if (!DECIMAL.test(text)) throw SCORE_RANGE_NOT_FLOAT;
  return Number(text);
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function checkLexBound(args: Args, index: number): void {
  const length = args.length(index);
  const at = args.at(index);
  const { u8 } = args.bytes;
  if (length > 0 && (u8[at] === OPEN || u8[at] === CLOSED)) return;
  const isEnd = length > 0 && (u8[at] === PLUS || u8[at] === MINUS) && (length === 1 || u8[at + 1] === 0);
  if (!isEnd) throw LEX_RANGE_NOT_VALID;
}
