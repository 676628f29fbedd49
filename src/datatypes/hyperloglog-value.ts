import { Bytes } from '../memory/bytes.ts';
import { CORRUPT_HYPERLOGLOG, NOT_A_HYPERLOGLOG } from '../resp/reply-errors.ts';
import type { SpreadRegisters } from '../structures/hyperloglog-dense.ts';
import { countDense, denseRegister, raiseDenseRegister, setDenseRegister } from '../structures/hyperloglog-dense.ts';
import { estimate } from '../structures/hyperloglog-estimate.ts';
import {
  CORRUPT,
  countSparse,
  EMPTY_SPARSE_BYTES,
  raiseToSparse,
  RAISED,
  SparseEditor,
  TOO_LARGE,
  walkSparse,
  writeEmptySparse,
} from '../structures/hyperloglog-sparse.ts';
import {
  cacheCardinality,
  cachedCardinality,
  DENSE_BYTES,
  forgetCardinality,
  hasCardinality,
  HEADER_BYTES,
  isHyperLogLog,
  isSparse,
  patternOf,
  registerOf,
  REGISTERS,
  runOf,
  setDense,
  writeHeader,
} from '../structures/hyperloglog.ts';
import type { Entries } from './entries.ts';
import { StringView } from './string-value.ts';
import type { ValueType, ValueView } from './value.ts';
import { TYPE_STRING } from './value.ts';

/**
 * A HyperLogLog: a string whose bytes have that form (structures/hyperloglog.ts). To look one up throws
 * NOT_A_HYPERLOGLOG for any other string, and to work on one throws CORRUPT_HYPERLOGLOG where its runs are unsound.
 */
export class HyperLogLogView implements ValueView {
  private readonly value = new StringView();

  bind(entries: Entries, address: number, hash: number): void {
    this.value.bind(entries, address, hash);
    const { bytes, at, length } = this.value;
    if (!isHyperLogLog(bytes, at, length)) throw NOT_A_HYPERLOGLOG;
  }

  get isSparse(): boolean {
    return isSparse(this.value.bytes, this.value.at);
  }

  /** Whether `cachedCardinality` is that of the registers, in a value that `edit` has been called for. */
  get isCounted(): boolean {
    return this.value.encoding === 'raw' && hasCardinality(this.value.bytes, this.value.at);
  }

  get cachedCardinality(): number | bigint {
    return cachedCardinality(this.value.bytes, this.value.at);
  }

  /** Makes the value safe to write in place; from then on its encoding is raw, as in Redis. */
  edit(): void {
    this.value.edit();
  }

  /**
   * Adds an element (after `edit`); answers whether a register changed.
   * @param maxSparseBytes a sparse value that would grow beyond it becomes dense
   */
  add(bytes: Bytes, at: number, length: number, maxSparseBytes: number): boolean {
    const pattern = patternOf(bytes, at, length);
    if (!this.isSparse) return this.raiseDense(registerOf(pattern), runOf(pattern));
    EDITOR.open(this.value);
    return this.raiseSparse(registerOf(pattern), runOf(pattern), maxSparseBytes);
  }

  /** Says that the registers have changed since the cardinality was counted. */
  forgetCardinality(): void {
    forgetCardinality(this.value.bytes, this.value.at);
  }

  /** The cardinality, counted anew if need be and remembered (after `edit`). */
  count(): number | bigint {
    const { bytes, at } = this.value;
    if (hasCardinality(bytes, at)) return cachedCardinality(bytes, at);
    HISTOGRAM.fill(0);
    if (!this.isSparse) countDense(bytes, at + HEADER_BYTES, HISTOGRAM);
    else if (!countSparse(this.value, HISTOGRAM)) throw CORRUPT_HYPERLOGLOG;
    const cardinality = estimate(HISTOGRAM);
    cacheCardinality(bytes, at, cardinality);
    return cardinality;
  }

