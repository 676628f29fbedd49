import type { CommandSpec } from '../../execution/command.ts';
import { delex, delifeq, digest } from './conditional.ts';
import { decr, decrby, incr, incrby, incrbyfloat } from './counter.ts';
import { get, getdel, getex, getset } from './get.ts';
import { lcs } from './lcs.ts';
import { mget, mset, msetex, msetnx } from './multiple.ts';
import { append, getrange, setrange, strlen, substr } from './range.ts';
import { psetex, set, setex, setnx } from './set.ts';

/** DIGEST and the conditions on digests need `loadXxh3` of util/xxh3.ts to have finished. */
export const stringCommands: readonly CommandSpec[] = [
  ...[set, setnx, setex, psetex],
  ...[get, getex, getdel, getset],
  ...[mget, mset, msetnx, msetex],
  ...[append, strlen, getrange, substr, setrange],
  ...[incr, decr, incrby, decrby, incrbyfloat],
  ...[lcs, delex, delifeq, digest],
];
