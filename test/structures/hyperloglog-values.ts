import fc from 'fast-check';
import { Bytes } from '../../src/memory/bytes.ts';
import { setDenseRegister } from '../../src/structures/hyperloglog-dense.ts';
import type { ResizableBytes } from '../../src/structures/hyperloglog-sparse.ts';
import { EMPTY_SPARSE_BYTES, writeEmptySparse } from '../../src/structures/hyperloglog-sparse.ts';
import { DENSE_BYTES, HEADER_BYTES, REGISTERS, writeHeader } from '../../src/structures/hyperloglog.ts';

/** The plain model: what each register holds that does not hold 0. */
export type Model = Map<number, number>;

/** A sparse value that moves whenever it changes its length, and stands in the middle of other bytes. */
export class MovingValue implements ResizableBytes {
  bytes = new Bytes(new Uint8Array(MARGIN + EMPTY_SPARSE_BYTES + MARGIN).fill(0xaa));
  at = MARGIN;
  length = EMPTY_SPARSE_BYTES;

  constructor() {
    writeHeader(this.bytes, this.at);
    writeEmptySparse(this.bytes, this.at + HEADER_BYTES);
  }

  setLength(length: number): void {
    const kept = this.bytes.u8.slice(this.at, this.at + Math.min(length, this.length));
    this.bytes = new Bytes(new Uint8Array(MARGIN + length + MARGIN).fill(0xaa));
    this.bytes.u8.set(kept, this.at);
    this.length = length;
  }

  /** The opcodes as bytes. */
  get runs(): number[] {
    return [...this.bytes.u8.subarray(this.at + HEADER_BYTES, this.at + this.length)];
  }

  /** Replaces the opcodes. */
  setRuns(runs: readonly number[]): void {
    this.setLength(HEADER_BYTES + runs.length);
    this.bytes.u8.set(runs, this.at + HEADER_BYTES);
  }

  /** Whether what stands before and behind the value is as it was. */
  get keepsToItself(): boolean {
    const before = this.bytes.u8.subarray(0, this.at);
    return [...before, ...this.bytes.u8.subarray(this.at + this.length)].every((byte) => byte === 0xaa);
  }
}

const MARGIN = 5;

export function denseOf(model: Model): Bytes {
  const bytes = new Bytes(new Uint8Array(DENSE_BYTES));
  for (const [register, run] of model) setDenseRegister(bytes, HEADER_BYTES, register, run);
  return bytes;
}

/** Of all registers, how many hold which run. */
export function histogramOf(model: Model): number[] {
  const histogram = new Array<number>(64).fill(0);
  for (const run of model.values()) histogram[run]++;
  histogram[0] += REGISTERS - model.size;
  return histogram;
}

/** Registers, most of them near each other, with runs up to `maxRun`. */
export function settings(maxRun: number): fc.Arbitrary<[register: number, run: number][]> {
  const register = fc.oneof(
    { weight: 6, arbitrary: fc.nat(90) },
    { weight: 2, arbitrary: fc.integer({ min: 16_300, max: REGISTERS - 1 }) },
    { weight: 2, arbitrary: fc.nat(REGISTERS - 1) },
  );
  const run = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: maxRun }));
  return fc.array(fc.tuple(register, run), { maxLength: 250, size: 'max' });
}

/** The model of settings made one after the other, each raising its register. */
export function modelOf(made: readonly (readonly [number, number])[]): Model {
  const model: Model = new Map();
  for (const [register, run] of made) model.set(register, Math.max(run, model.get(register) ?? 0));
  return model;
}
