/**
 * What a client may get wrong with hashes, as `BAD_INPUTS` has it. The key `hash` exists beside the others, with the
 * fields a (1), text (abc), half (1.5), max (2^63 - 1) and min (-2^63).
 */
export const HASH_SETUP: readonly string[] = [
  ...['HSET', 'hash', 'a', '1', 'text', 'abc', 'half', '1.5'],
  ...['max', '9223372036854775807', 'min', '-9223372036854775808'],
];

const INPUTS = `
  HSET ; HSET hash ; HSET hash a ; HSET hash a 1 b ; HSET text a 1 ; HMSET ; HMSET hash a ; HMSET hash a 1 b
  HMSET text a 1 ; HSETNX ; HSETNX hash a ; HSETNX hash a 1 2 ; HSETNX text a 1 ; HSETNX hash a 2
  HGET ; HGET hash ; HGET hash a b ; HGET text a ; HGET nokey a ; HMGET ; HMGET hash ; HMGET text a ; HMGET nokey a b
  HGETALL ; HGETALL hash a ; HGETALL text ; HGETALL nokey ; HKEYS ; HKEYS text ; HKEYS nokey ; HVALS ; HVALS text
  HVALS nokey ; HLEN ; HLEN text ; HLEN nokey ; HLEN hash a ; HSTRLEN ; HSTRLEN hash ; HSTRLEN text a ; HSTRLEN hash x
  HEXISTS ; HEXISTS hash ; HEXISTS text a ; HEXISTS hash '' ; HDEL ; HDEL hash ; HDEL text a ; HDEL nokey a ; HDEL hash x
  HINCRBY ; HINCRBY hash a ; HINCRBY hash a x ; HINCRBY hash a 1.5 ; HINCRBY hash a '' ; HINCRBY hash text 1
  HINCRBY hash half 1 ; HINCRBY hash max 1 ; HINCRBY hash min -1 ; HINCRBY hash a 9223372036854775807
  HINCRBY hash a 9223372036854775808 ; HINCRBY text a x ; HINCRBY text a 1 ; HINCRBY hash a 1 2
  HINCRBYFLOAT ; HINCRBYFLOAT hash a ; HINCRBYFLOAT hash a x ; HINCRBYFLOAT hash a nan ; HINCRBYFLOAT hash a inf
  HINCRBYFLOAT hash a -inf ; HINCRBYFLOAT hash text 1 ; HINCRBYFLOAT text a x ; HINCRBYFLOAT text a 1
  HINCRBYFLOAT hash a '' ; HINCRBYFLOAT hash a 1e5000
  HRANDFIELD ; HRANDFIELD hash x ; HRANDFIELD hash 1.5 ; HRANDFIELD hash -9223372036854775808
  HRANDFIELD hash 9223372036854775808 ; HRANDFIELD hash 1 bogus ; HRANDFIELD hash 1 WITHVALUES x
  HRANDFIELD hash -9223372036854775807 WITHVALUES ; HRANDFIELD hash 4611686018427387904 WITHVALUES
  HRANDFIELD text ; HRANDFIELD text 1 ; HRANDFIELD nokey ; HRANDFIELD nokey 5 ; HRANDFIELD nokey -5 WITHVALUES
  HRANDFIELD hash 0 ; HRANDFIELD hash '' ; HRANDFIELD text bogus bogus
  HSCAN ; HSCAN hash ; HSCAN hash x ; HSCAN hash 18446744073709551616 ; HSCAN hash 0 COUNT 0 ; HSCAN hash 0 COUNT x
  HSCAN hash 0 COUNT ; HSCAN hash 0 MATCH ; HSCAN hash 0 bogus ; HSCAN hash 0 TYPE hash ; HSCAN text 0 ; HSCAN text x
  HSCAN nokey 0 ; HSCAN nokey 0 bogus ; HSCAN text 0 bogus ; HSCAN hash 0 COUNT -1
`;

