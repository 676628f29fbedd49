import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, expiryOf, put } from '../../support/stored-keys.ts';

const commands = genericCommands;
const NOW = HARNESS_NOW_MS;

describe('TTL, PTTL, EXPIRETIME, PEXPIRETIME', () => {
  it('tell the time that is left, and the time itself; seconds are rounded', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1', { expiresMs: NOW + 1499 });
    put(keyspace, 'b', '1', { expiresMs: NOW + 1500 });
    expect(['a', 'b'].map((key) => run('TTL', key))).toEqual([':1\r\n', ':2\r\n']);
    expect(run('PTTL', 'a')).toBe(':1499\r\n');
    expect(run('EXPIRETIME', 'b')).toBe(`:${NOW / 1000 + 2}\r\n`);
    expect(run('PEXPIRETIME', 'a')).toBe(`:${NOW + 1499}\r\n`);
  });

  it.each(['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME'])('%s: -1 without an expiry, -2 without the key', (name) => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1');
    put(keyspace, 'old', '1', { expiresMs: NOW - 1 });
    expect(run(name, 'a')).toBe(':-1\r\n');
    expect(run(name, 'none')).toBe(':-2\r\n');
    expect(run(name, 'old')).toBe(':-2\r\n');
    expect(keyspace.stats).toMatchObject({ hits: 1, misses: 2 });
  });

  it('count a key as alive in the very millisecond of its expiry', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1', { expiresMs: NOW });
    expect(run('PTTL', 'a')).toBe(':0\r\n');
    put(keyspace, 'b', '1', { expiresMs: NOW - 1 });
    expect(run('PTTL', 'b')).toBe(':-2\r\n');
  });

  it('are exact up to the end of 64 bits', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1', { expiresMs: 9223372036854775807n });
    expect(run('PEXPIRETIME', 'a')).toBe(':9223372036854775807\r\n');
    expect(run('EXPIRETIME', 'a')).toBe(':9223372036854776\r\n');
    expect(run('PTTL', 'a')).toBe(`:${9223372036854775807n - BigInt(NOW)}\r\n`);
  });

  it('are no access', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    put(keyspace, 'a', '1');
    clock.advance(3000);
    run('TTL', 'a');
    expect(run('OBJECT', 'IDLETIME', 'a')).toBe(':3\r\n');
  });
});

describe('PERSIST', () => {
  it('takes the expiry away, once', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value', { expiresMs: NOW + 5 });
    expect(run('PERSIST', 'a')).toBe(':1\r\n');
    expect(expiryOf(keyspace, 'a')).toBe(-1);
    expect(run('PERSIST', 'a')).toBe(':0\r\n');
    expect(run('PERSIST', 'none')).toBe(':0\r\n');
    expect(events).toEqual(['persist a']);
    expect(effects.dirty).toBe(1);
    expect(keyspace.databases[0].entries.expires.size).toBe(0);
    run('DEL', 'a');
    expect(dataBytes(keyspace)).toBe(0);
  });
});

it('PERSIST is one access', () => {
  const { run, keyspace } = createHarness({ commands });
  countEveryAccess(keyspace);
  put(keyspace, 'a', '1', { expiresMs: NOW + 5 });
  run('PERSIST', 'a');
  run('PERSIST', 'a');
  expect(accessesOf(keyspace, 'a')).toBe(2);
});
