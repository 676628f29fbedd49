import type { Bytes } from '../memory/bytes.ts';
import { HASH, murmurHash64 } from '../util/murmur-hash.ts';

/**
 * HyperLogLog: how many different elements were seen, to 0.81 percent, in 12 KB at the most. The bytes are Redis's own,
 * so that a value read with GET there works here, and the other way round.
 *
 * ```
 *   0          4          5           8                      16
 *  ┌──────────┬──────────┬───────────┬──────────────────────┬─ ─ ─ ─ ─ ─ ─
 *  │ H Y L L  │ encoding │ unused(3) │ cached cardinality   │ registers
 *  └──────────┴──────────┴───────────┴──────────────────────┴─ ─ ─ ─ ─ ─ ─
 *               0 dense                int64, little-endian;
 *               1 sparse               its sign: out of date
 * ```
 *
 * The hash of an element chooses one of 16,384 registers by its lowest 14 bits; the register keeps the longest run seen
 * of zeros and the one that ends it, in the 50 bits above: 1 to 51. 0 is a register that no element has hit.
 *
 * The registers are dense (hyperloglog-dense.ts), 6 bits each, or sparse (hyperloglog-sparse.ts), as a list of runs,
 * which is the shorter as long as most are 0.
 *
 * Invariants: a dense value has 12,304 bytes; a cached cardinality that is not out of date is that of the registers.
 * The runs of a sparse value come from whoever wrote it with SET, so whoever walks them expects anything.
 */
export const HEADER_BYTES = 16;
export const REGISTERS = 16384;
/** The longest run: 50 zeros and the one that the reader puts behind them. */
export const MAX_RUN = 51;
export const DENSE_BYTES = HEADER_BYTES + (REGISTERS * 6) / 8;

const MAGIC = 0x4c4c5948; // "HYLL", read from the right
const ENCODING_OFFSET = 4;
const DENSE = 0;
const SPARSE = 1;
const CARDINALITY_OFFSET = 8;
const SIGN_OFFSET = 15;
const INDEX_BITS = 14;
const SEED = 0xadc83b19 | 0;
const TWO_32 = 0x100000000;
/** Below it the high half of a number that a double holds exactly. */
const EXACT_HIGH = 0x200000;

/** Whether a range has the form of a HyperLogLog; what its runs say is not looked at. */
export function isHyperLogLog(bytes: Bytes, at: number, length: number): boolean {
  if (length < HEADER_BYTES || bytes.view.getInt32(at, true) !== MAGIC) return false;
  const encoding = bytes.u8[at + ENCODING_OFFSET];
  return encoding === SPARSE || (encoding === DENSE && length === DENSE_BYTES);
}

export function isSparse(bytes: Bytes, at: number): boolean {
  return bytes.u8[at + ENCODING_OFFSET] === SPARSE;
}

export function setDense(bytes: Bytes, at: number): void {
  bytes.u8[at + ENCODING_OFFSET] = DENSE;
}

/** Writes the header of an empty sparse value, its cached cardinality 0. */
export function writeHeader(bytes: Bytes, at: number): void {
  bytes.u8.fill(0, at, at + HEADER_BYTES);
  bytes.view.setInt32(at, MAGIC, true);
  bytes.u8[at + ENCODING_OFFSET] = SPARSE;
}

export function hasCardinality(bytes: Bytes, at: number): boolean {
  return bytes.u8[at + SIGN_OFFSET] < 0x80;
}

/** The cached cardinality; a bigint only beyond 2^53. */
export function cachedCardinality(bytes: Bytes, at: number): number | bigint {
  const high = bytes.view.getUint32(at + CARDINALITY_OFFSET + 4, true);
  if (high >= EXACT_HIGH) return bytes.view.getBigInt64(at + CARDINALITY_OFFSET, true);
  return high * TWO_32 + bytes.view.getUint32(at + CARDINALITY_OFFSET, true);
}

export function cacheCardinality(bytes: Bytes, at: number, cardinality: number | bigint): void {
  bytes.view.setBigInt64(at + CARDINALITY_OFFSET, BigInt(cardinality), true);
}

/** Says that the cached cardinality is out of date; the rest of it stays, as in Redis. */
export function forgetCardinality(bytes: Bytes, at: number): void {
  bytes.u8[at + SIGN_OFFSET] |= 0x80;
}

/** What an element is to a HyperLogLog: its register in the low 14 bits, the run it shows above them. */
export function patternOf(bytes: Bytes, at: number, length: number): number {
  murmurHash64(bytes, at, length, SEED);
  const { low, high } = HASH;
  const rest = low >>> INDEX_BITS;
  const zeros = rest !== 0 ? trailingZeros(rest) : 32 - INDEX_BITS + (high !== 0 ? trailingZeros(high) : 32);
  return (low & (REGISTERS - 1)) | ((zeros + 1) << INDEX_BITS);
}

export function registerOf(pattern: number): number {
  return pattern & (REGISTERS - 1);
}

export function runOf(pattern: number): number {
  return pattern >>> INDEX_BITS;
}

/** Of a number that is not 0. */
function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}
