import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { helpCommand } from '../../execution/help.ts';
import { MODULE_NOT_LOADED, NO_SUCH_MODULE } from '../../resp/reply-errors.ts';
import type { Logger } from '../../util/logger.ts';

/**
 * MODULE on a server that has none and can load none: a module of Redis is machine code that calls into redis-server.
 * Admission refuses the subcommands that load, unless `enable-module-command` permits them.
 */
const LOADING_FLAGS = ['no_async_loading', 'admin', 'noscript', 'protected'] as const;

const HELP = [
  'LIST',
  '    Return a list of loaded modules.',
  'LOAD <path> [<arg> ...]',
  '    Load a module library from <path>, passing to it any optional arguments.',
  'LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]',
  '    Load a module library from <path>, while passing it module configurations and optional arguments.',
  'UNLOAD <name>',
  '    Unload a module.',
];

const list = command({
  name: 'LIST',
  group: 'server',
  since: '4.0.0',
  summary: 'Lists the modules that are loaded.',
  complexity: 'O(N) in the number of modules.',
  arity: 2,
  flags: ['admin', 'noscript'],
  hints: ['nondeterministic_output_order'],
  handler({ reply }) {
    reply.array(0);
  },
});

const help = helpCommand('MODULE', HELP, { group: 'server', since: '5.0.0' });

const unload = command({
  name: 'UNLOAD',
  group: 'server',
  since: '4.0.0',
  summary: 'Unloads a module.',
  complexity: 'O(1)',
  syntax: 'name',
  arity: 3,
  flags: LOADING_FLAGS,
  handler() {
    throw NO_SUCH_MODULE;
  },
});

export function moduleCommand(log: Pick<Logger, 'warning'>): CommandSpec {
  const handler: CommandSpec['handler'] = ({ args }) => {
    log.warning(`Module ${args.text()} failed to load: modules of redis-server cannot run in this server`);
    throw MODULE_NOT_LOADED;
  };
  const load = command({
    name: 'LOAD',
    group: 'server',
    since: '4.0.0',
    summary: 'Loads a module.',
    complexity: 'O(1)',
    syntax: 'path [arg...]',
    arity: -3,
    flags: LOADING_FLAGS,
    handler,
  });
  const loadex = command({
    ...load,
    name: 'LOADEX',
    since: '7.0.0',
    summary: 'Loads a module with parameters of its own.',
    syntax: 'path [CONFIG configs=<name value>]... [ARGS args...]',
  });
  return command({
    name: 'MODULE',
    group: 'server',
    since: '4.0.0',
    summary: 'Holds the commands about modules.',
    complexity: 'Depends on the subcommand.',
    arity: -2,
    flags: [],
    subcommands: [help, list, load, loadex, unload],
  });
}
