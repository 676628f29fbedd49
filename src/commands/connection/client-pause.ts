import { keyword } from '../../execution/args.ts';
import type { Args } from '../../execution/args.ts';
import type { Clients } from '../../execution/clients.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { readDeadline } from '../../execution/deadline.ts';
import type { ClientPause } from '../../execution/pause.ts';
import { PAUSE_MODE, UNBLOCK_REASON, unknownSubcommandOrArity } from '../../resp/reply-errors.ts';

const FLAGS = ['admin', 'noscript', 'loading', 'stale'] as const;
const WRITE = keyword('WRITE');
const ALL = keyword('ALL');
const TIMEOUT = keyword('TIMEOUT');
const ERROR = keyword('ERROR');

export function clientPause(pause: ClientPause): CommandSpec {
  return command({
    name: 'PAUSE',
    group: 'connection',
    since: '3.0.0',
    summary: 'Lets no command run for a while, or none that writes.',
    complexity: 'O(1)',
    syntax: 'timeout:integer mode=[WRITE | ALL]^6.2.0',
    arity: -3,
    flags: FLAGS,
    history: [['6.2.0', 'A mode: only what writes may be paused.']],
    handler({ args, keyspace, reply }) {
      if (args.count > 4) throw unknownSubcommandOrArity(args.latin1At(1), 'CLIENT');
      const all = args.count === 3 || readMode(args);
      const untilMs = readDeadline(args, keyspace.nowMs);
      pause.pause(untilMs, all);
      reply.ok();
    },
  });
}

export function clientUnpause(pause: ClientPause): CommandSpec {
  return command({
    name: 'UNPAUSE',
    group: 'connection',
    since: '6.2.0',
    summary: 'Ends a pause of commands.',
    complexity: 'O(N) Where N is the number of paused clients',
    arity: 2,
    flags: FLAGS,
    handler({ reply }) {
      pause.lift();
      reply.ok();
    },
  });
}

/** Ends the waiting of a client in a blocking command; answers false where it waits in none. */
export type Unblock = (id: number, withError: boolean) => boolean;

export function clientUnblock(clients: Clients, unblock: Unblock): CommandSpec {
  return command({
    name: 'UNBLOCK',
    group: 'connection',
    since: '5.0.0',
    summary: 'Ends the waiting of a connection in a blocking command.',
    complexity: 'O(log N) where N is the number of client connections',
    syntax: 'client-id:integer unblock-type=[TIMEOUT | ERROR]',
    arity: -3,
    flags: FLAGS,
    handler({ args, countFailure, reply }) {
      if (args.count > 4) throw unknownSubcommandOrArity(args.latin1At(1), 'CLIENT');
      const withError = args.count === 4 && readReason(args);
      const id = args.integer();
      const isUnblocked = clients.get(id) !== undefined && unblock(id, withError);
      if (isUnblocked && withError) countFailure();
      reply.integer(isUnblocked ? 1 : 0);
    },
  });
}

function readMode(args: Args): boolean {
  if (args.is(3, ALL)) return true;
  if (args.is(3, WRITE)) return false;
  throw PAUSE_MODE;
}

function readReason(args: Args): boolean {
  if (args.is(3, ERROR)) return true;
  if (args.is(3, TIMEOUT)) return false;
  throw UNBLOCK_REASON;
}
