import type { CommandSpec } from '../execution/command.ts';
import { command } from '../execution/command.ts';
import type { Context } from '../execution/context.ts';
import { helpCommand } from '../execution/help.ts';
import { unknownSubcommandOrArity } from '../resp/reply-errors.ts';
import { globMatch } from '../util/glob.ts';
import type { PubSub } from './pubsub.ts';
import type { TopicTable } from './topic-table.ts';

const COMMON = { group: 'pubsub', flags: ['pubsub', 'loading', 'stale'] } as const;

const HELP = [
  'CHANNELS [<pattern>]',
  "    Return the currently active channels matching a <pattern> (default: '*').",
  'NUMPAT',
  '    Return number of subscriptions to patterns.',
  'NUMSUB [<channel> ...]',
  '    Return the number of subscribers for the specified channels, excluding',
  '    pattern subscriptions(default: no channels).',
  'SHARDCHANNELS [<pattern>]',
  "    Return the currently active shard level channels matching a <pattern> (default: '*').",
  'SHARDNUMSUB [<shardchannel> ...]',
  '    Return the number of subscribers for the specified shard level channel(s)',
];

/** PUBSUB: what is listened to, and by how many. */
export function pubsubCommand({ channels, patterns, shardChannels }: PubSub): CommandSpec {
  return command({
    name: 'PUBSUB',
    group: 'pubsub',
    since: '2.8.0',
    summary: 'Holds the commands that tell of channels and who listens to them.',
    complexity: 'Depends on the subcommand.',
    arity: -2,
    flags: [],
    subcommands: [
      listCommand(channels, 'CHANNELS', '2.8.0', 'channels'),
      countCommand(channels, 'NUMSUB', '2.8.0', 'channel'),
      numpat(patterns),
      listCommand(shardChannels, 'SHARDCHANNELS', '7.0.0', 'shard channels'),
      countCommand(shardChannels, 'SHARDNUMSUB', '7.0.0', 'shardchannel'),
      help,
    ],
  });
}

function listCommand(table: TopicTable, name: string, since: string, what: string): CommandSpec {
  return command({
    ...COMMON,
    name,
    since,
    summary: `Lists the ${what} that anybody listens to.`,
    complexity: `O(N) in the number of ${what}, for a pattern of ordinary length.`,
    syntax: '[pattern:pattern]',
    arity: -2,
    handler(context) {
      const { args } = context;
      if (args.count > 3) throw unknownSubcommandOrArity(args.latin1At(1), 'PUBSUB');
      replyNames(context, table, args.remaining > 0 ? args.next() : 0);
    },
  });
}

/** @param pattern index of the pattern among the arguments; 0 for none */
function replyNames({ args, reply }: Context, table: TopicTable, pattern: number): void {
  let names = Array.from(table, (topic) => topic.name);
  if (pattern > 0) {
    const { u8 } = args.bytes;
    const start = args.at(pattern);
    const end = start + args.length(pattern);
    names = names.filter((name) => globMatch(u8, start, end, Buffer.from(name, 'latin1'), 0, name.length, false));
  }
  reply.array(names.length);
  for (const name of names) reply.bulkLatin1(name);
}

function countCommand(table: TopicTable, name: string, since: string, argument: string): CommandSpec {
  return command({
    ...COMMON,
    name,
    since,
    summary: 'Tells how many clients listen to each of the names.',
    complexity: 'O(N) in the number of names.',
    syntax: `[${argument}...]`,
    arity: -2,
    handler({ args, reply }) {
      reply.array(args.remaining * 2);
      while (args.remaining > 0) {
        const index = args.next();
        reply.bulk(args.bytes, args.at(index), args.length(index));
        reply.integer(table.find(args.bytes, args.at(index), args.length(index))?.receivers.length ?? 0);
      }
    },
  });
}

function numpat(patterns: TopicTable): CommandSpec {
  return command({
    ...COMMON,
    name: 'NUMPAT',
    since: '2.8.0',
    summary: 'Tells how many different patterns anybody listens to.',
    complexity: 'O(1)',
    arity: 2,
    handler({ reply }) {
      reply.integer(patterns.size);
    },
  });
}

const help = helpCommand('PUBSUB', HELP, { group: 'pubsub', since: '6.2.0' });
