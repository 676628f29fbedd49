import { describe, expect, it } from 'vitest';
import { line, withSicily, zsetOf } from './harness.ts';

const SYNTAX = '-ERR syntax error\r\n';
const FROM = 'FROMLONLAT 15 37';
const BY = 'BYRADIUS 1 km';

describe('the options of a search', () => {
  it.each([
    [`GEOSEARCH Sicily ${FROM} FROMMEMBER Palermo ${BY}`, SYNTAX],
    [`GEOSEARCH Sicily FROMMEMBER Palermo ${FROM} ${BY}`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} BYBOX 1 1 km`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} BYBOX 1 1 km ${BY}`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} BYPOLYGON 3 0 0 1 0 1 1`, SYNTAX],
    [`GEOSEARCH Sicily BYPOLYGON 3 0 0 1 0 1 1 ${FROM}`, SYNTAX],
    [`GEOSEARCH Sicily BYPOLYGON 3 0 0 1 0 1 1 ${BY}`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} STOREDIST`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} COUNT`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} bogus`, SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} BYRADIUS 1`, SYNTAX],
    [`GEOSEARCHSTORE d Sicily ${FROM} ${BY} STORE x`, SYNTAX],
    ['GEORADIUS_RO Sicily 15 37 1 km STORE d', SYNTAX],
    ['GEORADIUS Sicily 15 37 1 km STORE', SYNTAX],
    [`GEOSEARCH Sicily ${FROM} ${BY} COUNT x`, '-ERR value is not an integer or out of range\r\n'],
    [`GEOSEARCH Sicily ${FROM} ${BY} COUNT 0`, '-ERR COUNT must be > 0\r\n'],
    [`GEOSEARCH Sicily ${FROM} ${BY} ANY`, '-ERR the ANY argument requires COUNT argument\r\n'],
    [`GEOSEARCH Sicily FROMMEMBER x ${BY}`, '-ERR could not decode requested zset member\r\n'],
    ['GEOSEARCH Sicily BYPOLYGON 2 0 0 1 1 ASC', '-ERR GEOSEARCH BYPOLYGON must have at least 3 vertices\r\n'],
    ['GEOSEARCH Sicily BYPOLYGON 4 0 0 1 1 2 2', '-ERR GEOSEARCH BYPOLYGON must have at least 3 vertices\r\n'],
    ['GEOSEARCH Sicily BYPOLYGON x 0 0 1 1 2 2', '-ERR invalid number of vertices\r\n'],
    [
      `GEOSEARCH Sicily ${BY} ASC DESC ASC`,
      '-ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH\r\n',
    ],
    [`geoSearch Sicily ${FROM} ASC ASC`, '-ERR exactly one of BYRADIUS and BYBOX can be specified for geoSearch\r\n'],
    [
      `GEOSEARCHSTORE d Sicily ${FROM} ${BY} WITHDIST`,
      '-ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options\r\n',
    ],
    [
      'GEORADIUS Sicily 15 37 1 km STORE d WITHHASH',
      '-ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options\r\n',
    ],
  ])('%s', (command, error) => {
    const harness = withSicily();
    expect(harness.run(...line(command))).toBe(error);
    expect(harness.events).toEqual([]);
    expect(zsetOf(harness, 'd')).toBeUndefined();
  });

  it('of one kind given twice count as the later one says', () => {
    const { run } = withSicily();
    const command = `GEOSEARCH Sicily FROMLONLAT 0 0 ${FROM} BYRADIUS 1 m BYRADIUS 100 km ASC DESC COUNT 9 COUNT 1`;
    expect(run(...line(command))).toBe('*1\r\n$7\r\nCatania\r\n');
  });
});
