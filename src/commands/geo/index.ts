import type { CommandSpec } from '../../execution/command.ts';
import { geoAdd } from './add.ts';
import { geoDist, geoHash, geoPos } from './position.ts';
import { geoRadius, geoRadiusByMember, geoRadiusByMemberRo, geoRadiusRo } from './radius.ts';
import { geoSearch, geoSearchStore } from './search.ts';

export const geoCommands: readonly CommandSpec[] = [
  geoAdd,
  geoDist,
  geoHash,
  geoPos,
  geoRadius,
  geoRadiusByMember,
  geoRadiusByMemberRo,
  geoRadiusRo,
  geoSearch,
  geoSearchStore,
];
