import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, index, oneOf, optionally, options, repeated } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

const key = fc.oneof({ weight: 12, arbitrary: oneOf('k1', 'k2') }, { weight: 1, arbitrary: oneOf('none', 'text') });
/** Few enough to meet, and more than a listpack takes. */
const member = fc.oneof(
  { weight: 8, arbitrary: fc.nat(20).map((n) => `m${n}`) },
  { weight: 1, arbitrary: oneOf('', '17', 'x'.repeat(65), '\xff\x00') },
);

/** Mostly around one town, where some places are shared, else anywhere, at the poles and on the date line. */
const longitude = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 100, max: 104 }).map((n) => String(n / 10)) },
  { weight: 6, arbitrary: fc.integer({ min: 10_000_000, max: 11_000_000 }).map((n) => String(n / 1e6)) },
  { weight: 4, arbitrary: fc.double({ min: -180, max: 180, noNaN: true }).map(String) },
  { weight: 2, arbitrary: oneOf('180', '-180', '179.9999', '-179.9999', '0', '90', '-90', '-0') },
  { weight: 1, arbitrary: oneOf('180.1', '1e300', 'abc', '', 'nan', 'inf', '0x10', '200.0078125') },
);
const latitude = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 400, max: 404 }).map((n) => String(n / 10)) },
  { weight: 6, arbitrary: fc.integer({ min: 40_000_000, max: 41_000_000 }).map((n) => String(n / 1e6)) },
  { weight: 4, arbitrary: fc.double({ min: -85, max: 85, noNaN: true }).map(String) },
  { weight: 2, arbitrary: oneOf('85.05112878', '-85.05112878', '85', '-85', '66.1', '-80.5', '0') },
  { weight: 1, arbitrary: oneOf('85.06', '-90', '1e22', 'abc', '', '-inf', '1e-400') },
);

const length = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 200, noNaN: true }).map(String) },
  { weight: 4, arbitrary: fc.double({ min: 0, max: 20_000, noNaN: true }).map(String) },
  { weight: 2, arbitrary: oneOf('0', '1', '10', '1000', '5000', '20038', '1e9', 'inf', '1e-9') },
  { weight: 1, arbitrary: oneOf('-1', 'abc', '', 'nan', '-inf') },
);
const unit = fc.oneof(
  { weight: 9, arbitrary: oneOf('km', 'KM', 'km', 'm', 'mi', 'ft', 'Ft') },
  { weight: 1, arbitrary: oneOf('mm', '', 'k') },
);

const count = fc.oneof({ weight: 4, arbitrary: oneOf('1', '2', '3', '10', '1000') }, { weight: 1, arbitrary: index });
const order = command(oneOf('ASC', 'DESC', 'asc'));
const limit = options(order, command('COUNT', count));
const anyLimit = options(order, command('COUNT', count, 'ANY'), command('ANY'));
const shown = options(command('WITHCOORD'), command('WITHDIST'), command('WITHHASH'));

const from = fc.oneof(command('FROMMEMBER', member), command('FROMLONLAT', longitude, latitude));
const by = fc.oneof(command('BYRADIUS', length, unit), command('BYBOX', length, length, unit));

export const geoCommands: readonly Arbitrary<CommandArgs>[] = [
  command('GEOADD', key, repeated(1, 5, longitude, latitude, member)),
  command('GEOADD', key, options(command(oneOf('NX', 'XX', 'ch')), command('CH')), longitude, latitude, member),
  command(
    'GEOADD',
    key,
    repeated(
      20,
      40,
      longitude,
      latitude,
      fc.nat(500).map((n) => `p${n}`),
    ),
  ),
  command('GEOPOS', key, repeated(0, 4, member)),
  command('GEOHASH', key, repeated(0, 4, member)),
  command('GEODIST', key, member, member, optionally(unit)),
  command('GEOSEARCH', key, from, by, shown, limit),
  command('GEOSEARCH', key, from, by, shown, anyLimit),
  command('GEOSEARCH', key, fc.oneof(from, by), shown, limit),
  command('GEOSEARCHSTORE', oneOf('d', 'k2'), key, from, by, limit),
  command('GEOSEARCHSTORE', 'd', key, from, by, limit, 'STOREDIST'),
  command('GEORADIUS', key, longitude, latitude, length, unit, shown, limit),
  command('GEORADIUS_RO', key, longitude, latitude, length, unit, shown, anyLimit),
  command('GEORADIUS', key, longitude, latitude, length, unit, oneOf('STORE', 'STOREDIST'), 'd', limit),
  command('GEORADIUSBYMEMBER', key, member, length, unit, shown, limit),
  command('GEORADIUSBYMEMBER_RO', key, member, length, unit, shown, anyLimit),
  command('GEORADIUSBYMEMBER', key, member, length, unit, oneOf('STORE', 'STOREDIST'), 'd', limit),
  command('SET', 'text', 'x'),
  command('ZRANGE', oneOf('k1', 'k2'), '0', '-1', 'WITHSCORES'),
  // Distances that were stored may differ from Redis's in the last digit, which its C library gets wrong now and then.
  command('ZRANGE', 'd', '0', '-1'),
  command('ZREM', key, member),
  command('ZADD', key, oneOf('-5', '3.5', 'inf', '-inf', '4503599627370496', '9007199254740992'), member),
  command('OBJECT', 'ENCODING', oneOf('k1', 'k2', 'd')),
  command('DEL', key),
];
