import type { Args } from '../../execution/args.ts';
import type { Client } from '../../execution/client.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { NO_PASSWORD_SET, SYNTAX, WRONG_PASS } from '../../resp/reply-errors.ts';
import type { Authentication } from './authentication.ts';
import { DEFAULT_USER } from './authentication.ts';

export function authCommand(authentication: Authentication): CommandSpec {
  return command({
    name: 'AUTH',
    group: 'connection',
    since: '1.0.0',
    summary: 'Proves who the client is.',
    complexity: 'O(N) where N is the number of passwords defined for the user',
    syntax: '[username^6.0.0] password',
    arity: -2,
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    history: [['6.0.0', 'Takes a user name before the password.']],
    secrets: ({ count }) => Array.from({ length: count - 1 }, (_, i) => i + 1),
    handler({ args, client, reply }) {
      if (args.count > 3) throw SYNTAX;
      if (args.count === 2 && !authentication.required) throw NO_PASSWORD_SET;
      const user = args.count === 3 ? args.latin1() : DEFAULT_USER;
      authenticate(authentication, client, user, args);
      reply.ok();
    },
  });
}

/** Lets the client in as `user` when the next argument is its password. Throws WRONG_PASS. */
export function authenticate(authentication: Authentication, client: Client, user: string, args: Args): void {
  const index = args.next();
  const start = args.at(index);
  const password = args.bytes.u8.subarray(start, start + args.length(index));
  if (!authentication.accepts(user, password)) throw WRONG_PASS;
  client.user = user;
  client.authenticated = true;
}
