import { describe, expect, it } from 'vitest';
import { isAsListed, judge, percent } from './judgement.ts';
import type { KnownTest } from './known.ts';
import type { UnitOutcome } from './output.ts';

const outcome = (changes: Partial<UnitOutcome>): UnitOutcome => ({
  passed: [],
  failed: [],
  skipped: [],
  broken: [],
  isDone: true,
  ...changes,
});
const failure = (test: string) => ({ test, details: '' });
const lists: KnownTest = { test: 'pushes', needs: 'lists' };

describe('a unit', () => {
  it('is as listed where all others passed', () => {
    const result = judge('unit/x', outcome({ passed: ['a', 'b'], failed: [failure('pushes')] }), 3, [lists], 1);
    expect(result).toMatchObject({ passed: 2, failed: 1, notReached: 0, later: 1, missing: 0 });
    expect(isAsListed(result)).toBe(true);
    expect(percent([result])).toBe(100);
  });

  it('is not where another test failed', () => {
    const result = judge('unit/x', outcome({ passed: ['a'], failed: [failure('b')] }), 3, [lists], 1);
    expect(result.unexpected).toEqual([failure('b')]);
    expect(isAsListed(result)).toBe(false);
    expect(percent([result])).toBe(50);
  });

  it('is not where a listed test passes', () => {
    const result = judge('unit/x', outcome({ passed: ['a', 'b', 'pushes'] }), 3, [lists], 1);
    expect(result.nowPassing).toEqual(['pushes']);
    expect(isAsListed(result)).toBe(false);
    expect(percent([result])).toBe(100);
  });

  it('is not where tests were not reached', () => {
    const result = judge('unit/x', outcome({ passed: ['a'] }), 3, [lists], 1);
    expect(result).toMatchObject({ notReached: 2, missing: 1 });
    expect(isAsListed(result)).toBe(false);
  });

  it('is not where it did not come to its end', () => {
    const result = judge('unit/x', outcome({ passed: ['a', 'b'], isDone: false }), 2, [], 1);
    expect(isAsListed(result)).toBe(false);
  });

  it('takes a pattern for names that differ, and a count for names that recur', () => {
    const random: KnownTest = { test: '/^seed \\d+$', fails: 'a reason', count: 2 };
    const result = judge(
      'unit/x',
      outcome({ passed: ['a'], failed: [failure('seed 17'), failure('seed 4')] }),
      3,
      [random],
      1,
    );
    expect(isAsListed(result)).toBe(true);
    expect(percent([result])).toBeCloseTo(33.33);
  });

  it('counts what was left out by the list', () => {
    const slow: KnownTest = { ...lists, skip: true };
    const result = judge('unit/x', outcome({ passed: ['a'], skipped: ['pushes'] }), 2, [slow], 1);
    expect(result).toMatchObject({ skipped: 1, notReached: 0 });
    expect(isAsListed(result)).toBe(true);
  });
});

describe('percent', () => {
  it('is that of all units together', () => {
    const first = judge('unit/x', outcome({ passed: ['a'] }), 2, [], 1);
    const second = judge('unit/y', outcome({ passed: ['b', 'c', 'd'] }), 6, [lists, { ...lists, test: 'pops' }], 1);
    expect(percent([first, second])).toBeCloseTo((100 * 4) / 6);
  });

  it('is 100 where nothing is expected', () => {
    expect(percent([judge('unit/x', outcome({}), 1, [lists], 1)])).toBe(100);
  });
});
