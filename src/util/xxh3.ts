/** XXH3-64 with seed 0, which DIGEST and the IFDEQ and IFDNE conditions are defined by. WebAssembly from hash-wasm. */

import { createRequire } from 'node:module';
import type { createXXHash3 } from 'hash-wasm';

type Hasher = Awaited<ReturnType<typeof createXXHash3>>;

/** The library's file for this hash alone: all of them take longer to load than everything else of the server. */
const XXH3 = 'hash-wasm/dist/xxhash3.umd.min.js';

let hasher: Hasher | undefined;
let loading: Promise<void> | undefined;

/** Loads and compiles the hash, once; `xxh3Hex` works from then on. */
export function loadXxh3(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const library = createRequire(import.meta.url)(XXH3) as { createXXHash3: typeof createXXHash3 };
  hasher = await library.createXXHash3();
}

/** The hash of a range of bytes as 16 lower-case hexadecimal digits, the most significant first. */
export function xxh3Hex(bytes: Uint8Array, start: number, end: number): string {
  if (hasher === undefined) throw new Error('xxh3Hex was called before loadXxh3 had finished');
  return hasher.init().update(bytes.subarray(start, end)).digest('hex');
}
