import { EARTH_RADIUS, greatCircleDistance, latitudeDistance, toDegrees, toRadians } from './geohash-distance.ts';
import type { Bounds, SearchArea } from './geohash-cells.ts';

/**
 * The areas that a search can have. A point is tested in steps, most of those outside being dropped by the first:
 *
 * ```
 *   within the band of latitudes and longitudes that the area surely lies in?      two comparisons
 *     within by the library's sine, and not so close to the edge that its last bit matters?
 *       within by the accurate distance                                            what Redis computes
 * ```
 */
export interface GeoShape extends SearchArea {
  contains(longitude: number, latitude: number): boolean;
  /** The haversine to the point that `contains` was last asked for, where it has said yes. */
  readonly nearness: number;
  /** Metres from its centre. */
  distanceTo(longitude: number, latitude: number): number;
  /** What grows with that distance and takes a part of the time: the squared sine of half its angle. */
  haversineTo(longitude: number, latitude: number): number;
  readonly band: Band;
}

/** All of an area lies in here. In degrees; the longitudes are those up to `reach` from the centre, either way around. */
export interface Band {
  readonly south: number;
  readonly north: number;
  readonly longitude: number;
  readonly reach: number;
}

/** What rounding may take from a bound, in degrees and relative to a squared sine. */
const SLACK = 1e-9;
const ALL_LONGITUDES = 360;

function isInBand(band: Band, longitude: number, latitude: number): boolean {
  if (latitude < band.south || latitude > band.north) return false;
  const apart = Math.abs(longitude - band.longitude);
  return apart <= band.reach || apart >= 360 - band.reach;
}

/** By the library's sine. The longitude and latitude to measure from are in radians. */
function haversine(fromX: number, fromY: number, cosine: number, longitude: number, latitude: number): number {
  const radians = toRadians(latitude);
  const u = Math.sin((radians - fromY) / 2);
  const v = Math.sin((toRadians(longitude) - fromX) / 2);
  return u * u + cosine * Math.cos(radians) * v * v;
}

/** Whether a haversine is clearly below a limit, or clearly above, or too close to tell. */
const BELOW = -1;
const CLOSE = 0;
const ABOVE = 1;

function compareHaversine(value: number, limit: number): number {
  if (value < limit * (1 - SLACK)) return BELOW;
  return value > limit * (1 + SLACK) + SLACK ** 2 ? ABOVE : CLOSE;
}

/** The haversine of an angle. */
function haversineOf(angle: number): number {
  return angle < Math.PI ? Math.sin(angle / 2) ** 2 : Infinity;
}

/** A band of half the height and with a sine of its longitudinal reach; both in radians. */
function bandAround(longitude: number, latitude: number, halfHeight: number, sineOfReach: number): Band {
  const height = toDegrees(halfHeight) + SLACK;
  const crossesPole = !(Math.abs(latitude) + height < 90);
  const reach = crossesPole || !(sineOfReach < 1) ? ALL_LONGITUDES : toDegrees(Math.asin(sineOfReach)) + SLACK;
  return { south: latitude - height, north: latitude + height, longitude, reach };
}

/** The bounds that Redis chooses the cells by: those at the side of the box that is nearer to the equator. */
function boundsAround(longitude: number, latitude: number, halfWidth: number, halfHeight: number): Bounds {
  const height = toDegrees(halfHeight / EARTH_RADIUS);
  const edge = latitude < 0 ? latitude - height : latitude + height;
  const width = toDegrees(halfWidth / EARTH_RADIUS / Math.cos(toRadians(edge)));
  return {
    west: longitude - width,
    south: latitude - height,
    east: longitude + width,
    north: latitude + height,
  };
}

/** What is up to a number of metres from a point, the edge included. */
export class Circle implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly reach: number;
  readonly bounds: Bounds;
  readonly isOnMap = false;
  readonly band: Band;
  private readonly x: number;
  private readonly y: number;
  private readonly cosine: number;
  /** The haversine of the radius. */
  private readonly limit: number;
  nearness = 0;

  constructor(longitude: number, latitude: number, radius: number) {
    this.longitude = longitude;
    this.latitude = latitude;
    this.reach = radius;
    this.bounds = boundsAround(longitude, latitude, radius, radius);
    this.x = toRadians(longitude);
    this.y = toRadians(latitude);
    this.cosine = Math.cos(this.y);
    const angle = radius / EARTH_RADIUS;
    this.limit = haversineOf(angle);
    this.band = bandAround(longitude, latitude, angle, angle < Math.PI / 2 ? Math.sin(angle) / this.cosine : 1);
  }

  contains(longitude: number, latitude: number): boolean {
    if (!isInBand(this.band, longitude, latitude)) return false;
    this.nearness = this.haversineTo(longitude, latitude);
    const side = compareHaversine(this.nearness, this.limit);
    // Written so that a distance that is no number is within.
    return side === CLOSE ? !(this.distanceTo(longitude, latitude) > this.reach) : side === BELOW;
  }

  distanceTo(longitude: number, latitude: number): number {
    return greatCircleDistance(this.longitude, this.latitude, longitude, latitude);
  }

  haversineTo(longitude: number, latitude: number): number {
    return haversine(this.x, this.y, this.cosine, longitude, latitude);
  }
}

