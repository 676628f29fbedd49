import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, integer, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Members that meet in several sets, of the kinds that make a difference to a set's encoding. */
const small = fc.integer({ min: -3, max: 12 }).map(String);
const member = fc.oneof(
  { weight: 6, arbitrary: small },
  { weight: 4, arbitrary: oneOf('a', 'b', 'c', 'd', 'e', 'f', '', '01', '+1', '-0', ' 1') },
  { weight: 3, arbitrary: integer },
  { weight: 2, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom(63, 64, 65, 66).map((length) => 'm'.repeat(length)) },
);

/** Consecutive numbers, or words that end in them: as many as fill a set up to a limit, or just beyond. */
const run = fc
  .record({
    prefix: oneOf('', '', '', 'm', 'member:'),
    from: fc.constantFrom(0, 1, -5, 32_700, 2_147_483_600, 100),
    count: fc.constantFrom(2, 6, 15, 16, 17, 33, 126, 127, 128, 129, 130, 510, 511, 512, 513, 600),
  })
  .map(({ prefix, from, count }) => Array.from({ length: count }, (_, i) => `${prefix}${from + i}`));

const members = fc.oneof(
  { weight: 5, arbitrary: fc.array(member, { minLength: 1, maxLength: 6 }) },
  { weight: 2, arbitrary: run },
);

/** All members, or nothing: to go on comparing, two servers must hold the same. */
const count = oneOf('0', '100000', '100000', '9223372036854775807', '-1', '-9223372036854775808', 'abc', '', '1.5');
const drawn = oneOf('0', '1', '2', '5', '-1', '-7', '1000', '-9223372036854775808', '9223372036854775808', 'abc', '');
const numkeys = oneOf('1', '2', '2', '3', '0', '-1', 'abc', '9223372036854775807', '1000');
const limit = oneOf('0', '1', '2', '5', '1000', '-1', 'abc', '9223372036854775807');
const scanOptions = options(
  command('COUNT', oneOf('5000', '100000', '0', '-1', 'abc')),
  command('MATCH', oneOf('*', 'm*', '[0-9]', '1?', '')),
  command(oneOf('NOVALUES', 'TYPE', 'COUNT', 'bogus')),
);

/**
 * Lower limits, so that small sets too cross them. That of listpacks is never above that of intsets: where it is, the
 * encoding of a union depends on the order in which a hash table shows its members.
 */
const limits = ['512 128', '512 128', '16 16', '16 4', '4 4', '512 0', '0 0'].map((pair) => {
  const [integers, elements] = pair.split(' ');
  return ['CONFIG', 'SET', 'set-max-intset-entries', integers, 'set-max-listpack-entries', elements];
});

/** To be sent as they are. */
export const setLimits: readonly Arbitrary<CommandArgs>[] = [
  fc.constantFrom(...limits),
  command('CONFIG', 'SET', 'set-max-listpack-value', oneOf('64', '64', '4', '1', '0')),
];

/** Before Redis 7.2 there were no listpacks of sets, and no directives for them. */
export const setLimitsOf7_0: readonly Arbitrary<CommandArgs>[] = [
  command('CONFIG', 'SET', 'set-max-intset-entries', oneOf('512', '512', '16', '4', '0')),
];

export const setCommands: readonly Arbitrary<CommandArgs>[] = [
  command('SADD', key, members),
  command('SADD', key, members),
  command('SADD', key, members),
  command('SADD', key, run),
  command('SREM', key, members),
  command('SREM', key, run),
  command('SISMEMBER', key, member),
  command('SMISMEMBER', key, members),
  command('SMEMBERS', key),
  command('SCARD', key),
  command('SMOVE', key, key, member),
  command('SMOVE', key, key, member),
  command('SPOP', key, count),
  command('SPOP', oneOf('K1', 'k1'), oneOf('1', '3', '100')),
  command('SRANDMEMBER', key),
  command('SRANDMEMBER', key, drawn),
  command('SINTER', repeated(1, 4, key)),
  command('SINTERSTORE', key, repeated(1, 4, key)),
  command('SINTERSTORE', key, repeated(1, 2, key)),
  command('SINTERCARD', numkeys, repeated(1, 3, key), optionally('LIMIT', limit)),
  command('SUNION', repeated(1, 4, key)),
  command('SUNIONSTORE', key, repeated(1, 4, key)),
  command('SUNIONSTORE', key, repeated(1, 2, key)),
  command('SDIFF', repeated(1, 4, key)),
  command('SDIFFSTORE', key, repeated(1, 4, key)),
  command('SDIFFSTORE', key, repeated(1, 2, key)),
  command('SSCAN', key, oneOf('0', '0', '0', 'abc', '-1', '', ' 0'), scanOptions),
  command('OBJECT', 'ENCODING', key),
  command('OBJECT', 'ENCODING', key),
  command('OBJECT', 'ENCODING', key),
  command('TYPE', key),
  command('EXPIRE', key, '100000'),
  command('TTL', key),
  command('SET', key, value),
  command('DEL', key),
  command('COPY', key, key, optionally('REPLACE')),
  command('RENAME', key, key),
];
