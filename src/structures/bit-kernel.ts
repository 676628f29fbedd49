import { Bytes, copyBytes } from '../memory/bytes.ts';
import type { Lanes, Loops } from './bit-kernel-code.ts';
import { assembleLoops, LANES_128, LANES_64, STEP_BYTES } from './bit-kernel-code.ts';

/**
 * Loops over memory in lanes of 128 bits, or of 64 where the processor has no wider ones, which JavaScript has no quick
 * numbers for: a WebAssembly module of some 500 bytes, put together here by hand and compiled at its first use.
 *
 * ```
 *   its memory   │ area 0 │ area 1 │ area 2 │ area 3 │    AREA_BYTES each
 *                     ▲         │
 *      load: a copy ──┘         └── the loops work on areas, in steps of STEP_BYTES
 * ```
 *
 * Bitmaps pass through it area by area, small enough for the processor's cache: copying them in and out costs less
 * than what 32-bit arithmetic in JavaScript loses.
 */
export const AREA_BYTES = 64 * 1024;
const AREAS = 4;

/** The part of the platform's interface that is used here; TypeScript's own library has it for browsers only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly validate: (code: Uint8Array) => boolean;
  readonly Instance: new (module: object) => { readonly exports: Loops & { readonly memory: { buffer: ArrayBuffer } } };
};

/** Ranges begin at an area, are not empty and end where `load` says. */
export class BitKernel {
  readonly bytes: Bytes;
  readonly loops: Loops;

  constructor(lanes: Lanes = widestLanes()) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleLoops(lanes, AREAS * AREA_BYTES)));
    this.loops = exports;
    this.bytes = new Bytes(new Uint8Array(exports.memory.buffer));
  }

  /** Where area `index` begins. */
  static area(index: number): number {
    return index * AREA_BYTES;
  }

  /**
   * Copies `length` bytes to an area and sets those behind it, up to a whole step behind `total`, to `padding`.
   * Answers the end of the range for the loops.
   */
  load(area: number, from: Bytes, at: number, length: number, total = length, padding = 0): number {
    const end = area + Math.ceil(total / STEP_BYTES) * STEP_BYTES;
    copyBytes(from, at, this.bytes, area, length);
    if (area + length < end) this.bytes.u8.fill(padding, area + length, end);
    return end;
  }
}

let kernel: BitKernel | undefined;

export function bitKernel(): BitKernel {
  kernel ??= new BitKernel();
  return kernel;
}

function widestLanes(): Lanes {
  return WebAssembly.validate(assembleLoops(LANES_128, AREAS * AREA_BYTES)) ? LANES_128 : LANES_64;
}
