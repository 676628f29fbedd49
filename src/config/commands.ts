import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import { helpCommand } from '../execution/help.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import { ReplyError, SYNTAX } from '../resp/reply-errors.ts';
import type { Config, ConfigPair } from './config.ts';
import { isLocal } from './protected-commands.ts';
import { rewriteConfigFile } from './rewrite.ts';

export interface ConfigCommandParts {
  readonly config: Config;
  /** Sets all counters of INFO back to nothing. */
  resetStatistics(): void;
  isLoading(): boolean;
}

const COMMON = { group: 'server', flags: ['admin', 'noscript', 'loading', 'stale'] } as const;
const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const;

/** CONFIG and its subcommands. */
export function configCommands(parts: ConfigCommandParts): readonly CommandSpec[] {
  const { config } = parts;
  const container = command({
    name: 'CONFIG',
    group: 'server',
    since: '2.0.0',
    summary: 'Reads and changes the configuration.',
    complexity: 'Depends on subcommand.',
    arity: -2,
    flags: [],
    subcommands: [getParameters(config), setParameters(parts), resetStat(parts), rewrite(config), help],
  });
  return [container];
}

function getParameters(config: Config): CommandSpec {
  return command({
    ...COMMON,
    name: 'GET',
    since: '2.0.0',
    summary: 'Answers the values of parameters.',
    complexity: 'O(N) when N is the number of configuration parameters provided',
    syntax: 'parameter...',
    arity: -3,
    history: [['7.0.0', 'Takes several patterns.']],
    handler({ args, reply }) {
      const patterns: string[] = [];
      while (args.remaining > 0) patterns.push(args.latin1());
      const found = config.matching(patterns);
      reply.map(found.length);
      for (const [name, value] of found) {
        reply.bulkLatin1(name);
        reply.bulkLatin1(value);
      }
    },
  });
}

function setParameters({ config, isLoading }: ConfigCommandParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'SET',
    since: '2.0.0',
    summary: 'Changes parameters, all of them or none.',
    complexity: 'O(N) when N is the number of configuration parameters provided',
    syntax: '<parameter value>...',
    arity: -4,
    history: [['7.0.0', 'Takes several parameters.']],
    hints: ALL_NODES,
    secrets: (request) => sensitiveValues(config, request),
    handler({ args, client, reply }) {
      if (args.remaining % 2 !== 0) throw SYNTAX;
      const pairs: ConfigPair[] = [];
      while (args.remaining > 0) pairs.push([args.latin1(), args.latin1()]);
      const refusal = config.set(pairs, { local: isLocal(client), loading: isLoading() });
      if (refusal !== undefined) throw new ReplyError(refusal);
      reply.ok();
    },
  });
}

/** Indexes of the values that CONFIG SET is given for sensitive parameters. */
function sensitiveValues(config: Config, { count, bytes, starts, lengths }: ArgumentVector): readonly number[] {
  const indexes: number[] = [];
  for (let i = 2; i + 1 < count; i += 2) {
    if (config.isSensitive(bytes.latin1(starts[i], starts[i] + lengths[i]))) indexes.push(i + 1);
  }
  return indexes;
}

function resetStat(parts: ConfigCommandParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'RESETSTAT',
    since: '2.0.0',
    summary: 'Sets the counters of INFO back to nothing.',
    complexity: 'O(1)',
    arity: 2,
    hints: ALL_NODES,
    handler({ reply }) {
      parts.resetStatistics();
      reply.ok();
    },
  });
}

function rewrite(config: Config): CommandSpec {
  return command({
    ...COMMON,
    name: 'REWRITE',
    since: '2.8.0',
    summary: 'Writes the present values into the configuration file.',
    complexity: 'O(1)',
    arity: 2,
    hints: ALL_NODES,
    handler({ reply }) {
      const refusal = rewriteConfigFile(config);
      if (refusal !== undefined) throw new ReplyError(refusal);
      reply.ok();
    },
  });
}

const help = helpCommand(
  'CONFIG',
  [
    'GET <pattern> [<pattern> ...]',
    '    Answer the parameters that match a pattern, with their values.',
    'SET <parameter> <value> [<parameter> <value> ...]',
    '    Give parameters new values.',
    'RESETSTAT',
    '    Set the counters of INFO back to nothing.',
    'REWRITE',
    '    Write the present values into the configuration file.',
  ],
  { group: 'server', since: '5.0.0' },
);