  /** Raises each of the registers to that of this value, where it is greater. */
  mergeInto(registers: SpreadRegisters): void {
    const { bytes, at } = this.value;
    if (!this.isSparse) registers.raiseToDense(bytes, at + HEADER_BYTES);
    else if (!raiseToSparse(registers.bytes.u8, this.value)) throw CORRUPT_HYPERLOGLOG;
  }

  /** Takes over registers, none of them less than this value's own (after `edit`). A dense value stays dense. */
  take(registers: SpreadRegisters, maxSparseBytes: number): void {
    if (this.isSparse) this.takeSparse(registers.bytes.u8, maxSparseBytes);
    else registers.packTo(this.value.bytes, this.value.at + HEADER_BYTES);
    this.forgetCardinality();
  }

  /** Gives the registers their dense form (after `edit`); answers whether they had not. */
  toDense(): boolean {
    if (!this.isSparse) return false;
    SPARSE_REGISTERS.fill(0);
    if (!raiseToSparse(SPARSE_REGISTERS, this.value)) throw CORRUPT_HYPERLOGLOG;
    this.value.setLength(DENSE_BYTES);
    const { bytes, at } = this.value;
    setDense(bytes, at);
    bytes.u8.fill(0, at + HEADER_BYTES, at + DENSE_BYTES);
    for (let i = 0; i < REGISTERS; i++) {
      if (SPARSE_REGISTERS[i] !== 0) setDenseRegister(bytes, at + HEADER_BYTES, i, SPARSE_REGISTERS[i]);
    }
    return true;
  }

  /** A register of a dense value. */
  denseRegister(register: number): number {
    return denseRegister(this.value.bytes, this.value.at + HEADER_BYTES, register);
  }

  /** The runs of a sparse value, sound or not: `Z:16000 v:3,1 z:2`, as PFDEBUG DECODE shows them. */
  describeSparse(): string {
    const runs: string[] = [];
    walkSparse(this.value, (run, span, isLong) => {
      if (run > 0) runs.push(`v:${run},${span}`);
      else runs.push(`${isLong ? 'Z' : 'z'}:${span}`);
    });
    return runs.join(' ');
  }

  private takeSparse(registers: Uint8Array, maxSparseBytes: number): void {
    EDITOR.open(this.value);
    for (let i = 0; i < REGISTERS; i++) {
      const run = registers[i];
      if (run === 0) continue;
      if (this.isSparse) this.raiseSparse(i, run, maxSparseBytes);
      else this.raiseDense(i, run);
    }
  }

  private raiseSparse(register: number, run: number, maxSparseBytes: number): boolean {
    const outcome = EDITOR.raise(register, run, maxSparseBytes);
    if (outcome === CORRUPT) throw CORRUPT_HYPERLOGLOG;
    if (outcome !== TOO_LARGE) return outcome === RAISED;
    this.toDense();
    return this.raiseDense(register, run);
  }

  private raiseDense(register: number, run: number): boolean {
    return raiseDenseRegister(this.value.bytes, this.value.at + HEADER_BYTES, register, run);
  }
}

/** The cardinality that registers speak of. */
export function countRegisters(registers: SpreadRegisters): number | bigint {
  HISTOGRAM.fill(0);
  registers.count(HISTOGRAM);
  return estimate(HISTOGRAM);
}

/** A new value's bytes: no element, and counted. */
export const EMPTY_HYPERLOGLOG = Bytes.uninitialised(EMPTY_SPARSE_BYTES);
writeHeader(EMPTY_HYPERLOGLOG, 0);
writeEmptySparse(EMPTY_HYPERLOGLOG, HEADER_BYTES);

const EDITOR = new SparseEditor();
const HISTOGRAM = new Int32Array(64);
/** The registers of a sparse value on its way to the dense form. */
const SPARSE_REGISTERS = new Uint8Array(REGISTERS);

export const HyperLogLogValue: ValueType<HyperLogLogView> = { code: TYPE_STRING, view: new HyperLogLogView() };
