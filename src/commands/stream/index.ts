import type { CommandSpec } from '../../execution/command.ts';

export const streamCommands: readonly CommandSpec[] = [];
