import { HASH_REPLIES_OF_REDIS_8 } from './hash-replies-of-redis-8.ts';

/** Lines of `BAD_INPUTS` that Redis 8.0, which is the judge, answers otherwise than 7.0, with its reply. */
export const REPLIES_OF_REDIS_8: Readonly<Record<string, string>> = {
  ...HASH_REPLIES_OF_REDIS_8,
  // Of LSET's index the lowest 32 bits count.
  'LSET list -4294967297 a': '+OK\r\n',
  'LSET list 4294967296 a': '+OK\r\n',
  'LSET list 9223372036854775807 a': '+OK\r\n',
  // The lowest integer has no opposite.
  'LREM list -9223372036854775808 a':
    '-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807\r\n',
  'LPOS list a RANK -9223372036854775808':
    '-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807\r\n',
  // ZRANK and ZREVRANK have WITHSCORE.
  'ZRANK zset a bogus': '-ERR syntax error\r\n',
  'ZRANK nokey a WITHSCORE': '*-1\r\n',
  'ZRANK zset x WITHSCORE': '*-1\r\n',
  'ZREVRANK zset a WITHSCORES': '-ERR syntax error\r\n',
  // The bounds of scores are decimal.
  'ZCOUNT zset 0x1 2': '-ERR min or max is not a float\r\n',
  // The cursor is read strictly, and HSCAN has NOVALUES.
  "SCAN ''": '-ERR invalid cursor\r\n',
  'SCAN -1': '-ERR invalid cursor\r\n',
  'SSCAN k -1': '-ERR invalid cursor\r\n',
  'ZSCAN zset -1': '-ERR invalid cursor\r\n',
  'ZSCAN zset 0 NOVALUES': '-ERR NOVALUES option can only be used in HSCAN\r\n',
  'SCAN 0 NOVALUES': '-ERR NOVALUES option can only be used in HSCAN\r\n',
  // HELLO reads all its options before it authenticates.
  'HELLO 3 AUTH nobody x bogus': "-ERR Syntax error in HELLO option 'bogus'\r\n",
  // CLIENT KILL MAXAGE, CLIENT NO-TOUCH and CLIENT SETINFO are new.
  'CLIENT KILL MAXAGE 0': '-ERR maxage should be greater than 0\r\n',
  'CLIENT KILL MAXAGE 999999': ':0\r\n',
  'CLIENT KILL MAXAGE abc': '-ERR maxage is not an integer or out of range\r\n',
  'CLIENT NO-TOUCH': "-ERR wrong number of arguments for 'client|no-touch' command\r\n",
  'CLIENT NO-TOUCH bogus': '-ERR syntax error\r\n',
  'CLIENT SETINFO': "-ERR wrong number of arguments for 'client|setinfo' command\r\n",
  'CLIENT SETINFO LIB-NAME': "-ERR wrong number of arguments for 'client|setinfo' command\r\n",
  'CLIENT SETINFO LIB-NAME a b': "-ERR wrong number of arguments for 'client|setinfo' command\r\n",
  "CLIENT SETINFO LIB-NAME ''": '+OK\r\n',
  'CLIENT SETINFO bogus x': "-ERR Unrecognized option 'bogus'\r\n",
  'CLIENT SETINFO LIB-NAME a\x01b': '-ERR LIB-NAME cannot contain spaces, newlines or special characters.\r\n',
  'CLIENT SETINFO LIB-VER \x7f': '-ERR LIB-VER cannot contain spaces, newlines or special characters.\r\n',
  // COMMAND GETKEYS takes a command without arguments.
  'COMMAND GETKEYS GET': '-ERR Invalid number of arguments specified for command\r\n',
  'COMMAND GETKEYS PING': '-ERR The command has no key arguments\r\n',
  'COMMAND GETKEYSANDFLAGS PING': '-ERR The command has no key arguments\r\n',
  'COMMAND GETKEYSANDFLAGS bogus': '-ERR Invalid command specified\r\n',
  // PFDEBUG SIMD is new.
  'PFDEBUG SIMD ON': '+enabled\r\n',
  // Other limits and levels.
  'CONFIG SET loglevel loud':
    "-ERR CONFIG SET failed (possibly related to argument 'loglevel') - argument(s) must be one of the following: debug, verbose, notice, warning, nothing\r\n",
  'CONFIG SET maxmemory-samples 0':
    "-ERR CONFIG SET failed (possibly related to argument 'maxmemory-samples') - argument must be between 1 and 64 inclusive\r\n",
  // WAITAOF is new, and the end of a timeout must be a time.
  'WAIT 0 9223372036854775807': '-ERR timeout is out of range\r\n',
  WAITAOF: "-ERR wrong number of arguments for 'waitaof' command\r\n",
  'WAITAOF 0 0': "-ERR wrong number of arguments for 'waitaof' command\r\n",
  'WAITAOF 0 0 0 0': "-ERR wrong number of arguments for 'waitaof' command\r\n",
  'WAITAOF x 0 0': '-ERR value is not an integer or out of range\r\n',
  'WAITAOF x x x': '-ERR value is not an integer or out of range\r\n',
  'WAITAOF 2 0 0': '-ERR value is out of range, value must between 0 and 1\r\n',
  'WAITAOF -1 0 0': '-ERR value is out of range, value must between 0 and 1\r\n',
  'WAITAOF 0 -1 0': '-ERR value is out of range, must be positive\r\n',
  'WAITAOF 0 x 0': '-ERR value is out of range, must be positive\r\n',
  'WAITAOF 1 x 0': '-ERR value is out of range, must be positive\r\n',
  'WAITAOF 0 0 -1': '-ERR timeout is negative\r\n',
  'WAITAOF 0 0 x': '-ERR timeout is not an integer or out of range\r\n',
  'WAITAOF 1 0 x': '-ERR timeout is not an integer or out of range\r\n',
  'WAITAOF 0 0 9223372036854775807': '-ERR timeout is out of range\r\n',
  'WAITAOF 1 0 0': '-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n',
};
