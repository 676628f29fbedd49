import {
  columnOf,
  GEOHASH_STEPS,
  interleave,
  LATITUDE_MAX,
  LATITUDE_MIN,
  LONGITUDE_MAX,
  LONGITUDE_MIN,
  rowOf,
} from './geohash.ts';

/**
 * The cells of the map that a search looks through: the one with the centre, and its neighbours as far as the area
 * reaches into them. A cell of 2s bits holds the scores from its bits, filled up with zeros, to those of the next.
 *
 * ```
 *   ┌────┬────┬────┐   0 centre   5 north-east     steps: chosen so that the area fits into the nine
 *   │ 6  │ 1  │ 5  │   1 north    6 north-west            one fewer where it does not after all
 *   ├────┼────┼────┤   2 south    7 south-east
 *   │ 4  │ 0  │ 3  │   3 east     8 south-west     the order of the search, and so of a reply
 *   ├────┼────┼────┤   4 west                      that nothing sorts
 *   │ 8  │ 2  │ 7  │
 *   └────┴────┴────┘
 * ```
 *
 * Columns and rows wrap around: east of the last column is the first. That is right for columns; rows beyond the top
 * come back at the bottom, and the test of each point drops what is found there.
 */
const NEIGHBOURS: readonly (readonly [dx: number, dy: number])[] = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

/** What a search covers: a point in it, in degrees, how far it reaches from there in metres, and its bounds. */
export interface SearchArea {
  readonly longitude: number;
  readonly latitude: number;
  readonly reach: number;
  readonly bounds: Bounds;
  /** Whether the bounds lie on the map, and must be covered wholly. Otherwise they are as well as Redis does it. */
  readonly isOnMap: boolean;
}

/** In degrees; a bound may lie off the map. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Scores from `minimum` up to, not including, `maximum`. */
export interface ScoreRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Half the width of the square map, in metres. */
const MAP_REACH = 20037726.37;

/** The ranges of scores to look through for an area, in the order of the search; none comes twice. */
export function coveringRanges(area: SearchArea): ScoreRange[] {
  let steps = stepsFor(area.reach, area.latitude);
  let grid = new Grid(area, steps);
  if (steps > 1 && !area.isOnMap && !grid.reaches(area.bounds)) grid = new Grid(area, --steps);
  while (steps > 1 && area.isOnMap && !grid.spans(area.bounds)) grid = new Grid(area, --steps);
  const isFine = steps >= 2;
  const ranges: ScoreRange[] = [];
  let previous: ScoreRange | undefined;
  for (let i = 0; i < NEIGHBOURS.length; i++) {
    const [dx, dy] = NEIGHBOURS[i];
    if (isFine && grid.isBeyond(area.bounds, dx, dy)) continue;
    const range = grid.rangeOf(dx, dy);
    // Where a row is two cells long, the cell to the right is also that to the left.
    if (previous !== undefined && range.minimum === previous.minimum && range.maximum === previous.maximum) continue;
    ranges.push(range);
    if (i > 0) previous = range;
  }
  return ranges;
}

/** Halvings of the map after which a cell is about as wide as an area reaches. */
function stepsFor(reach: number, latitude: number): number {
  if (reach === 0) return GEOHASH_STEPS;
  let steps = -1;
  for (let width = reach; width < MAP_REACH; width *= 2) steps++;
  // Metres take more degrees towards the poles.
  if (Math.abs(latitude) > 66) steps--;
  if (Math.abs(latitude) > 80) steps--;
  return Math.min(Math.max(steps, 1), GEOHASH_STEPS);
}

/** The cells of one size around a point. */
class Grid {
  private readonly x: number;
  private readonly y: number;
  private readonly steps: number;
  /** Columns, and rows, of the whole map. */
  private readonly divisions: number;

  constructor({ longitude, latitude }: SearchArea, steps: number) {
    this.x = columnOf(longitude, steps);
    // The centre of an area on the map can lie nearer to a pole than the map goes.
    this.y = rowOf(Math.min(Math.max(latitude, LATITUDE_MIN), LATITUDE_MAX), steps);
    this.steps = steps;
    this.divisions = 2 ** steps;
  }

  /** Whether the nine cells, as they lie beside each other, go up to the bounds. */
  spans({ west, south, east, north }: Bounds): boolean {
    const { x, y } = this;
    return (
      this.north(y + 1) >= north && this.south(y - 1) <= south && this.east(x + 1) >= east && this.west(x - 1) <= west
    );
  }

  /** Whether the neighbours in the four directions go up to the bounds: those beyond the edge come from the other. */
  reaches({ west, south, east, north }: Bounds): boolean {
    return !(
      this.north(this.moved(this.y, 1)) < north ||
      this.south(this.moved(this.y, -1)) > south ||
      this.east(this.moved(this.x, 1)) < east ||
      this.west(this.moved(this.x, -1)) > west
    );
  }

  /** Whether a neighbour can hold nothing: it lies on a side where the centre cell goes beyond the bounds. */
  isBeyond({ west, south, east, north }: Bounds, dx: number, dy: number): boolean {
    if (dy < 0 && this.south(this.y) < south) return true;
    if (dy > 0 && this.north(this.y) > north) return true;
    return (dx < 0 && this.west(this.x) < west) || (dx > 0 && this.east(this.x) > east);
  }

  rangeOf(dx: number, dy: number): ScoreRange {
    const x = this.moved(this.x, dx);
    const y = this.moved(this.y, dy);
    const scale = 4 ** (GEOHASH_STEPS - this.steps);
    return { minimum: interleave(x, y, 0) * scale, maximum: interleave(x, y, 1) * scale };
  }

  private moved(index: number, by: number): number {
    return by === 0 ? index : (index + by) & ((1 << this.steps) - 1);
  }

  private west(x: number): number {
    return LONGITUDE_MIN + (x / this.divisions) * (LONGITUDE_MAX - LONGITUDE_MIN);
  }

  private east(x: number): number {
    return this.west(x + 1);
  }

  private south(y: number): number {
    return LATITUDE_MIN + (y / this.divisions) * (LATITUDE_MAX - LATITUDE_MIN);
  }

  private north(y: number): number {
    return this.south(y + 1);
  }
}
