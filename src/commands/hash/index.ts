import type { CommandSpec } from '../../execution/command.ts';
import { hgetall, hkeys, hvals } from './all.ts';
import { hincrby, hincrbyfloat } from './counter.ts';
import { hdel, hgetdel } from './delete.ts';
import { hexpire, hexpireat, hpexpire, hpexpireat } from './expire.ts';
import { hgetex } from './get-expire.ts';
import { hexists, hget, hlen, hmget, hstrlen } from './get.ts';
import { hrandfield } from './random.ts';
import { hscan } from './scan.ts';
import { hsetex } from './set-expire.ts';
import { hmset, hset, hsetnx } from './set.ts';
import { hexpiretime, hpersist, hpexpiretime, hpttl, httl } from './ttl.ts';

export const hashCommands: readonly CommandSpec[] = [
  ...[hset, hmset, hsetnx, hget, hmget, hgetall, hkeys, hvals, hlen, hstrlen, hexists, hdel],
  ...[hincrby, hincrbyfloat, hrandfield, hscan],
  ...[hexpire, hpexpire, hexpireat, hpexpireat, hexpiretime, hpexpiretime, httl, hpttl, hpersist],
  ...[hgetex, hsetex, hgetdel],
];