/** Of commands that came with Redis 7.4 and 8.0. */
const NEWER_INPUTS = `
  HEXPIRE ; HEXPIRE hash 10 FIELDS 1 ; HEXPIRE hash x FIELDS 1 a ; HEXPIRE hash -1 FIELDS 1 a
  HEXPIRE hash 70368744178 FIELDS 1 a ; HEXPIRE hash 9223372036854775807 FIELDS 1 a ; HEXPIRE hash 10 NX XX FIELDS 1 a
  HEXPIRE hash 10 bogus FIELDS 1 a ; HEXPIRE hash 10 FIELDS 0 a ; HEXPIRE hash 10 FIELDS x a ; HEXPIRE hash 10 FIELDS 2 a
  HEXPIRE hash 10 FIELDS 1 a b ; HEXPIRE hash 10 FIELDS -1 a ; HEXPIRE text x FIELDS 1 a ; HEXPIRE nokey x FIELDS 1 a
  HEXPIRE nokey 10 FIELDS 2 a b ; HEXPIRE hash 10 NX FIELDS 1 x ; HEXPIRE hash 0 FIELDS 2 a a ; HEXPIRE hash 10 XX FIELDS 1 a
  HEXPIRE hash 10 FIELDS 9223372036854775808 a ; HEXPIRE hash '' FIELDS 1 a ; HEXPIRE hash 1.5 FIELDS 1 a
  HPEXPIRE ; HPEXPIRE hash 70368744177664 FIELDS 1 a ; HPEXPIRE hash 70368744177663 FIELDS 1 a ; HPEXPIRE hash x y z 1
  HEXPIREAT ; HEXPIREAT hash 70368744177 FIELDS 1 a ; HEXPIREAT hash 70368744178 FIELDS 1 a ; HEXPIREAT hash 1 GT FIELDS 1 a
  HPEXPIREAT ; HPEXPIREAT hash 70368744177664 FIELDS 1 a ; HPEXPIREAT hash 70368744177663 LT FIELDS 1 a
  HTTL ; HTTL hash FIELDS 1 ; HTTL hash bogus 1 a ; HTTL hash FIELDS 0 a ; HTTL hash FIELDS 2 a ; HTTL text FIELDS 1 a
  HTTL nokey FIELDS 2 a b ; HTTL nokey bogus 1 a ; HTTL hash FIELDS 1 a ; HTTL hash FIELDS x a ; HPTTL ; HPTTL text x 1 a
  HPTTL hash FIELDS 1 x ; HEXPIRETIME ; HEXPIRETIME text FIELDS 1 a ; HEXPIRETIME hash FIELDS 1 a ; HPEXPIRETIME
  HPEXPIRETIME text FIELDS 1 a ; HPEXPIRETIME hash FIELDS 2 a x
  HPERSIST ; HPERSIST hash FIELDS 1 ; HPERSIST hash bogus 1 a ; HPERSIST hash FIELDS 0 a ; HPERSIST hash FIELDS 2 a
  HPERSIST text bogus 1 a ; HPERSIST nokey FIELDS 1 a ; HPERSIST hash FIELDS 2 a x
  HGETEX ; HGETEX hash FIELDS 1 ; HGETEX hash EX x FIELDS 1 a ; HGETEX hash EX -1 FIELDS 1 a ; HGETEX hash KEEPTTL FIELDS 1 a
  HGETEX hash PX 70368744177664 FIELDS 1 a ; HGETEX hash PERSIST FIELDS 1 a ; HGETEX hash PERSIST EX 10 FIELDS 1 a
  HGETEX text EX x FIELDS 1 a ; HGETEX nokey EX x FIELDS 1 a ; HGETEX hash FIELDS 0 a
  HGETEX hash FIELDS 3 a b ; HGETEX hash EX 10 bogus 1 a ; HGETEX hash FIELDS x a
  HSETEX ; HSETEX hash FIELDS 1 a ; HSETEX hash FIELDS 1 a 1 b ; HSETEX hash FIELDS 2 a 1 ; HSETEX hash FIELDS 0 a 1
  HSETEX hash FIELDS x a 1 ; HSETEX hash FIELDS 2147483648 a 1 ; HSETEX hash FIELDS -1 a 1 ; HSETEX hash bogus 1 a 1
  HSETEX hash FNX FXX FIELDS 1 a 1 ; HSETEX hash FNX FNX FIELDS 1 a 1 ; HSETEX hash EX 1 PX 1 FIELDS 1 a 1
  HSETEX hash KEEPTTL KEEPTTL FIELDS 1 a 1 ; HSETEX hash EX 1 KEEPTTL FIELDS 1 a 1 ; HSETEX hash EX x FIELDS 1 a 1
  HSETEX hash EX -1 FIELDS 1 a 1 ; HSETEX hash EX 70368744178 FIELDS 1 a 1 ; HSETEX hash FNX EX 1 EX ; HSETEX hash FNX EX 1 FXX
  HSETEX hash FXX KEEPTTL PXAT FIELDS 1 a 1 ; HSETEX text FIELDS 1 a 1 ; HSETEX text EX x FIELDS 1 a 1
  HSETEX hash FNX FIELDS 2 x 1 a 1 ; HSETEX hash FXX FIELDS 2 a 1 x 1 ; HSETEX nokey FXX FIELDS 1 a 1
  HSETEX hash PXAT 1 FIELDS 1 a 1 ; HSETEX hash FNX FIELDS 1 ; HSETEX hash PERSIST FIELDS 1 a 1
  HGETDEL ; HGETDEL hash FIELDS 1 ; HGETDEL hash bogus 1 a ; HGETDEL hash FIELDS 0 a ; HGETDEL hash FIELDS 2 a
  HGETDEL text bogus 1 a ; HGETDEL nokey bogus 2 a
  HSCAN hash 0 NOVALUES x ; HSCAN hash 0 NOVALUES MATCH ; HSCAN hash -1 ; HSCAN hash ''
`;

const linesOf = (text: string): string[] => text.trim().split(/\s*[;\n]\s*/);
/** To be noted in hash-replies-of-redis-8.ts. */
export const NEWER_HASH_INPUTS: readonly string[] = linesOf(NEWER_INPUTS);
const inputs = [...linesOf(INPUTS), ...NEWER_HASH_INPUTS];
const names = new Set(inputs.map((line) => line.split(' ')[0]));

/** By command. */
export const BAD_HASH_INPUTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...names].map((name) => [name, inputs.filter((line) => line.split(' ')[0] === name)]),
);
