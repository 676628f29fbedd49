/**
 * Grisu2: a double's decimal digits (Florian Loitsch, "Printing Floating-Point Numbers Quickly and Accurately with
 * Integers", PLDI 2010). Redis prints with it, and it misses the shortest or the nearest digits of about one double in a hundred,
 * so that `String(value)` will not do where the bytes have to agree.
 *
 * The algorithm works on 64-bit integers, which are pairs of unsigned 32-bit halves here. Differences are taken half by
 * half, without a borrow: (ah - bh) * 2^32 + (al - bl) has the right sign in a double, and a sign is all that is asked.
 */

const TWO_32 = 2 ** 32;
const MIN_POWER = -348;
const POWER_STEP = 8;
const POWER_COUNT = 87;
/** The scaled exponent lies in [ALPHA, ALPHA + 28), so that the part before the point fits 32 bits. */
const ALPHA = -60;

/** Powers of ten as normalised, rounded 64-bit fractions; filled at the first use. */
const powerHigh = new Uint32Array(POWER_COUNT);
const powerLow = new Uint32Array(POWER_COUNT);
const powerExponent = new Int16Array(POWER_COUNT);
let powersReady = false;

const view = new DataView(new ArrayBuffer(8));
/** The last `multiply`'s result. */
let productHigh = 0;
let productLow = 0;
/** Bits behind the point of the scaled numbers. */
let unitBits = 0;
/** The digits so far, as numbers, and the power of ten of the last one. */
const digits = new Uint8Array(20);
let digitCount = 0;
let decimalExponent = 0;

export interface Decimal {
  /** Significant digits, none of them a leading zero. */
  digits: string;
  /** The value is digits x 10^exponent. */
  exponent: number;
}

const result: Decimal = { digits: '', exponent: 0 };

/** The digits of a finite value above zero. The object is reused by the next call. */
export function grisu2(value: number): Decimal {
  if (!powersReady) fillPowers();
  digitCount = 0;
  scaleAndGenerate(value);
  result.digits = digitText();
  result.exponent = decimalExponent;
  return result;
}

/** Two numbers make the string faster than up to 17 characters would. */
function digitText(): string {
  let head = 0;
  let tail = 0;
  const split = Math.min(digitCount, 9);
  for (let i = 0; i < split; i++) head = head * 10 + digits[i];
  for (let i = split; i < digitCount; i++) tail = tail * 10 + digits[i];
  return digitCount === split ? String(head) : String(head) + String(tail).padStart(digitCount - split, '0');
}

function fillPowers(): void {
  for (let i = 0; i < POWER_COUNT; i++) {
    const power = MIN_POWER + i * POWER_STEP;
    let exponent = Math.floor(power * Math.log2(10)) - 63;
    let fraction = scaledPower(power, exponent);
    if (fraction >> 64n !== 0n) fraction = scaledPower(power, ++exponent);
    powerHigh[i] = Number(fraction >> 32n);
    powerLow[i] = Number(fraction & 0xffffffffn);
    powerExponent[i] = exponent;
  }
  powersReady = true;
}

/** 10^power / 2^exponent, rounded. */
function scaledPower(power: number, exponent: number): bigint {
  const numerator = (power > 0 ? 10n ** BigInt(power) : 1n) << BigInt(Math.max(0, -exponent));
  const denominator = (power < 0 ? 10n ** BigInt(-power) : 1n) << BigInt(Math.max(0, exponent));
  return (2n * numerator + denominator) / (2n * denominator);
}

/** Scales the value and the bounds of what reads back as it by a power of ten, and generates digits between them. */
function scaleAndGenerate(value: number): void {
  view.setFloat64(0, value);
  const biased = view.getUint32(0) >>> 20;
  const high = (view.getUint32(0) & 0xfffff) | (biased === 0 ? 0 : 0x100000);
  const low = view.getUint32(4);
  const shift = high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
  const exponent = Math.max(biased, 1) - 1075 - shift;
  const power = choosePower(exponent);
  const fractionHigh = shift < 32 ? ((high << shift) | (low >>> (32 - shift))) >>> 0 : (low << (shift - 32)) >>> 0;
  const fractionLow = shift < 32 ? (low << shift) >>> 0 : 0;

  // Half a unit in the last place above, and below, where a power of two has its neighbour at half the distance.
  multiply((fractionHigh | bitHigh(shift - 1)) >>> 0, (fractionLow | bitLow(shift - 1)) >>> 0, power);
  // The bounds move inwards by one to make up for the rounding of the products.
  const upperHigh = productLow === 0 ? productHigh - 1 : productHigh;
  const upperLow = (productLow - 1) >>> 0;
  const below = high === 0x100000 && low === 0 ? shift - 2 : shift - 1;
  const borrow = bitLow(below) > fractionLow ? 1 : 0;
  multiply(fractionHigh - bitHigh(below) - borrow, (fractionLow - bitLow(below)) >>> 0, power);
  const widthHigh = upperHigh - productHigh;
  const widthLow = upperLow - productLow - 1;
  multiply(fractionHigh, fractionLow, power);

  decimalExponent = -(MIN_POWER + power * POWER_STEP);
  unitBits = -(exponent + powerExponent[power] + 64);
  generateDigits(upperHigh, upperLow, widthHigh, widthLow, upperHigh - productHigh, upperLow - productLow);
}

