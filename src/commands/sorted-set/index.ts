import type { CommandSpec } from '../../execution/command.ts';
import { zadd, zincrby } from './add.ts';
import { bzmpop, bzpopmax, bzpopmin } from './blocking.ts';
import { zdiff, zdiffstore, zinter, zintercard, zinterstore, zunion, zunionstore } from './combine.ts';
import { zmpop, zpopmax, zpopmin } from './pop.ts';
import { zrandmember } from './random.ts';
import { zrange, zrangebylex, zrangebyscore, zrevrange, zrevrangebylex, zrevrangebyscore } from './range.ts';
import { zrangestore } from './range-store.ts';
import { zcard, zcount, zlexcount, zmscore, zrank, zrevrank, zscore } from './read.ts';
import { zrem, zremrangebylex, zremrangebyrank, zremrangebyscore } from './remove.ts';
import { zscan } from './scan.ts';

export const sortedSetCommands: readonly CommandSpec[] = [
  ...[zadd, zincrby],
  ...[zcard, zscore, zmscore, zcount, zlexcount, zrank, zrevrank],
  ...[zrange, zrevrange, zrangebyscore, zrevrangebyscore, zrangebylex, zrevrangebylex],
  ...[zrangestore, zunion, zunionstore, zinter, zinterstore, zintercard, zdiff, zdiffstore],
  ...[zrem, zremrangebyrank, zremrangebyscore, zremrangebylex],
  ...[zpopmin, zpopmax, zmpop],
  ...[zrandmember, zscan],
  ...[bzpopmin, bzpopmax, bzmpop],
];
