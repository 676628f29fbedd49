import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARTH_RADIUS, greatCircleDistance, latitudeDistance } from '../../src/structures/geohash-distance.ts';
import { Box, Circle, Polygon } from '../../src/structures/geohash-shapes.ts';

const longitude = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.constantFrom(-180, 180, 179.99, -179.99),
);
const latitude = fc.oneof(fc.double({ min: -85.05, max: 85.05, noNaN: true }), fc.constantFrom(-85.05, 85.05, 85, 0));
const length = fc.oneof(
  fc.double({ min: 0, max: 1000, noNaN: true }),
  fc.double({ min: 0, max: 3e7, noNaN: true }),
  fc.constantFrom(0, Infinity, EARTH_RADIUS * Math.PI),
);
/** From the centre, in degrees: mostly near the edge of what is searched. */
const offset = fc.oneof(fc.double({ min: -1.5, max: 1.5, noNaN: true }), fc.constantFrom(0, 1, -1));

/** A point near the edge of a search, on the map. */
function nearby(lon: number, lat: number, dx: number, dy: number, reach: number): [number, number] {
  const degrees = Math.min(reach, 2e7) / 111_000;
  const x = lon + (dx * degrees) / Math.max(Math.cos((lat * Math.PI) / 180), 0.05);
  return [x > 180 ? Math.max(x - 360, -180) : Math.max(x, -180), Math.max(Math.min(lat + dy * degrees, 85), -85)];
}

describe('a circle', () => {
  it('has what is no farther than its radius', () => {
    fc.assert(
      fc.property(longitude, latitude, length, offset, offset, (lon, lat, radius, dx, dy) => {
        const [x, y] = nearby(lon, lat, dx, dy, radius);
        const expected = !(greatCircleDistance(lon, lat, x, y) > radius);
        expect(new Circle(lon, lat, radius).contains(x, y)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it('has its edge, to the last digit', () => {
    const distance = greatCircleDistance(10, 40, 10.5, 40.25);
    expect(new Circle(10, 40, distance).contains(10.5, 40.25)).toBe(true);
    expect(new Circle(10, 40, distance - 1e-9).contains(10.5, 40.25)).toBe(false);
  });

  it('goes over the date line and around a pole', () => {
    expect(new Circle(179.9, 0, 50_000).contains(-179.9, 0)).toBe(true);
    expect(new Circle(0, 85, 2_000_000).contains(180, 85)).toBe(true);
    expect(new Circle(0, 85, 1_000_000).contains(180, 85)).toBe(false);
  });

  it('tells distances from its centre', () => {
    expect(new Circle(10, 40, 5).distanceTo(11, 41)).toBe(greatCircleDistance(10, 40, 11, 41));
  });
});

describe('a box', () => {
  it('has what is near enough to its parallel and its meridian', () => {
    fc.assert(
      fc.property(longitude, latitude, length, length, offset, offset, (lon, lat, width, height, dx, dy) => {
        const [x, y] = nearby(lon, lat, dx, dy, Math.max(width, height) / 2);
        const expected = !(latitudeDistance(y, lat) > height / 2) && !(greatCircleDistance(x, y, lon, y) > width / 2);
        expect(new Box(lon, lat, width, height, 1).contains(x, y)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it('is measured in a unit', () => {
    expect(new Box(0, 0, 2, 2, 1000).contains(0, 0.0089)).toBe(true);
    expect(new Box(0, 0, 2, 2, 1).contains(0, 0.0089)).toBe(false);
  });

  it('reaches to its corner', () => {
    expect(new Box(0, 0, 6, 8, 1000).reach).toBe(5000);
  });
});

describe('a polygon', () => {
  const square = new Polygon(Float64Array.of(0, 0, 10, 0, 10, 10, 0, 10));

  it('has what is inside', () => {
    expect(square.contains(5, 5)).toBe(true);
    expect(square.contains(0.001, 9.999)).toBe(true);
    expect(square.contains(-0.001, 5)).toBe(false);
    expect(square.contains(5, 10.001)).toBe(false);
    expect(square.contains(170, 5)).toBe(false);
  });

  it('need not be convex', () => {
    const horseshoe = new Polygon(Float64Array.of(0, 0, 10, 0, 10, 10, 8, 10, 8, 2, 2, 2, 2, 10, 0, 10));
    expect(horseshoe.contains(1, 8)).toBe(true);
    expect(horseshoe.contains(9, 8)).toBe(true);
    expect(horseshoe.contains(5, 8)).toBe(false);
    expect(horseshoe.contains(5, 1)).toBe(true);
  });

  it('has the same inside whichever way it is drawn, and wherever that begins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -85, max: 85 })), {
          minLength: 3,
          maxLength: 8,
        }),
        fc.nat(7),
        longitude,
        latitude,
        (corners, turn, x, y) => {
          if (corners.some(([, latitude]) => latitude === y)) return;
          const turned = [...corners.slice(turn), ...corners.slice(0, turn)].reverse();
          const [a, b] = [corners, turned].map((points) => new Polygon(Float64Array.from(points.flat())));
          expect(b.contains(x, y)).toBe(a.contains(x, y));
        },
      ),
    );
  });

  it('has its centre between its corners and reaches to the farthest', () => {
    expect(square.longitude).toBeCloseTo(5, 1);
    expect(square.latitude).toBeCloseTo(5, 1);
    const { longitude: x, latitude: y } = square;
    expect(square.reach).toBe(Math.max(square.distanceTo(0, 0), square.distanceTo(10, 0)));
    expect(square.reach).toBeGreaterThan(square.distanceTo(10, 10));
    expect(square.distanceTo(x, y)).toBe(0);
    expect(square.bounds).toEqual({ west: 0, south: 0, east: 10, north: 10 });
  });
});
