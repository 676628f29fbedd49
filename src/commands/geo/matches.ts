import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ByteList, widened } from '../../structures/byte-list.ts';
import { coveringRanges } from '../../structures/geohash-cells.ts';
import type { GeoShape } from '../../structures/geohash-shapes.ts';
import { coarseBits, coarseColumn, coarseRow, COLUMN_BITS, GeoPoint, ROW_BITS } from '../../structures/geohash.ts';
import { EARTH_RADIUS } from '../../structures/geohash-distance.ts';
import { ElementText } from '../../structures/listpack.ts';
import { partInOrder } from '../../structures/partial-quicksort.ts';
import { inOrder } from '../../structures/stable-order.ts';

const FIRST_ROOM = 1024;
/** Scores from here on are those of the borders, or of no position. */
const MAP_END = 2 ** 52;
const SHOWN_SCALE = 10_000;
const SURE = 0.01;
const STEEP = 0.9;
/** Haversines that differ by less, of one, may be those of equal distances. */
const CLOSE = 1e-12;

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
  /** Coarse columns and rows that everything wanted lies in, as bits of scores. */
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
      if (view.isLarge) view.forEachScore(minimum, maximum, this.visitPlace);
      else this.findBetween(view.countBelow(minimum, false), view.countBelow(maximum, false));
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
    const { count } = this;
    const compare = descending
      ? (a: number, b: number): number => -this.compareDistances(a, b)
      : (a: number, b: number): number => this.compareDistances(a, b);
    return wanted === count ? inOrder(count, compare) : partInOrder(count, 0, wanted, compare);
  }

  /** By the haversines, where these tell; what is equally far must be so for Redis's distances. */
  private compareDistances(a: number, b: number): number {
    const { nearness, scores } = this;
    const left = nearness[a];
    const right = nearness[b];
    if (left < right * (1 - CLOSE)) return -1;
    if (right < left * (1 - CLOSE)) return 1;
    return scores[a] === scores[b] ? 0 : compareNumbers(this.distanceOf(a), this.distanceOf(b));
  }

  /** Takes what the band of a shape says of coarse columns and rows; all columns where it goes over the date line. */
  private bound({ longitude, reach, south, north }: GeoShape['band']): void {
    const wraps = longitude - reach < -180 || longitude + reach > 180;
    this.west = wraps ? 0 : coarseColumn(longitude - reach);
    this.east = wraps ? COLUMN_BITS : coarseColumn(longitude + reach);
    this.south = coarseRow(south);
    this.north = coarseRow(north);
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

  /** Looks at the ranks from `from` to `to` - 1 of a listpack. */
  private findBetween(from: number, to: number): void {
    this.view.forEachByRank(from, to - 1, false, this.visitMember);
  }

  /** Answers whether enough was found. */
  private readonly visitPlace = (place: number, score: number): boolean => {
    if (score < MAP_END) {
      const bits = coarseBits(score);
      const row = bits & ROW_BITS;
      if (row < this.south || row > this.north) return false;
      const column = bits & COLUMN_BITS;
      if (column < this.west || column > this.east) return false;
    }
    const { point, shape } = this;
    point.decode(score);
    if (!shape.contains(point.longitude, point.latitude)) return false;
    this.view.readPlace(place, this.text);
    this.add(score);
    return this.count >= this.limit;
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
    const { count, text } = this;
    if (count === this.scores.length) {
      this.scores = widened(this.scores);
      this.nearness = widened(this.nearness);
    }
    this.members.add(text.bytes, text.at, text.length);
    this.scores[count] = score;
    if (this.orders) this.nearness[count] = this.shape.nearness;
    this.count = count + 1;
  }
}

function compareNumbers(a: number, b: number): number {
  if (a > b) return 1;
  return a === b ? 0 : -1;
}
