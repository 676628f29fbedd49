/** Samples that are kept of an event. */
const SAMPLES = 160;

export interface LatencySample {
  readonly unixSeconds: number;
  /** Milliseconds: the longest within that second. */
  readonly ms: number;
}

/** What took longer than it should, as Redis calls it. */
export type LatencyEvent =
  | 'command'
  | 'fast-command'
  | 'command-unblocking'
  | 'expire-cycle'
  | 'eviction-cycle'
  | 'eviction-lazyfree'
  | 'active-defrag-cycle'
  | 'while-blocked-cron';

/** The delays of one kind: the last 160 seconds in which there were any. */
export class LatencySeries {
  /** From the oldest to the newest. */
  readonly samples: LatencySample[] = [];
  /** The longest delay ever. */
  longestMs = 0;

  add(unixSeconds: number, ms: number): void {
    this.longestMs = Math.max(this.longestMs, ms);
    const last = this.samples.at(-1);
    if (last?.unixSeconds === unixSeconds) {
      if (ms > last.ms) this.samples[this.samples.length - 1] = { unixSeconds, ms };
      return;
    }
    this.samples.push({ unixSeconds, ms });
    if (this.samples.length > SAMPLES) this.samples.shift();
  }
}

/** The latency monitor: keeps what took at least `thresholdMs`. */
export class LatencyMonitor {
  /** `latency-monitor-threshold`; 0: off. */
  thresholdMs = 0;
  readonly events = new Map<string, LatencySeries>();
  private readonly wallMs: () => number;

  constructor(wallMs: () => number) {
    this.wallMs = wallMs;
  }

  /** Something has taken so many microseconds. */
  note(event: LatencyEvent, us: number): void {
    if (this.thresholdMs === 0) return;
    const ms = Math.floor(us / 1000);
    if (ms < this.thresholdMs) return;
    let series = this.events.get(event);
    if (series === undefined) this.events.set(event, (series = new LatencySeries()));
    series.add(Math.floor(this.wallMs() / 1000), ms);
  }

  get nowSeconds(): number {
    return Math.floor(this.wallMs() / 1000);
  }

  /** Forgets one event, or all; answers how many there were. */
  reset(event?: string): number {
    if (event !== undefined) return this.events.delete(event.toLowerCase()) ? 1 : 0;
    const count = this.events.size;
    this.events.clear();
    return count;
  }
}
