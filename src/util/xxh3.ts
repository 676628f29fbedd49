/** XXH3-64 with seed 0, which DIGEST and the IFDEQ and IFDNE conditions are defined by. WebAssembly from hash-wasm. */

import type { createXXHash3 } from 'hash-wasm';

type Hasher = Awaited<ReturnType<typeof createXXHash3>>;

let hasher: Hasher | undefined;
let loading: Promise<void> | undefined;

/** Loads and compiles the hash, once; `xxh3Hex` works from then on. */
export function loadXxh3(): Promise<void> {
  loading ??= load();
  return loading;
}

/** The library's file for this hash alone: to read and compile the one with all of them took some 20 ms of the start. */
async function load(): Promise<void> {
  const { default: library } = await import('hash-wasm/dist/xxhash3.umd.min.js');
  hasher = await library.createXXHash3();
}

/** The hash of a range of bytes as 16 lower-case hexadecimal digits, the most significant first. */
export function xxh3Hex(bytes: Uint8Array, start: number, end: number): string {
  if (hasher === undefined) throw new Error('xxh3Hex was called before loadXxh3 had finished');
  return hasher.init().update(bytes.subarray(start, end)).digest('hex');
}
