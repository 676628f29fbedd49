import { Bytes } from '../memory/bytes.ts';
import { REGISTERS } from './hyperloglog.ts';

/**
 * Registers of 6 bits each, one after the other from the lowest bit of the first byte on:
 *
 * ```
 *   byte 0     byte 1     byte 2     byte 3
 *  ┌──┬──────┬────┬────┬──────┬──┬──┬──────┬─ ─
 *  │11│000000│2222│1111│333333│22│55│444444│         (each byte with its highest bit on the left)
 *  └──┴──────┴────┴────┴──────┴──┴──┴──────┴─ ─
 * ```
 *
 * To be merged they are spread out to a byte each (`SpreadRegisters`). 16 registers are 12 bytes packed and 16 spread
 * out, three words and four, so that whole words are packed, spread and compared.
 */
const PACKED_BYTES = 12;
const SPREAD_BYTES = 16;
const HIGH_BITS = 0x80808080 | 0;

/** The register of this number in the dense registers at `at`. */
export function denseRegister(bytes: Bytes, at: number, register: number): number {
  const bit = register * 6;
  const byte = at + (bit >>> 3);
  const shift = bit & 7;
  const low = bytes.u8[byte] >>> shift;
  return shift > 2 ? (low | (bytes.u8[byte + 1] << (8 - shift))) & 63 : low & 63;
}

export function setDenseRegister(bytes: Bytes, at: number, register: number, run: number): void {
  const { u8 } = bytes;
  const bit = register * 6;
  const byte = at + (bit >>> 3);
  const shift = bit & 7;
  u8[byte] = (u8[byte] & ~(63 << shift)) | (run << shift);
  if (shift > 2) u8[byte + 1] = (u8[byte + 1] & ~(63 >>> (8 - shift))) | (run >>> (8 - shift));
}

/** Sets a register that holds less than `run`; answers whether it did. */
export function raiseDenseRegister(bytes: Bytes, at: number, register: number, run: number): boolean {
  if (denseRegister(bytes, at, register) >= run) return false;
  setDenseRegister(bytes, at, register, run);
  return true;
}

/** Adds to `histogram` how many of the registers hold which run. */
export function countDense(bytes: Bytes, at: number, histogram: Int32Array): void {
  const { u8 } = bytes;
  const end = at + (REGISTERS * 6) / 8;
  PAIRS.fill(0);
  // Two registers at a time: half the steps, and fewer of them wait for the one before.
  for (let i = at; i < end; i += 3) {
    const four = u8[i] | (u8[i + 1] << 8) | (u8[i + 2] << 16);
    PAIRS[four & 0xfff]++;
    PAIRS[four >>> 12]++;
  }
  for (let pair = 0; pair < PAIRS.length; pair++) {
    const count = PAIRS[pair];
    if (count === 0) continue;
    histogram[pair & 63] += count;
    histogram[pair >>> 6] += count;
  }
}

const PAIRS = new Int32Array(1 << 12);

/** All registers, each in a byte of its own: the greatest of several values. */
export class SpreadRegisters {
  readonly bytes = new Bytes(new Uint8Array(REGISTERS));
  /** Whether words are merged and packed, or one register after the other: the same result (PFDEBUG SIMD). */
  wordwise = true;

  clear(): void {
    this.bytes.u8.fill(0);
  }

  /** Raises each register to that of the dense registers at `at`, where it is greater. */
  raiseToDense(bytes: Bytes, at: number): void {
    if (this.wordwise) {
      this.raiseWords(bytes, at);
      return;
    }
    const { u8 } = this.bytes;
    for (let i = 0; i < REGISTERS; i++) u8[i] = Math.max(u8[i], denseRegister(bytes, at, i));
  }

  /** Writes the registers in their dense form. */
  packTo(bytes: Bytes, at: number): void {
    if (this.wordwise) {
      this.packWords(bytes, at);
      return;
    }
    const { u8 } = this.bytes;
    for (let i = 0; i < REGISTERS; i++) setDenseRegister(bytes, at, i, u8[i]);
  }

  /** Adds to `histogram` how many registers hold which run. */
  count(histogram: Int32Array): void {
    const { u8 } = this.bytes;
    for (let i = 0; i < REGISTERS; i++) histogram[u8[i]]++;
  }

  private raiseWords({ view }: Bytes, at: number): void {
    const spread = this.bytes.view;
    for (let from = at, to = 0; to < REGISTERS; from += PACKED_BYTES, to += SPREAD_BYTES) {
      const first = view.getInt32(from, true);
      const second = view.getInt32(from + 4, true);
      const third = view.getInt32(from + 8, true);
      raiseFour(spread, to, spreadFour(first));
      raiseFour(spread, to + 4, spreadFour((first >>> 24) | (second << 8)));
      raiseFour(spread, to + 8, spreadFour((second >>> 16) | (third << 16)));
      raiseFour(spread, to + 12, spreadFour(third >>> 8));
    }
  }

  private packWords({ view }: Bytes, at: number): void {
    const spread = this.bytes.view;
    for (let from = 0, to = at; from < REGISTERS; from += SPREAD_BYTES, to += PACKED_BYTES) {
      const first = packFour(spread.getInt32(from, true));
      const second = packFour(spread.getInt32(from + 4, true));
      const third = packFour(spread.getInt32(from + 8, true));
      const fourth = packFour(spread.getInt32(from + 12, true));
      view.setInt32(to, first | (second << 24), true);
      view.setInt32(to + 4, (second >>> 8) | (third << 16), true);
      view.setInt32(to + 8, (third >>> 16) | (fourth << 8), true);
    }
  }
}

/** Four registers of 6 bits in the low 24 (what stands above is not looked at), as four bytes. */
function spreadFour(packed: number): number {
  return (packed & 0x3f) | ((packed << 2) & 0x3f00) | ((packed << 4) & 0x3f0000) | ((packed << 6) & 0x3f000000);
}

function packFour(spread: number): number {
  return (spread & 0x3f) | ((spread >>> 2) & 0xfc0) | ((spread >>> 4) & 0x3f000) | ((spread >>> 6) & 0xfc0000);
}

/** The greater of each two bytes, all below 128, so that no byte's difference borrows from the next. */
function raiseFour(spread: DataView, at: number, other: number): void {
  const mine = spread.getInt32(at, true);
  const mineIsNotLess = ((mine | HIGH_BITS) - other) & HIGH_BITS;
  const mask = (mineIsNotLess >>> 7) * 255;
  spread.setInt32(at, (mine & mask) | (other & ~mask), true);
}
