import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, float, integer, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Fields that meet, of the kinds that make a difference to a hash's encoding. */
const field = fc.oneof(
  { weight: 8, arbitrary: oneOf('a', 'b', 'c', 'd', 'e', 'f') },
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 12 }).map(String) },
  { weight: 2, arbitrary: oneOf('', '01', '+1', '-0', '\xff\x00\r\n') },
  { weight: 1, arbitrary: fc.constantFrom(63, 64, 65, 254, 255, 256, 300).map((length) => 'f'.repeat(length)) },
);

/** A value is short as often as not: a long one makes a hash table of the hash, and that it stays. */
const content = fc.oneof(
  { weight: 4, arbitrary: oneOf('', 'v', 'w', '7', '-3') },
  { weight: 2, arbitrary: integer },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom(63, 64, 65, 254, 255, 256, 70_000).map((length) => 'v'.repeat(length)) },
);

/** As many fields as fill a hash up to a limit, or just beyond. */
const run = fc
  .record({
    prefix: oneOf('', 'f', 'field:'),
    count: fc.constantFrom(2, 3, 4, 5, 15, 16, 17, 33, 511, 512, 513),
  })
  .map(({ prefix, count }) => Array.from({ length: count }, (_, i) => [`${prefix}${i}`, `${i * 7}`]).flat());

const fields = fc.array(field, { minLength: 1, maxLength: 5 });
const pairs = fc.oneof(
  { weight: 6, arbitrary: repeated(1, 5, field, content) },
  { weight: 1, arbitrary: run },
  { weight: 1, arbitrary: command(field) },
);

const drawn = oneOf(
  ...['0', '1', '2', '5', '-1', '-7', '1000', '-9223372036854775808', '9223372036854775808', 'abc', '', '600'],
);
const scanOptions = options(
  command('COUNT', oneOf('5000', '100000', '0', '-1', 'abc')),
  command('MATCH', oneOf('*', 'f*', '[0-9]', '1?', '')),
  command(oneOf('NOVALUES', 'COUNT', 'bogus')),
);

/** Lower limits, so that small hashes too cross them. To be sent as they are. */
export const hashLimits: readonly Arbitrary<CommandArgs>[] = [
  command('CONFIG', 'SET', 'hash-max-listpack-entries', oneOf('512', '512', '16', '4', '1', '0')),
  command('CONFIG', 'SET', 'hash-max-listpack-value', oneOf('64', '64', '4', '1', '0')),
];

export const hashCommands: readonly Arbitrary<CommandArgs>[] = [
  command('HSET', key, pairs),
  command('HSET', key, pairs),
  command('HSET', key, pairs),
  command('HMSET', key, pairs),
  command('HSETNX', key, field, content),
  command('HGET', key, field),
  command('HMGET', key, fields),
  command('HGETALL', key),
  command('HGETALL', key),
  command('HKEYS', key),
  command('HVALS', key),
  command('HLEN', key),
  command('HSTRLEN', key, field),
  command('HEXISTS', key, field),
  command('HDEL', key, fields),
  command('HINCRBY', key, field, integer),
  command('HINCRBYFLOAT', key, field, float),
  command('HRANDFIELD', key),
  command('HRANDFIELD', key, drawn, optionally(oneOf('WITHVALUES', 'WITHVALUES', 'bogus'))),
  command('HSCAN', key, oneOf('0', '0', '0', 'abc', '-1', '', ' 0'), scanOptions),
  command('OBJECT', 'ENCODING', key),
  command('OBJECT', 'ENCODING', key),
  command('TYPE', key),
  command('EXPIRE', key, '100000'),
  command('SET', key, value),
  command('DEL', key),
  command('COPY', key, key, optionally('REPLACE')),
  command('RENAME', key, key),
];

