import type { CommandSpec } from '../../execution/command.ts';
import { blmove, blmpop, blpop, brpop, brpoplpush } from './blocking.ts';
import { linsert, lrem, lset } from './edit.ts';
import { lmove, rpoplpush } from './move.ts';
import { lmpop, lpop, rpop } from './pop.ts';
import { lpos } from './position.ts';
import { lpush, lpushx, rpush, rpushx } from './push.ts';
import { lindex, llen, lrange, ltrim } from './range.ts';

export const listCommands: readonly CommandSpec[] = [
  ...[lpush, rpush, lpushx, rpushx],
  ...[lpop, rpop, lmpop],
  ...[llen, lindex, lrange, ltrim],
  ...[lset, linsert, lrem],
  ...[lpos, lmove, rpoplpush],
  ...[blpop, brpop, blmpop, blmove, brpoplpush],
];
