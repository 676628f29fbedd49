import { setFlagsFromString } from 'node:v8';

/**
 * What a process that is nothing but a server asks of V8. A program that embeds one keeps its own settings.
 *
 * - Young objects are collected by the thread that serves alone: they are few, and take it a millisecond. V8 shares them
 *   out among its helper threads and waits for the last; where all processors are busy, that one's turn comes late, and
 *   pauses of 10 to 40 ms were seen, in which the server's thread did nothing but wait.
 * - A compiled function may take in twice as much of those it calls as V8 allows by itself. A command's way from parser to
 *   block is many short functions in a row: a quarter less time for XADD, a tenth and more for LPUSH, SADD and HSET.
 */
export const ENGINE_FLAGS = ['--no-parallel-scavenge', '--max-inlined-bytecode-size-cumulative=2000'];

export function setEngineFlags(): void {
  for (const flag of ENGINE_FLAGS) setFlagsFromString(flag);
}
