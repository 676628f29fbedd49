import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { CommandSpec } from './command.ts';
import { command } from './command.ts';

/** The HELP of a container; `container`: its name, in any case. */
export function helpCommand(
  container: string,
  lines: readonly string[],
  declaration: Pick<CommandSpec, 'group' | 'since' | 'categories'>,
): CommandSpec {
  return command({
    ...declaration,
    name: 'HELP',
    summary: 'Explains the subcommands.',
    complexity: 'O(1)',
    arity: 2,
    flags: ['loading', 'stale'],
    handler: ({ reply }) => replyHelp(reply, container, lines),
  });
}

/** The reply of a container's HELP: a heading, its subcommands with their explanations, and HELP itself. */
export function replyHelp(reply: ReplyWriter, container: string, lines: readonly string[]): void {
  reply.array(lines.length + 3);
  reply.simple(`${container.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`);
  for (const line of lines) reply.simple(line);
  reply.simple('HELP');
  reply.simple('    Print this help.');
}
