/**
 * Sine, cosine and arcsine, rounded as well as a good C library rounds them. JavaScript's own may be off by a unit in
 * the last place, which a distance that is kept as a score would show.
 *
 * ```
 *   x = k * pi/128 + r,  |r| <= pi/256          sin(k * pi/128) from a table, as a sum of two doubles (high + low)
 *   sin(x) = S cos(r) + C sin(r)                summed so that about 20 bits beyond the last place are right
 *   asin(y): Math.asin, then one step of Newton's method with that sine
 * ```
 *
 * Sources: T. J. Dekker, "A floating-point technique for extending the available precision" (1971), for the exact
 * product; W. J. Cody and W. Waite, "Software Manual for the Elementary Functions" (1980), for the reduction.
 */

/** Steps of the table in a quarter turn. */
const QUARTER = 64;
/** pi/128 in three parts; a step number times one of the first two is exact. */
const STEP_HIGH = 0.024543692605220713;
const STEP_MIDDLE = 9.495469541099947e-13;
const STEP_LOW = 3.159791013743673e-23;
const STEPS_PER_RADIAN = 128 / Math.PI;
const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17;
/** Dekker's constant, which cuts a double in halves of 26 bits. */
const SPLITTER = 134217729;
/** Bits behind the point of the integers that the table is made with. */
const FIXED_BITS = 160n;

interface SineTable {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** Made when first needed. */
let table: SineTable | undefined;
/** What the last sum left behind its rounded value. */
let rest = 0;

/** `x` in radians, within [-2 pi, 2 pi]. */
export function accurateSin(x: number): number {
  return turned(x, 0);
}

/** `x` in radians, within [-2 pi, 2 pi]. */
export function accurateCos(x: number): number {
  return turned(x, QUARTER);
}

/** In radians; NaN outside [-1, 1]. */
export function accurateAsin(y: number): number {
  if (!(y >= -1 && y <= 1) || y === 0) return Math.asin(y);
  if (y < 0) return -accurateAsin(-y);
  if (y <= 0.5) return refinedAsin(y, 0);
  // Near 1 the curve is too steep; half the way round it is not: asin(y) = pi/2 - 2 asin(sqrt((1 - y) / 2)).
  const half = (1 - y) / 2;
  if (half === 0) return HALF_PI;
  const root = Math.sqrt(half);
  const angle = refinedAsin(root, -productMinus(root, root, half) / (2 * root));
  const angleRest = rest;
  const difference = HALF_PI - 2 * angle;
  return difference + (HALF_PI_LOW - 2 * angleRest + (HALF_PI - difference - 2 * angle));
}

/** asin(y + low); leaves what its rounded value lacks in `rest`. */
function refinedAsin(y: number, low: number): number {
  const guess = Math.asin(y);
  const sine = accurateSin(guess);
  const correction = (y - sine - rest + low) / Math.cos(guess);
  const sum = guess + correction;
  rest = guess - sum + correction;
  return sum;
}

/** The sine of x and a number of steps of the table; leaves what the rounded value lacks in `rest`. */
function turned(x: number, steps: number): number {
  const { high, low } = (table ??= makeTable());
  const k = Math.round(x * STEPS_PER_RADIAN);
  const coarse = x - k * STEP_HIGH;
  const finer = coarse - k * STEP_MIDDLE;
  const r = finer - k * STEP_LOW;
  const rLow = coarse - finer - k * STEP_MIDDLE + (finer - r - k * STEP_LOW);

  const square = r * r;
  // sin(r) = r + sine, cos(r) = 1 + cosine
  const sine = r * square * (-1 / 6 + square * (1 / 120 - square * (1 / 5040))) + rLow;
  const cosine = -square / 2 + square * square * (1 / 24 - square * (1 / 720)) - r * rLow;

  const at = (k + steps) & (4 * QUARTER - 1);
  const s = high[at];
  const cosAt = (at + QUARTER) & (4 * QUARTER - 1);
  const c = high[cosAt];
  const product = c * r;
  const small = low[at] + (productMinus(c, r, product) + (c * sine + low[cosAt] * r + s * cosine));
  const sum = s + product;
  const sumRest = Math.abs(s) >= Math.abs(product) ? s - sum + product : product - sum + s;
  const result = sum + (small + sumRest);
  rest = sum - result + (small + sumRest);
  return result;
}

/** a * b - c, exactly where c is the rounded product or near it. */
function productMinus(a: number, b: number, c: number): number {
  const aTop = cut(a);
  const bTop = cut(b);
  const aLow = a - aTop;
  const bLow = b - bTop;
  return aTop * bTop - c + aTop * bLow + aLow * bTop + aLow * bLow;
}

function cut(value: number): number {
  const wide = SPLITTER * value;
  return wide - (wide - value);
}

/** The sines of a whole turn of steps. */
function makeTable(): SineTable {
  const high = new Float64Array(4 * QUARTER);
  const low = new Float64Array(4 * QUARTER);
  const one = 1n << FIXED_BITS;
  const quarter = fixedPi() / 2n;
  for (let i = 0; i <= QUARTER; i++) {
    const sine = i === QUARTER ? one : fixedSine((quarter * BigInt(i)) / BigInt(QUARTER));
    const top = Number(sine) / 2 ** Number(FIXED_BITS);
    const bottom = Number(sine - BigInt(top * 2 ** Number(FIXED_BITS))) / 2 ** Number(FIXED_BITS);
    for (const [at, sign] of [
      [i, 1],
      [2 * QUARTER - i, 1],
      [2 * QUARTER + i, -1],
      [4 * QUARTER - i, -1],
    ]) {
      if (at === 4 * QUARTER || (i === 0 && sign < 0)) continue;
      high[at] = sign * top;
      low[at] = sign * bottom;
    }
  }
  return { high, low };
}

/** Taylor's series in integers of FIXED_BITS behind the point. */
function fixedSine(x: bigint): bigint {
  let term = x;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term;
    term = -((((term * x) >> FIXED_BITS) * x) >> FIXED_BITS) / ((n + 1n) * (n + 2n));
  }
  return sum;
}

/** Machin's formula: pi = 16 atan(1/5) - 4 atan(1/239). */
function fixedPi(): bigint {
  return 16n * fixedArctangent(5n) - 4n * fixedArctangent(239n);
}

/** atan(1 / n). */
function fixedArctangent(n: bigint): bigint {
  let power = (1n << FIXED_BITS) / n;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}
