/**
 * Every error reply, named once, in Redis 8's words. A handler throws it; the dispatcher takes back what was written
 * of the reply and sends this instead. Made once, without a stack: throwing costs little.
 */
export class ReplyError extends Error {
  constructor(text: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(text);
    Error.stackTraceLimit = limit;
  }

  /** The first word: what `errorstats` counts by. */
  get code(): string {
    return this.message.split(' ', 1)[0];
  }
}

export const SYNTAX = new ReplyError('ERR syntax error');
export const WRONG_TYPE = new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const NOT_A_HYPERLOGLOG = new ReplyError('WRONGTYPE Key is not a valid HyperLogLog string value.');
export const CORRUPT_HYPERLOGLOG = new ReplyError('INVALIDOBJ Corrupted HLL object detected');
export const HYPERLOGLOG_NOT_SPARSE = new ReplyError('ERR HLL encoding is not sparse');
export const NO_SPECIFIED_KEY = new ReplyError('ERR The specified key does not exist');
export const NOT_ON_OR_OFF = new ReplyError('ERR Argument must be ON or OFF');
export const NOT_AN_INTEGER = new ReplyError('ERR value is not an integer or out of range');
export const NOT_A_FLOAT = new ReplyError('ERR value is not a valid float');
export const OVERFLOW = new ReplyError('ERR increment or decrement would overflow');
export const DECREMENT_OVERFLOW = new ReplyError('ERR decrement would overflow');
export const NAN_OR_INFINITY = new ReplyError('ERR increment would produce NaN or Infinity');
export const NO_SUCH_KEY = new ReplyError('ERR no such key');
export const SAME_OBJECT = new ReplyError('ERR source and destination objects are the same');
export const OUT_OF_RANGE = new ReplyError('ERR index out of range');
export const OFFSET_OUT_OF_RANGE = new ReplyError('ERR offset is out of range');
export const INVALID_BIT_OFFSET = new ReplyError('ERR bit offset is not an integer or out of range');
export const INVALID_BIT = new ReplyError('ERR bit is not an integer or out of range');
export const BIT_NOT_0_OR_1 = new ReplyError('ERR The bit argument must be 1 or 0.');
export const INVALID_FIELD_TYPE = new ReplyError(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);
export const INVALID_OVERFLOW = new ReplyError('ERR Invalid OVERFLOW type specified');
export const FIELDS_READ_ONLY = new ReplyError('ERR BITFIELD_RO only supports the GET subcommand');
export const NOT_TAKES_ONE_SOURCE = new ReplyError('ERR BITOP NOT must be called with a single source key.');
export const STRING_TOO_LONG = new ReplyError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
export const NOT_STRINGS = new ReplyError('ERR The specified keys must contain string values');
export const LENGTH_AND_INDEXES = new ReplyError('ERR If you want both the length and indexes, please just use IDX.');
export const LCS_TOO_LARGE = new ReplyError(
  'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len',
);
export const LCS_WITHOUT_MEMORY = new ReplyError('ERR Insufficient memory, failed allocating transient memory for LCS');
export const INVALID_NUMKEYS = new ReplyError('ERR invalid numkeys value');
export const WRONG_PAIRS = new ReplyError('ERR wrong number of key-value pairs');
export const INVALID_DIGEST = new ReplyError('ERR must be exactly 16 hexadecimal characters');
export const INVALID_CONDITION = new ReplyError('ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE');
export const CONDITION_NEEDS_STRING = new ReplyError('ERR Key should be of string type if conditions are specified');
export const DB_OUT_OF_RANGE = new ReplyError('ERR DB index is out of range');
export const INVALID_DB = new ReplyError('ERR value is out of range');
export const INVALID_CURSOR = new ReplyError('ERR invalid cursor');
export const NOT_POSITIVE = new ReplyError('ERR value is out of range, must be positive');
export const NOT_A_32_BIT_INTEGER = new ReplyError(
  'ERR value is out of range, value must between -2147483648 and 2147483647',
);
export const INVALID_FIRST_DB = new ReplyError('ERR invalid first DB index');
export const INVALID_SECOND_DB = new ReplyError('ERR invalid second DB index');
export const NX_WITH_OTHER_CONDITION = new ReplyError(
  'ERR NX and XX, GT or LT options at the same time are not compatible',
);
export const GT_WITH_LT = new ReplyError('ERR GT and LT options at the same time are not compatible');
export const NO_VALUES_OUTSIDE_HASH = new ReplyError('ERR NOVALUES option can only be used in HSCAN');
export const IDLE_TIME_NOT_TRACKED = new ReplyError(
  'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies ' +
    'at runtime LRU and LFU data will take some time to adjust.',
);
export const FREQUENCY_NOT_TRACKED = new ReplyError(
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between ' +
    'policies at runtime LRU and LFU data will take some time to adjust.',
);
export const NO_AUTH = new ReplyError('NOAUTH Authentication required.');
export const WRONG_PASS = new ReplyError('WRONGPASS invalid username-password pair or user is disabled.');
export const NO_PASSWORD_SET = new ReplyError(
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
);
export const HELLO_NEEDS_AUTH = new ReplyError(
  'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
);
export const INVALID_PROTOCOL_VERSION = new ReplyError('ERR Protocol version is not an integer or out of range');
export const INVALID_CLIENT_ID = new ReplyError('ERR Invalid client ID');
export const CLIENT_ID_NOT_POSITIVE = new ReplyError('ERR client-id should be greater than 0');
export const MAX_AGE_NOT_AN_INTEGER = new ReplyError('ERR maxage is not an integer or out of range');
export const MAX_AGE_NOT_POSITIVE = new ReplyError('ERR maxage should be greater than 0');
export const TIMEOUT_NOT_AN_INTEGER = new ReplyError('ERR timeout is not an integer or out of range');
export const WAITAOF_WITHOUT_AOF = new ReplyError(
  'ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
);
export const NOT_0_OR_1 = new ReplyError('ERR value is out of range, value must between 0 and 1');
export const MODULE_NOT_LOADED = new ReplyError('ERR Error loading the extension. Please check the server logs.');
export const NO_SUCH_MODULE = new ReplyError('ERR Error unloading module: no such module with that name');
export const TIMEOUT_NEGATIVE = new ReplyError('ERR timeout is negative');
export const TIMEOUT_OUT_OF_RANGE = new ReplyError('ERR timeout is out of range');
export const PAUSE_MODE = new ReplyError('ERR CLIENT PAUSE mode must be WRITE or ALL');
export const UNBLOCK_REASON = new ReplyError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
export const CACHING_WITHOUT_TRACKING = new ReplyError(
  'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
);
export const ONE_REDIRECTION = new ReplyError('ERR A client can only redirect to a single other client');
export const NO_REDIRECTION_TARGET = new ReplyError('ERR The client ID you want redirect to does not exist');
export const PREFIX_WITHOUT_BCAST = new ReplyError('ERR PREFIX option requires BCAST mode to be enabled');
export const OPT_WITH_BCAST = new ReplyError('ERR OPTIN and OPTOUT are not compatible with BCAST');
export const OPTIN_WITH_OPTOUT = new ReplyError("ERR You can't specify both OPTIN mode and OPTOUT mode");
export const NO_SUCH_CLIENT = new ReplyError('ERR No such client');
export const INVALID_COMMAND_SPECIFIED = new ReplyError('ERR Invalid command specified');
export const COMMAND_WITHOUT_KEYS = new ReplyError('ERR The command has no key arguments');
export const WRONG_ARGUMENT_COUNT = new ReplyError('ERR Invalid number of arguments specified for command');
export const WRONG_ARGUMENTS = new ReplyError('ERR Invalid arguments specified for command');
export const NO_SHUTDOWN_IN_PROGRESS = new ReplyError('ERR No shutdown in progress.');
export const NO_PROTO = new ReplyError('NOPROTO unsupported protocol version');
export const EXEC_ABORT = new ReplyError('EXECABORT Transaction discarded because of previous errors.');
export const NESTED_MULTI = new ReplyError('ERR MULTI calls can not be nested');
export const EXEC_WITHOUT_MULTI = new ReplyError('ERR EXEC without MULTI');
export const DISCARD_WITHOUT_MULTI = new ReplyError('ERR DISCARD without MULTI');
export const WATCH_IN_MULTI = new ReplyError('ERR WATCH inside MULTI is not allowed');
export const NOT_IN_TRANSACTION = new ReplyError('ERR Command not allowed inside a transaction');
export const NO_KEYSPACE_FOR_REPLICAS = new ReplyError("ERR Replica can't interact with the keyspace");
export const OUT_OF_MEMORY = new ReplyError("OOM command not allowed when used memory > 'maxmemory'.");

