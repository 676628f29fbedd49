/** What a client may get wrong with sets, as `BAD_INPUTS` has it. */
export const BAD_SET_INPUTS: Readonly<Record<string, readonly string[]>> = {
  SADD: lines(`SADD ; SADD k ; SADD text a ; SADD k '' ; SADD k a a a`),
  SREM: lines(`SREM ; SREM k ; SREM text a ; SREM nokey a`),
  SISMEMBER: lines(`SISMEMBER ; SISMEMBER k ; SISMEMBER k a b ; SISMEMBER text a ; SISMEMBER nokey a`),
  SMISMEMBER: lines(`SMISMEMBER ; SMISMEMBER k ; SMISMEMBER text a ; SMISMEMBER nokey a b`),
  SMEMBERS: lines(`SMEMBERS ; SMEMBERS a b ; SMEMBERS text ; SMEMBERS nokey`),
  SCARD: lines(`SCARD ; SCARD a b ; SCARD text ; SCARD nokey`),
  SPOP: lines(`
    SPOP ; SPOP k 1 2 ; SPOP text ; SPOP text 1 ; SPOP text -1 ; SPOP nokey ; SPOP nokey 0 ; SPOP nokey -1 ;
    SPOP nokey x ; SPOP nokey '' ; SPOP nokey 1.5 ; SPOP nokey 9223372036854775807 ; SPOP nokey 9223372036854775808
  `),
  SRANDMEMBER: lines(`
    SRANDMEMBER ; SRANDMEMBER k 1 2 ; SRANDMEMBER text ; SRANDMEMBER text 1 ; SRANDMEMBER text x ; SRANDMEMBER nokey ;
    SRANDMEMBER nokey 0 ; SRANDMEMBER nokey x ; SRANDMEMBER nokey '' ; SRANDMEMBER nokey -9223372036854775807 ;
    SRANDMEMBER nokey -9223372036854775808 ; SRANDMEMBER nokey 9223372036854775808
  `),
  SMOVE: lines(`SMOVE ; SMOVE a b ; SMOVE a b c d ; SMOVE text k a ; SMOVE nokey text a ; SMOVE nokey k a`),
  SINTER: lines(`SINTER ; SINTER text ; SINTER nokey text ; SINTER nokey`),
  SINTERSTORE: lines(
    `SINTERSTORE ; SINTERSTORE d ; SINTERSTORE d text ; SINTERSTORE d nokey text ; SINTERSTORE d nokey`,
  ),
  SINTERCARD: lines(`
    SINTERCARD ; SINTERCARD 1 ; SINTERCARD 0 k ; SINTERCARD -1 k ; SINTERCARD x k ; SINTERCARD 2 k ; SINTERCARD 1 k k ;
    SINTERCARD 9223372036854775807 k ; SINTERCARD 9223372036854775808 k ; SINTERCARD 1 k LIMIT ;
    SINTERCARD 1 k LIMIT x ; SINTERCARD 1 k LIMIT -1 ; SINTERCARD 1 k LIMIT 9223372036854775808 ;
    SINTERCARD 1 k LIMIT 1 LIMIT 2 ; SINTERCARD 1 k APPROX ; SINTERCARD 1 text ; SINTERCARD 1 text LIMIT x
  `),
  SUNION: lines(`SUNION ; SUNION text ; SUNION nokey text ; SUNION nokey`),
  SUNIONSTORE: lines(
    `SUNIONSTORE ; SUNIONSTORE d ; SUNIONSTORE d text ; SUNIONSTORE d nokey text ; SUNIONSTORE d nokey`,
  ),
  SDIFF: lines(`SDIFF ; SDIFF text ; SDIFF nokey text ; SDIFF nokey`),
  SDIFFSTORE: lines(`SDIFFSTORE ; SDIFFSTORE d ; SDIFFSTORE d text ; SDIFFSTORE d nokey text ; SDIFFSTORE d nokey`),
  SSCAN: lines(`
    SSCAN ; SSCAN k ; SSCAN k x ; SSCAN k -1 ; SSCAN k 18446744073709551616 ; SSCAN nokey 0 bogus ; SSCAN nokey x bogus ;
    SSCAN text 0 ; SSCAN text x ; SSCAN text 0 bogus
  `),
};

function lines(text: string): string[] {
  return text.split(';').map((line) => line.trim());
}
