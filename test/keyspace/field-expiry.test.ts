import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashCommands } from '../../src/commands/hash/index.ts';
import { copy } from '../../src/commands/generic/copy.ts';
import { rename } from '../../src/commands/generic/rename.ts';
import { ActiveExpiry } from '../../src/keyspace/expiry.ts';
import { FieldExpiry } from '../../src/keyspace/field-expiry.ts';
import type { Clock } from '../../src/util/clock.ts';
import { createHarness, HARNESS_NOW_MS } from '../support/command-harness.ts';
import type { Harness, HarnessOptions } from '../support/command-harness.ts';

const NOW = HARNESS_NOW_MS;
/** Nothing is found due later than this. */
const TICK_MS = 64;

/** A clock on which every look takes `us` microseconds, so that slices end. */
function busyClock(us: number): Clock {
  let now = 0;
  return { wallMs: () => NOW, wallUs: () => NOW * 1000, monotonicUs: () => (now += us) };
}

function createHashes(options: HarnessOptions = {}): Harness {
  return createHarness({ commands: [...hashCommands, copy, rename], ...options });
}

function fill({ run }: Harness, name: string, expiries: readonly number[]): void {
  expiries.forEach((ms, i) => {
    run('HSET', name, `f${i}`, 'v');
    if (ms >= 0) run('HPEXPIREAT', name, String(NOW + ms), 'FIELDS', '1', `f${i}`);
  });
}

const size = ({ run }: Harness, name: string): number => Number(run('HLEN', name).slice(1));

describe.each([512, 0])('the active expiry of fields (up to %i in one piece)', (limit) => {
  it('removes what is due and nothing else, and the key with the last field', () => {
    const harness = createHashes({ listens: true, propagates: true });
    harness.keyspace.packing.hashFields = limit;
    const expiry = new ActiveExpiry(harness.keyspace, busyClock(1), () => harness.effects.settleOutsideCommands());
    fill(harness, 'mixed', [10, 500, -1, 20, 5000]);
    fill(harness, 'gone', [10, 20]);
    harness.events.length = 0;
    harness.propagated.length = 0;
    expiry.cycle();
    expect([harness.events, harness.propagated]).toEqual([[], []]);
    harness.keyspace.setTime(NOW + 20 + TICK_MS);
    expiry.cycle();
    expect([size(harness, 'mixed'), size(harness, 'gone')]).toEqual([3, 0]);
    expect(harness.keyspace.databases[0].entries.timed.size).toBe(1);
    expect(harness.events.sort()).toEqual(['del gone', 'hexpired gone', 'hexpired mixed']);
    const hdels = harness.propagated.map((words) => words.join(' ')).sort();
    expect(hdels).toEqual(['HDEL gone f0', 'HDEL gone f1', 'HDEL mixed f0', 'HDEL mixed f3']);
    expect(harness.keyspace.stats.expiredFields).toBe(4);
  });

  it('finds fields as far as their time has come, whenever it looks, under new names too', () => {
    const hashes = fc.array(fc.array(fc.integer({ min: -200, max: 2000 }), { minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 6,
    });
    const steps = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 10 });
    fc.assert(
      fc.property(hashes, steps, fc.constantFrom(1, 700), (contents, waits, us) => {
        const harness = createHashes();
        harness.keyspace.packing.hashFields = limit;
        const expiry = new FieldExpiry(harness.keyspace, busyClock(us));
        contents.forEach((expiries, i) =>
          fill(
            harness,
            `h${i}`,
            expiries.map((ms) => (ms < 1 ? -1 : ms)),
          ),
        );
        harness.run('RENAME', 'h0', 'renamed');
        harness.run('COPY', 'renamed', 'copy');
        let now = NOW;
        for (const wait of [...waits, 3000]) {
          now += wait;
          harness.keyspace.setTime(now);
          for (let slice = 0; slice < 40 && !expiry.run(us * 2); slice++);
          const { entries } = harness.keyspace.databases[0];
          expect(entries.timed.size === 0 || entries.fieldsDueFrom > now - TICK_MS).toBe(true);
        }
        const stay = contents.map((expiries) => expiries.filter((ms) => ms < 1).length);
        const names = contents.map((_, i) => (i === 0 ? 'renamed' : `h${i}`));
        expect(names.map((name) => size(harness, name))).toEqual(stay);
        expect(size(harness, 'copy')).toBe(stay[0]);
        expect(harness.keyspace.databases[0].entries.timed.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('stops when its time is up, and goes on', () => {
    const harness = createHashes();
    harness.keyspace.packing.hashFields = limit;
    for (let i = 0; i < 400; i++) fill(harness, `h${i}`, [10, 10]);
    harness.keyspace.setTime(NOW + 10 + TICK_MS);
    const expiry = new FieldExpiry(harness.keyspace, busyClock(1000));
    expect(expiry.run(1500)).toBe(false);
    expect(expiry.removed).toBeGreaterThan(0);
    expect(expiry.removed).toBeLessThan(400);
    let slices = 1;
    for (; slices < 100 && harness.keyspace.databases[0].size > 0; slices++) expiry.run(1500 + slices * 3000);
    expect(slices).toBeLessThan(100);
    expect(harness.keyspace.stats.expiredFields).toBe(800);
  });
});

it('a hash of many due fields does not hold up the others', () => {
  const harness = createHashes();
  fill(
    harness,
    'large',
    Array.from({ length: 2000 }, () => 10),
  );
  harness.keyspace.setTime(NOW + 10 + TICK_MS);
  const expiry = new FieldExpiry(harness.keyspace, busyClock(1000));
  expiry.run(500);
  expect(expiry.removed).toBeLessThan(300);
});

it('a server that removes nothing by itself leaves fields where they are', () => {
  const harness = createHashes();
  fill(harness, 'h', [10]);
  harness.keyspace.setTime(NOW + 100);
  harness.keyspace.expiresKeys = false;
  new ActiveExpiry(harness.keyspace, busyClock(1), () => undefined).cycle();
  expect(size(harness, 'h')).toBe(1);
});