/** Long, and drawn from so wide a range that two of them do not meet; or already past; or refused. */
const long = fc.noBias(fc.integer({ min: 1_000, max: 100_000_000 })).map(String);
const refused = oneOf(
  ...['-1', '-9223372036854775808', '9223372036854775807', '9223372036854775808', '70368744178', '70368744177664'],
  ...['abc', '', '1.5'],
);
const seconds = fc.oneof(
  { weight: 8, arbitrary: long },
  { weight: 2, arbitrary: oneOf('0') },
  { weight: 1, arbitrary: refused },
);
const milliseconds = fc.oneof(
  { weight: 8, arbitrary: long.map((text) => `${text}000`) },
  { weight: 2, arbitrary: oneOf('0') },
  { weight: 1, arbitrary: refused },
);
const unixSeconds = fc.oneof(
  { weight: 8, arbitrary: oneOf('33177117420', '33177117421', '44177117420', '70368744177') },
  { weight: 2, arbitrary: oneOf('0', '1', '1000000000') },
  { weight: 1, arbitrary: refused },
);
const unixMilliseconds = fc.oneof(
  { weight: 8, arbitrary: oneOf('33177117420000', '33177117420001', '44177117420999', '70368744177663') },
  { weight: 2, arbitrary: oneOf('0', '1', '1000000000000') },
  { weight: 1, arbitrary: refused },
);

const condition = optionally(oneOf('NX', 'XX', 'GT', 'LT', 'nx', 'bogus'));
const lifetime = fc.oneof(
  command('EX', seconds),
  command('PX', milliseconds),
  command('EXAT', unixSeconds),
  command('PXAT', unixMilliseconds),
);

/** `FIELDS numfields field ...`, mostly with the number that follows. */
const fieldList = fc
  .record({
    names: fc.array(field, { minLength: 1, maxLength: 4 }),
    count: fc.option(oneOf('0', '-1', '1', '3', 'abc', '9223372036854775808'), { freq: 12, nil: undefined }),
    word: fc.oneof({ weight: 15, arbitrary: oneOf('FIELDS', 'fields') }, { weight: 1, arbitrary: oneOf('FIELD', '') }),
  })
  .map(({ names, count, word }) => [word, count ?? String(names.length), ...names]);

const pairList = fc
  .record({
    pairs: fc.array(fc.tuple(field, content), { minLength: 1, maxLength: 4 }),
    count: fc.option(oneOf('0', '-1', '1', '3', 'abc', '2147483648'), { freq: 12, nil: undefined }),
  })
  .map(({ pairs: some, count }) => ['FIELDS', count ?? String(some.length), ...some.flat()]);

/** With fields that expire: Redis has these commands since 7.4, some since 8.0. */
export const fieldExpiryCommands: readonly Arbitrary<CommandArgs>[] = [
  command('HEXPIRE', key, seconds, condition, fieldList),
  command('HPEXPIRE', key, milliseconds, condition, fieldList),
  command('HEXPIREAT', key, unixSeconds, condition, fieldList),
  command('HPEXPIREAT', key, unixMilliseconds, condition, fieldList),
  command('HPEXPIREAT', key, unixMilliseconds, condition, fieldList),
  command('HEXPIRETIME', key, fieldList),
  command('HPEXPIRETIME', key, fieldList),
  command('HTTL', key, fieldList),
  command('HPTTL', key, fieldList),
  command('HPERSIST', key, fieldList),
  command('HPERSIST', key, fieldList),
  command('HGETDEL', key, fieldList),
  command('HGETEX', key, fieldList),
  command('HGETEX', key, fc.oneof(lifetime, command('PERSIST')), fieldList),
  command('HGETEX', key, fc.oneof(lifetime, command(oneOf('PERSIST', 'KEEPTTL', 'EX'))), fieldList),
  command('HSETEX', key, optionally(oneOf('FNX', 'FXX')), pairList),
  command('HSETEX', key, options(lifetime, command(oneOf('FNX', 'FXX')), command('KEEPTTL')), pairList),
  command('HSETEX', key, options(lifetime, command(oneOf('FNX', 'FXX', 'bogus', 'EX')), lifetime), pairList),
  command('HSETEX', key, lifetime, pairList),
];
