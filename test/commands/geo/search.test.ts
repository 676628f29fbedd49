import { describe, expect, it } from 'vitest';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { bulks, geoHarness, line, withSicily, zsetOf } from './harness.ts';

const PALERMO = 3479099956230698;
const CATANIA = 3479447370796909;

describe('GEOSEARCH', () => {
  it.each([
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km ASC', ['Catania', 'Palermo']],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km DESC', ['Palermo', 'Catania']],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1', ['Catania']],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 100 km', ['Catania']],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 56.4 km', []],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC', ['Catania', 'Palermo']],
    ['GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 100 km', []],
    ['GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 0 m', ['Palermo']],
    ['GEOSEARCH Sicily FROMMEMBER Catania BYRADIUS 167 km DESC COUNT 1', ['Palermo']],
    ['GEOSEARCH Sicily BYPOLYGON 4 13 37.9 14 37.9 14 38.5 13 38.5', ['Palermo']],
    ['GEOSEARCH Sicily BYPOLYGON 3 12 36 18 36 14 40 ASC', ['Catania', 'Palermo']],
    ['GEOSEARCH Sicily BYPOLYGON 3 0 0 1 0 1 1', []],
    ['GEOSEARCH missing FROMMEMBER a BYRADIUS 1 m', []],
  ])('%s', (command, members) => {
    const reply = withSicily().run(...line(command));
    expect(reply).toMatch(/^\*/);
    expect(bulks(reply)).toEqual(members);
  });

  it('shows distance, hash and position, in this order', () => {
    const command = line('GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 100 km WITHCOORD WITHHASH WITHDIST');
    const found = `*1\r\n*4\r\n$7\r\nCatania\r\n$7\r\n56.4413\r\n:${CATANIA}\r\n`;
    expect(withSicily().run(...command)).toBe(
      `${found}*2\r\n$18\r\n15.087267458438873\r\n$17\r\n37.50266842333162\r\n`,
    );
    const resp3 = withSicily({ protocol: 3 }).run(...command);
    expect(resp3).toBe(`${found}*2\r\n,15.087267458438873\r\n,37.50266842333162\r\n`);
  });

  it('tells distances from the middle of a polygon in metres', () => {
    const reply = withSicily().run(...line('GEOSEARCH Sicily BYPOLYGON 4 13 37.9 14 37.9 14 38.5 13 38.5 WITHDIST'));
    expect(Number(bulks(reply)[1])).toBeGreaterThan(15_000);
    expect(Number(bulks(reply)[1])).toBeLessThan(16_000);
  });

  it('finds the same in a listpack and in a table', () => {
    const harness = geoHarness();
    const places = Array.from({ length: 1500 }, (_, i) => [String((i * 7) % 40), String((i * 13) % 50), `m${i}`]);
    for (const [x, y, name] of places) harness.run('GEOADD', 'large', x, y, name);
    for (const [x, y, name] of places.slice(0, 100)) harness.run('GEOADD', 'small', x, y, name);
    const area = line('FROMLONLAT 20 25 BYRADIUS 1500 km ASC WITHDIST');
    const large = bulks(harness.run('GEOSEARCH', 'large', ...area));
    const small = bulks(harness.run('GEOSEARCH', 'small', ...area));
    const isEarly = (name: string): boolean => Number(name.slice(1)) < 100;
    expect(small.length).toBeGreaterThan(10);
    expect(large.filter((name, i) => i % 2 === 0 && isEarly(name)).toSorted()).toEqual(
      small.filter((_, i) => i % 2 === 0).toSorted(),
    );
    const distances = large.filter((_, i) => i % 2 === 1).map(Number);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    const any = bulks(harness.run('GEOSEARCH', 'large', ...line('FROMLONLAT 20 25 BYRADIUS 1500 km COUNT 7 ANY')));
    expect(any).toHaveLength(7);
    expect(any.filter((name) => !large.includes(name))).toEqual([]);
  });

  it('chooses as Redis does among members at the same place', () => {
    const harness = geoHarness();
    for (let i = 0; i < 60; i++) {
      harness.run('GEOADD', 'g', String(10 + ((i * 7) % 5)), '40', `m${String(i).padStart(2, '0')}`);
    }
    const first = (options: string): string =>
      bulks(harness.run(...line(`GEOSEARCH g FROMLONLAT 10 40 BYRADIUS 1000 km ${options}`))).join(' ');
    expect(first('ASC COUNT 15')).toBe('m05 m15 m20 m25 m30 m00 m35 m40 m45 m50 m55 m10 m58 m03 m08');
    expect(first('DESC COUNT 3')).toBe('m57 m52 m47');
  });

  it.each([
    ['ASC', 'a b c'],
    ['DESC', 'b c a'],
    ['COUNT 2', 'a b'],
  ])('takes for equally far what Redis does: %s', (options, members) => {
    const harness = geoHarness();
    // The haversines of b and c differ in the last digit, their distances do not.
    harness.run(...line('GEOADD g 0.4 51.9 a 0.3 51.7 b 0.5 51.7 c'));
    const reply = harness.run(...line(`GEOSEARCH g FROMMEMBER a BYRADIUS 30 km ${options}`));
    expect(bulks(reply).join(' ')).toBe(members);
  });
});

describe('GEOSEARCHSTORE', () => {
  it('stores positions', () => {
    const harness = withSicily();
    expect(harness.run(...line('GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km'))).toBe(':2\r\n');
    expect(zsetOf(harness, 'd')).toEqual([
      ['Palermo', PALERMO],
      ['Catania', CATANIA],
    ]);
    expect(harness.events).toEqual(['geosearchstore d']);
  });

  it('stores distances in the unit of the search', () => {
    const harness = withSicily();
    harness.run(...line('GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST COUNT 1'));
    expect(zsetOf(harness, 'd')).toEqual([['Catania', 56.4412578701582]]);
  });

  it('may store over its source, whatever that expires at', () => {
    const harness = withSicily();
    expect(harness.run(...line('GEOSEARCHSTORE Sicily Sicily FROMMEMBER Palermo BYRADIUS 1 m'))).toBe(':1\r\n');
    expect(zsetOf(harness, 'Sicily')).toEqual([['Palermo', PALERMO]]);
  });

  it('removes its destination where nothing is found', () => {
    const harness = withSicily();
    harness.run('SET', 'd', 'x');
    harness.events.length = 0;
    expect(harness.run(...line('GEOSEARCHSTORE d Sicily FROMLONLAT 0 0 BYRADIUS 1 m'))).toBe(':0\r\n');
    expect(harness.events).toEqual(['del d']);
    expect(harness.run(...line('GEOSEARCHSTORE d missing FROMMEMBER x BYRADIUS 1 m'))).toBe(':0\r\n');
    expect(harness.events).toEqual(['del d']);
  });
});

describe('GEOSEARCHSTORE over a key that is there', () => {
  it('keeps what is known of its accesses', () => {
    const { keyspace, run } = withSicily();
    countEveryAccess(keyspace);
    run('SET', 'd', 'x');
    run('GET', 'd');
    run(...line('GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYRADIUS 200 km'));
    expect(accessesOf(keyspace, 'd')).toBe(2);
  });

  it('deletes it where nothing is found, even where its time has come', () => {
    const { clock, events, keyspace, run } = withSicily();
    run('SET', 'd', 'x', 'PX', '1');
    clock.advance(5);
    run(...line('GEOSEARCHSTORE d Sicily FROMLONLAT 50 50 BYRADIUS 1 km'));
    expect([events.at(-1), keyspace.stats.expired]).toEqual(['del d', 0]);
  });
});
