import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EARTH_RADIUS,
  greatCircleDistance,
  latitudeDistance,
  toDegrees,
  toRadians,
} from '../../src/structures/geohash-distance.ts';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -85, max: 85, noNaN: true });

/** By the angle between two vectors from the centre of the earth. */
function byVectors(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const vector = (lon: number, lat: number): number[] => [
    Math.cos(toRadians(lat)) * Math.cos(toRadians(lon)),
    Math.cos(toRadians(lat)) * Math.sin(toRadians(lon)),
    Math.sin(toRadians(lat)),
  ];
  const [a, b] = [vector(lon1, lat1), vector(lon2, lat2)];
  const chord = Math.hypot(...a.map((part, i) => part - b[i]));
  return 2 * EARTH_RADIUS * Math.asin(Math.min(chord / 2, 1));
}

describe('greatCircleDistance', () => {
  it('is the length of the shortest way', () => {
    fc.assert(
      fc.property(longitude, latitude, longitude, latitude, (lon1, lat1, lon2, lat2) => {
        const distance = greatCircleDistance(lon1, lat1, lon2, lat2);
        const expected = byVectors(lon1, lat1, lon2, lat2);
        // Nearly opposite points: there the arcsine is steep.
        const tolerance = expected > 2e7 ? 1 : 1e-4;
        if (!Number.isNaN(distance)) expect(Math.abs(distance - expected)).toBeLessThan(tolerance);
      }),
    );
  });

  it('is that of Redis to the last digit', () => {
    expect(greatCircleDistance(13.361389338970184, 38.1155563954963, 15.087267458438873, 37.50266842333162)).toBe(
      166274.15156960033,
    );
  });

  it('goes over the date line', () => {
    expect(greatCircleDistance(179, 10, -179, 10)).toBeCloseTo(greatCircleDistance(-1, 10, 1, 10), 6);
  });

  it('is that of the parallels on one meridian', () => {
    expect(greatCircleDistance(5, 10, 5, 20)).toBe(latitudeDistance(10, 20));
    expect(greatCircleDistance(5, 10, 5, 10)).toBe(0);
    expect(latitudeDistance(-10, 20)).toBe(latitudeDistance(20, -10));
  });
});

it('degrees and radians', () => {
  expect(toRadians(180)).toBe(Math.PI);
  expect(toDegrees(Math.PI)).toBe(180);
});
