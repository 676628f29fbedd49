import { describe, expect, it } from 'vitest';
import { expectLikePlainSets, setHarness } from '../../support/set-harness.ts';

describe('SUNION', () => {
  it('is what plain sets have together, in every encoding', () => {
    expectLikePlainSets('SUNION', (sets) => new Set(sets.flatMap((set) => [...set])));
  });

  it('is estimated by SUNIONCARD APPROX', () => {
    const { run } = setHarness();
    for (const key of ['a', 'b'])
      run('SADD', key, ...Array.from({ length: 1000 }, (_, i) => `${i < 500 ? '' : key}${i}`));
    const estimate = Number(run('SUNIONCARD', '2', 'a', 'b', 'APPROX').slice(1));
    expect(Math.abs(estimate - 1500)).toBeLessThan(75);
    expect(run('SUNIONCARD', '2', 'a', 'b', 'APPROX', 'LIMIT', '10')).toBe(':10\r\n');
    expect(run('SUNIONCARD', '2', 'a', 'b')).toBe(':1500\r\n');
    expect(run('SDIFFCARD', '1', 'a', 'APPROX')).toBe('-ERR syntax error\r\n');
  });
});
