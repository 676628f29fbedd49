const SECONDS = 8;

/** The largest value seen in the last eight seconds: one place for each of them. */
export class RecentPeak {
  private readonly peaks = new Float64Array(SECONDS);

  /** Moves on to the second that `nowMs` is in. */
  begin(nowMs: number): void {
    // The next one begins empty, whenever it comes.
    this.peaks[(secondOf(nowMs) + 1) % SECONDS] = 0;
  }

  note(nowMs: number, value: number): void {
    const place = secondOf(nowMs) % SECONDS;
    if (value > this.peaks[place]) this.peaks[place] = value;
  }

  get value(): number {
    return Math.max(...this.peaks);
  }
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}
