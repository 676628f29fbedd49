import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes } from '../../memory/bytes.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { greatCircleDistance } from '../../structures/geohash-distance.ts';
import { GeoPoint, geohashText } from '../../structures/geohash.ts';
import { writeFourPlaces } from '../../util/fixed-point.ts';
import { readUnit } from './arguments.ts';

const declaration = {
  group: 'geo',
  since: '3.2.0',
  flags: ['readonly'],
  categories: ['geo'],
  keys: [keyAt(1, 'RO', 'access')],
} as const;

const point = new GeoPoint();
const other = new GeoPoint();

export const geoPos = command({
  ...declaration,
  name: 'GEOPOS',
  summary: 'Returns the longitude and the latitude of members of a geospatial index.',
  complexity: 'O(1) for each member.',
  syntax: 'key [member...]',
  arity: -2,
  handler(context) {
    const { args, db, reply } = context;
    const view = db.lookupRead(args.key(), ZSetValue);
    reply.array(args.remaining);
    while (args.remaining > 0) {
      if (locateNext(context, view, point)) replyPosition(reply, point);
      else reply.nullArray();
    }
  },
});

export const geoHash = command({
  ...declaration,
  name: 'GEOHASH',
  summary: 'Returns the positions of members of a geospatial index as geohash strings.',
  complexity: 'O(1) for each member.',
  syntax: 'key [member...]',
  arity: -2,
  handler(context) {
    const { args, db, reply } = context;
    const view = db.lookupRead(args.key(), ZSetValue);
    reply.array(args.remaining);
    while (args.remaining > 0) {
      if (locateNext(context, view, point)) reply.bulkLatin1(geohashText(point.longitude, point.latitude));
      else reply.null();
    }
  },
});

export const geoDist = command({
  ...declaration,
  name: 'GEODIST',
  summary: 'Returns the distance between two members of a geospatial index.',
  complexity: 'O(1)',
  syntax: 'key member1 member2 unit=[M | KM | FT | MI]',
  arity: -4,
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const members = args.count - args.remaining;
    const metres = readLastUnit(context);
    args.seek(members);
    const view = db.lookupRead(key, ZSetValue);
    if (!locateNext(context, view, point) || !locateNext(context, view, other)) {
      reply.null();
      return;
    }
    const distance = greatCircleDistance(point.longitude, point.latitude, other.longitude, other.latitude);
    replyDistance(reply, distance / metres);
  },
});

/** The metres of the unit behind the two members. */
function readLastUnit({ args }: Context): number {
  args.next();
  args.next();
  if (args.remaining > 1) throw SYNTAX;
  return args.remaining === 0 ? 1 : readUnit(args);
}

/** Reads the next argument as a member, and its position. Answers whether there is one. */
function locateNext({ args }: Context, view: ZSetView | undefined, into: GeoPoint): boolean {
  const member = args.next();
  return view !== undefined && locate(view, args.bytes, args.at(member), args.length(member), into);
}

/** Finds the position of a member. Answers whether there is one. */
export function locate(view: ZSetView, bytes: Bytes, at: number, length: number, into: GeoPoint): boolean {
  if (!view.find(bytes, at, length)) return false;
  into.decode(view.score);
  return true;
}

export function replyPosition(reply: ReplyWriter, { longitude, latitude }: GeoPoint): void {
  reply.array(2);
  reply.double(longitude);
  reply.double(latitude);
}

/** A distance in whatever unit, with four places. */
export function replyDistance(reply: ReplyWriter, distance: number): void {
  reply.bulk(distanceText, 0, writeFourPlaces(distanceText.u8, 0, distance));
}

const distanceText = Bytes.uninitialised(32);
