import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveringRanges } from '../../src/structures/geohash-cells.ts';
import { Box, Circle, Polygon } from '../../src/structures/geohash-shapes.ts';
import { encodeGeohash, GeoPoint } from '../../src/structures/geohash.ts';

/** Away from the poles and the date line, where Redis's choice of cells is known to leave points out. */
const longitude = fc.double({ min: -170, max: 170, noNaN: true });
const latitude = fc.double({ min: -60, max: 60, noNaN: true });
const metres = fc.double({ min: 1, max: 200_000, noNaN: true });

describe('coveringRanges', () => {
  it('has all that is in a circle or a box', () => {
    fc.assert(
      fc.property(
        longitude,
        latitude,
        metres,
        metres,
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.boolean(),
        (lon, lat, a, b, off, isBox) => {
          const shape = isBox ? new Box(lon, lat, a, b, 1) : new Circle(lon, lat, a);
          const ranges = coveringRanges(shape);
          const { longitude: x, latitude: y } = new GeoPoint().decode(
            encodeGeohash(lon + (off * shape.reach) / 111_000, lat + ((1 - Math.abs(off)) * shape.reach) / 111_000),
          );
          if (!shape.contains(x, y)) return;
          const score = encodeGeohash(x, y);
          expect(ranges.filter(({ minimum, maximum }) => score >= minimum && score < maximum)).toHaveLength(1);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('has all that is in a polygon, wherever it lies', () => {
    const x = fc.integer({ min: -180, max: 180 });
    const y = fc.integer({ min: -85, max: 85 });
    const corners = fc.oneof(
      fc.array(fc.tuple(x, y), { minLength: 3, maxLength: 6 }),
      // As small as a town, at the edge of the map and elsewhere.
      fc
        .tuple(x, y)
        .map(([a, b]) => [
          [Math.min(a, 179), b] as const,
          [Math.min(a, 179) + 0.5, b] as const,
          [a, Math.min(b + 0.01, 85)] as const,
        ]),
    );
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(corners, part, part, (points, a, b) => {
        const shape = new Polygon(Float64Array.from(points.flat()));
        const { west, south, east, north } = shape.bounds;
        const lon = west + a * (east - west);
        const lat = south + b * (north - south);
        if (!shape.contains(lon, lat)) return;
        const score = encodeGeohash(lon, lat);
        if (score >= 2 ** 52) return;
        const found = coveringRanges(shape).filter(({ minimum, maximum }) => score >= minimum && score < maximum);
        expect(found).toHaveLength(1);
      }),
      { numRuns: 3000 },
    );
  });

  it('has no score twice, and no more than nine ranges', () => {
    fc.assert(
      fc.property(longitude, latitude, fc.double({ min: 0, max: 3e7, noNaN: true }), (lon, lat, radius) => {
        const ranges = coveringRanges(new Circle(lon, lat, radius)).toSorted((a, b) => a.minimum - b.minimum);
        expect(ranges.length).toBeLessThanOrEqual(9);
        for (const [i, { minimum, maximum }] of ranges.entries()) {
          expect(minimum).toBeLessThan(maximum);
          if (i > 0) expect(minimum).toBeGreaterThanOrEqual(ranges[i - 1].maximum);
        }
      }),
    );
  });

  it('is one smallest cell for a point', () => {
    const score = encodeGeohash(13.361389, 38.115556);
    expect(coveringRanges(new Circle(13.361389, 38.115556, 0))[0]).toEqual({ minimum: score, maximum: score + 1 });
  });

  it('is the whole map for what reaches around the globe', () => {
    const ranges = coveringRanges(new Circle(10, 10, Infinity)).toSorted((a, b) => a.minimum - b.minimum);
    expect(ranges).toEqual([0, 1, 2, 3].map((i) => ({ minimum: i * 2 ** 50, maximum: (i + 1) * 2 ** 50 })));
  });

  it('leaves out the sides that nothing can be on', () => {
    // A point right in the middle of a quarter's quarter, and what is near to it.
    expect(coveringRanges(new Circle(1, 1, 1000)).length).toBeLessThan(9);
    expect(coveringRanges(new Box(1, 1, 1, 1, 1)).length).toBeLessThanOrEqual(4);
  });
});
