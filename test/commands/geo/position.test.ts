import { describe, expect, it } from 'vitest';
import { geoHarness, line, withSicily } from './harness.ts';

describe('GEOPOS', () => {
  it('tells positions with all their digits, in either protocol', () => {
    const two = '*3\r\n*2\r\n$18\r\n13.361389338970184\r\n$16\r\n38.1155563954963\r\n*-1\r\n*-1\r\n';
    expect(withSicily().run(...line('GEOPOS Sicily Palermo x y'))).toBe(two);
    const three = '*2\r\n*2\r\n,15.087267458438873\r\n,37.50266842333162\r\n_\r\n';
    expect(withSicily({ protocol: 3 }).run(...line('GEOPOS Sicily Catania x'))).toBe(three);
  });

  it('has none for a missing key', () => {
    expect(geoHarness().run(...line('GEOPOS g a b'))).toBe('*2\r\n*-1\r\n*-1\r\n');
    expect(geoHarness().run(...line('GEOPOS g'))).toBe('*0\r\n');
  });
});

describe('GEOHASH', () => {
  it('spells positions', () => {
    const reply = withSicily().run(...line('GEOHASH Sicily Palermo x Catania'));
    expect(reply).toBe('*3\r\n$11\r\nsqc8b49rny0\r\n$-1\r\n$11\r\nsqdtr74hyu0\r\n');
  });
});

describe('GEODIST', () => {
  it.each([
    ['', '166274.1516'],
    [' m', '166274.1516'],
    [' KM', '166.2742'],
    [' ft', '545518.8700'],
    [' mi', '103.3182'],
  ])('in unit%s', (unit, distance) => {
    const reply = withSicily().run(...line(`GEODIST Sicily Palermo Catania${unit}`));
    expect(reply).toBe(`$${distance.length}\r\n${distance}\r\n`);
  });

  it.each([
    ['GEODIST Sicily Palermo x', '$-1\r\n'],
    ['GEODIST missing Palermo Catania', '$-1\r\n'],
    ['GEODIST Sicily Palermo Palermo', '$6\r\n0.0000\r\n'],
    ['GEODIST Sicily Palermo Catania km x', '-ERR syntax error\r\n'],
    ['GEODIST Sicily Palermo x parsec', '-ERR unsupported unit provided. please use M, KM, FT, MI\r\n'],
  ])('%s', (command, reply) => {
    expect(withSicily().run(...line(command))).toBe(reply);
  });

  it('takes no other type', () => {
    const harness = geoHarness();
    harness.run('SET', 's', 'x');
    for (const command of ['GEODIST s a b', 'GEOPOS s a', 'GEOHASH s a']) {
      expect(harness.run(...line(command))).toMatch(/^-WRONGTYPE/);
    }
  });
});