/** 2^n as a high half, and as a low half. */
function bitHigh(n: number): number {
  return n < 32 ? 0 : (1 << (n - 32)) >>> 0;
}

function bitLow(n: number): number {
  return n < 32 ? (1 << n) >>> 0 : 0;
}

/** The smallest power that brings the scaled exponent up to ALPHA. */
function choosePower(exponent: number): number {
  const wanted = ALPHA - 64 - exponent;
  const estimate = Math.floor(((wanted + 63) * Math.log10(2) - MIN_POWER) / POWER_STEP) - 1;
  let index = Math.max(0, estimate);
  while (powerExponent[index] < wanted) index++;
  return index;
}

/** (high:low) x power / 2^64, rounded half up, into productHigh and productLow. */
function multiply(high: number, low: number, power: number): void {
  const otherHigh = powerHigh[power];
  const otherLow = powerLow[power];
  const middle =
    (Math.imul(high, otherLow) >>> 0) + (Math.imul(low, otherHigh) >>> 0) + multiplyHigh(low, otherLow) + 2 ** 31;
  const lower =
    (Math.imul(high, otherHigh) >>> 0) +
    multiplyHigh(high, otherLow) +
    multiplyHigh(low, otherHigh) +
    Math.floor(middle / TWO_32);
  productLow = lower >>> 0;
  productHigh = multiplyHigh(high, otherHigh) + Math.floor(lower / TWO_32);
}

/** The high 32 bits of a 64-bit product. */
function multiplyHigh(a: number, b: number): number {
  return Math.floor((a * (b >>> 16) + Math.floor((a * (b & 0xffff)) / 65536)) / 65536);
}

/**
 * Digits of the upper bound, until what is left is less than the interval's width; then nearer to the value, which
 * lies `gap` below the upper bound. All are high and low halves, with `unitBits` bits (32 to 60) behind the point.
 */
function generateDigits(
  upperHigh: number,
  upperLow: number,
  widthHigh: number,
  widthLow: number,
  gapHigh: number,
  gapLow: number,
): void {
  const unit = 2 ** (unitBits - 32);
  let whole = Math.floor(upperHigh / unit);
  const restHigh = upperHigh - whole * unit;
  let kappa = 0;
  let divisor = 1;
  for (; divisor * 10 <= whole; divisor *= 10) kappa++;
  for (; kappa >= 0; kappa--, divisor /= 10) {
    const digit = Math.floor(whole / divisor);
    digits[digitCount++] = digit;
    whole -= digit * divisor;
    const left = whole * unit + restHigh;
    if ((widthHigh - left) * TWO_32 + (widthLow - upperLow) < 0) continue;
    decimalExponent += kappa;
    roundLastDigit(widthHigh - left, widthLow - upperLow, gapHigh - left, gapLow - upperLow, divisor * unit);
    return;
  }
  generateFraction(restHigh, upperLow, widthHigh, widthLow, gapHigh, gapLow);
}

/** The digits behind the point. Everything is multiplied by ten at each digit, so that carries go to the high half. */
function generateFraction(
  restHigh: number,
  restLow: number,
  widthHigh: number,
  widthLow: number,
  gapHigh: number,
  gapLow: number,
): void {
  const unit = 2 ** (unitBits - 32);
  let left = restHigh;
  let leftLow = restLow;
  let scale = 1;
  for (;;) {
    const low = leftLow * 10;
    const carry = Math.floor(low / TWO_32);
    const high = left * 10 + carry;
    leftLow = low - carry * TWO_32;
    scale *= 10;
    decimalExponent--;
    const digit = Math.floor(high / unit);
    left = high - digit * unit;
    digits[digitCount++] = digit;
    const roomHigh = widthHigh * scale - left;
    const roomLow = widthLow * scale - leftLow;
    if (roomHigh * TWO_32 + roomLow <= 0) continue;
    roundLastDigit(roomHigh, roomLow, gapHigh * scale - left, gapLow * scale - leftLow, unit);
    return;
  }
}

/**
 * Lowers the last digit while that stays within the interval and comes nearer to the value: `room` is left down to the
 * lower bound, `gap` to the value, and one step of the digit is `step` (a high half).
 */
function roundLastDigit(roomHigh: number, roomLow: number, gapHigh: number, gapLow: number, step: number): void {
  let room = roomHigh;
  let gap = gapHigh;
  while (
    gap * TWO_32 + gapLow > 0 &&
    (room - step) * TWO_32 + roomLow >= 0 &&
    (2 * gap - step) * TWO_32 + 2 * gapLow > 0
  ) {
    digits[digitCount - 1]--;
    room -= step;
    gap -= step;
  }
}
