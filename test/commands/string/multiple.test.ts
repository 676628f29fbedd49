import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHarness, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';

const OK = '+OK\r\n';
const YES = ':1\r\n';
const NO = ':0\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const INVALID_NUMKEYS = '-ERR invalid numkeys value\r\n';
const WRONG_PAIRS = '-ERR wrong number of key-value pairs\r\n';
const bulk = (text: string | undefined): string => (text === undefined ? '$-1\r\n' : `$${text.length}\r\n${text}\r\n`);
const array = (...values: (string | undefined)[]): string => `*${values.length}\r\n${values.map(bulk).join('')}`;
const words = (line: string): string[] => line.split(' ');

describe('MGET', () => {
  it('replies in order, with null for what is missing or no string', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    harness.run('MSET', 'a', '1', 'b', '2');
    expect(harness.run('MGET', 'b', 'missing', 'list', 'a', 'b')).toBe(array('2', undefined, undefined, '1', '2'));
  });

  it('takes more keys than fit at once, and large values among small ones', () => {
    const { run } = createHarness();
    const values = Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? 'x'.repeat(70_000 + i) : `value ${i}`));
    const keys = values.map((_, i) => `key ${i}`);
    run('MSET', ...keys.flatMap((key, i) => [key, values[i]]));
    expect(run('MGET', ...keys)).toBe(array(...values));
  });
});

describe('MSET and MSETNX', () => {
  it('let the last of equal keys win', () => {
    const { run } = createHarness();
    expect(run('MSET', 'k', 'a', 'k', 'b')).toBe(OK);
    expect(run('MGET', 'k')).toBe(array('b'));
    expect(run('MSETNX', 'new', 'a', 'new', 'b')).toBe(YES);
    expect(run('MGET', 'new')).toBe(array('b'));
  });

  it('refuse a key without a value', () => {
    const { run } = createHarness();
    expect(run('MSET', 'a', '1', 'b')).toBe("-ERR wrong number of arguments for 'mset' command\r\n");
    expect(run('MSETNX', 'a', '1', 'b')).toBe("-ERR wrong number of arguments for 'msetnx' command\r\n");
    expect(run('MGET', 'a')).toBe(array(undefined));
  });

  it('MSET drops expiries', () => {
    const harness = createHarness();
    harness.run('SET', 'k', 'v', 'EX', '10');
    harness.run('MSET', 'k', 'w');
    expect(expiryOf(harness, 'k')).toBe(-1);
  });

  it('MSETNX sets all or none, whatever type is there', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect(harness.run('MSETNX', 'a', '1', 'list', '2')).toBe(NO);
    expect(harness.run('MGET', 'a')).toBe(array(undefined));
    expect(harness.run('MSETNX', 'a', '1', 'b', '2')).toBe(YES);
    expect(harness.run('MGET', 'a', 'b')).toBe(array('1', '2'));
  });

  it('count a change and report an event for each key', () => {
    const { run, events, effects, propagated } = createHarness({ listens: true, propagates: true });
    run('MSET', 'a', '1', 'b', '2');
    run('MSETNX', 'a', '1', 'c', '2');
    expect(events).toEqual(['set a', 'set b']);
    expect(effects.dirty).toBe(2);
    expect(propagated).toEqual([['MSET', 'a', '1', 'b', '2']]);
  });

  it('and MGET agree with a map', () => {
    const pair = fc.tuple(fc.constantFrom(...'abcdef'), fc.string({ unit: 'binary-ascii', maxLength: 300 }));
    const change = fc.tuple(fc.boolean(), fc.array(pair, { minLength: 1, maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const { run } = createHarness();
        const model = new Map<string, string>();
        for (const [onlyNew, pairs] of changes) {
          const refused = onlyNew && pairs.some(([key]) => model.has(key));
          const reply = run(onlyNew ? 'MSETNX' : 'MSET', ...pairs.flat());
          expect(reply).toBe(refused ? NO : onlyNew ? YES : OK);
          if (!refused) for (const [key, value] of pairs) model.set(key, value);
        }
        expect(run('MGET', ...'abcdef')).toBe(array(...[...'abcdef'].map((key) => model.get(key))));
      }),
      { numRuns: 50 },
    );
  });
});

