import type { CommandSpec } from '../../execution/command.ts';

export const listCommands: readonly CommandSpec[] = [];
