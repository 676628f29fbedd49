import { describe, expect, it } from 'vitest';
import { CONDITIONS, GET, KEEPTTL, readOptions, TIMES } from '../../../src/commands/string/options.ts';
import { Args } from '../../../src/execution/args.ts';
import { createHarness, HARNESS_NOW_MS, vectorOf } from '../../support/command-harness.ts';

const SYNTAX = '-ERR syntax error\r\n';
const OK = '+OK\r\n';
const NULL = '$-1\r\n';
const INVALID = "-ERR invalid expire time in 'set' command\r\n";
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';

const words = (line: string): string[] => line.split(' ');

describe('readOptions', () => {
  it('remembers which argument belongs to which option', () => {
    const args = new Args(1, 2);
    args.bind(vectorOf(words('set k v ex 10 get ifeq x')), 3);
    const options = readOptions(args, CONDITIONS | GET | TIMES | KEEPTTL);
    expect([args.latin1At(options.time), args.latin1At(options.match)]).toEqual(['10', 'x']);
    expect(args.remaining).toBe(0);
  });

  it('forgets the options of the command before', () => {
    const args = new Args(1, 2);
    args.bind(vectorOf(words('set k v ex 10 get')), 3);
    readOptions(args, GET | TIMES);
    args.bind(vectorOf(words('set k v get')), 3);
    expect(readOptions(args, GET | TIMES).flags).toBe(GET);
  });
});

describe('options of SET', () => {
  it.each(['NX XX', 'XX NX', 'EX 1 PX 1', 'EX 1 KEEPTTL', 'KEEPTTL PXAT 1', 'EXAT 1 PXAT 1', 'PX 1 EXAT 1'])(
    'refuses %s together',
    (options) => {
      expect(createHarness().run('SET', 'k', 'v', ...words(options))).toBe(SYNTAX);
    },
  );

  it.each(['EX', 'PX', 'EXAT', 'PXAT', 'IFEQ', 'IFDNE', 'PERSIST', 'FOO', '', 'NX EX'])(
    'refuses %j at the end',
    (options) => {
      expect(createHarness().run('SET', 'k', 'v', ...words(options))).toBe(SYNTAX);
    },
  );

  it.each(['IFEQ a NX', 'NX IFEQ a', 'XX IFNE a', 'IFEQ a IFEQ a', 'IFEQ a IFNE b', 'IFDEQ a XX'])(
    'refuses %s together',
    (options) => {
      expect(createHarness().run('SET', 'k', 'v', ...words(options))).toBe(SYNTAX);
    },
  );

  it('takes the last of an option given twice', () => {
    const { run, keyspace } = createHarness();
    expect(run('SET', 'k', 'v', 'NX', 'nx', 'EX', '5', 'ex', '7', 'get', 'GET')).toBe(NULL);
    const [db] = keyspace.databases;
    expect(db.expiryOf(db.entries.dict.random(keyspace.random))).toBe(HARNESS_NOW_MS + 7000);
  });
});

describe('times', () => {
  const largestSeconds = '9223372036854775';

  it.each([
    ['EX 0', INVALID],
    ['EX -1', INVALID],
    ['PX 0', INVALID],
    ['EXAT 0', INVALID],
    ['PXAT -5', INVALID],
    ['EX abc', NOT_AN_INTEGER],
    ['PXAT 1.5', NOT_AN_INTEGER],
    ['PX 9223372036854775808', NOT_AN_INTEGER],
    [`EXAT ${largestSeconds}`, OK],
    ['EXAT 9223372036854775807', INVALID],
    ['EXAT 9223372036854776', INVALID],
    [`EX ${largestSeconds}`, INVALID],
    ['EX 9223370000000000', OK],
    ['PXAT 9223372036854775807', OK],
    ['PX 9223372036854775807', INVALID],
    ['PX 9223370336854775807', OK],
    ['PX 9223370336854775808', INVALID],
  ])('%s', (option, reply) => {
    expect(createHarness({ nowMs: 1_700_000_000_000 }).run('SET', 'k', 'v', ...words(option))).toBe(reply);
  });

  it.each([
    ['EX 10', BigInt(HARNESS_NOW_MS) + 10_000n],
    ['PX 10', BigInt(HARNESS_NOW_MS) + 10n],
    ['EXAT 2000000000', 2_000_000_000_000n],
    ['PXAT 2000000000001', 2_000_000_000_001n],
    ['PXAT 9007199254740993', 9_007_199_254_740_993n],
    ['PXAT 9223372036854775807', 9_223_372_036_854_775_807n],
    ['EXAT 9223372036854775', 9_223_372_036_854_775_000n],
    ['EX 9223370000000000', 9_223_370_000_000_000_000n + BigInt(HARNESS_NOW_MS)],
  ])('%s is kept to the millisecond', (option, expiry) => {
    const { run, keyspace } = createHarness();
    run('SET', 'k', 'v', ...words(option));
    const { entries } = keyspace.databases[0];
    expect(entries.exactExpiry(entries.dict.random(keyspace.random))).toBe(expiry);
  });
});
