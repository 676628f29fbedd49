import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Zeroed memory outside the JavaScript heap that V8 does not count.
 *
 * An ordinary ArrayBuffer counts as "external memory": for every 64 MiB of growth V8 stops the program for steps of
 * 5 to 10 ms of marking, though there is next to nothing to mark. A SharedArrayBuffer is not counted, and reads and
 * writes as quickly. The price: V8 does not hurry to give it back either, so who drops much of it says so.
 */
export function offHeap(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

type Collector = (options: { type: 'major'; execution: 'async' }) => unknown;
let collector: Collector | undefined = undefined;

/** Asks V8 to look soon for off-heap memory that nobody holds any more. Costs a pause of some milliseconds. */
export function collectDropped(): void {
  if (collector === undefined) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  void collector({ type: 'major', execution: 'async' });
}
