import type { CommandArgs } from './arbitraries.ts';

/** Replies of a real server older than Redis 8.0, whose behaviour is the judge, that 8.0 gives otherwise. */
export interface KnownDifference {
  readonly reason: string;
  matches(args: CommandArgs, reply: string): boolean;
  /** Also what the command did differs, so that nothing after it can be compared. */
  readonly diverges?: true;
}

export const CHANGED_SINCE_7_0: readonly KnownDifference[] = [
  {
    reason: 'CLIENT NO-TOUCH and CLIENT SETINFO came with Redis 7.2',
    matches: (args) => args[0].toLowerCase() === 'client' && /^(no-touch|setinfo)$/i.test(args[1] ?? ''),
  },
  {
    reason: 'COMMAND GETKEYS of a command without arguments was an arity error before Redis 7.2',
    matches: (args) => args.length === 3 && /^command$/i.test(args[0]) && /^getkeys(andflags)?$/i.test(args[1]),
  },
  {
    reason: 'sets were no listpacks and lists always quicklists before Redis 7.2: OBJECT ENCODING',
    matches: (args, reply) =>
      /^object$/i.test(args[0]) && /^encoding$/i.test(args[1] ?? '') && /^\$9\r\n(hashtable|quicklist)\r/.test(reply),
  },
  {
    reason: 'SCAN took an empty, negative or NUL-led cursor before Redis 8.0',
    matches: (args) => args[0].toLowerCase() === 'scan' && !/^[0-9a-z]/i.test(args[1] ?? '0'),
  },
  {
    reason: 'HELLO set the name before it had read its other options until Redis 7.2',
    matches: (args, reply) =>
      args[0].toLowerCase() === 'hello' && reply.startsWith('-') && args.some((arg) => /^setname$/i.test(arg)),
    diverges: true,
  },
  {
    reason: 'HELLO authenticated before it had read its other options until Redis 7.2',
    matches: (args, reply) => args[0].toLowerCase() === 'hello' && args.length > 5 && reply.startsWith('-WRONGPASS'),
  },
  {
    reason: 'BITCOUNT and BITPOS did not look at the range of a missing key before Redis 7.2',
    matches: ([name, , ...rest], reply) => {
      if (!/^bit(count|pos)$/i.test(name) || !/^:(0|-1)\r/.test(reply)) return false;
      const needsEnd = /^bitcount$/i.test(name);
      return !isBitRange(needsEnd ? rest : rest.slice(1)) || (needsEnd && rest.length === 1);
    },
  },
  {
    reason: 'LREM and LPOS took the lowest integer before Redis 7.2, LSET all bits of an index',
    matches: ([name, , ...rest]) => {
      if (/^lset$/i.test(name)) return rest[0]?.length > 9 && isInt64(rest[0]);
      return /^l(rem|pos)$/i.test(name) && rest.includes('-9223372036854775808');
    },
    diverges: true,
  },
  {
    reason: 'fields of hashes expire since Redis 7.4, and HSCAN leaves values out',
    matches: ([name, ...rest], reply) =>
      (/^h(p?expire(at|time)?|p?ttl|persist|getex|setex|getdel)$/i.test(name) && reply.startsWith('-ERR unknown')) ||
      (/^hscan$/i.test(name) && rest.some((word) => /^novalues$/i.test(word))),
    diverges: true,
  },
  {
    reason: 'HSET with a field that comes several times counted it once when it chose the encoding before Redis 7.2',
    matches: ([name, , ...rest]) => {
      const named = rest.filter((_, i) => i % 2 === 0);
      return /^hm?set$/i.test(name) && new Set(named).size < named.length;
    },
    diverges: true,
  },
  {
    reason: 'HSCAN took an empty, negative or NUL-led cursor before Redis 8.0',
    matches: ([name, , cursor = '0']) => /^hscan$/i.test(name) && !/^[0-9a-z]/i.test(cursor),
  },
  {
    reason: 'positions had more digits, and were no doubles, before Redis 7.2',
    matches: ([name, ...rest]) =>
      /^geopos$/i.test(name) || (/^geo/i.test(name) && rest.some((word) => /^withcoord$/i.test(word))),
  },
  {
    reason: 'XREAD and XREADGROUP spoke of XREAD only before Redis 7.2, and knew no + before 7.4',
    matches: ([name, ...rest], reply) =>
      /^xread(group)?$/i.test(name) &&
      (reply.startsWith('-ERR Unbalanced') || (reply.startsWith('-ERR') && rest.includes('+'))),
  },
  {
    reason: 'XINFO told less of consumers before Redis 7.2, and reckoned the lag of a group otherwise before 8.0',
    matches: ([name], reply) => /^xinfo$/i.test(name) && !reply.startsWith('-'),
  },
  {
    reason: 'XSETID took an ID before the greatest deleted one until Redis 7.2',
    matches: ([name], reply) => /^xsetid$/i.test(name) && reply.startsWith('+OK'),
    diverges: true,
  },
  {
    reason: 'every list was a quicklist before Redis 7.2',
    matches: (args, reply) => /^object$/i.test(args[0]) && /quicklist/.test(reply),
  },
];

/** Whether words can stand for `start end [BYTE|BIT]`, or a part of it from the left. */
function isBitRange([start = '0', end = '0', unit = 'BIT', ...more]: readonly string[]): boolean {
  return isInt64(start) && isInt64(end) && /^(byte|bit)$/i.test(unit) && more.length === 0;
}

function isInt64(text: string): boolean {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The difference that a real server of `version` is known to make here; none for Redis 8.0 itself. */
export function knownDifference(
  version: readonly number[],
  args: CommandArgs,
  reply: Buffer,
): KnownDifference | undefined {
  if (version[0] >= 8) return undefined;
  const text = reply.toString('latin1');
  return CHANGED_SINCE_7_0.find((entry) => entry.matches(args, text));
}
