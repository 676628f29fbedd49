import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import type { CommandTable } from '../execution/command-table.ts';
import type { CommandWatch } from './command-watch.ts';
import { commandlogCommand } from './commandlog-commands.ts';
import type { Info } from './info.ts';
import { latencyCommand } from './latency-commands.ts';
import { monitorCommand } from './monitor-command.ts';
import type { Monitors } from './monitors.ts';
import { slowlogCommand } from './slowlog-commands.ts';

export interface ObservabilityParts {
  readonly info: Info;
  readonly watch: CommandWatch;
  readonly monitors: Monitors;
  readonly table: () => CommandTable;
  /** How often a second the cron runs. */
  readonly hz: () => number;
}

export function observabilityCommands({
  info,
  watch,
  monitors,
  table,
  hz,
}: ObservabilityParts): readonly CommandSpec[] {
  const { logs, latency, thresholds } = watch;
  const facts = () => ({ slowlogFromUs: thresholds.slow, slowlogLength: logs.slow.maxLength, hz: hz() });
  return [
    infoCommand(info),
    slowlogCommand(logs.slow),
    commandlogCommand(logs),
    latencyCommand({ monitor: latency, facts, table }),
    monitorCommand(monitors),
  ];
}

function infoCommand(info: Info): CommandSpec {
  return command({
    name: 'INFO',
    group: 'server',
    since: '1.0.0',
    summary: 'Tells what the server is doing, in sections.',
    complexity: 'O(1)',
    syntax: '[section...]',
    arity: -1,
    flags: ['loading', 'stale'],
    categories: ['dangerous'],
    history: [['7.0.0', 'Takes several sections.']],
    hints: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
    handler({ args, reply }) {
      const sections: string[] = [];
      while (args.remaining > 0) sections.push(args.text());
      reply.verbatim(info.text(sections));
    },
  });
}
