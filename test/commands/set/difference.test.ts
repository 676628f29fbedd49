import { describe, expect, it } from 'vitest';
import { expectLikePlainSets, setHarness, sortedElements } from '../../support/set-harness.ts';

describe('SDIFF', () => {
  it('is what the first of plain sets has alone, in every encoding', () => {
    expectLikePlainSets('SDIFF', ([first, ...others]) =>
      [...first].filter((text) => !others.some((other) => other.has(text))),
    );
  });

  it('is made by removal where that is less work', () => {
    const { run } = setHarness();
    const many = Array.from({ length: 300 }, (_, i) => `m${i}`);
    run('SADD', 'big', ...many);
    run('SADD', 'a', 'm1', 'm2');
    run('SADD', 'b', 'm2', 'm3');
    run('SADD', 'c', 'other');
    expect(sortedElements(run('SDIFF', 'big', 'a', 'b', 'c'))).toEqual(
      [...many.filter((m) => !/^m[123]$/.test(m))].sort(),
    );
    expect(run('SDIFFCARD', '4', 'big', 'a', 'b', 'c', 'LIMIT', '5')).toBe(':5\r\n');
    expect(run('SDIFFSTORE', 'd', 'big', 'a', 'b', 'c')).toBe(':297\r\n');
    expect(run('SDIFF', 'big', 'a', 'big')).toBe('*0\r\n');
  });
});
