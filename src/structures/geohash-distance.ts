import { accurateAsin, accurateCos, accurateSin } from '../util/accurate-trig.ts';

/** The earth as a ball of this radius, in metres. */
export const EARTH_RADIUS = 6372797.560856;

const RADIANS_PER_DEGREE = Math.PI / 180;

export function toRadians(degrees: number): number {
  return degrees * RADIANS_PER_DEGREE;
}

export function toDegrees(radians: number): number {
  return radians / RADIANS_PER_DEGREE;
}

/**
 * Metres between two points given in degrees, along the great circle, by the haversine formula. NaN for points so
 * opposite to each other that rounding takes the formula beyond the range of the arcsine.
 */
export function greatCircleDistance(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const v = accurateSin((toRadians(lon2) - toRadians(lon1)) / 2);
  if (v === 0) return latitudeDistance(lat1, lat2);
  const radians1 = toRadians(lat1);
  const radians2 = toRadians(lat2);
  const u = accurateSin((radians2 - radians1) / 2);
  const a = u * u + accurateCos(radians1) * accurateCos(radians2) * v * v;
  return 2 * EARTH_RADIUS * accurateAsin(Math.sqrt(a));
}

/** Metres between two parallels. */
export function latitudeDistance(lat1: number, lat2: number): number {
  return EARTH_RADIUS * Math.abs(toRadians(lat2) - toRadians(lat1));
}
