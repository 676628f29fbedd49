import type { CommandSpec } from '../../execution/command.ts';
import { sadd, srem } from './change.ts';
import { sdiff, sdiffcard, sdiffstore } from './difference.ts';
import { scard, sismember, smembers, smismember } from './inspect.ts';
import { sinter, sintercard, sinterstore } from './intersect.ts';
import { smove } from './move.ts';
import { spop } from './pop.ts';
import { srandmember } from './random.ts';
import { sscan } from './scan.ts';
import { sunion, sunioncard, sunionstore } from './union.ts';

export const setCommands: readonly CommandSpec[] = [
  ...[sadd, srem, smove, spop],
  ...[scard, sismember, smismember, smembers, srandmember, sscan],
  ...[sinter, sintercard, sinterstore],
  ...[sunion, sunioncard, sunionstore],
  ...[sdiff, sdiffcard, sdiffstore],
];
