import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import {
  BOX_NEGATIVE,
  HEIGHT_NOT_A_NUMBER,
  invalidPosition,
  RADIUS_NEGATIVE,
  RADIUS_NOT_A_NUMBER,
  TOO_FEW_VERTICES,
  UNSUPPORTED_UNIT,
  VERTICES_NOT_A_NUMBER,
  WIDTH_NOT_A_NUMBER,
} from '../../resp/reply-errors.ts';
import { GeoPoint, isOnMap } from '../../structures/geohash.ts';
import { formatSixPlaces } from '../../util/fixed-point.ts';

/** Metres of each unit. */
const UNITS = [
  { word: keyword('M'), metres: 1 },
  { word: keyword('KM'), metres: 1000 },
  { word: keyword('FT'), metres: 0.3048 },
  { word: keyword('MI'), metres: 1609.34 },
];

/** A triangle has no fewer. */
const FEWEST_VERTICES = 3;

/** Reads a unit of length. Answers its metres; throws UNSUPPORTED_UNIT. */
export function readUnit(args: Args): number {
  for (const { word, metres } of UNITS) if (args.take(word)) return metres;
  throw UNSUPPORTED_UNIT;
}

/** Reads a longitude and a latitude on the map. */
export function readPosition(args: Args, into: GeoPoint): void {
  into.longitude = args.double();
  into.latitude = args.double();
  if (isOnMap(into.longitude, into.latitude)) return;
  throw invalidPosition(formatSixPlaces(into.longitude), formatSixPlaces(into.latitude));
}

/** A length and the metres of the unit that it is given in. */
export interface Radius {
  readonly radius: number;
  readonly metres: number;
}

export function readRadius(args: Args): Radius {
  const radius = args.double(RADIUS_NOT_A_NUMBER);
  if (radius < 0) throw RADIUS_NEGATIVE;
  return { radius, metres: readUnit(args) };
}

export interface BoxSize {
  readonly width: number;
  readonly height: number;
  readonly metres: number;
}

export function readBoxSize(args: Args): BoxSize {
  const width = args.double(WIDTH_NOT_A_NUMBER);
  const height = args.double(HEIGHT_NOT_A_NUMBER);
  if (height < 0 || width < 0) throw BOX_NEGATIVE;
  return { width, height, metres: readUnit(args) };
}

/** Reads a number of corners and as many positions: longitudes and latitudes by turns. */
export function readCorners(args: Args): Float64Array {
  const count = args.integer(VERTICES_NOT_A_NUMBER);
  if (count < FEWEST_VERTICES || args.remaining < count * 2) throw TOO_FEW_VERTICES;
  const corners = new Float64Array(count * 2);
  const point = new GeoPoint();
  for (let i = 0; i < count; i++) {
    readPosition(args, point);
    corners[i * 2] = point.longitude;
    corners[i * 2 + 1] = point.latitude;
  }
  return corners;
}
