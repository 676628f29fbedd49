import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ActiveDefrag } from '../../src/keyspace/defrag.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { DefragSchedule } from '../../src/server/defrag-schedule.ts';
import { ManualClock } from '../../src/util/clock.ts';
import { Random } from '../../src/util/random.ts';
import { Recorder } from '../keyspace/recorder.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A defragmentation that always has more to do; each slice takes the time that it is given. */
class Endless extends ActiveDefrag {
  readonly slices: number[] = [];
  private readonly time: ManualClock;
  work = true;

  constructor(time: ManualClock) {
    super(new Keyspace(1, new Random(1), time.wallMs(), new Recorder()), time);
    this.time = time;
  }

  override decide(): boolean {
    return this.work;
  }

  override slice(us: number): boolean {
    this.slices.push(us);
    this.time.advance(us / 1000);
    return this.work;
  }
}

test.each([
  [1, 500, 50],
  [25, 500, 2],
  [75, 3000, 1],
  [99, 5000, 1],
])('%d percent: slices of %d microseconds, %d ms between them', (percent, sliceUs, waitMs) => {
  const clock = new ManualClock(1_700_000_000_000);
  const defrag = new Endless(clock);
  const noted: number[] = [];
  const schedule = new DefragSchedule(defrag, clock, (us) => noted.push(us));
  defrag.running = percent;
  schedule.check();
  schedule.check();
  expect(defrag.slices).toHaveLength(1);
  vi.advanceTimersByTime(waitMs - 1);
  expect(defrag.slices).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(defrag.slices).toHaveLength(2);
  expect(defrag.slices[0]).toBeCloseTo(sliceUs);
  expect(noted[0]).toBeCloseTo(sliceUs);
  schedule.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing to do: no timer', () => {
  const clock = new ManualClock(1_700_000_000_000);
  const defrag = new Endless(clock);
  const schedule = new DefragSchedule(defrag, clock, () => undefined);
  defrag.work = false;
  schedule.check();
  expect([defrag.slices.length, vi.getTimerCount()]).toEqual([0, 0]);
});
