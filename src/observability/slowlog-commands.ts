import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import { helpCommand } from '../execution/help.ts';
import { unknownSubcommandOrArity } from '../resp/reply-errors.ts';
import type { CommandLog } from './command-log.ts';
import { readCount, replyEntries } from './command-log-replies.ts';

const COMMON = { group: 'server', since: '2.2.12', flags: ['admin', 'loading', 'stale'] } as const;
const DEFAULT_COUNT = 10;

const HELP = [
  'GET [<count>]',
  '    List the newest entries of the slow log (10 of them; -1: all).',
  '    An entry has: id, unix time, microseconds, arguments, client address,',
  '    client name.',
  'LEN',
  '    Count the entries of the slow log.',
  'RESET',
  '    Empty the slow log.',
];

/** SLOWLOG and its subcommands. */
export function slowlogCommand(log: CommandLog): CommandSpec {
  return command({
    name: 'SLOWLOG',
    group: 'server',
    since: '2.2.12',
    summary: 'Holds the commands about the log of slow commands.',
    complexity: 'Depends on subcommand.',
    arity: -2,
    flags: [],
    subcommands: [getEntries(log), countEntries(log), reset(log), help],
  });
}

function getEntries(log: CommandLog): CommandSpec {
  return command({
    ...COMMON,
    name: 'GET',
    summary: 'Answers entries of the slow log.',
    complexity: 'O(N) where N is the number of entries returned',
    syntax: '[count:integer]',
    arity: -2,
    history: [['4.0.0', 'Entries have the address and the name of the client too.']],
    hints: ['request_policy:all_nodes', 'nondeterministic_output'],
    handler({ args, reply }) {
      if (args.remaining > 1) throw unknownSubcommandOrArity(args.latin1At(1), 'SLOWLOG');
      replyEntries(reply, log, args.remaining === 0 ? DEFAULT_COUNT : readCount(args));
    },
  });
}

function countEntries(log: CommandLog): CommandSpec {
  return command({
    ...COMMON,
    name: 'LEN',
    summary: 'Answers how many entries the slow log has.',
    complexity: 'O(1)',
    arity: 2,
    hints: ['request_policy:all_nodes', 'response_policy:agg_sum', 'nondeterministic_output'],
    handler: ({ reply }) => reply.integer(log.length),
  });
}

function reset(log: CommandLog): CommandSpec {
  return command({
    ...COMMON,
    name: 'RESET',
    summary: 'Empties the slow log.',
    complexity: 'O(N) where N is the number of entries in the slowlog',
    arity: 2,
    hints: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
    handler({ reply }) {
      log.clear();
      reply.ok();
    },
  });
}

const help = helpCommand('SLOWLOG', HELP, { group: 'server', since: '6.2.0' });
