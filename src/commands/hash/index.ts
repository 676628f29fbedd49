import type { CommandSpec } from '../../execution/command.ts';

export const hashCommands: readonly CommandSpec[] = [];
