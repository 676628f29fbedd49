import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of memory that the process has resident: what the system would get back if it ended. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} has no VmRSS`);
  return Number(kilobytes) * 1024;
}

const NANOSECONDS_PER_SECOND = 1e9;

/**
 * Seconds of processor time that the threads of the process have used, in user and system mode. To the nanosecond: what
 * `stat` tells for the process comes in hundredths of a second, which is much of a short measurement.
 */
export function cpuSeconds(pid: number): number {
  const threads = `/proc/${pid}/task`;
  let nanoseconds = 0;
  for (const thread of readdirSync(threads)) {
    nanoseconds += Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / NANOSECONDS_PER_SECOND;
}

/** How many files this process, and those that it starts, may raise their own limit to. */
export function openFilesLimit(): number {
  const hard = /^Max open files\s+\d+\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}
