declare module 'hash-wasm/dist/xxhash3.umd.min.js' {
  import type { createXXHash3 } from 'hash-wasm';

  const library: { readonly createXXHash3: typeof createXXHash3 };
  export = library;
}