describe('MSETEX', () => {
  it.each([
    ['EX 10', HARNESS_NOW_MS + 10_000],
    ['PX 10', HARNESS_NOW_MS + 10],
    ['EXAT 2000000000', 2_000_000_000_000],
    ['PXAT 2000000000001', 2_000_000_000_001],
    ['KEEPTTL', HARNESS_NOW_MS + 77],
    ['', -1],
  ])('with %j gives all keys one expiry', (option, expiry) => {
    const harness = createHarness();
    for (const key of ['a', 'b']) harness.run('SET', key, 'old', 'PX', '77');
    expect(harness.run('MSETEX', '2', 'a', '1', 'b', '2', ...words(option).filter((word) => word !== ''))).toBe(YES);
    expect(harness.run('MGET', 'a', 'b')).toBe(array('1', '2'));
    expect([expiryOf(harness, 'a'), expiryOf(harness, 'b')]).toEqual([expiry, expiry]);
  });

  it('sets all or none with NX and XX, in any order with the time', () => {
    const { run } = createHarness();
    run('SET', 'a', 'old');
    expect(run(...words('MSETEX 2 a 1 b 2 NX EX 10'))).toBe(NO);
    expect(run(...words('MSETEX 2 a 1 b 2 EX 10 XX'))).toBe(NO);
    expect(run('MGET', 'a', 'b')).toBe(array('old', undefined));
    expect(run(...words('MSETEX 1 b 2 PX 10 nx'))).toBe(YES);
    expect(run(...words('MSETEX 2 a 1 b 2 xx'))).toBe(YES);
    expect(run('MGET', 'a', 'b')).toBe(array('1', '2'));
  });

  it.each([
    ['MSETEX 0 a 1', INVALID_NUMKEYS],
    ['MSETEX -1 a 1', INVALID_NUMKEYS],
    ['MSETEX x a 1', INVALID_NUMKEYS],
    ['MSETEX 2147483648 a 1', INVALID_NUMKEYS],
    ['MSETEX 9223372036854775808 a 1', INVALID_NUMKEYS],
    ['MSETEX 2147483647 a 1', WRONG_PAIRS],
    ['MSETEX 2 a 1 b', WRONG_PAIRS],
    ['MSETEX 1 a 1 b 2', SYNTAX],
    ['MSETEX 1 a 1 NX XX', SYNTAX],
    ['MSETEX 1 a 1 EX 10 PX 10', SYNTAX],
    ['MSETEX 1 a 1 KEEPTTL EX 10', SYNTAX],
    ['MSETEX 1 a 1 EX', SYNTAX],
    ['MSETEX 1 a 1 GET', SYNTAX],
    ['MSETEX 1 a 1 IFEQ x', SYNTAX],
    ['MSETEX 1 a 1 EX 0', "-ERR invalid expire time in 'msetex' command\r\n"],
    ['MSETEX 1 a 1 PX abc', '-ERR value is not an integer or out of range\r\n'],
  ])('%s', (line, reply) => {
    const { run } = createHarness();
    expect(run(...words(line))).toBe(reply);
    expect(run('MGET', 'a')).toBe(array(undefined));
  });

  it.each([
    ['EX 10', [`SET a 1 PXAT ${HARNESS_NOW_MS + 10_000}`, `SET b 2 PXAT ${HARNESS_NOW_MS + 10_000}`]],
    ['KEEPTTL', ['SET a 1 KEEPTTL', 'SET b 2 KEEPTTL']],
    ['NX', ['SET a 1', 'SET b 2']],
    ['XX', []],
  ])('with %s is propagated as SETs', (option, expected) => {
    const { run, propagated } = createHarness({ propagates: true });
    run(...words(`MSETEX 2 a 1 b 2 ${option}`));
    expect(propagated.map((argv) => argv.join(' '))).toEqual(expected);
  });

  it('reports set and expire for each key', () => {
    const { run, events } = createHarness({ listens: true });
    run(...words('MSETEX 2 a 1 b 2 EX 10'));
    expect(events).toEqual(['set a', 'expire a', 'set b', 'expire b']);
  });
});
