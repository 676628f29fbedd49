import { describe, expect, it } from 'vitest';
import { SAMPLE_VALUES } from '../../support/every-type.ts';
import { createDebugHarness } from './debug-parts.ts';

/** What DEBUG DIGEST-VALUE of Redis 8.0.2 answers for the samples, in their order. */
const DIGESTS = [
  ['an integer', 'e1cf90774e995ae03de66e8109dc5cb9d9c2dc83'],
  ['a short string', '36b23a1456b2dce2c3ed252c456761301dba8060'],
  ['a string', '43f5c241b9f7c7aaea2ed60b25c9c4f39736a3ba'],
  ['a large string', '1d98145bff02f2cc54e41cb24852271362e03d74'],
  ['a small list', '407eb69d498cbabc4db7b1d0bb54f0e22c789858'],
  ['a large list', 'f21c4517ff0be921c94b6f90d9a12563ef0370cb'],
  ['a list of long elements', '073bfdd33f89b4506cda324103e4269765fc1a1a'],
  ['a few integers', 'f947dadb97bde48967b78adb98cc366fdc25619c'],
  ['a small set', 'ab94e9a8a79dc5e8786c9a752e62b6e538d36c0b'],
  ['a large set', '056b372e361a44d77e4081677de873789346b6b4'],
  ['a set of long members', 'b1f70b25a12a16f2411845c421309a56cd7c30cf'],
  ['a small sorted set', 'a15af68c9f099013005afb92f5a2c3ba22d8b6e2'],
  ['a large sorted set', 'a101a1adca085d8e49c5a9a69d18336adfec04c9'],
  ['a small hash', 'fd7f913bdc5013afb51007b7195e7298ffb65726'],
  ['a small hash with fields that expire', '80c2f61156aab5f8712f5f4eac52b092b7c164c2'],
  ['a large hash', '456c5f2793039500be98565345aeec92696416c2'],
  ['a large hash with fields that expire', '340726c8ed8180d5cfae577740ad02f3a2989532'],
  ['a small stream', '2d4d2e64358998db3e6df6d03e8e66d936b7ff75'],
  ['a large stream', 'd5b77419ccd4a067ffede15e624ebbb58f481fb3'],
  ['a stream with groups', '6917134646f88b99b04021cf0a77bef4648196bd'],
] as const;

const digestOf = (reply: string): string => reply.split('\r\n')[1].slice(1);

describe.each(SAMPLE_VALUES)('the digest of $name ($encoding)', (sample) => {
  it("is Redis 8.0.2's", () => {
    const { run } = createDebugHarness();
    for (const words of sample.make('k')) run(...words);
    const wanted = DIGESTS.find(([name]) => name === sample.name)?.[1];
    expect(digestOf(run('DEBUG', 'DIGEST-VALUE', 'k'))).toBe(wanted);
  });
});

const LONG_TEXT = 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
/** Among them what is printed otherwise in a reply: integers that end in many zeros, or have many digits. */
const SCORES = ['1e8', '3e10', '1e15', '1e16', '1e17', '1e18', '4611686018427387904', '0.5', '-3.25', 'inf', '-inf'];
const MORE_SCORES = ['1e21', '-1e18', '123456789012345678', '9007199254740993', '1e-7', '1e22', '1200000000', '-1e8'];

describe('the digest of a value', () => {
  it.each([
    ['an entry', [['1-1', 'f', 'v', 'g', 'w']], '02a6cc6f9620c93c4a87ca6697dad2078434368e'],
    [
      'entries with other fields',
      [
        ['1-1', 'f', 'v', 'g', 'w'],
        ['3-1', 'f', 'v', 'g', '12345', 'h', LONG_TEXT],
        ['3-2', 'a', '', 'b', '-1'],
      ],
      '447c6039e4b4db9a03d774903e36563e6fa098ea',
    ],
  ])('takes the fields of a stream with %s as they are', (_name, entries, digest) => {
    const { run } = createDebugHarness();
    for (const entry of entries) run('XADD', 's', ...entry);
    expect(digestOf(run('DEBUG', 'DIGEST-VALUE', 's'))).toBe(digest);
  });

  it.each([
    [128, 'fac9e0a8ff28b0eb48ca923faf9698f15d3f95a3'],
    [1, 'f13021919d31f25d11c25189ea9abd47f7332f0a'],
  ])("prints scores as Redis's own digits, with up to %i packed", (zsetMembers, digest) => {
    const { run, keyspace } = createDebugHarness();
    keyspace.packing.zsetMembers = zsetMembers;
    run('ZADD', 'k', ...[...SCORES, '-0', ...MORE_SCORES].flatMap((score, i) => [score, `m${i}`]));
    expect(digestOf(run('DEBUG', 'DIGEST-VALUE', 'k'))).toBe(digest);
  });

  it.each([
    ['HSET', 'hash-max-listpack-entries', 'hashFields', ['a', '1', 'b', '2', 'c', '3']],
    ['SADD', 'set-max-listpack-entries', 'setMembers', ['a', 'b', 'c']],
    ['ZADD', 'zset-max-listpack-entries', 'zsetMembers', ['1', 'a', '2.5', 'b', '-inf', 'c']],
    ['RPUSH', 'list-max-listpack-size', 'listNodeSize', ['a', 'b', 'c']],
  ] as const)('by %s is the same in every encoding (%s)', (command, _directive, limit, words) => {
    const { run, keyspace } = createDebugHarness();
    run(command, 'small', ...words);
    keyspace.packing[limit] = 1;
    run(command, 'large', ...words);
    expect(run('OBJECT', 'ENCODING', 'small')).not.toBe(run('OBJECT', 'ENCODING', 'large'));
    const [small, large] = [run('DEBUG', 'DIGEST-VALUE', 'small'), run('DEBUG', 'DIGEST-VALUE', 'large')];
    expect(large).toBe(small);
  });

  it.each([
    ['SADD', ['a', 'b', 'c'], ['c', 'a', 'b'], true],
    ['HSET', ['a', '1', 'b', '2'], ['b', '2', 'a', '1'], true],
    ['HSET', ['a', '1', 'b', '2'], ['a', '2', 'b', '1'], false],
    ['RPUSH', ['a', 'b', 'c'], ['c', 'a', 'b'], false],
    ['ZADD', ['1', 'a', '2', 'b'], ['2', 'a', '1', 'b'], false],
  ] as const)('by %s %j is that of %j: %s', (command, words, others, same) => {
    const { run } = createDebugHarness();
    run(command, 'one', ...words);
    run(command, 'other', ...others);
    expect(run('DEBUG', 'DIGEST-VALUE', 'one') === run('DEBUG', 'DIGEST-VALUE', 'other')).toBe(same);
  });
});
