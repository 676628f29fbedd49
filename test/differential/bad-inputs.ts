import { BAD_HASH_INPUTS, HASH_SETUP } from './bad-hash-inputs.ts';
import { BAD_LIST_INPUTS, LIST_SETUP } from './bad-list-inputs.ts';
import { BAD_SET_INPUTS } from './bad-set-inputs.ts';
import { BAD_SORTED_SET_INPUTS, SORTED_SET_SETUP } from './bad-sorted-set-inputs.ts';

/**
 * What a client may get wrong, command by command. Semicolons part the inputs and spaces their words; `''` is an empty
 * argument. The keys `text` (hello), `ten` (10), `max` (2^63 - 1), `min` (-2^63), `half` (1.5) and `ttl` (a string
 * that expires) exist.
 */
export const BAD_INPUTS: Readonly<Record<string, readonly string[]>> = {
  ...BAD_HASH_INPUTS,
  ...BAD_LIST_INPUTS,
  ...BAD_SET_INPUTS,
  ...BAD_SORTED_SET_INPUTS,
  SET: lines(`
    SET ; SET k ; set k ; SET k v bogus ; SET k v NX XX ; SET k v XX NX ; SET k v NX NX ; SET k v EX ; SET k v PX ;
    SET k v EX 0 ; SET k v EX -1 ; SET k v PX 0 ; SET k v EXAT 0 ; SET k v PXAT -5 ; SET k v EX abc ; SET k v EX 1.5 ;
    SET k v EX '' ; SET k v EX 9223372036854775808 ; SET k v EX 9223372036854775807 ; SET k v PX 9223372036854775807 ;
    SET k v EX 9223372036854775 ; SET k v EX 9223372036854776 ; SET k v EXAT 9223372036854776 ;
    SET k v PX 9223370000000000000 ; SET k v EX 10 PX 10 ; SET k v EX 10 EX 10 ; SET k v EX 10 KEEPTTL ;
    SET k v KEEPTTL EX 10 ; SET k v KEEPTTL KEEPTTL ; SET k v GET GET ; SET k v NX GET bogus ; SET k v PERSIST ;
    SET k v EXAT 10 PXAT 10 ; SET k v EX NX ; SET k v '' ; SET text v NX ; SET text v NX GET ; SET nokey v XX ;
    SET nokey v XX GET ; SET text v EX 0 NX ; SET k v IFEQ
  `),
  GET: lines(`GET ; GET a b ; GET nokey ; get ; Get a b c`),
  GETEX: lines(`
    GETEX ; GETEX text bogus ; GETEX text EX ; GETEX text EX 0 ; GETEX text EX -1 ; GETEX text PX abc ;
    GETEX text EX 10 PX 10 ; GETEX text PERSIST EX 10 ; GETEX text EX 10 PERSIST ; GETEX text PERSIST PERSIST ;
    GETEX text KEEPTTL ; GETEX text NX ; GETEX nokey EX 0 ; GETEX nokey EX abc ; GETEX nokey ;
    GETEX text EX 9223372036854775807 ; GETEX text EXAT 0 ; GETEX text GET
  `),
  GETDEL: lines(`GETDEL ; GETDEL a b ; GETDEL nokey`),
  GETSET: lines(`GETSET ; GETSET a ; GETSET a b c`),
  SETNX: lines(`SETNX ; SETNX a ; SETNX a b c ; SETNX text v`),
  SETEX: lines(`
    SETEX ; SETEX a ; SETEX a 10 ; SETEX a 10 v x ; SETEX a 0 v ; SETEX a -1 v ; SETEX a abc v ; SETEX a 1.5 v ;
    SETEX a 9223372036854775807 v ; SETEX a 9223372036854775808 v ; SETEX a '' v
  `),
  PSETEX: lines(`
    PSETEX ; PSETEX a 10 ; PSETEX a 0 v ; PSETEX a -1 v ; PSETEX a abc v ; PSETEX a 9223372036854775807 v ;
    PSETEX a 1 2 3
  `),
  MGET: lines(`MGET ; MGET nokey ; MGET nokey text nokey`),
  MSET: lines(`MSET ; MSET a ; MSET a b c ; mset a b c d e`),
  MSETNX: lines(`MSETNX ; MSETNX a ; MSETNX a b c ; MSETNX text x nokey y`),
  APPEND: lines(`APPEND ; APPEND a ; APPEND a b c`),
  STRLEN: lines(`STRLEN ; STRLEN a b ; STRLEN nokey`),
  GETRANGE: lines(`
    GETRANGE ; GETRANGE text ; GETRANGE text 0 ; GETRANGE text 0 1 2 ; GETRANGE text a 1 ; GETRANGE text 0 b ;
    GETRANGE nokey a 1 ; GETRANGE text 0 9223372036854775808 ; GETRANGE text -9223372036854775809 0 ;
    GETRANGE text 1.5 2 ; GETRANGE text '' 2 ; GETRANGE text -9223372036854775808 9223372036854775807 ;
    GETRANGE text 3 1 ; GETRANGE text -1 -3 ; GETRANGE text -100 -50 ;
    GETRANGE text -9223372036854775807 -9223372036854775808
  `),
  SUBSTR: lines(`SUBSTR ; SUBSTR text 0 ; SUBSTR text a b ; SUBSTR text 0 1 2 ; SUBSTR text 1 -2`),
  SETRANGE: lines(`
    SETRANGE ; SETRANGE a ; SETRANGE a 0 ; SETRANGE a 0 v x ; SETRANGE text -1 v ; SETRANGE text abc v ;
    SETRANGE text -1 '' ; SETRANGE text 536870912 v ; SETRANGE text 536870911 vv ;
    SETRANGE text 9223372036854775807 v ; SETRANGE text 9223372036854775808 v ;
    SETRANGE nokey 9223372036854775807 '' ; SETRANGE nokey 10 '' ; SETRANGE text 3 '' ; SETRANGE text 99999999999 ''
  `),
  INCR: lines(`INCR ; INCR a b ; INCR text ; INCR max ; INCR half`),
  DECR: lines(`DECR ; DECR a b ; DECR text ; DECR min ; DECR half`),
  INCRBY: lines(`
    INCRBY ; INCRBY ten ; INCRBY ten 1 2 ; INCRBY ten abc ; INCRBY ten 1.5 ; INCRBY ten 9223372036854775808 ;
    INCRBY ten '' ; INCRBY max 1 ; INCRBY max 9223372036854775807 ; INCRBY min -1 ; INCRBY text 1 ; INCRBY text abc ;
    INCRBY ten +1 ; INCRBY ten 0x1
  `),
  DECRBY: lines(`
    DECRBY ; DECRBY ten ; DECRBY ten 1 2 ; DECRBY ten abc ; DECRBY ten -9223372036854775808 ;
    DECRBY nokey -9223372036854775808 ; DECRBY min 1 ; DECRBY max -1 ; DECRBY text 1 ;
    DECRBY text -9223372036854775808 ; DECRBY ten 9223372036854775808
  `),
  INCRBYFLOAT: lines(`
    INCRBYFLOAT ; INCRBYFLOAT ten ; INCRBYFLOAT ten 1 2 ; INCRBYFLOAT ten abc ; INCRBYFLOAT ten nan ;
    INCRBYFLOAT ten inf ; INCRBYFLOAT ten -inf ; INCRBYFLOAT text 1 ; INCRBYFLOAT text abc ; INCRBYFLOAT ten '' ;
    INCRBYFLOAT ten 1e5000 ; INCRBYFLOAT ten 1,5 ; INCRBYFLOAT ten infinity ; INCRBYFLOAT nokey inf ;
    INCRBYFLOAT ten 1e ; INCRBYFLOAT ten --1
  `),
  LCS: lines(`
    LCS ; LCS a ; LCS text ten bogus ; LCS text ten LEN IDX ; LCS text ten IDX LEN ; LCS text ten MINMATCHLEN ;
    LCS text ten MINMATCHLEN x ; LCS nokey nokey ; LCS nokey nokey LEN ; LCS nokey nokey IDX ;
    LCS text nokey IDX WITHMATCHLEN ; LCS text text WITHMATCHLEN ; LCS text text IDX MINMATCHLEN -1 ;
    LCS text text IDX IDX ; LCS text text MINMATCHLEN 9223372036854775808
  `),
  DEL: lines(`DEL ; DEL nokey ; DEL nokey nokey`),
  UNLINK: lines(`UNLINK ; UNLINK nokey`),
  EXISTS: lines(`EXISTS ; EXISTS text text nokey`),
  TOUCH: lines(`TOUCH ; TOUCH nokey ; TOUCH text text`),
  TYPE: lines(`TYPE ; TYPE a b ; TYPE nokey`),
  KEYS: lines(`KEYS ; KEYS a b ; KEYS '' ; KEYS nokey`),
  SCAN: lines(`
    SCAN ; SCAN abc ; SCAN 0 bogus ; SCAN 0 MATCH ; SCAN 0 COUNT ; SCAN 0 COUNT abc ; SCAN 0 COUNT 0 ;
    SCAN 0 COUNT -1 ; SCAN 0 TYPE ; SCAN 0 TYPE bogus ; SCAN 0 COUNT 9223372036854775808 ; SCAN 0 COUNT 10 COUNT ;
    SCAN 0 MATCH a MATCH b ; SCAN '' ; SCAN -1 ; SCAN 1x ; SCAN 18446744073709551616 ; SCAN 0x10 ; SCAN 0 NOSCORES ;
    SCAN 0 NOVALUES ; SCAN abc COUNT abc ; SCAN 0 ''
  `),
  RANDOMKEY: lines(`RANDOMKEY x`),
  RENAME: lines(`RENAME ; RENAME a ; RENAME a b c ; RENAME nokey other ; RENAME nokey nokey ; RENAME text text`),
  RENAMENX: lines(`
    RENAMENX ; RENAMENX a ; RENAMENX a b c ; RENAMENX nokey other ; RENAMENX text ten ; RENAMENX text text
  `),
  COPY: lines(`
    COPY ; COPY a ; COPY text text ; COPY text text DB 0 ; COPY text other bogus ; COPY text other DB ;
    COPY text other DB abc ; COPY text other DB 16 ; COPY text other DB -1 ; COPY text other DB 9223372036854775808 ;
    COPY text ten ; COPY nokey other ; COPY text other REPLACE bogus ; COPY text text REPLACE ; COPY nokey nokey ;
    COPY text other DB 1.5 ; COPY text other DB 4294967296
  `),
  MOVE: lines(`
    MOVE ; MOVE text ; MOVE text 0 ; MOVE text 16 ; MOVE text -1 ; MOVE text abc ; MOVE nokey 1 ; MOVE text 1 2 ;
    MOVE nokey 0 ; MOVE text 9223372036854775808 ; MOVE text 4294967296 ; MOVE text ''
  `),
  EXPIRE: lines(`
    EXPIRE ; EXPIRE text ; EXPIRE text abc ; EXPIRE text 1.5 ; EXPIRE text 10 bogus ; EXPIRE text 10 NX XX ;
    EXPIRE text 10 NX GT ; EXPIRE text 10 GT LT ; EXPIRE text 10 XX GT LT ; EXPIRE text 10 NX LT ; EXPIRE nokey abc ;
    EXPIRE nokey 10 ; EXPIRE text '' ; EXPIRE text 9223372036854775807 ; EXPIRE text -9223372036854775808 ;
    EXPIRE text 9223372036854775808 ; EXPIRE text 9223372036854775 ; EXPIRE text 10 XX ; EXPIRE text 10 GT ;
    EXPIRE text 10 XX LT ; EXPIRE ttl 10 NX ; EXPIRE nokey 10 bogus ; EXPIRE nokey 10 NX XX
  `),
  PEXPIRE: lines(`
    PEXPIRE ; PEXPIRE text ; PEXPIRE text abc ; PEXPIRE text 9223372036854775807 ; PEXPIRE text 10000 NX GT ;
    PEXPIRE nokey 1 ; PEXPIRE text 9223372036854775808 ; PEXPIRE text 10000 BOGUS ; PEXPIRE text 10000 XX
  `),
  EXPIREAT: lines(`
    EXPIREAT ; EXPIREAT text ; EXPIREAT text abc ; EXPIREAT text 9223372036854775807 ;
    EXPIREAT text -9223372036854775808 ; EXPIREAT text 99999999999 GT LT ; EXPIREAT nokey 1 ;
    EXPIREAT text 9223372036854776
  `),
  PEXPIREAT: lines(`
    PEXPIREAT ; PEXPIREAT text ; PEXPIREAT text abc ; PEXPIREAT text 9223372036854775808 ; PEXPIREAT nokey 1 ;
    PEXPIREAT text 99999999999999 NX XX ; PEXPIREAT text 99999999999999 bogus
  `),
  TTL: lines(`TTL ; TTL a b ; TTL nokey ; TTL text`),
  PTTL: lines(`PTTL ; PTTL a b ; PTTL nokey ; PTTL text`),
  EXPIRETIME: lines(`EXPIRETIME ; EXPIRETIME a b ; EXPIRETIME nokey ; EXPIRETIME text`),
  PEXPIRETIME: lines(`PEXPIRETIME ; PEXPIRETIME a b ; PEXPIRETIME nokey ; PEXPIRETIME text`),
  PERSIST: lines(`PERSIST ; PERSIST a b ; PERSIST nokey ; PERSIST text`),
  OBJECT: lines(`
    OBJECT ; OBJECT bogus ; OBJECT bogus text ; OBJECT ENCODING ; OBJECT ENCODING nokey ; OBJECT ENCODING a b ;
    OBJECT REFCOUNT ; OBJECT REFCOUNT nokey ; OBJECT IDLETIME ; OBJECT IDLETIME nokey ; OBJECT FREQ ;
    OBJECT FREQ text ; OBJECT FREQ nokey ; OBJECT HELP x ; OBJECT ENCODING text ; OBJECT ENCODING ten ;
    OBJECT ENCODING max ; OBJECT ENCODING half ; OBJECT REFCOUNT text ; OBJECT REFCOUNT ten
  `),
  DBSIZE: lines(`DBSIZE x`),
  FLUSHDB: lines(`FLUSHDB bogus ; FLUSHDB ASYNC SYNC ; FLUSHDB ASYNC x ; FLUSHDB ''`),
  FLUSHALL: lines(`FLUSHALL bogus ; FLUSHALL ASYNC SYNC ; FLUSHALL SYNC x ; FLUSHALL ''`),
  SWAPDB: lines(`
    SWAPDB ; SWAPDB 0 ; SWAPDB 0 1 2 ; SWAPDB abc 0 ; SWAPDB 0 abc ; SWAPDB 0 16 ; SWAPDB -1 0 ; SWAPDB 16 16 ;
    SWAPDB 99 abc ; SWAPDB 9223372036854775808 0 ; SWAPDB 0 4294967296 ; SWAPDB '' 0 ; SWAPDB 0 1.5
  `),
  MULTI: lines(`MULTI x`),
  EXEC: lines(`EXEC ; EXEC x`),
  DISCARD: lines(`DISCARD ; DISCARD x`),
  WATCH: lines(`WATCH`),
  UNWATCH: lines(`UNWATCH x ; UNWATCH`),
  PING: lines(`PING ; PING a b ; PING '' ; ping hello ; PiNg`),
  ECHO: lines(`ECHO ; ECHO a b ; ECHO ''`),
  AUTH: lines(`AUTH ; AUTH x ; AUTH default x ; AUTH nobody x ; AUTH a b c ; AUTH '' ; AUTH '' ''`),
  HELLO: lines(`
    HELLO 1 ; HELLO 4 ; HELLO abc ; HELLO '' ; HELLO -1 ; HELLO 3 bogus ; HELLO 3 AUTH ; HELLO 3 AUTH a ;
    HELLO 3 AUTH nobody x ; HELLO 3 SETNAME ; HELLO 2 SETNAME bad~\x01name ; HELLO 9223372036854775808 ; HELLO 2.0 ;
    HELLO AUTH a b ; HELLO 3 SETNAME a AUTH b ; HELLO 4 bogus ; HELLO 3 AUTH nobody x bogus
  `),
  SELECT: lines(`
    SELECT ; SELECT abc ; SELECT 16 ; SELECT -1 ; SELECT 1.5 ; SELECT 0 1 ; SELECT 9223372036854775808 ; SELECT '' ;
    SELECT 4294967296
  `),
  RESET: lines(`RESET x`),
  CLIENT: lines(`
    CLIENT ; CLIENT bogus ; CLIENT bogus x ; CLIENT '' ; CLIENT MAINT_NOTIFICATIONS ON ; CLIENT maint_notifications ;
    CLIENT ID x ; CLIENT GETNAME x ; CLIENT GETNAME ; CLIENT SETNAME ; CLIENT SETNAME a b ; CLIENT SETNAME a\x01b ;
    CLIENT SETNAME \x80 ; CLIENT SETNAME '' ; CLIENT SETINFO ; CLIENT SETINFO LIB-NAME ; CLIENT SETINFO bogus x ;
    CLIENT SETINFO LIB-NAME a\x01b ; CLIENT SETINFO LIB-VER \x7f ; CLIENT SETINFO LIB-NAME a b ;
    CLIENT SETINFO LIB-NAME '' ; CLIENT INFO x ; CLIENT NO-EVICT ; CLIENT NO-EVICT bogus ; CLIENT NO-EVICT ON x ;
    CLIENT NO-TOUCH ; CLIENT NO-TOUCH bogus ; CLIENT REPLY ; CLIENT REPLY bogus ; CLIENT REPLY ON x ;
    CLIENT LIST bogus ; CLIENT LIST TYPE ; CLIENT LIST TYPE bogus ; CLIENT LIST ID ; CLIENT LIST ID abc ;
    CLIENT LIST ID 999999 ; CLIENT LIST ID -1 ; CLIENT LIST TYPE replica ; CLIENT LIST TYPE pubsub ;
    CLIENT LIST TYPE master ; CLIENT LIST TYPE normal x ; CLIENT LIST ID 1.5 ; CLIENT LIST ID 0 ;
    CLIENT LIST TYPE slave ; CLIENT KILL ; CLIENT KILL 127.0.0.1:1 ; CLIENT KILL bogus ; CLIENT KILL ID ;
    CLIENT KILL ID abc ; CLIENT KILL ID 999999 ; CLIENT KILL ID 0 ; CLIENT KILL TYPE bogus ; CLIENT KILL TYPE pubsub ;
    CLIENT KILL USER nobody ; CLIENT KILL SKIPME maybe ; CLIENT KILL ADDR 1.2.3.4:5 ;
    CLIENT KILL ADDR 1.2.3.4:5 LADDR 1.2.3.4:5 ; CLIENT KILL bogus x ; CLIENT KILL ID 999999 bogus ;
    CLIENT KILL MAXAGE abc ; CLIENT KILL MAXAGE 999999 ; CLIENT KILL ID -1 ; CLIENT KILL MAXAGE 0 ;
    CLIENT KILL ID 999999 SKIPME no ; CLIENT KILL TYPE replica ID 999999 ; CLIENT HELP x
  `),
  COMMAND: lines(`
    COMMAND bogus ; COMMAND '' ; COMMAND COUNT x ; COMMAND GETKEYS ; COMMAND GETKEYS PING ; COMMAND GETKEYS bogus a ;
    COMMAND GETKEYS GET ; COMMAND GETKEYS GET a ; COMMAND GETKEYS MSET a ; COMMAND GETKEYS MSET a b c ;
    COMMAND GETKEYS SET a b EX 10 ; COMMAND GETKEYS ECHO a ; COMMAND GETKEYS MSET a 1 b 2 c 3 ;
    COMMAND GETKEYSANDFLAGS ; COMMAND GETKEYSANDFLAGS SET a b ; COMMAND GETKEYSANDFLAGS COPY a b ;
    COMMAND GETKEYSANDFLAGS SET a b GET ; COMMAND GETKEYSANDFLAGS PING ; COMMAND GETKEYSANDFLAGS bogus ;
    COMMAND GETKEYSANDFLAGS GET a b ; COMMAND GETKEYSANDFLAGS GETDEL a ; COMMAND GETKEYSANDFLAGS DEL a b ;
    COMMAND GETKEYSANDFLAGS RENAME a b ; COMMAND GETKEYSANDFLAGS MGET a b ;
    COMMAND GETKEYSANDFLAGS OBJECT ENCODING a ; COMMAND GETKEYS OBJECT bogus a ;
    COMMAND GETKEYSANDFLAGS MEMORY USAGE a ; COMMAND GETKEYSANDFLAGS INCR a ; COMMAND GETKEYSANDFLAGS EXISTS a ;
    COMMAND GETKEYSANDFLAGS LCS a b ; COMMAND GETKEYSANDFLAGS TTL a ; COMMAND GETKEYSANDFLAGS WATCH a b ;
    COMMAND GETKEYSANDFLAGS SETRANGE a 0 x ; COMMAND GETKEYSANDFLAGS GETEX a ; COMMAND GETKEYSANDFLAGS MOVE a 1 ;
    COMMAND LIST x ; COMMAND LIST FILTERBY ; COMMAND LIST FILTERBY bogus x ; COMMAND LIST FILTERBY ACLCAT nosuch ;
    COMMAND LIST FILTERBY MODULE x ; COMMAND LIST FILTERBY PATTERN xyz* ; COMMAND LIST FILTERBY PATTERN ;
    COMMAND INFO nosuch ; COMMAND DOCS nosuch ; COMMAND HELP x ; COMMAND LIST FILTERBY PATTERN getran* ;
    COMMAND GETKEYSANDFLAGS BITFIELD a GET u8 0 ; COMMAND GETKEYSANDFLAGS BITFIELD a OVERFLOW SAT GET u8 0 ;
    COMMAND GETKEYSANDFLAGS BITFIELD a SET u8 0 1 ; COMMAND GETKEYSANDFLAGS BITFIELD a bogus ;
    COMMAND GETKEYSANDFLAGS BITFIELD a GET u8 ; COMMAND GETKEYSANDFLAGS BITFIELD_RO a GET u8 0 ;
    COMMAND GETKEYSANDFLAGS BITFIELD a ; COMMAND GETKEYSANDFLAGS BITOP AND a b c ; COMMAND GETKEYS BITOP AND a ;
    COMMAND GETKEYSANDFLAGS SETBIT a 0 1 ; COMMAND GETKEYSANDFLAGS BITCOUNT a ;
    COMMAND INFO client|nosuch ; COMMAND INFO get|x ; COMMAND INFO nosuch nosuch
  `),
  CONFIG: lines(`
    CONFIG ; CONFIG bogus ; CONFIG '' ; CONFIG GET ; CONFIG GET nosuch ; CONFIG SET ; CONFIG SET maxmemory ;
    CONFIG SET nosuch 1 ; CONFIG SET maxmemory abc ; CONFIG SET maxmemory -1 ; CONFIG SET port 99999 ;
    CONFIG SET timeout -1 ; CONFIG SET timeout abc ; CONFIG SET timeout '' ; CONFIG SET maxmemory-policy bogus ;
    CONFIG SET appendonly maybe ; CONFIG SET databases 4 ; CONFIG SET timeout 0 timeout 0 ; CONFIG RESETSTAT x ;
    CONFIG SET timeout 0 nosuch 1 ; CONFIG SET timeout 0 maxmemory ; CONFIG SET maxclients 0 ; CONFIG SET hz abc ;
    CONFIG SET TIMEOUT 0 ; CONFIG SET proto-max-bulk-len 1 ; CONFIG SET proto-max-bulk-len 9223372036854775808 ;
    CONFIG SET client-output-buffer-limit bogus ; CONFIG SET client-query-buffer-limit 1 ;
    CONFIG SET tcp-keepalive -1 ; CONFIG SET maxmemory-samples 0 ; CONFIG SET lfu-log-factor -1 ;
    CONFIG SET client-output-buffer-limit 'normal ; CONFIG SET save abc ; CONFIG SET loglevel loud ;
    CONFIG SET unixsocket /x ; CONFIG HELP x ; CONFIG SET tcp-backlog 10 ; CONFIG SET maxmemory 1xb ;
    CONFIG SET lazyfree-lazy-expire 1 ; CONFIG SET latency-monitor-threshold -1 ;
    CONFIG SET timeout 9223372036854775808 ; CONFIG SET timeout 2147483648 ; CONFIG GET nosuch nosuch ;
    CONFIG REWRITE ; CONFIG REWRITE x
  `),
  TIME: lines(`TIME x`),
  PFADD: lines(`PFADD ; PFADD text ; PFADD text a ; PFADD ten a ; PFADD nokey ; PFADD '' a`),
  PFCOUNT: lines(
    `PFCOUNT ; PFCOUNT text ; PFCOUNT nokey ; PFCOUNT nokey text ; PFCOUNT text nokey ; PFCOUNT nokey nokey`,
  ),
  PFMERGE: lines(`PFMERGE ; PFMERGE text ; PFMERGE nokey ; PFMERGE nokey text ; PFMERGE text nokey ; PFMERGE k k`),
  PFDEBUG: lines(`
    PFDEBUG ; PFDEBUG GETREG ; PFDEBUG GETREG nokey ; PFDEBUG GETREG text ; PFDEBUG nosuch nokey ; PFDEBUG nosuch text ;
    PFDEBUG GETREG nokey x ; PFDEBUG SIMD ON ; PFDEBUG SIMD ; PFDEBUG SIMD ON x ; PFDEBUG ENCODING text
  `),
  PFSELFTEST: lines(`PFSELFTEST x`),
  MEMORY: lines(`
    MEMORY ; MEMORY bogus ; MEMORY USAGE ; MEMORY USAGE nokey ; MEMORY USAGE text bogus ; MEMORY USAGE text SAMPLES ;
    MEMORY USAGE text SAMPLES -1 ; MEMORY USAGE text SAMPLES abc ; MEMORY USAGE nokey SAMPLES abc ; MEMORY HELP x
  `),
  ROLE: lines(`ROLE x ; ROLE`),
  SHUTDOWN: lines(`
    SHUTDOWN bogus ; SHUTDOWN ABORT ; SHUTDOWN NOSAVE SAVE ; SHUTDOWN SAVE ABORT ; SHUTDOWN NOSAVE bogus ;
    SHUTDOWN ABORT NOW ; SHUTDOWN SAVE NOSAVE NOW
  `),
  QUIT: lines(`QUIT ; quit ; QUIT x`),
  INFO: lines(`INFO nosuch ; INFO nosuch nosuch`),
  SETBIT: lines(`
    SETBIT ; SETBIT k ; SETBIT k 0 ; SETBIT k 0 1 1 ; SETBIT k 0 2 ; SETBIT k 0 -1 ; SETBIT k 0 x ; SETBIT k x 1 ;
    SETBIT k -1 1 ; SETBIT k 4294967296 1 ; SETBIT k 9223372036854775808 1 ; SETBIT k '' 1 ; SETBIT k 0 '' ;
    SETBIT k #0 1 ; SETBIT k x y ; SETBIT k 0 9223372036854775808 ; SETBIT k 01 1
  `),
  GETBIT: lines(`
    GETBIT ; GETBIT text ; GETBIT text 0 1 ; GETBIT text x ; GETBIT text -1 ; GETBIT text 4294967296 ;
    GETBIT nokey -1 ; GETBIT text 9223372036854775807 ; GETBIT text #0 ; GETBIT text 4294967295
  `),
  BITCOUNT: lines(`
    BITCOUNT ; BITCOUNT text 0 ; BITCOUNT text 0 1 BYTE x ; BITCOUNT text x 1 ; BITCOUNT text 0 x ;
    BITCOUNT text 0 1 bogus ; BITCOUNT text x 1 bogus ; BITCOUNT text -1 -3 ; BITCOUNT text 3 1 BIT ;
    BITCOUNT text 0 9223372036854775808 ; BITCOUNT text -9223372036854775807 -9223372036854775808
  `),
  BITPOS: lines(`
    BITPOS ; BITPOS text ; BITPOS text 2 ; BITPOS text -1 ; BITPOS text x ; BITPOS text 1 x ; BITPOS text 1 0 x ;
    BITPOS text 1 0 1 bogus ; BITPOS text 1 0 x bogus ; BITPOS text 1 x 0 bogus ; BITPOS text 1 0 1 BYTE x ;
    BITPOS nokey 2 ; BITPOS nokey 0 ; BITPOS nokey 1 ; BITPOS text 1 -1 -3 ; BITPOS text 0 9 ; BITPOS text '' ;
    BITPOS text 9223372036854775808
  `),
  BITOP: lines(`
    BITOP ; BITOP AND ; BITOP AND k ; BITOP bogus k text ; BITOP '' k text ; BITOP NOT k text ten ; BITOP NOT k ;
    BITOP AND k nokey ; BITOP NOT text nokey ; BITOP bogus k
  `),
  BITFIELD: lines(`
    BITFIELD ; BITFIELD text ; BITFIELD text bogus ; BITFIELD text GET ; BITFIELD text GET u8 ;
    BITFIELD text GET u64 0 ; BITFIELD text GET i65 0 ; BITFIELD text GET u0 0 ; BITFIELD text GET x8 0 ;
    BITFIELD text GET u8 x ; BITFIELD text GET u8 -1 ; BITFIELD text GET u8 #-1 ; BITFIELD text GET u8 4294967296 ;
    BITFIELD text GET u8 #536870912 ; BITFIELD text SET u8 0 ; BITFIELD text SET u8 0 x ; BITFIELD text INCRBY u8 0 ;
    BITFIELD text INCRBY u8 0 1.5 ; BITFIELD text OVERFLOW ; BITFIELD text OVERFLOW bogus ; BITFIELD text OVERFLOW SAT ;
    BITFIELD text SET x8 x x ; BITFIELD text SET u8 x x ; BITFIELD text GET u8 0 bogus ; BITFIELD text GET u8 0 SET ;
    BITFIELD nokey GET u8 0 GET x 0 ; BITFIELD text GET u8\x00x 0 ; BITFIELD nokey OVERFLOW FAIL INCRBY u8 0 256
  `),
  BITFIELD_RO: lines(`
    BITFIELD_RO ; BITFIELD_RO text ; BITFIELD_RO text SET u8 0 1 ; BITFIELD_RO text GET u8 0 INCRBY u8 0 1 ;
    BITFIELD_RO text OVERFLOW SAT ; BITFIELD_RO text OVERFLOW bogus ; BITFIELD_RO text GET u8 ;
    BITFIELD_RO nokey SET u8 0 1 ; BITFIELD_RO text SET u8 0 x ; BITFIELD_RO text bogus
  `),
  WAIT: lines(`
    WAIT ; WAIT 0 ; WAIT 0 0 0 ; WAIT x 0 ; WAIT 0 x ; WAIT 0 -1 ; WAIT -1 0 ; WAIT 0 0 ; WAIT 0 9223372036854775807 ;
    WAIT 9223372036854775808 0 ; WAIT 0 1.5 ; WAIT x y
  `),
  WAITAOF: lines(`
    WAITAOF ; WAITAOF 0 0 ; WAITAOF 0 0 0 0 ; WAITAOF x 0 0 ; WAITAOF 2 0 0 ; WAITAOF -1 0 0 ; WAITAOF 0 -1 0 ;
    WAITAOF 0 x 0 ; WAITAOF 0 0 -1 ; WAITAOF 0 0 x ; WAITAOF 1 0 0 ; WAITAOF 1 x 0 ; WAITAOF 1 0 x ; WAITAOF x x x ;
    WAITAOF 0 0 9223372036854775807
  `),
  LOLWUT: lines(`LOLWUT VERSION x ; LOLWUT VERSION 5 x ; LOLWUT VERSION 5 1 x ; LOLWUT VERSION 6 x`),
  MODULE: lines(`
    MODULE ; MODULE bogus ; MODULE LIST x ; MODULE LOAD ; MODULE LOAD /x ; MODULE LOADEX /x ; MODULE LOADEX ;
    MODULE UNLOAD ; MODULE UNLOAD x ; MODULE UNLOAD x y ; MODULE HELP x ; MODULE LOAD /x a b
  `),
  XADD: lines(`
    XADD ; XADD k ; XADD k 1 f ; XADD k 1 f v f ; XADD k 0-0 f v ; XADD k x f v ; XADD k - f v ; XADD k 1-x f v ; XADD k '' f v ;
    XADD text 1 f v ; XADD k MAXLEN x 1 f v ; XADD k MAXLEN -1 1 f v ; XADD k MAXLEN 1 MINID 1 2 f v ; XADD k MINID x 2 f v ;
    XADD k LIMIT 5 1 f v ; XADD k MAXLEN 5 LIMIT 5 1 f v ; XADD k MAXLEN ~ 5 LIMIT -1 1 f v ; XADD k MAXLEN ~ 5 LIMIT x 1 f v ;
    XADD k NOMKSTREAM 1 f v ; XADD k 18446744073709551616-0 f v ; XADD k MAXLEN = ; XADD k MAXLEN 5 * f
  `),
  XLEN: lines(`XLEN ; XLEN text ; XLEN nokey ; XLEN a b`),
  XRANGE: lines(`
    XRANGE ; XRANGE k - ; XRANGE k x + ; XRANGE k - x ; XRANGE text - + ; XRANGE k - + COUNT ; XRANGE k - + COUNT x ;
    XRANGE k - + bogus 1 ; XRANGE k (18446744073709551615-18446744073709551615 + ; XRANGE k - (0-0 ; XRANGE k (- + ; XRANGE k - (+
  `),
  XREVRANGE: lines(
    `XREVRANGE ; XREVRANGE k + x ; XREVRANGE k x - ; XREVRANGE text + - ; XREVRANGE k (0-0 - ; XREVRANGE k + - COUNT`,
  ),
  XREAD: lines(`
    XREAD ; XREAD STREAMS k ; XREAD COUNT 1 STREAMS ; XREAD COUNT x STREAMS k 0 ; XREAD BLOCK -1 STREAMS k 0 ; XREAD BLOCK x STREAMS k 0 ;
    XREAD STREAMS k > ; XREAD STREAMS k x ; XREAD STREAMS text 0 ; XREAD GROUP g c STREAMS k 0 ; XREAD NOACK STREAMS k 0 ; XREAD bogus STREAMS k 0
  `),
  XREADGROUP: lines(`
    XREADGROUP GROUP g c STREAMS k ; XREADGROUP GROUP g c STREAMS k > ; XREADGROUP GROUP g c STREAMS text > ; XREADGROUP COUNT 1 NOACK STREAMS k 0 ;
    XREADGROUP GROUP g c COUNT x STREAMS k > ; XREADGROUP GROUP g c BLOCK -1 STREAMS k > ; XREADGROUP GROUP g c bogus STREAMS k >
  `),
  XDEL: lines(`XDEL ; XDEL k ; XDEL text 1 ; XDEL text x ; XDEL nokey x`),
  XTRIM: lines(`
    XTRIM ; XTRIM k MAXLEN ; XTRIM k bogus 1 ; XTRIM k LIMIT 5 ; XTRIM k LIMIT 0 ; XTRIM k MAXLEN x ; XTRIM k MAXLEN 1 LIMIT 1 ; XTRIM text MAXLEN 1 ;
    XTRIM k MAXLEN 1 MINID 1 ; XTRIM k MINID - ; XTRIM k MAXLEN ~ -1 ; XTRIM nokey MAXLEN 1
  `),
  XSETID: lines(`
    XSETID ; XSETID k ; XSETID nokey 1-1 ; XSETID text 1-1 ; XSETID k x ; XSETID k 1 bogus ; XSETID k 1 ENTRIESADDED -1 MAXDELETEDID 0-0 ;
    XSETID k 1 ENTRIESADDED 1 MAXDELETEDID 2-0
  `),
  XGROUP: lines(`
    XGROUP ; XGROUP bogus ; XGROUP bogus k g ; XGROUP CREATE k g ; XGROUP CREATE nokey g $ ; XGROUP CREATE text g $ ; XGROUP CREATE k g x MKSTREAM ;
    XGROUP CREATE k g $ bogus ; XGROUP CREATE k g $ ENTRIESREAD ; XGROUP CREATE k g $ ENTRIESREAD -2 ; XGROUP CREATE k g $ ENTRIESREAD x ;
    XGROUP SETID nokey g $ ; XGROUP SETID text g $ ; XGROUP DESTROY nokey g ; XGROUP DESTROY k ; XGROUP CREATECONSUMER nokey g c ;
    XGROUP CREATECONSUMER k g ; XGROUP DELCONSUMER nokey g c ; XGROUP HELP x
  `),
  XACK: lines(`XACK ; XACK k g ; XACK nokey g 1 ; XACK nokey g x ; XACK text g 1`),
  XPENDING: lines(`
    XPENDING ; XPENDING k ; XPENDING nokey g ; XPENDING text g ; XPENDING k g - ; XPENDING k g - + ; XPENDING k g - + x ; XPENDING k g x + 1 ;
    XPENDING k g IDLE x - + 1 ; XPENDING k g IDLE 1 - + ; XPENDING nokey g - + 1 ; XPENDING nokey g - + 1 c d e f
  `),
  XCLAIM: lines(
    `XCLAIM ; XCLAIM nokey g c 0 1 ; XCLAIM text g c 0 1 ; XCLAIM nokey g c x 1 ; XCLAIM nokey g c 0 1 bogus`,
  ),
  XAUTOCLAIM: lines(`
    XAUTOCLAIM ; XAUTOCLAIM nokey g c 0 0 ; XAUTOCLAIM text g c 0 0 ; XAUTOCLAIM nokey g c x 0 ; XAUTOCLAIM nokey g c 0 x ;
    XAUTOCLAIM nokey g c 0 0 COUNT 0 ; XAUTOCLAIM nokey g c 0 0 COUNT ; XAUTOCLAIM nokey g c 0 0 bogus
  `),
  XINFO: lines(`
    XINFO ; XINFO bogus ; XINFO STREAM ; XINFO STREAM nokey ; XINFO STREAM text ; XINFO GROUPS nokey ; XINFO GROUPS text ;
    XINFO CONSUMERS nokey g ; XINFO CONSUMERS k ; XINFO STREAM nokey bogus ; XINFO HELP x
  `),
  unknown: [
    'bogus',
    'bogus a',
    'bogus a b c',
    "bogus ''",
    `bogus ${'x'.repeat(200)} y`,
    `${'b'.repeat(200)} x`,
    'bogus a\r\nb',
    'bo\rgus',
    "''",
    `bogus ${'argument '.repeat(30)}end`,
    'get|set',
    'client|id',
    'GET\x00',
    'bogus \x00\xff',
    `bogus ${'x'.repeat(126)} y`,
    `bogus ${'x'.repeat(127)} y`,
    `bogus ${'x'.repeat(128)} y z`,
    `bogus ${'x'.repeat(100)} ${'y'.repeat(100)} z`,
    `${'b'.repeat(128)}`,
    `${'b'.repeat(129)} x`,
    `client ${'b'.repeat(128)}`,
    `client ${'b'.repeat(129)} x`,
    `config ${'b'.repeat(300)}`,
  ],
};

/** The keys that `BAD_INPUTS` speaks of. */
export const SETUP: readonly (readonly string[])[] = [
  ['FLUSHALL'],
  ['MSET', 'text', 'hello', 'ten', '10', 'max', '9223372036854775807', 'min', '-9223372036854775808', 'half', '1.5'],
  ['SET', 'ttl', 'x', 'EX', '100000'],
  HASH_SETUP,
  LIST_SETUP,
  SORTED_SET_SETUP,
];

export function words(line: string): string[] {
  return line.split(' ').map((word) => (word === "''" ? '' : word));
}

function lines(text: string): string[] {
  return text.split(';').map((line) => line.replace(/^[ \n]+|[ \n]+$/g, ''));
}
