import { describe, expect, it } from 'vitest';
import { countOf, readBaseline, readKnownToFail } from './known.ts';

const baseline = readBaseline();
const known = readKnownToFail();
const units = Object.entries(known.tests);

describe('the list of tests known to fail', () => {
  it('names units that the real server was measured with', () => {
    const named = [
      ...known.required,
      ...Object.keys(known.notInCi),
      ...Object.keys(known.tests),
      ...Object.keys(known.withoutLines),
    ];
    expect(named.filter((unit) => !(unit in baseline))).toEqual([]);
  });

  it('names no unit twice', () => {
    expect(known.required).toEqual([...new Set(known.required)]);
  });

  it('leaves out of CI only what is required, each with a reason', () => {
    for (const [unit, reason] of Object.entries(known.notInCi)) {
      expect(known.required).toContain(unit);
      expect(reason).not.toBe('');
    }
  });

  it.each(units)('has in %s no test twice, none without one reason, and fewer than the unit has', (unit, tests) => {
    const names = tests.map(({ test }) => test);
    expect(names).toEqual([...new Set(names)]);
    expect(tests.filter(({ needs, fails }) => (needs === undefined) === (fails === undefined))).toEqual([]);
    expect(tests.filter(({ needs, fails }) => (needs ?? fails) === '')).toEqual([]);
    expect(tests.filter(({ count = 1 }) => !Number.isInteger(count) || count < 1)).toEqual([]);
    expect(countOf(tests)).toBeLessThanOrEqual(baseline[unit]);
  });

  it.each(units)('has patterns in %s that are regular expressions', (_unit, tests) => {
    for (const { test } of tests.filter(({ test }) => test.startsWith('/')))
      expect(() => new RegExp(test.slice(1))).not.toThrow();
  });
});
