import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Client } from '../../execution/client.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { ArgumentVector } from '../../resp/argument-vector.ts';
import { HELLO_NEEDS_AUTH, INVALID_PROTOCOL_VERSION, NO_PROTO, ReplyError } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { authenticate } from './auth.ts';
import type { Authentication } from './authentication.ts';
import { requireClientName } from './client-attributes.ts';

/** What HELLO says of the server. */
export interface ServerIdentity {
  /** The Redis release that it behaves as. */
  readonly version: string;
  readonly mode: 'standalone' | 'cluster' | 'sentinel';
  readonly role: 'master' | 'replica';
}

const AUTH = keyword('AUTH');
const SETNAME = keyword('SETNAME');

/** What a request asks for: everything is read, and found well-formed, before anything is done. */
interface Greeting {
  readonly protocol: number;
  /** Index of the user's name, with the password behind it. */
  readonly userAt: number;
  readonly name: string | undefined;
}

export function helloCommand(authentication: Authentication, identity: ServerIdentity): CommandSpec {
  return command({
    name: 'HELLO',
    group: 'connection',
    since: '6.0.0',
    summary: 'Agrees on the protocol and says who is who.',
    complexity: 'O(1)',
    syntax: 'arguments=[protover:integer [AUTH auth=<username password>] [SETNAME clientname]]',
    arity: -1,
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    history: [['6.2.0', 'The protocol may be left out, which only asks for the reply.']],
    secrets: secretsOf,
    handler({ args, client, reply }) {
      const greeting = readGreeting(args);
      if (greeting.userAt > 0) {
        args.seek(greeting.userAt);
        authenticate(authentication, client, args.latin1(), args);
      }
      if (!client.authenticated) throw HELLO_NEEDS_AUTH;

      if (greeting.name !== undefined) client.name = greeting.name;
      if (greeting.protocol !== 0) client.protocol = greeting.protocol;
      client.refreshRefusals();
      introduce(reply, client, identity);
    },
  });
}

/** User and password behind each AUTH, as far as the options can be told from their values. */
function secretsOf({ count, bytes, starts, lengths }: ArgumentVector): readonly number[] {
  const secrets: number[] = [];
  for (let i = 2; i + 2 < count; i++) {
    const word = bytes.latin1(starts[i], starts[i] + Math.min(lengths[i], 8)).toUpperCase();
    if (word === 'SETNAME') i++;
    if (word !== 'AUTH') continue;
    secrets.push(i + 1, i + 2);
    i += 2;
  }
  return secrets;
}

function readGreeting(args: Args): Greeting {
  const protocol = args.remaining > 0 ? readProtocol(args) : 0;
  let userAt = 0;
  let name: string | undefined;
  while (args.remaining > 0) {
    const option = args.next();
    if (args.is(option, AUTH) && args.remaining >= 2) {
      userAt = args.next();
      args.next();
    } else if (args.is(option, SETNAME) && args.remaining >= 1) {
      name = requireClientName(args.latin1());
    } else {
      throw unknownOption(args.latin1At(option));
    }
  }
  return { protocol, userAt, name };
}

function readProtocol(args: Args): number {
  const protocol = args.integer(INVALID_PROTOCOL_VERSION);
  if (protocol < 2 || protocol > 3) throw NO_PROTO;
  return protocol;
}

function introduce(reply: ReplyWriter, client: Client, { version, mode, role }: ServerIdentity): void {
  reply.protocol = client.protocol;
  reply.map(7);
  reply.bulkLatin1('server');
  reply.bulkLatin1('redis');
  reply.bulkLatin1('version');
  reply.bulkLatin1(version);
  reply.bulkLatin1('proto');
  reply.integer(client.protocol);
  reply.bulkLatin1('id');
  reply.integer(client.id);
  reply.bulkLatin1('mode');
  reply.bulkLatin1(mode);
  reply.bulkLatin1('role');
  reply.bulkLatin1(role);
  reply.bulkLatin1('modules');
  reply.array(0);
}

function unknownOption(option: string): ReplyError {
  return new ReplyError(`ERR Syntax error in HELLO option '${option.split('\0', 1)[0]}'`);
}
