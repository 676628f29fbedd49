import { command } from '../execution/command.ts';
import type { CommandSpec } from '../execution/command.ts';
import { ReplyError } from '../resp/reply-errors.ts';
import type { Monitors } from './monitors.ts';

const DENIED = new ReplyError("ERR MONITOR isn't allowed for DENY BLOCKING client");

export function monitorCommand(monitors: Monitors): CommandSpec {
  return command({
    name: 'MONITOR',
    group: 'server',
    since: '1.0.0',
    summary: 'Shows every command that the server executes from now on.',
    complexity: 'O(1)',
    arity: 1,
    flags: ['admin', 'noscript', 'loading', 'stale'],
    handler({ client, reply }) {
      if (client.deniesBlocking) throw DENIED;
      // Whoever monitors already gets no second reply, as from Redis.
      if (client.monitors) return;
      monitors.add(client);
      reply.ok();
    },
  });
}
