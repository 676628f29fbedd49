import { describe, expect, it } from 'vitest';
import { line, withSicily } from './harness.ts';

describe('lengths, boxes and positions', () => {
  it.each([
    ['GEORADIUS Sicily 15 37 x km', '-ERR need numeric radius\r\n'],
    ['GEORADIUS Sicily 15 37 -1 km', '-ERR radius cannot be negative\r\n'],
    ['GEORADIUS Sicily 15 37 1 mm', '-ERR unsupported unit provided. please use M, KM, FT, MI\r\n'],
    ['GEORADIUS Sicily 15 x 1 km', '-ERR value is not a valid float\r\n'],
    ['GEORADIUS Sicily 15 -90 1 km', '-ERR invalid longitude,latitude pair 15.000000,-90.000000\r\n'],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX x 1 km', '-ERR need numeric width\r\n'],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 1 x km', '-ERR need numeric height\r\n'],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX -1 1 km', '-ERR height or width cannot be negative\r\n'],
    ['GEOSEARCH Sicily BYPOLYGON 3 0 0 1 1 2 86', '-ERR invalid longitude,latitude pair 2.000000,86.000000\r\n'],
  ])('%s', (command, error) => {
    expect(withSicily().run(...line(command))).toBe(error);
  });

  it('may be infinite', () => {
    expect(withSicily().run(...line('GEORADIUS Sicily 15 37 inf KM'))).toMatch(/^\*2\r\n/);
  });
});
