import type { ZSetView } from '../../datatypes/zset-value.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import {
  ANY_WITHOUT_COUNT,
  exactlyOneOf,
  COUNT_NOT_ABOVE_0,
  MEMBER_NOT_DECODED,
  storesAndShows,
  SYNTAX,
} from '../../resp/reply-errors.ts';
import { GeoPoint } from '../../structures/geohash.ts';
import type { GeoShape } from '../../structures/geohash-shapes.ts';
import { Box, Circle, Polygon } from '../../structures/geohash-shapes.ts';
import { readBoxSize, readCorners, readPosition, readRadius } from './arguments.ts';
import type { BoxSize, Radius } from './arguments.ts';
import { locate } from './position.ts';

const WITHDIST = keyword('WITHDIST');
const WITHHASH = keyword('WITHHASH');
const WITHCOORD = keyword('WITHCOORD');
const ANY = keyword('ANY');
const ASC = keyword('ASC');
const DESC = keyword('DESC');
const COUNT = keyword('COUNT');
const STORE = keyword('STORE');
const STOREDIST = keyword('STOREDIST');
const FROMMEMBER = keyword('FROMMEMBER');
const FROMLONLAT = keyword('FROMLONLAT');
const BYRADIUS = keyword('BYRADIUS');
const BYBOX = keyword('BYBOX');
const BYPOLYGON = keyword('BYPOLYGON');

export const UNSORTED = 0;
export const ASCENDING = 1;
export const DESCENDING = -1;

/** What a search is asked for. Made for each command. */
export class SearchOptions {
  withDistance = false;
  withHash = false;
  withPosition = false;
  /** As soon as `count` are found, whichever they are. */
  any = false;
  /** UNSORTED, ASCENDING or DESCENDING. */
  order = UNSORTED;
  /** Infinity for all. */
  count = Infinity;
  /** The argument that names the key to store in, or 0. */
  store = 0;
  storesDistance = false;
  center: GeoPoint | undefined = undefined;
  fromMember = false;
  radius: Radius | undefined = undefined;
  box: BoxSize | undefined = undefined;
  corners: Float64Array | undefined = undefined;

  get shows(): boolean {
    return this.withDistance || this.withHash || this.withPosition;
  }

  /** Metres of the unit that distances are told in. */
  get metres(): number {
    return (this.radius ?? this.box)?.metres ?? 1;
  }

  /** The area; its centre and its size have been read. */
  shape(): GeoShape {
    if (this.corners !== undefined) return new Polygon(this.corners);
    const { longitude, latitude } = this.center as GeoPoint;
    if (this.radius !== undefined) return new Circle(longitude, latitude, this.radius.radius * this.radius.metres);
    const { width, height, metres } = this.box as BoxSize;
    return new Box(longitude, latitude, width, height, metres);
  }
}

/** Which commands an option belongs to. */
export type SearchKind = 'GEORADIUS' | 'GEORADIUS_RO' | 'GEOSEARCH' | 'GEOSEARCHSTORE';

/** Reads one more option of those that have no value; answers whether it is one. */
function takeFlag({ args }: Context, options: SearchOptions, kind: SearchKind): boolean {
  if (args.take(WITHDIST)) options.withDistance = true;
  else if (args.take(WITHHASH)) options.withHash = true;
  else if (args.take(WITHCOORD)) options.withPosition = true;
  else if (args.take(ANY)) options.any = true;
  else if (args.take(ASC)) options.order = ASCENDING;
  else if (args.take(DESC)) options.order = DESCENDING;
  else if (kind === 'GEOSEARCHSTORE' && args.take(STOREDIST)) options.storesDistance = true;
  else return false;
  return true;
}

/**
 * Reads all options up to the end.
 * @param view the sorted set, undefined where there is none: then no member is looked up, and none is missing
 */
export function readSearchOptions(
  context: Context,
  options: SearchOptions,
  view: ZSetView | undefined,
  kind: SearchKind,
): void {
  const { args } = context;
  const searches = kind === 'GEOSEARCH' || kind === 'GEOSEARCHSTORE';
  while (args.remaining > 0) {
    if (takeFlag(context, options, kind)) continue;
    if (args.take(COUNT)) readCount(context, options);
    else if (searches) readArea(context, options, view);
    else if (kind === 'GEORADIUS') readStore(context, options);
    else throw SYNTAX;
  }
  checkOptions(context, options, kind, searches);
}

function readCount({ args }: Context, options: SearchOptions): void {
  args.need();
  options.count = args.integer();
  if (options.count <= 0) throw COUNT_NOT_ABOVE_0;
}

function readStore({ args }: Context, options: SearchOptions): void {
  if (args.take(STORE)) options.storesDistance = false;
  else if (args.take(STOREDIST)) options.storesDistance = true;
  else throw SYNTAX;
  args.need();
  options.store = args.next();
}

/** A part of the area: where from, or how far. An option may come twice, but not together with one that excludes it. */
function readArea(context: Context, options: SearchOptions, view: ZSetView | undefined): void {
  const { args } = context;
  const { center, fromMember, radius, box, corners } = options;
  const hasCenter = center !== undefined || fromMember;
  if (corners === undefined && (fromMember || !hasCenter) && takeWith(context, FROMMEMBER, 1)) {
    readMember(context, options, view);
  } else if (corners === undefined && !fromMember && takeWith(context, FROMLONLAT, 2)) {
    options.center = new GeoPoint();
    readPosition(args, options.center);
  } else if (corners === undefined && box === undefined && takeWith(context, BYRADIUS, 2)) {
    options.radius = readRadius(args);
  } else if (corners === undefined && radius === undefined && takeWith(context, BYBOX, 3)) {
    options.box = readBoxSize(args);
  } else if (!hasCenter && radius === undefined && box === undefined && takeWith(context, BYPOLYGON, 2)) {
    options.corners = readCorners(args);
  } else throw SYNTAX;
}

/** Reads past a word if that and so many values follow. */
function takeWith({ args }: Context, word: typeof FROMMEMBER, values: number): boolean {
  return args.remaining > values && args.take(word);
}

/** Reads a member, whose position becomes the centre. Throws MEMBER_NOT_DECODED. */
export function readMember({ args }: Context, options: SearchOptions, view: ZSetView | undefined): void {
  const member = args.next();
  options.fromMember = true;
  if (view === undefined) return;
  options.center = new GeoPoint();
  if (!locate(view, args.bytes, args.at(member), args.length(member), options.center)) throw MEMBER_NOT_DECODED;
}

function checkOptions({ args }: Context, options: SearchOptions, kind: SearchKind, searches: boolean): void {
  const isStored = kind === 'GEOSEARCHSTORE' || options.store !== 0;
  if (isStored && options.shows) {
    throw storesAndShows(kind === 'GEOSEARCHSTORE' ? kind : 'STORE option in GEORADIUS');
  }
  if (searches && options.corners === undefined) {
    const { center, fromMember, radius, box } = options;
    if (center === undefined && !fromMember) throw exactlyOneOf('FROMMEMBER or FROMLONLAT', args.latin1At(0));
    if (radius === undefined && box === undefined) throw exactlyOneOf('BYRADIUS and BYBOX', args.latin1At(0));
  }
  if (options.any && options.count === Infinity) throw ANY_WITHOUT_COUNT;
}
