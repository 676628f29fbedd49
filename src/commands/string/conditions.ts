import type { StringView } from '../../datatypes/string-value.ts';
import type { Args } from '../../execution/args.ts';
import { equalBytes } from '../../memory/bytes.ts';
import { INVALID_DIGEST } from '../../resp/reply-errors.ts';
import { xxh3Hex } from '../../util/xxh3.ts';
import { IFDEQ, IFDNE, IFEQ, IFNE } from './options.ts';

/** Hexadecimal digits of a 64-bit digest. */
const DIGEST_LENGTH = 16;

/**
 * Whether a value meets a condition (one of IFEQ, IFNE, IFDEQ, IFDNE) with the argument at `index`.
 * Throws INVALID_DIGEST for a digest of another length.
 */
export function matches(value: StringView, args: Args, index: number, condition: number): boolean {
  if ((condition & (IFEQ | IFNE)) !== 0) return isEqual(value, args, index) === ((condition & IFEQ) !== 0);
  return hasDigest(value, args, index) === ((condition & IFDEQ) !== 0);
}

/** The same of a key that may be missing: then only the negative conditions hold. */
export function matchesOrMissing(value: StringView | undefined, args: Args, index: number, condition: number): boolean {
  if (value === undefined) return (condition & (IFNE | IFDNE)) !== 0;
  return matches(value, args, index, condition);
}

export function isEqual(value: StringView, args: Args, index: number): boolean {
  const length = args.length(index);
  return length === value.length && equalBytes(args.bytes, args.at(index), value.bytes, value.at, length);
}

export function digestOf(value: StringView): string {
  return xxh3Hex(value.bytes.u8, value.at, value.at + value.length);
}

function hasDigest(value: StringView, args: Args, index: number): boolean {
  if (args.length(index) !== DIGEST_LENGTH) throw INVALID_DIGEST;
  return digestOf(value) === args.latin1At(index).toLowerCase();
}
