import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ByteList, widened } from '../../structures/byte-list.ts';
import { coveringRanges } from '../../structures/geohash-cells.ts';
import type { GeoShape } from '../../structures/geohash-shapes.ts';
import { COARSE_STEPS, coarseColumn, coarseRow, columnOf, GeoPoint, rowOf } from '../../structures/geohash.ts';
import { EARTH_RADIUS } from '../../structures/geohash-distance.ts';
import { ElementText } from '../../structures/listpack.ts';
import { inOrder, firstInOrder } from '../../structures/stable-order.ts';

const FIRST_ROOM = 1024;
/** Scores that are looked at between two looks at whether enough was found. */
const STRETCH = 256;
/** Scores from here on are those of the borders, or of no position. */
const MAP_END = 2 ** 52;
const SHOWN_SCALE = 10_000;
const SURE = 0.01;
const STEEP = 0.9;

/** What a search has found: members, with their scores and, where they are to be ordered, how near they are. Reused. */
export class GeoMatches {
  count = 0;
  readonly members = new ByteList();
  scores = new Float64Array(FIRST_ROOM);
  /** The haversines of their distances. */
  private nearness = new Float64Array(FIRST_ROOM);
  private view!: ZSetView;
  private shape!: GeoShape;
  private limit = Infinity;
  private orders = false;
  /** Coarse columns and rows that everything wanted lies in. */
  private west = 0;
  private east = 0;
  private south = 0;
  private north = 0;
  private readonly point = new GeoPoint();
  private readonly text = new ElementText();

  /**
   * Finds the members within a shape.
   * @param limit how many are enough
   * @param orders whether `byDistance` will be asked for
   */
  find(view: ZSetView, shape: GeoShape, limit: number, orders: boolean): this {
    this.clear();
    this.view = view;
    this.shape = shape;
    this.limit = limit;
    this.bound(shape.band);
    this.orders = orders;
    for (const { minimum, maximum } of coveringRanges(shape)) {
      if (this.count >= limit) break;
      this.findBetween(view.countBelow(minimum, false), view.countBelow(maximum, false));
    }
    return this;
  }

  clear(): void {
    this.count = 0;
    this.members.clear();
    if (this.scores.length === FIRST_ROOM) return;
    this.scores = new Float64Array(FIRST_ROOM);
    this.nearness = new Float64Array(FIRST_ROOM);
  }

  /** The first `wanted` indexes by distance, farthest first where `descending`. */
  byDistance(wanted: number, descending: boolean): Uint32Array {
    const { nearness } = this;
    const compare = descending
      ? (a: number, b: number): number => compareNumbers(nearness[b], nearness[a])
      : (a: number, b: number): number => compareNumbers(nearness[a], nearness[b]);
    return wanted < this.count ? firstInOrder(this.count, wanted, compare) : inOrder(this.count, compare);
  }

  /** Takes what the band of a shape says of coarse columns and rows; all columns where it goes over the date line. */
  private bound({ longitude, reach, south, north }: GeoShape['band']): void {
    const wraps = longitude - reach < -180 || longitude + reach > 180;
    this.west = wraps ? -Infinity : columnOf(longitude - reach, COARSE_STEPS);
    this.east = wraps ? Infinity : columnOf(longitude + reach, COARSE_STEPS);
    this.south = rowOf(south, COARSE_STEPS);
    this.north = rowOf(north, COARSE_STEPS);
  }

  /** A distance of which four places are shown, in a unit: right in those. */
  shownDistance(index: number, metres: number): number {
    const { longitude, latitude } = this.point.decode(this.scores[index]);
    const haversine = this.shape.haversineTo(longitude, latitude);
    const distance = (2 * EARTH_RADIUS * Math.asin(Math.sqrt(haversine))) / metres;
    const scaled = distance * SHOWN_SCALE;
    const fromTie = Math.abs(scaled - Math.floor(scaled) - 0.5);
    // Only what lies near a tie, or nearly opposite, where the arcsine is steep, needs the accurate sine.
    if (haversine < STEEP && fromTie > SURE) return distance;
    return this.shape.distanceTo(longitude, latitude) / metres;
  }

  /** Metres from the centre of the shape. */
  distanceOf(index: number): number {
    const { longitude, latitude } = this.point.decode(this.scores[index]);
    return this.shape.distanceTo(longitude, latitude);
  }

  /** Looks at the ranks from `from` to `to` - 1. */
  private findBetween(from: number, to: number): void {
    const stretch = this.limit === Infinity ? to - from : STRETCH;
    for (let first = from; first < to && this.count < this.limit; first += stretch) {
      const last = Math.min(first + stretch, to) - 1;
      if (this.view.isLarge) this.view.forEachScore(first, last, this.visitPlace);
      else this.view.forEachByRank(first, last, false, this.visitMember);
    }
  }

  private readonly visitPlace = (place: number, score: number): void => {
    if (score < MAP_END) {
      const row = coarseRow(score);
      if (row < this.south || row > this.north) return;
      const column = coarseColumn(score);
      if (column < this.west || column > this.east) return;
    }
    const { point, shape } = this;
    point.decode(score);
    if (!shape.contains(point.longitude, point.latitude) || this.count >= this.limit) return;
    this.view.readPlace(place, this.text);
    this.add(score);
  };

  private readonly visitMember = (member: ElementText, score: number): void => {
    const { point, shape } = this;
    point.decode(score);
    if (!shape.contains(point.longitude, point.latitude) || this.count >= this.limit) return;
    this.text.bytes = member.bytes;
    this.text.at = member.at;
    this.text.length = member.length;
    this.add(score);
  };

  /** The member in `text`, at `point`. */
  private add(score: number): void {
    const { count, text, point } = this;
    if (count === this.scores.length) {
      this.scores = widened(this.scores);
      this.nearness = widened(this.nearness);
    }
    this.members.add(text.bytes, text.at, text.length);
    this.scores[count] = score;
    if (this.orders) this.nearness[count] = this.shape.haversineTo(point.longitude, point.latitude);
    this.count = count + 1;
  }
}

function compareNumbers(a: number, b: number): number {
  if (a > b) return 1;
  return a === b ? 0 : -1;
}
