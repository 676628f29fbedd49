import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import type { Info } from './info.ts';

export function observabilityCommands(info: Info): readonly CommandSpec[] {
  return [infoCommand(info)];
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
