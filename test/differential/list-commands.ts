import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, index, integer, key, oneOf, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Lengths around the bytes at which a listpack or a node is full, and some that fill one in a few steps. */
const lengths = [3, 62, 63, 64, 65, 500, 1000, 2040, 2700, 4082, 4086, 4090, 4096, 8170, 8178, 8185, 8186, 8192, 8193];

const longElement = fc
  .tuple(oneOf('a', 'b', 'c'), fc.constantFrom(...lengths))
  .map(([letter, length]) => letter.repeat(length));

/** A small universe, so that LREM, LPOS and LINSERT find something. */
const element = fc.oneof(
  { weight: 6, arbitrary: oneOf('a', 'b', 'c', '', '0', '7', '-1', '300', '-5000', '70000', '10000000', '007') },
  { weight: 3, arbitrary: longElement },
  { weight: 1, arbitrary: oneOf('5000000000', '-9223372036854775808', '9223372036854775807', '9223372036854775808') },
  { weight: 1, arbitrary: value },
);

const several = fc.oneof(
  { weight: 4, arbitrary: repeated(1, 4, element) },
  { weight: 1, arbitrary: repeated(20, 40, oneOf('a', 'b', 'c', '1', '2', 'x'.repeat(200))) },
);

const position = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -8, max: 8 }).map(String) },
  { weight: 1, arbitrary: index },
);

const count = fc.oneof({ weight: 6, arbitrary: oneOf('0', '1', '2', '3', '10', '-1', '-2') }, integer);

const end = oneOf('LEFT', 'RIGHT');

const positionOptions = options(
  command('RANK', fc.oneof(oneOf('1', '2', '3', '-1', '-2', '0'), integer)),
  command('COUNT', count),
  command('MAXLEN', fc.oneof(oneOf('0', '1', '3', '5', '100'), integer)),
);

export const listCommands: readonly Arbitrary<CommandArgs>[] = [
  ...[command('LPUSH', key, several), command('RPUSH', key, several), command('RPUSH', key, several)],
  command('LPUSHX', key, several),
  command('RPUSHX', key, several),
  command('LPOP', key),
  command('RPOP', key),
  command('LPOP', key, count),
  command('RPOP', key, count),
  command('LLEN', key),
  ...[command('LINDEX', key, position), command('LINDEX', key, position)],
  ...[command('LRANGE', key, position, position), command('LRANGE', key, '0', '-1')],
  ...[command('LSET', key, position, element), command('LSET', key, position, element)],
  command('LINSERT', key, oneOf('BEFORE', 'AFTER'), element, element),
  command('LINSERT', key, oneOf('BEFORE', 'AFTER'), oneOf('a', 'b', '7'), element),
  command('LINSERT', key, oneOf('BEFORE', 'AFTER'), oneOf('a', 'b', '7'), longElement),
  command('LREM', key, count, element),
  command('LTRIM', key, position, position),
  command('LPOS', key, element, positionOptions),
  command('LMOVE', key, key, end, end),
  command('RPOPLPUSH', key, key),
  command('LMPOP', oneOf('1', '2', '2', '3', '0', 'x'), repeated(1, 3, key), end, options(command('COUNT', count))),
  command('LMPOP', '1', key, end, options(command('COUNT', count))),
  command('COPY', key, key, 'REPLACE'),
  command('RENAME', key, key),
  command('DEL', key),
  command('SET', key, 'x'),
  command('TYPE', key),
];

/** How a list is kept, and what decides it. */
export const listLimits: readonly Arbitrary<CommandArgs>[] = [
  command('OBJECT', 'ENCODING', oneOf('k1', 'k2', 'k3')),
  command('OBJECT', 'ENCODING', oneOf('k1', 'k2', 'k3')),
  command('OBJECT', 'ENCODING', oneOf('k1', 'k2', 'k3')),
  command('CONFIG', 'SET', 'list-max-listpack-size', oneOf('-2', '-2', '-1', '-3', '1', '2', '3', '5', '128')),
  command('CONFIG', 'SET', 'list-compress-depth', oneOf('0', '0', '1', '2')),
];
