import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Client } from '../../execution/client.ts';
import {
  CLIENT_ID_NOT_POSITIVE,
  MAX_AGE_NOT_AN_INTEGER,
  MAX_AGE_NOT_POSITIVE,
  ReplyError,
  SYNTAX,
} from '../../resp/reply-errors.ts';
import { DEFAULT_USER } from './authentication.ts';

/** Classes of clients, as `client-output-buffer-limit` has them too. */
export type ClientType = 'normal' | 'replica' | 'pubsub' | 'master';

const TYPES: ReadonlyMap<string, ClientType> = new Map([
  ['normal', 'normal'],
  ['slave', 'replica'],
  ['replica', 'replica'],
  ['pubsub', 'pubsub'],
  ['master', 'master'],
]);

export function typeOf(client: Client): ClientType {
  return client.subscriptions > 0 ? 'pubsub' : 'normal';
}

/** The type of this name, in any case. Throws. */
export function readType(name: string): ClientType {
  const type = TYPES.get(name.toLowerCase());
  if (type === undefined) throw new ReplyError(`ERR Unknown client type '${name}'`);
  return type;
}

/** Which clients CLIENT KILL means: those that everything given here is true of. */
export interface ClientFilter {
  id?: number;
  type?: ClientType;
  address?: string;
  localAddress?: string;
  user?: string;
  maxAgeSeconds?: number;
  skipMe: boolean;
}

const ID = keyword('ID');
const TYPE = keyword('TYPE');
const ADDR = keyword('ADDR');
const LADDR = keyword('LADDR');
const USER = keyword('USER');
const SKIPME = keyword('SKIPME');
const MAXAGE = keyword('MAXAGE');
const YES = keyword('YES');
const NO = keyword('NO');

/** Reads `option value` pairs to the end. Throws. */
export function readFilter(args: Args): ClientFilter {
  const filter: ClientFilter = { skipMe: true };
  while (args.remaining > 0) {
    const option = args.next();
    args.need();
    readOption(args, option, filter);
  }
  return filter;
}

function readOption(args: Args, option: number, filter: ClientFilter): void {
  if (args.is(option, ID)) filter.id = readId(args);
  else if (args.is(option, MAXAGE)) filter.maxAgeSeconds = readMaxAge(args);
  else if (args.is(option, TYPE)) filter.type = readType(args.latin1());
  else if (args.is(option, ADDR)) filter.address = args.text();
  else if (args.is(option, LADDR)) filter.localAddress = args.text();
  else if (args.is(option, USER)) filter.user = readUser(args.latin1());
  else if (args.is(option, SKIPME)) filter.skipMe = readYesOrNo(args);
  else throw SYNTAX;
}

export function matches(filter: ClientFilter, client: Client, me: Client, nowMs: number): boolean {
  const { connection } = client;
  const ageSeconds = Math.floor(nowMs / 1000) - Math.floor(client.createdMs / 1000);
  if (filter.address !== undefined && filter.address !== connection.address) return false;
  if (filter.localAddress !== undefined && filter.localAddress !== connection.localAddress) return false;
  if (filter.type !== undefined && filter.type !== typeOf(client)) return false;
  if (filter.id !== undefined && filter.id !== client.id) return false;
  if (filter.user !== undefined && filter.user !== client.user) return false;
  if (filter.skipMe && client === me) return false;
  return filter.maxAgeSeconds === undefined || ageSeconds >= filter.maxAgeSeconds;
}

function readId(args: Args): number {
  return args.integerWithin(1, Infinity, CLIENT_ID_NOT_POSITIVE);
}

function readMaxAge(args: Args): number {
  const seconds = args.integer(MAX_AGE_NOT_AN_INTEGER);
  if (seconds <= 0) throw MAX_AGE_NOT_POSITIVE;
  return seconds;
}

function readUser(name: string): string {
  if (name !== DEFAULT_USER) throw new ReplyError(`ERR No such user '${name}'`);
  return name;
}

function readYesOrNo(args: Args): boolean {
  const value = args.next();
  if (args.is(value, YES)) return true;
  if (args.is(value, NO)) return false;
  throw SYNTAX;
}
