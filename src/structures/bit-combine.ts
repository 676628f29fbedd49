import type { Bytes } from '../memory/bytes.ts';
import { copyBytes, EMPTY_BYTES } from '../memory/bytes.ts';
import { AREA_BYTES, BitKernel, bitKernel } from './bit-kernel.ts';

/**
 * Bitmaps combined into one, an area of the kernel at a time:
 *
 * ```
 *   sources      │▒▒▒▒▒▒▒▒│▒▒▒▒▒▒▒▒│▒▒▒│        what lies behind a source's end is zeros
 *                │▒▒▒▒▒▒▒▒│▒▒│
 *                     ▼ load, operate, copy out
 *   result       │▓▓▓▓▓▓▓▓│▓▓▓▓▓▓▓▓│▓▓▓│
 * ```
 *
 * Every source's part is read before the result's same part is written: the result may stand where a source does.
 */
export class Bitmap {
  bytes: Bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
}

/** How the bits of a first source X and of others Y make a bit of the result. */
export type BitOperation = 'and' | 'or' | 'xor' | 'not' | 'diff' | 'diff1' | 'andor' | 'one';

const RESULT = BitKernel.area(0);
const OTHER = BitKernel.area(1);
const SEVERAL = BitKernel.area(2);
const SHARED = BitKernel.area(3);

/** Combines sources (one for `not`; two at least for `diff`, `diff1`, `andor`) into `length` bytes. */
export function combineBitmaps(
  operation: BitOperation,
  sources: readonly Bitmap[],
  into: Bytes,
  at: number,
  length: number,
): void {
  const kernel = bitKernel();
  for (let done = 0; done < length; done += AREA_BYTES) {
    const size = Math.min(AREA_BYTES, length - done);
    COMBINERS[operation](kernel, sources, done, size);
    copyBytes(kernel.bytes, RESULT, into, at + done, size);
  }
}

type Combiner = (kernel: BitKernel, sources: readonly Bitmap[], done: number, size: number) => void;

const COMBINERS: Readonly<Record<BitOperation, Combiner>> = {
  and(kernel, sources, done, size) {
    const end = load(kernel, RESULT, sources[0], done, size);
    for (let i = 1; i < sources.length; i++) {
      load(kernel, OTHER, sources[i], done, size);
      kernel.loops.and(RESULT, OTHER, end);
    }
  },

  or(kernel, sources, done, size) {
    unite(kernel, sources, 0, done, size);
  },

  xor(kernel, sources, done, size) {
    const end = load(kernel, RESULT, sources[0], done, size);
    for (let i = 1; i < sources.length; i++) {
      load(kernel, OTHER, sources[i], done, size);
      kernel.loops.xor(RESULT, OTHER, end);
    }
  },

  not(kernel, sources, done, size) {
    kernel.loops.not(RESULT, load(kernel, RESULT, sources[0], done, size));
  },

  /** In X and in no Y. */
  diff(kernel, sources, done, size) {
    const end = unite(kernel, sources, 1, done, size);
    kernel.loops.not(RESULT, end);
    load(kernel, OTHER, sources[0], done, size);
    kernel.loops.and(RESULT, OTHER, end);
  },

  /** In a Y and not in X. */
  diff1(kernel, sources, done, size) {
    const end = unite(kernel, sources, 1, done, size);
    load(kernel, OTHER, sources[0], done, size);
    kernel.loops.andNot(RESULT, OTHER, end);
  },

  /** In X and in a Y. */
  andor(kernel, sources, done, size) {
    const end = unite(kernel, sources, 1, done, size);
    load(kernel, OTHER, sources[0], done, size);
    kernel.loops.and(RESULT, OTHER, end);
  },

  /** In exactly one: in any, without what was there already when another came. */
  one(kernel, sources, done, size) {
    const end = load(kernel, RESULT, sources[0], done, size);
    const { loops } = kernel;
    kernel.bytes.u8.fill(0, SEVERAL, SEVERAL + end);
    for (let i = 1; i < sources.length; i++) {
      load(kernel, OTHER, sources[i], done, size);
      kernel.bytes.u8.copyWithin(SHARED, RESULT, end);
      loops.and(SHARED, OTHER, SHARED + end);
      loops.or(SEVERAL, SHARED, SEVERAL + end);
      loops.or(RESULT, OTHER, end);
    }
    loops.andNot(RESULT, SEVERAL, end);
  },
};

/** The union of the sources from `first` on in RESULT. */
function unite(kernel: BitKernel, sources: readonly Bitmap[], first: number, done: number, size: number): number {
  const end = load(kernel, RESULT, sources[first], done, size);
  for (let i = first + 1; i < sources.length; i++) {
    load(kernel, OTHER, sources[i], done, size);
    kernel.loops.or(RESULT, OTHER, end);
  }
  return end;
}

/** Loads a source's part of `size` bytes from `done` on, as far as it reaches, and zeros behind it. */
function load(kernel: BitKernel, area: number, source: Bitmap, done: number, size: number): number {
  const length = Math.max(0, Math.min(size, source.length - done));
  return kernel.load(area, source.bytes, source.at + done, length, size);
}
