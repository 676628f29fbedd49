import type { CommandSpec } from '../../execution/command.ts';
import { xack, xackdel } from './acknowledge.ts';
import { xadd } from './add.ts';
import { xautoclaim } from './auto-claim.ts';
import { xclaim } from './claim.ts';
import { xdel, xdelex } from './delete.ts';
import { xgroup } from './group.ts';
import { xinfo } from './info.ts';
import { xpending } from './pending.ts';
import { xlen, xrange, xrevrange } from './range.ts';
import { xreadgroup } from './read-group.ts';
import { xread } from './read.ts';
import { xsetid } from './set-id.ts';
import { xtrim } from './trim.ts';

export const streamCommands: readonly CommandSpec[] = [
  ...[xadd, xlen, xrange, xrevrange, xread],
  ...[xdel, xdelex, xtrim, xsetid],
  ...[xgroup, xreadgroup, xack, xackdel, xpending, xclaim, xautoclaim],
  xinfo,
];
