import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, isEqual, matches, matchesOrMissing } from '../../../src/commands/string/conditions.ts';
import { IFDEQ, IFDNE, IFEQ, IFNE } from '../../../src/commands/string/options.ts';
import type { StringView } from '../../../src/datatypes/string-value.ts';
import { StringValue } from '../../../src/datatypes/string-value.ts';
import { Args } from '../../../src/execution/args.ts';
import { INVALID_DIGEST } from '../../../src/resp/reply-errors.ts';
import { loadXxh3 } from '../../../src/util/xxh3.ts';
import { createHarness, vectorOf } from '../../support/command-harness.ts';

beforeAll(loadXxh3);

/** The digest of `hello` that Redis documents. */
const HELLO_DIGEST = '9555e8555c62dcfd';

function valueAndArgument(value: string, argument: string): [StringView, Args] {
  const { run, keyspace } = createHarness();
  run('SET', 'k', value);
  const args = new Args(keyspace.hashKey0, keyspace.hashKey1);
  args.bind(vectorOf(['k', argument]), 0);
  const view = keyspace.databases[0].lookupRead(args.key(), StringValue);
  if (view === undefined) throw new Error('the key is there');
  return [view, args];
}

describe('isEqual', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['', '', true],
    ['10', '010', false],
    ['a\0b', 'a\0c', false],
    ['x'.repeat(100_000), 'x'.repeat(100_000), true],
    ['x'.repeat(100_000), `${'x'.repeat(99_999)}y`, false],
  ])('%j and %j: %s', (value, argument, equal) => {
    expect(isEqual(...valueAndArgument(value, argument), 1)).toBe(equal);
  });
});

describe('matches', () => {
  it('is the opposite for the negative conditions', () => {
    for (const argument of ['hello', 'other']) {
      const pair = valueAndArgument('hello', argument);
      expect(matches(...pair, 1, IFEQ)).toBe(argument === 'hello');
      expect(matches(...pair, 1, IFNE)).toBe(argument !== 'hello');
    }
  });

  it('takes a digest in capitals and small letters', () => {
    for (const digest of [HELLO_DIGEST, HELLO_DIGEST.toUpperCase()]) {
      const pair = valueAndArgument('hello', digest);
      expect([matches(...pair, 1, IFDEQ), matches(...pair, 1, IFDNE)]).toEqual([true, false]);
    }
  });

  it('holds sixteen characters that are no digits for another digest', () => {
    const pair = valueAndArgument('hello', 'z'.repeat(16));
    expect([matches(...pair, 1, IFDEQ), matches(...pair, 1, IFDNE)]).toEqual([false, true]);
  });

  it.each(['', HELLO_DIGEST.slice(1), `0${HELLO_DIGEST}`])('refuses the digest %j', (digest) => {
    const pair = valueAndArgument('hello', digest);
    expect(() => matches(...pair, 1, IFDEQ)).toThrow(INVALID_DIGEST);
    expect(() => matches(...pair, 1, IFDNE)).toThrow(INVALID_DIGEST);
  });
});

describe('matchesOrMissing', () => {
  it('lets a missing key meet only the negative conditions, whatever the argument', () => {
    const [, args] = valueAndArgument('hello', 'no digest');
    const met = [IFEQ, IFNE, IFDEQ, IFDNE].map((condition) => matchesOrMissing(undefined, args, 1, condition));
    expect(met).toEqual([false, true, false, true]);
  });

  it('asks of a key that is there what matches does', () => {
    const pair = valueAndArgument('hello', 'hello');
    expect([matchesOrMissing(...pair, 1, IFEQ), matchesOrMissing(...pair, 1, IFNE)]).toEqual([true, false]);
  });
});

describe('digestOf', () => {
  it.each([
    ['hello', HELLO_DIGEST],
    ['', '2d06800538d394c2'],
    ['123', '404a763b3f4c8c9a'],
    ['v8', '0cc76dbb41381419'],
  ])('of %j is %s', (value, digest) => {
    expect(digestOf(valueAndArgument(value, '')[0])).toBe(digest);
  });
});
