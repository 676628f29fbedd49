import type { CommandSpec } from '../../execution/command.ts';

export const setCommands: readonly CommandSpec[] = [];
