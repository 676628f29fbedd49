import type { Args } from '../execution/args.ts';
import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import { helpCommand } from '../execution/help.ts';
import { ReplyError } from '../resp/reply-errors.ts';
import type { CommandLog } from './command-log.ts';
import { readCount, replyEntries } from './command-log-replies.ts';

/** The logs of COMMANDLOG, which Valkey has from 8.1 on. */
export interface CommandLogs {
  /** The same as SLOWLOG's. */
  readonly slow: CommandLog;
  readonly 'large-request': CommandLog;
  readonly 'large-reply': CommandLog;
}

const COMMON = { group: 'server', since: '8.1.0', flags: ['admin', 'loading', 'stale'] } as const;
const TYPE = 'type=<slow | large-request | large-reply>';
const UNKNOWN_TYPE = new ReplyError('ERR type should be one of the following: slow, large-request, large-reply');

const HELP = [
  'GET <count> <type>',
  '    List the newest entries of a log (-1: all of them).',
  '    An entry has: id, unix time, value, arguments, client address, client name.',
  '    The value is microseconds in the log slow, bytes in large-request and large-reply.',
  'LEN <type>',
  '    Count the entries of a log.',
  'RESET <type>',
  '    Empty a log.',
];

/** COMMANDLOG and its subcommands. */
export function commandlogCommand(logs: CommandLogs): CommandSpec {
  return command({
    name: 'COMMANDLOG',
    group: 'server',
    since: '8.1.0',
    summary: 'Holds the commands about the logs of slow and large commands.',
    complexity: 'Depends on subcommand.',
    arity: -2,
    flags: [],
    subcommands: [getEntries(logs), countEntries(logs), reset(logs), help],
  });
}

function getEntries(logs: CommandLogs): CommandSpec {
  return command({
    ...COMMON,
    name: 'GET',
    summary: 'Answers entries of a log.',
    complexity: 'O(N) where N is the number of entries returned',
    syntax: `count:integer ${TYPE}`,
    arity: 4,
    hints: ['request_policy:all_nodes', 'nondeterministic_output'],
    handler({ args, reply }) {
      const count = readCount(args);
      replyEntries(reply, logNamed(logs, args), count);
    },
  });
}

function countEntries(logs: CommandLogs): CommandSpec {
  return command({
    ...COMMON,
    name: 'LEN',
    summary: 'Answers how many entries a log has.',
    complexity: 'O(1)',
    syntax: TYPE,
    arity: 3,
    hints: ['request_policy:all_nodes', 'response_policy:agg_sum', 'nondeterministic_output'],
    handler: ({ args, reply }) => reply.integer(logNamed(logs, args).length),
  });
}

function reset(logs: CommandLogs): CommandSpec {
  return command({
    ...COMMON,
    name: 'RESET',
    summary: 'Empties a log.',
    complexity: 'O(N) where N is the number of entries in the commandlog',
    syntax: TYPE,
    arity: 3,
    hints: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
    handler({ args, reply }) {
      logNamed(logs, args).clear();
      reply.ok();
    },
  });
}

const help = helpCommand('COMMANDLOG', HELP, { group: 'server', since: '8.1.0' });

function logNamed(logs: CommandLogs, args: Args): CommandLog {
  const type = args.latin1().toLowerCase();
  if (!Object.hasOwn(logs, type)) throw UNKNOWN_TYPE;
  return logs[type as keyof CommandLogs];
}
