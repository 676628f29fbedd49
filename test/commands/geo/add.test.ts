import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../support/command-harness.ts';
import { geoHarness, line, withSicily, zsetOf } from './harness.ts';

const PALERMO = 3479099956230698;
const CATANIA = 3479447370796909;

describe('GEOADD', () => {
  it('adds members with their positions as scores', () => {
    const harness = geoHarness();
    const reply = harness.run(...line('GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania'));
    expect(reply).toBe(':2\r\n');
    expect(zsetOf(harness, 'Sicily')).toEqual([
      ['Palermo', PALERMO],
      ['Catania', CATANIA],
    ]);
    expect(harness.events).toEqual(['zadd Sicily']);
    expect(harness.propagated).toEqual([['ZADD', 'Sicily', String(PALERMO), 'Palermo', String(CATANIA), 'Catania']]);
  });

  it.each([
    ['GEOADD Sicily 13.361389 38.115556 Palermo', ':0\r\n', [PALERMO, CATANIA]],
    ['GEOADD Sicily CH 13.361389 38.115556 Catania 1 1 X', ':2\r\n', undefined],
    ['GEOADD Sicily NX 13.361389 38.115556 Catania', ':0\r\n', [PALERMO, CATANIA]],
    ['GEOADD Sicily XX 1 1 X', ':0\r\n', [PALERMO, CATANIA]],
    ['GEOADD Sicily xx ch 15.087269 37.502669 Palermo', ':1\r\n', [CATANIA, CATANIA]],
  ])('%s', (command, reply, scores) => {
    const harness = withSicily();
    expect(harness.run(...line(command))).toBe(reply);
    if (scores !== undefined) expect(zsetOf(harness, 'Sicily')?.map(([, score]) => score)).toEqual(scores);
  });

  it('tells nobody where nothing changes', () => {
    const harness = withSicily();
    harness.run(...line('GEOADD Sicily NX 1 1 Palermo'));
    expect(harness.run(...line('GEOADD missing XX 1 1 a'))).toBe(':0\r\n');
    expect([...harness.events, ...harness.propagated]).toEqual([]);
    expect(zsetOf(harness, 'missing')).toBeUndefined();
  });

  it.each([
    ['GEOADD g NX XX 1 1 a', '-ERR syntax error\r\n'],
    ['GEOADD g 1 1 a 2', '-ERR syntax error\r\n'],
    ['GEOADD g CH NX CH', '-ERR syntax error\r\n'],
    ['GEOADD g 1 x a', '-ERR value is not a valid float\r\n'],
    ['GEOADD g 1 1 a 200 100 b', '-ERR invalid longitude,latitude pair 200.000000,100.000000\r\n'],
    ['GEOADD g 1 85.06 a', '-ERR invalid longitude,latitude pair 1.000000,85.060000\r\n'],
    ['GEOADD g inf 1 a', '-ERR invalid longitude,latitude pair inf,1.000000\r\n'],
    ['GEOADD g 1 1', "-ERR wrong number of arguments for 'geoadd' command\r\n"],
  ])('%s changes nothing', (command, error) => {
    const harness = geoHarness();
    expect(harness.run(...line(command))).toBe(error);
    expect(zsetOf(harness, 'g')).toBeUndefined();
    expect(harness.events).toEqual([]);
  });

  it('chooses the encoding by the number of positions given, and by the first member', () => {
    const harness = geoHarness();
    harness.keyspace.packing.zsetMembers = 3;
    harness.run(...line('GEOADD g 1 1 a 2 2 b 3 3 c'));
    expect(encodingOf(harness, 'g')).toBe('listpack');
    harness.run(...line('GEOADD g XX 1 1 a 1 1 a 1 1 a 1 1 a'));
    expect(encodingOf(harness, 'g')).toBe('skiplist');
    harness.run(...line('GEOADD h 1 1 a 2 2 b 3 3 c 4 4 a'));
    expect(encodingOf(harness, 'h')).toBe('skiplist');
    harness.run(...line(`GEOADD i 1 1 ${'x'.repeat(65)}`));
    expect(encodingOf(harness, 'i')).toBe('skiplist');
  });

  it('takes no other type', () => {
    const harness = geoHarness();
    harness.run('SET', 's', 'x');
    expect(harness.run(...line('GEOADD s 1 1 a'))).toMatch(/^-WRONGTYPE/);
  });
});
