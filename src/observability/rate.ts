/** Samples that the mean is taken over: 1.6 seconds of them at ten a second, as Redis has it. */
const SAMPLES = 16;

/** How fast a counter grows, over the last moments. */
export class Rate {
  private readonly read: () => number;
  private readonly samples = new Float64Array(SAMPLES);
  private next = 0;
  private lastMs: number;
  private lastCount = 0;

  /** The counter begins at 0 at the time given. */
  constructor(read: () => number, nowMs: number) {
    this.read = read;
    this.lastMs = nowMs;
  }

  /** Looks at the counter; called about ten times a second. */
  sample(nowMs: number): void {
    const elapsed = nowMs - this.lastMs;
    if (elapsed <= 0) return;
    const count = this.read();
    // A counter that was reset meanwhile has grown by what it shows.
    const grown = count >= this.lastCount ? count - this.lastCount : count;
    this.samples[this.next] = (grown * 1000) / elapsed;
    this.next = (this.next + 1) % SAMPLES;
    this.lastMs = nowMs;
    this.lastCount = count;
  }

  get perSecond(): number {
    return this.samples.reduce((sum, sample) => sum + sample, 0) / SAMPLES;
  }

  /** Forgets what was; the time goes on from `nowMs` where it was set back too. */
  reset(nowMs = this.lastMs): void {
    this.samples.fill(0);
    this.lastCount = this.read();
    this.lastMs = nowMs;
  }
}
