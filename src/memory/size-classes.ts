/**
 * The block sizes of the arena, in units of 8 bytes.
 *
 * ```
 *   bytes   8 16 24 … 256 | 288 320 … 512 | 576 640 … 1024 | … | 57344 65536
 *   step          8       |      32       |       64       | … |   8192
 * ```
 *
 * Every multiple of 8 up to 256 bytes, then eight classes to each doubling, so that rounding up wastes an eighth at
 * the most. Class 0 means "no class".
 */
export const UNIT = 8;
export const UNIT_SHIFT = 3;
/** The largest block; a longer value lives in a buffer of its own. */
export const MAX_BLOCK = 64 * 1024;

const LINEAR_UNITS = 32;
const sizes: number[] = [0];
for (let units = 1; units <= LINEAR_UNITS; units++) sizes.push(units);
for (let base = LINEAR_UNITS; base < MAX_BLOCK / UNIT; base *= 2) {
  for (let step = 1; step <= 8; step++) sizes.push(base + (base / 8) * step);
}

/** Units of a block of each class. */
export const CLASS_UNITS = Uint32Array.from(sizes);
export const CLASS_COUNT = sizes.length;

const classOfUnits = new Uint8Array(MAX_BLOCK / UNIT + 1);
for (let units = 1, sizeClass = 1; units < classOfUnits.length; units++) {
  if (units > sizes[sizeClass]) sizeClass++;
  classOfUnits[units] = sizeClass;
}

/** The smallest class that holds `bytes` (1 to MAX_BLOCK). */
export function classFor(bytes: number): number {
  return classOfUnits[(bytes + UNIT - 1) >>> UNIT_SHIFT];
}

/** Bytes that a block asked for with `bytes` really takes. */
export function blockSize(bytes: number): number {
  return CLASS_UNITS[classFor(bytes)] * UNIT;
}
