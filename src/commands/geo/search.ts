import type { ZSetView } from '../../datatypes/zset-value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import { GeoPoint } from '../../structures/geohash.ts';
import { GeoMatches } from './matches.ts';
import { replyDistance, replyPosition } from './position.ts';
import { ASCENDING, DESCENDING, readSearchOptions, SearchOptions, UNSORTED } from './search-options.ts';

const AREA =
  'from=<FROMMEMBER member | FROMLONLAT fromlonlat=<longitude:double latitude:double>> ' +
  'by=<circle=<BYRADIUS radius:double unit=<M | KM | FT | MI>> | ' +
  'box=<BYBOX width:double height:double unit=<M | KM | FT | MI>> | ' +
  'polygon=<BYPOLYGON num-vertices:integer <longitude:double latitude:double>...>>';
const SELECTION = 'order=[ASC | DESC] count-block=[COUNT count:integer [ANY]]';

const declaration = {
  group: 'geo',
  since: '6.2.0',
  complexity:
    'O(N+log(M)), N being the number of members in the cells of the map that the area touches, and M that of those ' +
    'inside of it.',
  categories: ['geo'],
  history: [['7.0.0', 'Names of units may be in capitals.']],
} as const;

export const geoSearch = command({
  ...declaration,
  name: 'GEOSEARCH',
  summary: 'Returns the members of a geospatial index that are inside a circle, a box or a polygon.',
  syntax: `key ${AREA} ${SELECTION} [WITHCOORD] [WITHDIST] [WITHHASH]`,
  arity: -7,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const { args, db } = context;
    const view = db.lookupRead(args.key(), ZSetValue);
    const options = new SearchOptions();
    readSearchOptions(context, options, view, 'GEOSEARCH');
    search(context, view, options, undefined, '');
  },
});

export const geoSearchStore = command({
  ...declaration,
  name: 'GEOSEARCHSTORE',
  summary: 'Stores the members of a geospatial index that are inside a circle, a box or a polygon.',
  syntax: `destination:key source:key ${AREA} ${SELECTION} [STOREDIST]`,
  arity: -8,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update'), keyAt(2, 'RO', 'access')],
  handler(context) {
    const { args, db } = context;
    const destination = args.key();
    const view = db.lookupRead(args.key(), ZSetValue);
    const options = new SearchOptions();
    readSearchOptions(context, options, view, 'GEOSEARCHSTORE');
    search(context, view, options, destination, 'geosearchstore');
  },
});

const matches = new GeoMatches();
const point = new GeoPoint();

/**
 * Searches, and replies with what was found or stores it.
 * @param destination where to store it
 * @param event what is told when it has been stored
 */
export function search(
  context: Context,
  view: ZSetView | undefined,
  options: SearchOptions,
  destination: Key | undefined,
  event: string,
): void {
  const found = view === undefined ? NONE : find(view, options);
  if (destination === undefined) replyMatches(context, found, options);
  else storeMatches(context, found, options, destination, event);
  matches.clear();
}

const NONE = new Uint32Array(0);

/** Fills `matches`, and answers the indexes of those wanted, in order. */
function find(view: ZSetView, options: SearchOptions): Uint32Array {
  const { any, count } = options;
  // Only the nearest make sense of a count; any of them will do with ANY.
  const order = options.order === UNSORTED && count !== Infinity && !any ? ASCENDING : options.order;
  matches.find(view, options.shape(), any ? count : Infinity, order !== UNSORTED);
  const wanted = Math.min(count, matches.count);
  if (order !== UNSORTED) return matches.byDistance(wanted, order === DESCENDING);
  return Uint32Array.from({ length: wanted }, (_, i) => i);
}

function replyMatches({ reply }: Context, found: Uint32Array, options: SearchOptions): void {
  const { members, scores } = matches;
  const { metres, shows, withDistance, withHash, withPosition } = options;
  const parts = 1 + Number(withDistance) + Number(withHash) + Number(withPosition);
  reply.array(found.length);
  for (const index of found) {
    if (shows) reply.array(parts);
    reply.bulk(members.bytes, members.start(index), members.length(index));
    if (withDistance) replyDistance(reply, matches.shownDistance(index, metres));
    if (withHash) reply.integer(Math.trunc(scores[index]));
    if (withPosition) replyPosition(reply, point.decode(scores[index]));
  }
}

/** Makes a sorted set of what was found; where that is nothing the key goes. */
function storeMatches(
  { db, reply }: Context,
  found: Uint32Array,
  { metres, storesDistance }: SearchOptions,
  destination: Key,
  event: string,
): void {
  const { members, scores } = matches;
  if (found.length > 0) {
    const target = db.makeCollection(destination, ZSetValue);
    for (const index of found) {
      const score = storesDistance ? matches.distanceOf(index) / metres : scores[index];
      target.put(score, members.bytes, members.start(index), members.length(index));
    }
    db.changed(destination, event, found.length);
  } else if (db.delete(destination)) {
    db.changed(destination, 'del');
  }
  reply.integer(found.length);
}
