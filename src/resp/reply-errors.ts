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
export const NUMKEYS_NOT_POSITIVE = new ReplyError('ERR numkeys should be greater than 0');
export const COUNT_NOT_POSITIVE = new ReplyError('ERR count should be greater than 0');
export const NEGATIVE_COUNT = new ReplyError("ERR COUNT can't be negative");
export const NEGATIVE_MAXLEN = new ReplyError("ERR MAXLEN can't be negative");
export const ZERO_RANK = new ReplyError(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
);
export const TOO_MANY_KEYS = new ReplyError("ERR Number of keys can't be greater than number of args");
export const NEGATIVE_LIMIT = new ReplyError("ERR LIMIT can't be negative");
export const NOT_A_LONG = new ReplyError(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
export const HASH_VALUE_NOT_AN_INTEGER = new ReplyError('ERR hash value is not an integer');
export const HASH_VALUE_NOT_A_FLOAT = new ReplyError('ERR hash value is not a float');
export const VALUE_NAN_OR_INFINITY = new ReplyError('ERR value is NaN or Infinity');
export const VALUE_OUT_OF_RANGE = new ReplyError('ERR value is out of range');
export const FIELDS_MISPLACED = new ReplyError('ERR Mandatory argument FIELDS is missing or not at the right position');
export const FIELD_COUNT_NOT_POSITIVE = new ReplyError('ERR Number of fields must be a positive integer');
export const NUMFIELDS_NOT_POSITIVE = new ReplyError('ERR Parameter `numFields` should be greater than 0');
export const FIELDS_UNEQUAL = new ReplyError('ERR The `numfields` parameter must match the number of arguments');
export const INVALID_FIELD_COUNT = new ReplyError('ERR invalid number of fields');
export const NEGATIVE_EXPIRE = new ReplyError('ERR invalid expire time, must be >= 0');
export const MISSING_EXPIRE = new ReplyError('ERR missing expire time');
export const ONE_FIELD_CONDITION = new ReplyError('ERR Only one of FXX or FNX arguments can be specified');
export const ONE_FIELD_LIFETIME = new ReplyError(
  'ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
);
export const INVALID_NUMKEYS = new ReplyError('ERR invalid numkeys value');
export const WRONG_PAIRS = new ReplyError('ERR wrong number of key-value pairs');
export const INVALID_DIGEST = new ReplyError('ERR must be exactly 16 hexadecimal characters');
export const INVALID_CONDITION = new ReplyError('ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE');
export const CONDITION_NEEDS_STRING = new ReplyError('ERR Key should be of string type if conditions are specified');
export const INVALID_STREAM_ID = new ReplyError('ERR Invalid stream ID specified as stream command argument');
export const INVALID_START_ID = new ReplyError('ERR invalid start ID for the interval');
export const INVALID_END_ID = new ReplyError('ERR invalid end ID for the interval');
export const ID_TOO_SMALL = new ReplyError('ERR The ID specified in XADD must be greater than 0-0');
export const ID_NOT_GREATER = new ReplyError(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
);
export const STREAM_EXHAUSTED = new ReplyError(
  'ERR The stream has exhausted the last possible ID, unable to add more items',
);
export const ELEMENTS_TOO_LARGE = new ReplyError('ERR Elements are too large to be stored');
export const MAXLEN_WITH_MINID = new ReplyError(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
);
export const NEGATIVE_STREAM_MAXLEN = new ReplyError('ERR The MAXLEN argument must be >= 0.');
export const NEGATIVE_STREAM_LIMIT = new ReplyError('ERR The LIMIT argument must be >= 0.');
export const LIMIT_WITHOUT_STRATEGY = new ReplyError(
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
);
export const TRIM_WITHOUT_STRATEGY = new ReplyError('ERR syntax error, XTRIM must be called with a trimming strategy');
export const LIMIT_WITHOUT_APPROXIMATION = new ReplyError(
  'ERR syntax error, LIMIT cannot be used without the special ~ option',
);
export const NUMIDS_NOT_POSITIVE = new ReplyError('ERR Number of IDs must be a positive integer');
export const NUMIDS_MISMATCH = new ReplyError('ERR The `numids` parameter must match the number of arguments');
export const IDS_MISSING = new ReplyError('ERR IDS option is required');
export const ENTRIES_ADDED_NEGATIVE = new ReplyError('ERR entries_added must be positive');
export const ENTRIES_ADDED_BELOW_LENGTH = new ReplyError(
  'ERR The entries_added specified in XSETID is smaller than the target stream length',
);
export const SETID_BELOW_TOP = new ReplyError(
  'ERR The ID specified in XSETID is smaller than the target stream top item',
);
export const SETID_BELOW_GIVEN_DELETED = new ReplyError(
  'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
);
export const SETID_BELOW_CURRENT_DELETED = new ReplyError(
  'ERR The ID specified in XSETID is smaller than current max_deleted_entry_id',
);
export const BUSY_GROUP = new ReplyError('BUSYGROUP Consumer Group name already exists');
export const ENTRIES_READ_NEGATIVE = new ReplyError('ERR value for ENTRIESREAD must be positive or -1');
export const XGROUP_WITHOUT_KEY = new ReplyError(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
);
export const MISSING_GROUP = new ReplyError('ERR Missing GROUP option for XREADGROUP');
export const GROUP_WITH_XREAD = new ReplyError(
  'ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.',
);
export const NOACK_WITH_XREAD = new ReplyError(
  'ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.',
);
export const NEW_WITHOUT_GROUP = new ReplyError(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
);
export const IDLE_NOT_AN_INTEGER = new ReplyError('ERR Invalid IDLE option argument for XCLAIM');
export const TIME_NOT_AN_INTEGER = new ReplyError('ERR Invalid TIME option argument for XCLAIM');
export const RETRYCOUNT_NOT_AN_INTEGER = new ReplyError('ERR Invalid RETRYCOUNT option argument for XCLAIM');
export const COUNT_NOT_ABOVE_0 = new ReplyError('ERR COUNT must be > 0');
export const CLAIM_COUNT_TOO_HIGH = new ReplyError(
  'ERR Insufficient memory, failed allocating transient memory, COUNT too high.',
);
export const DB_OUT_OF_RANGE = new ReplyError('ERR DB index is out of range');
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
export const ZADD_NX_WITH_XX = new ReplyError('ERR XX and NX options at the same time are not compatible');
export const ZADD_GT_LT_NX = new ReplyError('ERR GT, LT, and/or NX options at the same time are not compatible');
export const ZADD_INCR_PAIRS = new ReplyError('ERR INCR option supports a single increment-element pair');
export const SCORE_NAN = new ReplyError('ERR resulting score is not a number (NaN)');
export const SCORE_RANGE_NOT_FLOAT = new ReplyError('ERR min or max is not a float');
export const LEX_RANGE_NOT_VALID = new ReplyError('ERR min or max not valid string range item');
export const LIMIT_WITHOUT_BY = new ReplyError(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);
export const SCORES_WITH_BYLEX = new ReplyError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
export const WEIGHT_NOT_FLOAT = new ReplyError('ERR weight value is not a float');
export const NO_VALUES_OUTSIDE_HASH = new ReplyError('ERR NOVALUES option can only be used in HSCAN');
export const IDLE_TIME_NOT_TRACKED = new ReplyError(
  'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies ' +
    'at runtime LRU and LFU data will take some time to adjust.',
);
export const FREQUENCY_NOT_TRACKED = new ReplyError(
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between ' +
    'policies at runtime LRU and LFU data will take some time to adjust.',
);
export const NOT_CONVERTIBLE = new ReplyError("ERR One or more scores can't be converted into double");
export const UNSUPPORTED_UNIT = new ReplyError('ERR unsupported unit provided. please use M, KM, FT, MI');
export const RADIUS_NOT_A_NUMBER = new ReplyError('ERR need numeric radius');
export const RADIUS_NEGATIVE = new ReplyError('ERR radius cannot be negative');
export const WIDTH_NOT_A_NUMBER = new ReplyError('ERR need numeric width');
export const HEIGHT_NOT_A_NUMBER = new ReplyError('ERR need numeric height');
export const BOX_NEGATIVE = new ReplyError('ERR height or width cannot be negative');
export const VERTICES_NOT_A_NUMBER = new ReplyError('ERR invalid number of vertices');
export const TOO_FEW_VERTICES = new ReplyError('ERR GEOSEARCH BYPOLYGON must have at least 3 vertices');
export const MEMBER_NOT_DECODED = new ReplyError('ERR could not decode requested zset member');
export const ANY_WITHOUT_COUNT = new ReplyError('ERR the ANY argument requires COUNT argument');
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
export const TIMEOUT_NOT_A_FLOAT = new ReplyError('ERR timeout is not a float or out of range');
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
export const UNBLOCKED = new ReplyError('UNBLOCKED client unblocked via CLIENT UNBLOCK');
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

/** A command over several sorted sets that names none; `name` as errors spell it. */
export function noInputKeys(name: string): ReplyError {
  return new ReplyError(`ERR at least 1 input key is needed for '${name}' command`);
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

/** `argument`: a byte string, shown as C shows it, up to a NUL. */
export function unknownArgument(argument: string): ReplyError {
  const [shown] = argument.split('\0', 1);
  return new ReplyError(`ERR unknown argument: ${shown}`);
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

/** `longitude` and `latitude` as C prints them, with six places. */
export function invalidPosition(longitude: string, latitude: string): ReplyError {
  return new ReplyError(`ERR invalid longitude,latitude pair ${longitude},${latitude}`);
}

/** `what` cannot both store and show what it found. */
export function storesAndShows(what: string): ReplyError {
  return new ReplyError(`ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
}

/** `options`: those of which one is needed; `name`: the command as it came, a byte string. */
export function exactlyOneOf(options: string, name: string): ReplyError {
  const [shown] = name.split('\0', 1);
  return new ReplyError(`ERR exactly one of ${options} can be specified for ${shown}`);
}

/** `name`: of the command, in lower case. */
export function unbalancedStreams(name: string): ReplyError {
  const what = name === 'xreadgroup' ? "ID or '>'" : "ID, '+', or '$'";
  return new ReplyError(`ERR Unbalanced '${name}' list of streams: for each stream key an ${what} must be specified.`);
}

/** `$` or `+` in XREADGROUP. */
export function meaninglessId(id: string): ReplyError {
  return new ReplyError(
    `ERR The ${id} ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by ` +
      `specifying a proper ID, or use the > ID to get new messages. The ${id} ID would just return an empty result set.`,
  );
}

/** Names are byte strings, shown as C shows them; so in what follows. */
export function noGroup(key: string, group: string, suffix = ''): ReplyError {
  return new ReplyError(`NOGROUP No such key '${upToNul(key)}' or consumer group '${upToNul(group)}'${suffix}`);
}

export function noGroupForKey(group: string, key: string): ReplyError {
  return new ReplyError(`NOGROUP No such consumer group '${upToNul(group)}' for key name '${upToNul(key)}'`);
}

/** `name`: of the command, in capitals. */
export function minIdleNotAnInteger(name: string): ReplyError {
  return new ReplyError(`ERR Invalid min-idle-time argument for ${name}`);
}

export function unknownClaimOption(option: string): ReplyError {
  return new ReplyError(`ERR Unrecognized XCLAIM option '${upToNul(option)}'`);
}

function upToNul(text: string): string {
  return text.split('\0', 1)[0];
}
