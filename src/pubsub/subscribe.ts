import type { Client } from '../execution/client.ts';
import type { CommandSpec } from '../execution/command.ts';
import { command } from '../execution/command.ts';
import type { Context } from '../execution/context.ts';
import type { KeySpec } from '../execution/key-specs.ts';
import { keysFrom } from '../execution/key-specs.ts';
import type { Bytes } from '../memory/bytes.ts';
import { subscribeDenied } from '../resp/reply-errors.ts';
import { Confirmation, WORDS } from './messages.ts';
import type { PubSub } from './pubsub.ts';
import type { Kind } from './subscriber.ts';

const FLAGS = ['pubsub', 'noscript', 'loading', 'stale'] as const;
const SHARD_CHANNELS: readonly KeySpec[] = [keysFrom(1, -1, 1, 'not_key')];

/** One kind of subscription: the pair of commands that begins and ends it. */
interface Pair {
  readonly kind: Kind;
  readonly since: string;
  readonly argument: string;
  readonly keys?: readonly KeySpec[];
  readonly names: readonly [string, string];
  readonly words: readonly [Bytes, Bytes];
  readonly summaries: readonly [string, string];
}

const PAIRS: readonly Pair[] = [
  {
    kind: 'channels',
    since: '2.0.0',
    argument: 'channel',
    names: ['SUBSCRIBE', 'UNSUBSCRIBE'],
    words: [WORDS.subscribe, WORDS.unsubscribe],
    summaries: ['Listens to channels.', 'Stops listening to channels, or to all of them.'],
  },
  {
    kind: 'patterns',
    since: '2.0.0',
    argument: 'pattern:pattern',
    names: ['PSUBSCRIBE', 'PUNSUBSCRIBE'],
    words: [WORDS.psubscribe, WORDS.punsubscribe],
    summaries: [
      'Listens to all channels whose names match patterns.',
      'Stops listening to the channels of patterns, or of all of them.',
    ],
  },
  {
    kind: 'shardChannels',
    since: '7.0.0',
    argument: 'shardchannel',
    keys: SHARD_CHANNELS,
    names: ['SSUBSCRIBE', 'SUNSUBSCRIBE'],
    words: [WORDS.ssubscribe, WORDS.sunsubscribe],
    summaries: ['Listens to shard channels.', 'Stops listening to shard channels, or to all of them.'],
  },
];

export function subscriptionCommands(pubsub: PubSub): readonly CommandSpec[] {
  return PAIRS.flatMap((pair) => [subscribe(pubsub, pair), unsubscribe(pubsub, pair)]);
}

function subscribe(pubsub: PubSub, { kind, since, argument, keys, ...pair }: Pair): CommandSpec {
  const [name] = pair.names;
  const [word] = pair.words;
  const denied = subscribeDenied(name);
  return command({
    group: 'pubsub',
    name,
    since,
    summary: pair.summaries[0],
    complexity: 'O(N) in the number of names.',
    syntax: `${argument}...`,
    arity: -2,
    flags: FLAGS,
    keys,
    handler({ args, client, reply }) {
      // A transaction may hold the others, for the sake of clients that have always done so.
      if (client.deniesBlocking && kind === 'shardChannels') throw denied;
      while (args.remaining > 0) {
        const index = args.next();
        const subscribed = pubsub.subscribe(client, kind, args.bytes, args.at(index), args.length(index));
        pubsub.pushes.answer(client, new Confirmation(word, subscribed, countOf(client, kind)), reply);
      }
    },
  });
}

function unsubscribe(pubsub: PubSub, { kind, since, argument, keys, ...pair }: Pair): CommandSpec {
  const [, name] = pair.names;
  const [, word] = pair.words;
  return command({
    group: 'pubsub',
    name,
    since,
    summary: pair.summaries[1],
    complexity: 'O(N) in the number of names.',
    syntax: `[${argument}...]`,
    arity: -1,
    flags: FLAGS,
    keys,
    handler(context) {
      const { args } = context;
      if (args.remaining === 0) leaveAll(pubsub, kind, word, context);
      while (args.remaining > 0) leaveNext(pubsub, kind, word, context);
    },
  });
}

function leaveNext(pubsub: PubSub, kind: Kind, word: Bytes, { args, client, reply }: Context): void {
  const index = args.next();
  pubsub.unsubscribe(client, kind, args.bytes, args.at(index), args.length(index));
  pubsub.pushes.answer(client, new Confirmation(word, args.latin1At(index), countOf(client, kind)), reply);
}

function leaveAll(pubsub: PubSub, kind: Kind, word: Bytes, { client, reply }: Context): void {
  let left = 0;
  pubsub.unsubscribeAll(client, kind, (name) => {
    left++;
    pubsub.pushes.answer(client, new Confirmation(word, name, countOf(client, kind)), reply);
  });
  if (left > 0) return;
  pubsub.pushes.answer(client, new Confirmation(word, undefined, countOf(client, kind)), reply);
}

/** Subscriptions as confirmations count them: to channels and patterns together, or to shard channels. */
function countOf({ subscriptions, shardSubscriptions }: Client, kind: Kind): number {
  return kind === 'shardChannels' ? shardSubscriptions : subscriptions - shardSubscriptions;
}
