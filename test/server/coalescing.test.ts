import { beforeEach, describe, expect, test } from 'vitest';
import { CAN_SLEEP_BRIEFLY, Coalescing, sleepBriefly } from '../../src/server/coalescing.ts';
import { ManualClock } from '../../src/util/clock.ts';

describe('waiting for more requests', () => {
  const clock = new ManualClock(0);
  let waits = 0;
  let tookMs = 0.06;
  let coalescing: Coalescing;

  beforeEach(() => {
    waits = 0;
    tookMs = 0.06;
    coalescing = new Coalescing(clock, () => {
      waits++;
      clock.advance(tookMs);
    });
    coalescing.enabled = true;
  });

  /** Whether it waits after a turn. */
  function waitsAfter(answered: number, commands: number, clients: number, share = 0.5): boolean {
    const before = waits;
    coalescing.turnEnded(answered, commands, { clients, share });
    return waits > before;
  }

  test('where a turn has answered a few of many busy clients', () => {
    expect(waitsAfter(1, 1, 50)).toBe(true);
    expect(waitsAfter(10, 10, 50)).toBe(true);
    expect(waitsAfter(10, 160, 50)).toBe(true);
  });

  test('not where it has answered many of them, and so may have left nobody at work', () => {
    expect(waitsAfter(11, 11, 50)).toBe(false);
    expect(waitsAfter(9, 9, 40)).toBe(false);
  });

  test('not where few are busy, and each would wait for the wait', () => {
    expect(waitsAfter(1, 1, 39)).toBe(false);
    expect(waitsAfter(1, 1, 0)).toBe(false);
  });

  test('not where there is little to do', () => {
    expect(waitsAfter(1, 1, 50, 0.24)).toBe(false);
    expect(waitsAfter(1, 1, 50, 0.25)).toBe(true);
  });

  test('not behind a long pipeline', () => {
    expect(waitsAfter(1, 161, 200)).toBe(false);
    expect(waitsAfter(1, 160, 200)).toBe(true);
  });

  test('not while it is switched off', () => {
    coalescing.enabled = false;
    expect(waitsAfter(1, 1, 50)).toBe(false);
  });

  test('not for a while where a wait has taken much longer than it should', () => {
    tookMs = 15;
    expect(waitsAfter(1, 1, 50)).toBe(true);
    tookMs = 0.06;
    let skipped = 0;
    while (!waitsAfter(1, 1, 50)) skipped++;
    expect(skipped).toBe(1000);
    expect(waitsAfter(1, 1, 50)).toBe(true);
  });
});

test.runIf(CAN_SLEEP_BRIEFLY)('the system lets the process go on by itself', () => {
  const began = performance.now();
  sleepBriefly();
  expect(performance.now()).toBeGreaterThan(began);
});
