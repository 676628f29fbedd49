import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, integer, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

const member = fc.oneof(
  { weight: 6, arbitrary: oneOf('a', 'b', 'c', 'd', 'e', 'f', 'aa', 'ab', '1', '2', '10', '-3') },
  { weight: 2, arbitrary: oneOf('', '\0', '\xff', '01', '+1', '-0', '9223372036854775807') },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom(63, 64, 65, 66).map((length) => 'm'.repeat(length)) },
);

const plainScore = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -4, max: 8 }).map(String) },
  { weight: 2, arbitrary: oneOf('0.5', '-2.25', '1.5', 'inf', '-inf', '+inf', '-0', '1e20', '4611686018427387904') },
);
const score = fc.oneof(
  { weight: 12, arbitrary: plainScore },
  {
    weight: 4,
    arbitrary: oneOf(
      ...['0.1', '3.14159265358979', '1e-7', '-1e-310', '123456789012', '-32768', '1.0', '9007199254740993'],
      ...['4611686018427387905', '-4611686018427387904', '9223372036854775807', '1e300', '0x1p3', '5e-324', '70000'],
    ),
  },
  { weight: 1, arbitrary: oneOf('nan', '', 'abc', '1e400', ' 1', '1 ', '(1', '1e-400') },
);

/** Bounds of scores. */
const bound = fc.oneof(
  { weight: 8, arbitrary: plainScore },
  { weight: 4, arbitrary: plainScore.map((text) => `(${text}`) },
  { weight: 2, arbitrary: oneOf('-inf', '+inf', 'inf', '(inf', '(-inf', '0.1', '(0.1', '1e20') },
  { weight: 1, arbitrary: oneOf('', '(', '((1', 'abc', 'nan', '0x10', '1e400', '(-1e400', '1.', '.5', '1\0x', ' 1') },
);
const lexBound = fc.oneof(
  { weight: 8, arbitrary: member.map((text) => `[${text}`) },
  { weight: 4, arbitrary: member.map((text) => `(${text}`) },
  { weight: 4, arbitrary: oneOf('-', '+') },
  { weight: 1, arbitrary: oneOf('', 'a', '--', '+\0x', '[', '(', '-inf') },
);
const rank = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -8, max: 8 }).map(String) },
  { weight: 2, arbitrary: oneOf('-1', '100', '-200', '600') },
  { weight: 1, arbitrary: integer },
);

/** As many members as fill a listpack up to a limit, or just beyond, with ascending, equal or mixed scores. */
const run = fc
  .record({
    prefix: oneOf('', 'm', 'member:'),
    count: fc.constantFrom(2, 4, 5, 16, 17, 63, 64, 65, 100, 127, 128, 129, 130, 200, 400),
    step: fc.constantFrom(0, 1, -1, 0.5, 7),
  })
  .map(({ prefix, count, step }) =>
    Array.from({ length: count }, (_, i) => [String(step === 7 ? (i * 7) % 31 : i * step), `${prefix}${i}`]).flat(),
  );

const pairs = fc.oneof({ weight: 5, arbitrary: repeated(1, 5, score, member) }, { weight: 2, arbitrary: run });

const flags = options(
  command(oneOf('NX', 'XX', 'nx')),
  command(oneOf('GT', 'LT', 'gt')),
  command('CH'),
  command(oneOf('INCR', 'NX', 'XX', 'bogus')),
);
const limit = command('LIMIT', rank, rank);
const withScores = optionally(oneOf('WITHSCORES', 'withscores'));
const count = oneOf('0', '1', '2', '3', '200', '-1', 'abc', '', '9223372036854775807', '9223372036854775808');
const numkeys = oneOf('1', '1', '2', '2', '3', '0', '-1', 'abc', '9223372036854775807');
const weights = options(
  command('WEIGHTS', oneOf('1', '2', '-1', '0', 'inf', 'abc'), oneOf('1', '2', '0', '-inf')),
  command('AGGREGATE', oneOf('SUM', 'MIN', 'MAX', 'min', 'bogus')),
);
const scanOptions = options(
  command('COUNT', oneOf('5000', '100000', '0', '-1', 'abc')),
  command('MATCH', oneOf('*', 'm*', '[0-9]', '1?', '')),
  command(oneOf('NOVALUES', 'TYPE', 'COUNT', 'bogus')),
);

/** Sorted sets whose scores are all the same: only of them Redis says what a range of names is. */
const lexKey = oneOf('l1', 'l2');
const lexPairs = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(member, { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.constantFrom(20, 129, 150).map((n) => Array.from({ length: n }, (_, i) => `m${i}`)) },
  )
  .map((members) => members.flatMap((name) => ['0', name]));

