import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { REPLY_OFF, REPLY_ON, REPLY_SKIP_NEXT } from '../../execution/client.ts';
import type { Clients } from '../../execution/clients.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { helpCommand } from '../../execution/help.ts';
import type { ClientPause } from '../../execution/pause.ts';
import { ReplyError, SYNTAX } from '../../resp/reply-errors.ts';
import { requireClientName, requirePrintable } from './client-attributes.ts';
import { clientKill } from './client-kill.ts';
import { clientInfoCommand, clientList } from './client-list.ts';
import type { Unblock } from './client-pause.ts';
import { clientPause, clientUnblock, clientUnpause } from './client-pause.ts';
import { clientCaching, clientGetRedir, clientTracking, clientTrackingInfo } from './client-tracking.ts';

const COMMON = { group: 'connection', complexity: 'O(1)' } as const;
const FLAGS = ['noscript', 'loading', 'stale'] as const;
const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const;

const ON = keyword('ON');
const OFF = keyword('OFF');
const SKIP = keyword('SKIP');
const LIB_NAME = keyword('LIB-NAME');
const LIB_VER = keyword('LIB-VER');

/** What CLIENT works on. */
export interface ClientParts {
  readonly clients: Clients;
  readonly pause: ClientPause;
  /** By default nobody waits in a blocking command. */
  readonly unblock?: Unblock;
}

const nobodyWaits = (): boolean => false;

/** CLIENT and its subcommands. */
export function clientCommand({ clients, pause, unblock }: ClientParts): CommandSpec {
  return command({
    ...COMMON,
    name: 'CLIENT',
    since: '2.4.0',
    summary: 'What the server knows of its clients.',
    complexity: 'Depends on subcommand.',
    arity: -2,
    flags: [],
    subcommands: [
      id,
      getName,
      setName,
      setInfo,
      clientInfoCommand,
      clientList(clients),
      clientKill(clients),
      noEvict,
      noTouch,
      replyMode,
      clientPause(pause),
      clientUnpause(pause),
      clientUnblock(clients, unblock ?? nobodyWaits),
      clientTracking(clients),
      clientCaching,
      clientGetRedir,
      clientTrackingInfo,
      help,
    ],
  });
}

const id = command({
  ...COMMON,
  name: 'ID',
  since: '5.0.0',
  summary: "Answers the connection's number.",
  arity: 2,
  flags: FLAGS,
  handler({ client, reply }) {
    reply.integer(client.id);
  },
});

const getName = command({
  ...COMMON,
  name: 'GETNAME',
  since: '2.6.9',
  summary: "Answers the connection's name.",
  arity: 2,
  flags: FLAGS,
  handler({ client, reply }) {
    if (client.name === '') reply.null();
    else reply.bulkLatin1(client.name);
  },
});

const setName = command({
  ...COMMON,
  name: 'SETNAME',
  since: '2.6.9',
  summary: 'Gives the connection a name.',
  syntax: 'connection-name',
  arity: 3,
  flags: FLAGS,
  hints: ALL_NODES,
  handler({ args, client, reply }) {
    client.name = requireClientName(args.latin1());
    reply.ok();
  },
});

const setInfo = command({
  ...COMMON,
  name: 'SETINFO',
  since: '7.2.0',
  summary: 'Notes which client library stands behind the connection.',
  syntax: 'attr=<LIB-NAME libname | LIB-VER libver>',
  arity: 4,
  flags: FLAGS,
  hints: ALL_NODES,
  handler({ args, client, reply }) {
    const attribute = args.next();
    const isName = args.is(attribute, LIB_NAME);
    const shown = args.latin1At(attribute);
    if (!isName && !args.is(attribute, LIB_VER)) throw new ReplyError(`ERR Unrecognized option '${shown}'`);
    const value = requirePrintable(args.latin1(), shown);
    if (isName) client.libName = value;
    else client.libVersion = value;
    reply.ok();
  },
});

const noEvict = command({
  ...COMMON,
  name: 'NO-EVICT',
  since: '7.0.0',
  summary: 'Keeps the connection when clients are disconnected to free memory.',
  syntax: 'enabled=<ON | OFF>',
  arity: 3,
  flags: ['admin', ...FLAGS],
  handler({ args, client, reply }) {
    client.noEvict = readOnOrOff(args);
    reply.ok();
  },
});

