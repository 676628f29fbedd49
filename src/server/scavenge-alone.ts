import { setFlagsFromString } from 'node:v8';

export const ALONE = '--no-parallel-scavenge';

/**
 * Has this process's young objects collected by the thread that serves alone: they are few, and take it a millisecond. V8
 * shares them out among its helper threads and waits for the last; where all processors are busy, that one's turn comes
 * late, and pauses of 10 to 40 ms were seen, in which the server's thread did nothing but wait.
 */
export function scavengeAlone(): void {
  setFlagsFromString(ALONE);
}
