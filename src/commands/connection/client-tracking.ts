import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Clients } from '../../execution/clients.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import {
  CACHING_WITHOUT_TRACKING,
  NO_REDIRECTION_TARGET,
  ONE_REDIRECTION,
  OPT_WITH_BCAST,
  OPTIN_WITH_OPTOUT,
  PREFIX_WITHOUT_BCAST,
  ReplyError,
  SYNTAX,
} from '../../resp/reply-errors.ts';

/** Client-side caching, as far as it can be asked about: no client's reads are tracked, and to ask for that is refused. */

const COMMON = { group: 'connection', complexity: 'O(1)', flags: ['noscript', 'loading', 'stale'] } as const;
const ON = keyword('ON');
const OFF = keyword('OFF');
const REDIRECT = keyword('REDIRECT');
const PREFIX = keyword('PREFIX');
const BCAST = keyword('BCAST');
const OPTIN = keyword('OPTIN');
const OPTOUT = keyword('OPTOUT');
const NOLOOP = keyword('NOLOOP');

const NOT_SUPPORTED = new ReplyError('ERR Client tracking is not supported by this version of the server');

export function clientTracking(clients: Clients): CommandSpec {
  return command({
    ...COMMON,
    name: 'TRACKING',
    since: '6.0.0',
    summary: 'Tells the connection of changes to keys that it has read.',
    complexity: 'O(1). Some options may introduce additional complexity.',
    syntax: 'status=<ON | OFF> [REDIRECT client-id:integer] [PREFIX prefix]... [BCAST] [OPTIN] [OPTOUT] [NOLOOP]',
    arity: -3,
    handler({ args, reply }) {
      const status = args.next();
      const options = readOptions(args, clients);
      if (args.is(status, ON)) {
        requireCompatible(options);
        throw NOT_SUPPORTED;
      }
      if (!args.is(status, OFF)) throw SYNTAX;
      reply.ok();
    },
  });
}

interface TrackingOptions {
  redirect: number;
  readonly prefixes: string[];
  bcast: boolean;
  optin: boolean;
  optout: boolean;
}

function readOptions(args: Args, clients: Clients): TrackingOptions {
  const options: TrackingOptions = { redirect: 0, prefixes: [], bcast: false, optin: false, optout: false };
  while (args.remaining > 0) {
    const option = args.next();
    if (args.is(option, REDIRECT) && args.remaining > 0) options.redirect = readTarget(args, clients, options.redirect);
    else if (args.is(option, PREFIX) && args.remaining > 0) options.prefixes.push(args.latin1());
    else if (args.is(option, BCAST)) options.bcast = true;
    else if (args.is(option, OPTIN)) options.optin = true;
    else if (args.is(option, OPTOUT)) options.optout = true;
    else if (!args.is(option, NOLOOP)) throw SYNTAX;
  }
  return options;
}

function readTarget(args: Args, clients: Clients, former: number): number {
  if (former !== 0) throw ONE_REDIRECTION;
  const id = args.integer();
  if (clients.get(id) === undefined) throw NO_REDIRECTION_TARGET;
  return id;
}

function requireCompatible({ prefixes, bcast, optin, optout }: TrackingOptions): void {
  if (prefixes.length > 0 && !bcast) throw PREFIX_WITHOUT_BCAST;
  if (bcast && (optin || optout)) throw OPT_WITH_BCAST;
  if (optin && optout) throw OPTIN_WITH_OPTOUT;
  for (const [i, prefix] of prefixes.entries()) {
    const other = prefixes.slice(i + 1).find((later) => later.startsWith(prefix) || prefix.startsWith(later));
    if (other !== undefined) throw overlap(prefix, other);
  }
}

function overlap(prefix: string, other: string): ReplyError {
  return new ReplyError(
    `ERR Prefix '${prefix}' overlaps with another provided prefix '${other}'. Prefixes for a single client must not ` +
      'overlap.',
  );
}

export const clientCaching = command({
  ...COMMON,
  name: 'CACHING',
  since: '6.0.0',
  summary: 'Whether the keys of the next request are tracked.',
  syntax: 'mode=<YES | NO>',
  arity: 3,
  handler() {
    throw CACHING_WITHOUT_TRACKING;
  },
});

export const clientGetRedir = command({
  ...COMMON,
  name: 'GETREDIR',
  since: '6.0.0',
  summary: "Answers the number of the connection that gets this one's tracking messages.",
  arity: 2,
  handler({ reply }) {
    reply.integer(-1);
  },
});

export const clientTrackingInfo = command({
  ...COMMON,
  name: 'TRACKINGINFO',
  since: '6.2.0',
  summary: 'Describes how the keys that the connection reads are tracked.',
  arity: 2,
  handler({ reply }) {
    reply.map(3);
    reply.bulkLatin1('flags');
    reply.set(1);
    reply.bulkLatin1('off');
    reply.bulkLatin1('redirect');
    reply.integer(-1);
    reply.bulkLatin1('prefixes');
    reply.array(0);
  },
});
