import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, index, integer, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';
import { milliseconds, seconds, unixMilliseconds, unixSeconds } from './string-commands.ts';

const database = fc.oneof(
  { weight: 6, arbitrary: oneOf('0', '1', '2') },
  { weight: 1, arbitrary: oneOf('15', '16', '-1', '99999999999', 'abc', '', '1.5', '9223372036854775808') },
);

const conditions = options(command(oneOf('NX', 'XX')), command(oneOf('GT', 'LT')), command(oneOf('NX', 'GT', 'bogus')));

const pattern = oneOf(
  ...[
    '*',
    'k*',
    'k?',
    'k[12]',
    'k[^1]',
    'k[1-2]',
    '[',
    'k[',
    'k[1',
    'k\\1',
    '\\',
    '',
    '??',
    '*1',
    'k[2-1]',
    'K*',
    'k\\[1\\]*',
  ],
  ...['***********k', 'a:*', 'k[1]\\*\\?\\\\', '[]', 'k[]', 'k[\\1]', '*\xff*', 'k'.repeat(300)],
);

const scanOptions = options(
  command('MATCH', pattern),
  command('COUNT', fc.oneof(oneOf('1000', '1000', '1000', '0', '-1', 'abc', '9223372036854775807'))),
  command('TYPE', oneOf('string', 'STRING', 'list', 'hash', 'set', 'zset', 'stream')),
);

export const keyCommands: readonly Arbitrary<CommandArgs>[] = [
  command('SET', key, value),
  command('SET', key, value, 'EX', seconds),
  command('MSET', repeated(1, 4, key, value)),
  command('GET', key),
  command('DEL', repeated(1, 3, key)),
  command('UNLINK', repeated(1, 3, key)),
  command('EXISTS', repeated(1, 4, key)),
  command('TOUCH', repeated(1, 4, key)),
  command('TYPE', key),
  command('KEYS', pattern),
  command('SCAN', oneOf('0', '0', '0', 'abc', '18446744073709551616'), scanOptions),
  command('RANDOMKEY'),
  command('RENAME', key, key),
  command('RENAMENX', key, key),
  command('COPY', key, key, options(command('DB', database), command('REPLACE'))),
  command('MOVE', key, database),
  command('SELECT', database),
  command('SWAPDB', database, database),
  command('EXPIRE', key, seconds, conditions),
  command('PEXPIRE', key, milliseconds, conditions),
  command('EXPIREAT', key, unixSeconds, conditions),
  command('PEXPIREAT', key, unixMilliseconds, conditions),
  command('TTL', key),
  command('PTTL', key),
  command('EXPIRETIME', key),
  command('PEXPIRETIME', key),
  command('PERSIST', key),
  command('OBJECT', oneOf('ENCODING', 'REFCOUNT', 'IDLETIME', 'FREQ', 'HELP', 'bogus'), key),
  command('OBJECT', oneOf('ENCODING', 'REFCOUNT', 'HELP')),
  command('DBSIZE'),
  command('FLUSHDB', optionally(oneOf('ASYNC', 'SYNC', 'bogus'))),
  command('FLUSHALL', optionally(oneOf('ASYNC', 'SYNC', 'bogus'))),
  command('MEMORY', oneOf('USAGE'), key, optionally('SAMPLES', index)),
  command('INCRBY', key, integer),
  command('APPEND', key, value),
  command('SETRANGE', key, oneOf('0', '5', '50'), value),
  command('GETEX', key, optionally(oneOf('PERSIST'))),
];
