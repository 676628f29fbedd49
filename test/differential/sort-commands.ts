import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, index, oneOf, options, repeated } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

const number = fc.oneof(
  { weight: 6, arbitrary: fc.nat(30).map(String) },
  { weight: 2, arbitrary: oneOf('-1', '1.5', '1e3', '007', '+5', '.5', 'inf', '-inf', '9007199254740993') },
);
/** The numbers of older releases, ` 1`, `0x10` and not `1e400`, are left out. */
const word = oneOf('', 'a', 'b', 'B', 'ab', '1 ', 'nan', '1e', '1\x002', '\xff', 'x'.repeat(70));
const element = fc.oneof({ weight: 12, arbitrary: number }, { weight: 1, arbitrary: word });
/** Without NUL bytes: what is the same before one has no order of its own in a sorted set. */
const zsetMember = fc.oneof({ weight: 12, arbitrary: number }, { weight: 1, arbitrary: oneOf('a', 'B', 'ab') });

const pattern = oneOf('w_*', 'h_*->f', 'h_*->f', '*', 'h_*->', 'w_*->f', 'h_*', 'none_*', 'w_*\x00');
const direction = command(oneOf('ASC', 'DESC', 'desc'));
const limit = command('LIMIT', index, index);
/** Mostly fewer than there are. */
const part = command(
  'LIMIT',
  fc.integer({ min: -1, max: 60 }).map(String),
  fc.integer({ min: -1, max: 20 }).map(String),
);
const get = command('GET', fc.oneof(pattern, oneOf('#', '#\x00', 'constant', '')));
const store = command('STORE', oneOf('d', 'l1', 'w_1'));
const alpha = command('ALPHA');
const unsorted = command('BY', oneOf('nosort', '', '#'));
const weighted = command('BY', pattern);

const anyKey = oneOf('l1', 'l2', 'z1', 'none', 'w_1', 'h_1');
const list = oneOf('l1', 'l2');

/**
 * Texts that weigh the same, as where nothing has a weight, keep the order of a table where they come from one: BY with
 * ALPHA is for lists here.
 */
export const sortCommands: readonly Arbitrary<CommandArgs>[] = [
  command('RPUSH', list, repeated(1, 6, element)),
  command('RPUSH', 'l1', repeated(100, 140, fc.nat(99).map(String))),
  command('ZADD', 'z1', repeated(1, 4, oneOf('1', '2', '3', '-1.5', 'inf'), zsetMember)),
  command(
    'SET',
    element.map((text) => `w_${text}`),
    element,
  ),
  // Of few kinds, so that many weigh the same.
  command(
    'MSET',
    repeated(
      2,
      30,
      number.map((text) => `w_${text}`),
      oneOf('1', '2', '3'),
    ),
  ),
  command(
    'HSET',
    element.map((text) => `h_${text}`),
    'f',
    element,
  ),
  command('SORT', anyKey, options(direction, limit, alpha)),
  command('SORT', anyKey, options(direction, limit, store)),
  command('SORT', anyKey, options(weighted, direction, limit)),
  command('SORT', anyKey, options(weighted, get, get, limit)),
  command('SORT', anyKey, options(weighted, get, direction, store)),
  command('SORT', list, options(weighted, alpha, direction, get)),
  command('SORT', list, weighted, 'ALPHA', options(direction, get, store), part),
  command('SORT_RO', list, weighted, part, options(direction, alpha)),
  command('SORT', oneOf('l1', 'z1'), unsorted, options(direction, limit, get)),
  command('SORT', anyKey, unsorted, options(direction, limit, get), store),
  command('SORT_RO', anyKey, options(weighted, direction, limit, get)),
  command('SORT_RO', anyKey, options(alpha, direction, limit, get)),
  command('SORT_RO', list, options(store, weighted, get)),
  command('LRANGE', oneOf('d', 'l1'), '0', '-1'),
  command('TYPE', 'd'),
  command('TTL', 'd'),
  command('EXPIRE', 'd', '1000'),
  command('OBJECT', 'ENCODING', oneOf('l1', 'z1')),
  command('DEL', repeated(1, 2, anyKey)),
];

/** A set has no order that releases agree on: these are sent as they are, so that something always orders it. */
const sortsOf = (member: Arbitrary<string>): readonly Arbitrary<CommandArgs>[] => [
  command('SADD', 's1', repeated(1, 4, member)),
  command('SREM', 's1', member),
  command('SORT', 's1', options(direction, limit, alpha, store)),
  command('SORT', 's1', options(weighted, get, direction, store)),
  command('SORT', 's1', unsorted, options(direction, limit, get), store),
  command('SORT_RO', 's1', options(weighted, get, direction, limit)),
];

export const setSorts = sortsOf(element);

/** What is the same before a NUL byte keeps the order that the set has: before Redis 7.2 that of a hash table. */
export const setSortsOf7_0 = sortsOf(element.filter((text) => !text.includes('\0')));
