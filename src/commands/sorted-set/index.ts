import type { CommandSpec } from '../../execution/command.ts';

export const sortedSetCommands: readonly CommandSpec[] = [];
