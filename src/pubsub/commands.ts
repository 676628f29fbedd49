import type { CommandSpec } from '../execution/command.ts';
import { pubsubCommand } from './introspection.ts';
import { publishCommands } from './publish.ts';
import type { PubSub } from './pubsub.ts';
import { subscriptionCommands } from './subscribe.ts';

export function pubsubCommands(pubsub: PubSub): readonly CommandSpec[] {
  return [...subscriptionCommands(pubsub), ...publishCommands(pubsub), pubsubCommand(pubsub)];
}
