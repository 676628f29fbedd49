import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { helpCommand } from '../../execution/help.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { memoryAdvice } from '../../observability/memory-doctor.ts';
import type { MemoryReport } from '../../observability/memory-report.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { replyMemoryStats } from './memory-stats.ts';

export interface MemoryParts {
  readonly report: () => MemoryReport;
  /** The arena's own figures, for people. */
  readonly allocatorStats: () => string;
  /** Gives back to the system what is free. */
  readonly purge: () => void;
}

const COMMON = { group: 'server', since: '4.0.0' } as const;
const HINTS = ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'] as const;
const SAMPLES = keyword('SAMPLES');

const HELP = [
  'DOCTOR',
  '    Tell what is remarkable about the memory.',
  'MALLOC-STATS',
  '    Show the figures of the allocator.',
  'PURGE',
  '    Give back to the system what is free.',
  'STATS',
  '    Show where the memory has gone.',
  'USAGE <key> [SAMPLES <count>]',
  '    Answer the bytes that a key and its value take. The count is exact,',
  '    however many samples are asked for.',
];

/** MEMORY and its subcommands. */
export function memoryCommand(parts: MemoryParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'MEMORY',
    summary: 'Holds the commands that tell what memory is used for.',
    complexity: 'Depends on the subcommand.',
    arity: -2,
    flags: [],
    subcommands: [doctor(parts), help, mallocStats(parts), purge(parts), stats(parts), usage],
  });
}

const usage = command({
  ...COMMON,
  name: 'USAGE',
  summary: 'Tells how many bytes a key and its value take.',
  complexity: 'O(1): memory is counted as it is given out, so that nothing needs to be sampled.',
  syntax: 'key [SAMPLES count:integer]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(2, 'RO')],
  handler({ args, db, reply }) {
    const key = args.key();
    while (args.remaining > 0) {
      if (args.remaining < 2 || !args.take(SAMPLES)) throw SYNTAX;
      // The count is exact whatever is asked for.
      if (args.integer() < 0) throw SYNTAX;
    }
    const address = db.entries.find(key);
    if (address === 0) reply.null();
    else reply.integer(db.entries.memoryOf(address));
  },
});

function doctor({ report }: MemoryParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'DOCTOR',
    summary: 'Answers a report on what is remarkable about the memory, for people.',
    complexity: 'O(1)',
    arity: 2,
    flags: [],
    hints: HINTS,
    handler: ({ reply }) => reply.verbatim(memoryAdvice(report())),
  });
}

function mallocStats({ allocatorStats }: MemoryParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'MALLOC-STATS',
    summary: 'Answers the figures of the allocator, for people.',
    complexity: 'Depends on how much memory is allocated, could be slow',
    arity: 2,
    flags: [],
    hints: HINTS,
    handler: ({ reply }) => reply.verbatim(allocatorStats()),
  });
}

function purge(parts: MemoryParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'PURGE',
    summary: 'Gives back to the system what is free.',
    complexity: 'Depends on how much memory is allocated, could be slow',
    arity: 2,
    flags: [],
    hints: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    handler({ reply }) {
      parts.purge();
      reply.ok();
    },
  });
}

function stats({ report }: MemoryParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'STATS',
    summary: 'Answers where the memory has gone.',
    complexity: 'O(1)',
    arity: 2,
    flags: [],
    hints: HINTS,
    handler: ({ reply }) => replyMemoryStats(reply, report()),
  });
}

const help = helpCommand('MEMORY', HELP, { group: 'server', since: '4.0.0' });
