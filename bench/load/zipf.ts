/**
 * Numbers from 0 to `count` - 1 of which few come often: the n-th with a share of 1 / n^exponent (Zipf). The same seed
 * gives the same sequence.
 */
export class Zipf {
  /** The share of each number and all before it. */
  readonly #upTo: Float64Array;
  #state: number;

  constructor(count: number, exponent: number, seed: number) {
    this.#upTo = new Float64Array(count);
    this.#state = seed;
    let sum = 0;
    for (let n = 0; n < count; n++) this.#upTo[n] = sum += 1 / (n + 1) ** exponent;
    for (let n = 0; n < count; n++) this.#upTo[n] /= sum;
  }

  next(): number {
    const share = this.#unit();
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#upTo[middle] < share) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** mulberry32: short, and good enough to draw keys. */
  #unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let z = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  }
}
