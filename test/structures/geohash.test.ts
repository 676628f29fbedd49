import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coarseBits,
  coarseColumn,
  coarseRow,
  COLUMN_BITS,
  columnOf,
  encodeGeohash,
  GeoPoint,
  geohashText,
  interleave,
  isOnMap,
  LATITUDE_MAX,
  LATITUDE_MIN,
  ROW_BITS,
  rowOf,
} from '../../src/structures/geohash.ts';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: LATITUDE_MIN, max: LATITUDE_MAX, noNaN: true });
/** Half the width and height of the smallest cell, in degrees. */
const HALF_COLUMN = 360 / 2 ** 27;
const HALF_ROW = (LATITUDE_MAX - LATITUDE_MIN) / 2 ** 27;

/** The bits in turn, by shifting. */
function interleaveSlowly(x: number, y: number): bigint {
  let bits = 0n;
  for (let i = 0n; i < 32n; i++) {
    bits |= ((BigInt(y) >> i) & 1n) << (2n * i);
    bits |= ((BigInt(x) >> i) & 1n) << (2n * i + 1n);
  }
  return bits;
}

function decoded(score: number): [number, number] {
  const point = new GeoPoint().decode(score);
  return [point.longitude, point.latitude];
}

describe('scores', () => {
  it('have the bits of column and row in turn', () => {
    const index = fc.integer({ min: 0, max: 2 ** 26 });
    fc.assert(
      fc.property(index, index, fc.constantFrom(0, 1), (x, y, added) => {
        expect(interleave(x, y, added)).toBe(Number(interleaveSlowly(x, y) + BigInt(added)));
      }),
    );
  });

  it('are those of Redis', () => {
    expect(encodeGeohash(13.361389, 38.115556)).toBe(3479099956230698);
    expect(encodeGeohash(15.087269, 37.502669)).toBe(3479447370796909);
    expect(encodeGeohash(-180, LATITUDE_MIN)).toBe(0);
  });

  it('lead back to the middle of the cell', () => {
    fc.assert(
      fc.property(longitude, latitude, (x, y) => {
        const score = encodeGeohash(x, y);
        // A longitude that is rounded to 180 needs a bit more, and a double loses the last one for it: a row's.
        const rows = score < 2 ** 53 ? 1 : 3;
        const [lon, lat] = decoded(score);
        expect(Math.abs(lon - x)).toBeLessThanOrEqual(HALF_COLUMN * 1.0001);
        expect(Math.abs(lat - y)).toBeLessThanOrEqual(HALF_ROW * rows * 1.0001);
      }),
      { examples: [[179.99999999999997, 0.0000025348478966529124]] },
    );
  });

  it('have a bit more on the eastern and the northern border', () => {
    expect(encodeGeohash(180, LATITUDE_MIN)).toBe(2 ** 53);
    expect(encodeGeohash(-180, LATITUDE_MAX)).toBe(2 ** 52);
    expect(decoded(2 ** 53)).toEqual([180, -85.05112751263943]);
    expect(decoded(encodeGeohash(180, LATITUDE_MAX))).toEqual([180, LATITUDE_MAX]);
  });

  it.each([
    [-5, [180, LATITUDE_MAX]],
    [1e300, [-179.99999731779099, -85.05112751263943]],
    [3.7, [-179.99999195337296, -85.05112497791825]],
    [Infinity, [-179.99999731779099, -85.05112751263943]],
    [-Infinity, [180, -85.05112751263943]],
    [4503599627370496, [-179.99999731779099, LATITUDE_MAX]],
    [1.8446744073709552e19, [-179.99999731779099, -85.05112751263943]],
    [9223372036854775808, [180, -85.05112751263943]],
  ])('of no position, %d, lead where they lead in Redis', (score, expected) => {
    expect(decoded(score)).toEqual(expected);
  });
});

describe('columns and rows', () => {
  it('count from the south-west', () => {
    expect([columnOf(-180, 2), columnOf(-90.1, 2), columnOf(0, 2), columnOf(179, 2), columnOf(180, 2)]).toEqual([
      0, 0, 2, 3, 4,
    ]);
    expect([rowOf(LATITUDE_MIN, 1), rowOf(-0.1, 1), rowOf(0, 1), rowOf(LATITUDE_MAX, 1)]).toEqual([0, 0, 1, 2]);
  });

  it('are for the map only', () => {
    expect(isOnMap(180, LATITUDE_MAX)).toBe(true);
    expect(isOnMap(-180, LATITUDE_MIN)).toBe(true);
    expect(isOnMap(180.1, 0)).toBe(false);
    expect(isOnMap(0, 85.06)).toBe(false);
    expect(isOnMap(0, -85.06)).toBe(false);
    expect(isOnMap(-Infinity, 0)).toBe(false);
  });
});

describe('geohashText', () => {
  it.each([
    [13.361389338970184, 38.1155563954963, 'sqc8b49rny0'],
    [15.087267458438873, 37.50266842333162, 'sqdtr74hyu0'],
    [180, LATITUDE_MAX, 'bp05b5048p0'],
    [-179.99999195337296, -85.05112497791825, '00bh0hbj210'],
  ])('%d, %d', (x, y, text) => {
    expect(geohashText(x, y)).toBe(text);
  });
});

describe('the first half of a score', () => {
  const COARSE = 13;
  const anywhere = fc.double({ min: -400, max: 400, noNaN: true });

  it('compares as the columns and rows do that it lies in', () => {
    fc.assert(
      fc.property(longitude, latitude, longitude, latitude, (x, y, otherX, otherY) => {
        fc.pre(columnOf(x, 26) < 2 ** 26 && rowOf(y, 26) < 2 ** 26);
        const bits = coarseBits(encodeGeohash(x, y));
        const columns = Math.sign(columnOf(x, COARSE) - Math.min(columnOf(otherX, COARSE), 2 ** COARSE - 1));
        const rows = Math.sign(rowOf(y, COARSE) - Math.min(rowOf(otherY, COARSE), 2 ** COARSE - 1));
        expect(Math.sign((bits & COLUMN_BITS) - coarseColumn(otherX))).toBe(columns);
        expect(Math.sign((bits & ROW_BITS) - coarseRow(otherY))).toBe(rows);
      }),
    );
  });

  it('of what lies off the map is that of its edge', () => {
    fc.assert(
      fc.property(anywhere, (degrees) => {
        if (degrees >= 180) expect(coarseColumn(degrees)).toBe(COLUMN_BITS);
        if (degrees < -180) expect(coarseColumn(degrees)).toBe(0);
        if (degrees >= LATITUDE_MAX) expect(coarseRow(degrees)).toBe(ROW_BITS);
        if (degrees < LATITUDE_MIN) expect(coarseRow(degrees)).toBe(0);
      }),
    );
  });
});