/** What is up to half a height from the centre's parallel, and up to half a width from its meridian; in metres. */
export class Box implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly reach: number;
  readonly bounds: Bounds;
  readonly isOnMap = false;
  readonly band: Band;
  private readonly x: number;
  private readonly y: number;
  private readonly cosine: number;
  private readonly halfWidth: number;
  private readonly halfHeight: number;
  /** The haversine of half the width. */
  private readonly limit: number;
  nearness = 0;

  /** `scale`: metres of the unit that width and height are given in. */
  constructor(longitude: number, latitude: number, width: number, height: number, scale: number) {
    this.longitude = longitude;
    this.latitude = latitude;
    this.reach = Math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2)) * scale;
    this.bounds = boundsAround(longitude, latitude, scale * (width / 2), scale * (height / 2));
    this.x = toRadians(longitude);
    this.y = toRadians(latitude);
    this.cosine = Math.cos(this.y);
    this.halfWidth = (width * scale) / 2;
    this.halfHeight = (height * scale) / 2;
    this.limit = haversineOf(this.halfWidth / EARTH_RADIUS);
    this.band = this.makeBand();
  }

  contains(longitude: number, latitude: number): boolean {
    if (!isInBand(this.band, longitude, latitude)) return false;
    if (latitudeDistance(latitude, this.latitude) > this.halfHeight) return false;
    // Along the point's own parallel.
    const part = Math.cos(toRadians(latitude)) * Math.sin((toRadians(longitude) - this.x) / 2);
    const side = compareHaversine(part * part, this.limit);
    this.nearness = this.haversineTo(longitude, latitude);
    if (side !== CLOSE) return side === BELOW;
    return !(greatCircleDistance(longitude, latitude, this.longitude, latitude) > this.halfWidth);
  }

  distanceTo(longitude: number, latitude: number): number {
    return greatCircleDistance(this.longitude, this.latitude, longitude, latitude);
  }

  haversineTo(longitude: number, latitude: number): number {
    return haversine(this.x, this.y, this.cosine, longitude, latitude);
  }

  /** On a parallel, sin(half the reach) * cos(latitude) = sin(half the width's angle): widest where it is highest. */
  private makeBand(): Band {
    const { longitude, latitude, halfHeight } = this;
    const angle = halfHeight / EARTH_RADIUS;
    const half = this.halfWidth / EARTH_RADIUS / 2;
    const highest = Math.cos(toRadians(Math.abs(latitude)) + angle);
    const sine = half < Math.PI / 2 && highest > 0 ? Math.sin(half) / highest : 1;
    return bandAround(longitude, latitude, angle, sine < 1 ? Math.sin(Math.min(2 * Math.asin(sine), Math.PI / 2)) : 1);
  }
}

/**
 * What is inside a polygon on the map, whose sides are straight there; the edge is neither inside nor outside. Its
 * centre is that of its corners on the globe.
 */
export class Polygon implements GeoShape {
  readonly longitude: number;
  readonly latitude: number;
  readonly reach: number;
  readonly bounds: Bounds;
  readonly isOnMap = true;
  readonly band: Band;
  private readonly x: number;
  private readonly y: number;
  private readonly cosine: number;
  private readonly corners: Float64Array;
  nearness = 0;

  /** `corners`: longitude and latitude in turn, of three and more. */
  constructor(corners: Float64Array) {
    this.corners = corners;
    this.bounds = boundsOf(corners);
    [this.longitude, this.latitude] = centreOf(corners);
    this.x = toRadians(this.longitude);
    this.y = toRadians(this.latitude);
    this.cosine = Math.cos(this.y);
    const { west, south, east, north } = this.bounds;
    const distances = [west, east].flatMap((x) => [south, north].map((y) => this.distanceTo(x, y)));
    this.reach = Math.max(...distances);
    this.band = { south, north, longitude: (west + east) / 2, reach: (east - west) / 2 + SLACK };
  }

  /** By the number of sides that a ray to the east crosses (W. R. Franklin, PNPOLY). */
  contains(longitude: number, latitude: number): boolean {
    if (!isInBand(this.band, longitude, latitude)) return false;
    const { corners } = this;
    let isInside = false;
    let toX = corners[corners.length - 2];
    let toY = corners[corners.length - 1];
    for (let i = 0; i < corners.length; i += 2) {
      const x = corners[i];
      const y = corners[i + 1];
      if (y > latitude !== toY > latitude && longitude < ((toX - x) * (latitude - y)) / (toY - y) + x) {
        isInside = !isInside;
      }
      toX = x;
      toY = y;
    }
    if (isInside) this.nearness = this.haversineTo(longitude, latitude);
    return isInside;
  }

  distanceTo(longitude: number, latitude: number): number {
    return greatCircleDistance(this.longitude, this.latitude, longitude, latitude);
  }

  haversineTo(longitude: number, latitude: number): number {
    return haversine(this.x, this.y, this.cosine, longitude, latitude);
  }
}

function boundsOf(corners: Float64Array): Bounds {
  const longitudes = corners.filter((_, i) => i % 2 === 0);
  const latitudes = corners.filter((_, i) => i % 2 === 1);
  return {
    west: longitudes.reduce((a, b) => Math.min(a, b)),
    south: latitudes.reduce((a, b) => Math.min(a, b)),
    east: longitudes.reduce((a, b) => Math.max(a, b)),
    north: latitudes.reduce((a, b) => Math.max(a, b)),
  };
}

/** Under the mean of the corners as points in space. */
function centreOf(corners: Float64Array): [longitude: number, latitude: number] {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = 0; i < corners.length; i += 2) {
    const longitude = toRadians(corners[i]);
    const latitude = toRadians(corners[i + 1]);
    x += Math.cos(latitude) * Math.cos(longitude);
    y += Math.cos(latitude) * Math.sin(longitude);
    z += Math.sin(latitude);
  }
  return [toDegrees(Math.atan2(y, x)), toDegrees(Math.atan2(z, Math.sqrt(x * x + y * y)))];
}
