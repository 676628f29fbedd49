import { spawnSync } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';

/*
 * Who waits for whom when there are fewer processors than processes: the load generator for everybody, and nobody else
 * for it. Otherwise a stall that is seen is as often the scheduler's as the server's.
 */

/** For what makes load. */
export const YIELDING = 10;
/** For servers, and the probe that watches them. */
export const FIRST = -15;

/** Sets the priority of a process's first thread. A higher one needs a privilege; without it the process keeps its own. */
export function prioritise(pid: number, nice: number): void {
  try {
    setPriority(pid, nice);
  } catch (error) {
    if (nice > 0) throw error;
  }
}

/**
 * Keeps a process that makes load to the last processor, where the system can (Linux): a server that is not moved away
 * for it has one of the others for itself. Otherwise what it waits for is the end of somebody's time slice.
 */
export function moveAside(pid: number): void {
  const processors = availableParallelism();
  if (processors > 1) spawnSync('taskset', ['-a', '-c', '-p', `${processors - 1}`, `${pid}`]);
}
