import type { CommandSpec } from '../../execution/command.ts';
import type { Clock } from '../../util/clock.ts';
import type { TableHolder } from './command.ts';
import { commandCommand } from './command.ts';
import { role } from './role.ts';
import type { ServerControl } from './shutdown.ts';
import { shutdownCommand } from './shutdown.ts';
import { timeCommand } from './time.ts';

/** What the commands about the server itself work on. */
export interface ServerCommandParts {
  readonly clock: Clock;
  /** Read when a command runs, by which time it stands. */
  readonly commands: TableHolder;
  readonly control: ServerControl;
}

export function serverCommands({ clock, commands, control }: ServerCommandParts): readonly CommandSpec[] {
  return [commandCommand(commands), timeCommand(clock), role, shutdownCommand(control)];
}