const noTouch = command({
  ...COMMON,
  name: 'NO-TOUCH',
  since: '7.2.0',
  summary: "Lets the connection's commands leave no trace in when and how often keys were used.",
  syntax: 'enabled=<ON | OFF>',
  arity: 3,
  flags: FLAGS,
  handler({ args, client, keyspace, reply }) {
    client.noTouch = readOnOrOff(args);
    keyspace.touches = !client.noTouch;
    keyspace.refreshAccess();
    reply.ok();
  },
});

const replyMode = command({
  ...COMMON,
  name: 'REPLY',
  since: '3.2.0',
  summary: 'Whether commands are answered.',
  syntax: 'action=<ON | OFF | SKIP>',
  arity: 3,
  flags: FLAGS,
  handler({ args, client, reply }) {
    const mode = args.next();
    if (args.is(mode, ON)) {
      client.replyMode = REPLY_ON;
      reply.ok();
    } else if (args.is(mode, OFF)) {
      client.replyMode = REPLY_OFF;
    } else if (args.is(mode, SKIP)) {
      if (client.replyMode !== REPLY_OFF) client.replyMode = REPLY_SKIP_NEXT;
    } else {
      throw SYNTAX;
    }
  },
});

function readOnOrOff(args: Args): boolean {
  const value = args.next();
  if (args.is(value, ON)) return true;
  if (args.is(value, OFF)) return false;
  throw SYNTAX;
}

const HELP_LINES: readonly string[] = [
  'CACHING (YES|NO)',
  '    Track the keys of the next request, or not (OPTIN and OPTOUT modes).',
  'GETREDIR',
  "    Answer the number of the connection that gets this one's tracking messages.",
  'GETNAME',
  "    Answer the connection's name.",
  'ID',
  "    Answer the connection's number.",
  'INFO',
  '    Describe this connection.',
  'KILL <ip:port>',
  '    Close the connection from this address.',
  'KILL <option> <value> [<option> <value> [...]]',
  '    Close all connections that every option is true of:',
  '    * ADDR (<ip:port>|<unixsocket>:0)',
  '      They come from this address.',
  '    * LADDR (<ip:port>|<unixsocket>:0)',
  '      They came to this address.',
  '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)',
  '      They are of this type.',
  '    * USER <username>',
  '      They authenticated as this user.',
  '    * SKIPME (YES|NO)',
  '      Spare the connection that asks (default: yes).',
  '    * ID <client-id>',
  '      This connection.',
  '    * MAXAGE <maxage>',
  '      They are at least so many seconds old.',
  'LIST [options ...]',
  '    Describe the connections, one a line:',
  '    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)',
  '      Those of this type.',
  '    * ID <client-id> [<client-id> ...]',
  '      Those with these numbers.',
  'NO-EVICT (ON|OFF)',
  '    Keep this connection when clients are disconnected to free memory.',
  'NO-TOUCH (ON|OFF)',
  '    Leave no trace in when and how often keys were used.',
  'PAUSE <timeout> [WRITE|ALL]',
  '    Let all commands, or those that write, wait for so many milliseconds.',
  'REPLY (ON|OFF|SKIP)',
  '    Answer commands, answer none, or leave out the next answer.',
  'SETINFO <option> <value>',
  '    Note what stands behind the connection:',
  '    * LIB-NAME: the name of the client library.',
  '    * LIB-VER: its version.',
  'SETNAME <name>',
  '    Give the connection a name.',
  'TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]',
  '         [OPTIN] [OPTOUT] [NOLOOP]',
  '    Tell the connection of changes to keys that it has read.',
  'TRACKINGINFO',
  '    Describe that.',
  'UNBLOCK <clientid> [TIMEOUT|ERROR]',
  '    End the waiting of a connection in a blocking command.',
  'UNPAUSE',
  '    End a pause.',
];

const help = helpCommand('CLIENT', HELP_LINES, { group: 'connection', since: '5.0.0' });
