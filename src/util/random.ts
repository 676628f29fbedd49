import { randomBytes } from 'node:crypto';

/**
 * The random numbers of one server: xoshiro128** (Blackman and Vigna), seeded once, so that a run replays from its
 * seed. Not for secrets; it decides picks and samples.
 */
export class Random {
  private readonly s: Int32Array;

  /** `seed`: any 32-bit number; without one, the system's entropy. */
  constructor(seed?: number) {
    this.s = new Int32Array(4);
    if (seed === undefined) {
      this.s.set(new Int32Array(new Uint8Array(randomBytes(16)).buffer));
      this.s[0] |= 1;
      return;
    }
    let state = seed | 0;
    for (let i = 0; i < 4; i++) {
      // splitmix32 spreads a small seed over the whole state
      state = (state + 0x9e3779b9) | 0;
      let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.s[i] = z ^ (z >>> 15);
    }
    this.s[0] |= 1;
  }

  /** An integer of 32 random bits, unsigned. */
  uint32(): number {
    const s = this.s;
    const x = Math.imul(s[1], 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9);
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result >>> 0;
  }

  /** An integer from 0 to `limit` - 1 (limit up to 2^32), without bias worth naming. */
  below(limit: number): number {
    return Math.floor((this.uint32() / 0x100000000) * limit);
  }

  /** A number from 0 (with it) to 1 (without it). */
  unit(): number {
    return this.uint32() / 0x100000000;
  }

  /** `length` hexadecimal digits, as in a run id. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.uint32().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }
}
