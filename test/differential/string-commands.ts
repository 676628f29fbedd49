import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, float, index, integer, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/**
 * Times to live that cannot run out or be crossed during a test: long, and drawn from a range so wide that two of them
 * do not meet (NX, GT and LT would then depend on the millisecond). Values that are refused or already past are exact.
 */
const noBiasSeconds = fc.noBias(fc.integer({ min: 1_000, max: 100_000_000 })).map(String);

export const seconds = fc.oneof(
  { weight: 6, arbitrary: noBiasSeconds },
  {
    weight: 2,
    arbitrary: oneOf('0', '-1', '-9223372036854775808', '9223372036854775807', '9223372036854775', '9223372036854776'),
  },
  { weight: 1, arbitrary: oneOf('abc', '', '1.5', '9223372036854775808') },
);

export const milliseconds = fc.oneof(
  { weight: 6, arbitrary: noBiasSeconds.map((text) => `${text}000`) },
  { weight: 2, arbitrary: oneOf('0', '-1', '-9223372036854775808', '9223372036854775807', '9223370000000000000') },
  { weight: 1, arbitrary: oneOf('abc', '', '1.5', '9223372036854775808') },
);

export const unixSeconds = fc.oneof(
  { weight: 4, arbitrary: oneOf('33177117420', '33177117421', '44177117420') },
  {
    weight: 2,
    arbitrary: oneOf('1', '0', '-1', '1000000000', '9223372036854775', '9223372036854776', '9223372036854775807'),
  },
  { weight: 1, arbitrary: oneOf('abc', '1.5') },
);

export const unixMilliseconds = fc.oneof(
  { weight: 4, arbitrary: oneOf('33177117420000', '33177117420001', '44177117420999') },
  { weight: 2, arbitrary: oneOf('1', '0', '-1', '1000000000000', '9223372036854775807', '-9223372036854775808') },
  { weight: 1, arbitrary: oneOf('abc', '1.5') },
);

const expiryOption = fc.oneof(
  command('EX', seconds),
  command('PX', milliseconds),
  command('EXAT', unixSeconds),
  command('PXAT', unixMilliseconds),
);

const setOptions = options(
  expiryOption,
  command(oneOf('NX', 'XX')),
  command('GET'),
  command('KEEPTTL'),
  command(oneOf('NX', 'EX', 'PX')),
);

const lcsOptions = options(command('IDX'), command('LEN'), command('WITHMATCHLEN'), command('MINMATCHLEN', index));

export const stringCommands: readonly Arbitrary<CommandArgs>[] = [
  command('SET', key, value),
  command('SET', key, value, setOptions),
  command('SET', key, value, setOptions),
  command('GET', key),
  command('GETEX', key, options(expiryOption, command('PERSIST'), command(oneOf('EX', 'KEEPTTL')))),
  command('GETDEL', key),
  command('GETSET', key, value),
  command('SETNX', key, value),
  command('SETEX', key, seconds, value),
  command('PSETEX', key, milliseconds, value),
  command('MGET', repeated(1, 4, key)),
  command('MSET', repeated(1, 4, key, value)),
  command('MSETNX', repeated(1, 3, key, value)),
  command('APPEND', key, value),
  command('STRLEN', key),
  command('GETRANGE', key, index, index),
  command('SUBSTR', key, index, index),
  command('SETRANGE', key, index, value),
  command('SETRANGE', key, oneOf('-1', '536870912', '9223372036854775807'), ''),
  command('SETRANGE', key, oneOf('-1', '536870912', '9223372036854775807', '9223372036854775808'), value),
  command('INCR', key),
  command('DECR', key),
  command('INCRBY', key, integer),
  command('DECRBY', key, integer),
  command('INCRBYFLOAT', key, float),
  command('INCRBYFLOAT', key, float),
  command('LCS', key, key, lcsOptions),
  command('OBJECT', 'ENCODING', key),
  command('TYPE', key),
  command('TTL', key),
  command('EXISTS', key),
  command('SET', key, fc.oneof(integer, float), optionally('KEEPTTL')),
];
