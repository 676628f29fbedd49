/**
 * Counts of durations, exact to two significant digits, after the HdrHistogram (Gil Tene).
 *
 * ```
 *   nanoseconds   0 … 255 │ 256 … 511 │ 512 … 1023 │ … │ 2^29 … 2^30 - 1
 *   a counter for each    │ 2 of them │ 4 of them  │ … │ 2^22 of them
 *   index         0 … 255 │ 256 … 383 │ 384 … 511  │ … │ 2944 … 3071
 * ```
 *
 * Every power of two has 128 counters, so no counter covers more than 1/128 of its values. The array only reaches to
 * the longest duration seen so far: some 8 KiB for commands of microseconds.
 *
 * Invariants: `counts` is as long as a multiple of 128; `total` is its sum.
 */
const HALF = 128;
const WHOLE = 2 * HALF;
/** One second: what takes longer counts as that. */
const LONGEST_NS = 1_000_000_000;
/** The first level of `cumulative`, in nanoseconds; each further one is twice as high. */
const FIRST_LEVEL_NS = 1024;
const LAST_LEVEL_NS = 2 ** 30;

/** So many durations were of at most so many microseconds. */
export interface CumulativeCount {
  readonly micros: number;
  readonly count: number;
}

export class LatencyHistogram {
  total = 0;
  private counts = new Float64Array(WHOLE);

  /** Notes `times` durations of `ns` nanoseconds each; the least that counts is 1, the most a second. */
  record(ns: number, times: number): void {
    const index = indexOf(ns < 1 ? 1 : ns > LONGEST_NS ? LONGEST_NS : ns | 0);
    if (index >= this.counts.length) this.widen(index);
    this.counts[index] += times;
    this.total += times;
  }

  /** Bytes that the counters take. */
  get memory(): number {
    return this.counts.byteLength;
  }

  /** Nanoseconds that `percentile` percent (0 to 100) of the durations did not exceed; 0 without any. */
  atPercentile(percentile: number): number {
    const wanted = Math.max(1, Math.floor((Math.min(percentile, 100) / 100) * this.total + 0.5));
    let count = 0;
    for (let index = 0; index < this.counts.length; index++) {
      count += this.counts[index];
      if (count >= wanted) return percentile === 0 ? lowestOf(index) : highestOf(index);
    }
    return 0;
  }

  /** The distribution by powers of two; a level that adds nothing to the one before is left out. */
  *cumulative(): Generator<CumulativeCount> {
    let index = 0;
    let count = 0;
    for (let level = FIRST_LEVEL_NS; count < this.total; level *= 2) {
      const before = count;
      const last = level < LAST_LEVEL_NS ? indexOf(level) : this.counts.length - 1;
      for (; index <= last && index < this.counts.length; index++) count += this.counts[index];
      const highest = level < LAST_LEVEL_NS ? highestOf(last) : LAST_LEVEL_NS - 1;
      if (count > before) yield { micros: Math.floor(highest / 1000), count };
    }
  }

  private widen(index: number): void {
    const counts = new Float64Array((Math.floor(index / HALF) + 1) * HALF);
    counts.set(this.counts);
    this.counts = counts;
  }
}

function indexOf(ns: number): number {
  if (ns < WHOLE) return ns;
  const shift = 24 - Math.clz32(ns);
  return shift * HALF + (ns >>> shift);
}

/** How far the values that share the counter are shifted to tell them from their neighbours. */
function shiftOf(index: number): number {
  return index < WHOLE ? 0 : Math.floor(index / HALF) - 1;
}

function lowestOf(index: number): number {
  const shift = shiftOf(index);
  return (index - shift * HALF) * 2 ** shift;
}

function highestOf(index: number): number {
  return lowestOf(index) + 2 ** shiftOf(index) - 1;
}
