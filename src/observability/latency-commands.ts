import type { CommandEntry } from '../execution/command-entry.ts';
import type { CommandTable } from '../execution/command-table.ts';
import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import { helpCommand } from '../execution/help.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { ReplyError } from '../resp/reply-errors.ts';
import type { DoctorFacts } from './latency-doctor.ts';
import { latencyReport } from './latency-doctor.ts';
import { latencyGraph } from './latency-graph.ts';
import type { LatencyMonitor } from './latency-monitor.ts';
import { allEntries } from './sections/command-stats.ts';

export interface LatencyParts {
  readonly monitor: LatencyMonitor;
  readonly facts: () => DoctorFacts;
  readonly table: () => CommandTable;
}

const FLAGS = ['admin', 'noscript', 'loading', 'stale'] as const;
const COMMON = { group: 'server', since: '2.8.13', flags: FLAGS, complexity: 'O(1)' } as const;
const HINTS = ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'] as const;

const HELP = [
  'DOCTOR',
  '    Tell what was slow, and what may help.',
  'GRAPH <event>',
  '    Draw the delays of an event.',
  'HISTORY <event>',
  '    List the delays of an event with their times.',
  'LATEST',
  '    List the last delay of every event.',
  'RESET [<event> ...]',
  '    Forget the delays of some events.',
  '    (default: of all events)',
  'HISTOGRAM [COMMAND ...]',
  '    Show how the times of commands are distributed, for the commands given',
  '    or for all.',
];

/** LATENCY and its subcommands. */
export function latencyCommand(parts: LatencyParts): CommandSpec {
  const { monitor } = parts;
  return command({
    ...{ name: 'LATENCY', group: 'server', since: '2.8.13' },
    summary: 'Holds the commands about what takes time.',
    complexity: 'Depends on subcommand.',
    arity: -2,
    flags: [],
    subcommands: [
      ...[doctor(parts), graph(monitor), history(monitor), latest(monitor), reset(monitor), histogram(parts.table)],
      help,
    ],
  });
}

function doctor({ monitor, facts }: LatencyParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'DOCTOR',
    summary: 'Answers a report on what was slow, for people.',
    arity: 2,
    hints: HINTS,
    handler: ({ reply }) => reply.verbatim(latencyReport(monitor, facts())),
  });
}

function graph(monitor: LatencyMonitor): CommandSpec {
  return command({
    ...COMMON,
    name: 'GRAPH',
    summary: 'Draws the delays of an event.',
    syntax: 'event',
    arity: 3,
    hints: HINTS,
    handler({ args, reply }) {
      const event = args.latin1();
      const series = monitor.events.get(event);
      if (series === undefined) throw new ReplyError(`ERR No samples available for event '${event.split('\0', 1)[0]}'`);
      reply.verbatim(latencyGraph(event, series, monitor.nowSeconds));
    },
  });
}

function history(monitor: LatencyMonitor): CommandSpec {
  return command({
    ...COMMON,
    name: 'HISTORY',
    summary: 'Answers the delays of an event, each with its time.',
    syntax: 'event',
    arity: 3,
    hints: HINTS,
    handler({ args, reply }) {
      const samples = monitor.events.get(args.latin1())?.samples ?? [];
      reply.array(samples.length);
      for (const { unixSeconds, ms } of samples) {
        reply.array(2);
        reply.integer(unixSeconds);
        reply.integer(ms);
      }
    },
  });
}

function latest(monitor: LatencyMonitor): CommandSpec {
  return command({
    ...COMMON,
    name: 'LATEST',
    summary: 'Answers the last delay of every event.',
    arity: 2,
    hints: HINTS,
    handler({ reply }) {
      reply.array(monitor.events.size);
      for (const [event, { samples, longestMs }] of monitor.events) {
        const { unixSeconds, ms } = samples[samples.length - 1];
        reply.array(4);
        reply.bulkLatin1(event);
        reply.integer(unixSeconds);
        reply.integer(ms);
        reply.integer(longestMs);
      }
    },
  });
}

function reset(monitor: LatencyMonitor): CommandSpec {
  return command({
    ...COMMON,
    name: 'RESET',
    summary: 'Forgets the delays of some events or of all.',
    syntax: '[event...]',
    arity: -2,
    hints: ['request_policy:all_nodes', 'response_policy:agg_sum'],
    handler({ args, reply }) {
      let forgotten = args.remaining === 0 ? monitor.reset() : 0;
      while (args.remaining > 0) forgotten += monitor.reset(args.latin1());
      reply.integer(forgotten);
    },
  });
}

function histogram(table: () => CommandTable): CommandSpec {
  return command({
    ...COMMON,
    name: 'HISTOGRAM',
    since: '7.0.0',
    summary: 'Answers how the times of commands are distributed.',
    complexity: 'O(N) where N is the number of commands with latency information being retrieved.',
    syntax: '[command...]',
    arity: -2,
    hints: HINTS,
    handler({ args, reply }) {
      const entries: CommandEntry[] = [];
      if (args.remaining === 0) entries.push(...table().entries);
      while (args.remaining > 0) {
        const entry = table().get(args.latin1().toLowerCase());
        if (entry !== undefined) entries.push(entry);
      }
      const measured = [...allEntries(entries)].filter(({ histogram }) => histogram !== undefined);
      reply.map(measured.length);
      for (const entry of measured) replyHistogram(reply, entry);
    },
  });
}

function replyHistogram(reply: ReplyWriter, { name, histogram }: CommandEntry): void {
  if (histogram === undefined) return;
  const levels = [...histogram.cumulative()];
  reply.bulkLatin1(name);
  reply.map(2);
  reply.bulkLatin1('calls');
  reply.integer(histogram.total);
  reply.bulkLatin1('histogram_usec');
  reply.map(levels.length);
  for (const { micros, count } of levels) {
    reply.integer(micros);
    reply.integer(count);
  }
}

const help = helpCommand('LATENCY', HELP, { group: 'server', since: '2.8.13' });
