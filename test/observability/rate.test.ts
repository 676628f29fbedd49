import { describe, expect, it } from 'vitest';
import { Rate } from '../../src/observability/rate.ts';

describe('Rate', () => {
  it('is the mean over the last sixteen samples', () => {
    let count = 0;
    const rate = new Rate(() => count, 1000);
    for (let i = 1; i <= 16; i++) {
      count += 50;
      rate.sample(1000 + i * 100);
    }
    expect(rate.perSecond).toBe(500);
    for (let i = 17; i <= 24; i++) rate.sample(1000 + i * 100);
    expect(rate.perSecond).toBe(250);
  });

  it('takes the time that has really passed, and no sample without any', () => {
    let count = 0;
    const rate = new Rate(() => count, 0);
    count = 160;
    rate.sample(0);
    expect(rate.perSecond).toBe(0);
    rate.sample(1000);
    expect(rate.perSecond).toBe(10);
  });

  it('survives a counter that is set back', () => {
    let count = 0;
    const rate = new Rate(() => count, 0);
    count = 1000;
    rate.sample(100);
    rate.reset();
    count = 16;
    rate.sample(200);
    expect(rate.perSecond).toBe(10);
  });
});
