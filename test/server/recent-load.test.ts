import { beforeEach, describe, expect, test } from 'vitest';
import { RecentLoad } from '../../src/server/recent-load.ts';

const NOW = 1_700_000_000_000;

describe('RecentLoad', () => {
  let load: RecentLoad;
  let busyUs: number;
  let deliveries: number;

  beforeEach(() => {
    load = new RecentLoad();
    [busyUs, deliveries] = [1000, 10];
    load.tick(NOW, busyUs, deliveries);
  });

  /** Time goes on: so much is done in the meantime. */
  function tick(ms: number, us = 0, delivered = 0): void {
    busyUs += us;
    deliveries += delivered;
    load.tick(NOW + ms, busyUs, deliveries);
  }

  test('knows nothing before the first window is over', () => {
    load.heard(NOW - 1);
    tick(1, 500, 10);
    tick(3, 500, 10);
    expect([load.clients, load.share]).toEqual([0, 0]);
  });

  test('counts each client of a window once, whenever it was heard of before', () => {
    load.heard(0);
    load.heard(NOW - 1);
    load.heard(NOW);
    load.heard(NOW + 2);
    tick(4);
    expect(load.clients).toBe(2);
    load.heard(NOW + 3);
    tick(8);
    expect(load.clients).toBe(1);
  });

  test('tells the share of the time that commands and deliveries took, over the whole window', () => {
    tick(2, 400, 40);
    tick(4, 600, 60);
    expect(load.share).toBeCloseTo((1000 + 100 * 5) / 4000);
    tick(10, 3000);
    expect(load.share).toBeCloseTo(0.5);
  });

  test('what was before a pause, or before the clock was put back, says nothing', () => {
    load.heard(0);
    tick(8, 8000);
    expect([load.clients, load.share]).toEqual([0, 0]);
    load.heard(0);
    tick(12, 4000);
    expect([load.clients, load.share]).toEqual([1, 1]);
    load.heard(0);
    tick(-5000, 4000);
    expect([load.clients, load.share]).toEqual([0, 0]);
    load.heard(0);
    tick(-4996, 2000);
    expect([load.clients, load.share]).toEqual([1, 0.5]);
  });
});
