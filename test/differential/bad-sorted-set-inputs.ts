/** What a client may get wrong with sorted sets, as `BAD_INPUTS` has it. The key `zset` (1 a, 2 b, inf c) exists, too. */
export const SORTED_SET_SETUP: readonly string[] = ['ZADD', 'zset', '1', 'a', '2', 'b', 'inf', 'c'];

const INPUTS = `
  ZADD ; ZADD zset ; ZADD zset 1 ; ZADD zset 1 a 2 ; ZADD zset x a ; ZADD zset nan a ; ZADD zset '' a ; ZADD text 1 a
  ZADD text x a ; ZADD zset NX XX 1 a ; ZADD zset NX GT 1 a ; ZADD zset GT LT 1 a ; ZADD zset XX NX GT 1 a
  ZADD zset INCR 1 a 2 b ; ZADD zset INCR -inf c ; ZADD zset NX ; ZADD zset NX 1 ; ZADD zset bogus 1 a
  ZADD zset 1 a x b ; ZADD zset 1e400 a ; ZADD zset CH INCR 1 a ; ZADD nokey XX 1 a ; ZADD nokey XX INCR 1 a
  ZADD zset 1 NX a ; ZADD zset INCR x a ; ZADD zset LT NX 1 a
  ZINCRBY ; ZINCRBY zset 1 ; ZINCRBY zset x a ; ZINCRBY zset nan a ; ZINCRBY zset -inf c ; ZINCRBY text 1 a
  ZINCRBY zset 1 a 2 ; ZINCRBY zset NX a ; ZINCRBY zset '' a
  ZCARD ; ZCARD text ; ZCARD nokey ; ZSCORE ; ZSCORE zset ; ZSCORE zset x ; ZSCORE text a ; ZSCORE nokey a
  ZMSCORE ; ZMSCORE zset ; ZMSCORE text a ; ZMSCORE nokey a b ; ZMSCORE zset x a
  ZCOUNT ; ZCOUNT zset 1 ; ZCOUNT zset x 1 ; ZCOUNT zset 1 (x ; ZCOUNT zset nan 1 ; ZCOUNT zset '' 1 ; ZCOUNT zset ( 1
  ZCOUNT text x 1 ; ZCOUNT text 1 2 ; ZCOUNT nokey x 1 ; ZCOUNT zset 0x1 2 ; ZCOUNT zset 2 1 ; ZCOUNT zset ((1 2
  ZLEXCOUNT ; ZLEXCOUNT zset a b ; ZLEXCOUNT zset [a b ; ZLEXCOUNT zset '' + ; ZLEXCOUNT zset -- + ; ZLEXCOUNT text - +
  ZLEXCOUNT nokey a + ; ZLEXCOUNT zset + - ; ZLEXCOUNT zset [ +
  ZRANK ; ZRANK zset ; ZRANK zset a bogus ; ZRANK zset a WITHSCORE x ; ZRANK text a ; ZRANK nokey a
  ZRANK nokey a WITHSCORE ; ZRANK zset x WITHSCORE ; ZREVRANK zset a WITHSCORES ; ZREVRANK text a
  ZRANGE ; ZRANGE zset 0 ; ZRANGE zset x 1 ; ZRANGE zset 0 x ; ZRANGE zset 0 1 bogus ; ZRANGE zset 0 1 LIMIT 0 1
  ZRANGE zset 0 1 LIMIT 0 ; ZRANGE zset 0 1 LIMIT x 1 ; ZRANGE zset 0 1 BYLEX ; ZRANGE zset 0 1 BYSCORE BYLEX
  ZRANGE zset - + BYLEX WITHSCORES ; ZRANGE zset 0 1 REV REV ; ZRANGE text 0 1 ; ZRANGE text x 1 ; ZRANGE nokey x 1
  ZRANGE zset 0 9223372036854775808 ; ZRANGE zset x y BYSCORE ; ZRANGE nokey 0 1 WITHSCORES ; ZRANGE zset 1.5 2
  ZRANGE zset -9223372036854775808 9223372036854775807 ; ZRANGE zset 9223372036854775807 0 ; ZRANGE zset 0 1 LIMIT 5 -1
  ZRANGE zset 0 9 BYSCORE LIMIT -1 1 ; ZRANGE zset 0 9 BYSCORE LIMIT 9223372036854775807 1
  ZREVRANGE zset 0 1 REV ; ZREVRANGE zset 0 1 LIMIT 0 1 ; ZREVRANGE zset x 1 ; ZREVRANGE zset 0 1 BYSCORE
  ZRANGEBYSCORE zset x 1 ; ZRANGEBYSCORE zset 1 2 LIMIT ; ZRANGEBYSCORE zset 1 2 LIMIT 1 ; ZRANGEBYSCORE zset 1 2 REV
  ZRANGEBYSCORE zset 1 2 LIMIT 0 x ; ZRANGEBYSCORE text 1 2 ; ZREVRANGEBYSCORE zset 1 x ; ZRANGEBYLEX zset a +
  ZRANGEBYLEX zset - + WITHSCORES ; ZREVRANGEBYLEX zset + - BYLEX ; ZREVRANGEBYLEX zset x -
  ZRANGESTORE ; ZRANGESTORE d zset 0 ; ZRANGESTORE d zset 0 1 WITHSCORES ; ZRANGESTORE d text 0 1
  ZRANGESTORE d zset x 1 ; ZRANGESTORE d nokey 0 1 ; ZRANGESTORE d zset 0 1 LIMIT 0 1 ; ZRANGESTORE d zset - + BYLEX REV
  ZREM ; ZREM zset ; ZREM text a ; ZREM nokey a ; ZREMRANGEBYRANK ; ZREMRANGEBYRANK zset x 1 ; ZREMRANGEBYRANK text x 1
  ZREMRANGEBYRANK text 0 1 ; ZREMRANGEBYRANK nokey x 1 ; ZREMRANGEBYRANK zset 5 9 ; ZREMRANGEBYSCORE zset x 1
  ZREMRANGEBYSCORE text 1 2 ; ZREMRANGEBYSCORE nokey 1 x ; ZREMRANGEBYLEX zset a b ; ZREMRANGEBYLEX text - +
  ZPOPMIN ; ZPOPMIN zset x ; ZPOPMIN zset -1 ; ZPOPMIN zset 1 2 ; ZPOPMIN text ; ZPOPMIN text 0 ; ZPOPMIN nokey
  ZPOPMIN zset 0 ; ZPOPMIN zset 9223372036854775808 ; ZPOPMAX zset 1.5 ; ZPOPMAX nokey 3 ; ZPOPMAX text x
  ZMPOP ; ZMPOP 1 zset ; ZMPOP 0 zset MIN ; ZMPOP x zset MIN ; ZMPOP 2 zset MIN ; ZMPOP 1 zset bogus
  ZMPOP 1 zset MIN COUNT ; ZMPOP 1 zset MIN COUNT 0 ; ZMPOP 1 zset MIN COUNT x ; ZMPOP 1 zset MIN COUNT 1 COUNT 2
  ZMPOP 1 zset MIN bogus 1 ; ZMPOP 1 text MIN ; ZMPOP 2 nokey text MAX ; ZMPOP 1 nokey MAX ; ZMPOP -1 zset MIN
  ZMPOP 9223372036854775807 zset MIN
  ZRANDMEMBER ; ZRANDMEMBER zset x ; ZRANDMEMBER zset 1 bogus ; ZRANDMEMBER zset 1 WITHSCORES x ; ZRANDMEMBER text
  ZRANDMEMBER text 1 ; ZRANDMEMBER nokey ; ZRANDMEMBER nokey 1 ; ZRANDMEMBER zset 0 ; ZRANDMEMBER zset WITHSCORES
  ZRANDMEMBER zset -9223372036854775808 ; ZRANDMEMBER zset 9223372036854775808
  ZRANDMEMBER zset -9223372036854775807 WITHSCORES ; ZRANDMEMBER zset 4611686018427387904 WITHSCORES
  ZUNION ; ZUNION 1 ; ZUNION 0 zset ; ZUNION -1 zset ; ZUNION x zset ; ZUNION 2 zset ; ZUNION 1 zset bogus
  ZUNION 1 text ; ZUNION 1 text bogus ; ZUNION 2 zset text ; ZUNION 1 zset WEIGHTS ; ZUNION 1 zset WEIGHTS x
  ZUNION 2 zset zset WEIGHTS 1 ; ZUNION 1 zset WEIGHTS 1 2 ; ZUNION 1 zset AGGREGATE ; ZUNION 1 zset AGGREGATE bogus
  ZUNION 1 nokey ; ZUNION 1 zset WEIGHTS nan ; ZUNION 9223372036854775807 zset ; ZUNION 1 zset WITHSCORES WITHSCORES
  ZUNION 1 zset LIMIT 1 ; ZINTER 0 zset ; ZINTER 2 zset nokey ; ZINTER 1 text ; ZDIFF 0 zset ; ZDIFF 1 zset WEIGHTS 1
  ZDIFF 1 zset AGGREGATE SUM ; ZDIFF 1 text ; ZUNIONSTORE d 0 zset ; ZUNIONSTORE d 1 zset WITHSCORES
  ZUNIONSTORE d 1 text ; ZUNIONSTORE d 1 nokey ; ZUNIONSTORE d x zset ; ZINTERSTORE d 0 zset ; ZINTERSTORE d 2 zset
  ZDIFFSTORE d 0 zset ; ZDIFFSTORE d 1 zset WITHSCORES ; ZDIFFSTORE d 1 zset WEIGHTS 1
  ZINTERCARD 0 zset ; ZINTERCARD x zset ; ZINTERCARD 1 zset LIMIT ; ZINTERCARD 1 zset LIMIT -1
  ZINTERCARD 1 zset LIMIT x ; ZINTERCARD 1 zset WITHSCORES ; ZINTERCARD 1 zset WEIGHTS 1 ; ZINTERCARD 1 text
  ZSCAN ; ZSCAN zset ; ZSCAN zset x ; ZSCAN text x ; ZSCAN text 0 ; ZSCAN nokey 0 bogus ; ZSCAN zset 0 bogus
  ZSCAN zset 0 COUNT ; ZSCAN zset 0 COUNT 0 ; ZSCAN zset 0 COUNT x ; ZSCAN zset 0 MATCH ; ZSCAN zset 0 NOVALUES
  ZSCAN zset 0 TYPE zset ; ZSCAN zset -1
`;

function byCommand(): Record<string, string[]> {
  const inputs: Record<string, string[]> = {};
  for (const input of INPUTS.split(/[;\n]/).map((line) => line.trim())) {
    const [name] = input.split(' ');
    if (name !== '') (inputs[name] ??= []).push(input);
  }
  return inputs;
}

export const BAD_SORTED_SET_INPUTS: Readonly<Record<string, readonly string[]>> = byCommand();
