import type { CommandSpec } from '../../execution/command.ts';

export const geoCommands: readonly CommandSpec[] = [];
