/**
 * Positions on the globe as the scores of a sorted set: the bits of a longitude and a latitude, in turn.
 *
 * ```
 *   longitude -180 … 180       ▶ 26 bits   x25 … x1 x0        which of 2^26 columns
 *   latitude  -85.05 … 85.05   ▶ 26 bits   y25 … y1 y0        which of 2^26 rows
 *
 *   score = x25 y25 x24 y24 … x1 y1 x0 y0       52 bits: an integer that a double holds exactly
 *           └──── high, 26 ────┘└─ low, 26 ─┘
 *
 *   half the world (x25), a quarter (x25 y25), …: what begins with the same bits lies in the same cell
 * ```
 *
 * A point on the eastern or northern border has the column or row 2^26, one bit more than the others; a score of 2^52
 * and above is decoded as far as its bits go, and the point is put on the border.
 *
 * Source: the latitudes are those of EPSG:3857, the square map of the web; G. Niemeyer's geohash.org for the letters.
 */
export const LONGITUDE_MIN = -180;
export const LONGITUDE_MAX = 180;
export const LATITUDE_MIN = -85.05112878;
export const LATITUDE_MAX = 85.05112878;
/** Bits of a score for each of the two. */
export const GEOHASH_STEPS = 26;

/** A column or a row as a part of the map. */
const COLUMN = 2 ** -GEOHASH_STEPS;
const HALF_BITS = 13;
const HALF_MASK = (1 << HALF_BITS) - 1;
const HALF_SCORE = 2 ** GEOHASH_STEPS;
const HALF_SCORE_INVERSE = 2 ** -GEOHASH_STEPS;
/** Scores below have all their bits in two words of 26 and 31. */
const TWO_WORDS = 2 ** 57;
const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz';
/** Letters of 5 bits that 52 bits fill; one more, always `0`, has been printed since the first release. */
const WHOLE_LETTERS = 10;

/** A position in degrees. Reused. */
export class GeoPoint {
  longitude = 0;
  latitude = 0;

  /** The centre of the smallest cell that a score names. */
  decode(score: number): this {
    if (!(score >= 0 && score < TWO_WORDS)) return this.decodeWords(toWords(score));
    const high = (score * HALF_SCORE_INVERSE) | 0;
    const low = (score - high * HALF_SCORE) | 0;
    const x = (squeeze(high >>> 1) << HALF_BITS) | squeeze(low >>> 1);
    const y = (squeeze(high) << HALF_BITS) | squeeze(low);
    return this.centreOf(x, y);
  }

  private decodeWords({ high, low }: Words): this {
    const x = squeeze(high >>> 1) * 2 ** 16 + squeeze(low >>> 1);
    const y = squeeze(high) * 2 ** 16 + squeeze(low);
    return this.centreOf(x, y);
  }

  private centreOf(x: number, y: number): this {
    // The columns are counted in 32 bits: behind the last of those comes the first.
    const west = LONGITUDE_MIN + x * COLUMN * (LONGITUDE_MAX - LONGITUDE_MIN);
    const east = LONGITUDE_MIN + ((x + 1) >>> 0) * COLUMN * (LONGITUDE_MAX - LONGITUDE_MIN);
    const south = LATITUDE_MIN + y * COLUMN * (LATITUDE_MAX - LATITUDE_MIN);
    const north = LATITUDE_MIN + ((y + 1) >>> 0) * COLUMN * (LATITUDE_MAX - LATITUDE_MIN);
    const longitude = (west + east) / 2;
    const latitude = (south + north) / 2;
    this.longitude = longitude > LONGITUDE_MAX ? LONGITUDE_MAX : longitude;
    this.latitude = latitude > LATITUDE_MAX ? LATITUDE_MAX : latitude;
    return this;
  }
}

/** Whether a position can be kept: everything but what is close to the poles. */
export function isOnMap(longitude: number, latitude: number): boolean {
  return (
    longitude >= LONGITUDE_MIN && longitude <= LONGITUDE_MAX && latitude >= LATITUDE_MIN && latitude <= LATITUDE_MAX
  );
}

/** The score of a position on the map. */
export function encodeGeohash(longitude: number, latitude: number): number {
  return interleave(
    columnOf(longitude, GEOHASH_STEPS),
    divisionOf(latitude, LATITUDE_MIN, LATITUDE_MAX, GEOHASH_STEPS),
    0,
  );
}

