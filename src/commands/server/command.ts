import type { Args } from '../../execution/args.ts';
import type { CommandEntry } from '../../execution/command-entry.ts';
import type { CommandTable } from '../../execution/command-table.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { helpCommand } from '../../execution/help.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { replyCommandDocs } from './command-docs.ts';
import { readCommandFilter } from './command-filter.ts';
import { replyCommandInfo, replyKeyFlags } from './command-info.ts';
import { readRequestKeys } from './command-keys.ts';

/** Where the table is found once it stands: it is built over the commands that describe it. */
export interface TableHolder {
  readonly table: CommandTable;
}

const COMMON = { group: 'server', flags: ['loading', 'stale'], categories: ['connection'] } as const;
const ANY_ORDER = ['nondeterministic_output_order'] as const;

/** COMMAND and its subcommands, which describe all commands from their declarations. */
export function commandCommand(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'COMMAND',
    since: '2.8.13',
    summary: 'Describes all commands.',
    complexity: 'O(N) where N is the total number of Redis commands',
    arity: -1,
    hints: ANY_ORDER,
    subcommands: [
      count(holder),
      docs(holder),
      getKeys(holder),
      getKeysAndFlags(holder),
      info(holder),
      list(holder),
      help,
    ],
    handler({ reply }) {
      replyAllInfo(reply, holder.table);
    },
  });
}

function count(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'COUNT',
    since: '2.8.13',
    summary: 'Answers how many commands there are.',
    complexity: 'O(1)',
    arity: 2,
    handler({ reply }) {
      reply.integer(holder.table.size);
    },
  });
}

function info(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'INFO',
    since: '2.8.13',
    summary: 'Describes commands as programs need it.',
    complexity: 'O(N) where N is the number of commands to look up',
    syntax: '[command-name...]',
    arity: -2,
    history: [['7.0.0', 'Without a name it describes all commands.']],
    hints: ANY_ORDER,
    handler({ args, reply }) {
      if (args.remaining === 0) {
        replyAllInfo(reply, holder.table);
        return;
      }
      reply.array(args.remaining);
      while (args.remaining > 0) replyCommandInfo(reply, holder.table.get(args.latin1().toLowerCase()));
    },
  });
}

function docs(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'DOCS',
    since: '7.0.0',
    summary: 'Describes commands as people need it.',
    complexity: 'O(N) where N is the number of commands to look up',
    syntax: '[command-name...]',
    arity: -2,
    hints: ANY_ORDER,
    handler({ args, reply }) {
      const entries = args.remaining === 0 ? [...holder.table.entries] : readEntries(args, holder.table);
      reply.map(entries.length);
      for (const entry of entries) {
        reply.bulkLatin1(entry.name);
        replyCommandDocs(reply, entry);
      }
    },
  });
}

function list(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'LIST',
    since: '7.0.0',
    summary: 'Names commands.',
    complexity: 'O(N) where N is the total number of Redis commands',
    syntax: '[FILTERBY filterby=<MODULE module-name | ACLCAT category | PATTERN pattern:pattern>]',
    arity: -2,
    hints: ANY_ORDER,
    handler({ args, reply }) {
      const names = [...withSubcommands(holder.table)].filter(readCommandFilter(args)).map(({ name }) => name);
      reply.array(names.length);
      for (const name of names) reply.bulkLatin1(name);
    },
  });
}

function getKeys(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'GETKEYS',
    since: '2.8.13',
    summary: 'Finds the keys of a command with its arguments.',
    complexity: 'O(N) where N is the number of arguments to the command',
    syntax: 'command [arg...]',
    arity: -3,
    handler({ args, reply }) {
      const keys = readRequestKeys(args, holder.table);
      reply.array(keys.length);
      for (const { index } of keys) reply.bulk(args.bytes, args.at(index), args.length(index));
    },
  });
}

function getKeysAndFlags(holder: TableHolder): CommandSpec {
  return command({
    ...COMMON,
    name: 'GETKEYSANDFLAGS',
    since: '7.0.0',
    summary: 'Finds the keys of a command with its arguments, and what it does with each.',
    complexity: 'O(N) where N is the number of arguments to the command',
    syntax: 'command [arg...]',
    arity: -3,
    handler({ args, reply }) {
      const keys = readRequestKeys(args, holder.table);
      reply.array(keys.length);
      for (const { index, flags } of keys) {
        reply.array(2);
        reply.bulk(args.bytes, args.at(index), args.length(index));
        replyKeyFlags(reply, flags);
      }
    },
  });
}

const help = helpCommand(
  'COMMAND',
  [
    '(no subcommand)',
    '    Describe all commands.',
    'COUNT',
    '    Answer how many commands there are.',
    'LIST [FILTERBY (MODULE <module-name>|ACLCAT <category>|PATTERN <pattern>)]',
    '    Name all commands, or those that the filter lets through.',
    'INFO [<command-name> ...]',
    '    Describe these commands, or all, as programs need it.',
    'DOCS [<command-name> ...]',
    '    Describe these commands, or all, as people need it.',
    'GETKEYS <full-command>',
    '    Find the keys of a command with its arguments.',
    'GETKEYSANDFLAGS <full-command>',
    '    Find its keys and what it does with each.',
  ],
  { group: 'server', since: '5.0.0', categories: ['connection'] },
);

function replyAllInfo(reply: ReplyWriter, table: CommandTable): void {
  reply.array(table.size);
  for (const entry of table.entries) replyCommandInfo(reply, entry);
}

/** The commands of these names; one that does not exist is left out. */
function readEntries(args: Args, table: CommandTable): readonly CommandEntry[] {
  const entries: CommandEntry[] = [];
  while (args.remaining > 0) {
    const entry = table.get(args.latin1().toLowerCase());
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

function* withSubcommands(table: CommandTable): Generator<CommandEntry> {
  for (const entry of table.entries) {
    yield entry;
    yield* entry.subcommands.values();
  }
}
