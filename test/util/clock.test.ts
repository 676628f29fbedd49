import { afterEach, describe, expect, test, vi } from 'vitest';
import { ManualClock, systemClock } from '../../src/util/clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('systemClock', () => {
  test('has one time of day, in milliseconds and in microseconds', () => {
    const before = systemClock.wallMs();
    const us = systemClock.wallUs();
    const after = systemClock.wallMs();
    expect(us / 1000).toBeGreaterThan(before - 5);
    expect(us / 1000).toBeLessThan(after + 5);
    expect(Number.isInteger(us)).toBe(true);
  });

  test('follows when the time of day is set, or the machine has slept', () => {
    const now = Date.now();
    for (const jump of [3_600_000, -86_400_000, 5]) {
      vi.spyOn(Date, 'now').mockReturnValue(now + jump);
      expect(Math.abs(systemClock.wallUs() / 1000 - (now + jump))).toBeLessThan(3);
      vi.restoreAllMocks();
    }
    expect(Math.abs(systemClock.wallUs() / 1000 - Date.now())).toBeLessThan(5);
  });

  test('measures without going back', () => {
    let last = systemClock.monotonicUs();
    for (let i = 0; i < 100; i++) {
      const next = systemClock.monotonicUs();
      expect(next).toBeGreaterThanOrEqual(last);
      last = next;
    }
  });
});

describe('ManualClock', () => {
  test('stands still until it is told to move', () => {
    const clock = new ManualClock(1_700_000_000_000);
    expect(clock.wallMs()).toBe(1_700_000_000_000);
    clock.advance(0.5);
    expect(clock.wallMs()).toBe(1_700_000_000_000);
    expect(clock.wallUs()).toBe(1_700_000_000_000_500);
    clock.advance(1999.5);
    expect(clock.wallMs()).toBe(1_700_000_002_000);
    expect(clock.monotonicUs()).toBe(clock.wallUs());
  });
});
