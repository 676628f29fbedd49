import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GeoMatches } from '../../../src/commands/geo/matches.ts';
import { ZSetValue } from '../../../src/datatypes/zset-value.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { Circle } from '../../../src/structures/geohash-shapes.ts';
import { GeoPoint } from '../../../src/structures/geohash.ts';
import { geoHarness, zsetOf } from './harness.ts';

const position = fc.tuple(fc.integer({ min: -170, max: 170 }), fc.integer({ min: -60, max: 60 }));

function nameOf(matches: GeoMatches, index: number): string {
  const start = matches.members.start(index);
  return matches.members.bytes.latin1(start, start + matches.members.length(index));
}

describe('matches', () => {
  it('are all that a shape contains, by distance', () => {
    const matches = new GeoMatches();
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 200 }),
        position,
        fc.nat(4_000_000),
        (all, center, radius) => {
          const harness = geoHarness();
          for (const [i, [x, y]] of all.entries()) harness.run('GEOADD', 'g', String(x), String(y), `m${i}`);
          const shape = new Circle(center[0], center[1], radius);
          const expected = (zsetOf(harness, 'g') ?? []).filter(([, score]) => {
            const { longitude, latitude } = new GeoPoint().decode(score);
            return shape.contains(longitude, latitude);
          });
          const [db] = harness.keyspace.databases;
          const view = db.lookupRead(db.keyOver(Bytes.fromString('g'), 0, 1), ZSetValue);
          if (view === undefined) throw new Error('no members');
          matches.find(view, shape, Infinity, true);
          const found = Array.from({ length: matches.count }, (_, i) => nameOf(matches, i));
          expect(found.toSorted()).toEqual(expected.map(([name]) => name).toSorted());
          const distances = [...matches.byDistance(matches.count, false)].map((i) => matches.distanceOf(i));
          expect(distances).toEqual(distances.toSorted((a, b) => a - b));
          const farthest = [...matches.byDistance(Math.min(3, matches.count), true)].map((i) => matches.distanceOf(i));
          expect(farthest).toEqual(distances.toReversed().slice(0, 3));
        },
      ),
      { numRuns: 100 },
    );
  });
});
