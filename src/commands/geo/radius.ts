import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import type { KeySpec } from '../../execution/key-specs.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { GeoPoint } from '../../structures/geohash.ts';
import { readPosition, readRadius } from './arguments.ts';
import type { SearchKind } from './search-options.ts';
import { readMember, readSearchOptions, SearchOptions } from './search-options.ts';
import { search } from './search.ts';

/*
 * GEORADIUS and GEORADIUSBYMEMBER, which GEOSEARCH has replaced, each with a form that only reads.
 */
const UNIT = 'unit=<M | KM | FT | MI>';
const SHOWN = '[WITHCOORD] [WITHDIST] [WITHHASH]';
const STORED = 'store=[STORE storekey:key@key | STOREDIST storedistkey:key@key]';
const ORDER = 'order=[ASC | DESC]';

const declaration = {
  group: 'geo',
  complexity:
    'O(N+log(M)), N being the number of members in the cells of the map that the circle touches, and M that of all.',
  categories: ['geo'],
  history: [
    ['6.2.0', '`ANY` was added for `COUNT`.'],
    ['7.0.0', 'Names of units may be in capitals.'],
  ],
} as const satisfies Partial<CommandSpec>;

const sourceKey = keyAt(1, 'RO', 'access');

/** The keys of a form whose options begin at an index. */
function keysStoring(startFrom: number): KeySpec[] {
  const behind = (keyword: string): KeySpec => ({ ...keyAt(0, 'OW', 'update'), begin: { keyword, startFrom } });
  return [sourceKey, behind('STORE'), behind('STOREDIST')];
}

export const geoRadius = command({
  ...declaration,
  name: 'GEORADIUS',
  since: '3.2.0',
  summary: 'Returns or stores the members of a geospatial index within a distance of a position.',
  syntax:
    `key longitude:double latitude:double radius:double ${UNIT} ${SHOWN} ` +
    `count-block=[COUNT count:integer [ANY^6.2.0]] ${ORDER} ${STORED}`,
  arity: -6,
  flags: ['write', 'denyoom'],
  keys: keysStoring(6),
  deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument' },
  handler: (context) => searchAround(context, 'GEORADIUS', false),
});

export const geoRadiusRo = command({
  ...declaration,
  name: 'GEORADIUS_RO',
  since: '3.2.10',
  summary: 'Returns the members of a geospatial index within a distance of a position.',
  syntax:
    `key longitude:double latitude:double radius:double ${UNIT} ${SHOWN} ` +
    `count-block=[COUNT count:integer [ANY^6.2.0]] ${ORDER}`,
  arity: -6,
  flags: ['readonly'],
  keys: [sourceKey],
  deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` with the `BYRADIUS` argument' },
  handler: (context) => searchAround(context, 'GEORADIUS_RO', false),
});

export const geoRadiusByMember = command({
  ...declaration,
  name: 'GEORADIUSBYMEMBER',
  since: '3.2.0',
  summary: 'Returns or stores the members of a geospatial index within a distance of one of them.',
  syntax: `key member radius:double ${UNIT} ${SHOWN} count-block=[COUNT count:integer [ANY]] ${ORDER} ${STORED}`,
  arity: -5,
  flags: ['write', 'denyoom'],
  keys: keysStoring(5),
  deprecated: {
    since: '6.2.0',
    replacedBy: '`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments',
  },
  handler: (context) => searchAround(context, 'GEORADIUS', true),
});

export const geoRadiusByMemberRo = command({
  ...declaration,
  name: 'GEORADIUSBYMEMBER_RO',
  since: '3.2.10',
  summary: 'Returns the members of a geospatial index within a distance of one of them.',
  syntax: `key member radius:double ${UNIT} ${SHOWN} count-block=[COUNT count:integer [ANY]] ${ORDER}`,
  arity: -5,
  flags: ['readonly'],
  keys: [sourceKey],
  deprecated: { since: '6.2.0', replacedBy: '`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments' },
  handler: (context) => searchAround(context, 'GEORADIUS_RO', true),
});

function searchAround(context: Context, kind: SearchKind, byMember: boolean): void {
  const { args, db } = context;
  const view = db.lookupRead(args.key(), ZSetValue);
  const options = new SearchOptions();
  if (byMember && view === undefined) {
    // Without a key neither the member nor the distance is looked at.
    for (let i = 0; i < MEMBER_RADIUS_UNIT; i++) args.next();
  } else {
    if (byMember) readMember(context, options, view);
    else readPosition(args, (options.center = new GeoPoint()));
    options.radius = readRadius(args);
  }
  readSearchOptions(context, options, view, kind);
  const destination = options.store === 0 ? undefined : args.keyAt(options.store);
  search(context, view, options, destination, 'georadiusstore');
}

const MEMBER_RADIUS_UNIT = 3;