/** Which of 2^steps columns a longitude lies in; 2^steps for the eastern border itself. */
export function columnOf(longitude: number, steps: number): number {
  return divisionOf(longitude, LONGITUDE_MIN, LONGITUDE_MAX, steps);
}

/** Which of 2^steps rows a latitude lies in; 2^steps for the northern border itself. */
export function rowOf(latitude: number, steps: number): number {
  return divisionOf(latitude, LATITUDE_MIN, LATITUDE_MAX, steps);
}

function divisionOf(degrees: number, minimum: number, maximum: number, steps: number): number {
  // 2^steps, without a call for it.
  const divisions = steps < 31 ? 1 << steps : 2 ** steps;
  return Math.floor(((degrees - minimum) / (maximum - minimum)) * divisions);
}

/** The bits of a column and a row in turn, as an integer, `added` to it before it is rounded to a double. */
export function interleave(x: number, y: number, added: number): number {
  const high = spread(x >>> HALF_BITS) * 2 + spread(y >>> HALF_BITS);
  const low = spread(x & HALF_MASK) * 2 + spread(y & HALF_MASK);
  return high * HALF_SCORE + (low + added);
}

/**
 * The eleven letters of a position in the common geohash, whose latitudes go to the poles. The last is always `0`.
 */
export function geohashText(longitude: number, latitude: number): string {
  const x = columnOf(longitude, GEOHASH_STEPS);
  const y = divisionOf(latitude, -90, 90, GEOHASH_STEPS);
  let text = '';
  for (let letter = 0; letter < WHOLE_LETTERS; letter++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      // Even places from the front are the longitude's.
      const place = letter * 5 + i;
      const from = place % 2 === 0 ? x : y;
      bits = bits * 2 + ((from >>> (GEOHASH_STEPS - 1 - (place >>> 1))) & 1);
    }
    text += LETTERS[bits];
  }
  return `${text}0`;
}

/**
 * The first half of a score below 2^52. Its COLUMN_BITS and ROW_BITS tell which of 2^13 columns and rows it lies in: they
 * compare like those, and like what `coarseColumn` and `coarseRow` answer.
 */
export function coarseBits(score: number): number {
  return (score * HALF_SCORE_INVERSE) | 0;
}

export const ROW_BITS = 0x1555555;
export const COLUMN_BITS = 0x2aaaaaa;

export function coarseColumn(longitude: number): number {
  return spread(within(columnOf(longitude, HALF_BITS))) * 2;
}

export function coarseRow(latitude: number): number {
  return spread(within(rowOf(latitude, HALF_BITS)));
}

/** A column or a row that may lie off the map, brought to its edge. */
function within(division: number): number {
  return Math.min(Math.max(division, 0), HALF_MASK);
}

/** Puts a zero in front of each of 16 bits. */
function spread(bits: number): number {
  let wide = bits;
  wide = (wide | (wide << 8)) & 0x00ff00ff;
  wide = (wide | (wide << 4)) & 0x0f0f0f0f;
  wide = (wide | (wide << 2)) & 0x33333333;
  return ((wide | (wide << 1)) & 0x55555555) >>> 0;
}

/** Every second bit, the last one included. */
function squeeze(bits: number): number {
  let narrow = bits & 0x55555555;
  narrow = (narrow | (narrow >>> 1)) & 0x33333333;
  narrow = (narrow | (narrow >>> 2)) & 0x0f0f0f0f;
  narrow = (narrow | (narrow >>> 4)) & 0x00ff00ff;
  return (narrow | (narrow >>> 8)) & 0x0000ffff;
}

interface Words {
  readonly high: number;
  readonly low: number;
}

const UINT64_BITS = 64;
/** What a conversion that does not fit answers on the processors that Redis runs on. */
const BELOW_RANGE = 1n << 63n;
const ABOVE_RANGE = 0n;

/** A score that no position has, as C converts it to 64 bits without a sign. */
function toWords(score: number): Words {
  const whole = Math.trunc(score);
  let bits: bigint;
  if (whole >= 2 ** UINT64_BITS) bits = ABOVE_RANGE;
  else if (whole < -(2 ** (UINT64_BITS - 1))) bits = BELOW_RANGE;
  else bits = BigInt.asUintN(UINT64_BITS, BigInt(whole));
  return { high: Number(bits >> 32n), low: Number(bits & 0xffffffffn) };
}
