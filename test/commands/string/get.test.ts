import { describe, expect, it } from 'vitest';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';
import { keyNamed } from '../../support/stored-keys.ts';

const OK = '+OK\r\n';
const NULL = '$-1\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

describe.each(['GET', 'GETEX', 'GETDEL'])('%s', (name) => {
  it.each(['', 'v', 'x'.repeat(254), 'x'.repeat(255), 'x'.repeat(70_000), '\0\r\n\xff'])(
    'replies with value %#',
    (value) => {
      const { run } = createHarness();
      run('SET', 'k', value);
      expect(run(name, 'k')).toBe(bulk(value));
    },
  );

  it('replies with null where there is no key', () => {
    expect(createHarness().run(name, 'k')).toBe(NULL);
    expect(createHarness({ protocol: 3 }).run(name, 'k')).toBe('_\r\n');
  });

  it('refuses another type and leaves it', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect([harness.run(name, 'k'), harness.run(name, 'k')]).toEqual([WRONG_TYPE, WRONG_TYPE]);
  });

  it('counts hits and misses', () => {
    const { run, keyspace } = createHarness();
    run('SET', 'k', 'v');
    run(name, 'k');
    run(name, 'missing');
    expect([keyspace.stats.hits, keyspace.stats.misses]).toEqual([1, 1]);
  });
});

describe('a large value on its way out', () => {
  const large = 'x'.repeat(100_000);

  it.each([
    ['APPEND', 'k', 'y'],
    ['SETRANGE', 'k', '0', 'y'],
    ['SET', 'k', 'y'.repeat(100_000)],
    ['SET', 'k', 'y'],
  ])('is not touched by %s', (...words) => {
    const { run, pipeline } = createHarness();
    run('SET', 'k', large);
    expect(pipeline(['GET', 'k'], words)).toContain(bulk(large));
    expect(run('GET', 'k')).not.toBe(bulk(large));
  });

  it('is not touched by GETDEL and what comes after it', () => {
    const { run, pipeline } = createHarness();
    run('SET', 'k', large);
    expect(pipeline(['GETDEL', 'k'], ['SET', 'k', 'y'.repeat(100_000)])).toBe(bulk(large) + OK);
  });
});

describe('GETEX', () => {
  it.each([
    ['EX 10', HARNESS_NOW_MS + 10_000],
    ['px 10', HARNESS_NOW_MS + 10],
    ['EXAT 2000000000', 2_000_000_000_000],
    ['PXAT 2000000000001', 2_000_000_000_001],
    ['PERSIST', -1],
  ])('%s sets the expiry', (option, expiry) => {
    const harness = createHarness();
    harness.run('SET', 'k', 'v', 'PX', '77');
    expect(harness.run('GETEX', 'k')).toBe(bulk('v'));
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 77);
    expect(harness.run('GETEX', 'k', ...option.split(' '))).toBe(bulk('v'));
    expect(expiryOf(harness, 'k')).toBe(expiry);
  });

  it.each(['EXAT 1', 'PXAT 1', `PXAT ${HARNESS_NOW_MS}`])('%s deletes', (option) => {
    const { run, keyspace } = createHarness();
    run('SET', 'k', 'v');
    expect(run('GETEX', 'k', ...option.split(' '))).toBe(bulk('v'));
    expect(keyspace.databases[0].size).toBe(0);
  });

  it.each(['KEEPTTL', 'NX', 'GET', 'EX', 'EX 1 PERSIST', 'PERSIST PX 1', 'IFEQ v', 'FOO'])('refuses %s', (options) => {
    const { run } = createHarness();
    expect(run('GETEX', 'k', ...options.split(' '))).toBe(SYNTAX);
  });

  it('looks at the time only where there is a value', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    harness.run('SET', 'k', 'v');
    expect(harness.run('GETEX', 'missing', 'EX', 'abc')).toBe(NULL);
    expect(harness.run('GETEX', 'list', 'EX', '0')).toBe(WRONG_TYPE);
    expect(harness.run('GETEX', 'k', 'EX', '0')).toBe("-ERR invalid expire time in 'getex' command\r\n");
    expect(harness.run('GETEX', 'k', 'PX', 'x')).toBe('-ERR value is not an integer or out of range\r\n');
  });

  it.each([
    ['', [], []],
    ['EX 10', ['expire k'], [`PEXPIREAT k ${HARNESS_NOW_MS + 10_000}`]],
    ['PERSIST', ['persist k'], ['PERSIST k']],
    ['PXAT 1', ['del k'], ['DEL k']],
  ])('with %j tells others what it did', (option, events, propagated) => {
    const harness = createHarness({ listens: true, propagates: true });
    harness.run('SET', 'k', 'v', 'EX', '1');
    harness.events.length = 0;
    harness.propagated.length = 0;
    harness.run('GETEX', 'k', ...option.split(' ').filter((word) => word !== ''));
    expect(harness.events).toEqual(events);
    expect(harness.propagated.map((argv) => argv.join(' '))).toEqual(propagated);
  });

  it('PERSIST of what stays anyway changes nothing', () => {
    const harness = createHarness({ listens: true, propagates: true });
    harness.run('SET', 'k', 'v');
    harness.run('GETEX', 'k', 'PERSIST');
    expect([harness.events, harness.propagated, harness.effects.dirty]).toEqual([['set k'], [['SET', 'k', 'v']], 1]);
  });
});

describe('GETDEL', () => {
  it('deletes, and tells others DEL', () => {
    const { run, events, propagated } = createHarness({ listens: true, propagates: true });
    run('SET', 'k', 'v');
    expect([run('GETDEL', 'k'), run('GETDEL', 'k')]).toEqual([bulk('v'), NULL]);
    expect(events).toEqual(['set k', 'del k']);
    expect(propagated).toEqual([
      ['SET', 'k', 'v'],
      ['DEL', 'k'],
    ]);
  });
});

describe('GETSET', () => {
  it('replies with the value before and drops the expiry', () => {
    const harness = createHarness({ propagates: true });
    expect(harness.run('GETSET', 'k', 'a')).toBe(NULL);
    harness.run('GETEX', 'k', 'EX', '10');
    expect(harness.run('GETSET', 'k', 'b')).toBe(bulk('a'));
    expect(expiryOf(harness, 'k')).toBe(-1);
    expect(harness.propagated.at(-1)).toEqual(['SET', 'k', 'b']);
  });

  it('refuses another type and leaves it', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect([harness.run('GETSET', 'k', 'v'), harness.run('GET', 'k')]).toEqual([WRONG_TYPE, WRONG_TYPE]);
  });
});

it.each(['GETEX a', 'GETEX a EX 100', 'GETEX a PXAT 9999999999999', 'GETEX a PERSIST'])('%s is one access', (line) => {
  const { keyspace, run } = createHarness();
  countEveryAccess(keyspace);
  run('SET', 'a', '1');
  keyspace.databases[0].setExpiry(keyNamed(keyspace.databases[0], 'a'), HARNESS_NOW_MS + 10);
  run(...line.split(' '));
  expect(accessesOf(keyspace, 'a')).toBe(1);
});