/**
 * To be sent as they are: lower limits, so that small sorted sets too cross them, and the scores that are all the same.
 */
export const sortedSetsAsTheyAre: readonly Arbitrary<CommandArgs>[] = [
  command('CONFIG', 'SET', 'zset-max-listpack-entries', oneOf('128', '128', '16', '4', '0')),
  command('CONFIG', 'SET', 'zset-max-listpack-value', oneOf('64', '64', '4', '1', '0')),
  command('ZADD', lexKey, lexPairs),
];

export const sortedSetCommands: readonly Arbitrary<CommandArgs>[] = [
  command('ZADD', key, pairs),
  command('ZADD', key, pairs),
  command('ZADD', key, run),
  command('ZADD', key, flags, pairs),
  command('ZADD', key, flags, score, member),
  command('ZINCRBY', key, score, member),
  command('ZREM', key, repeated(1, 4, member)),
  command('ZCARD', key),
  command('ZSCORE', key, member),
  command('ZMSCORE', key, repeated(1, 4, member)),
  command('ZCOUNT', key, bound, bound),
  command('ZRANK', key, member, optionally(oneOf('WITHSCORE', 'withscore', 'WITHSCORES'))),
  command('ZREVRANK', key, member, optionally('WITHSCORE')),
  command('ZRANGE', key, rank, rank, withScores),
  command('ZRANGE', key, '0', '-1', 'WITHSCORES'),
  command('ZRANGE', key, bound, bound, 'BYSCORE', options(limit, command('REV'), command('WITHSCORES'))),
  command('ZRANGE', lexKey, lexBound, lexBound, 'BYLEX', options(limit, command('REV'))),
  command('ZRANGE', key, rank, rank, options(limit, command(oneOf('REV', 'BYLEX')), command('WITHSCORES'))),
  command('ZREVRANGE', key, rank, rank, withScores),
  command('ZRANGEBYSCORE', key, bound, bound, options(limit, command('WITHSCORES'), command('REV'))),
  command('ZREVRANGEBYSCORE', key, bound, bound, options(limit, command('WITHSCORES'))),
  command('ZRANGEBYLEX', lexKey, lexBound, lexBound, options(limit, command(oneOf('WITHSCORES', 'BYLEX')))),
  command('ZREVRANGEBYLEX', lexKey, lexBound, lexBound, options(limit)),
  command('ZLEXCOUNT', lexKey, lexBound, lexBound),
  command('ZREMRANGEBYLEX', lexKey, lexBound, lexBound),
  command('ZRANGESTORE', key, key, rank, rank, options(command('REV'), command('WITHSCORES'))),
  command('ZRANGESTORE', key, key, bound, bound, 'BYSCORE', options(limit, command('REV'))),
  command('ZRANGESTORE', lexKey, lexKey, lexBound, lexBound, 'BYLEX', options(limit, command('REV'))),
  command('ZREMRANGEBYRANK', key, rank, rank),
  command('ZREMRANGEBYSCORE', key, bound, bound),
  command('ZPOPMIN', key, optionally(count)),
  command('ZPOPMAX', key, optionally(count)),
  command('ZMPOP', numkeys, repeated(1, 3, key), oneOf('MIN', 'MAX', 'min', 'LEFT'), optionally('COUNT', count)),
  command('ZRANDMEMBER', oneOf('none', 'k1')),
  command('ZRANDMEMBER', key, oneOf('0', '1000', '-9223372036854775808', 'abc', ''), withScores),
  command('ZUNION', numkeys, repeated(1, 3, key), weights, withScores),
  command('ZINTER', numkeys, repeated(1, 3, key), weights, withScores),
  command('ZDIFF', numkeys, repeated(1, 3, key), withScores),
  command('ZUNIONSTORE', key, numkeys, repeated(1, 3, key), weights),
  command('ZINTERSTORE', key, numkeys, repeated(1, 3, key), weights),
  command('ZDIFFSTORE', key, numkeys, repeated(1, 3, key)),
  command('ZINTERCARD', numkeys, repeated(1, 3, key), optionally('LIMIT', count)),
  command('ZSCAN', key, oneOf('0', '0', 'abc', '-1'), scanOptions),
  command('SADD', oneOf('k3', 's1'), repeated(1, 4, member)),
  command('ZUNION', '2', oneOf('s1', 'k3'), key, weights, 'WITHSCORES'),
  command('ZINTERSTORE', key, '2', 's1', key, weights),
  command('OBJECT', 'ENCODING', key),
  command('OBJECT', 'ENCODING', key),
  command('COPY', key, key, 'REPLACE'),
  command('SET', oneOf('k3', 'K1'), 'text'),
  command('DEL', key),
  command('TYPE', key),
];
