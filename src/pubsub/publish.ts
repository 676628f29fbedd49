import type { CommandSpec } from '../execution/command.ts';
import { command } from '../execution/command.ts';
import { keyAt } from '../execution/key-specs.ts';
import type { PubSub } from './pubsub.ts';

const COMMON = { group: 'pubsub', arity: 3, flags: ['pubsub', 'loading', 'stale', 'fast', 'may_replicate'] } as const;

export function publishCommands(pubsub: PubSub): readonly CommandSpec[] {
  return [publish(pubsub), spublish(pubsub)];
}

function publish(pubsub: PubSub): CommandSpec {
  return command({
    ...COMMON,
    name: 'PUBLISH',
    since: '2.0.0',
    summary: 'Sends a message to everybody who listens to a channel.',
    complexity: 'O(N+M), N being the clients that listen to the channel and M all patterns that anybody listens to.',
    syntax: 'channel message',
    handler({ args, reply }) {
      const channel = args.next();
      const text = args.next();
      const { bytes } = args;
      reply.integer(
        pubsub.publish(bytes, args.at(channel), args.length(channel), bytes, args.at(text), args.length(text)),
      );
    },
  });
}

function spublish(pubsub: PubSub): CommandSpec {
  return command({
    ...COMMON,
    name: 'SPUBLISH',
    since: '7.0.0',
    summary: 'Sends a message to everybody who listens to a shard channel.',
    complexity: 'O(N) in the number of clients that listen to the shard channel.',
    syntax: 'shardchannel message',
    keys: [keyAt(1, 'not_key')],
    handler({ args, reply }) {
      const channel = args.next();
      const text = args.next();
      const { bytes } = args;
      reply.integer(
        pubsub.publishToShard(bytes, args.at(channel), args.length(channel), bytes, args.at(text), args.length(text)),
      );
    },
  });
}
