import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { isSame } from '../../../src/commands/generic/rename.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, expiryOf, get, keyNamed, put } from '../../support/stored-keys.ts';

const commands = genericCommands;
const NOW = HARNESS_NOW_MS;

describe('RENAME', () => {
  it('moves the value and its expiry over whatever was there', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value', { expiresMs: NOW + 5 });
    put(keyspace, 'b', 'other');
    expect(run('RENAME', 'a', 'b')).toBe('+OK\r\n');
    expect(get(keyspace, 'a')).toBe(undefined);
    expect(get(keyspace, 'b')).toBe('value');
    expect(expiryOf(keyspace, 'b')).toBe(NOW + 5);
    expect(events).toEqual(['rename_from a', 'rename_to b']);
    expect(effects.dirty).toBe(1);
  });

  it.each(['RENAME', 'RENAMENX'])('makes a new key, whose accesses count anew: %s', (name) => {
    const { run, keyspace } = createHarness({ commands });
    countEveryAccess(keyspace);
    put(keyspace, 'a', 'value');
    run('TOUCH', 'a', 'a');
    run(name, 'a', 'b');
    expect(accessesOf(keyspace, 'b')).toBe(0);
  });

  it('does not leave the expiry of what was there', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', 'value');
    put(keyspace, 'b', 'other', { expiresMs: NOW + 5 });
    run('RENAME', 'a', 'b');
    expect(expiryOf(keyspace, 'b')).toBe(-1);
    expect(keyspace.databases[0].entries.expires.size).toBe(0);
  });

  it('does nothing to a key renamed to itself, and refuses one that is not there', () => {
    const { run, keyspace, effects } = createHarness({ commands });
    put(keyspace, 'a', 'value');
    expect(run('RENAME', 'a', 'a')).toBe('+OK\r\n');
    expect(run('RENAME', 'none', 'none')).toBe('-ERR no such key\r\n');
    put(keyspace, 'old', '1', { expiresMs: NOW - 1 });
    expect(run('RENAME', 'old', 'a')).toBe('-ERR no such key\r\n');
    expect(get(keyspace, 'a')).toBe('value');
    expect(effects.dirty).toBe(0);
  });

  it('keeps value and expiry and leaks nothing, whatever their sizes', () => {
    const size = fc.constantFrom(0, 1, 16, 254, 255, 256, 300, 4000, 65_000, 65_400, 65_500, 65_536, 70_000, 200_000);
    fc.assert(
      fc.property(size, size, size, fc.boolean(), (from, to, valueSize, expires) => {
        const { run, keyspace } = createHarness({ commands });
        const [name, newName, value] = ['a'.repeat(from), 'b'.repeat(to), 'v'.repeat(valueSize)];
        put(keyspace, name, value, expires ? { expiresMs: NOW + 5 } : {});
        if (name !== newName) expect(run('RENAME', name, newName)).toBe('+OK\r\n');
        expect(get(keyspace, newName)).toBe(value);
        expect(expiryOf(keyspace, newName)).toBe(expires ? NOW + 5 : -1);
        expect(keyspace.databases[0].entries.expires.size).toBe(expires ? 1 : 0);
        run('PERSIST', newName);
        expect(get(keyspace, newName)).toBe(value);
        expect(run('DEL', newName)).toBe(':1\r\n');
        expect(dataBytes(keyspace)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe('RENAMENX', () => {
  it('renames only where no key is in the way', () => {
    const { run, keyspace, events } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value');
    put(keyspace, 'b', 'other');
    expect(run('RENAMENX', 'a', 'b')).toBe(':0\r\n');
    expect(run('RENAMENX', 'a', 'a')).toBe(':0\r\n');
    expect(events).toEqual([]);
    expect(run('RENAMENX', 'a', 'c')).toBe(':1\r\n');
    expect(get(keyspace, 'c')).toBe('value');
    expect(run('RENAMENX', 'none', 'd')).toBe('-ERR no such key\r\n');
  });

  it('takes an expired key in the way as none', () => {
    const { run, keyspace, events } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value');
    put(keyspace, 'b', 'other', { expiresMs: NOW - 1 });
    expect(run('RENAMENX', 'a', 'b')).toBe(':1\r\n');
    expect(events).toEqual(['expired b', 'rename_from a', 'rename_to b']);
  });
});

describe('isSame', () => {
  it('compares the bytes of keys', () => {
    const [database] = createHarness().keyspace.databases;
    expect(isSame(keyNamed(database, 'ab'), keyNamed(database, 'ab'))).toBe(true);
    expect(isSame(keyNamed(database, 'ab'), keyNamed(database, 'ac'))).toBe(false);
    expect(isSame(keyNamed(database, 'ab'), keyNamed(database, 'abc'))).toBe(false);
  });
});
