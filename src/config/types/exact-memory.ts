import { untilNul } from '../byte-string.ts';

const AMOUNT = /^([0-9]*)(b|k|kb|m|mb|g|gb)?$/i;
const FACTORS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
};
const MAX_DIGITS = 127;
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * Reads a size as `parseMemory` of util/memory-units.ts does, but exactly: as an unsigned 64-bit integer. Undefined
 * where it is no size.
 */
export function parseExactMemory(text: string): bigint | undefined {
  const match = AMOUNT.exec(untilNul(text));
  if (match === null || match[1].length > MAX_DIGITS) return undefined;
  const digits = match[1] === '' ? 0n : BigInt(match[1]);
  const saturated = digits > UINT64_MAX ? UINT64_MAX : digits;
  return BigInt.asUintN(64, saturated * FACTORS[(match[2] ?? '').toLowerCase()]);
}