/** EXEC that was itself refused. */
export function transactionDiscarded({ message }: ReplyError): ReplyError {
  const reason = message.startsWith('ERR ') ? message.slice(4) : message;
  return new ReplyError(`EXECABORT Transaction discarded because of: ${reason}`);
}

export function wrongArity(name: string): ReplyError {
  return new ReplyError(`ERR wrong number of arguments for '${name}' command`);
}

export function unknownPfdebug(subcommand: string): ReplyError {
  const [shown] = subcommand.split('\0', 1);
  return new ReplyError(`ERR Unknown PFDEBUG subcommand '${shown}'`);
}

export function pfTestFailed(what: string): ReplyError {
  return new ReplyError(`ERR TESTFAILED ${what}`);
}

/** `option`: a byte string, shown as C shows it, up to a NUL. */
export function unsupportedOption(option: string): ReplyError {
  const [shown] = option.split('\0', 1);
  return new ReplyError(`ERR Unsupported option ${shown.replace(/[\r\n]+$/, '')}`);
}

/** `operation` in capitals. */
export function needsTwoSources(operation: string): ReplyError {
  return new ReplyError(`ERR BITOP ${operation} must be called with at least two source keys.`);
}

export function invalidExpire(name: string): ReplyError {
  return new ReplyError(`ERR invalid expire time in '${name}' command`);
}

/** `name`: of the command, in capitals. */
export function subscribeDenied(name: string): ReplyError {
  return new ReplyError(`ERR ${name} isn't allowed for a DENY BLOCKING client`);
}

/** `word`: the subcommand as it came, a byte string. */
export function unknownSubcommandOrArity(word: string, container: string): ReplyError {
  const [shown] = word.slice(0, 128).split('\0', 1);
  return new ReplyError(`ERR unknown subcommand or wrong number of arguments for '${shown}'. Try ${container} HELP.`);
}

export function notInPubsub(name: string): ReplyError {
  return new ReplyError(
    `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
  );
}

export const LOADING = new ReplyError('LOADING Redis is loading the dataset in memory');
