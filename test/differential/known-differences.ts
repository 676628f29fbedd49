import type { CommandArgs } from './arbitraries.ts';

/** Replies of a real server older than Redis 8.0, whose behaviour is the judge, that 8.0 gives otherwise. */
interface KnownDifference {
  readonly reason: string;
  matches(args: CommandArgs, reply: string): boolean;
  /** What Redis 8.0 replies, from what the older server replied; undefined where that cannot be told. */
  rewrite(reply: string): string | undefined;
}

export const CHANGED_SINCE_7_0: readonly KnownDifference[] = [
  {
    reason: 'CLIENT NO-TOUCH and CLIENT SETINFO came with Redis 7.2',
    matches: (args) => args[0].toLowerCase() === 'client' && /^(no-touch|setinfo)$/i.test(args[1] ?? ''),
    rewrite: () => undefined,
  },
  {
    reason: 'COMMAND GETKEYS of a command without arguments was an arity error before Redis 7.2',
    matches: (args) => args.length === 3 && /^command$/i.test(args[0]) && /^getkeys(andflags)?$/i.test(args[1]),
    rewrite: () => undefined,
  },
  {
    reason: 'SCAN took an empty, negative or NUL-led cursor before Redis 8.0',
    matches: (args) => args[0].toLowerCase() === 'scan' && !/^[0-9a-z]/i.test(args[1] ?? '0'),
    rewrite: () => undefined,
  },
  {
    reason: 'HELLO authenticated before it had read its other options until Redis 7.2',
    matches: (args, reply) => args[0].toLowerCase() === 'hello' && args.length > 5 && reply.startsWith('-WRONGPASS'),
    rewrite: () => undefined,
  },
];

/** What Redis 8.0 replies to `args` when a real server of `version` replied so; undefined where that is not known. */
export function expectedReply(version: readonly number[], args: CommandArgs, reply: Buffer): Buffer | undefined {
  if (version[0] >= 8) return reply;
  const text = reply.toString('latin1');
  const difference = CHANGED_SINCE_7_0.find((entry) => entry.matches(args, text));
  if (difference === undefined) return reply;
  const rewritten = difference.rewrite(text);
  return rewritten === undefined ? undefined : Buffer.from(rewritten, 'latin1');
}
