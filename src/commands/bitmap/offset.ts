import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { INVALID_BIT_OFFSET, SYNTAX } from '../../resp/reply-errors.ts';
import { parseInt64, parseSafeInteger } from '../../util/numbers.ts';

const BYTE = keyword('BYTE');
const BIT = keyword('BIT');
const HASH = 35;

/** Reads the next argument as the position of a bit that a string may hold. Throws INVALID_BIT_OFFSET. */
export function readBitOffset(context: Context): number {
  return within(context, context.args.int64(INVALID_BIT_OFFSET));
}

/** The same; `#3` is the fourth field of so many bits. */
export function readFieldOffset(context: Context, bits: number): number {
  const { args } = context;
  const index = args.next();
  const start = args.at(index);
  const end = start + args.length(index);
  const { u8 } = args.bytes;
  const isCounted = end > start && u8[start] === HASH;
  const from = isCounted ? start + 1 : start;
  let offset: number | bigint | undefined = parseSafeInteger(u8, from, end);
  if (offset !== offset) offset = parseInt64(u8, from, end);
  if (offset === undefined) throw INVALID_BIT_OFFSET;
  return within(context, isCounted ? fieldsToBits(offset, bits) : offset);
}

/** Wraps around at 64 bits, as the multiplication in C does. */
function fieldsToBits(fields: number | bigint, bits: number): number | bigint {
  if (typeof fields === 'number' && Number.isSafeInteger(fields * bits)) return fields * bits;
  return BigInt.asIntN(64, BigInt(fields) * BigInt(bits));
}

function within({ keyspace }: Context, offset: number | bigint): number {
  if (offset < 0 || Number(offset) / 8 >= keyspace.limits.maxStringLength) throw INVALID_BIT_OFFSET;
  return Number(offset);
}

/** Reads the unit of a range. Answers whether it is bits. Throws SYNTAX. */
export function readUnit(args: Args): boolean {
  if (args.take(BIT)) return true;
  if (args.take(BYTE)) return false;
  throw SYNTAX;
}
