// The global of the same name is a getter, and costs more than the time that it is asked for.
import { performance } from 'node:perf_hooks';

/** Where time comes from; a constructor argument everywhere, so that a test can move it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
  /** Microseconds since the Unix epoch, for TIME. */
  wallUs(): number;
  /** Microseconds that never go back, from an arbitrary start. */
  monotonicUs(): number;
}

/** The process's time origin as the time of day has it by now: sleep and corrections of the clock move it. */
let originMs = performance.timeOrigin;
const DRIFT_MS = 2;

function wallUs(): number {
  const wallMs = Date.now();
  const elapsedMs = performance.now();
  if (Math.abs(originMs + elapsedMs - wallMs) > DRIFT_MS) originMs = wallMs - elapsedMs;
  return Math.floor((originMs + elapsedMs) * 1000);
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  wallUs,
  monotonicUs: () => performance.now() * 1000,
};

/** A clock that stands still until it is told to move. */
export class ManualClock implements Clock {
  private us: number;

  constructor(startMs: number) {
    this.us = startMs * 1000;
  }

  wallMs(): number {
    return Math.floor(this.us / 1000);
  }

  wallUs(): number {
    return this.us;
  }

  monotonicUs(): number {
    return this.us;
  }

  advance(ms: number): void {
    this.us += ms * 1000;
  }
}
