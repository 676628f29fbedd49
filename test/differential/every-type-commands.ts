import type { Arbitrary } from 'fast-check';
import fc from 'fast-check';
import { command, key, oneOf, optionally, options, repeated } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';
import { milliseconds, seconds } from './string-commands.ts';

/** Commands for keys, over values of every type: few elements and many, made, read, moved about and lost. */
const element = oneOf('a', 'b', 'c', '1', '-7', '', '9223372036854775807', 'x'.repeat(65));
const score = oneOf('0', '1', '-1.5', 'inf', '0.1');
const id = fc.integer({ min: 1, max: 40 }).map((n) => `${n}-1`);
const database = oneOf('0', '1', '2');
/** As many as no listpack and no intset takes. */
const MANY = 600;
const many = (word: (i: number) => string[]): string[] => Array.from({ length: MANY }, (_, i) => word(i)).flat();
const large = (name: string, words: string[]): Arbitrary<CommandArgs> => command(name, key, fc.constant(words));

const makers: readonly Arbitrary<CommandArgs>[] = [
  command('SET', key, element),
  command('RPUSH', key, repeated(1, 4, element)),
  command('SADD', key, repeated(1, 4, element)),
  command('SADD', key, repeated(1, 4, oneOf('1', '2', '3', '70000'))),
  command('ZADD', key, repeated(1, 4, score, element)),
  command('HSET', key, repeated(1, 4, element, element)),
  command('XADD', key, id, repeated(1, 2, element, element)),
  large(
    'RPUSH',
    many((i) => [`element:${i}`, 'v'.repeat(20)]),
  ),
  large(
    'SADD',
    many((i) => [`member:${i}`]),
  ),
  large(
    'ZADD',
    many((i) => [String(i % 7), `member:${i}`]),
  ),
  large(
    'HSET',
    many((i) => [`field:${i}`, String(i)]),
  ),
];

/** What of a value can be compared: all of it where it has an order, else the number of its elements and some of them. */
const readers: readonly Arbitrary<CommandArgs>[] = [
  command('TYPE', key),
  command('OBJECT', 'ENCODING', key),
  command('GET', key),
  command('STRLEN', key),
  command('LRANGE', key, '0', '-1'),
  command('SMEMBERS', key),
  command('ZRANGE', key, '0', '-1', 'WITHSCORES'),
  command('HLEN', key),
  command('HMGET', key, repeated(1, 3, element)),
  command('XRANGE', key, '-', '+'),
  command('TTL', key),
  command('SCAN', '0', options(command('COUNT', '1000')), 'TYPE', oneOf('list', 'set', 'zset', 'hash', 'stream')),
];

export const everyTypeCommands: readonly Arbitrary<CommandArgs>[] = [
  ...makers,
  ...readers,
  command('DEL', repeated(1, 2, key)),
  command('UNLINK', repeated(1, 2, key)),
  command('RENAME', key, key),
  command('RENAMENX', key, key),
  command('COPY', key, key, options(command('DB', database), command('REPLACE'))),
  command('MOVE', key, database),
  command('SELECT', database),
  command('SWAPDB', database, database),
  command('EXPIRE', key, seconds),
  command('PEXPIRE', key, milliseconds),
  command('PERSIST', key),
  command('TOUCH', repeated(1, 3, key)),
  command('OBJECT', 'REFCOUNT', key),
  command('MEMORY', 'USAGE', key, optionally('SAMPLES', oneOf('0', '5'))),
  command('APPEND', key, element),
  command('SETNX', key, element),
  command('GETSET', key, element),
  command('LPOP', key),
  command('SREM', key, element),
  command('ZREM', key, element),
  command('HDEL', key, element),
  command('XDEL', key, id),
  command('DBSIZE'),
  command('FLUSHDB'),
];
