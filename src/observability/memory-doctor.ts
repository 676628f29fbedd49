import type { MemoryReport } from './memory-report.ts';

const MEBIBYTE = 1024 * 1024;
/** Below this nothing can be said. */
const TOO_LITTLE = 5 * MEBIBYTE;
/** A waste worth a word. */
const NOTABLE = 10 * MEBIBYTE;
const LARGE_CLIENT = 200 * 1024;

interface Finding {
  readonly text: string;
  applies(report: MemoryReport): boolean;
}

const FINDINGS: readonly Finding[] = [
  {
    text:
      'Peak memory: this server once used more than 1.5 times the memory that it uses now. Segments that have become ' +
      'empty go back to the system, those that are half empty do not; MEMORY PURGE gives back what it can.',
    applies: ({ peak, used }) => peak / used > 1.5,
  },
  {
    text:
      'Fragmentation: segments are less than nine tenths full, because what was freed lies scattered between what is ' +
      'in use. New data fills the gaps; activedefrag closes them.',
    applies: ({ allocatorFragmentation, active, dataset }) =>
      allocatorFragmentation > 1.1 && active - dataset > NOTABLE,
  },
  {
    text:
      'Resident memory: the process takes over 1.4 times what the data does. Much of it is fixed (Node itself, some ' +
      'tens of megabytes) and matters less the more data there is; the rest is garbage not yet collected, or the ' +
      'memory of an earlier peak. See js_heap_total in INFO memory.',
    applies: ({ fragmentation, rss, used }) => fragmentation > 1.4 && rss - used > 10 * NOTABLE,
  },
  {
    text:
      'Clients: they take over 200 KiB each on average: requests or replies are large, or somebody does not read what ' +
      'it is sent. CLIENT LIST tells who (tot-mem, omem).',
    applies: ({ clients, clientCount }) => clientCount > 0 && clients / clientCount > LARGE_CLIENT,
  },
];

/** MEMORY DOCTOR: what is remarkable about the memory. */
export function memoryAdvice(report: MemoryReport): string {
  if (report.used < TOO_LITTLE) return 'There is too little data here to say anything about its memory.\n';
  const found = FINDINGS.filter(({ applies }) => applies(report));
  if (found.length === 0) return 'Nothing is remarkable about the memory of this server.\n';
  return `Remarkable about the memory of this server:\n\n${found.map(({ text }) => ` * ${text}\n\n`).join('')}`;
}
