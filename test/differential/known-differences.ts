import type { CommandArgs } from './arbitraries.ts';

/** A command of before, and the real server's reply. */
export interface Exchange {
  readonly args: CommandArgs;
  readonly reply: string;
}

/** Replies of a real server that are not ours: above all of one older than Redis 8.0, which is the judge. */
export interface KnownDifference {
  readonly reason: string;
  /** Of the replies to `args`, the real server's first; `earlier` is all that the sequence did before. */
  matches(args: CommandArgs, reply: string, ours: string, earlier: readonly Exchange[]): boolean;
  /** Also what the command did differs (that of such a name), so that nothing after it can be compared. */
  readonly diverges?: true | RegExp;
}

const WRITES_A_RANGE = /^z(rangestore|remrangebyscore)$/i;

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
    matches: ([name, ask = ''], reply, ours) =>
      /^object$/i.test(name) &&
      /^encoding$/i.test(ask) &&
      /^\$9\r\n(hashtable|quicklist)\r/.test(reply) &&
      ours === '$8\r\nlistpack\r\n',
  },
  {
    reason: 'before Redis 8.0 a cursor might be empty, negative or NUL-led, but not led by white space',
    matches: ([name, ...rest]) =>
      /^[shz]?scan$/i.test(name) && /^(-|\0|\s|$)/.test(rest[/^scan$/i.test(name) ? 0 : 1] ?? '0'),
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
    reason: 'XSETID looked at the last entry before the greatest deleted ID until Redis 8.0',
    matches: ([name], reply, ours) =>
      /^xsetid$/i.test(name) && /smaller than the target stream top/.test(reply) && /max_deleted_entry_id/.test(ours),
  },
  {
    reason: 'NOVALUES of HSCAN, refused by the other scans, came with Redis 7.4',
    matches: ([name], reply, ours) =>
      /^[sz]?scan$/i.test(name) && reply === '-ERR syntax error\r\n' && ours.startsWith('-ERR NOVALUES option'),
  },
  {
    reason: 'ZRANK and ZREVRANK took no WITHSCORE, and three arguments only, before Redis 7.2',
    matches: ([name, ...rest], reply) =>
      /^z(rev)?rank$/i.test(name) && rest.length === 3 && reply.startsWith('-ERR wrong number of arguments'),
  },
  {
    reason: 'bounds of scores might be hexadecimal, or led by white space, before Redis 8.0',
    matches: (args, reply, ours) =>
      /^z(count|(rev)?range(byscore|store)?|remrangebyscore)$/i.test(args[0]) &&
      ours === '-ERR min or max is not a float\r\n' &&
      (!reply.startsWith('-') || reply.startsWith('-WRONGTYPE')) &&
      args.some((word) => /^\(?(\s|[-+]?0x)/i.test(word)),
    diverges: WRITES_A_RANGE,
  },
  {
    reason: 'a negative offset behind LIMIT gave nothing before Redis 8.0, which counts from the end of a skiplist',
    matches: ([name, ...rest], reply) =>
      /^z(rev)?range(by(score|lex)|store)?$/i.test(name) &&
      /^(\*0|:0)\r/.test(reply) &&
      rest.some((word, i) => /^limit$/i.test(word) && rest[i + 1]?.startsWith('-')),
    diverges: WRITES_A_RANGE,
  },
  {
    reason: 'scores were written with 17 digits before Redis 7.2, now with as few as tell them apart',
    matches: ([name], reply, ours) =>
      /^b?z/i.test(name) && LONG_NUMBER.test(reply) && shortNumbers(reply) === shortNumbers(ours),
  },
  {
    reason:
      'SADD and ZADD choose the encoding for as many as they name since Redis 7.2, before that for those they added',
    matches: ([name, ask = ''], reply, ours, earlier) =>
      /^object$/i.test(name) &&
      /^encoding$/i.test(ask) &&
      (/intset/.test(reply) ? /listpack|hashtable/.test(ours) : /listpack/.test(reply) && /skiplist/.test(ours)) &&
      earlier.some(namedMoreThanAdded),
  },
];

/** Differences from every real server, Redis 8.0 included, in what says nothing of the data. */
const ALWAYS: readonly KnownDifference[] = [
  {
    reason: 'COPY gives a small integer an object of its own in Redis; here such values are never objects: REFCOUNT',
    matches: ([name, ask = ''], reply, ours, earlier) =>
      /^object$/i.test(name) &&
      /^refcount$/i.test(ask) &&
      reply === ':1\r\n' &&
      ours === ':2147483647\r\n' &&
      earlier.some(({ args, reply: was }) => /^copy$/i.test(args[0]) && was === ':1\r\n'),
  },
];

/** Whether SADD or ZADD added fewer than it named, or with CH may have done so. */
function namedMoreThanAdded({ args: [name, , ...rest], reply }: Exchange): boolean {
  const added = Number(/^:(\d+)\r/.exec(reply)?.[1]);
  if (/^sadd$/i.test(name)) return added < rest.length;
  if (!/^zadd$/i.test(name)) return false;
  const options = rest.findIndex((word) => !/^(nx|xx|gt|lt|ch)$/i.test(word));
  return added < (rest.length - options) / 2 || rest.slice(0, options).some((word) => /^ch$/i.test(word));
}

/** A bulk string or a double of RESP3 that is a number of 16 digits or more, or with an exponent. */
const LONG_NUMBER = /(?:\$\d+\r\n|,)-?(?:[\d.]{16,}|[\d.]+e)/;

/** The reply with every number in its shortest form. */
function shortNumbers(reply: string): string {
  return reply.replace(
    /(\$\d+\r\n|,)(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?=\r\n)/g,
    (_, start: string, digits: string) => (start === ',' ? ',' : '$') + String(Number(digits)),
  );
}

/** Whether words can stand for `start end [BYTE|BIT]`, or a part of it from the left. */
function isBitRange([start = '0', end = '0', unit = 'BIT', ...more]: readonly string[]): boolean {
  return isInt64(start) && isInt64(end) && /^(byte|bit)$/i.test(unit) && more.length === 0;
}

function isInt64(text: string): boolean {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The difference that a real server of `version` is known to make here. */
export function knownDifference(
  version: readonly number[],
  args: CommandArgs,
  reply: string,
  ours: string,
  earlier: readonly Exchange[],
): KnownDifference | undefined {
  const known = version[0] >= 8 ? ALWAYS : [...ALWAYS, ...CHANGED_SINCE_7_0];
  return known.find((entry) => entry.matches(args, reply, ours, earlier));
}

/** Whether the data of the two servers differs since. */
export function diverges(known: KnownDifference | undefined, [name]: CommandArgs): boolean {
  return known?.diverges === true || known?.diverges?.test(name) === true;
}
