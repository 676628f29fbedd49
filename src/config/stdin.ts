import { readSync } from 'node:fs';
import { errorCode } from './system-error.ts';

const STDIN = 0;
const CHUNK_BYTES = 64 * 1024;
const RETRY_MS = 10;

/** Standard input to its end, as a byte string. Blocks. */
export function readStandardInput(): string {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let text = '';
  for (;;) {
    const length = readChunk(chunk);
    if (length === 0) return text;
    text += chunk.toString('latin1', 0, length);
  }
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(STDIN, chunk);
    } catch (error) {
      const code = errorCode(error);
      // Windows says so at the end of a pipe.
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      // A pipe or terminal set not to block has nothing yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
