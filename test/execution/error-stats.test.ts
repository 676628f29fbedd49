import { describe, expect, it } from 'vitest';
import { ErrorStats } from '../../src/execution/error-stats.ts';

describe('ErrorStats', () => {
  it('counts all errors, and each by its code, in the order of the codes', () => {
    const errors = new ErrorStats();
    for (const code of ['WRONGTYPE', 'ERR', 'ERR']) errors.count(code);
    expect(errors.total).toBe(3);
    expect(errors.entries()).toEqual([
      ['ERR', 2],
      ['WRONGTYPE', 1],
    ]);
    expect([errors.of('ERR'), errors.of('OOM')]).toEqual([2, 0]);
  });

  it('takes a long first word for no code', () => {
    const errors = new ErrorStats();
    errors.count('A'.repeat(31));
    errors.count('A'.repeat(32));
    expect(errors.entries()).toEqual([
      ['A'.repeat(31), 1],
      ['ERR', 1],
    ]);
  });

  it('gives up at the 129th code, says so once, and goes on counting the total', () => {
    const errors = new ErrorStats();
    const told: number[] = [];
    errors.onOverflow = (codes) => told.push(codes.length);
    for (let i = 0; i < 200; i++) errors.count(`E${i}`);
    expect(told).toEqual([128]);
    expect(errors.entries()).toEqual([['ERRORSTATS_DISABLED', 1]]);
    expect(errors.total).toBe(200);
    errors.reset();
    errors.count('ERR');
    expect([errors.total, errors.entries()]).toEqual([1, [['ERR', 1]]]);
  });
});
