/** Sizes in bytes as Redis's configuration takes them (`100mb`) and as INFO shows them (`1.50M`). */

const UNITS = new Map([
  ['', 1n],
  ['b', 1n],
  ['k', 1000n],
  ['kb', 1024n],
  ['m', 1000n ** 2n],
  ['mb', 1024n ** 2n],
  ['g', 1000n ** 3n],
  ['gb', 1024n ** 3n],
]);
const SIZE = /^(\d*)([a-z]{0,2})$/i;
/** Redis copies the digits into a buffer of 128 characters. */
const MAX_DIGITS = 127;
const UINT64_MAX = 2n ** 64n - 1n;
/** Larger sizes are printed in bytes: Redis's table ends with the petabytes. */
const HUMAN_UNITS = ['K', 'M', 'G', 'T', 'P'];

/**
 * Reads a size with an optional unit in any case: `k`, `m`, `g` are powers of 1000, `kb`, `mb`, `gb` of 1024. In 64-bit
 * arithmetic, as in Redis: too many digits give the maximum, a product that is too large wraps around. An answer above
 * 2^53 is rounded. A unit alone is 0. Undefined where it is no size.
 */
export function parseMemory(text: string): number | undefined {
  const match = SIZE.exec(text);
  const unit = UNITS.get(match?.[2].toLowerCase() ?? '?');
  if (match === null || unit === undefined || match[1].length > MAX_DIGITS) return undefined;
  const digits = BigInt(match[1]);
  return Number(BigInt.asUintN(64, (digits > UINT64_MAX ? UINT64_MAX : digits) * unit));
}

/** `512B`, `1.50M`: two digits behind the point, units of 1024, as in INFO's `used_memory_human`. */
export function formatHuman(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  let value = bytes;
  for (const unit of HUMAN_UNITS) {
    value /= 1024;
    if (value < 1024) return `${toFixed2(value)}${unit}`;
  }
  return `${BigInt(bytes)}B`;
}

/** C's "%.2f", which rounds a tie to even where toFixed rounds it up. The value is not negative and below 1024. */
function toFixed2(value: number): string {
  // Dividing by powers of two is exact, so a tie shows in the eighths: two digits and exactly half a hundredth.
  const eighths = value * 8;
  const isTie = Number.isInteger(eighths) && eighths % 2 === 1;
  if (!isTie) return value.toFixed(2);
  const hundredths = Math.floor(value * 100);
  return ((hundredths + (hundredths % 2)) / 100).toFixed(2);
}
