import { setFlagsFromString } from 'node:v8';

/**
 * Has this process's young objects collected by the thread that serves alone: of our few, that takes a millisecond. V8 shares
 * them out among its helper threads and then waits for the last; where all processors are busy that one's turn comes
 * late, and pauses of 10 to 40 ms were seen, in which the server's thread did nothing but wait.
 */
export function scavengeAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
