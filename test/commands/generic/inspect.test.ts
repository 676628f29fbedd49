import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { TYPE_HASH } from '../../../src/datatypes/value.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { keyNamed, put } from '../../support/stored-keys.ts';

const commands = genericCommands;
const EXPIRED = { expiresMs: HARNESS_NOW_MS - 1 };

function idleOf(run: (...words: string[]) => string, key: string): string {
  return run('OBJECT', 'IDLETIME', key);
}

describe('EXISTS', () => {
  it('counts a key as often as it is named, and no expired one', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1');
    put(keyspace, 'old', '1', EXPIRED);
    expect(run('EXISTS', 'a', 'none', 'a', 'old')).toBe(':2\r\n');
    expect(keyspace.databases[0].size).toBe(1);
  });

  it('counts hits and misses but is no access', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    put(keyspace, 'a', '1');
    clock.advance(5000);
    run('EXISTS', 'a', 'none');
    expect(keyspace.stats).toMatchObject({ hits: 1, misses: 1 });
    expect(idleOf(run, 'a')).toBe(':5\r\n');
  });
});

describe('TOUCH', () => {
  it('counts the keys there are and makes them fresh', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    put(keyspace, 'a', '1');
    clock.advance(5000);
    expect(run('TOUCH', 'a', 'none')).toBe(':1\r\n');
    expect(idleOf(run, 'a')).toBe(':0\r\n');
  });

  it('is an access even of a client whose accesses are none', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    put(keyspace, 'a', '1');
    clock.advance(5000);
    keyspace.touches = false;
    run('TOUCH', 'a');
    expect(idleOf(run, 'a')).toBe(':0\r\n');
  });

  it('counts up where frequency is tracked', () => {
    const { run, keyspace } = createHarness({ commands });
    keyspace.access.lfu = true;
    keyspace.touches = false;
    keyspace.refreshAccess();
    put(keyspace, 'a', '1');
    expect(run('OBJECT', 'FREQ', 'a')).toBe(':5\r\n');
    run('TOUCH', 'a');
    expect(run('OBJECT', 'FREQ', 'a')).toBe(':6\r\n');
  });
});

describe('TYPE', () => {
  it('names the type, or none', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1');
    put(keyspace, 'h', 'packed', { form: TYPE_HASH | 16 });
    put(keyspace, 'old', '1', EXPIRED);
    expect(run('TYPE', 'a')).toBe('+string\r\n');
    expect(run('TYPE', 'h')).toBe('+hash\r\n');
    expect(run('TYPE', 'old')).toBe('+none\r\n');
    expect(run('TYPE', 'none')).toBe('+none\r\n');
  });
});

describe('RANDOMKEY', () => {
  it('answers null where there is no key, in both protocols', () => {
    expect(createHarness({ commands }).run('RANDOMKEY')).toBe('$-1\r\n');
    expect(createHarness({ commands, protocol: 3 }).run('RANDOMKEY')).toBe('_\r\n');
  });

  it('passes over expired keys and removes them', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1');
    for (let i = 0; i < 20; i++) put(keyspace, `old:${i}`, '1', EXPIRED);
    for (let i = 0; i < 50; i++) expect(run('RANDOMKEY')).toBe('$1\r\na\r\n');
    expect(keyspace.databases[0].entries.find(keyNamed(keyspace.databases[0], 'a'))).not.toBe(0);
  });

  it('ends although all keys are hidden, on a replica', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'old', '1', EXPIRED);
    keyspace.expiresKeys = false;
    expect(run('RANDOMKEY')).toBe('$3\r\nold\r\n');
  });
});
