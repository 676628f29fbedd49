import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import type { HarnessOptions } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, expiryOf, put } from '../../support/stored-keys.ts';

const NOW = HARNESS_NOW_MS;
const INT64_MAX = 9223372036854775807n;

function harness(options: HarnessOptions = {}): ReturnType<typeof createHarness> {
  return createHarness({ commands: genericCommands, ...options });
}

describe('EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT', () => {
  it.each([
    ['EXPIRE', '10', NOW + 10_000],
    ['PEXPIRE', '10', NOW + 10],
    ['EXPIREAT', String(NOW / 1000 + 10), NOW + 10_000],
    ['PEXPIREAT', String(NOW + 10), NOW + 10],
  ])('%s %s', (name, time, expected) => {
    const { run, keyspace, events, effects } = harness({ listens: true });
    put(keyspace, 'a', '1');
    expect(run(name, 'a', time)).toBe(':1\r\n');
    expect(expiryOf(keyspace, 'a')).toBe(expected);
    expect(events).toEqual(['expire a']);
    expect(effects.dirty).toBe(1);
    expect(run(name, 'none', time)).toBe(':0\r\n');
  });

  it('are propagated as PEXPIREAT with their conditions', () => {
    const { run, keyspace, propagated } = harness({ propagates: true });
    put(keyspace, 'a', '1');
    run('EXPIRE', 'a', '10', 'nx');
    run('PEXPIREAT', 'a', String(NOW + 99_999), 'XX', 'GT');
    run('EXPIRE', 'a', '1', 'NX');
    expect(propagated).toEqual([
      ['PEXPIREAT', 'a', String(NOW + 10_000), 'nx'],
      ['PEXPIREAT', 'a', String(NOW + 99_999), 'XX', 'GT'],
    ]);
  });

  it.each([
    [false, 'DEL'],
    [true, 'UNLINK'],
  ])('remove a key whose time is not ahead (lazyfree-lazy-expire %s: %s)', (lazy, logged) => {
    const { run, keyspace, events, propagated, effects } = harness({ listens: true, propagates: true });
    keyspace.lazyFree.options.expire = lazy;
    put(keyspace, 'a', '1');
    put(keyspace, 'b', '1');
    expect(run('EXPIRE', 'a', '0')).toBe(':1\r\n');
    expect(run('PEXPIREAT', 'b', '-9223372036854775808')).toBe(':1\r\n');
    expect(events).toEqual(['del a', 'del b']);
    expect(propagated).toEqual([
      [logged, 'a'],
      [logged, 'b'],
    ]);
    expect(effects.dirty).toBe(2);
    expect(keyspace.stats.expired).toBe(0);
    expect(dataBytes(keyspace)).toBe(0);
  });

  it('remove such a key also while nothing expires', () => {
    const { run, keyspace, events } = harness({ listens: true });
    put(keyspace, 'a', '1');
    keyspace.expiresKeys = false;
    expect([run('PEXPIREAT', 'a', '5'), run('EXISTS', 'a'), events]).toEqual([':1\r\n', ':0\r\n', ['del a']]);
    expect(dataBytes(keyspace)).toBe(0);
  });

  it('are exact beyond 2^53', () => {
    const { run, keyspace } = harness();
    put(keyspace, 'a', '1');
    expect(run('PEXPIREAT', 'a', String(INT64_MAX))).toBe(':1\r\n');
    expect(run('PEXPIRETIME', 'a')).toBe(`:${INT64_MAX}\r\n`);
    expect(run('PEXPIREAT', 'a', String(INT64_MAX), 'LT')).toBe(':0\r\n');
    expect(run('PEXPIREAT', 'a', String(INT64_MAX - 1n), 'LT')).toBe(':1\r\n');
    expect(run('PEXPIREAT', 'a', String(INT64_MAX), 'GT')).toBe(':1\r\n');
  });

  it.each([
    ['EXPIRE', '9223372036854775'],
    ['EXPIRE', '-9223372036854776'],
    ['EXPIREAT', '9223372036854776'],
    ['PEXPIRE', String(INT64_MAX)],
    ['PEXPIRE', String(INT64_MAX - BigInt(NOW) + 1n)],
  ])('refuse %s %s, which overflows', (name, time) => {
    const { run, keyspace } = harness();
    put(keyspace, 'a', '1');
    expect(run(name, 'a', time)).toBe(`-ERR invalid expire time in '${name.toLowerCase()}' command\r\n`);
    expect(run(name, 'none', time)).toBe(`-ERR invalid expire time in '${name.toLowerCase()}' command\r\n`);
  });

  it('accept the last time that does not', () => {
    const { run, keyspace } = harness();
    put(keyspace, 'a', '1');
    expect(run('PEXPIRE', 'a', String(INT64_MAX - BigInt(NOW)))).toBe(':1\r\n');
    expect(run('PEXPIRETIME', 'a')).toBe(`:${INT64_MAX}\r\n`);
    expect(run('EXPIREAT', 'a', '9223372036854775')).toBe(':1\r\n');
    expect(run('PEXPIRETIME', 'a')).toBe(':9223372036854775000\r\n');
  });

  it.each([
    [['x', 'NX', 'bogus\n\0y'], 'ERR Unsupported option bogus'],
    [['x', 'nx', 'GT'], 'ERR NX and XX, GT or LT options at the same time are not compatible'],
    [['x', 'gt', 'LT', 'XX'], 'ERR GT and LT options at the same time are not compatible'],
    [['1.5', 'XX', 'LT'], 'ERR value is not an integer or out of range'],
    [['9223372036854775808'], 'ERR value is not an integer or out of range'],
  ])('refuse %j, options before times', (words, error) => {
    expect(harness().run('PEXPIRE', 'none', ...words)).toBe(`-${error}\r\n`);
  });
});

describe('the conditions', () => {
  const present = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
  const conditions = fc.constantFrom([], ['NX'], ['XX'], ['GT'], ['LT'], ['XX', 'GT'], ['lt', 'xx'], ['NX', 'nx']);

  it('compare with the present time, a key without one living for ever', () => {
    fc.assert(
      fc.property(present, fc.integer({ min: 1, max: 20 }), conditions, (current, next, words) => {
        const { run, keyspace } = harness();
        put(keyspace, 'a', '1', current === undefined ? {} : { expiresMs: NOW + current });
        const met = words.every((word) => {
          const rule = word.toUpperCase();
          if (rule === 'NX') return current === undefined;
          if (rule === 'XX') return current !== undefined;
          return rule === 'GT' ? next > (current ?? Infinity) : next < (current ?? Infinity);
        });
        expect(run('PEXPIRE', 'a', String(next), ...words)).toBe(met ? ':1\r\n' : ':0\r\n');
        const left = met ? next : current;
        expect(expiryOf(keyspace, 'a')).toBe(left === undefined ? -1 : NOW + left);
      }),
    );
  });
});
